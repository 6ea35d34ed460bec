--TEST--
Random shops, told in any order, in any batches and twice: carts and what became of them are those of a plain sorted pass
--FILE--
<?php
require __DIR__ . '/common.inc';

const LOST = 30 * DAY;
const QUARTER = 15 * MINUTE;

/**
 * One person's carts with one `idle`, straight from docs/metrics.md: the clock goes from one thing done to the next, and what
 * it passes is said as it passes.
 */
final class Cart
{
    public ?int $leftAt = null;
    public bool $filled = true;
    public int $emptiedAt = 0;
    public ?int $checkoutAt = null;
    /** @var array{0: int, 1: int} value and items: when it was left, else what it holds */
    public array $worth = [0, 0];

    public function __construct(public int $start, public int $last)
    {
    }
}

/**
 * @param list<array<string, mixed>> $events the person's, any order
 * @return list<array<string, mixed>>
 */
function carts(array $events, int $idle, int $now): array
{
    $order = static fn (array $e): bool => $e['type'] === 'order';
    $links = array_filter($events, static fn (array $e): bool => $e['type'] === 'link_open');
    $happened = array_filter($events, static fn (array $e): bool => in_array($e['type'], ['cart', 'checkout', 'order'], true));
    $moment = static fn (array $e): int => $order($e) ? $e['placed_at'] + ($e['placed_at'] % 1000 === 0 ? 999 : 0) : $e['at'];
    usort($happened, static fn (array $a, array $b): int => [$moment($a), $order($a)] <=> [$moment($b), $order($b)]);
    $cart = null;
    $done = 0;
    $carts = [];
    $pass = static function (int $to) use (&$cart, $idle): void { // the clock goes on to there
        if ($cart?->filled && $cart->leftAt === null && $to - $cart->last > $idle) {
            $cart->leftAt = $cart->last + $idle;
        }
    };
    $end = static function (?array $by) use (&$cart, &$carts, $links, $now): void {
        $left = $cart->leftAt;
        $counts = $by !== null && $by['status'] === 'processing';
        $won = $left !== null && $counts && $by['placed_at'] <= $left + LOST;
        $touched = static fn (array $kinds, int $since): bool => array_filter($links, static fn (array $l): bool => $won
            && in_array($l['kind'], $kinds, true) && $l['at'] >= max($left, $since)
            && $l['at'] <= $by['placed_at'] + ($by['placed_at'] % 1000 === 0 ? 999 : 0)) !== [];
        $emptied = $left === null && ! $cart->filled && ($by === null || $by['placed_at'] - $cart->emptiedAt > QUARTER);
        $state = match (true) {
            $won => 'recovered',
            $left !== null => $now > $left + LOST ? 'lost' : 'open',
            $emptied => 'emptied',
            $by === null => 'active',
            default => $counts ? 'ordered' : 'awaiting',
        };
        $carts[] = ['started_at' => $cart->start, 'state' => $state, 'value_micros' => $cart->worth[0] * MILLION, 'items' => $cart->worth[1],
            'abandoned_at' => $left, 'checkout_at' => $cart->checkoutAt,
            'order' => $won || in_array($state, ['ordered', 'awaiting'], true) ? $by['order'] : null,
            'revenue_micros' => $won || $state === 'ordered' ? (int) $by['total'] * MILLION : 0,
            'by_link' => $touched(['recovery'], $won ? $by['placed_at'] - 7 * DAY : 0), 'by_touch' => $touched(['recovery', 'short'], 0), 'by_any' => $won];
        $cart = null;
    };
    foreach ($happened as $e) {
        if ($order($e)) {
            if (! in_array($e['status'], ['processing', 'on-hold'], true) || $cart === null) {
                continue;
            }
            $pass($e['placed_at']);
            $end($e['placed_at'] - $done > LOST + DAY ? null : $e);
            continue;
        }
        $pass($e['at']);
        if ($cart !== null && $e['at'] - $done > LOST + DAY) {
            $end(null);
        }
        $done = $e['at'];
        if ($e['type'] === 'checkout') {
            if ($cart?->filled) {
                $cart->last = $e['at'];
                $cart->checkoutAt ??= $cart->leftAt === null ? $e['at'] : null;
            }
            continue;
        }
        if ($e['items'] === 0) {
            if ($cart?->filled) {
                [$cart->filled, $cart->emptiedAt] = [false, $e['at']];
            }
            continue;
        }
        if ($cart !== null && ! $cart->filled && $cart->leftAt === null && $e['at'] - $cart->emptiedAt > QUARTER) {
            $end(null);
        }
        $cart ??= new Cart($e['at'], $e['at']);
        $cart->filled = true;
        $cart->last = $e['at'];
        $cart->worth = $cart->leftAt === null ? [(int) $e['value'], $e['items']] : $cart->worth;
    }
    if ($cart !== null) {
        $pass($now);
        $end(null);
    }
    return $carts;
}

/** @return list<array<string, mixed>> four people in two browsers each, who open their links in a third */
function shop(int $now): array
{
    $events = [];
    $time = [];
    $gaps = [MINUTE, MINUTE, 10 * MINUTE, QUARTER, QUARTER + 1, HOUR - 1, HOUR, HOUR + 1, 3 * HOUR, DAY, DAY + 1, 5 * DAY, 7 * DAY, LOST, LOST + HOUR, LOST + HOUR + 1,
        LOST + DAY, LOST + DAY + 1];
    foreach (range(1, 4) as $who) {
        $at = $now - mt_rand(10, 110) * DAY - mt_rand(1, DAY);
        foreach (['v', 'w', 'l'] as $browser) {
            $events[] = ['type' => 'identify', 'by' => 'login', 'visitor' => "$browser$who", 'customer' => (string) $who, 'at' => $now - mt_rand(1, 90) * DAY];
        }
        for ($i = mt_rand(3, 30); $i > 0; $i--) {
            $at += $gaps[min(mt_rand(0, 17), mt_rand(0, 17))];
            while (isset($time[$at])) {
                $at++;
            }
            $time[$at] = true;
            if ($at > $now - 2 * MINUTE) {
                break;
            }
            $visitor = ['v', 'w'][mt_rand(0, 1)] . $who;
            $n = count($events);
            array_push($events, ...match (mt_rand(0, 9)) {
                0, 1 => [['type' => 'order', 'order' => "o$n", 'at' => $at, 'placed_at' => mt_rand(0, 1) ? $at : $at - $at % 1000, 'total' => (string) mt_rand(1, 90),
                    'currency' => 'EUR', 'customer' => (string) $who, 'status' => $status = ['processing', 'processing', 'on-hold', 'cancelled'][mt_rand(0, 3)]],
                    // what the shop says of it in the end
                    ['type' => 'order', 'order' => "o$n", 'at' => $at + 5, 'placed_at' => $at, 'total' => (string) mt_rand(1, 90),
                    'currency' => 'EUR', 'customer' => (string) $who, 'status' => mt_rand(0, 2) ? $status : 'cancelled']],
                2 => [['type' => 'checkout', 'visitor' => $visitor, 'at' => $at, 'step' => 'start']],
                3 => [['type' => 'link_open', 'visitor' => "l$who", 'at' => $at, 'path' => '/r/', 'kind' => ['recovery', 'short'][mt_rand(0, 1)]]],
                4 => [['type' => 'cart', 'visitor' => $visitor, 'at' => $at, 'action' => 'remove', 'product' => '1', 'items' => 0, 'value' => '0', 'currency' => 'EUR']],
                default => [['type' => 'cart', 'visitor' => $visitor, 'at' => $at, 'action' => 'add', 'product' => (string) mt_rand(1, 3), 'items' => mt_rand(1, 4),
                    'value' => (string) mt_rand(1, 99), 'currency' => 'EUR']],
            });
        }
    }
    return $events;
}

/** @return list<array<string, mixed>> with the newest snapshot of each order alone */
function settled(array $events): array
{
    $newest = [];
    foreach ($events as $e) {
        if ($e['type'] === 'order' && $e['at'] >= ($newest[$e['order']]['at'] ?? 0)) {
            $newest[$e['order']] = $e;
        }
    }
    return array_merge(array_filter($events, static fn (array $e): bool => $e['type'] !== 'order'), array_values($newest));
}

$now = (int) (microtime(true) * 1000);
$seed = (int) (getenv('TOUCHLINE_SEED') ?: 1);
$wrong = 0;
$seen = [];
for ($round = 0; $round < 50; $round++) {
    mt_srand($seed + $round);
    $events = shop($now);
    $store = store(['identity_key' => str_repeat('k', 32)]);
    $told = array_merge($events, array_slice($events, 0, mt_rand(0, 10)));
    shuffle($told);
    foreach ($told as $event) {
        $store->record($event);
        if (mt_rand(0, 15) === 0) {
            $store->ingest();
        }
    }
    $store->ingest();
    $differ = static function (string $what, mixed $wanted, mixed $got) use (&$wrong, $round): void {
        if ($wanted !== $got && $wrong++ < 3) {
            echo "round $round, $what:\n wanted ", json_encode($wanted), "\n    got ", json_encode($got), "\n";
        }
    };
    foreach ([QUARTER, HOUR, 3 * HOUR, DAY] as $idle) {
        $wanted = [];
        foreach (range(1, 4) as $who) {
            $own = array_filter(settled($events), static fn (array $e): bool => ($e['customer'] ?? substr($e['visitor'], 1)) === (string) $who);
            array_push($wanted, ...carts($own, $idle, $now));
        }
        usort($wanted, static fn (array $a, array $b): int => $a['started_at'] <=> $b['started_at']);
        $got = iterator_to_array($store->rows('carts', ['idle_ms' => $idle]), false);
        foreach ($wanted as $i => $cart) {
            $differ("idle $idle, cart $i", $cart, array_intersect_key(array_merge($cart, $got[$i] ?? ['state' => 'none']), $cart));
            $seen[$cart['state']] = ($seen[$cart['state']] ?? 0) + 1;
            foreach (['by_link', 'by_touch'] as $by) {
                $seen[$by] = ($seen[$by] ?? 0) + (int) $cart[$by];
            }
        }
        $differ("idle $idle", count($wanted), count($got));
        $total = $store->report('carts', ['idle_ms' => $idle, 'currency' => 'EUR'])['total'];
        $sum = static fn (array $states, string $of): int => array_sum(array_column(array_filter($wanted, static fn (array $c): bool => in_array($c['state'], $states, true)), $of));
        $differ('lost', $sum(['lost'], 'value_micros'), $total['lost']['value_micros']);
        $differ('left', $sum(['lost', 'open', 'recovered'], 'value_micros'), $total['abandoned']['value_micros']);
        $differ('won', $sum(['recovered'], 'revenue_micros'), $total['any']['revenue_micros']);
        $differ('ordered', $sum(['ordered'], 'revenue_micros'), $total['ordered']['revenue_micros']);
        $differ('parts', $total['started']['carts'], array_sum(array_map(static fn (string $k): int => $total[$k]['carts'],
            ['ordered', 'awaiting', 'emptied', 'active', 'any', 'open', 'lost'])));
        $differ('by link', count(array_filter($wanted, static fn (array $c): bool => $c['by_link'])), $total['link']['carts']);
    }
    $differ('check', [], $store->check()['problems']);
}
ksort($seen);
echo $wrong === 0 ? "all as the reference\n" : "$wrong differ\n";
echo implode(' ', array_keys(array_filter($seen, static fn (int $n): bool => $n > 10))), "\n";
?>
--EXPECT--
all as the reference
awaiting by_link by_touch emptied lost open ordered recovered
