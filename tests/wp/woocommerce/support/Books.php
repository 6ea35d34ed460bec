<?php

declare(strict_types=1);

namespace Touchline\Tests;

/** What WooCommerce's tables say of every order, by SQL alone, beside what Touchline says of it. In whole millionths. */
final class Books
{
    /** @return array<int, list<string|int>> order => status, currency, total, net of tax and shipping, given back */
    public static function shop(): array
    {
        global $wpdb;
        $books = [];
        foreach ($wpdb->get_results(self::storage() === 'posts' ? self::posts() : self::tables()) as $row) {
            if (! in_array($row->status, ['auto-draft', 'wc-checkout-draft', 'draft', 'new'], true)) {
                $status = (string) preg_replace('/^wc-/', '', $row->status);
                $books[(int) $row->id] = [$status, $row->currency, (int) $row->total, (int) $row->net, (int) $row->back];
            }
        }
        return $books;
    }

    /** @return array<int, list<string|int>> the same as Touchline knows it, of orders that the shop has */
    public static function touchline(): array
    {
        \Touchline\WP\Plugin::engine()->ingest(0);
        $books = [];
        foreach (array_keys(self::shop()) as $id) {
            try {
                $order = \Touchline\WP\Plugin::engine()->journey((string) $id, ['measure' => 'total']);
            } catch (\Touchline\QueryException) {
                continue;
            }
            $books[$id] = [$order['status'], $order['currency'], $order['total_micros'], $order['net_micros'], $order['refunded_micros']];
        }
        return $books;
    }

    private static function storage(): string
    {
        return \Automattic\WooCommerce\Utilities\OrderUtil::custom_orders_table_usage_is_enabled() ? 'hpos' : 'posts';
    }

    private static function tables(): string
    {
        global $wpdb;
        $micros = static fn (string $amount): string => "CAST(ROUND(COALESCE($amount, 0) * 1000000) AS SIGNED)";
        return "SELECT o.id, o.status, o.currency, {$micros('o.total_amount')} AS total, {$micros('o.total_amount')}"
            . " - {$micros('COALESCE(o.tax_amount, 0) + COALESCE(d.shipping_tax_amount, 0)')} - {$micros('d.shipping_total_amount')} AS net,"
            . " (SELECT {$micros('-SUM(r.total_amount)')} FROM {$wpdb->prefix}wc_orders r"
            . " WHERE r.type = 'shop_order_refund' AND r.parent_order_id = o.id) AS back"
            . " FROM {$wpdb->prefix}wc_orders o LEFT JOIN {$wpdb->prefix}wc_order_operational_data d ON d.order_id = o.id WHERE o.type = 'shop_order'";
    }

    private static function posts(): string
    {
        global $wpdb;
        $meta = static fn (string $post, string $key): string =>
            "(SELECT MAX(m.meta_value) FROM $wpdb->postmeta m WHERE m.post_id = $post AND m.meta_key = '$key')";
        $micros = static fn (string $amount): string => "CAST(ROUND(CAST(COALESCE($amount, '0') AS DECIMAL(26, 12)) * 1000000) AS SIGNED)";
        $total = $micros($meta('o.ID', '_order_total'));
        $tax = "CAST(ROUND((CAST(COALESCE({$meta('o.ID', '_order_tax')}, '0') AS DECIMAL(26, 12))"
            . " + CAST(COALESCE({$meta('o.ID', '_order_shipping_tax')}, '0') AS DECIMAL(26, 12))) * 1000000) AS SIGNED)";
        return "SELECT o.ID AS id, o.post_status AS status, {$meta('o.ID', '_order_currency')} AS currency, $total AS total,"
            . " $total - $tax - {$micros($meta('o.ID', '_order_shipping'))} AS net,"
            . " COALESCE((SELECT SUM({$micros($meta('r.ID', '_refund_amount'))}) FROM $wpdb->posts r"
            . " WHERE r.post_type = 'shop_order_refund' AND r.post_parent = o.ID), 0) AS back FROM $wpdb->posts o WHERE o.post_type = 'shop_order'";
    }
}
