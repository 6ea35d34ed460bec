--TEST--
A wrong type or value is refused: the message names the field and says what it takes
--FILE--
<?php
require __DIR__ . '/common.inc';
$dir = scratch();
$store = Touchline\Store::open($dir, ['create' => true]);
$click = ['type' => 'button_click', 'path' => '/'];
foreach ([
    'a number for text' => ['path' => 1] + $click,
    'text for a time' => $click + ['at' => '2026-11-02'],
    'a float for a time' => $click + ['at' => 1.5],
    'after the year 2100' => $click + ['at' => 4_102_444_800_001],
    'a time before 1970' => $click + ['at' => 0],
    'a visitor with a space' => $click + ['visitor' => 'a b'],
    'a visitor of 65' => $click + ['visitor' => str_repeat('v', 65)],
    'no such word' => $click + ['intent' => 'buy'],
    'a code too short' => $click + ['code' => 'ABCDEFG'],
    'a code with a U' => $click + ['code' => 'ABCDEFGU'],
    'true for text' => $click + ['product' => true],
    'text for a number' => ['type' => 'search', 'query' => 'boots', 'results' => '3'],
    'too large a number' => ['type' => 'search', 'query' => 'boots', 'results' => 1_000_000_001],
    '1 for true' => order('1', MONDAY, ['test' => 1]),
    'a comma in money' => order('1', MONDAY, ['total' => '12,50']),
    'a float for money' => order('1', MONDAY, ['total' => 12.5]),
    'NaN for money' => order('1', MONDAY, ['total' => NAN]),
    'too much money' => order('1', MONDAY, ['total' => '1000000000001']),
    'a currency in money' => order('1', MONDAY, ['total' => '12.50 EUR']),
    'nothing in money' => order('1', MONDAY, ['tax' => '.']),
    'one line for lines' => order('1', MONDAY, ['lines' => ['name' => 'Boots', 'net' => '1']]),
    'text for a line' => order('1', MONDAY, ['lines' => ['Boots']]),
    '501 lines' => order('1', MONDAY, ['lines' => array_fill(0, 501, ['name' => 'Boots', 'net' => '1'])]),
] as $what => $event) {
    refused($what, fn () => $store->record($event));
}
same('nothing was written', 0, spool_bytes($dir));
?>
--EXPECT--
a number for text: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'path' of 'button_click' must be text of at most 1024 bytes, in valid UTF-8 and without control characters
text for a time: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'at' of 'button_click' must be a time in UTC milliseconds, a whole number from 1 to 4102444800000
a float for a time: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'at' of 'button_click' must be a time in UTC milliseconds, a whole number from 1 to 4102444800000
after the year 2100: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'at' of 'button_click' must be a time in UTC milliseconds, a whole number from 1 to 4102444800000
a time before 1970: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'at' of 'button_click' must be a time in UTC milliseconds, a whole number from 1 to 4102444800000
a visitor with a space: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'visitor' of 'button_click' must be at most 64 characters of A-Z, a-z, 0-9, _ and -
a visitor of 65: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'visitor' of 'button_click' must be at most 64 characters of A-Z, a-z, 0-9, _ and -
no such word: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'intent' of 'button_click' must be one of order, presale, support, other
a code too short: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'code' of 'button_click' must be a reference code: 8 characters of Crockford base32
a code with a U: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'code' of 'button_click' must be a reference code: 8 characters of Crockford base32
true for text: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'product' of 'button_click' must be text of at most 64 bytes, in valid UTF-8 and without control characters
text for a number: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'results' of 'search' must be a whole number from 0 to 1000000000
too large a number: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'results' of 'search' must be a whole number from 0 to 1000000000
1 for true: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'test' of 'order' must be true or false
a comma in money: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'total' of 'order' must be money: a whole number of micros or a decimal as text, at most 10^12 units
a float for money: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'total' of 'order' must be money: a whole number of micros or a decimal as text, at most 10^12 units
NaN for money: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'total' of 'order' must be money: a whole number of micros or a decimal as text, at most 10^12 units
too much money: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'total' of 'order' must be money: a whole number of micros or a decimal as text, at most 10^12 units
a currency in money: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'total' of 'order' must be money: a whole number of micros or a decimal as text, at most 10^12 units
nothing in money: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'tax' of 'order' must be money: a whole number of micros or a decimal as text, at most 10^12 units
one line for lines: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'lines' of 'order' must be a list of at most 500 objects
text for a line: Touchline\EventException 52
  a field of the event has a wrong type or value: 'lines[0]' must be an object
501 lines: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'lines' of 'order' must be a list of at most 500 objects
nothing was written: ok
