<?php

/**
 * The shop's side of the audit, in a process of its own whose store lies apart from the site's (php.ini's touchline.dir): shop.php fill|ask|clean FILE.
 *
 * fill: makes the orders of FILE in WooCommerce and tells what browsers told; answers the orders' numbers and the products'.
 * ask: answers each of FILE's questions as REST does, or as the page is sent. clean: deletes FILE's orders.
 */

declare(strict_types=1);

use Automattic\WooCommerce\Admin\API\Reports\Orders\Stats\DataStore as Stats;
use Touchline\WP\Admin\Page;
use Touchline\WP\Orders;
use Touchline\WP\Plugin;
use Touchline\WP\Settings;

[, , , , $do, $file] = $argv;
$given = json_decode((string) file_get_contents($file), true, 64, JSON_THROW_ON_ERROR);

// What other suites left on this site says nothing here.
add_filter('pre_option_timezone_string', static fn (): string => 'Europe/Berlin');
add_filter('pre_option_start_of_week', static fn (): string => '1');
add_filter('pre_option_touchline_settings', static fn (): array => ['country' => 'DE', 'number' => '4915228895456']);
add_filter('pre_option_woocommerce_date_type', static fn (): string => 'date_paid');
add_filter('pre_option_woocommerce_excluded_report_order_statuses', static fn (): array => ['pending', 'failed', 'cancelled']);
remove_all_filters('touchline_order_counts');
add_filter('touchline_order_counts', static fn (bool $counts, WC_Order $order): bool => $counts && $order->get_meta('_marketplace_part') !== 'yes', 10, 2);
add_filter('woocommerce_email_enabled_new_order', '__return_false');
wp_defer_term_counting(true);
wp_set_current_user(1);

/** @param array<string, mixed> $plan @param list<int> $products */
function audit_order(array $plan, array $products): int
{
    $order = wc_create_order(['created_via' => $plan['via']]);
    $order->set_currency($plan['currency']);
    $order->set_date_created($plan['placed']);
    $order->set_address(array_filter(['first_name' => 'Kim', 'country' => $plan['country'], 'email' => $plan['email'], 'phone' => $plan['phone']]), 'billing');
    foreach ($plan['lines'] as [$number, $quantity]) {
        $order->add_product(wc_get_product($products[$number - 1]), $quantity);
    }
    foreach (['fee' => WC_Order_Item_Fee::class, 'shipping' => WC_Order_Item_Shipping::class] as $name => $class) {
        if ($plan[$name] !== null) {
            $item = new $class();
            $item->set_name($name);
            $item->set_total($plan[$name]);
            $order->add_item($item);
        }
    }
    foreach (array_filter(['_touchline_visitor' => $plan['visitor']] + $plan['meta']) as $key => $value) {
        $order->update_meta_data($key, $value);
    }
    $order->calculate_totals();
    $order->save();
    $plan['coupon'] && $order->apply_coupon('audit10');
    $status = $plan['status'] === 'trash' || $plan['status'] === 'refunded' ? 'completed' : $plan['status'];
    $order->set_status($status);
    $order->set_date_paid($plan['paid']);
    $order->save();
    if ($order->get_date_paid() !== null && $plan['paid'] === null) {
        $order->set_date_paid(null);
        $order->save();
    }
    if ($plan['accepted'] !== null) { // as its hooks told when it came
        Plugin::engine()->import(Orders::stamp((array) (new Orders())->snapshot($order->get_id()), $plan['accepted']));
    }
    foreach ($plan['refunds'] as [$kind, $at]) {
        audit_refund($order->get_id(), $kind, $at);
    }
    $plan['status'] === 'refunded' && wc_get_order($order->get_id())->update_status('refunded');
    $plan['status'] === 'trash' && wc_get_order($order->get_id())->delete(false);
    return $order->get_id();
}

/** lines: one piece of the first line and the shipping; amount: 7.77 without lines; rest: all that is left, without lines. */
function audit_refund(int $id, string $kind, int $at): void
{
    $order = wc_get_order($id);
    $line = current($order->get_items());
    $left = (float) $order->get_remaining_refund_amount();
    $args = ['order_id' => $id, 'amount' => $kind === 'rest' ? $left : min(7.77, $left), 'line_items' => []];
    if ($kind === 'lines' && $line) {
        $shipping = current($order->get_items('shipping'));
        $net = round($line->get_total() / $line->get_quantity(), 2);
        $tax = round($line->get_total_tax() / $line->get_quantity(), 2);
        $rate = array_key_first($line->get_taxes()['total']) ?? 1;
        $args['line_items'] = [
            $line->get_id() => ['qty' => 1, 'refund_total' => $net, 'refund_tax' => [$rate => $tax]],
            $shipping->get_id() => ['qty' => 0, 'refund_total' => $shipping->get_total(), 'refund_tax' => [$rate => $shipping->get_total_tax()]],
        ];
        $args['amount'] = round($net + $tax + round((float) $shipping->get_total() + (float) $shipping->get_total_tax(), 2), 2);
    }
    if ($args['amount'] <= 0) {
        return;
    }
    $refund = wc_create_refund($args);
    $refund instanceof WC_Order_Refund || throw new RuntimeException($refund->get_error_message() . " of $id");
    $refund->set_date_created(intdiv($at, 1000));
    $refund->save();
}

function audit_fill(array $given): array
{
    $products = array_map('intval', wc_get_products(['limit' => 9, 'orderby' => 'ID', 'order' => 'ASC', 'return' => 'ids']));
    if (! wc_get_coupon_id_by_code('audit10')) {
        $coupon = new WC_Coupon();
        $coupon->set_code('audit10');
        $coupon->set_discount_type('percent');
        $coupon->set_amount(10);
        $coupon->save();
    }
    $names = [];
    foreach ($products as $i => $id) {
        $names['#' . ($i + 1)] = (string) $id;
        $names['#name' . ($i + 1)] = wc_get_product($id)->get_name();
    }
    foreach ($given['events'] as $event) {
        foreach (['product', 'product_name'] as $field) {
            $event += isset($event[$field]) ? ["of_$field" => $names[$event[$field]]] : [];
            if (isset($event["of_$field"])) {
                $event[$field] = $event["of_$field"];
                unset($event["of_$field"]);
            }
        }
        Plugin::engine()->import($event);
    }
    $orders = [];
    foreach ($given['orders'] as $plan) {
        $orders[$plan['key']] = audit_order($plan, $products);
    }
    return ['orders' => $orders, 'products' => $products];
}

/** @param array{name: string, rest?: array<string, mixed>, page?: array<string, mixed>} $question */
function audit_answer(array $question): mixed
{
    if (isset($question['page'])) {
        $_GET = wp_slash(['page' => 'touchline'] + $question['page']);
        ob_start();
        (new Page(Plugin::engine(), new Settings()))->render();
        return ob_get_clean();
    }
    $request = new WP_REST_Request('GET', '/touchline/v1/reports/' . $question['name']);
    $request->set_query_params($question['rest']);
    $response = rest_do_request($request);
    return $response->get_status() === 200 ? $response->get_data() : ['error' => $response->get_data()];
}

function audit_ask(array $given): array
{
    foreach ($given['orders'] as $id) {
        Stats::sync_order($id); // as WooCommerce Analytics does now and then
        array_map(static fn (WC_Order_Refund $refund) => Stats::sync_order($refund->get_id()), wc_get_order($id)->get_refunds());
    }
    return ['ingest' => Plugin::engine()->ingest(0), 'check' => Plugin::engine()->check(), 'answers' => array_map('audit_answer', $given['questions'])];
}

/** @param list<int> $orders */
function audit_clean(array $orders): array
{
    foreach ($orders as $id) {
        $order = wc_get_order($id);
        $all = [$id, ...array_map(static fn (WC_Order_Refund $refund): int => $refund->get_id(), $order->get_refunds())];
        $order->delete(true);
        array_map(Stats::delete_order(...), $all); // it leaves those of refunds
    }
    wp_delete_post(wc_get_coupon_id_by_code('audit10'), true);
    return [];
}

$answer = match ($do) {
    'fill' => audit_fill($given),
    'ask' => audit_ask($given),
    'clean' => audit_clean($given['orders']),
};
file_put_contents("$file.answer", json_encode($answer, JSON_THROW_ON_ERROR | JSON_PRESERVE_ZERO_FRACTION));
