--TEST--
100,000 events leave memory as it was
--SKIPIF--
<?php
if (getenv('TOUCHLINE_VALGRIND')) {
    die('skip valgrind counts otherwise');
}
?>
--FILE--
<?php
require __DIR__ . '/common.inc';
function resident(): int
{
    preg_match('/VmRSS:\s+(\d+) kB/', (string) @file_get_contents('/proc/self/status'), $found);
    return (int) ($found[1] ?? 0);
}
$store = store(['identity_key' => '0123456789abcdef']);
$event = ['type' => 'page_view', 'visitor' => 'v1', 'at' => MONDAY, 'path' => '/', 'email' => 'ann@example.com'];
$record = function (int $times) use ($store, $event): void {
    for ($i = 0; $i < $times; $i++) {
        $event['at']++;
        $store->record($event);
        try {
            $store->record(['type' => 'page_view', 'path' => 7]);
        } catch (Touchline\EventException) {
        }
    }
};
$record(1000);
resident(); // PHP keeps what it compiled for it
[$php, $all] = [memory_get_usage(), resident()];
$record(50_000);
same("PHP's", true, memory_get_usage() - $php < 1024);
same("the process's", true, resident() - $all < 1024);
?>
--EXPECT--
PHP's: ok
the process's: ok
