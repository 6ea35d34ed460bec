<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\Query;
use Touchline\WP\Admin\Units;
use Touchline\WP\Admin\Words;
use Touchline\WP\Analytics;
use Touchline\WP\Checkup;
use Touchline\WP\Engine;

/** The tab Data quality: how far the figures can be trusted, and why they are not those of WooCommerce. Of the whole shop, whatever is filtered. */
final class Quality implements Tab
{
    private const FEW = 10;

    public static function title(): string
    {
        return __('Data quality', 'touchline');
    }

    public static function ask(Engine $engine, Query $query, array $overview): array
    {
        $all = array_diff_key($query->report(['currency' => $overview['currency']]), ['filter' => 0]);
        $page = ['limit' => Query::PER_PAGE, 'offset' => $query->offset()];
        return [
            'unattributed' => $engine->report('unattributed', ($query->cause === '' ? [] : ['cause' => $query->cause]) + $page + $all),
            'channels' => $engine->report('dimension', ['dim' => 'channel'] + $all),
            'ledger' => self::ledger($engine, $query, $all),
            'shop' => $engine->report('shop', $all),
            'bots' => $engine->report('bots', ['limit' => 2000] + $all),
            'check' => Checkup::last(),
        ];
    }

    /**
     * Null where WooCommerce Analytics says nothing.
     *
     * @param array<string, mixed> $all
     * @return array<string, mixed>|null
     */
    private static function ledger(Engine $engine, Query $query, array $all): ?array
    {
        if (! Analytics::there() || ! isset($all['currency'])) {
            return null;
        }
        $shop = Analytics::sums($query->period->from, $query->period->to, $all['currency'], $query->measure === 'total');
        return $engine->report('ledger', ['shop' => $shop] + $all);
    }

    public static function render(Query $query, array $overview, array $data): void
    {
        $currency = $overview['currency'];
        self::lead($query, $data, $currency);
        Causes::render($query, $data['unattributed'], $currency);
        Books::render($query, $data['ledger'], $currency);
        self::attribution($query, $data['shop'], $currency);
        Reconciled::render();
        echo '<div class="tl-pair">';
        self::bots($data['bots']);
        Check::render($data['check'], $overview['as_of']);
        echo '</div>';
    }

    /** @param array<string, mixed> $data */
    private static function lead(Query $query, array $data, ?string $currency): void
    {
        $share = null;
        foreach ($data['channels']['rows'] as $row) {
            $share = $row['key'] === 'unknown' ? $row['share'] : $share;
        }
        $total = $data['unattributed']['total'];
        $sales = $query->measure === 'total'
            /* translators: 1: a rate, 2: amount of money, 3: number of orders */
            ? __('Of your total sales no touch is known for %1$s: %2$s of %3$s.', 'touchline')
            /* translators: 1: a rate, 2: amount of money, 3: number of orders */
            : __('Of your net sales no touch is known for %1$s: %2$s of %3$s.', 'touchline');
        $orders = sprintf(
            /* translators: %s: number of orders */
            _n('%s order', '%s orders', (int) $total['orders'], 'touchline'),
            Format::count((int) $total['orders'])
        );
        $words = (int) $total['orders'] === 0
            ? __('Of every order of this period a touch is known.', 'touchline')
            : sprintf($sales, Format::rate($share), Money::text((string) $total['total'], $currency), $orders);
        printf('<section class="tl-card tl-lead"><p class="tl-earned">%s</p>', esc_html($words));
        printf(
            '<p class="tl-muted">%s</p></section>',
            esc_html__('This page is about the whole shop: filters do not change it.', 'touchline')
        );
    }

    /** @param array<string, mixed> $report */
    private static function attribution(Query $query, array $report, ?string $currency): void
    {
        Figures::open('tl-attribution', __('Beside WooCommerce’s own order attribution', 'touchline'), __(
            'WooCommerce looks at one browser and knows no WhatsApp; Touchline looks at all that is known of the customer, and shares by the model above.',
            'touchline'
        ));
        if ($report['rows'] === []) {
            printf('<p class="tl-none">%s</p></section>', esc_html__('Nothing in this period yet.', 'touchline'));
            return;
        }
        printf('<p>%s</p>', esc_html(sprintf(
            /* translators: 1: a rate, 2: number of orders */
            _n(
                'Both say the same of %1$s of %2$s order.',
                'Both say the same of %1$s of %2$s orders.',
                Format::plural((string) $report['orders']),
                'touchline'
            ),
            Format::rate($report['same']),
            Format::orders((string) $report['orders'])
        )));
        $columns = [
            __('WooCommerce says, Touchline says', 'touchline'), Words::measure($query->measure), __('Orders', 'touchline'), __('Share', 'touchline'),
        ];
        Figures::head('tl-attribution', $columns);
        foreach ($report['rows'] as $i => $row) {
            if ($i === self::FEW) {
                Figures::rest('tl-attribution', $columns);
            }
            Table::figures(self::pair($row), [
                'revenue' => ['', Money::text((string) $row['revenue'], $currency)],
                'orders' => [Units::orders((string) $row['orders']), Format::orders((string) $row['orders'])],
                'share' => ['', Format::rate($row['share'], true)],
            ]);
        }
        Figures::close(count($report['rows']) > self::FEW);
    }

    /** @param array<string, mixed> $row */
    private static function pair(array $row): string
    {
        $name = static fn (?string $channel): string => sprintf(
            '<span class="tl-dot tl-dot-%s" aria-hidden="true"></span>%s',
            esc_attr($channel ?? 'unknown'),
            esc_html($channel === null ? __('Direct or not known', 'touchline') : Words::channel($channel))
        );
        if ($row['same']) {
            /* translators: %s: name of a channel */
            return sprintf(esc_html__('Both: %s', 'touchline'), $name($row['ours']));
        }
        return $name($row['shop']) . ' <span class="tl-muted">›</span> ' . $name($row['ours']);
    }

    /** @param array<string, mixed> $report */
    private static function bots(array $report): void
    {
        Figures::open('tl-bots', __('Bots kept out', 'touchline'), __(
            'Events of programs that are no shoppers, by what gave them away. They count nowhere. Days as in UTC.',
            'touchline'
        ));
        if ($report['rows'] === []) {
            printf('<p class="tl-none">%s</p></section>', esc_html__('None in this period.', 'touchline'));
            return;
        }
        $columns = [__('Bot', 'touchline'), __('Events', 'touchline')];
        Figures::head('tl-bots', $columns);
        $cells = static fn (int $events): array => ['revenue' => ['', Format::count($events)]];
        Table::figures(esc_html__('All', 'touchline'), $cells((int) $report['events']), 'tl-totals');
        foreach ($report['rows'] as $i => $row) {
            if ($i === self::FEW) {
                Figures::rest('tl-bots', $columns);
            }
            Table::figures('<bdi>' . esc_html((string) $row['name']) . '</bdi>', $cells((int) $row['events']));
        }
        Figures::close(count($report['rows']) > self::FEW);
    }
}
