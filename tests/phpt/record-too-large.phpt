--TEST--
An event of more than 65,536 bytes is refused; one just below comes through whole
--FILE--
<?php
require __DIR__ . '/common.inc';
$dir = scratch();
$store = Touchline\Store::open($dir, ['create' => true]);
$lines = fn (int $n) => order('1', MONDAY, ['total' => '300', 'lines' => array_fill(0, $n, ['name' => str_repeat('x', 200), 'net' => '1'])]);
refused('500 lines with names of 200 bytes', fn () => $store->record($lines(500)));
same('nothing was written', 0, spool_bytes($dir));
same('300 lines', 32, strlen($store->record($lines(300))));
same('its size', true, spool_bytes($dir) > 60_000);
$store->ingest();
same('its money', '300.00', $store->report('overview')['identity']['total']);
?>
--EXPECT--
500 lines with names of 200 bytes: Touchline\EventException 54
  the event is too large: 104051 bytes encoded, at most 65536 are allowed
nothing was written: ok
300 lines: ok
its size: ok
its money: ok
