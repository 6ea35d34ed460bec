--TEST--
A full spool refuses new events and says what to do; nothing that was taken is lost
--FILE--
<?php
require __DIR__ . '/common.inc';
use Touchline\Store;
$dir = scratch();
$store = Store::open($dir, ['create' => true, 'spool_max_bytes' => 20_000]);
$taken = 0;
try {
    for ($i = 0; $i < 10_000; $i++) {
        $store->record(view('v1', MONDAY + $i));
        $taken++;
    }
    echo "never full\n";
} catch (Touchline\StoreException $e) {
    echo $e->getCode(), ' ', preg_replace('/\d+/', 'N', $e->getMessage()), "\n";
}
same('some were taken', true, $taken > 200 && $taken < 2000);
refused('and the next', fn () => Store::open($dir, ['spool_max_bytes' => 20_000])->record(view('v1', MONDAY + $taken)) && throw new Exception('taken'));
$wide = Store::open($dir);
same('taken and ingested', $taken, $wide->ingest()['events']);
same('a larger limit takes it', 32, strlen($wide->record(view('v1', MONDAY + $taken))));
?>
--EXPECTF--
21 the spool has reached its limit; run ingest: it holds N bytes of N (spool_max_bytes)
some were taken: ok
and the next: Touchline\StoreException 21
  the spool has reached its limit; run ingest: it holds %d bytes of 20000 (spool_max_bytes)
taken and ingested: ok
a larger limit takes it: ok
