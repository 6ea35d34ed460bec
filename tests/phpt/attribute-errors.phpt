--TEST--
attribute() refuses what it does not know by place and name
--FILE--
<?php
require __DIR__ . '/common.inc';
use function Touchline\attribute;
$good = ['touches' => ['a'], 'value' => 1];
refused('model', fn () => attribute([$good], 'lsat'));
refused('option', fn () => attribute([$good], 'last', ['half_life' => 7]));
refused('a list of options', fn () => attribute([$good], 'last', [7]));
refused("an option's value", fn () => attribute([$good], 'last', ['window_ms' => '7']));
refused('a negative window', fn () => attribute([$good], 'last', ['window_ms' => -1]));
refused('no list', fn () => attribute(['a' => $good], 'last'));
foreach ([
    'no touches' => ['value' => 1],
    'an empty path' => ['touches' => [], 'value' => 1],
    'touches by name' => ['touches' => ['x' => 'a'], 'value' => 1],
    'no value' => ['touches' => ['a']],
    'a float' => ['touches' => ['a'], 'value' => 1.0],
    'negative conversions' => $good + ['conversions' => -1],
    'negative nulls' => $good + ['nulls' => -1],
    'an unknown key' => $good + ['price' => 1],
    'a text time' => $good + ['at' => 'now'],
    'a touch without a key' => ['touches' => ['a', ['at' => 1]], 'value' => 1],
    'a touch that is a number' => ['touches' => [7], 'value' => 1],
    'a touch of an unknown key' => ['touches' => [['key' => 'a', 'when' => 1]], 'value' => 1],
    'a touch directly wrong' => ['touches' => [['key' => 'a', 'direct' => 1]], 'value' => 1],
    'no path' => 7,
    'an object' => ['touches' => [new stdClass()], 'value' => 1],
] as $what => $path) {
    refused($what, fn () => attribute([$good, $path], 'last'));
}
refused('the largest of all', fn () => attribute([$good, ['touches' => ['a'], 'value' => PHP_INT_MAX]], 'last'));
?>
--EXPECT--
model: Touchline\QueryException 63
  there is no model of that name: 'lsat'; there are last, last_non_direct, first, linear, position and time_decay
option: Touchline\QueryException 61
  the query has an unknown option: 'half_life'; there is window_ms
a list of options: Touchline\QueryException 61
  the query has an unknown option: '0'; there is window_ms
an option's value: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'window_ms' must be a whole number of milliseconds, 0 or more
a negative window: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'window_ms' must be a whole number of milliseconds, 0 or more
no list: Touchline\QueryException 64
  a path or touch is malformed: paths are a list
no touches: Touchline\QueryException 64
  a path or touch is malformed: path 1 has no touches
an empty path: Touchline\QueryException 64
  a path or touch is malformed: path 1 has no touches
touches by name: Touchline\QueryException 64
  a path or touch is malformed: path 1 has no touches
no value: Touchline\QueryException 64
  a path or touch is malformed: path 1 has no value
a float: Touchline\QueryException 64
  a path or touch is malformed: path 1: 'value' must be a whole number
negative conversions: Touchline\QueryException 64
  a path or touch is malformed: path 1: 'conversions' must be a whole number, 0 or more
negative nulls: Touchline\QueryException 64
  a path or touch is malformed: path 1: 'nulls' must be a whole number, 0 or more
an unknown key: Touchline\QueryException 64
  a path or touch is malformed: path 1 has an unknown key 'price'
a text time: Touchline\QueryException 64
  a path or touch is malformed: path 1: 'at' must be a whole number
a touch without a key: Touchline\QueryException 64
  a path or touch is malformed: path 1 has a touch without a key
a touch that is a number: Touchline\QueryException 64
  a path or touch is malformed: path 1 has a touch that is neither a name nor an array
a touch of an unknown key: Touchline\QueryException 64
  a path or touch is malformed: path 1 has a touch whose 'when' is unknown or has a wrong type
a touch directly wrong: Touchline\QueryException 64
  a path or touch is malformed: path 1 has a touch whose 'direct' is unknown or has a wrong type
no path: Touchline\QueryException 64
  a path or touch is malformed: path 1 is no array of touches and value
an object: Touchline\QueryException 64
  a path or touch is malformed: 'touches': an object cannot be taken; give strings, numbers, true, false, null and arrays of them
the largest of all: Touchline\QueryException 64
  a path or touch is malformed: path 1: the values of a key add up to more than 64 bits hold
