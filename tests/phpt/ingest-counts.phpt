--TEST--
ingest() counts events, duplicates, bots and orders, and has nothing left to do the second time
--FILE--
<?php
require __DIR__ . '/common.inc';
$store = store();
$store->recordMany([
    view('v1', MONDAY), view('v1', MONDAY), view('v1', MONDAY), view('v1', MONDAY + 1),
    view('v2', MONDAY, ['user_agent' => 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)']),
    view('v3', MONDAY, ['user_agent' => 'WhatsApp/2.23.20.0 A']),
    order('1', MONDAY), order('2', MONDAY), order('1', MONDAY + 1, ['status' => 'completed']),
]);
$show = fn (array $counts) => print(json_encode(array_diff_key($counts, ['ms' => 0, 'lag_ms' => 0])) . "\n");
$first = $store->ingest();
$show($first);
printf("lag_ms %s, ms %s\n", get_debug_type($first['lag_ms']), get_debug_type($first['ms']));
$show($store->ingest());
$store->record(view('v1', MONDAY));
$show($store->ingest());
$check = $store->check();
echo 'in the store: ', $check['events'], ' events, ', $check['orders'], " orders\n";
?>
--EXPECT--
{"events":5,"duplicates":2,"bots":2,"orders":3,"rejected":0,"expired":0,"skipped_bytes":0,"busy":false,"done":true,"again":["1"]}
lag_ms int, ms int
{"events":0,"duplicates":0,"bots":0,"orders":0,"rejected":0,"expired":0,"skipped_bytes":0,"busy":false,"done":true,"again":[]}
{"events":0,"duplicates":1,"bots":0,"orders":0,"rejected":0,"expired":0,"skipped_bytes":0,"busy":false,"done":true,"again":[]}
in the store: 2 events, 2 orders
