<?php

declare(strict_types=1);

namespace Touchline\WP;

/**
 * Brings in the orders that the shop had before Touchline, oldest first, and goes on where it was stopped. An order from before the first
 * recorded visit, of which no browser is known, brings the visit that WooCommerce remembers of it.
 *
 * @phpstan-type Sum array{orders: int, drafts: int, refused: list<int>, stopped: bool}
 */
final class Backfill
{
    private const OPTION = 'touchline_backfill_last';
    public const BATCH = 200;
    /** So many refusals in a row mean that the store does not take orders at all. */
    private const GIVE_UP = 10;
    /** A visit lasts no longer. */
    private const VISIT_MS = DAY_IN_SECONDS * 1000;

    /** Since when visits are recorded, in ms. */
    private ?int $measured = null;

    public function __construct(private Engine $engine, private Orders $orders)
    {
    }

    public function restart(): void
    {
        delete_option(self::OPTION);
    }

    public function left(): int
    {
        return $this->orders->countAfter($this->last());
    }

    private function last(): int
    {
        return (int) get_option(self::OPTION, 0);
    }

    /** @return Sum */
    public static function nothing(): array
    {
        return ['orders' => 0, 'drafts' => 0, 'refused' => [], 'stopped' => false];
    }

    /**
     * The next orders.
     *
     * @param Sum $sum what there was before
     * @param (callable(): mixed)|null $tick called for each order
     * @return Sum|null null: there were no more
     */
    public function step(array $sum, int $batch = self::BATCH, ?callable $tick = null): ?array
    {
        $last = $this->last();
        $ids = $this->orders->idsAfter($last, $batch);
        if ($ids === []) {
            return null;
        }
        [$refusals, $taken] = [0, $last];
        foreach ($ids as $id) {
            $answer = $this->bring($id);
            $tick === null || $tick();
            if ($answer === false) {
                $sum['refused'][] = $id;
                if (++$refusals >= self::GIVE_UP) {
                    $sum['stopped'] = true;
                    break;
                }
                continue;
            }
            [$refusals, $taken] = [0, $id];
            $sum[$answer === null ? 'drafts' : 'orders']++;
        }
        // A store that takes no orders gets those again next time; an order that is refused among others does not hold up the rest.
        update_option(self::OPTION, $sum['stopped'] ? $taken : $id, false);
        $this->engine->ingest(0);
        wp_cache_flush_runtime();
        return $sum;
    }

    /** @return bool|null true: recorded; false: refused; null: a draft, in which nothing has been ordered */
    public function bring(int $id): ?bool
    {
        $event = $this->orders->snapshot($id);
        if ($event === null) {
            return null;
        }
        $this->bringVisit($id, $event);
        $accepted = $this->orders->acceptedAt($id);
        if ($accepted !== null && $accepted < $event['at']) {
            // A moment of its own, not a field of the newest snapshot, so that the order's next change does not forget it.
            return $this->engine->record(Orders::stamp($event, $accepted)) && $this->engine->record($event);
        }
        return $this->engine->record($event);
    }

    /**
     * The visit is told with whom the order names, so that it stands in this person's path; its id makes it count once. It never stands beside
     * a visit that was recorded here: those begin later, or a browser is on the order.
     *
     * @param array<string, mixed> $order
     */
    private function bringVisit(int $id, array $order): void
    {
        $whose = array_intersect_key($order, ['customer' => 0, 'email' => 0, 'phone' => 0]);
        if (isset($order['visitor']) || $whose === [] || $order['placed_at'] >= $this->measuredSince()) {
            return;
        }
        $visit = $this->orders->visit($id);
        if ($visit === null || $this->erased($order['order'])) {
            return;
        }
        $at = max($order['placed_at'] - self::VISIT_MS, min($visit['at'] ?? $order['placed_at'], $order['placed_at']));
        $this->engine->record(['at' => $at, 'type' => 'page_view', 'id' => "shop-visit:$id", 'visitor' => "shop-$id"] + $visit + $whose);
    }

    private function measuredSince(): int
    {
        if ($this->measured === null) {
            $this->engine->ingest(0);
            $this->measured = $this->engine->report('overview', ['to' => 1])['first_event_at'] ?? PHP_INT_MAX;
        }
        return $this->measured;
    }

    /** A shop that went back to a copy of itself no longer knows whom it has forgotten; the store does. */
    private function erased(string $order): bool
    {
        try {
            return ($this->engine->journey($order)['cause'] ?? null) === 'erased';
        } catch (\Touchline\QueryException) {
            return false; // it is not known here yet
        }
    }
}
