--TEST--
An unknown field is refused by its name, also in an order's lines, also one of another type
--FILE--
<?php
require __DIR__ . '/common.inc';
$dir = scratch();
$store = Touchline\Store::open($dir, ['create' => true]);
refused('unknown', fn () => $store->record(view('v1', MONDAY, ['colour' => 'red'])));
refused('of another type', fn () => $store->record(view('v1', MONDAY, ['quantity' => 1])));
refused('a number', fn () => $store->record(view('v1', MONDAY, ['red'])));
refused('in a line', fn () => $store->record(order('1', MONDAY, ['lines' => [['name' => 'Boots', 'net' => '1', 'price' => '1']]])));
refused('in a refund', fn () => $store->record(order('1', MONDAY, ['refunds' => [
    ['refund' => '2', 'at' => MONDAY, 'total' => '1'], ['refund' => '3', 'at' => MONDAY, 'total' => '1', 'net' => '1']]])));
refused('with a NUL byte in it', fn () => $store->record(view('v1', MONDAY, ["pa\0th" => 'x'])));
refused('not UTF-8', fn () => $store->record(view('v1', MONDAY, ["\xff\xfe" => 'x'])));
refused('a million bytes', fn () => $store->record(view('v1', MONDAY, [str_repeat('x', MILLION) => 'x'])));
same('nothing was written', 0, spool_bytes($dir));
?>
--EXPECT--
unknown: Touchline\EventException 51
  the event has an unknown field: 'colour' of 'page_view'
of another type: Touchline\EventException 51
  the event has an unknown field: 'quantity' of 'page_view'
a number: Touchline\EventException 51
  the event has an unknown field: '0' of 'page_view'
in a line: Touchline\EventException 51
  the event has an unknown field: 'price' of 'lines[0]'
in a refund: Touchline\EventException 51
  the event has an unknown field: 'net' of 'refunds[1]'
with a NUL byte in it: Touchline\EventException 51
  the event has an unknown field: 'pa' of 'page_view'
not UTF-8: Touchline\EventException 51
  the event has an unknown field: '??' of 'page_view'
a million bytes: Touchline\EventException 51
  the event has an unknown field: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' of 'page_view'
nothing was written: ok
