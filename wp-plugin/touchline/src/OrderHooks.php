<?php

declare(strict_types=1);

namespace Touchline\WP;

/**
 * Follows every order. Hooks carry half-saved and stale objects, so they only mark the order; when the request ends, each marked
 * order is read afresh and recorded once, whole.
 */
final class OrderHooks
{
    use Guarded;

    /** Hooks whose first argument is an order, a refund, or the number of one. */
    private const MARKING = [
        'woocommerce_new_order', 'woocommerce_update_order', 'woocommerce_checkout_order_processed',
        'woocommerce_store_api_checkout_order_processed', 'woocommerce_payment_complete', 'woocommerce_saved_order_items',
        'woocommerce_process_shop_order_meta', 'woocommerce_order_refunded', 'woocommerce_update_order_refund',
        'woocommerce_before_trash_order', 'woocommerce_trash_order', 'woocommerce_untrash_order', 'woocommerce_delete_order',
        'woocommerce_rest_insert_shop_order_object', 'woocommerce_rest_delete_shop_order_object',
        'woocommerce_rest_insert_shop_order_refund_object', 'woocommerce_rest_delete_shop_order_refund_object',
        'woocommerce_privacy_remove_order_personal_data',
    ];

    /** WordPress's own hooks, the only ones where orders are posts and the list trashes or deletes them. */
    private const MARKING_POSTS = ['trashed_post', 'untrashed_post', 'deleted_post'];

    /** So many deleted orders are kept in memory before they are written. */
    private const GONE_LIMIT = 50;

    /** @var array<int, true> */
    private array $dirty = [];

    /** @var array<int, array<string, mixed>> what an order was just before it was deleted */
    private array $gone = [];

    /** @var array<int, array{string, int}> a paid status that an order came into, and when */
    private array $accepted = [];

    private bool $flushed = false;

    public function __construct(private Engine $engine, private Orders $orders)
    {
    }

    public function hook(): void
    {
        foreach (self::MARKING as $name) {
            add_action($name, fn (mixed $order = null) => $this->safely(fn () => $this->mark($order)), 10, 1);
        }
        foreach (self::MARKING_POSTS as $name) {
            add_action($name, fn (mixed $id = null) => $this->safely(fn () => $this->markPost($id)), 10, 1);
        }
        add_action(
            'woocommerce_order_status_changed',
            fn (mixed $id = null, mixed $from = null, mixed $to = null) => $this->safely(fn () => $this->statusChanged($id, $to)),
            10,
            3
        );
        add_action('woocommerce_refund_deleted', fn (mixed $refund = null, mixed $order = null) => $this->safely(fn () => $this->mark($order)), 10, 2);
        add_action('woocommerce_before_delete_order', fn (mixed $id = null) => $this->safely(fn () => $this->remember($id)), 10, 1);
        add_action('before_delete_post', fn (mixed $id = null) => $this->safely(fn () => $this->rememberPost($id)), 10, 1);
        add_filter('woocommerce_pre_delete_order_refund', $this->refundGoes(...), 10, 2);
        add_action(Engine::AGAIN, fn (mixed $orders = []) => $this->safely(fn () => $this->lookAgain(is_array($orders) ? $orders : [])), 10, 1);
        // Late, so that what others still change at the end of the request is seen.
        add_action('shutdown', $this->flush(...), 1000, 0);
    }

    /** Says that an order, given as itself, as a refund of it or as the number of either, may have changed. */
    public function mark(mixed $order): void
    {
        if ($order instanceof \WC_Order_Refund) {
            $order = $order->get_parent_id();
        } elseif ($order instanceof \WC_Order) {
            $order = $order->get_id();
        }
        if (! is_numeric($order) || (int) $order <= 0) {
            return;
        }
        $this->dirty[(int) $order] = true;
        if ($this->flushed) {
            $this->flushed = false; // changed by somebody who is later than we are
            register_shutdown_function($this->flush(...));
        }
    }

    /**
     * Two requests told of these orders at almost one moment. One that the store knows as it is by now is not told of once more, or the next
     * ingest would find two snapshots close to each other again.
     *
     * @param array<mixed> $orders
     */
    private function lookAgain(array $orders): void
    {
        $snapshots = array_filter(array_map(fn (mixed $id): ?array => is_numeric($id) ? $this->orders->snapshot((int) $id) : null, $orders));
        if ($snapshots !== []) {
            $differ = $this->engine->report('differences', ['snapshots' => array_values($snapshots)], false)['rows'];
            array_map($this->mark(...), array_column($differ, 'order'));
        }
    }

    /** Records what was marked. Called when the request ends; a long-running process may call it at any time. */
    public function flush(): void
    {
        $this->safely(function (): void {
            $this->flushed = true;
            if ($this->dirty === [] || ! $this->engine->ready()) {
                return;
            }
            $ids = array_keys($this->dirty);
            $this->dirty = [];
            $done = [];
            foreach ($ids as $id) {
                $this->safely(function () use ($id, &$done): void {
                    $this->record($id, $done);
                });
            }
            $this->accepted = [];
        });
    }

    /** @param array<int, true> $done orders recorded in this flush */
    private function record(int $id, array &$done): void
    {
        if (isset($done[$id])) {
            return;
        }
        $done[$id] = true;
        $event = $this->orders->snapshot($id);
        if ($event !== null) {
            $this->recordSnapshot($id, $event);
        } elseif (isset($this->gone[$id])) {
            $this->recordDeleted($id);
        } else {
            $parent = $this->orders->parentOf($id);
            if ($parent > 0 && $parent !== $id) {
                $this->record($parent, $done);
            }
        }
    }

    /** @param array<string, mixed> $event */
    private function recordSnapshot(int $id, array $event): void
    {
        unset($this->gone[$id]);
        if (isset($this->accepted[$id]) && $this->accepted[$id][0] !== $event['status']) {
            // It was paid or accepted and moved on within one request: said as well, or the order would seem never to have been.
            [$status, $at] = $this->accepted[$id];
            $this->engine->record(Orders::stamp(['status' => $status] + $event, min($at, $event['at'] - 1)));
        }
        $this->engine->record($event);
    }

    private function recordDeleted(int $id): void
    {
        $event = $this->gone[$id];
        unset($this->gone[$id]);
        $at = max((int) floor(microtime(true) * 1000), $event['at'] + 1);
        $this->engine->record(Orders::stamp(['status' => 'deleted'] + $event, $at));
    }

    private function statusChanged(mixed $id, mixed $to): void
    {
        $this->mark($id);
        if (is_numeric($id) && is_string($to) && in_array($to, Orders::statuses()['paid'], true)) {
            $this->accepted[(int) $id] = [$to, (int) floor(microtime(true) * 1000)];
        }
    }

    /** Keeps what an order is while it can still be read. */
    private function remember(mixed $id): void
    {
        if (! is_numeric($id) || ! $this->engine->ready()) {
            return;
        }
        if (count($this->gone) >= self::GONE_LIMIT) {
            $this->flush();
            $this->flushed = false;
        }
        $event = $this->orders->snapshot((int) $id);
        if ($event !== null) {
            $this->gone[(int) $id] = $event;
        }
        $this->mark($id);
    }

    private function rememberPost(mixed $id): void
    {
        if ($this->isOrderPost($id)) {
            $order = $this->orders->parentOf((int) $id);
            $order === (int) $id ? $this->remember($id) : $this->mark($order);
        }
    }

    private function markPost(mixed $id): void
    {
        // A post that is deleted by now has no type any more; its number was marked before.
        if ($this->isOrderPost($id)) {
            $this->mark($id);
        }
    }

    private function isOrderPost(mixed $id): bool
    {
        return is_numeric($id) && function_exists('wc_get_order_types') && in_array(get_post_type((int) $id), wc_get_order_types(), true);
    }

    /** A filter that every way of deleting a refund passes: it answers what it was given. */
    private function refundGoes(mixed $answer, mixed $refund = null): mixed
    {
        $this->safely(fn () => $this->mark($refund));
        return $answer;
    }
}
