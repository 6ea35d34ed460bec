--TEST--
While one process ingests, another returns at once and says so
--FILE--
<?php
require __DIR__ . '/common.inc';
use Touchline\Store;
$dir = scratch();
$store = Store::open($dir, ['create' => true]);
$store->record(view('v1', MONDAY));
$store->ingest();
$store->record(view('v1', MONDAY + 1));
$lock = fopen("$dir/ingest.lock", 'c');
flock($lock, LOCK_EX);
$counts = $store->ingest();
same('busy', [true, 0], [$counts['busy'], $counts['events']]);
same('reports are read all the same', MONDAY, $store->report('overview')['as_of']);
same('events are recorded all the same', 32, strlen($store->record(view('v1', MONDAY + 2))));
flock($lock, LOCK_UN);
$counts = $store->ingest();
same('then not', [false, 2], [$counts['busy'], $counts['events']]);
?>
--EXPECT--
busy: ok
reports are read all the same: ok
events are recorded all the same: ok
then not: ok
