<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\Query;
use Touchline\WP\Admin\Units;
use Touchline\WP\Admin\Words;
use Touchline\WP\Analytics;

/** From what WooCommerce Analytics says of the period to what stands here, line by line. */
final class Books
{
    /** @param array<string, mixed>|null $report the engine's report `ledger` */
    public static function render(Query $query, ?array $report, ?string $currency): void
    {
        Figures::open('tl-analytics', __('Beside WooCommerce Analytics', 'touchline'), __(
            'Why its figure for this period is not the one here, from the one to the other.',
            'touchline'
        ));
        if ($report === null) {
            printf(
                '<p class="tl-none">%s</p></section>',
                esc_html__('WooCommerce Analytics is switched off here, so there is nothing to compare with.', 'touchline')
            );
            return;
        }
        $orders = array_column($report['rows'], 'orders', 'line');
        if ($orders['shop'] === 0 && $orders['ours'] > 0) {
            printf(
                '<p class="tl-warn">%s</p>',
                esc_html__('WooCommerce Analytics has taken in no order of this period yet; it does so now and then.', 'touchline')
            );
        }
        Figures::head('tl-analytics', [__('Line', 'touchline'), Words::measure($query->measure), __('Orders', 'touchline')]);
        foreach ($report['rows'] as $row) {
            self::row($row, $currency);
        }
        Figures::close();
    }

    /** @param array<string, mixed> $row */
    private static function row(array $row, ?string $currency): void
    {
        [$name, $why] = self::words()[$row['line']];
        $end = in_array($row['line'], ['shop', 'ours'], true);
        $nothing = ! $end && $row['orders'] === 0 && (float) $row['total'] === 0.0;
        Table::figures(esc_html($name) . ($why === '' || $nothing ? '' : '<span class="tl-note">' . esc_html($why) . '</span>'), [
            'revenue' => ['', $nothing ? Format::DASH : Money::text((string) $row['total'], $currency)],
            'orders' => [$nothing ? '' : Units::of('orders', (int) $row['orders']), $nothing ? Format::DASH : Format::count((int) $row['orders'])],
        ], $end ? 'tl-totals' : '');
    }

    /** @return array<string, string> line => what it is called */
    public static function lines(): array
    {
        return array_map(static fn (array $words): string => $words[0], self::words());
    }

    /** @return array<string, array{string, string}> line => what it is called, and why it is there */
    private static function words(): array
    {
        return [
            'shop' => [__('WooCommerce Analytics', 'touchline'), ''],
            'date' => [__('Dated otherwise', 'touchline'), self::dates()],
            'currency' => [
                __('Other currencies', 'touchline'),
                __('WooCommerce Analytics adds up amounts of different currencies as if they were one; here each stands alone.', 'touchline'),
            ],
            'on_hold' => [
                __('Awaiting payment', 'touchline'),
                __('Orders on hold count here once they are paid, or at once when the settings say so.', 'touchline'),
            ],
            'unpaid' => [
                __('Never paid', 'touchline'),
                __('Orders in a status of the shop’s own that were never paid or accepted do not count here.', 'touchline'),
            ],
            'test' => [__('Test orders', 'touchline'), __('Orders paid in test mode do not count here, nor in newer versions of WooCommerce.', 'touchline')],
            'left_out' => [__('Left out by a rule', 'touchline'), __('Orders that a rule of this shop leaves out here.', 'touchline')],
            'rest' => [
                __('Not yet in one of the two, and rounding', 'touchline'),
                __(
                    'One of the two takes orders in later; WooCommerce Analytics takes back twice what was refunded in parts before the whole; else cents.',
                    'touchline'
                ),
            ],
            'ours' => [__('Touchline', 'touchline'), ''],
        ];
    }

    private static function dates(): string
    {
        return match (Analytics::dateType()) {
            'date_created' => __('Both count an order on the day it was placed.', 'touchline'),
            'date_completed' => __('WooCommerce Analytics counts an order on the day it was completed, Touchline on the day it was placed.', 'touchline'),
            default => __(
                'WooCommerce Analytics counts an order on the day it was paid, and never when it has none (cash on delivery); Touchline when it was placed.',
                'touchline'
            ),
        };
    }
}
