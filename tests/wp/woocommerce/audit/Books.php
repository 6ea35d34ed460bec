<?php

declare(strict_types=1);

namespace Touchline\Tests\Audit;

/** The orders as WooCommerce's own tables have them, by SQL alone; amounts in whole millionths, times in milliseconds. */
final class Books
{
    private const OUT = ['pending', 'failed', 'cancelled']; // as WooCommerce Analytics is set

    /** @var array<int, array<string, mixed>> by number */
    public readonly array $orders;

    /**
     * @param array<string, int> $numbers the story's key => the shop's number
     * @param list<array<string, mixed>> $plans what the story alone knows: when an order without a payment was accepted
     */
    public function __construct(array $numbers, array $plans)
    {
        $accepted = array_column($plans, 'accepted', 'key');
        $orders = [];
        foreach ($numbers as $key => $id) {
            $orders[$id] = $this->order($id, $accepted[$key]) + ['story' => $key];
        }
        $this->orders = $orders;
    }

    /** @return list<\stdClass> */
    private static function rows(string $sql, int ...$values): array
    {
        global $wpdb;
        return $wpdb->get_results($wpdb->prepare(str_replace('{', $wpdb->prefix, str_replace('}', '', $sql)), ...$values));
    }

    /** @return array<string, mixed> */
    private function order(int $id, ?int $accepted): array
    {
        [$row] = self::rows(
            'SELECT o.status, o.currency, o.total_amount, o.tax_amount, o.customer_id, o.billing_email, o.date_created_gmt, d.date_paid_gmt, d.created_via,'
            . ' d.shipping_tax_amount, d.shipping_total_amount, a.phone, a.country FROM {wc_orders} o JOIN {wc_order_operational_data} d ON d.order_id = o.id'
            . " LEFT JOIN {wc_order_addresses} a ON a.order_id = o.id AND a.address_type = 'billing' WHERE o.id = %d",
            $id
        );
        $meta = array_column(self::rows('SELECT meta_key, meta_value FROM {wc_orders_meta} WHERE order_id = %d', $id), 'meta_value', 'meta_key');
        $status = (string) preg_replace('/^wc-/', '', $row->status);
        $paid = $row->date_paid_gmt === null ? null : strtotime("$row->date_paid_gmt UTC") * 1000 + 999; // at some time within that second
        $counted = min(array_filter([$paid, $accepted], 'is_int') ?: [0]) ?: null;
        $order = [
            'id' => $id, 'status' => $status, 'currency' => $row->currency, 'placed' => strtotime("$row->date_created_gmt UTC") * 1000, 'paid' => $paid,
            'counted' => $counted, 'renewal' => $row->created_via === 'subscription', 'customer' => (int) $row->customer_id,
            'email' => strtolower((string) $row->billing_email), 'phone' => self::digits((string) $row->phone), 'country' => (string) $row->country,
            'visitor' => (string) ($meta['_touchline_visitor'] ?? ''), 'code' => (string) ($meta['_touchline_code'] ?? ''),
            'total' => self::micros($row->total_amount), 'shipping' => self::micros($row->shipping_total_amount),
            'tax' => self::micros($row->tax_amount) + self::micros($row->shipping_tax_amount),
            'lines' => $this->lines($id), 'fees' => $this->fees($id),
        ];
        $order['reason'] = match (true) {
            $status === 'trash' => 'trash',
            ($meta['_wcpay_mode'] ?? '') === 'test' => 'test',
            ($meta['_marketplace_part'] ?? '') === 'yes' => 'left_out',
            in_array($status, self::OUT, true) => 'excluded',
            $counted === null => $status === 'on-hold' ? 'on_hold' : 'unpaid',
            default => '',
        };
        $order['net'] = $order['total'] - $order['tax'] - $order['shipping'];
        return $order + ['refunds' => $this->refunds($id, $order)];
    }

    /** @return list<array{product: string, name: string, category: string, net: int}> */
    private function lines(int $id): array
    {
        $value = static fn (string $key): string =>
            "(SELECT m.meta_value FROM {woocommerce_order_itemmeta} m WHERE m.order_item_id = i.order_item_id AND m.meta_key = '$key')";
        $rows = self::rows(
            "SELECT i.order_item_name AS name, {$value('_product_id')} AS product, {$value('_line_total')} AS net, (SELECT t.name FROM {terms} t"
            . " JOIN {term_taxonomy} x ON x.term_id = t.term_id AND x.taxonomy = 'product_cat' JOIN {term_relationships} r"
            . " ON r.term_taxonomy_id = x.term_taxonomy_id WHERE r.object_id = {$value('_product_id')} ORDER BY x.parent DESC LIMIT 1) AS category"
            . " FROM {woocommerce_order_items} i WHERE i.order_id = %d AND i.order_item_type = 'line_item' ORDER BY i.order_item_id",
            $id
        );
        return array_map(static fn (\stdClass $row): array => ['product' => (string) $row->product, 'name' => $row->name, 'category' => (string) $row->category,
            'net' => self::micros($row->net)], $rows);
    }

    private function fees(int $id): int
    {
        $rows = self::rows(
            "SELECT m.meta_value FROM {woocommerce_order_items} i JOIN {woocommerce_order_itemmeta} m ON m.order_item_id = i.order_item_id"
            . " AND m.meta_key = '_line_total' WHERE i.order_id = %d AND i.order_item_type = 'fee'",
            $id
        );
        return array_sum(array_map(self::micros(...), array_column($rows, 'meta_value')));
    }

    /**
     * What each takes back, oldest first: its total - tax - shipping; without lines all net, but for one that leaves nothing of the order.
     *
     * @param array<string, mixed> $order
     * @return list<array{at: int, total: int, net: int, lines: bool}>
     */
    private function refunds(int $id, array $order): array
    {
        $refunds = [];
        $rows = self::rows(
            'SELECT r.id, r.date_created_gmt, r.total_amount, r.tax_amount, d.shipping_tax_amount, d.shipping_total_amount,'
            . " (SELECT COUNT(*) FROM {woocommerce_order_items} i WHERE i.order_id = r.id AND i.order_item_type IN ('line_item', 'fee', 'shipping')) AS n"
            . " FROM {wc_orders} r LEFT JOIN {wc_order_operational_data} d ON d.order_id = r.id WHERE r.type = 'shop_order_refund' AND r.parent_order_id = %d"
            . ' ORDER BY r.date_created_gmt, r.id',
            $id
        );
        ['total' => $total, 'net' => $net] = $order;
        foreach ($rows as $row) {
            $amount = abs(self::micros($row->total_amount));
            $back = $amount - abs(self::micros($row->tax_amount) + self::micros($row->shipping_tax_amount)) - abs(self::micros($row->shipping_total_amount));
            $back = $row->n > 0 ? $back : ($amount === $total ? $net : $amount);
            $refunds[] = ['at' => strtotime("$row->date_created_gmt UTC") * 1000, 'total' => $amount, 'net' => $back, 'lines' => $row->n > 0];
            $total -= $amount;
            $net -= $back;
        }
        return $refunds;
    }

    /** Telephone numbers of the story are German ones. */
    private static function digits(string $phone): string
    {
        $digits = (string) preg_replace('/\D/', '', $phone);
        return str_starts_with($digits, '0') ? '49' . substr($digits, 1) : $digits;
    }

    /** A decimal in millionths, half away from zero. */
    public static function micros(?string $decimal): int
    {
        preg_match('/^(-?)(\d+)(?:\.(\d+))?$/D', (string) ($decimal ?? '0') ?: '0', $part) || throw new \UnexpectedValueException("no decimal: $decimal");
        $fraction = substr(($part[3] ?? '') . '0000000', 0, 7);
        $micros = (int) $part[2] * 1_000_000 + (int) substr($fraction, 0, 6) + ($fraction[6] >= '5' ? 1 : 0);
        return $part[1] === '-' ? -$micros : $micros;
    }
}
