--TEST--
ingest() with a budget stops in time, and goes on where it stopped
--FILE--
<?php
require __DIR__ . '/common.inc';
$store = store();
$total = getenv('TOUCHLINE_VALGRIND') ? 3_000 : 60_000;
$store->recordMany((function () use ($total) {
    for ($i = 0; $i < $total; $i++) {
        yield view('v' . intdiv($i, 50), MONDAY + $i * 1000);
    }
})());
$events = $calls = 0;
$slowest = 0;
do {
    $began = hrtime(true);
    $counts = $store->ingest(20);
    $slowest = max($slowest, (hrtime(true) - $began) / 1e6);
    $events += $counts['events'];
    $calls++;
} while (! $counts['done'] && $calls < 10_000);
same('all of them', $total, $events);
same('not at once', true, $calls > 1);
same('no call took long', true, $slowest < (getenv('TOUCHLINE_VALGRIND') ? 60_000 : 1000));
same('in the store', $total, $store->check()['events']);
?>
--EXPECT--
all of them: ok
not at once: ok
no call took long: ok
in the store: ok
