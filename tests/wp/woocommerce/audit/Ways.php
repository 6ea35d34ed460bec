<?php

declare(strict_types=1);

namespace Touchline\Tests\Audit;

/** The ways to orders: paths, lengths, days, helpers, hours, and the two models that look at all ways together. */
final class Ways
{
    public function __construct(private readonly Sales $sales, private readonly Money $money)
    {
    }

    /** Movements of orders that have a way. @return \Generator<int, array{array<string, mixed>, array<string, mixed>}> */
    private function moves(Question $q): \Generator
    {
        foreach ($this->money->moves($q) as [$order, $move]) {
            if (array_filter($order['touches'], static fn (array $touch): bool => Money::passes($q, $order, $touch)) !== []) {
                yield [$order, $move];
            }
        }
    }

    /** @return list<string> */
    private static function keys(array $order, string $dim): array
    {
        return array_map(static fn (array $touch): string => Money::key($dim, $order, $touch), $order['touches']);
    }

    /** @return array<string, array{orders: int, revenue: int, nulls: int}> by the keys, joined by ' > ' */
    public function paths(Question $q, string $dim): array
    {
        $paths = [];
        $none = ['orders' => 0, 'revenue' => 0, 'nulls' => 0];
        foreach ($this->moves($q) as [$order, $move]) {
            $path = implode(' > ', self::keys($order, $dim));
            $paths[$path] ??= $none;
            $paths[$path]['orders'] += (int) ! $move['refund'];
            $paths[$path]['revenue'] += $move['amount'];
        }
        foreach ($this->lost($q) as $touches) {
            if ($q->filter === [] || array_filter($touches, static fn (array $touch): bool => Visits::passes($q, $touch, $touch['at'])) !== []) {
                $path = implode(' > ', array_column($touches, $dim));
                $paths[$path] ??= $none;
                $paths[$path]['nulls']++;
            }
        }
        return $paths;
    }

    /** Each person's touches of the period that led to no order. @return array<string, non-empty-list<array<string, mixed>>> */
    private function lost(Question $q): array
    {
        $bought = [];
        foreach ($this->sales->books->orders as $order) {
            foreach ($order['reason'] === '' && ! $order['renewal'] ? $this->sales->behaviour->peopleOf($order) : [] as $who) {
                $bought[$who][] = [$order['placed'] - $q->span(), $order['counted']];
            }
        }
        $lost = [];
        foreach ($this->sales->touches() as $touch) {
            $led = array_filter($bought[$touch['person']] ?? [], static fn (array $time): bool => $touch['at'] >= $time[0] && $touch['at'] <= $time[1]);
            if ($q->holds($touch['at']) && $touch['intent'] !== 'support' && $led === []) {
                $lost[$touch['person']][] = $touch;
            }
        }
        return $lost;
    }

    /** @return array{rows: array<int, array{orders: int, revenue: int}>, average: float|null} by the number of touches, or of days */
    public function steps(Question $q, bool $days): array
    {
        $rows = [];
        $sum = $orders = 0;
        foreach ($this->moves($q) as [$order, $move]) {
            $lag = max(0, $order['placed'] - $order['touches'][0]['at']);
            $step = $days ? intdiv($lag, Story::DAY) : count($order['touches']);
            $rows[$step] ??= ['orders' => 0, 'revenue' => 0];
            $rows[$step]['revenue'] += $move['amount'];
            if (! $move['refund']) {
                $rows[$step]['orders']++;
                $orders++;
                $sum += $days ? $lag / Story::DAY : $step;
            }
        }
        return ['rows' => $rows, 'average' => $orders ? $sum / $orders : null];
    }

    /** @return array<string, array{assisted_orders: int, assisted: int, last_orders: int, last: int}> */
    public function assists(Question $q, string $dim): array
    {
        $rows = [];
        foreach ($this->moves($q) as [$order, $move]) {
            $keys = self::keys($order, $dim);
            $last = array_pop($keys);
            foreach ([...array_map(static fn (string $key): array => [$key, 'assisted'], array_unique($keys)), [$last, 'last']] as [$key, $what]) {
                $rows[$key] ??= ['assisted_orders' => 0, 'assisted' => 0, 'last_orders' => 0, 'last' => 0];
                $rows[$key]["{$what}_orders"] += (int) ! $move['refund'];
                $rows[$key][$what] += $move['amount'];
            }
        }
        return $rows;
    }

    /** @return array<string, array{clicks: int, orders: int, revenue: int}> "weekday hour" => WhatsApp's */
    public function hours(Question $q): array
    {
        $rows = [];
        $none = ['clicks' => 0, 'orders' => 0, 'revenue' => 0];
        foreach ((new Visits($this->sales->behaviour))->clicks($q) as $click) {
            $rows[Question::local($click['at'], 'N G')] ??= $none;
            $rows[Question::local($click['at'], 'N G')]['clicks']++;
        }
        foreach ($this->money->parts($q) as [$order, $move, $touch, $micros, $share]) {
            if (($touch['channel'] ?? '') === 'whatsapp') {
                $at = Question::local($order['placed'], 'N G');
                $rows[$at] ??= $none;
                $rows[$at]['orders'] += $share;
                $rows[$at]['revenue'] += $micros;
            }
        }
        return $rows;
    }

    /** What a model gives each key of the touches, whosever channel. @return array<string, array{revenue: int, orders: int}> */
    public function earned(Question $q, string $dim): array
    {
        $rows = [];
        foreach ($this->money->parts($q) as [$order, $move, $touch, $micros, $share]) {
            if ($touch !== null) {
                $key = Money::key($dim, $order, $touch);
                $rows[$key] = ['revenue' => ($rows[$key]['revenue'] ?? 0) + $micros, 'orders' => ($rows[$key]['orders'] ?? 0) + $share];
            }
        }
        return $rows;
    }

    /** A way's orders and money in equal parts to its distinct keys. @return array<string, array{orders: float, revenue: float}> */
    public function shapley(Question $q, string $dim): array
    {
        $rows = [];
        foreach ($this->paths($q, $dim) as $path => $of) {
            $keys = array_unique(explode(' > ', $path));
            foreach ($keys as $key) {
                $rows[$key] ??= ['orders' => 0.0, 'revenue' => 0.0];
                $rows[$key]['orders'] += $of['orders'] / count($keys);
                $rows[$key]['revenue'] += $of['revenue'] / count($keys);
            }
        }
        return $rows;
    }

    /** What part of the orders is lost when whoever comes to a key is lost. @return array<string, float> */
    public function removal(Question $q, string $dim): array
    {
        $steps = [];
        $keys = [];
        foreach ($this->paths($q, $dim) as $path => $of) {
            $way = explode(' > ', $path);
            $keys += array_fill_keys($way, true);
            foreach (['+' => $of['orders'], '-' => $of['nulls']] as $end => $n) {
                for ($i = -1; $n > 0 && $i < count($way); $i++) {
                    [$from, $to] = [$i < 0 ? '(' : $way[$i], $way[$i + 1] ?? $end];
                    $steps[$from][$to] = ($steps[$from][$to] ?? 0) + $n;
                }
            }
        }
        $all = self::arrives($steps, null);
        foreach ($keys as $key => $effect) {
            $keys[$key] = $all > 0 ? 1 - self::arrives($steps, (string) $key) / $all : 0.0;
        }
        return $keys;
    }

    /** Whoever walks by these steps from the start: how probably to an order. @param array<string, array<string, int>> $steps */
    private static function arrives(array $steps, ?string $without): float
    {
        $p = ['+' => 1.0];
        for ($round = 0, $moved = 1.0; $round < 100_000 && $moved > 1e-14; $round++) {
            $moved = 0.0;
            foreach ($steps as $from => $to) {
                $sum = 0.0;
                foreach ($to as $next => $n) {
                    $sum += $next === $without ? 0.0 : $n * ($p[$next] ?? 0.0);
                }
                $moved = max($moved, abs($sum / array_sum($to) - ($p[$from] ?? 0.0)));
                $p[$from] = $sum / array_sum($to);
            }
        }
        return $p['('] ?? 0.0;
    }
}
