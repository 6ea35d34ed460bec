<?php

declare(strict_types=1);

namespace Touchline\WP;

/** Whom an e-mail address means in this shop: that address, the account with it, and the accounts and phones on its orders. */
final class Identifiers
{
    /**
     * Orders of the address and of its account, as WooCommerce's own privacy tools find them.
     *
     * @return list<\WC_Order>
     */
    public static function orders(string $email, int $page, int $limit): array
    {
        if (! function_exists('wc_get_orders') || ! is_email($email)) {
            return [];
        }
        $account = self::account($email);
        $orders = wc_get_orders([
            'limit' => $limit, 'page' => $page, 'orderby' => 'ID', 'order' => 'ASC', 'type' => wc_get_order_types('order-count'),
            'customer' => $account === null ? [$email] : [$email, $account],
        ]);
        return array_values(array_filter(is_array($orders) ? $orders : [], static fn (mixed $order): bool => $order instanceof \WC_Order));
    }

    /** @return list<array{string, string}> kind and value, as Store::erase() takes them */
    public static function ofAddress(string $email): array
    {
        $account = self::account($email);
        $known = is_email($email) ? [['email', $email]] : [];
        return $account === null ? $known : [...$known, ['customer', (string) $account]];
    }

    /**
     * @param list<\WC_Order> $orders
     * @return list<array{string, string}>
     */
    public static function ofOrders(array $orders): array
    {
        $known = [];
        foreach ($orders as $order) {
            foreach (Orders::person($order) as $kind => $value) {
                $known["$kind $value"] = [$kind, $value];
            }
        }
        return array_values($known);
    }

    private static function account(string $email): ?int
    {
        $user = get_user_by('email', $email);
        return $user instanceof \WP_User ? $user->ID : null;
    }
}
