--TEST--
check() and state() tell what there is, and a database that somebody damaged
--FILE--
<?php
require __DIR__ . '/common.inc';
use Touchline\Store;
$dir = scratch();
$store = Store::open($dir, ['create' => true]);
$empty = $store->check();
same('a new store', [true, [], 0, 0, 0], [$empty['ok'], $empty['problems'], $empty['events'], $empty['orders'], $empty['spool_bytes']]);
for ($i = 0; $i < 2000; $i++) {
    $store->record(view("v$i", MONDAY + $i, ['referrer' => "https://site$i.example/"]));
}
$waiting = $store->check();
same('all wait', [0, true, spool_bytes($dir)], [$waiting['events'], $waiting['pending_bytes'] > 0, $waiting['spool_bytes']]);
$store->ingest();
$full = $store->check();
same('none waits', [2000, 2000, 0, []], [$full['events'], $full['sessions'], $full['pending_bytes'], $full['problems']]);
$state = $store->state();
same('the quick look says no more and nothing else', [], array_diff_assoc(array_diff_key($state, ['lag_ms' => 0]), $full));
same('what it leaves out', ['events', 'sessions', 'persons', 'touches', 'orders', 'bots', 'shared_identities', 'ok', 'problems'], array_values(array_diff(array_keys($full), array_keys($state))));
same('newest', MONDAY + 1999, $state['newest_at']);
same('room', 1 << 30, $state['spool_max_bytes']);
same('where', $dir, $full['directory']);
same('which', bin2hex(substr(file_get_contents("$dir/key"), 8, 16)), $full['store_id']);
unset($store);
other_php(sprintf('$f = fopen(%s, "r+"); $n = fstat($f)["size"]; for ($at = 8192; $at < $n; $at += 4096) { fseek($f, $at + 100); fwrite($f, str_repeat("\xff", 3000)); }',
    var_export("$dir/store.db", true)));
@unlink("$dir/store.db-wal");
@unlink("$dir/store.db-shm");
refused('damaged', fn () => Store::open($dir)->check());
?>
--EXPECT--
a new store: ok
all wait: ok
none waits: ok
the quick look says no more and nothing else: ok
what it leaves out: ok
newest: ok
room: ok
where: ok
which: ok
damaged: Touchline\StoreException 31
  the database is damaged: database disk image is malformed; see docs/operations.md, 'When something is wrong'
