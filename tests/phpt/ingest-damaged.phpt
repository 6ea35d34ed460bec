--TEST--
A spool that was cut, overwritten and mixed with rubbish loses only the events that were hit; the bytes are kept aside
--FILE--
<?php
require __DIR__ . '/common.inc';
use Touchline\Store;
$dir = scratch();
$ends = [];
$store = Store::open($dir, ['create' => true]);
for ($i = 0; $i < 100; $i++) {
    $store->record(view("v$i", MONDAY + $i));
    clearstatcache();
    $ends[$i] = spool_bytes($dir);
}
[$segment] = glob("$dir/spool/*");
$bytes = file_get_contents($segment);
/* A bit within the 10th event, rubbish between the 20th and the 21st, the last one cut. */
$bytes[$ends[9] - 5] = chr(ord($bytes[$ends[9] - 5]) ^ 4);
$bytes = substr($bytes, 0, $ends[19]) . str_repeat("\xff\x00rubbish", 20) . substr($bytes, $ends[19], $ends[99] - $ends[19] - 3);
file_put_contents($segment, $bytes);
$counts = $store->ingest();
same('98 of 100', 98, $counts['events']);
same('what no frame claims is counted', $ends[9] - $ends[8] + 9 * 20, $counts['skipped_bytes']);
$store->record(view('later', MONDAY + 1000));
$counts = $store->ingest();
same('what is recorded after the cut arrives', 1, $counts['events']);
same('the cut event is skipped then', $ends[99] - $ends[98] - 3, $counts['skipped_bytes']);
$kept = 0;
foreach (glob("$dir/quarantine/*") as $file) {
    $kept += filesize($file);
}
same('all of it is kept aside', true, $kept >= $ends[9] - $ends[8] + 9 * 20 + $ends[99] - $ends[98] - 3);
same('and told', true, $store->check()['quarantined'] > 0);
?>
--EXPECT--
98 of 100: ok
what no frame claims is counted: ok
what is recorded after the cut arrives: ok
the cut event is skipped then: ok
all of it is kept aside: ok
and told: ok
