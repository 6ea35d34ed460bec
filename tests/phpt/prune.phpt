--TEST--
prune() takes what visitors did before a time and changes no figure of money, no visit counted by whole days, nothing after it
--FILE--
<?php
require __DIR__ . '/common.inc';

/** In the past whenever this runs. */
const START = MONDAY - 70 * DAY;

/** @return list<array<string, mixed>> a small shop of sixty days */
function shop(): array
{
    mt_srand(11);
    $events = [];
    for ($i = 0; $i < 1500; $i++) {
        $visitor = 'visitor-' . mt_rand(0, 120);
        $at = START + mt_rand(0, 60 * DAY);
        $events[] = match ($i % 6) {
            0 => view($visitor, $at, ['source' => ['google', 'news'][$i % 2], 'medium' => 'cpc']),
            1 => ['type' => 'button_click', 'visitor' => $visitor, 'at' => $at, 'path' => '/', 'code' => sprintf('%08d', $i)],
            2 => order("o$i", $at, ['visitor' => $visitor, 'customer' => (string) (1000 + (int) substr($visitor, 8)), 'total' => '10.00']),
            3 => ['type' => 'search', 'visitor' => $visitor, 'at' => $at, 'query' => $at < START + 30 * DAY ? 'sledge' : 'swimsuit'],
            4 => ['type' => 'message', 'message' => "m$i", 'direction' => 'in', 'at' => $at, 'wa_id' => '4917' . str_pad(substr($visitor, 8), 8, '0')],
            default => ['type' => 'product_view', 'visitor' => $visitor, 'at' => $at, 'path' => '/p', 'product' => (string) ($i % 5)],
        };
    }
    // One who only looked, long ago; and one whose visit goes over the time itself.
    $cut = START + 30 * DAY;
    return [...$events, view('once', START + HOUR), view('astride', $cut - 5 * MINUTE), view('astride', $cut + 5 * MINUTE),
        ['type' => 'message', 'message' => 'long', 'direction' => 'in', 'at' => $cut - HOUR, 'wa_id' => '4917999999'],
        ['type' => 'message', 'message' => 'long2', 'direction' => 'in', 'at' => $cut + HOUR, 'wa_id' => '4917999999']];
}

/** @return array<string, mixed> money and orders of any time, visits by day, everything after the time */
function figures(Touchline\Store $store): array
{
    $figures = [];
    foreach (['last', 'linear', 'position'] as $model) {
        foreach (['channel', 'source', 'entry', 'evidence', 'customer', 'page'] as $dim) {
            $rows = $store->report('dimension', ['dim' => $dim, 'model' => $model, 'window' => 30, 'credit' => 'all', 'limit' => 500])['rows'];
            $figures["$model $dim"] = array_map(static fn (array $r): array => [$r['key'], $r['orders_micros'] ?? $r['orders'], $r['revenue_micros']], $rows);
        }
    }
    $figures['identity'] = $store->report('overview')['identity'];
    $figures['visits'] = array_column($store->report('dimension', ['dim' => 'source', 'credit' => 'all', 'from' => START + 3 * DAY, 'to' => START + 9 * DAY])['rows'], 'sessions', 'key');
    $from = START + 31 * DAY;
    foreach (['overview', 'daily', 'funnel', 'paths', 'time_lag', 'heatmap', 'unattributed'] as $report) {
        $figures["later $report"] = $store->report($report, ['from' => $from, 'to' => $from + 40 * DAY]);
    }
    $figures['later rows'] = [iterator_to_array($store->rows('sessions', ['from' => $from]), false), iterator_to_array($store->rows('credits'), false)];
    return $figures;
}

$dir = scratch();
$store = Touchline\Store::open($dir, ['create' => true, 'identity_key' => str_repeat('k', 32)]);
$store->recordMany(shop());
$store->ingest();
$before = figures($store);
$cut = START + 30 * DAY;
$old = static fn (string $kind): int => count(iterator_to_array($store->rows($kind, ['to' => $cut - DAY]), false));
echo 'old: ', implode(', ', array_map(static fn (string $k): string => "$k " . ($old($k) > 0 ? 'some' : 'none'), ['sessions', 'events', 'clicks', 'touches', 'messages'])), "\n";
$count = $store->check();
$gone = $store->prune($cut);
echo 'gone: ', implode(', ', array_map(static fn (string $k): string => "$k " . ($gone[$k] > 0 ? 'some' : 'none'), array_keys($gone))), "\n";
same('counted', [$count['sessions'] - $gone['sessions'], $count['events'] - $gone['events'], $count['touches'] - $gone['touches']],
    [($now = $store->check())['sessions'], $now['events'], $now['touches']]);
// Of whom is there still something old? Of those alone who have bought since.
$since = [];
foreach ($store->rows('orders') as $order) {
    $since[$order['person']] = ($since[$order['person']] ?? false) || $order['placed_at'] >= $cut;
}
foreach (['sessions', 'events', 'clicks', 'touches', 'messages'] as $kind) {
    $persons = array_column(iterator_to_array($store->rows($kind, ['to' => $cut - DAY]), false), 'person');
    echo "old $kind of others: ", count(array_filter($persons, static fn (string $p): bool => ! ($since[$p] ?? false))), "\n";
}
foreach (figures($store) as $name => $figure) {
    if ($figure !== $before[$name]) {
        same($name, $before[$name], $figure);
    }
}
same('check', [], $now['problems']);
$known = static fn (string $visitor): bool => $store->subject('visitor', $visitor)['found'];
same('who only looked', [false, true], [$known('once'), $known('astride')]);
same('a visit astride', 2, count($store->subject('visitor', 'astride')['events']));
same('a chat that goes on', ['long', 'long2'], array_column($store->subject('wa_id', '4917999999')['messages'], 'message'));
same('again', [0, 0, 0, 0, 0], array_values($store->prune($cut)));

$whole = $store->report('overview');
same('no clicks of that time', ['pruned', null, [false, false, false, false, false, false]], [$whole['cards']['conversion']['reason'], $whole['cards']['conversion']['value'],
    array_column($whole['chain'], 'measured')]);
same('chats were measured', ['pruned', null, true], [$whole['cards']['chats']['reason'], $whole['cards']['chats']['value'], $whole['chats']]);

// All of it again: nothing old comes back, nothing counts twice.
$store->recordMany(array_map(static fn (array $e): array => $e['type'] === 'order' ? $e : ['id' => md5(serialize($e))] + $e, shop()));
$counts = $store->ingest();
same('expired', true, $counts['expired'] > 300);
same('visits', $before['visits'], figures($store)['visits']);
// A late refund takes credit back in the shares of the path as it was.
$store->recordMany([['type' => 'refund', 'order' => 'o2', 'refund' => 'r', 'at' => $cut + 20 * DAY, 'total' => '4.00', 'lines' => true]]);
$store->ingest();
$journey = $store->journey('o2');
same('refund', ['4.00', true], [$journey['refunded'], count($journey['touches']) > 0]);
same('check', [], $store->check()['problems']);
$young = store();
$young->recordMany([view('v', START + 40 * DAY), ['type' => 'button_click', 'visitor' => 'v', 'at' => START + 40 * DAY + 1, 'path' => '/']]);
$young->ingest();
$young->prune($cut);
same('a young store has lost nothing', 1, array_column($young->report('overview')['chain'], 'count', 'step')['click']);
refused('the future', static fn () => $store->prune((int) (microtime(true) * 1000) + DAY));
?>
--EXPECT--
old: sessions some, events some, clicks some, touches some, messages some
gone: sessions some, events some, touches some, messages some, identities some
counted: ok
old sessions of others: 0
old events of others: 0
old clicks of others: 0
old touches of others: 0
old messages of others: 0
check: ok
who only looked: ok
a visit astride: ok
a chat that goes on: ok
again: ok
no clicks of that time: ok
chats were measured: ok
expired: ok
visits: ok
refund: ok
check: ok
a young store has lost nothing: ok
the future: Touchline\StoreException 40
  an option of the store is unknown or has a wrong value: prune() takes a time that has been, in ms since 1970
