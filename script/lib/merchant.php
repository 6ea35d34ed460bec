<?php

/**
 * What the demo's merchant does after the shoppers: marks a transfer as paid, gives part of an order back, and makes an order for somebody who
 * wrote on WhatsApp, with the reference code from the chat. Run by in-wordpress.php, beside DIR/orders.json.
 */

declare(strict_types=1);

['orders' => $orders, 'codes' => $codes] = json_decode(
    (string) file_get_contents(dirname(ABSPATH) . '/orders.json'),
    true,
    16,
    JSON_THROW_ON_ERROR
);
wp_set_current_user(1);

$transfers = array_values(array_filter($orders, static fn (array $order): bool => $order['payment'] === 'bacs'));
wc_get_order($transfers[0]['id'])->payment_complete();

$refunded = wc_get_order($orders[0]['id']);
foreach ($refunded->get_items() as $line => $item) {
    wc_create_refund([
        'order_id' => $refunded->get_id(), 'amount' => '20.00', 'reason' => 'A scratch',
        'line_items' => [$line => ['qty' => 0, 'refund_total' => '16.81', 'refund_tax' => [array_key_first($item->get_taxes()['total']) => '3.19']]],
    ]);
    break;
}

$written = wc_create_order(['created_via' => 'admin']);
$written->add_product(wc_get_product($codes[0]['product']));
$written->set_billing_email('wrote.on.whatsapp@example.com');
$written->update_meta_data('_touchline_code', $codes[0]['code']);
$written->update_meta_data('_touchline_code_by', 'admin');
$written->update_meta_data('_touchline_code_at', (string) time());
$written->set_payment_method('cod');
$written->calculate_totals();
$written->set_status('processing');
$written->save();
