<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\OrderLink;
use Touchline\WP\Admin\Query;
use Touchline\WP\Admin\Words;
use Touchline\WP\Engine;

/** The orders that a figure was made from. */
final class Orders implements Tab
{
    private const AMOUNTS = ['total', 'whatsapp', 'other', 'unknown', 'refunded'];

    public static function title(): string
    {
        return __('Orders', 'touchline');
    }

    public static function ask(Engine $engine, Query $query, array $overview): array
    {
        return $engine->report('orders', $query->report([
            'currency' => $overview['currency'],
            'part' => $query->part,
            'limit' => Query::PER_PAGE,
            'offset' => $query->offset(),
        ]));
    }

    public static function render(Query $query, array $overview, array $data): void
    {
        printf('<section class="tl-card" aria-labelledby="tl-orders"><h2 id="tl-orders">%s</h2>', esc_html(self::heading($query)));
        printf('<p class="tl-crumb">%s%s</p>', Html::link($query->address(['tab' => null]), __('← Overview', 'touchline')), self::all($query));
        if ($data['rows'] === []) {
            printf('<p class="tl-none">%s</p></section>', esc_html__('No order of this period is behind this figure.', 'touchline'));
            return;
        }
        $count = (int) $data['count'];
        /* translators: %s: number of orders */
        $words = _n('%s order placed or refunded in the period.', '%s orders placed or refunded in the period.', $count, 'touchline');
        printf('<p class="tl-muted">%s</p>', esc_html(sprintf($words, Format::count($count))));
        self::table($query, $data);
        Pages::render($query, $count, ['part' => $query->part]);
        echo '</section>';
    }

    private static function heading(Query $query): string
    {
        if ($query->part === null) {
            return __('Orders', 'touchline');
        }
        /* translators: %s: part of the sales, such as "WhatsApp" */
        return sprintf(__('Orders: %s', 'touchline'), Words::parts()[$query->part]);
    }

    private static function all(Query $query): string
    {
        return $query->part === null ? '' : ' ' . Html::link($query->address(), __('All orders', 'touchline'));
    }

    /** @param array<string, mixed> $report */
    private static function table(Query $query, array $report): void
    {
        printf(
            '<div class="tl-scroll" tabindex="0" role="group" aria-label="%1$s"><table class="tl-table tl-orders">'
            . '<caption class="screen-reader-text">%1$s</caption><thead><tr>',
            esc_attr(self::heading($query))
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
