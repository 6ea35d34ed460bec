--TEST--
A store that was opened, written and read before a fork works in parent and children
--SKIPIF--
<?php
if (! function_exists('pcntl_fork')) {
    die('skip needs pcntl');
}
if (getenv('TOUCHLINE_VALGRIND')) {
    die("skip a child leaves its parent's database handle alone, which valgrind calls a leak");
}
?>
--FILE--
<?php
require __DIR__ . '/common.inc';
$store = store();
$store->record(view('v0', MONDAY));
$store->ingest();
$children = [];
for ($child = 1; $child <= 4; $child++) {
    $pid = pcntl_fork();
    if ($pid === 0) {
        for ($i = 0; $i < 250; $i++) {
            $store->record(view("v$child", MONDAY + $i));
        }
        $store->ingest();
        exit($store->report('overview')['as_of'] >= MONDAY ? 0 : 1);
    }
    $children[] = $pid;
}
foreach ($children as $pid) {
    pcntl_waitpid($pid, $status);
    same('a child ends well', 0, pcntl_wexitstatus($status));
}
$store->record(view('v0', MONDAY + 1));
$store->ingest();
$check = $store->check();
same('all are there', 1002, $check['events']);
same('nothing is wrong', [], $check['problems']);
?>
--EXPECT--
a child ends well: ok
a child ends well: ok
a child ends well: ok
a child ends well: ok
all are there: ok
nothing is wrong: ok
