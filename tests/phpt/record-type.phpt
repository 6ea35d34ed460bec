--TEST--
An event's type: unknown, of a wrong kind, missing
--FILE--
<?php
require __DIR__ . '/common.inc';
$dir = scratch();
$store = Touchline\Store::open($dir, ['create' => true]);
refused('unknown', fn () => $store->record(['type' => 'page_veiw', 'path' => '/']));
refused('a number', fn () => $store->record(['type' => 7]));
refused('a list', fn () => $store->record(['type' => ['page_view']]));
refused('null', fn () => $store->record(['type' => null, 'path' => '/']));
refused('missing', fn () => $store->record(['path' => '/']));
refused('an empty event', fn () => $store->record([]));
refused('a list of fields', fn () => $store->record(['page_view', '/']));
refused('a million bytes', fn () => $store->record(['type' => str_repeat('x', MILLION)]));
same('nothing was written', 0, spool_bytes($dir));
?>
--EXPECT--
unknown: Touchline\EventException 50
  the event's type is unknown: 'page_veiw'
a number: Touchline\EventException 50
  the event's type is unknown: field 'type' must be text such as 'page_view'
a list: Touchline\EventException 50
  the event's type is unknown: field 'type' must be text such as 'page_view'
null: Touchline\EventException 53
  the event lacks a field: field 'type' is required
missing: Touchline\EventException 53
  the event lacks a field: field 'type' is required
an empty event: Touchline\EventException 53
  the event lacks a field: field 'type' is required
a list of fields: Touchline\EventException 52
  a field of the event has a wrong type or value: an event must be an object of named fields
a million bytes: Touchline\EventException 50
  the event's type is unknown: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'
nothing was written: ok
