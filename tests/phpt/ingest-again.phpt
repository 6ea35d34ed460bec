--TEST--
An event that comes again counts once: in the same batch, in a later one, from another process
--FILE--
<?php
require __DIR__ . '/common.inc';
use Touchline\Store;
$dir = scratch();
$events = [
    view('v1', MONDAY, ['referrer' => 'https://www.google.com/']),
    ['type' => 'button_click', 'visitor' => 'v1', 'at' => MONDAY + MINUTE, 'path' => '/boots', 'code' => 'ABCD2345'],
    order('1', MONDAY + HOUR, ['visitor' => 'v1']),
];
$store = Store::open($dir, ['create' => true]);
$store->recordMany($events);
$store->ingest();
$before = [$store->report('overview'), array_diff_key($store->check(), ['spool_bytes' => 0, 'lag_ms' => 0, 'last_ingest_at' => 0, 'db_bytes' => 0])];
$store->recordMany([...$events, ...$events]);
other_php(sprintf('Touchline\Store::open(%s)->recordMany(%s);', var_export($dir, true), var_export($events, true)));
same('all nine came', 9, $store->ingest()['duplicates']);
$after = [$store->report('overview'), array_diff_key($store->check(), ['spool_bytes' => 0, 'lag_ms' => 0, 'last_ingest_at' => 0, 'db_bytes' => 0])];
same('and changed nothing', $before, $after);
same('its click earned', '100.00', $after[0]['identity']['whatsapp']);
?>
--EXPECT--
all nine came: ok
and changed nothing: ok
its click earned: ok
