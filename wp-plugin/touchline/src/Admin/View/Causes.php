<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\Query;
use Touchline\WP\Admin\Units;
use Touchline\WP\Admin\Words;

/** Orders of which no touch is known, by cause; each cause opens its orders. */
final class Causes
{
    /** @param array<string, mixed> $report */
    public static function render(Query $query, array $report, ?string $currency): void
    {
        Figures::open('tl-causes', __('Orders without a known touch', 'touchline'), __('Why nothing is known, and what can be done about it.', 'touchline'));
        if ((int) $report['total']['orders'] === 0 && (float) $report['total']['total'] === 0.0) {
            printf(
                '<p class="tl-none">%s</p></section>',
                esc_html__('Orders of people who were never seen on the shop will stand here, each with the cause. There is none in this period.', 'touchline')
            );
            return;
        }
        Figures::head('tl-causes', [__('Cause', 'touchline'), Words::measure($query->measure), __('Orders', 'touchline'), __('Share', 'touchline')]);
        Table::figures(esc_html__('All', 'touchline'), self::cells($report['total'], $currency), 'tl-totals');
        foreach ($report['causes'] as $cause => $sum) {
            if ((int) $sum['orders'] === 0 && (float) $sum['total'] === 0.0) {
                continue;
            }
            $address = $query->address(['cause' => $query->cause === $cause ? null : $cause]) . '#tl-causes';
            $label = Html::link($address, Words::causes()[$cause] ?? $cause)
                . '<span class="tl-note">' . esc_html(Journey::cause($cause)) . '</span>';
            Table::figures($label, self::cells($sum, $currency), $query->cause === $cause ? 'tl-chosen' : '');
        }
        echo '</tbody></table></div>';
        if ($query->cause !== '') {
            self::orders($query, $report, $currency);
        }
        echo '</section>';
    }

    /**
     * @param array<string, mixed> $sum
     * @return array<string, array{string, string}>
     */
    private static function cells(array $sum, ?string $currency): array
    {
        return [
            'revenue' => ['', Money::text((string) $sum['total'], $currency)],
            'orders' => [Units::of('orders', (int) $sum['orders']), Format::count((int) $sum['orders'])],
            'share' => ['', isset($sum['share']) ? Format::rate($sum['share'], true) : ''],
        ];
    }

    /** @param array<string, mixed> $report */
    private static function orders(Query $query, array $report, ?string $currency): void
    {
        printf(
            '<h3 id="tl-behind">%s</h3>',
            /* translators: %s: why no touch is known of some orders */
            esc_html(sprintf(__('Orders behind it: %s', 'touchline'), Words::causes()[$query->cause] ?? $query->cause))
        );
        Figures::head('tl-behind', [__('Order', 'touchline'), Words::measure($query->measure), __('Placed', 'touchline'), __('Status', 'touchline')]);
        foreach ($report['rows'] as $row) {
            /* translators: %s: number of an order */
            $number = sprintf(__('#%s', 'touchline'), $row['number']);
            Table::figures(Html::link($query->journeyAddress((string) $row['order']), $number), [
                'revenue' => ['', Money::text((string) $row['total'], $currency)],
                'placed' => ['', Format::moment((int) $row['placed_at'])],
                'status' => ['', Orders::status((string) $row['status'])],
            ]);
        }
        echo '</tbody></table></div>';
        Pages::render($query, (int) $report['count'], ['cause' => $query->cause], '#tl-causes');
    }
}
