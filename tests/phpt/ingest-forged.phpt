--TEST--
Frames that were written with another store's key are not let in
--FILE--
<?php
require __DIR__ . '/common.inc';
use Touchline\Store;
[$own, $other] = [scratch(), scratch()];
$store = Store::open($own, ['create' => true]);
$store->record(view('v1', MONDAY));
$forger = Store::open($other, ['create' => true]);
$forger->record(view('forged', MONDAY));
[$segment] = glob("$own/spool/*");
[$forged] = glob("$other/spool/*");
file_put_contents($segment, file_get_contents($forged), FILE_APPEND);
$store->record(view('v2', MONDAY));
same('only its own', 2, $store->ingest()['events']);
same('in the store', 2, $store->check()['events']);
?>
--EXPECT--
only its own: ok
in the store: ok
