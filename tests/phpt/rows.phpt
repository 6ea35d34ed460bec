--TEST--
rows(): the records behind figures, streamed; what they add up to is what the reports say
--FILE--
<?php
require __DIR__ . '/common.inc';
$store = store(['identity_key' => str_repeat('k', 32)]);
$store->recordMany([
    view('ann', MONDAY, ['source' => 'google', 'medium' => 'cpc', 'campaign' => 'winter']),
    ['type' => 'button_click', 'visitor' => 'ann', 'at' => MONDAY + MINUTE, 'path' => '/boot/', 'page_type' => 'product', 'product' => '42', 'code' => 'AAAAAAA1'],
    ['type' => 'consent', 'visitor' => 'ann', 'at' => MONDAY + 90_000, 'state' => 'granted', 'purposes' => 'whatsapp:0123456789ab', 'code' => 'AAAAAAA1'],
    ['type' => 'consent', 'at' => MONDAY, 'state' => 'withdrawn', 'purposes' => 'ads', 'code' => 'AAAAAAA9'],
    ['type' => 'search', 'visitor' => 'ann', 'at' => MONDAY + 2 * MINUTE, 'query' => 'ads'],
    ['type' => 'message', 'message' => 'm1', 'direction' => 'in', 'at' => MONDAY + 2 * MINUTE, 'wa_id' => '4915112345678', 'code' => 'AAAAAAA1'],
    order('1', MONDAY + HOUR, ['visitor' => 'ann', 'refunds' => [['refund' => 'r', 'at' => MONDAY + 5 * DAY, 'total' => '25']]]),
    order('2', MONDAY + 2 * HOUR, ['currency' => 'USD', 'total' => '7.50']),
    order('3', MONDAY + 3 * HOUR, ['status' => 'failed', 'paid_at' => null]),
]);
$store->ingest();
foreach (['orders', 'credits', 'touches', 'sessions', 'events', 'clicks', 'messages'] as $name) {
    echo "$name\n";
    foreach ($store->rows($name) as $i => $row) {
        $row = array_filter($row, fn ($v, $k) => $v !== null && ! str_ends_with($k, '_micros') && ! in_array($v, ['0.00', false, 0], true), ARRAY_FILTER_USE_BOTH);
        $row = array_map(fn ($v) => is_int($v) && $v > MONDAY - DAY ? '+' . ($v - MONDAY) / MINUTE . 'min' : $v, $row);
        echo "  $i ", json_encode(array_map(fn ($v, $k) => $k === 'person' ? strlen($v) : $v, $row, array_keys($row))), "\n";
    }
}

/* Many: several batches, every record once, in the same memory. */
$store = store();
$orders = [];
for ($i = 0; $i < 1700; $i++) {
    $orders[] = view("v$i", MONDAY + $i * 1000);
    $orders[] = order("o$i", MONDAY + $i * 1000 + 500, ['visitor' => "v$i", 'total' => sprintf('%d.%02d', $i, $i % 100)]);
}
$store->recordMany($orders);
$store->ingest();
$rows = $store->rows('orders');
$keys = [];
$sum = 0;
$before = null;
foreach ($rows as $i => $row) {
    $keys[$row['order']] = true;
    $sum += $row['total_micros'];
    $before ??= memory_get_usage();
}
same('each once', [1700, 1699], [count($keys), $i]);
same('adds up', $store->report('overview', ['currency' => 'EUR'])['identity']['total_micros'], $sum);
same('and again', 1700, iterator_count($rows));
same('a period', 10, iterator_count($store->rows('sessions', ['from' => MONDAY + 5000, 'to' => MONDAY + 15000])));
same('credits', $sum, array_sum(array_column(iterator_to_array($store->rows('credits')), 'credit_micros')));
same('a filter', 0, iterator_count($store->rows('credits', ['filter' => ['channel' => ['whatsapp']]])));
same('left and gone on with', 1700, (function () use ($store) {
    $n = 0;
    foreach ($store->rows('events') as $row) {
        $n += $row['type'] === 'page_view' ? 1 : 0;
        if ($n === 600) {
            $store->record(view('new', MONDAY - DAY));
            $store->ingest();
        }
    }
    return min($n, 1700);
})());
refused('name', fn () => $store->rows('orderz'));
refused('option', fn () => $store->rows('orders', ['colour' => 1]));
refused('filter', fn () => $store->rows('events', ['filter' => ['channel' => ['direct']]]));
$rows = $store->rows('orders');
unset($store);
same('the store stays as long as its rows', 1700, iterator_count($rows));
try {
    clone $rows;
} catch (\Error $e) {
    echo $e->getMessage(), "\n";
}
?>
--EXPECT--
orders
  0 ["1","1","+60min","processing","EUR",8,"code","75.00","75.00","25.00"]
  1 ["2","2","+120min","processing","USD","none","7.50","7.50"]
credits
  0 ["1","1","+60min","processing","EUR",8,"code","+1min","click","whatsapp","button","google","cpc","winter","\/boot\/","75.00"]
touches
  0 ["+0min",8,"session","paid_search","google","cpc","winter","\/"]
  1 ["+1min",8,"click","whatsapp","button","google","cpc","winter","\/boot\/","product","42","presale"]
  2 ["+2min",8,"chat","whatsapp","organic"]
sessions
  0 ["+0min",8,"+2min","paid_search","google","cpc","winter","\/",1,1,"20.0"]
events
  0 ["+0min","consent","AAAAAAA9","withdrawn","ads"]
  1 ["+0min",8,"page_view","\/","google","cpc","winter"]
  2 ["+1min",8,"button_click","\/boot\/","product","42","AAAAAAA1","presale"]
  3 ["+1.5min",8,"consent","AAAAAAA1","granted","whatsapp:0123456789ab"]
  4 ["+2min",8,"search","ads"]
clicks
  0 ["+1min",8,"paid_search","google","cpc","winter","\/","\/boot\/","product","42","presale"]
messages
  0 ["m1","+2min",8,"in","AAAAAAA1"]
each once: ok
adds up: ok
and again: ok
a period: ok
credits: ok
a filter: ok
left and gone on with: ok
name: Touchline\QueryException 60
  there is no report of that name: 'orderz'; there are rows of orders, credits, carts, touches, sessions, events, clicks and messages
option: Touchline\QueryException 61
  the query has an unknown option: 'colour'; docs/reports.md lists them
filter: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'filter': rows of events do not know one of these dimensions
the store stays as long as its rows: ok
Trying to clone an uncloneable object of class Touchline\Rows
