--TEST--
journey() shows each touch with its credit under every model, and why some earn nothing
--FILE--
<?php
require __DIR__ . '/common.inc';
$store = store();
$store->recordMany([
    view('v1', MONDAY - 10 * DAY, ['referrer' => 'https://www.facebook.com/']),
    view('v1', MONDAY, ['source' => 'news', 'medium' => 'email', 'campaign' => 'autumn']),
    ['type' => 'button_click', 'visitor' => 'v1', 'at' => MONDAY + MINUTE, 'path' => '/boots', 'product' => '77', 'product_name' => 'Boots', 'code' => 'ABCD2345'],
    view('v1', MONDAY + 3 * HOUR),
    order('1', MONDAY + 4 * HOUR, ['number' => '1001', 'visitor' => 'v1', 'total' => '100.01']),
    ['type' => 'button_click', 'visitor' => 'v1', 'at' => MONDAY + 5 * HOUR, 'path' => '/help', 'intent' => 'support'],
]);
$store->ingest();
$journey = $store->journey('1');
foreach (['number', 'status', 'currency', 'counts', 'reason', 'net', 'total', 'refunded', 'evidence', 'cause', 'model', 'window'] as $name) {
    echo $name, ' ', var_export($journey[$name], true), "\n";
}
foreach ($journey['touches'] as $touch) {
    printf("%+d min: %s %s, %s, share %s, credit %s, %s\n", ($touch['at'] - MONDAY) / MINUTE, $touch['kind'], $touch['channel'],
        $touch['why'] ?? 'earns', $touch['share'], $touch['credit'], json_encode(array_filter($touch['models'], 'is_string')));
}
$linear = array_column($store->journey('1')['touches'], 'models');
same('linear adds up', 10001, array_sum(array_map(fn ($models) => (int) str_replace('.', '', $models['linear']), $linear)));
$first = $store->journey('1', ['model' => 'first', 'window' => 30]);
same('asked for', ['first', 30], [$first['model'], $first['window']]);
same('the visit ten days ago is first', ['100.0', '100.01', null], [$first['touches'][0]['share'], $first['touches'][0]['credit'], $first['touches'][0]['why']]);
same('a query changes nothing for the next', $journey, $store->journey('1'));
refused('a wrong query', fn () => $store->journey('1', ['window' => 91]));
refused('unknown', fn () => $store->journey('2'));
refused('not its number', fn () => $store->journey('1001'));
refused('empty', fn () => $store->journey(''));
refused('a million bytes', fn () => $store->journey(str_repeat('9', MILLION)));
?>
--EXPECT--
number '1001'
status 'processing'
currency 'EUR'
counts true
reason NULL
net '100.01'
total '100.01'
refunded '0.00'
evidence 'click'
cause NULL
model 'last_non_direct'
window 7
-14400 min: session social, outside_window, share 0.0, credit 0.00, {"last":"0.00","last_non_direct":"0.00","first":"0.00","linear":"0.00","position":"0.00","time_decay":"0.00"}
+0 min: session email, model, share 0.0, credit 0.00, {"last":"0.00","last_non_direct":"0.00","first":"100.01","linear":"33.34","position":"40.01","time_decay":"33.20"}
+1 min: click whatsapp, earns, share 100.0, credit 100.01, {"last":"0.00","last_non_direct":"100.01","first":"0.00","linear":"33.34","position":"20.00","time_decay":"33.20"}
+180 min: session direct, model, share 0.0, credit 0.00, {"last":"100.01","last_non_direct":"0.00","first":"0.00","linear":"33.33","position":"40.00","time_decay":"33.61"}
linear adds up: ok
asked for: ok
the visit ten days ago is first: ok
a query changes nothing for the next: ok
a wrong query: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'window' must be a number of days from 1 to 90
unknown: Touchline\QueryException 66
  the order is not known to the store: '2'; run ingest, or backfill when it is an old one
not its number: Touchline\QueryException 66
  the order is not known to the store: '1001'; run ingest, or backfill when it is an old one
empty: Touchline\QueryException 66
  the order is not known to the store: ''; run ingest, or backfill when it is an old one
a million bytes: Touchline\QueryException 66
  the order is not known to the store: '9999999999999999999999999999999999999999999999999999999999999999'; run ingest, or backfill when it is an old one
