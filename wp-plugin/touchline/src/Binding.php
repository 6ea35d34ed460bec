<?php

declare(strict_types=1);

namespace Touchline\WP;

/** Ties a visitor to the cart, the order and the account, in the shopper's own requests only. */
final class Binding
{
    use Guarded;

    private Shopper $shopper;

    public function __construct(private Engine $engine, private Visitor $visitor)
    {
        $this->shopper = new Shopper($visitor);
    }

    public function hook(): void
    {
        foreach (['woocommerce_add_to_cart', 'woocommerce_applied_coupon', 'woocommerce_after_cart_item_quantity_update'] as $name) {
            add_action($name, $this->rememberVisitor(...), 10, 0);
        }
        add_action('woocommerce_checkout_create_order', $this->bind(...), 10, 1);
        add_action('woocommerce_store_api_checkout_update_order_meta', $this->bind(...), 10, 1);
        add_action('woocommerce_new_order', $this->bindExpress(...), 10, 2);
        add_action('woocommerce_before_pay_action', $this->bindPayment(...), 10, 1);
        add_action('template_redirect', $this->bindPayLink(...), 20, 0);
        foreach (['subscription', 'renewal_order', 'resubscribe_order'] as $copy) {
            add_filter("wc_subscriptions_{$copy}_data", $this->leaveBehind(...), 10, 1);
            add_filter("wcs_{$copy}_meta", $this->leaveRowsBehind(...), 10, 1); // the same before WooCommerce Subscriptions 2.5
        }
        add_action('wp_login', $this->loggedIn(...), 10, 2);
        add_action('user_register', $this->registered(...), 10, 1); // WooCommerce's own accounts too
    }

    private function rememberVisitor(): void
    {
        $this->safely(fn () => $this->shopper->remember());
    }

    /** The order is saved by the checkout afterwards. */
    private function bind(mixed $order): void
    {
        $this->safely(fn () => $order instanceof \WC_Order && $this->attach($order));
    }

    /** A gateway's button in a page of the shop makes an order of its own, past both checkouts: out of the cart that this browser has. */
    private function bindExpress(mixed $id, mixed $order = null): void
    {
        $this->safely(function () use ($order): void {
            $cart = WC()->cart;
            if (
                $order instanceof \WC_Order && $order->get_created_via('edit') !== 'subscription' && ! current_user_can('edit_shop_orders')
                && $this->shopper->present() && $cart instanceof \WC_Cart && ! $cart->is_empty() && $this->attach($order)
            ) {
                $order->save_meta_data();
            }
        });
    }

    private function bindPayment(mixed $order): void
    {
        if (! current_user_can('edit_shop_orders')) {
            $this->bind($order);
        }
    }

    /** Whoever opens the pay link of an order that staff made is its shopper; staff who try the link are not. */
    private function bindPayLink(): void
    {
        $this->safely(function (): void {
            if (! function_exists('is_checkout_pay_page') || ! is_checkout_pay_page() || Shopper::prefetches() || current_user_can('edit_shop_orders')) {
                return;
            }
            $order = wc_get_order(absint(get_query_var('order-pay')));
            // phpcs:ignore WordPress.Security -- the key is the link's own proof.
            $key = isset($_GET['key']) && is_string($_GET['key']) ? wp_unslash($_GET['key']) : '';
            if ($order instanceof \WC_Order && $order->key_is_valid($key) && $order->needs_payment() && $this->attach($order)) {
                $order->save();
            }
        });
    }

    /** Puts the visitor of this request on an order that has none. */
    private function attach(\WC_Order $order): bool
    {
        $id = (string) $order->get_meta(Orders::VISITOR) === '' && ! Orders::erased($order) ? $this->shopper->id() : null;
        if ($id !== null && Day::is($id) && ! $this->ties($id, $order)) {
            return false;
        }
        if ($id !== null) {
            $order->update_meta_data(Orders::VISITOR, $id);
        }
        return $id !== null;
    }

    /** A hash that stands for two customers stands for none. */
    private function ties(string $hash, \WC_Order $order): bool
    {
        $customer = $order->get_customer_id();
        return $this->visitor->ties($hash, array_filter([
            'email' => $order->get_billing_email(), 'customer' => $customer > 0 ? (string) $customer : '',
        ]));
    }

    /**
     * A renewal or a subscription is not what this visitor clicked for.
     *
     * @param mixed $data
     * @return mixed
     */
    private function leaveBehind(mixed $data): mixed
    {
        return is_array($data) ? array_diff_key($data, array_flip([...Orders::META, Orders::ERASED])) : $data;
    }

    /**
     * @param mixed $rows
     * @return mixed
     */
    private function leaveRowsBehind(mixed $rows): mixed
    {
        $ours = [...Orders::META, Orders::ERASED];
        return is_array($rows) ? array_filter($rows, static fn (mixed $row): bool => ! in_array(((array) $row)['meta_key'] ?? null, $ours, true)) : $rows;
    }

    private function loggedIn(mixed $login, mixed $user = null): void
    {
        if ($user instanceof \WP_User) {
            $this->identify('login', $user);
        }
    }

    private function registered(mixed $id): void
    {
        $user = is_numeric($id) ? get_userdata((int) $id) : false;
        if ($user instanceof \WP_User) {
            $this->identify('register', $user);
        }
    }

    private function identify(string $by, \WP_User $user): void
    {
        $this->safely(function () use ($by, $user): void {
            $visitor = $this->shopper->present() ? $this->visitor->id() : null;
            // Staff log in on other people's devices; their accounts are no customers.
            if ($visitor === null || Day::is($visitor) || $user->has_cap('edit_shop_orders')) {
                return;
            }
            $this->engine->record(array_filter([
                'type' => 'identify', 'by' => $by, 'visitor' => $visitor, 'customer' => (string) $user->ID,
                'email' => is_email($user->user_email) ? $user->user_email : null,
            ]));
        });
    }
}
