--TEST--
record() gives an event's id: the same for the same event, another for another event or another store
--FILE--
<?php
require __DIR__ . '/common.inc';
$store = store();
$id = $store->record(view('v1', MONDAY));
same('shape', 1, preg_match('/^[0-9a-f]{32}$/', $id));
same('the same event', $id, $store->record(view('v1', MONDAY)));
same('in another order', $id, $store->record(array_reverse(view('v1', MONDAY), true)));
same('null and "" are absent', $id, $store->record(view('v1', MONDAY, ['source' => null, 'medium' => ''])));
$others = [
    view('v2', MONDAY), view('v1', MONDAY + 1), view('v1', MONDAY, ['source' => 'x']), view('v1', MONDAY, ['medium' => 'x']),
    ['path' => '/a'] + view('v1', MONDAY), ['type' => 'button_seen'] + view('v1', MONDAY),
];
same('others differ', 1 + count($others), count(array_unique([$id, ...array_map([$store, 'record'], $others)])));
same('keyed by the store', true, store()->record(view('v1', MONDAY)) !== $id);
?>
--EXPECT--
shape: ok
the same event: ok
in another order: ok
null and "" are absent: ok
others differ: ok
keyed by the store: ok
