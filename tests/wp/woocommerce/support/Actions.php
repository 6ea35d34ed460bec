<?php

declare(strict_types=1);

namespace Touchline\Tests;

use Automattic\WooCommerce\Admin\API\Reports\Orders\Stats\DataStore as Stats;

/** What a test has the shop do in a request of its own, through WooCommerce's objects. */
final class Actions
{
    /** @return array{report: array<string, mixed>, net: array<int, int>, ingest: array<string, mixed>} */
    public static function look(int $fromSecond): array
    {
        $net = Reference::net($fromSecond);
        $engine = self::engine();
        $ingest = $engine->ingest(0);
        // Both ends wide enough for clocks; orders of other suites were placed before.
        return [
            'report' => $engine->report('overview', ['from' => $fromSecond * 1000, 'to' => (time() + 3600) * 1000, 'model' => 'last_non_direct',
                'currency' => get_option('woocommerce_currency')]),
            'net' => $net, 'ingest' => $ingest,
        ];
    }

    /**
     * The carts begun since then, newest first.
     *
     * @return list<array<string, mixed>>
     */
    public static function carts(int $fromMs): array
    {
        $engine = self::engine();
        $engine->ingest(0);
        return $engine->report('cart_list', ['from' => $fromMs, 'to' => (time() + 3600) * 1000, 'currency' => get_woocommerce_currency()])['rows'];
    }

    /** The tab Carts, as an administrator reads it. */
    public static function cartsPage(): string
    {
        wp_set_current_user(1);
        $_GET = ['page' => 'touchline', 'tab' => 'carts', 'period' => 'month', 'currency' => get_option('woocommerce_currency')];
        ob_start();
        (new \Touchline\WP\Admin\Page(self::engine(), new \Touchline\WP\Settings()))->render();
        return wp_strip_all_tags((string) ob_get_clean());
    }

    /** How visitors are known from now on. */
    public static function mode(string $mode): string
    {
        update_option(\Touchline\WP\Privacy\Choice::OPTION, ['mode' => $mode, 'limit' => 0]);
        return $mode;
    }

    /** The newest order. */
    public static function lastOrder(): int
    {
        return (int) wc_get_orders(['limit' => 1, 'orderby' => 'id', 'order' => 'DESC', 'return' => 'ids'])[0];
    }

    /** The newest review of a product, answers aside. */
    public static function review(int $product): int
    {
        $newest = ['post_id' => $product, 'status' => 'all', 'parent' => 0, 'number' => 1, 'orderby' => 'comment_ID', 'fields' => 'ids', 'type' => 'review'];
        return (int) get_comments($newest)[0];
    }

    /** Reviews of a product and answers to them, approved or not. */
    public static function comments(int $product): int
    {
        return (int) get_comments(['post_id' => $product, 'status' => 'all', 'count' => true, 'type' => 'review']);
    }

    /** How many events have come since the last ingest. */
    public static function fresh(): int
    {
        return self::engine()->ingest(0)['events'];
    }

    public static function customer(string $email, string $password): int
    {
        $user = wc_create_new_customer($email, '', $password);
        return is_int($user) ? $user : throw new \RuntimeException($user->get_error_message());
    }

    /** A product whose title is kept just so; answers its page. */
    public static function named(string $title): string
    {
        global $wpdb;
        $product = new \WC_Product_Simple();
        $product->set_name('Touchline test');
        $product->set_regular_price('10');
        $id = $product->save();
        $wpdb->update($wpdb->posts, ['post_title' => $title], ['ID' => $id]);
        clean_post_cache($id);
        return (string) wp_parse_url((string) get_permalink($id), PHP_URL_PATH);
    }

    public static function coupon(string $code): int
    {
        $coupon = new \WC_Coupon();
        $coupon->set_code($code);
        $coupon->set_amount(5);
        return $coupon->save();
    }

    /** @return array<string, mixed> */
    public static function journey(int $order): array
    {
        self::engine()->ingest(0);
        return self::engine()->journey((string) $order);
    }

    /** A short link of the shop; answers its path. @param array<string, string> $utm */
    public static function link(string $target, array $utm): string
    {
        $code = \Touchline\WP\Links\Links::code();
        $id = \Touchline\WP\Links\Links::save(new \Touchline\WP\Links\Link(0, $code, 'Test', $target, '', $utm));
        return (string) wp_parse_url((string) \Touchline\WP\Links\Links::byId($id)?->address(), PHP_URL_PATH);
    }

    /** What was told of this type since then. @return list<array<string, mixed>> */
    public static function events(string $type, float $fromSecond): array
    {
        self::engine()->ingest(0);
        $file = (string) tempnam(sys_get_temp_dir(), 'touchline');
        self::engine()->export('events', ['from' => (int) ($fromSecond * 1000), 'to' => (time() + 60) * 1000], $file, 'json');
        $events = json_decode((string) file_get_contents($file), true);
        unlink($file);
        return array_values(array_filter($events, static fn (array $event): bool => $event['type'] === $type));
    }

    /** @return array<string, mixed> */
    public static function check(): array
    {
        return self::engine()->check() + ['errors' => get_option('touchline_last_errors', [])];
    }

    /**
     * WooCommerce Analytics has taken in every order since then: what its own report says of that time, and our lines from there to here.
     *
     * @return array{own: array{string, int}, ledger: array<string, array{int, int}>}
     */
    public static function analytics(int $fromSecond): array
    {
        $all = wc_get_orders(['limit' => -1, 'type' => ['shop_order', 'shop_order_refund'], 'date_created' => '>=' . $fromSecond, 'return' => 'ids']);
        foreach ($all as $id) {
            Stats::sync_order($id);
        }
        $from = (new \DateTimeImmutable("@$fromSecond"))->setTimezone(wp_timezone());
        $to = (new \DateTimeImmutable('+1 hour'))->setTimezone(wp_timezone());
        $own = (new Stats())->get_data(['after' => $from->format('Y-m-d H:i:s'), 'before' => $to->format('Y-m-d H:i:s'), 'interval' => 'day',
            'fields' => ['net_revenue', 'orders_count']]);
        self::engine()->ingest(0);
        $report = self::engine()->report('ledger', ['from' => $fromSecond * 1000, 'to' => $to->getTimestamp() * 1000, 'currency' => 'EUR',
            'shop' => \Touchline\WP\Analytics::sums($from, $to, 'EUR', false)]);
        $lines = [];
        foreach ($report['rows'] as $row) {
            $lines[$row['line']] = [$row['orders'], $row['total_micros']];
        }
        return ['own' => [(string) round((float) $own->totals->net_revenue, 6), (int) $own->totals->orders_count], 'ledger' => $lines];
    }

    /** The order was paid in another currency. */
    public static function currency(int $id, string $currency): bool
    {
        $order = wc_get_order($id);
        $order->set_currency($currency);
        return $order->save() > 0;
    }

    /** @return list<array<string, mixed>> */
    public static function refunds(int $order): array
    {
        return array_map(static fn ($refund): array => ['id' => $refund->get_id(), 'amount' => $refund->get_amount()], wc_get_order($order)->get_refunds());
    }

    /** @return array<string, mixed> */
    public static function order(int $id): array
    {
        $order = wc_get_order($id);
        return $order ? [
            'status' => $order->get_status(), 'total' => $order->get_total(), 'shipping' => $order->get_shipping_total('edit'),
            'paid' => $order->get_date_paid() !== null, 'visitor' => $order->get_meta('_touchline_visitor'), 'code' => $order->get_meta('_touchline_code'),
            'code_by' => $order->get_meta('_touchline_code_by'), 'pay' => $order->get_checkout_payment_url(),
            'items' => array_values(array_map('intval', array_keys($order->get_items()))),
        ] : [];
    }

    /** The first product there is. */
    public static function product(): int
    {
        return (int) current(wc_get_products(['limit' => 1, 'orderby' => 'ID', 'order' => 'ASC', 'return' => 'ids']));
    }

    /** @return array{shop: array<int, list<string|int>>, touchline: array<int, list<string|int>>} */
    public static function books(): array
    {
        return ['touchline' => Books::touchline(), 'shop' => Books::shop()];
    }

    /** @return array{currency: string, net: string} of one order, by SQL */
    public static function book(int $order): array
    {
        [, $currency, , $net] = Books::shop()[$order];
        return ['currency' => $currency, 'net' => sprintf('%.2f', $net / 1_000_000)];
    }

    /** What Breaking can do. */
    public static function broken(string $do, mixed ...$with): mixed
    {
        require_once __DIR__ . '/Breaking.php';
        return Breaking::{$do}(...$with);
    }

    public static function storage(): string
    {
        $new = \Automattic\WooCommerce\Utilities\OrderUtil::custom_orders_table_usage_is_enabled();
        return $new && get_option('woocommerce_custom_orders_table_data_sync_enabled') === 'yes' ? 'sync' : ($new ? 'hpos' : 'posts');
    }

    /** What WooCommerce Subscriptions does at a renewal: a new order with what its filters let through of the first one's meta. */
    public static function renew(int $first): int
    {
        $from = wc_get_order($first);
        $order = wc_create_order(['created_via' => 'subscription']);
        foreach ($from->get_items() as $item) {
            $order->add_product($item->get_product(), $item->get_quantity());
        }
        $data = $rows = [];
        foreach ($from->get_meta_data() as $meta) {
            $data[$meta->key] = $meta->value;
            $rows[] = ['meta_key' => $meta->key, 'meta_value' => $meta->value];
        }
        $kept = apply_filters('wc_subscriptions_renewal_order_data', $data, $order, $from);
        $old = array_column(apply_filters('wcs_renewal_order_meta', $rows, $order, $from), 'meta_value', 'meta_key');
        array_keys($old) === array_keys($kept) || throw new \RuntimeException('the old filter lets others through: ' . json_encode([$old, $kept]));
        foreach ($kept as $key => $value) {
            $order->update_meta_data($key, $value);
        }
        $order->set_address($from->get_address('billing'), 'billing');
        $order->calculate_totals();
        $order->payment_complete('renewal');
        return $order->get_id();
    }

    /** @return array<string, string> what a currency sold since then, and WhatsApp's part of it */
    public static function sold(int $fromSecond, string $currency): array
    {
        self::engine()->ingest(0);
        $identity = self::engine()->report('overview', ['from' => $fromSecond * 1000, 'to' => (time() + 3600) * 1000, 'currency' => $currency])['identity'];
        return ['total' => $identity['total'], 'whatsapp' => $identity['whatsapp']];
    }

    /** @param array<string, string> $meta */
    public static function create(string $status, string $via = 'admin', array $meta = [], int $quantity = 1, string $payment = '', string $phone = ''): int
    {
        $order = wc_create_order(['created_via' => $via]);
        $order->set_payment_method($payment);
        $order->add_product(wc_get_product(self::product()), $quantity);
        $order->set_address(['first_name' => 'Kim', 'country' => 'DE', 'email' => 'kim' . $order->get_id() . '@example.com'], 'billing');
        $order->set_billing_phone($phone);
        foreach ($meta as $key => $value) {
            $order->update_meta_data($key, $value);
        }
        $order->calculate_totals();
        $order->set_status($status);
        return $order->save();
    }

    /** Orders a product that stands in a category and in the one above it. */
    public static function categorised(string $above, string $category): int
    {
        $parent = wp_insert_term(wp_slash($above), 'product_cat');
        $child = wp_insert_term(wp_slash($category), 'product_cat', ['parent' => $parent['term_id']]);
        $product = new \WC_Product_Simple();
        $product->set_name('Categorised');
        $product->set_tax_status('none');
        $product->set_regular_price('10');
        $product->set_category_ids([$parent['term_id'], $child['term_id']]);
        $product->save();
        $order = wc_create_order();
        $order->add_product($product, 2);
        $order->calculate_totals();
        $order->set_status('processing');
        return $order->save();
    }

    /** @return array<string, string> category => net sales since then */
    public static function categories(int $fromSecond): array
    {
        self::engine()->ingest(0);
        $to = (time() + 3600) * 1000;
        $report = self::engine()->report('dimension', ['dim' => 'category', 'credit' => 'all', 'from' => $fromSecond * 1000, 'to' => $to]);
        return array_column($report['rows'], 'revenue', 'key');
    }

    /** An order as imports and plugins leave them: more lines and longer names than anybody needs, and fields that hold anything. */
    public static function odd(int $lines): int
    {
        $order = wc_create_order();
        for ($i = 0; $i < $lines; $i++) {
            $item = new \WC_Order_Item_Product();
            $item->set_props(['name' => "Line $i \u{1F45F}" . str_repeat("\u{00E9}", 120), 'quantity' => 0.5, 'total' => '1.234567', 'subtotal' => '1.234567']);
            $order->add_item($item);
        }
        $order->set_billing_phone("call\tme <b>soon</b> \u{200F}");
        $order->set_payment_method_title(str_repeat("\u{4E2D}", 60));
        foreach (
            [
                '_touchline_visitor' => 'no visitor at all', '_touchline_code' => "K7Q2'; DROP", '_touchline_code_at' => 'yesterday',
                '_wc_order_attribution_utm_source' => "two\nlines\x07", '_wc_order_attribution_utm_medium' => ['a', 'list'],
                '_wc_order_attribution_referrer' => 'https://example.com/' . str_repeat('x', 4000), '_wc_order_attribution_utm_term' => '(none)',
            ] as $key => $value
        ) {
            $order->update_meta_data($key, $value);
        }
        $order->calculate_totals();
        $order->set_status('processing');
        return $order->save();
    }

    /** An order whose fields lie outside of what an event takes: a machine's dates, an amount of pieces by weight, other plugins' objects. */
    public static function outside(): int
    {
        $order = wc_create_order();
        $item = new \WC_Order_Item_Product();
        $item->set_props(['name' => 'Nails', 'quantity' => 1e12, 'total' => '12.50', 'subtotal' => '12.50']);
        $order->add_item($item);
        $order->set_date_paid('2150-01-01');
        $meta = [
            '_touchline_visitor' => (object) ['no' => 'visitor'], '_touchline_code' => 'K7Q2M9XA', '_touchline_code_at' => '99999999999999',
            '_touchline_code_by' => ['two', 'names'], '_subscription_renewal' => '0',
        ];
        foreach ($meta as $key => $value) {
            $order->update_meta_data($key, $value);
        }
        $order->calculate_totals();
        $order->set_status('processing');
        return $order->save();
    }

    /** Every status in turn, in one request. */
    public static function status(int $id, string ...$statuses): bool
    {
        WC()->payment_gateways(); // cash on delivery says then that 'processing' is not 'paid'
        foreach ($statuses as $status) {
            wc_get_order($id)->update_status($status);
        }
        return true;
    }

    /** Holds the order as it is, while another request cancels it, and ends after that one. */
    public static function readThenCancelledElsewhere(int $id): bool
    {
        $held = wc_get_order($id);
        $held->get_items();
        $ask = json_encode(['token' => get_option('touchline_test_token'), 'do' => 'status', 'with' => [$id, 'cancelled']]);
        $answer = file_get_contents(home_url('/'), false, stream_context_create(['http' => ['header' => "X-Touchline-Test: $ask"]]));
        do_action('woocommerce_saved_order_items', $id, []);
        return $answer === 'true' && wc_get_order($id)->get_status() === 'processing'; // our own cache is stale, as a gateway's would be
    }

    public static function pay(int $id): bool
    {
        return wc_get_order($id)->payment_complete();
    }

    public static function refund(int $id, string $amount): int
    {
        return self::answered(wc_create_refund(['order_id' => $id, 'amount' => $amount]))->get_id();
    }

    /** Gives part of the first line back, with its tax, and the whole of the shipping. */
    public static function refundLines(int $id, string $net, string $tax): int
    {
        $order = wc_get_order($id);
        $line = current($order->get_items());
        $shipping = current($order->get_items('shipping'));
        $rate = array_key_first($line->get_taxes()['total']);
        return self::answered(wc_create_refund([
            'order_id' => $id,
            'amount' => (string) ((float) $net + (float) $tax + round((float) $shipping->get_total() + (float) $shipping->get_total_tax(), 2)),
            'line_items' => [
                $line->get_id() => ['qty' => 0, 'refund_total' => $net, 'refund_tax' => [$rate => $tax]],
                $shipping->get_id() => ['qty' => 0, 'refund_total' => $shipping->get_total(), 'refund_tax' => [$rate => $shipping->get_total_tax()]],
            ],
        ]))->get_id();
    }

    /** Gives back what is left of an order, without saying for what. */
    public static function refundRest(int $id): int
    {
        return self::refund($id, (string) wc_get_order($id)->get_remaining_refund_amount());
    }

    public static function deleteRefund(int $id): bool
    {
        return wc_get_order($id)->delete(true);
    }

    public static function trash(int $id): bool
    {
        return wc_get_order($id)->delete(false);
    }

    public static function delete(int $id): bool
    {
        return wc_get_order($id)->delete(true);
    }

    public static function addFee(int $id, string $amount): bool
    {
        $order = wc_get_order($id);
        $fee = new \WC_Order_Item_Fee();
        $fee->set_name('Gift wrap');
        $fee->set_total($amount);
        $fee->set_tax_status('none');
        $order->add_item($fee);
        $order->calculate_totals();
        return true;
    }

    public static function erase(int $id): bool
    {
        \WC_Privacy_Erasers::remove_order_personal_data(wc_get_order($id));
        return true;
    }

    public static function key(): string
    {
        return (string) get_option('touchline_identity_key');
    }

    public static function scheduled(string $hook): bool
    {
        return wp_next_scheduled($hook) !== false;
    }

    /** What WordPress's cron does when a task is due. */
    public static function due(string $hook): bool
    {
        wp_clear_scheduled_hook($hook);
        do_action($hook);
        return true;
    }

    /** A file of an export that holds this. */
    public static function exported(string $text): string
    {
        file_put_contents((new \Touchline\WP\Export\Files(new \Touchline\WP\Directory()))->path(\Touchline\WP\Export\Files::id()), "at;visitor\n1;$text\n");
        return $text;
    }

    public static function email(int $order): string
    {
        return wc_get_order($order)->get_billing_email();
    }

    /**
     * Pseudonyms as text and as bytes would both be seen: the store writes them as text.
     *
     * @param list<string> $phones
     * @param list<int> $orders
     * @return list<string>
     */
    public static function traces(string $email, int $account, array $phones, array $orders): array
    {
        $key = (string) get_option('touchline_identity_key');
        $traces = [\Touchline\pseudonym('email', $email, $key), \Touchline\pseudonym('customer', (string) $account, $key), $email];
        foreach ($phones as $phone) {
            $traces[] = \Touchline\pseudonym('phone', $phone, $key);
        }
        foreach ($orders as $order) {
            $traces[] = (string) wc_get_order($order)->get_meta('_touchline_visitor');
        }
        return array_values(array_unique($traces));
    }

    /**
     * @param list<string> $traces
     * @return list<string> file: trace
     */
    public static function found(array $traces): array
    {
        $found = [];
        $directory = (new \Touchline\WP\Directory())->path();
        foreach (new \RecursiveIteratorIterator(new \RecursiveDirectoryIterator($directory, \FilesystemIterator::SKIP_DOTS)) as $file) {
            $bytes = (string) file_get_contents((string) $file);
            foreach ($traces as $trace) {
                foreach ([$trace, (string) @hex2bin($trace)] as $needle) {
                    if ($needle !== '' && str_contains($bytes, $needle)) {
                        $found[] = basename((string) $file) . ": $trace";
                    }
                }
            }
        }
        return $found;
    }

    /** @return array<string, list<array{name: string, value: string}>> what every exporter tells of an address, by group */
    public static function personalData(string $email): array
    {
        $groups = [];
        foreach (apply_filters('wp_privacy_personal_data_exporters', []) as $exporter) {
            for ($page = 1; ($answer = call_user_func($exporter['callback'], $email, $page)) && $page < 100; $page++) {
                foreach ($answer['data'] as $item) {
                    $groups[$item['group_id']] = [...($groups[$item['group_id']] ?? []), ...$item['data']];
                }
                if ($answer['done']) {
                    break;
                }
            }
        }
        return $groups;
    }

    public static function option(string $name, mixed $value): bool
    {
        return update_option($name, $value);
    }

    private static function answered(mixed $refund): \WC_Order_Refund
    {
        return $refund instanceof \WC_Order_Refund ? $refund : throw new \RuntimeException($refund->get_error_message());
    }

    private static function engine(): \Touchline\WP\Engine
    {
        return \Touchline\WP\Plugin::engine();
    }
}
