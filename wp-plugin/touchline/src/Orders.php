<?php

declare(strict_types=1);

namespace Touchline\WP;

use Automattic\WooCommerce\Caches\OrderCache;
use Automattic\WooCommerce\Utilities\OrderUtil;

/**
 * The one reader of WooCommerce's orders: turns them into the plain arrays of docs/format.md. Every amount stays the decimal that
 * WooCommerce keeps; nothing is added up here.
 */
final class Orders
{
    public const VISITOR = '_touchline_visitor';
    public const CODE = '_touchline_code';
    public const CODE_BY = '_touchline_code_by';
    public const CODE_AT = '_touchline_code_at';
    public const META = [self::VISITOR, self::CODE, self::CODE_BY, self::CODE_AT];
    /** The person of this order was erased, at that second: nobody is named with it again. */
    public const ERASED = '_touchline_erased';

    /** Nothing has been ordered yet in these. */
    private const DRAFTS = ['auto-draft', 'checkout-draft', 'draft', 'new'];

    private const ATTRIBUTION = [
        'source' => 'utm_source', 'medium' => 'utm_medium', 'campaign' => 'utm_campaign', 'content' => 'utm_content', 'term' => 'utm_term',
    ];

    /** What one event may hold: docs/format.md. */
    private const LIST_LIMIT = 500;
    /** Orders of more lines leave their categories out, so that they fit into an event. */
    private const CATEGORY_LINES = 100;
    private const COUNT_LIMIT = 1_000_000_000;
    private const LAST_SECOND = 4_102_444_800;

    private int $lastId = 0;
    private int $lastAt = 0;

    /**
     * In which statuses an order has been paid, and in which it does not count, as WooCommerce is set.
     *
     * @return array{paid: list<string>, excluded: list<string>}
     */
    public static function statuses(): array
    {
        $paid = function_exists('wc_get_is_paid_statuses') ? wc_get_is_paid_statuses() : ['processing', 'completed'];
        $excluded = get_option('woocommerce_excluded_report_order_statuses', ['pending', 'failed', 'cancelled']);
        $plain = static fn (mixed $list): array => array_values(array_unique(array_filter(array_map(
            static fn (mixed $status): string => is_string($status) ? self::plainStatus($status) : '',
            (array) $list
        ))));
        return ['paid' => $plain($paid), 'excluded' => $plain($excluded)];
    }

    /**
     * The whole order as it is now, read past every cache.
     *
     * @return array<string, mixed>|null an `order` event; null when there is no such order, or it is still a draft
     */
    public function snapshot(int $id): ?array
    {
        // The time before the read: whoever reads later, and so sees more, has the greater one.
        $at = (int) floor(microtime(true) * 1000);
        if ($id === $this->lastId && $at <= $this->lastAt) {
            $at = $this->lastAt + 1;
        }
        [$this->lastId, $this->lastAt] = [$id, $at];
        $this->forget($id);
        $order = wc_get_order($id);
        if (! $order instanceof \WC_Order || ! in_array($order->get_type(), wc_get_order_types('order-count'), true)) {
            return null;
        }
        $status = self::plainStatus($order->get_status('edit'));
        return in_array($status, self::DRAFTS, true) ? null : self::stamp($this->event($order, $status, $at), $at);
    }

    /**
     * Gives an event of an order its time, and an id in which two events of one moment differ only when they say different things.
     *
     * @param array<string, mixed> $event
     * @return array<string, mixed>
     */
    public static function stamp(array $event, int $at): array
    {
        unset($event['id']);
        $event['at'] = $at;
        $event['id'] = sprintf('order:%s:%d:%s', $event['order'], $at, substr(md5(serialize($event)), 0, 16));
        return $event;
    }

    /** The order that a refund, or any other child of an order, belongs to; the number itself when it is an order. */
    public function parentOf(int $id): int
    {
        $object = wc_get_order($id);
        return $object instanceof \WC_Order_Refund ? $object->get_parent_id() : $id;
    }

    /**
     * Numbers of orders above $id, ascending, from whichever storage rules; of those placed or changed since then, when a second is given.
     *
     * @return list<int>
     */
    public function idsAfter(int $id, int $limit, int $since = 0): array
    {
        global $wpdb;
        [$table, $key, $where] = $this->storage($since);
        // phpcs:ignore WordPress.DB.PreparedSQL -- names of WooCommerce's own tables and columns.
        $ids = $wpdb->get_col($wpdb->prepare("SELECT $key FROM $table WHERE $where AND $key > %d ORDER BY $key LIMIT %d", $id, $limit));
        return array_values(array_map('intval', $ids));
    }

    public function countAfter(int $id, int $since = 0): int
    {
        global $wpdb;
        [$table, $key, $where] = $this->storage($since);
        // phpcs:ignore WordPress.DB.PreparedSQL -- names of WooCommerce's own tables and columns.
        return (int) $wpdb->get_var($wpdb->prepare("SELECT COUNT(*) FROM $table WHERE $where AND $key > %d", $id));
    }

    /**
     * Which of these numbers are orders of the shop, in the trash or not. One that stands in the storage that does not rule has only not been
     * moved yet: it is not gone.
     *
     * @param list<int> $ids
     * @return list<int>
     */
    public function existing(array $ids): array
    {
        global $wpdb;
        $storages = [$this->storage(0, true), $this->storage(0, false)];
        $found = [];
        $list = implode(', ', array_map('intval', $ids)) ?: '0';
        foreach ($storages as [$table, $key, $where]) {
            // phpcs:ignore WordPress.DB -- names of WooCommerce's own tables and columns, and whole numbers.
            $there = $wpdb->get_var("SHOW TABLES LIKE '$table'") === $table ? $wpdb->get_col("SELECT $key FROM $table WHERE $where AND $key IN ($list)") : [];
            array_push($found, ...array_map('intval', $there));
        }
        return array_values(array_unique($found));
    }

    /**
     * When an order that has no date of payment was accepted, as far as WooCommerce still knows; null when it never was, or was paid.
     */
    public function acceptedAt(int $id): ?int
    {
        $order = wc_get_order($id);
        if (! $order instanceof \WC_Order || $order->get_date_paid('edit') || ! in_array($order->get_status(), self::statuses()['paid'], true)) {
            return null;
        }
        return self::endOfSecond($order->get_date_completed('edit') ?? $order->get_date_created('edit'), PHP_INT_MAX);
    }

    /**
     * The visit in which an order was placed, as far as WooCommerce's own order attribution remembers it: the fields of a `page_view`, and when
     * it began where that is known.
     *
     * @return array<string, mixed>|null null: it looked at none
     */
    public function visit(int $id): ?array
    {
        $order = wc_get_order($id);
        $read = static fn (string $name): ?string => $order instanceof \WC_Order ? self::text($order->get_meta('_wc_order_attribution_' . $name), 512) : null;
        if (! $order instanceof \WC_Order || self::erased($order) || ! in_array($read('source_type'), ['utm', 'organic', 'referral', 'typein'], true)) {
            return null;
        }
        // In UTC: WooCommerce has its script keep it so.
        $began = \DateTimeImmutable::createFromFormat('!Y-m-d H:i:s', (string) $read('session_start_time'), new \DateTimeZone('UTC'));
        $entry = wp_parse_url((string) $read('session_entry'), PHP_URL_PATH);
        return array_filter($this->attribution($order) + [
            'path' => self::text(is_string($entry) ? $entry : '/', 1024) ?? '/',
            'user_agent' => $read('user_agent'),
            'country' => self::text($order->get_billing_country('edit'), 2),
            'at' => $began === false || $began->getTimestamp() <= 0 || $began->getTimestamp() > self::LAST_SECOND ? null : $began->getTimestamp() * 1000,
        ], static fn (mixed $value): bool => $value !== null);
    }

    /** @return array{string, string, string} table, column of the number, condition; of the storage that rules, or of the one asked for */
    private function storage(int $since = 0, ?bool $new = null): array
    {
        global $wpdb;
        $new ??= OrderUtil::custom_orders_table_usage_is_enabled();
        $types = implode(', ', array_map(static fn (string $type): string => "'" . sanitize_key($type) . "'", wc_get_order_types('order-count')));
        $where = ($new ? 'type' : 'post_type') . " IN ($types)";
        if ($since > 0) {
            $time = gmdate('Y-m-d H:i:s', $since);
            [$placed, $changed] = $new ? ['date_created_gmt', 'date_updated_gmt'] : ['post_date_gmt', 'post_modified_gmt'];
            $where .= " AND ($placed >= '$time' OR $changed >= '$time')";
        }
        return [$new ? $wpdb->prefix . 'wc_orders' : $wpdb->posts, $new ? 'id' : 'ID', $where];
    }

    /** Drops what this process and the object cache remember of an order, in either storage. */
    private function forget(int $id): void
    {
        wp_cache_delete($id, 'posts');
        wp_cache_delete($id, 'post_meta');
        wp_cache_delete('order-items-' . $id, 'orders');
        wp_cache_delete(\WC_Order::generate_meta_cache_key($id, 'orders'), 'orders');
        wp_cache_delete(\WC_Cache_Helper::get_cache_prefix('orders') . 'refund_ids' . $id, 'orders');
        wc_get_container()->get(OrderCache::class)->remove($id);
        $store = \WC_Data_Store::load('order');
        if (is_callable([$store, 'clear_cached_data'])) {
            $store->clear_cached_data([$id]);
        }
    }

    /** @return array<string, mixed> */
    private function event(\WC_Order $order, string $status, int $at): array
    {
        return array_filter([
            'type' => 'order',
            'order' => (string) $order->get_id(),
            'number' => self::text($order->get_order_number(), 64),
            'status' => self::text($status, 64),
            'currency' => $order->get_currency('edit') ?: get_woocommerce_currency(),
            'placed_at' => self::milliseconds($order->get_date_created('edit')) ?? self::milliseconds($order->get_date_modified('edit')) ?? $at,
            'paid_at' => self::endOfSecond($order->get_date_paid('edit'), $at),
            'total' => self::money($order->get_total('edit')) ?? '0',
            'tax' => self::money($order->get_total_tax('edit')),
            'shipping' => self::money($order->get_shipping_total('edit')),
            'discount' => self::money($order->get_discount_total('edit')),
            'fees' => self::money($order->get_total_fees()),
            'lines' => $this->lines($order),
            'refunds' => $this->refunds($order),
            'created_via' => self::text($order->get_created_via('edit'), 32),
            'renewal' => $order->get_created_via('edit') === 'subscription' || ! empty($order->get_meta('_subscription_renewal')),
            'test' => $order->get_meta('_wcpay_mode') === 'test',
            'leave_out' => ! apply_filters('touchline_order_counts', true, $order),
            'payment' => self::text($order->get_payment_method('edit'), 64),
            'payment_title' => self::text($order->get_payment_method_title('edit'), 100),
            'country' => self::text($order->get_billing_country('edit'), 2),
        ] + $this->identities($order) + $this->attribution($order), static fn (mixed $value): bool => $value !== null && $value !== []);
    }

    /** Marked by us, or made anonymous by WooCommerce, perhaps while this plugin was switched off. */
    public static function erased(\WC_Order $order): bool
    {
        return self::marked($order) || $order->get_meta('_anonymized') === 'yes';
    }

    public static function marked(\WC_Order $order): bool
    {
        return (string) self::text($order->get_meta(self::ERASED), 20) !== '';
    }

    /**
     * Who an order says its customer is.
     *
     * @return array<string, string> customer, email and phone, as far as there are any
     */
    public static function person(\WC_Order $order): array
    {
        $email = self::text($order->get_billing_email('edit'), 254);
        return array_filter([
            'customer' => $order->get_customer_id('edit') > 0 ? (string) $order->get_customer_id('edit') : null,
            'email' => $email !== null && is_email($email) && ! str_ends_with(strtolower($email), '.invalid') ? $email : null,
            'phone' => self::phone($order),
        ], static fn (?string $value): bool => $value !== null);
    }

    /** @return array<string, mixed> */
    private function identities(\WC_Order $order): array
    {
        if (self::erased($order)) {
            return [];
        }
        $visitor = (string) self::text($order->get_meta(self::VISITOR), 64);
        $code = (string) self::text($order->get_meta(self::CODE), 64);
        $code = preg_match('/^[0-9A-HJKMNP-TV-Z]{8}$/D', $code) === 1 ? $code : null;
        $codeAt = (int) self::text($order->get_meta(self::CODE_AT), 20);
        return self::person($order) + [
            'visitor' => preg_match('/^[A-Za-z0-9_-]{1,64}$/D', $visitor) === 1 ? $visitor : null,
            'code' => $code,
            'code_by' => $code === null ? null : self::text($order->get_meta(self::CODE_BY), 64),
            'code_at' => $code === null || $codeAt <= 0 ? null : min($codeAt, self::LAST_SECOND) * 1000,
        ];
    }

    private static function phone(\WC_Order $order): ?string
    {
        $phone = self::text($order->get_billing_phone('edit'), 64);
        if ($phone === null || trim($phone, '+0 ') === '') {
            return null; // none, or what WooCommerce leaves when it has erased one
        }
        try {
            return \Touchline\normalize_phone($phone, $order->get_billing_country('edit') ?: WC()->countries->get_base_country());
        } catch (\Touchline\Exception) {
            return null;
        }
    }

    /**
     * What WooCommerce itself knows of where the order came from.
     *
     * @return array<string, string|int>
     */
    private function attribution(\WC_Order $order): array
    {
        $read = static function (string $name, int $limit) use ($order): ?string {
            $value = self::text($order->get_meta('_wc_order_attribution_' . $name), $limit);
            return $value === null || $value[0] === '(' ? null : $value; // '(direct)' and '(none)' say that nothing is known
        };
        $fields = ['referrer' => $read('referrer', 512)];
        foreach (self::ATTRIBUTION as $field => $name) {
            $fields[$field] = $read($name, 200);
        }
        return Collect::addresses(array_filter($fields), []);
    }

    /** @return list<array<string, mixed>> */
    private function lines(\WC_Order $order): array
    {
        $items = array_slice($order->get_items('line_item'), 0, self::LIST_LIMIT);
        // An event has 64 KiB at most: names give way when there are very many lines.
        $room = max(32, min(200, intdiv(24000, max(1, count($items)))));
        $lines = [];
        foreach ($items as $item) {
            if (! $item instanceof \WC_Order_Item_Product) {
                continue;
            }
            $lines[] = array_filter([
                'product' => $item->get_product_id('edit') > 0 ? (string) $item->get_product_id('edit') : null,
                'variation' => $item->get_variation_id('edit') > 0 ? (string) $item->get_variation_id('edit') : null,
                'name' => self::name($item->get_name('edit'), $room) ?? '-',
                'category' => count($items) > self::CATEGORY_LINES ? null : self::category((int) $item->get_product_id('edit')),
                'quantity' => (int) max(0, min(self::COUNT_LIMIT, round((float) $item->get_quantity('edit')))),
                'net' => self::money($item->get_total('edit')) ?? '0',
                'tax' => self::money($item->get_total_tax('edit')),
            ], static fn (mixed $value): bool => $value !== null);
        }
        return $lines;
    }

    /** The one that WooCommerce shows above the product: the first, those below others first. */
    private static function category(int $product): ?string
    {
        $terms = $product > 0 ? wc_get_product_terms($product, 'product_cat', ['orderby' => 'parent', 'order' => 'DESC', 'fields' => 'names']) : [];
        $name = is_array($terms) && is_string($terms[0] ?? null) ? html_entity_decode($terms[0], ENT_QUOTES | ENT_HTML5, 'UTF-8') : '';
        return $name === '' ? null : self::text($name, 200);
    }

    /** @return list<array<string, mixed>> */
    private function refunds(\WC_Order $order): array
    {
        $refunds = [];
        foreach (array_slice($order->get_refunds(), 0, self::LIST_LIMIT) as $refund) {
            $refunds[] = array_filter([
                'refund' => (string) $refund->get_id(),
                'at' => self::milliseconds($refund->get_date_created('edit')) ?? self::milliseconds($order->get_date_modified('edit')),
                'total' => self::money($refund->get_amount('edit')) ?? '0',
                'tax' => self::money($refund->get_total_tax('edit')),
                'shipping' => self::money($refund->get_shipping_total('edit')),
                'lines' => $refund->get_items(['line_item', 'fee', 'shipping']) !== [],
            ], static fn (mixed $value): bool => $value !== null);
        }
        return $refunds;
    }

    private static function plainStatus(string $status): string
    {
        return str_starts_with($status, 'wc-') ? substr($status, 3) : $status;
    }

    private static function milliseconds(?\WC_DateTime $time): ?int
    {
        return $time !== null && $time->getTimestamp() > 0 ? min($time->getTimestamp(), self::LAST_SECOND) * 1000 : null;
    }

    /**
     * WooCommerce keeps whole seconds. A payment is put at the end of its second, so that the click a moment before it still comes
     * before it; never after the snapshot itself.
     */
    private static function endOfSecond(?\WC_DateTime $time, int $at): ?int
    {
        $start = self::milliseconds($time);
        return $start === null ? null : max($start, min($start + 999, $at));
    }

    /** A decimal without an exponent, as WooCommerce gave it; null when it gave none. */
    public static function money(mixed $value): ?string
    {
        if (is_string($value) && preg_match('/^-?\d+(\.\d+)?$/D', $value) === 1) {
            return $value;
        }
        return is_numeric($value) && is_finite((float) $value) ? number_format((float) $value, 6, '.', '') : null;
    }

    public static function text(mixed $value, int $limit): ?string
    {
        return Collect::text($value, $limit);
    }

    /** A product's name as people read it: WordPress keeps titles as HTML, with "&amp;" in them. */
    public static function name(mixed $value, int $limit): ?string
    {
        return is_scalar($value) ? self::text(html_entity_decode(wp_strip_all_tags((string) $value), ENT_QUOTES | ENT_HTML5, 'UTF-8'), $limit) : null;
    }
}
