--TEST--
An event without a time happened now
--FILE--
<?php
require __DIR__ . '/common.inc';
$store = store();
$before = (int) floor(microtime(true) * 1000);
$store->record(['type' => 'page_view', 'visitor' => 'v1', 'path' => '/']);
$after = (int) ceil(microtime(true) * 1000);
$store->ingest();
$as_of = $store->report('overview')['as_of'];
same('between before and after', true, $before <= $as_of && $as_of <= $after);
?>
--EXPECT--
between before and after: ok
