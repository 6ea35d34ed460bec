--TEST--
Random shops, told in any order, in any batches, twice and late: visits, touches, paths and credits are those of a plain sorted pass
--FILE--
<?php
require __DIR__ . '/common.inc';

/** A plain shop in one sorted pass: no database, no increments, nothing of the engine. */
final class Reference
{
    /** @var array<string, list<array<string, mixed>>> touches by visitor, oldest first */
    public array $touches = [];
    /** @var array<string, array{int, int, int}> by source: visits, of them engaged, 1500 parts of a point of quality */
    public array $visits = [];
    /** @var array<string, array{int, int}> by band of quality: visits, of them with a click */
    public array $bands = [];

    /** @param list<array<string, mixed>> $events */
    public function __construct(private readonly array $events)
    {
        $byVisitor = [];
        foreach ($events as $event) {
            if ($event['type'] !== 'order') {
                $byVisitor[$event['visitor']][] = $event;
            }
        }
        foreach ($byVisitor as $visitor => $own) {
            usort($own, static fn (array $a, array $b): int => $a['at'] <=> $b['at']);
            $session = [];
            $first = $last = null;
            foreach ($own as $event) {
                $campaign = $event['source'] ?? null;
                $new = $first === null || $event['at'] - $last > 30 * MINUTE || $event['at'] - $first['at'] > DAY
                    || ($campaign !== null && $campaign !== ($first['source'] ?? null));
                if ($new && $session !== []) {
                    $this->close((string) $visitor, $session);
                    $session = [];
                }
                $first = $new ? $event : $first;
                $last = $event['at'];
                $session[] = $event;
            }
            $this->close((string) $visitor, $session);
        }
    }

    /** @param list<array<string, mixed>> $session */
    private function close(string $visitor, array $session): void
    {
        $views = array_values(array_filter($session, static fn (array $e): bool => in_array($e['type'], ['page_view', 'product_view'], true)));
        $source = $views[0]['source'] ?? '';
        $channel = ['' => 'direct', 'google' => 'paid_search', 'news' => 'email', 'blog' => 'other'][$source];
        [$engaged, $quality] = self::went($session);
        [$n, $e, $q] = $this->visits[$source] ?? [0, 0, 0];
        $this->visits[$source] = [$n + 1, $e + (int) $engaged, $q + (int) round(1500 * $quality)];
        $band = ['0-24', '25-49', '50-74', '75-100', '75-100'][(int) floor(round($quality, 6) / 25)];
        $this->bands[$band] ??= [0, 0];
        $this->bands[$band][0]++;
        $this->bands[$band][1] += (int) in_array('button_click', array_column($session, 'type'), true);
        $this->touches[$visitor][] = ['at' => $session[0]['at'], 'kind' => 'session', 'channel' => $channel];
        foreach ($session as $event) {
            if ($event['type'] === 'button_click') {
                $this->touches[$visitor][] = ['at' => $event['at'], 'kind' => 'click', 'channel' => 'whatsapp'];
                break;
            }
        }
    }

    /**
     * @param list<array<string, mixed>> $session
     * @return array{bool, float} engaged, points of quality
     */
    private static function went(array $session): array
    {
        $of = static fn (string ...$types): array => array_filter($session, static fn (array $e): bool => in_array($e['type'], $types, true));
        $time = [];
        foreach ($of('engagement') as $event) {
            $time[$event['view']] = max($time[$event['view']] ?? 0, $event['active_ms']);
        }
        $seconds = array_sum($time) / 1000;
        $depth = max([0, ...array_column($of('engagement'), 'depth')]) / 100;
        $products = count(array_unique(array_column($of('product_view'), 'product')));
        $chose = $of('search', 'variation', 'cart', 'checkout') !== [];
        $points = 40 * min(1, $seconds / 60) + 20 * $depth + 20 * min(1, $products / 3) + ($chose ? 20 : 0);
        return [$seconds >= 10 || count($of('page_view', 'product_view')) >= 2 || $of('cart', 'checkout') !== [], $points];
    }

    /** @return array<string, list<array<string, mixed>>> order => its path: touches of all visitors that share an e-mail, directly or not */
    public function paths(): array
    {
        $orders = array_filter($this->events, static fn (array $e): bool => $e['type'] === 'order');
        $person = [];
        foreach ($orders as $order) {
            $person["v{$order['visitor']}"] ??= "v{$order['visitor']}";
            $person[$order['email']] ??= $order['email'];
            [$a, $b] = [$person["v{$order['visitor']}"], $person[$order['email']]];
            $person = array_map(static fn (string $p): string => $p === $a ? $b : $p, $person);
        }
        $paths = [];
        foreach ($orders as $order) {
            $path = [];
            foreach ($this->touches as $visitor => $touches) {
                if (($person["v$visitor"] ?? null) === $person[$order['email']]) {
                    array_push($path, ...$touches);
                }
            }
            $path = array_values(array_filter($path, static fn (array $t): bool =>
                $t['at'] >= $order['placed_at'] - 90 * DAY && $t['at'] <= $order['paid_at']));
            usort($path, static fn (array $a, array $b): int => [$a['at'], $a['kind'] === 'click'] <=> [$b['at'], $b['kind'] === 'click']);
            $paths[$order['order']] = $path;
        }
        return $paths;
    }

    /**
     * Cents of an order by touch, in the week before it was placed.
     *
     * @param list<array<string, mixed>> $path
     * @return list<int>
     */
    public static function credits(array $path, int $placedAt, int $micros, string $model): array
    {
        $credits = array_fill(0, count($path), 0);
        $in = array_keys(array_filter($path, static fn (array $t): bool => $t['at'] >= $placedAt - 7 * DAY));
        if ($in === []) {
            return $credits;
        }
        $known = array_values(array_filter($in, static fn (int $i): bool => $path[$i]['channel'] !== 'direct')) ?: $in;
        $shares = match ($model) {
            'last' => [end($in) => 1],
            'first' => [$in[0] => 1],
            'last_non_direct' => [end($known) => 1],
            'linear' => array_fill_keys($in, 1),
        };
        $n = count($shares);
        $given = 0;
        foreach (array_keys($shares) as $k => $i) {
            /* equal parts; what does not divide goes to the earlier */
            $credits[$i] = intdiv($micros, $n) + ($k < $micros % $n ? 1 : 0);
            $given += $credits[$i];
        }
        return $given === $micros ? $credits : throw new LogicException('the reference does not add up');
    }
}

/** @return list<array<string, mixed>> */
function shop(): array
{
    $events = [];
    $time = [];
    $moment = static function () use (&$time): int {
        do {
            $at = MONDAY + mt_rand(0, 12) * DAY + mt_rand(0, 3) * HOUR + mt_rand(0, 8) * 10 * MINUTE + mt_rand(0, 3);
        } while (isset($time[$at]));
        $time[$at] = true;
        return $at;
    };
    $sources = [[], [], ['source' => 'google', 'medium' => 'cpc'], ['source' => 'news', 'medium' => 'email'], ['source' => 'blog']];
    for ($i = mt_rand(20, 120); $i > 0; $i--) {
        $visitor = 'v' . mt_rand(0, 5);
        $events[] = match (mt_rand(0, 15)) {
            0, 1 => ['type' => 'button_click', 'visitor' => $visitor, 'at' => $moment(), 'path' => '/p' . mt_rand(0, 2)],
            2 => (static function () use ($visitor, $moment, $i): array {
                $at = $moment();
                return ['type' => 'order', 'order' => "o$i", 'at' => $at + 3 * DAY, 'status' => 'completed', 'currency' => 'EUR', 'placed_at' => $at,
                    'paid_at' => $at + mt_rand(0, 2) * DAY, 'total' => sprintf('%d.%06d', mt_rand(1, 99), mt_rand(0, 999999)), 'visitor' => $visitor,
                    'email' => 'm' . mt_rand(0, 5) . '@example.com'];
            })(),
            3 => ['type' => 'search', 'visitor' => $visitor, 'at' => $moment(), 'query' => 'boots'],
            4 => ['type' => 'variation', 'visitor' => $visitor, 'at' => $moment(), 'product' => '1', 'variation' => '2'],
            5 => ['type' => 'cart', 'visitor' => $visitor, 'at' => $moment(), 'action' => 'add', 'items' => 1],
            6, 7, 8 => ['type' => 'engagement', 'visitor' => $visitor, 'at' => $moment(), 'view' => 'w' . mt_rand(0, 2), 'active_ms' => mt_rand(0, 30000),
                'depth' => mt_rand(0, 100)],
            9 => ['type' => 'product_view', 'product' => (string) mt_rand(1, 4)] + view($visitor, $moment(), $sources[mt_rand(0, 4)]),
            default => view($visitor, $moment(), $sources[mt_rand(0, 4)]),
        };
    }
    return $events;
}

$seed = (int) (getenv('TOUCHLINE_SEED') ?: 1);
$orders = $touches = $wrong = 0;
for ($round = 0; $round < 60; $round++) {
    mt_srand($seed + $round);
    $events = shop();
    $reference = new Reference($events);
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
        if ($wanted !== $got && $wrong++ < 5) {
            echo "round $round, $what: wanted ", json_encode($wanted), ', got ', json_encode($got), "\n";
        }
    };
    $rows = $store->report('dimension', ['dim' => 'source', 'credit' => 'all', 'limit' => 2000])['rows'];
    $visits = [];
    foreach (array_filter($rows, static fn (array $row): bool => $row['sessions'] > 0) as $row) {
        $visits[$row['key']] = [$row['sessions'], $row['engaged']['n'], $row['quality']['sum']];
    }
    $wanted = $reference->visits;
    ksort($wanted);
    ksort($visits);
    $differ('visits', $wanted, $visits);
    foreach ($store->report('quality_bands')['rows'] as $row) {
        $differ("visits of {$row['key']}", $reference->bands[$row['key']] ?? [0, 0], [$row['sessions'], $row['clicks']['n']]);
    }
    $byOrder = array_column(array_filter($events, static fn (array $e): bool => $e['type'] === 'order'), null, 'order');
    foreach ($reference->paths() as $order => $path) {
        $journey = $store->journey($order);
        $pick = static fn (array $t): array => ['at' => $t['at'], 'kind' => $t['kind'], 'channel' => $t['channel']];
        $differ("path of $order", $path, array_map($pick, $journey['touches']));
        $micros = (int) str_replace('.', '', $byOrder[$order]['total']);
        foreach (['last', 'first', 'last_non_direct', 'linear'] as $model) {
            $got = array_map(static fn (array $t): int => $t['models']["{$model}_micros"], $journey['touches']);
            $differ("$model of $order", Reference::credits($path, $byOrder[$order]['placed_at'], $micros, $model), $got);
        }
        $orders++;
        $touches += count($path);
    }
    $check = $store->check();
    $differ('check', [], $check['problems']);
}
echo $wrong === 0 ? "all as the reference\n" : "$wrong differ\n";
echo $orders > 200 && $touches > 1000 ? "enough of them\n" : "only $orders orders, $touches touches\n";
?>
--EXPECT--
all as the reference
enough of them
