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

/** The tab Models: the same orders under every model, what its settings are, and what another window would make of them. */
final class Models implements Tab
{
    /** What touches can be told apart by; products are sold, not touched. */
    private const NOT = ['product', 'category'];
    /** Of fewer orders the difference between models is chance as much as choice. */
    private const FEW = 100;

    public static function title(): string
    {
        return __('Models', 'touchline');
    }

    public static function ask(Engine $engine, Query $query, array $overview): array
    {
        $all = $query->report(['currency' => $overview['currency']]);
        $data = ['channels' => $engine->report('models', ['dim' => 'channel'] + $all), 'windows' => $engine->report('windows', $all)];
        $data['table'] = self::dimension($query) === 'channel'
            ? $data['channels']
            : $engine->report('models', ['dim' => self::dimension($query), 'limit' => $query->perPage, 'offset' => $query->offset()] + $all);
        return $data;
    }

    public static function render(Query $query, array $overview, array $data): void
    {
        $currency = $overview['currency'];
        if ($data['channels']['rows'] === []) {
            self::nothing();
            return;
        }
        self::whatsapp($query, $data['channels'], $currency);
        self::settings($query);
        self::matrix($query, $data['table'], $currency);
        echo '<div class="tl-pair">';
        self::windows($query, $data['windows'], $currency);
        self::removal($data['channels']);
        echo '</div>';
    }

    private static function dimension(Query $query): string
    {
        return $query->dim === null || in_array($query->dim, self::NOT, true) ? 'channel' : $query->dim;
    }

    private static function nothing(): void
    {
        printf(
            '<section class="tl-card tl-lead"><h2>%s</h2><p>%s</p></section>',
            esc_html__('No order with a known touch in this period', 'touchline'),
            esc_html__(
                'Once people who were seen on the shop order, this page shows the same orders under every model, and when to trust each.',
                'touchline'
            )
        );
    }

    /** @param array<string, mixed> $report */
    private static function whatsapp(Query $query, array $report, ?string $currency): void
    {
        $rows = array_column($report['rows'], null, 'key');
        $row = $rows['whatsapp'] ?? null;
        printf(
            '<section class="tl-card" aria-labelledby="tl-models"><h2 id="tl-models">%s</h2>',
            esc_html__('What WhatsApp earned, by model', 'touchline')
        );
        if ($row === null) {
            printf('<p class="tl-none">%s</p></section>', esc_html__('No touch of WhatsApp lies before an order of this period.', 'touchline'));
            return;
        }
        printf('<p class="tl-earned">%s</p>', self::between($query, $report['models'], $row, $currency));
        Table::begin('tl-models', [
            __('Model', 'touchline'), Words::measure($query->measure), __('Difference', 'touchline'), __('Share', 'touchline'), __('Orders', 'touchline'),
            __('When to trust it', 'touchline'),
        ], 'tl-trust');
        foreach ($report['models'] as $model) {
            self::model($query, (string) $model, $row[$model], $currency);
        }
        echo Table::END;
        if ((int) $report['total'][$query->model]['orders'] < self::FEW) {
            printf('<p class="tl-muted">%s</p>', esc_html__(
                'There are fewer than 100 orders here: differences between models are chance as much as choice. Take a longer period before you decide.',
                'touchline'
            ));
        }
        echo '</section>';
    }

    /**
     * @param list<string> $models
     * @param array<string, mixed> $row
     */
    private static function between(Query $query, array $models, array $row, ?string $currency): string
    {
        $sorted = $models;
        usort($sorted, static fn (string $a, string $b): int => $row[$a]['revenue_micros'] <=> $row[$b]['revenue_micros']);
        $least = $row[$sorted[0]];
        $most = $row[$sorted[count($sorted) - 1]];
        if ($least['revenue_micros'] === $most['revenue_micros']) {
            return Html::sentence(sprintf(
                /* translators: %s: amount of money */
                esc_html__('Every model gives WhatsApp the same: %s.', 'touchline'),
                Html::strong(Money::text((string) $least['revenue'], $currency))
            ));
        }
        return Html::sentence(sprintf(
            /* translators: 1: amount of money, 2: name of a model, 3 and 5: amounts of money, 4 and 6: names of models */
            esc_html__('WhatsApp earned %1$s (%2$s). The least is %3$s (%4$s), the most %5$s (%6$s).', 'touchline'),
            Html::strong(Money::text((string) $row[$query->model]['revenue'], $currency)),
            esc_html(Words::model($query->model, $query)),
            Html::figure(Money::text((string) $least['revenue'], $currency)),
            esc_html(Words::model($sorted[0], $query)),
            Html::figure(Money::text((string) $most['revenue'], $currency)),
            esc_html(Words::model($sorted[count($sorted) - 1], $query))
        ));
    }

    /** @param array<string, mixed> $cell */
    private static function model(Query $query, string $model, array $cell, ?string $currency): void
    {
        $name = Words::model($model, $query);
        $chosen = $model === $query->model;
        $label = match (true) {
            $chosen => sprintf('<strong aria-current="true">%s</strong>', esc_html($name)),
            isset(Words::models()[$model]) => Html::link($query->address(['model' => $model, 'dim' => $query->dim]), $name),
            default => esc_html($name),
        };
        Table::row($label . Table::bar($cell['share']), [
            'revenue' => ['', Html::figure(Money::text((string) $cell['revenue'], $currency))],
            'difference' => [__('difference', 'touchline'), $chosen ? esc_html__('chosen', 'touchline') : self::difference($cell, $currency)],
            'share' => ['', Html::figure(Format::rate($cell['share'], true))],
            'orders' => [Units::orders((string) $cell['orders']), Html::figure(Format::orders((string) $cell['orders']))],
            'words' => ['', esc_html(self::trust($model))],
        ], $chosen ? 'tl-chosen' : '');
    }

    private static function trust(string $model): string
    {
        return match ($model) {
            'last' => __('To see what closes a sale. It overrates direct visits, by which people only come back.', 'touchline'),
            'last_non_direct' => __('As a rule, and beside other tools: what last brought somebody. It gives nothing to what came before.', 'touchline'),
            'first' => __('To see what makes new people find you. It needs a long window, and loses people who change devices.', 'touchline'),
            'linear' => __('When many touches are needed and none stands out. Many small touches earn too much.', 'touchline'),
            'position' => __('When finding you and closing the sale count most. The parts are your opinion, not a measurement.', 'touchline'),
            'time_decay' => __('For short decisions and offers that end soon. The half-life is your opinion, not a measurement.', 'touchline'),
            'shapley' => __('To share fairly between channels that work together. It looks at which were there, not in which order.', 'touchline'),
            default => __('With some hundred orders or more: it is the only one that also learns from people who did not buy.', 'touchline'),
        };
    }

    /** Half-life and positions, in the address as all else. */
    private static function settings(Query $query): void
    {
        printf(
            '<section class="tl-card" aria-labelledby="tl-settings"><h2 id="tl-settings">%s</h2><form class="tl-find" method="get" action="%s">',
            esc_html__('Try other settings', 'touchline'),
            esc_url(admin_url('admin.php'))
        );
        Html::hidden($query->arguments(['dim' => $query->dim, 'half_life' => null, 'positions' => null]));
        self::number('half_life', __('Half-life in days', 'touchline'), $query->halfLife, 1, Query::LONGEST_HALF_LIFE);
        [$first, $between, $last] = $query->positions;
        self::number('positions[0]', __('First touch', 'touchline'), $first, 0, 999);
        self::number('positions[1]', __('All between', 'touchline'), $between, 0, 999);
        self::number('positions[2]', __('Last touch', 'touchline'), $last, 0, 999);
        printf('<button class="button">%s</button></form>', esc_html__('Show', 'touchline'));
        printf('<p class="tl-muted">%s</p></section>', esc_html__(
            'Half-life: a touch that many days older than another has half its share. The three parts share an order out by position.',
            'touchline'
        ));
    }

    private static function number(string $name, string $label, int $value, int $least, int $most): void
    {
        printf(
            '<label class="tl-choice"><span>%s</span><input type="number" name="%s" value="%d" min="%d" max="%d" required></label>',
            esc_html($label),
            esc_attr($name),
            (int) $value,
            (int) $least,
            (int) $most
        );
    }

    /** @param array<string, mixed> $report */
    private static function matrix(Query $query, array $report, ?string $currency): void
    {
        $dimension = self::dimension($query);
        printf(
            '<section class="tl-card" aria-labelledby="tl-matrix"><h2 id="tl-matrix">%s</h2><p class="tl-muted">%s</p>',
            esc_html__('Everything under every model', 'touchline'),
            esc_html__('The same orders in every column, of which a touch is known. Below each figure stands the difference to the chosen model.', 'touchline')
        );
        self::choice($query, $dimension);
        $columns = [Dimensions::all()[$dimension]];
        foreach ($report['models'] as $model) {
            $columns[] = Words::model((string) $model, $query);
        }
        Table::begin('tl-matrix', $columns, 'tl-matrix');
        Table::row(esc_html__('Total', 'touchline'), self::cells($query, $report['models'], $report['total'], $currency), 'tl-totals');
        foreach ($report['rows'] as $row) {
            $key = (string) $row['key'];
            $dot = $dimension === 'channel' ? '<span class="tl-dot tl-dot-' . esc_attr($key) . '" aria-hidden="true"></span>' : '';
            Table::row($dot . '<bdi>' . esc_html(Dimensions::name($dimension, $key)) . '</bdi>', self::cells($query, $report['models'], $row, $currency));
        }
        echo Table::END;
        if ($dimension !== 'channel') {
            Pages::render($query, (int) $report['count'], ['dim' => $dimension], '#tl-matrix');
        }
        echo '</section>';
    }

    private static function choice(Query $query, string $chosen): void
    {
        printf('<nav class="tl-choose" aria-label="%s">', esc_attr__('Told apart by', 'touchline'));
        foreach (array_diff_key(Dimensions::all(), array_flip(self::NOT)) as $name => $words) {
            printf(
                '<a href="%s"%s>%s</a>',
                esc_url($query->address(['dim' => $name === 'channel' ? null : $name]) . '#tl-matrix'),
                $name === $chosen ? ' aria-current="true"' : '',
                esc_html($words)
            );
        }
        echo '</nav>';
    }

    /**
     * @param list<string> $models
     * @param array<string, mixed> $row
     * @return array<string, array{string, string}>
     */
    private static function cells(Query $query, array $models, array $row, ?string $currency): array
    {
        $cells = [];
        foreach ($models as $model) {
            $figure = Html::figure(Money::text((string) $row[$model]['revenue'], $currency));
            $beside = '<br>' . (isset($row[$model]['difference']) ? self::difference($row[$model], $currency) : '<span class="tl-muted"></span>');
            $cells[$model] = [Words::model($model, $query), $figure . $beside];
        }
        return $cells;
    }

    /**
     * More or less than the chosen one, by sign and not by colour: neither is better.
     *
     * @param array<string, mixed> $cell
     */
    private static function difference(array $cell, ?string $currency): string
    {
        $micros = (int) $cell['difference_micros'];
        $sign = $micros > 0 ? '+' : '';
        return '<span class="tl-muted">' . Html::figure($micros === 0 ? '=' : $sign . Money::text((string) $cell['difference'], $currency)) . '</span>';
    }

    /** @param array<string, mixed> $report */
    private static function windows(Query $query, array $report, ?string $currency): void
    {
        printf(
            '<section class="tl-card" aria-labelledby="tl-windows"><h2 id="tl-windows">%s</h2><p class="tl-muted">%s</p>',
            esc_html__('What another window would do', 'touchline'),
            esc_html__('Days that a touch may lie before the order. A longer window finds more touches, and more without a part in it.', 'touchline')
        );
        Table::begin('tl-windows', [
            __('Window', 'touchline'), __('WhatsApp', 'touchline'), __('Difference', 'touchline'), __('Other channels', 'touchline'),
            __('No known touch', 'touchline'),
        ]);
        foreach ($report['rows'] as $row) {
            $days = (int) $row['window'];
            /* translators: %s: number of days */
            $name = sprintf(_n('%s day', '%s days', $days, 'touchline'), Format::count($days));
            Table::row($row['chosen'] ? '<strong aria-current="true">' . esc_html($name) . '</strong>' : Html::link(
                $query->address(['window' => $days, 'dim' => $query->dim]),
                $name
            ), [
                'revenue' => ['', Html::figure(Money::text((string) $row['whatsapp'], $currency))],
                'difference' => [__('difference', 'touchline'), $row['chosen'] ? esc_html__('chosen', 'touchline') : self::difference($row, $currency)],
                'other' => [__('other channels', 'touchline'), Html::figure(Money::text((string) $row['other'], $currency))],
                'unknown' => [__('no known touch', 'touchline'), Html::figure(Money::text((string) $row['unknown'], $currency))],
            ], $row['chosen'] ? 'tl-chosen' : '');
        }
        echo Table::END . '</section>';
    }

    /** @param array<string, mixed> $report */
    private static function removal(array $report): void
    {
        printf(
            '<section class="tl-card" aria-labelledby="tl-removal"><h2 id="tl-removal">%s</h2><p class="tl-muted">%s</p>',
            esc_html__('What would be lost without it', 'touchline'),
            esc_html__(
                'The Markov chain without a channel: the part of the orders that needed it. One order may need several.',
                'touchline'
            )
        );
        Table::begin('tl-removal', [__('Channel', 'touchline'), __('Orders lost', 'touchline')]);
        $rows = $report['rows'];
        usort($rows, static fn (array $a, array $b): int => $b['removal']['n'] <=> $a['removal']['n']);
        foreach ($rows as $row) {
            $key = (string) $row['key'];
            $name = '<span class="tl-dot tl-dot-' . esc_attr($key) . '" aria-hidden="true"></span>' . esc_html(Words::channel($key));
            Table::row($name . Table::bar($row['removal']), ['share' => ['', Html::figure(Format::rate($row['removal'], true))]]);
        }
        echo Table::END . '</section>';
    }
}
