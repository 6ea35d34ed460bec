--TEST--
Objects, resources, references and arrays that hold themselves
--FILE--
<?php
require __DIR__ . '/common.inc';
$dir = scratch();
$store = Touchline\Store::open($dir, ['create' => true]);
refused('an object', fn () => $store->record(view('v1', MONDAY, ['source' => new ArrayObject(['x'])])));
refused('an object that is text', fn () => $store->record(view('v1', MONDAY, ['source' => new class { public function __toString(): string { return 'x'; } }])));
refused('a closure', fn () => $store->record(view('v1', MONDAY, ['source' => fn () => 1])));
refused('a resource', fn () => $store->record(view('v1', MONDAY, ['source' => STDIN])));
$self = view('v1', MONDAY);
$self['source'] = &$self;
refused('itself', fn () => $store->record($self));
$self = null;
$deep = 'x';
for ($i = 0; $i < 10_000; $i++) { // PHP itself frees an array by recursion: a debug PHP has no stack for 100,000
    $deep = [$deep];
}
refused('10,000 deep', fn () => $store->record(view('v1', MONDAY, ['source' => $deep])));
refused('no array', fn () => $store->record('page_view'));
same('nothing was written', 0, spool_bytes($dir));
$event = view('v1', MONDAY);
$id = $store->record($event);
foreach ($event as &$field) {
    $alias = &$field;
}
same('references are followed', $id, $store->record($event));
same('the event stays as it was', ['type', 'visitor', 'at', 'path'], array_keys($event));
?>
--EXPECT--
an object: Touchline\EventException 52
  a field of the event has a wrong type or value: 'source': an object cannot be taken; give strings, numbers, true, false, null and arrays of them
an object that is text: Touchline\EventException 52
  a field of the event has a wrong type or value: 'source': an object cannot be taken; give strings, numbers, true, false, null and arrays of them
a closure: Touchline\EventException 52
  a field of the event has a wrong type or value: 'source': an object cannot be taken; give strings, numbers, true, false, null and arrays of them
a resource: Touchline\EventException 52
  a field of the event has a wrong type or value: 'source': resource cannot be taken; give strings, numbers, true, false, null and arrays of them
itself: Touchline\EventException 52
  a field of the event has a wrong type or value: 'source': arrays are nested more than 16 deep
10,000 deep: Touchline\EventException 52
  a field of the event has a wrong type or value: 'source': arrays are nested more than 16 deep
no array: TypeError 0
  Touchline\Store::record(): Argument #1 ($event) must be of type array, string given
nothing was written: ok
references are followed: ok
the event stays as it was: ok
