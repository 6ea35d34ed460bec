<?php

declare(strict_types=1);

namespace Touchline\WP;

use Automattic\WooCommerce\Utilities\OrderUtil;
use DateTimeImmutable;

/** What WooCommerce Analytics says of a period, from the table that its own screens are made of. */
final class Analytics
{
    /** Is it switched on, with its table? */
    public static function there(): bool
    {
        return function_exists('WC') && get_option('woocommerce_analytics_enabled', 'yes') === 'yes';
    }

    /** By which date it counts an order: date_created, date_paid or date_completed. */
    public static function dateType(): string
    {
        $type = get_option('woocommerce_date_type');
        return in_array($type, ['date_created', 'date_completed'], true) ? $type : 'date_paid';
    }

    /**
     * The period as its screens show it; the same by when the orders were placed; of these only those in one currency, as it adds all
     * currencies up; and of these those paid in test mode, which older versions counted. Each an amount and the number of orders, as the
     * engine's report `ledger` takes them.
     *
     * @return list<array{string, int}>
     */
    public static function sums(DateTimeImmutable $from, DateTimeImmutable $to, string $currency, bool $gross): array
    {
        global $wpdb;
        $zone = wp_timezone();
        $period = [$from->setTimezone($zone)->format('Y-m-d H:i:s'), $to->setTimezone($zone)->format('Y-m-d H:i:s')];
        $amount = 'ROUND(s.' . ($gross ? 'total_sales' : 'net_total') . ', 6)';
        $type = self::dateType();
        $excluded = self::excluded();
        $join = self::joins();
        $of = [
            'shown' => "s.$type >= %s AND s.$type < %s",
            'placed' => 's.date_created >= %s AND s.date_created < %s',
            'own' => "s.date_created >= %s AND s.date_created < %s AND {$join['currency']} = %s",
            'test' => "s.date_created >= %s AND s.date_created < %s AND {$join['currency']} = %s AND m.meta_value IS NOT NULL",
        ];
        $columns = [];
        $values = [];
        foreach ($of as $name => $condition) {
            $columns[] = "SUM(CASE WHEN $condition THEN $amount ELSE 0 END) AS {$name}_amount, SUM(CASE WHEN $condition AND s.parent_id = 0"
                . " THEN 1 ELSE 0 END) AS {$name}_orders";
            $own = $name === 'own' || $name === 'test' ? [...$period, $currency] : $period;
            array_push($values, ...$own, ...$own);
        }
        $sql = 'SELECT ' . implode(', ', $columns) . " FROM {$wpdb->prefix}wc_order_stats s {$join['sql']}"
            . ' WHERE s.status NOT IN (' . implode(', ', array_fill(0, count($excluded), '%s')) . ')'
            . " AND ((s.$type >= %s AND s.$type < %s) OR (s.date_created >= %s AND s.date_created < %s))";
        // phpcs:ignore WordPress.DB.PreparedSQL, WordPress.DB.DirectDatabaseQuery -- names of WooCommerce's own tables and columns; values are bound.
        $row = $wpdb->get_row($wpdb->prepare($sql, ...$values, ...$excluded, ...$period, ...$period));
        $sums = [];
        foreach (array_keys($of) as $name) {
            $sums[] = [Orders::money($row->{"{$name}_amount"} ?? 0) ?? '0', (int) ($row->{"{$name}_orders"} ?? 0)];
        }
        return $sums;
    }

    /**
     * Where the currency of an order or refund stands, and the order's mode of payment, in either storage.
     *
     * @return array{sql: string, currency: string}
     */
    private static function joins(): array
    {
        global $wpdb;
        $order = 'CASE WHEN s.parent_id > 0 THEN s.parent_id ELSE s.order_id END';
        $test = "AND m.meta_key = '_wcpay_mode' AND m.meta_value = 'test'";
        if (OrderUtil::custom_orders_table_usage_is_enabled()) {
            $orders = OrderUtil::get_table_for_orders();
            return [
                'sql' => "LEFT JOIN $orders c ON c.id = s.order_id LEFT JOIN {$orders}_meta m ON m.order_id = $order $test",
                'currency' => 'c.currency',
            ];
        }
        return [
            'sql' => "LEFT JOIN {$wpdb->postmeta} c ON c.post_id = s.order_id AND c.meta_key = '_order_currency'"
                . " LEFT JOIN {$wpdb->postmeta} m ON m.post_id = $order $test",
            'currency' => 'c.meta_value',
        ];
    }

    /** @return list<string> as its table names them */
    private static function excluded(): array
    {
        $all = (array) apply_filters(
            'woocommerce_analytics_excluded_order_statuses', // phpcs:ignore WordPress.NamingConventions -- WooCommerce's own filter
            array_merge(['auto-draft', 'trash'], Orders::statuses()['excluded'])
        );
        return array_values(array_map(static fn (mixed $status): string => 'wc-' . (is_string($status) ? $status : ''), $all));
    }
}
