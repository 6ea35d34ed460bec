<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Dimensions;
use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\Query;
use Touchline\WP\Admin\Units;
use Touchline\WP\Admin\Words;
use Touchline\WP\Engine;

/** The tab Paths: which ways lead to an order, how long they are, and what helps on the way without getting the order. */
final class Paths implements Tab
{
    /** What steps can be told apart by, of those the pages know. */
    private const DIMENSIONS = ['channel', 'source', 'campaign', 'landing', 'page', 'entry'];
    private const FEW = 8;
    private const WAYS = 12;
    /** What the ways can be sorted by. */
    private const SORTED = ['revenue', 'orders', 'conversion'];

    public static function title(): string
    {
        return __('Paths', 'touchline');
    }

    public static function ask(Engine $engine, Query $query, array $overview): array
    {
        $all = $query->report(['currency' => $overview['currency']]);
        $dim = ['dim' => self::dimension($query)] + $all;
        return [
            'paths' => $engine->report('paths', [
                'orderby' => self::column($query), 'order' => $query->order, 'limit' => $query->perPage, 'offset' => $query->offset(),
            ] + $dim),
            'steps' => $engine->report('steps', ['limit' => Flow::NAMES] + $dim),
            'assists' => $engine->report('assists', ['limit' => $query->perPage] + $dim),
            'length' => $engine->report('path_length', $all),
            'lag' => $engine->report('time_lag', $all),
            'bands' => $engine->report('quality_bands', $all),
            'heat' => $engine->report('heatmap', $all),
            // They are of all people: a filter knows touches.
            'interactions' => $query->filters === [] ? $engine->report('interactions', $all) : null,
        ];
    }

    public static function render(Query $query, array $overview, array $data): void
    {
        $currency = $overview['currency'];
        $dimension = self::dimension($query);
        self::lead($query, $data, $dimension, $currency);
        self::choice($dimension, $query);
        self::paths($query, $dimension, $data['paths'], $currency);
        Flow::render($dimension, $data['steps']);
        if ($data['interactions'] !== null) {
            Interactions::render($data['interactions'], $overview['chats'] === true);
        }
        self::assists($query, $dimension, $data['assists'], $currency);
        echo '<div class="tl-pair">';
        self::lengths($query, $data['length'], $currency);
        self::lags($query, $data['lag'], $currency);
        echo '</div>';
        Bands::render($data['bands']);
        Heat::render($query, $data['heat'], (int) get_option('start_of_week', 1));
    }

    private static function dimension(Query $query): string
    {
        return in_array($query->dim, self::DIMENSIONS, true) ? (string) $query->dim : 'channel';
    }

    /** @param array<string, mixed> $data */
    private static function lead(Query $query, array $data, string $dimension, ?string $currency): void
    {
        echo '<section class="tl-card tl-lead">';
        if ($data['length']['average'] === null) {
            printf(
                '<h2>%s</h2><p>%s</p></section>',
                esc_html__('No order with a known touch in this period', 'touchline'),
                esc_html__(
                    'Once people who were seen on the shop order, this page says which ways they took, how many days they needed, and what helped.',
                    'touchline'
                )
            );
            return;
        }
        printf('<p class="tl-earned">%s</p>', esc_html(sprintf(
            /* translators: 1: such as "1.8 touches", 2: such as "3.3 days" or "less than a day" */
            __('On average an order takes %1$s and %2$s from the first of them.', 'touchline'),
            self::touches((string) $data['length']['average']),
            self::time((string) $data['lag']['average'])
        )));
        if ($data['paths']['best'] !== null) {
            self::best($query, $dimension, $data['paths']['best']);
        }
        foreach ($dimension === 'channel' ? $data['assists']['rows'] : [] as $row) {
            if ($row['key'] === 'whatsapp') {
                self::helped($row, $currency);
            }
        }
        echo '</section>';
    }

    /** @param array<string, mixed> $best the way on which more buy than on the others, and hardly by chance */
    private static function best(Query $query, string $dimension, array $best): void
    {
        $steps = array_map(static fn (string $key): string => Dimensions::name($dimension, $key), $best['path']);
        printf('<p>%s</p>', Html::sentence(sprintf(
            /* translators: 1: steps such as "Paid search › WhatsApp", 2 and 4: shares in per cent, 3: number of people */
            esc_html__('Most convert on the way %1$s: %2$s of %3$s bought, on all others %4$s.', 'touchline'),
            Html::link(self::behind($query, $dimension, $best), implode(' › ', $steps)),
            Html::strong(Format::rate($best['conversion'])),
            Html::figure(Format::count((int) $best['conversion']['of'])),
            Html::figure(Format::rate($best['others']))
        )));
    }

    private static function touches(string $number): string
    {
        /* translators: %s: number of touches */
        return sprintf(_n('%s touch', '%s touches', Format::plural($number), 'touchline'), Format::orders($number));
    }

    private static function time(string $days): string
    {
        if ((float) $days < 1) {
            return __('less than a day', 'touchline');
        }
        /* translators: %s: number of days */
        return sprintf(_n('%s day', '%s days', Format::plural($days), 'touchline'), Format::orders($days));
    }

    /** @param array<string, mixed> $row */
    private static function helped(array $row, ?string $currency): void
    {
        printf('<p>%s</p>', Html::sentence(sprintf(
            /* translators: 1: number of orders, 2: amount of money, 3: number of orders, 4: amount of money */
            esc_html(_n(
                'WhatsApp helped on the way to %1$s order (%2$s) and was the last touch of %3$s (%4$s).',
                'WhatsApp helped on the way to %1$s orders (%2$s) and was the last touch of %3$s (%4$s).',
                (int) $row['assisted_orders'],
                'touchline'
            )),
            Html::strong(Format::count((int) $row['assisted_orders'])),
            Html::figure(Money::text((string) $row['assisted'], $currency)),
            Html::strong(Format::count((int) $row['last_orders'])),
            Html::figure(Money::text((string) $row['last'], $currency))
        )));
    }

    private static function choice(string $chosen, Query $query): void
    {
        printf('<nav class="tl-choose" aria-label="%1$s"><span aria-hidden="true">%1$s</span>', esc_attr__('Steps told apart by', 'touchline'));
        foreach (array_intersect_key(Dimensions::all(), array_flip(self::DIMENSIONS)) as $name => $words) {
            printf(
                '<a href="%s"%s>%s</a>',
                esc_url($query->address(['dim' => $name === 'channel' ? null : $name])),
                $name === $chosen ? ' aria-current="true"' : '',
                esc_html($words)
            );
        }
        echo '</nav>';
    }

    /** @param array<string, mixed> $report */
    private static function paths(Query $query, string $dimension, array $report, ?string $currency): void
    {
        Figures::open('tl-paths', __('The ways people took', 'touchline'), __(
            'Orders of which a touch is known: what people touched within the window before them, oldest first.',
            'touchline'
        ));
        if ($report['rows'] === []) {
            printf('<p class="tl-none">%s</p></section>', esc_html__('Nothing in this period yet.', 'touchline'));
            return;
        }
        if ($report['best'] === null && (int) $report['total']['orders'] > 0) {
            printf('<p>%s</p>', esc_html__('No way stands out: that more bought on one than on another can be chance.', 'touchline'));
        }
        self::head($query, $dimension);
        $total = $report['total'];
        Table::figures(esc_html__('All', 'touchline'), self::cells($total, $currency, null), 'tl-totals');
        foreach ($report['rows'] as $i => $row) {
            if ($i === self::WAYS) {
                Figures::fold();
                self::head($query, $dimension);
            }
            $behind = $row['orders'] === 0 ? null : self::behind($query, $dimension, $row);
            Table::figures(Way::html($dimension, $row['path'], $behind), self::cells($row, $currency, $row['conversion']));
        }
        echo '</tbody></table></div>' . (count($report['rows']) > self::WAYS ? '</details>' : '');
        Pages::render($query, (int) $report['count'], self::kept($query, $dimension), '#tl-paths');
        printf('<p class="tl-muted">%s</p></section>', esc_html__(
            'People who did not buy are those whose touches of the period led to no order within the window. Of fewer than 30 people no rate is given.',
            'touchline'
        ));
    }

    /**
     * @param array<string, mixed> $row
     * @param array{n: int, of: int, percent: ?string}|null $conversion
     * @return array<string, array{string, string}>
     */
    private static function cells(array $row, ?string $currency, ?array $conversion): array
    {
        return [
            'revenue' => ['', Money::text((string) $row['revenue'], $currency)],
            'orders' => [Units::of('orders', (int) $row['orders']), Format::count((int) $row['orders'])],
            'nulls' => [__('did not buy', 'touchline'), Format::count((int) $row['nulls'])],
            'bought' => $conversion === null
                ? ['', '']
                : [__('bought', 'touchline'), Format::sample($conversion, Format::count($conversion['n']), $conversion['of'])],
        ];
    }

    private static function head(Query $query, string $dimension): void
    {
        Table::sorted('tl-paths', [
            'label' => __('Way', 'touchline'), 'revenue' => Words::measure($query->measure), 'orders' => __('Orders', 'touchline'),
            'nulls' => __('Did not buy', 'touchline'), 'conversion' => __('Bought', 'touchline'),
        ], self::SORTED, [self::column($query), $query->order], static fn (string $column, string $order): string => $query->address(
            ['orderby' => $column === 'revenue' ? null : $column, 'order' => $order === 'desc' ? null : $order] + self::kept($query, $dimension)
        ));
    }

    private static function column(Query $query): string
    {
        return $query->column(self::SORTED);
    }

    /** @return array<string, mixed> what of this view another address of it keeps */
    private static function kept(Query $query, string $dimension): array
    {
        return [
            'dim' => $dimension === 'channel' ? null : $dimension,
            'orderby' => self::column($query) === 'revenue' ? null : self::column($query),
            'order' => $query->order === 'desc' ? null : $query->order,
        ];
    }

    /**
     * The orders that came this way.
     *
     * @param array<string, mixed> $row
     */
    private static function behind(Query $query, string $dimension, array $row): string
    {
        return $query->address([
            'tab' => 'journeys',
            'path' => $row['path'],
            'dim' => $dimension === 'channel' ? null : $dimension,
        ]);
    }

    /** @param array<string, mixed> $report */
    private static function assists(Query $query, string $dimension, array $report, ?string $currency): void
    {
        Figures::open('tl-assists', __('What helps on the way', 'touchline'), __(
            'Helped: stood on the way to an order without being its last touch. One order may have had several helpers, so the columns have no sum.',
            'touchline'
        ));
        if ($report['rows'] === []) {
            printf('<p class="tl-none">%s</p></section>', esc_html__('Nothing in this period yet.', 'touchline'));
            return;
        }
        $measure = Words::measure($query->measure);
        Figures::head('tl-assists', [
            Dimensions::all()[$dimension],
            __('Helped orders', 'touchline'),
            /* translators: %s: "Net sales" or "Total sales" */
            sprintf(__('%s of these', 'touchline'), $measure),
            __('Last touch of', 'touchline'),
            /* translators: %s: "Net sales" or "Total sales" */
            sprintf(__('%s of these', 'touchline'), $measure),
        ]);
        foreach ($report['rows'] as $row) {
            $dot = $dimension === 'channel' ? '<span class="tl-dot tl-dot-' . esc_attr((string) $row['key']) . '" aria-hidden="true"></span>' : '';
            Table::figures($dot . '<bdi>' . esc_html(Dimensions::name($dimension, (string) $row['key'])) . '</bdi>', [
                'helped' => [Units::of('helped', (int) $row['assisted_orders']), Format::count((int) $row['assisted_orders'])],
                'revenue' => ['', Money::text((string) $row['assisted'], $currency)],
                'last' => [Units::of('last', (int) $row['last_orders']), Format::count((int) $row['last_orders'])],
                'money' => ['', Money::text((string) $row['last'], $currency)],
            ]);
        }
        echo '</tbody></table></div></section>';
    }

    /** @param array<string, mixed> $report */
    private static function lengths(Query $query, array $report, ?string $currency): void
    {
        Figures::open('tl-lengths', __('How many touches', 'touchline'), __('Touches in the window before the order.', 'touchline'));
        self::histogram('tl-lengths', __('Touches', 'touchline'), $query, $report, $currency, static fn (array $row): string => sprintf(
            /* translators: %s: number of touches */
            _n('%s touch', '%s touches', (int) $row['length'], 'touchline'),
            Format::count((int) $row['length'])
        ));
    }

    /** @param array<string, mixed> $report */
    private static function lags(Query $query, array $report, ?string $currency): void
    {
        Figures::open('tl-lags', __('How many days', 'touchline'), __('From the first touch in the window to the order.', 'touchline'));
        self::histogram('tl-lags', __('Days', 'touchline'), $query, $report, $currency, static fn (array $row): string => match ((int) $row['days']) {
            0 => __('Within a day', 'touchline'),
            /* translators: %s: number of days */
            90 => sprintf(_n('%s day or more', '%s days or more', 90, 'touchline'), Format::count(90)),
            /* translators: %s: number of days */
            default => sprintf(_n('%s day', '%s days', (int) $row['days'], 'touchline'), Format::count((int) $row['days'])),
        });
    }

    /**
     * @param array<string, mixed> $report
     * @param callable(array<string, mixed>): string $name
     */
    private static function histogram(string $id, string $title, Query $query, array $report, ?string $currency, callable $name): void
    {
        if ($report['rows'] === []) {
            printf('<p class="tl-none">%s</p></section>', esc_html__('Nothing in this period yet.', 'touchline'));
            return;
        }
        $columns = [$title, __('Orders', 'touchline'), __('Share', 'touchline'), Words::measure($query->measure)];
        Figures::head($id, $columns);
        Table::figures(esc_html__('All', 'touchline'), self::bar($report['total'], $currency), 'tl-totals');
        foreach ($report['rows'] as $i => $row) {
            if ($i === self::FEW) {
                Figures::rest($id, $columns);
            }
            $label = esc_html($name($row)) . sprintf(
                '<span class="tl-share" aria-hidden="true"><span style="inline-size:%s"></span></span>',
                esc_attr(Format::width($row['share']['percent']))
            );
            Table::figures($label, self::bar($row, $currency));
        }
        echo '</tbody></table></div>' . (count($report['rows']) > self::FEW ? '</details>' : '') . '</section>';
    }

    /**
     * @param array<string, mixed> $row
     * @return array<string, array{string, string}>
     */
    private static function bar(array $row, ?string $currency): array
    {
        return [
            'orders' => [Units::of('orders', (int) $row['orders']), Format::count((int) $row['orders'])],
            'share' => ['', isset($row['share']) ? Format::rate($row['share'], true) : ''],
            'revenue' => ['', Money::text((string) $row['revenue'], $currency)],
        ];
    }
}
