<?php

declare(strict_types=1);

namespace Touchline\WP;

/**
 * Holds the store against the shop, batch by batch, and repairs the store: by recording what the shop says now, nothing else. First the
 * shop's orders, each beside what is known of it; then the known ones, each asked of the shop.
 *
 * @phpstan-type Walk array{since: int, dry: bool, remove: bool, by: string, started: int, phase: 'shop'|'store'|'done', cursor: int, of: int, orders: int,
 *     found: array<string, int>, examples: list<array{order: int, differs: list<string>}>, repaired: int, refused: int, doubtful: int, touched: int}
 */
final class Reconcile
{
    private const BATCH = 100;
    private const KNOWN_BATCH = 500;
    private const EXAMPLES = 20;
    private const TRIES = 50;
    /** When so many of a batch, and more than half, are not in the shop, it is more likely that the shop's tables are not what they should be. */
    private const DOUBTFUL = 20;
    /** The shop no longer has the order. */
    public const GONE = 'gone';

    public function __construct(private readonly Engine $engine, private readonly Orders $orders, private readonly Backfill $backfill)
    {
    }

    /**
     * @param int $since a second: orders placed or changed after it; 0: all
     * @param bool $remove take orders out however many the shop no longer has
     * @return Walk
     */
    public function start(int $since, string $by, bool $dry = false, bool $remove = false): array
    {
        return [
            'since' => $since, 'dry' => $dry, 'remove' => $remove, 'by' => $by, 'started' => time(), 'phase' => 'shop', 'cursor' => 0,
            'of' => $this->orders->countAfter(0, $since), 'orders' => 0, 'found' => [], 'examples' => [], 'repaired' => 0, 'refused' => 0,
            'doubtful' => 0, 'touched' => time(),
        ];
    }

    /**
     * The next batch.
     *
     * @param Walk $walk
     * @return Walk
     */
    public function step(array $walk): array
    {
        $walk['touched'] = time();
        return match ($walk['phase']) {
            'shop' => $this->shop($walk),
            'store' => $this->store($walk),
            'done' => $walk,
        };
    }

    /**
     * @param Walk $walk
     * @return Walk
     */
    private function shop(array $walk): array
    {
        $ids = $this->orders->idsAfter($walk['cursor'], self::BATCH, $walk['since']);
        if ($ids === []) {
            return ['phase' => 'store', 'cursor' => 0] + $walk;
        }
        $snapshots = array_filter(array_combine($ids, array_map($this->orders->snapshot(...), $ids)));
        $this->ingest();
        foreach ($this->differences(array_values($snapshots), $walk) as $row) {
            $walk = $this->repair($walk, $snapshots[(int) $row['order']], $row);
        }
        $walk['orders'] += count($snapshots);
        $walk['cursor'] = (int) end($ids);
        return $walk;
    }

    /** What was recorded before is in the store then: what differs is not merely on its way. Another ingest is waited for. */
    private function ingest(): void
    {
        for ($tries = 0; $this->engine->ingest(0)['busy'] && $tries < self::TRIES; $tries++) {
            usleep(100_000);
        }
    }

    /**
     * @param list<array<string, mixed>> $snapshots
     * @param Walk $walk
     * @return list<array<string, mixed>>
     */
    private function differences(array $snapshots, array &$walk): array
    {
        try {
            return $this->engine->report('differences', ['snapshots' => $snapshots])['rows'];
        } catch (\Touchline\EventException $refused) {
            if (count($snapshots) > 1) { // one of them: the others are compared all the same
                return array_merge(...array_map(fn (array $snapshot): array => $this->differences([$snapshot], $walk), $snapshots));
            }
            $this->engine->log($refused);
            $walk['refused']++;
            return [];
        }
    }

    /**
     * @param Walk $walk
     * @param array<string, mixed> $snapshot
     * @param array<string, mixed> $row of the report `differences`
     * @return Walk
     */
    private function repair(array $walk, array $snapshot, array $row): array
    {
        $walk = self::note($walk, (int) $row['order'], $row['differs']);
        if ($walk['dry']) {
            return $walk;
        }
        if ($row['differs'] === ['missing']) {
            return self::counted($walk, $this->backfill->bring((int) $row['order']) === true);
        }
        // A clock that was ahead has left a snapshot of a time to come, which no newer one would replace.
        $late = is_int($row['known_at']) && $row['known_at'] > $snapshot['at'];
        return self::counted($walk, $this->engine->record($late ? Orders::stamp($snapshot, $row['known_at'] + 1) : $snapshot));
    }

    /**
     * @param Walk $walk
     * @return Walk
     */
    private function store(array $walk): array
    {
        $this->ingest();
        $query = ['offset' => $walk['cursor'], 'limit' => self::KNOWN_BATCH] + ($walk['since'] > 0 ? ['from' => $walk['since'] * 1000] : []);
        $known = $this->engine->report('known', $query);
        $there = array_flip($this->orders->existing(array_map('intval', array_column($known['rows'], 'order'))));
        $gone = array_filter($known['rows'], static fn (array $row): bool => ! isset($there[(int) $row['order']]));
        if (! $walk['remove'] && count($gone) >= self::DOUBTFUL && count($gone) > count($there)) {
            $walk['doubtful'] += count($gone);
            $gone = [];
        }
        foreach ($gone as $row) {
            $walk = $this->remove(self::note($walk, (int) $row['order'], [self::GONE]), $row);
        }
        if ($known['next'] === null) {
            $this->engine->ingest(0);
        }
        return ['phase' => $known['next'] === null ? 'done' : 'store', 'cursor' => (int) $known['next']] + $walk;
    }

    /**
     * @param Walk $walk
     * @param array<string, mixed> $row of the report `known`
     * @return Walk
     */
    private function remove(array $walk, array $row): array
    {
        return $walk['dry'] ? $walk : self::counted($walk, $this->engine->record(Orders::stamp(array_filter([
            'type' => 'order', 'order' => $row['order'], 'number' => $row['number'], 'status' => 'deleted', 'currency' => $row['currency'],
            'placed_at' => $row['placed_at'], 'total' => $row['total_micros'], 'tax' => $row['tax_micros'], 'shipping' => $row['shipping_micros'],
        ], static fn (mixed $value): bool => $value !== null), (int) floor(microtime(true) * 1000))));
    }

    /**
     * @param Walk $walk
     * @param list<string> $differs
     * @return Walk
     */
    private static function note(array $walk, int $order, array $differs): array
    {
        foreach ($differs as $what) {
            $walk['found'][$what] = ($walk['found'][$what] ?? 0) + 1;
        }
        if (count($walk['examples']) < self::EXAMPLES) {
            $walk['examples'][] = ['order' => $order, 'differs' => $differs];
        }
        return $walk;
    }

    /**
     * @param Walk $walk
     * @return Walk
     */
    private static function counted(array $walk, bool $recorded): array
    {
        $walk[$recorded ? 'repaired' : 'refused']++;
        return $walk;
    }
}
