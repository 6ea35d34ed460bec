--TEST--
An event's own id decides, whatever the rest says; it counts once
--FILE--
<?php
require __DIR__ . '/common.inc';
$store = store();
$id = $store->record(view('v1', MONDAY, ['id' => 'wamid.1']));
same('another event of the same id', $id, $store->record(['type' => 'search', 'query' => 'boots', 'id' => 'wamid.1']));
same('another id', true, $id !== $store->record(view('v1', MONDAY, ['id' => 'wamid.2'])));
$counts = $store->ingest();
same('counted', 2, $counts['events']);
same('duplicates', 1, $counts['duplicates']);
?>
--EXPECT--
another event of the same id: ok
another id: ok
counted: ok
duplicates: ok
