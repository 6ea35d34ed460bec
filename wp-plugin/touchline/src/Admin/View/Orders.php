<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\OrderLink;
use Touchline\WP\Admin\Query;
use Touchline\WP\Admin\Words;

/** The orders that a figure was made from. */
final class Orders
{
    /** @param array<string, mixed> $report */
    public static function render(Query $query, array $report): void
    {
        printf('<section class="tl-card" aria-labelledby="tl-orders"><h2 id="tl-orders">%s</h2>', esc_html(self::title($query)));
        printf('<p class="tl-crumb">%s%s</p>', Html::link($query->address(['tab' => null]), __('← Overview', 'touchline')), self::filters($query));
        if ($report['rows'] === []) {
            printf('<p class="tl-none">%s</p></section>', esc_html__('No order of this period is behind this figure.', 'touchline'));
            return;
        }
        $count = (int) $report['count'];
        /* translators: %s: number of orders */
        $words = _n('%s order placed or refunded in the period.', '%s orders placed or refunded in the period.', $count, 'touchline');
        printf('<p class="tl-muted">%s</p>', esc_html(sprintf($words, Format::count($count))));
        self::table($query, $report);
        $filter = array_map(static fn (string $value): array => [$value], $query->filters);
        Pages::render($query, $count, ['part' => $query->part, 'filter' => $filter === [] ? null : $filter]);
        echo '</section>';
    }

    private static function title(Query $query): string
    {
        if ($query->part === null) {
            return __('Orders', 'touchline');
        }
        /* translators: %s: part of the sales, such as "WhatsApp" */
        return sprintf(__('Orders: %s', 'touchline'), Words::parts()[$query->part]);
    }

    private static function filters(Query $query): string
    {
        $chips = '';
        $all = array_map(static fn (string $value): array => [$value], $query->filters);
        foreach ($query->filters as $name => $value) {
            $rest = array_diff_key($all, [$name => 0]);
            $chips .= sprintf(
                ' <span class="tl-chip">%s: %s <a href="%s" aria-label="%s">×</a></span>',
                esc_html(Words::dimensions()[$name]),
                esc_html(Words::row($name, $value, '')),
                esc_url($query->address(['part' => $query->part, 'filter' => $rest === [] ? null : $rest])),
                esc_attr__('Take this filter away', 'touchline')
            );
        }
        if ($query->part !== null) {
            $chips .= ' ' . Html::link($query->address(['filter' => $all === [] ? null : $all]), __('All orders', 'touchline'));
        }
        return $chips;
    }

    /** @param array<string, mixed> $report */
    private static function table(Query $query, array $report): void
    {
        $money = ['total', 'whatsapp', 'other', 'unknown'];
        $columns = [
            __('Order', 'touchline'), __('Placed', 'touchline'), __('Status', 'touchline'), __('Evidence', 'touchline'), __('Began with', 'touchline'),
            Words::measure($query->measure), __('WhatsApp', 'touchline'), __('Other channels', 'touchline'), __('No known touch', 'touchline'),
            __('Refunded', 'touchline'),
        ];
        printf(
            '<div class="tl-scroll" tabindex="0" role="group" aria-label="%1$s"><table class="tl-table tl-orders">'
            . '<caption class="screen-reader-text">%1$s</caption><thead><tr>',
            esc_attr(self::title($query))
        );
        foreach ($columns as $i => $words) {
            printf('<th scope="col"%s>%s</th>', $i < 5 ? ' class="tl-word"' : '', esc_html($words));
        }
        printf('</tr></thead><tbody><tr class="tl-totals"><th scope="row">%s</th><td colspan="4"></td>', esc_html__('Total', 'touchline'));
        $currency = (string) ($report['rows'][0]['currency'] ?? '');
        foreach ($money as $name) {
            printf('<td>%s</td>', esc_html(Money::text((string) $report['total'][$name], $currency)));
        }
        echo '<td></td></tr>';
        foreach ($report['rows'] as $row) {
            self::row($row, $money);
        }
        echo '</tbody></table></div>';
    }

    /**
     * @param array<string, mixed> $row
     * @param list<string> $money
     */
    private static function row(array $row, array $money): void
    {
        $zero = static fn (string $amount): bool => (float) $amount === 0.0;
        printf(
            '<tr><th scope="row">%s</th><td class="tl-word">%s</td><td class="tl-word">%s</td>'
            . '<td class="tl-word"><span class="tl-grade tl-grade-%s">%s</span></td><td class="tl-word">%s</td>',
            OrderLink::html((string) $row['order'], (string) $row['number']),
            esc_html(Format::moment((int) $row['placed_at'])),
            esc_html(self::status((string) $row['status'])),
            esc_attr((string) $row['evidence']),
            esc_html(Words::evidence((string) $row['evidence'])),
            esc_html(Words::entry($row['entry'] ?? null) ?? Format::DASH)
        );
        foreach (array_merge($money, ['refunded']) as $name) {
            $amount = (string) $row[$name];
            $shown = $name !== 'total' && $zero($amount) ? Format::DASH : Money::text($amount, (string) $row['currency']);
            printf('<td>%s</td>', Html::figure($shown));
        }
        echo '</tr>';
    }

    public static function status(string $status): string
    {
        return function_exists('wc_get_order_status_name') ? (string) wc_get_order_status_name($status) : $status;
    }
}
