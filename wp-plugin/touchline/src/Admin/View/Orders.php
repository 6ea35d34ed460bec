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
    private const AMOUNTS = ['total', 'whatsapp', 'other', 'unknown', 'refunded'];

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
        printf(
            '<div class="tl-scroll" tabindex="0" role="group" aria-label="%1$s"><table class="tl-table tl-orders">'
            . '<caption class="screen-reader-text">%1$s</caption><thead><tr>',
            esc_attr(self::title($query))
        );
        foreach (self::columns($query) as $name => $words) {
            printf('<th scope="col"%s>%s</th>', in_array($name, self::AMOUNTS, true) ? '' : ' class="tl-word"', esc_html($words));
        }
        printf('</tr></thead><tbody><tr class="tl-totals"><th scope="row">%s</th>', esc_html__('Total', 'touchline'));
        $currency = (string) ($report['rows'][0]['currency'] ?? '');
        foreach (array_keys(self::columns($query)) as $name) {
            if ($name !== 'order') {
                $amount = $report['total'][$name] ?? null;
                printf('<td>%s</td>', $amount === null ? '' : Html::figure(Money::text((string) $amount, $currency)));
            }
        }
        echo '</tr>';
        foreach ($report['rows'] as $row) {
            self::row($query, $row);
        }
        echo '</tbody></table></div>';
    }

    /** @return array<string, string> money first, what can be read elsewhere last */
    private static function columns(Query $query): array
    {
        return [
            'order' => __('Order', 'touchline'),
            'placed_at' => __('Placed', 'touchline'),
            'total' => Words::measure($query->measure),
            'whatsapp' => __('WhatsApp', 'touchline'),
            'evidence' => __('Evidence', 'touchline'),
            'entry' => __('Began with', 'touchline'),
            'other' => __('Other channels', 'touchline'),
            'unknown' => __('No known touch', 'touchline'),
            'refunded' => __('Refunded', 'touchline'),
            'status' => __('Status', 'touchline'),
        ];
    }

    /** @param array<string, mixed> $row */
    private static function row(Query $query, array $row): void
    {
        printf('<tr><th scope="row">%s</th>', OrderLink::html((string) $row['order'], (string) $row['number']));
        foreach (array_keys(self::columns($query)) as $name) {
            if ($name !== 'order') {
                $amount = in_array($name, self::AMOUNTS, true);
                printf('<td%s>%s</td>', $amount ? '' : ' class="tl-word"', $amount ? self::amount($row, $name) : self::word($row, $name));
            }
        }
        echo '</tr>';
    }

    /** @param array<string, mixed> $row */
    private static function amount(array $row, string $name): string
    {
        $amount = (string) $row[$name];
        $nothing = $name !== 'total' && (float) $amount === 0.0;
        return Html::figure($nothing ? Format::DASH : Money::text($amount, (string) $row['currency']));
    }

    /** @param array<string, mixed> $row */
    private static function word(array $row, string $name): string
    {
        $value = $row[$name];
        return match ($name) {
            'placed_at' => esc_html(Format::moment((int) $value)),
            'evidence' => sprintf('<span class="tl-grade tl-grade-%s">%s</span>', esc_attr((string) $value), esc_html(Words::evidence((string) $value))),
            'entry' => esc_html(Words::entry($value) ?? Format::DASH),
            default => esc_html(self::status((string) $value)),
        };
    }

    public static function status(string $status): string
    {
        return function_exists('wc_get_order_status_name') ? (string) wc_get_order_status_name($status) : $status;
    }
}
