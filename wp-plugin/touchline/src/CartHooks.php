<?php

declare(strict_types=1);

namespace Touchline\WP;

/** What a shopper does with the cart and the checkout, one event per request and product. */
final class CartHooks
{
    use Guarded;

    private Shopper $shopper;

    /** @var array<string, array<string, mixed>> the last thing done with each product in this request */
    private array $changes = [];

    /** @var list<array<string, mixed>> */
    private array $steps = [];

    /** Has this request placed or paid an order? Then WooCommerce empties the cart, not the shopper. */
    private bool $ordered = false;

    public function __construct(private Engine $engine, Visitor $visitor)
    {
        $this->shopper = new Shopper($visitor);
    }

    public function hook(): void
    {
        add_action('woocommerce_add_to_cart', $this->added(...), 10, 4);
        add_action('woocommerce_cart_item_restored', $this->restored(...), 10, 2);
        add_action('woocommerce_after_cart_item_quantity_update', $this->quantityChanged(...), 10, 4);
        add_action('woocommerce_cart_item_removed', $this->removed(...), 10, 2);
        add_action('woocommerce_before_cart_emptied', $this->emptied(...), 10, 1);
        foreach (['woocommerce_applied_coupon', 'woocommerce_removed_coupon'] as $name) {
            add_action($name, fn () => $this->changes['coupon'] = ['action' => 'coupon'], 10, 0);
        }
        add_action('template_redirect', $this->checkoutOpened(...), 30, 0);
        add_action('woocommerce_checkout_order_processed', $this->placed(...), 10, 1);
        add_action('woocommerce_store_api_checkout_order_processed', $this->placed(...), 10, 1);
        add_action('woocommerce_before_pay_action', fn () => $this->ordered = true, 10, 0);
        add_action('shutdown', $this->flush(...), 900, 0);
    }

    private function added(mixed $key, mixed $product = 0, mixed $quantity = 1, mixed $variation = 0): void
    {
        $this->safely(fn () => $this->change('add', $product, $variation, $quantity));
    }

    private function restored(mixed $key, mixed $cart = null): void
    {
        $this->item('add', $key, $cart instanceof \WC_Cart ? $cart->get_cart_contents() : []);
    }

    private function quantityChanged(mixed $key, mixed $new = 0, mixed $old = 0, mixed $cart = null): void
    {
        $this->item('update', $key, $cart instanceof \WC_Cart ? $cart->get_cart_contents() : [], $new);
    }

    private function removed(mixed $key, mixed $cart = null): void
    {
        $this->item('remove', $key, $cart instanceof \WC_Cart ? $cart->get_removed_cart_contents() : []);
    }

    /** Logging out and paying empty the cart too, in WooCommerce's own name. */
    private function emptied(mixed $persistent): void
    {
        $this->safely(function () use ($persistent): void {
            if ($persistent === true && ! WC()->cart->is_empty() && ! $this->emptiedByOrder()) {
                $this->changes = ['' => ['action' => 'empty']];
            }
        });
    }

    private function emptiedByOrder(): bool
    {
        if ($this->ordered || absint(get_query_var('order-received')) > 0) {
            return true;
        }
        $awaited = WC()->session instanceof \WC_Session ? absint(WC()->session->get('order_awaiting_payment')) : 0;
        $order = $awaited > 0 ? wc_get_order($awaited) : false;
        return $order instanceof \WC_Order && ! $order->has_status(['checkout-draft', 'pending', 'failed', 'cancelled']);
    }

    private function checkoutOpened(): void
    {
        $this->safely(function (): void {
            if (! function_exists('is_checkout') || ! is_checkout() || is_wc_endpoint_url() || wp_doing_ajax() || Shopper::prefetches()) {
                return;
            }
            if (WC()->cart instanceof \WC_Cart && ! WC()->cart->is_empty()) {
                $this->steps[] = ['step' => 'start'] + $this->worth();
            }
        });
    }

    private function placed(mixed $order): void
    {
        $this->safely(function () use ($order): void {
            $this->ordered = true;
            $id = $order instanceof \WC_Order ? $order->get_id() : (is_numeric($order) ? (int) $order : 0);
            // A declined card is tried again with the same order: it is placed once.
            $this->steps[] = ['id' => "checkout:place:$id", 'step' => 'place'] + $this->worth();
        });
    }

    /** @param array<mixed> $items */
    private function item(string $action, mixed $key, array $items, mixed $quantity = null): void
    {
        $this->safely(function () use ($action, $key, $items, $quantity): void {
            $item = is_string($key) ? ($items[$key] ?? null) : null;
            if (is_array($item)) {
                $this->change($action, $item['product_id'] ?? 0, $item['variation_id'] ?? 0, $quantity ?? $item['quantity'] ?? 0);
            }
        });
    }

    private function change(string $action, mixed $product, mixed $variation, mixed $quantity): void
    {
        $product = is_numeric($product) ? (int) $product : 0;
        $variation = is_numeric($variation) ? (int) $variation : 0;
        if ($product <= 0) {
            return;
        }
        $key = "$product:$variation";
        if ($action === 'update' && ($this->changes[$key]['action'] ?? '') === 'add') {
            return; // adding more of what is in the cart changes its quantity on the way
        }
        unset($this->changes[$key]);
        $this->changes[$key] = array_filter([
            'action' => $action,
            'product' => (string) $product,
            'variation' => $variation > 0 ? (string) $variation : null,
            'quantity' => is_numeric($quantity) ? max(0, (int) round((float) $quantity)) : null,
        ], static fn (mixed $value): bool => $value !== null);
    }

    private function flush(): void
    {
        $this->safely(function (): void {
            [$changes, $steps, $this->changes, $this->steps] = [$this->changes, $this->steps, [], []];
            if (($changes === [] && $steps === []) || ! $this->engine->ready()) {
                return;
            }
            $visitor = $this->shopper->id();
            if ($visitor === null || ! WC()->cart instanceof \WC_Cart || Shopper::isBot()) {
                return;
            }
            foreach ($changes as $change) {
                $this->engine->record(['type' => 'cart', 'visitor' => $visitor] + $change + $this->name($change) + $this->worth() + [
                    'items' => max(0, (int) round((float) WC()->cart->get_cart_contents_count())),
                ]);
            }
            foreach ($steps as $step) {
                $this->engine->record(['type' => 'checkout', 'visitor' => $visitor] + $step);
            }
        });
    }

    /**
     * @param array<string, mixed> $change
     * @return array<string, string>
     */
    private function name(array $change): array
    {
        $product = isset($change['product']) ? wc_get_product((int) ($change['variation'] ?? $change['product'])) : false;
        $name = $product instanceof \WC_Product ? Orders::name($product->get_name(), 200) : null;
        return $name === null ? [] : ['product_name' => $name];
    }

    /** @return array<string, string> what the cart holds now is worth, without tax and shipping */
    private function worth(): array
    {
        return array_filter([
            'value' => WC()->cart instanceof \WC_Cart ? Orders::money(WC()->cart->get_cart_contents_total()) : null,
            'currency' => get_woocommerce_currency(),
        ], static fn (?string $told): bool => $told !== null && $told !== ''); // a cart may be worth 0
    }
}
