<?php

/**
 * A must-use plugin that the WooCommerce suites lay into their site: a card-like gateway, a status of the shop's own, a log of every
 * status an order had, and a door through which a test asks for something to be done in a request of its own.
 */

declare(strict_types=1);

// phpcs:disable PSR1.Methods.CamelCapsMethodName -- WooCommerce names the methods of a gateway.

add_action('plugins_loaded', static function (): void {
    if (! class_exists('WC_Payment_Gateway')) {
        return;
    }
    // Pays at once, or declines when the test says so.
    final class TouchlineTestCard extends WC_Payment_Gateway
    {
        public function __construct()
        {
            $this->id = 'test_card';
            $this->title = 'Card';
            $this->enabled = 'yes';
            $this->supports = ['products', 'refunds'];
        }

        /** @param int $id */
        public function process_payment($id)
        {
            $order = wc_get_order($id);
            if (get_option('touchline_test_decline') === 'yes') {
                $order->update_status('failed');
                throw new Exception('The card was declined.');
            }
            $order->payment_complete('card-' . $id);
            WC()->cart->empty_cart();
            return ['result' => 'success', 'redirect' => $this->get_return_url($order)];
        }

        /** @param int $id */
        public function process_refund($id, $amount = null, $reason = '')
        {
            return true;
        }
    }
});
add_filter('woocommerce_payment_gateways', static fn (array $gateways): array => [...$gateways, 'TouchlineTestCard']);

// Background work is done when a test does it: a runner that a page of wp-admin starts would do the same step at the same time.
add_filter('action_scheduler_allow_async_request_runner', '__return_false');

add_action('init', static function (): void {
    register_post_status('wc-shipped', ['label' => 'Shipped', 'public' => true, 'show_in_admin_status_list' => true]);
});
add_filter('wc_order_statuses', static fn (array $statuses): array => $statuses + ['wc-shipped' => 'Shipped']);

// What the shop knows of the past, kept apart from Touchline: every status an order ever had.
add_action('woocommerce_order_status_changed', static function (int $id, string $from, string $to): void {
    $seen = (array) get_option('touchline_test_statuses', []);
    $seen[$id] = array_values(array_unique([...($seen[$id] ?? []), $from, $to]));
    update_option('touchline_test_statuses', $seen, false);
}, 1, 3);

// Several shoppers review from one address within seconds.
add_filter('comment_flood_filter', '__return_false', 100);
add_filter('wp_is_comment_flood', '__return_false', 100);

add_filter('touchline_order_counts', static fn (bool $counts, WC_Order $order): bool => $counts && $order->get_meta('_marketplace_part') !== 'yes', 10, 2);

// A plugin for several currencies: the shopper has chosen one.
add_filter('woocommerce_currency', static fn (string $currency): string => (string) ($_COOKIE['touchline_test_currency'] ?? $currency));

// A gateway's express button: an order made in a request of its own, past both checkouts, and paid at once.
add_action('wc_ajax_touchline_test_express', static function (): void {
    $order = wc_create_order(['created_via' => 'test_express']);
    foreach (WC()->cart->get_cart() as $item) {
        $order->add_product($item['data'], $item['quantity']);
    }
    $order->set_address(['first_name' => 'Kim', 'country' => 'DE', 'email' => 'express' . $order->get_id() . '@example.com'], 'billing');
    $order->set_payment_method('test_card');
    $order->calculate_totals();
    $order->payment_complete('express-' . $order->get_id());
    WC()->cart->empty_cart();
    wp_send_json(['order_id' => $order->get_id()]);
});
// The gateway's server tells of a payment: no cookie, no session.
add_action('woocommerce_api_touchline_test', static function (): void {
    wc_get_order(absint($_GET['order'] ?? 0))->payment_complete('callback');
    wp_send_json(['paid' => true]);
});

add_action('wp_loaded', static function (): void {
    $ask = json_decode((string) wp_unslash($_SERVER['HTTP_X_TOUCHLINE_TEST'] ?? ''), true);
    if (! is_array($ask) || ! hash_equals((string) get_option('touchline_test_token'), (string) $ask['token'])) {
        return;
    }
    require_once __DIR__ . '/touchline-test/Actions.php';
    require_once __DIR__ . '/touchline-test/Reference.php';
    require_once __DIR__ . '/touchline-test/Books.php';
    $name = (string) $ask['do'];
    header('Content-Type: application/json');
    echo json_encode(Touchline\Tests\Actions::{$name}(...$ask['with']), JSON_THROW_ON_ERROR);
    exit;
}, 100);
