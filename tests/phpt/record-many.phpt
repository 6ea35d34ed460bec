--TEST--
recordMany() takes arrays, generators and other iterables, and says how many
--FILE--
<?php
require __DIR__ . '/common.inc';
$store = store();
$views = fn (int $from, int $to) => array_map(fn ($i) => view('v1', MONDAY + $i), range($from, $to));
same('an array', 3, $store->recordMany($views(1, 3)));
same('with keys', 2, $store->recordMany(array_combine(['a', 'b'], $views(4, 5))));
same('empty', 0, $store->recordMany([]));
same('a generator', 1000, $store->recordMany((function () {
    for ($i = 0; $i < 1000; $i++) {
        yield view('v2', MONDAY + $i);
    }
})()));
same('an iterator', 2, $store->recordMany(new ArrayIterator($views(6, 7))));
same('an aggregate', 2, $store->recordMany(new ArrayObject($views(8, 9))));
same('a generator that records itself', 2, $store->recordMany((function () use ($store) {
    yield view('v3', MONDAY);
    $store->record(view('v3', MONDAY + 1));
    yield view('v3', MONDAY + 2);
})()));
$events = $views(10, 11);
foreach ($events as &$event) {
}
same('references', 2, $store->recordMany($events));
same('all are there', 3 + 2 + 1000 + 2 + 2 + 3 + 2, $store->ingest()['events']);
?>
--EXPECT--
an array: ok
with keys: ok
empty: ok
a generator: ok
an iterator: ok
an aggregate: ok
a generator that records itself: ok
references: ok
all are there: ok
