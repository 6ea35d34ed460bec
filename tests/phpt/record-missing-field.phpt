--TEST--
A required field that is missing, null or empty is named; so it is in a line and in a refund
--FILE--
<?php
require __DIR__ . '/common.inc';
$dir = scratch();
$store = Touchline\Store::open($dir, ['create' => true]);
refused('missing', fn () => $store->record(['type' => 'page_view', 'visitor' => 'v1']));
refused('null', fn () => $store->record(['path' => null] + view('v1', MONDAY)));
refused('empty', fn () => $store->record(['path' => ''] + view('v1', MONDAY)));
foreach (['order', 'status', 'currency', 'placed_at', 'total'] as $field) {
    refused("an order without $field", fn () => $store->record([$field => null] + order('1', MONDAY)));
}
refused('a line without a name', fn () => $store->record(order('1', MONDAY, ['lines' => [['net' => '1']]])));
refused('a refund without a time', fn () => $store->record(order('1', MONDAY, ['refunds' => [['refund' => '2', 'total' => '1']]])));
same('nothing was written', 0, spool_bytes($dir));
?>
--EXPECT--
missing: Touchline\EventException 53
  the event lacks a field: field 'path' of 'page_view' is required
null: Touchline\EventException 53
  the event lacks a field: field 'path' of 'page_view' is required
empty: Touchline\EventException 53
  the event lacks a field: field 'path' of 'page_view' is required
an order without order: Touchline\EventException 53
  the event lacks a field: field 'order' of 'order' is required
an order without status: Touchline\EventException 53
  the event lacks a field: field 'status' of 'order' is required
an order without currency: Touchline\EventException 53
  the event lacks a field: field 'currency' of 'order' is required
an order without placed_at: Touchline\EventException 53
  the event lacks a field: field 'placed_at' of 'order' is required
an order without total: Touchline\EventException 53
  the event lacks a field: field 'total' of 'order' is required
a line without a name: Touchline\EventException 53
  the event lacks a field: field 'name' of 'lines[0]' is required
a refund without a time: Touchline\EventException 53
  the event lacks a field: field 'at' of 'refunds[0]' is required
nothing was written: ok
