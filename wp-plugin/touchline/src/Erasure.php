<?php

declare(strict_types=1);

namespace Touchline\WP;

/**
 * Makes a person go: marks the orders first, so that no change of them brings the person back into the spool, then erases in the store.
 */
final class Erasure
{
    use Guarded;

    private const ORDERS_A_PAGE = 50;

    public function __construct(private Engine $engine, private Export\Files $files)
    {
    }

    public function hook(): void
    {
        // Before WooCommerce makes the order anonymous: afterwards nobody knows whose it was.
        add_action('woocommerce_privacy_before_remove_order_personal_data', fn (mixed $order = null) => $this->safely(
            fn () => $order instanceof \WC_Order && $this->order($order)
        ), 10, 1);
    }

    /**
     * @return int how many records were deleted or cut
     * @throws \Touchline\Exception
     */
    public function person(string $kind, string $value): int
    {
        foreach ($this->engine->subject($kind, $value)['orders'] as $row) {
            $order = function_exists('wc_get_order') && ctype_digit($row['order']) ? wc_get_order((int) $row['order']) : false;
            if ($order instanceof \WC_Order) {
                self::mark($order);
            }
        }
        $n = $this->engine->erase($kind, $value);
        $this->files->clear();
        return $n;
    }

    /**
     * Whoever is meant by an address (Identifiers): page after page of the orders, then the address itself.
     *
     * @return array{n: int, orders: int, done: bool} records deleted or cut, orders of this page, and was it the last
     * @throws \Touchline\Exception
     */
    public function address(string $email, int $page): array
    {
        $orders = Identifiers::orders($email, max(1, $page), self::ORDERS_A_PAGE);
        $done = count($orders) < self::ORDERS_A_PAGE;
        array_map(self::mark(...), $orders);
        $n = 0;
        foreach (array_unique([...Identifiers::ofOrders($orders), ...($done ? Identifiers::ofAddress($email) : [])], SORT_REGULAR) as [$kind, $value]) {
            $n += $this->person($kind, $value);
        }
        return ['n' => $n, 'orders' => count($orders), 'done' => $done];
    }

    /** From now on nobody is told of this order (Orders), and no browser is put on it (Binding). */
    public static function mark(\WC_Order $order): void
    {
        if (Orders::marked($order)) {
            return;
        }
        foreach (Orders::META as $key) {
            $order->delete_meta_data($key);
        }
        $order->update_meta_data(Orders::ERASED, (string) time());
        $order->save_meta_data();
    }

    /**
     * WooCommerce makes one order anonymous: by a request, by hand or by age. Whoever has other orders here is still a customer, and only
     * this order is cut; with the last one the person goes.
     */
    private function order(\WC_Order $order): void
    {
        self::mark($order);
        $known = Orders::person($order);
        if ($known === [] || $this->hasOthers($order)) {
            return;
        }
        foreach ($known as $kind => $value) {
            $this->person($kind, $value);
        }
    }

    private function hasOthers(\WC_Order $order): bool
    {
        $email = $order->get_billing_email('edit');
        $customer = array_filter([is_email($email) ? $email : null, $order->get_customer_id('edit')]);
        return $customer !== [] && array_diff(
            (array) wc_get_orders(['limit' => 2, 'return' => 'ids', 'customer' => array_values($customer), 'type' => wc_get_order_types('order-count')]),
            [$order->get_id()]
        ) !== [];
    }
}
