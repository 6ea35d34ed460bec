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
foreach ([
    ['half_life_ms' => 0], ['half_life_ms' => 1.5], ['positions' => 40], ['positions' => [50, 50]], ['positions' => [40, -20, 40]], ['positions' => [0, 0, 0]],
    ['positions' => [0.4, 0.2, 0.4]], ['positions' => [1, 1_000_001, 1]], ['positions' => ['first' => 40, 'middle' => 20, 'last' => 40]],
    ['order' => 0], ['order' => 5], ['order' => '1'], ['transform' => 'last'], ['transform' => ['first', 7]], ['transform' => array_fill(0, 9, 'first')],
    ['transform' => ''], ['transform_key' => 7], ['max_touches' => 0], ['max_touches' => 'all'],
] as $options) {
    refused(json_encode($options), fn () => attribute([$good], 'last', $options));
}
same('null is the default', attribute([$good], 'position'), attribute([$good], 'position', array_fill_keys(
    ['window_ms', 'half_life_ms', 'positions', 'order', 'transform', 'transform_key', 'max_touches'], null)));
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
refused('too much in all', fn () => attribute([['touches' => ['a'], 'value' => PHP_INT_MAX], ['touches' => ['b'], 'value' => 1]], 'markov'));
refused('no time on the path', fn () => attribute([['touches' => [['key' => 'a', 'at' => 1]], 'value' => 1]], 'time_decay'));
refused('no time on a touch', fn () => attribute([['touches' => [['key' => 'a', 'at' => 1], 'b'], 'value' => 1, 'at' => 1]], 'time_decay'));
?>
--EXPECT--
model: Touchline\QueryException 63
  there is no model of that name: 'lsat'; there are last, last_non_direct, first, linear, position, time_decay, markov and shapley
option: Touchline\QueryException 61
  the query has an unknown option: 'half_life'; there are window_ms, half_life_ms, positions, order, transform, transform_key and max_touches
a list of options: Touchline\QueryException 61
  the query has an unknown option: '0'; there are window_ms, half_life_ms, positions, order, transform, transform_key and max_touches
an option's value: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'window_ms' must be a whole number of milliseconds, 0 or more
a negative window: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'window_ms' must be a whole number of milliseconds, 0 or more
{"half_life_ms":0}: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'half_life_ms' must be a whole number of milliseconds, 1 or more
{"half_life_ms":1.5}: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'half_life_ms' must be a whole number of milliseconds, 1 or more
{"positions":40}: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'positions' must be three whole numbers from 0 to 1000000, not all 0, such as [40, 20, 40]
{"positions":[50,50]}: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'positions' must be three whole numbers from 0 to 1000000, not all 0, such as [40, 20, 40]
{"positions":[40,-20,40]}: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'positions' must be three whole numbers from 0 to 1000000, not all 0, such as [40, 20, 40]
{"positions":[0,0,0]}: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'positions' must be three whole numbers from 0 to 1000000, not all 0, such as [40, 20, 40]
{"positions":[0.4,0.2,0.4]}: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'positions' must be three whole numbers from 0 to 1000000, not all 0, such as [40, 20, 40]
{"positions":[1,1000001,1]}: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'positions' must be three whole numbers from 0 to 1000000, not all 0, such as [40, 20, 40]
{"positions":{"first":40,"middle":20,"last":40}}: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'positions' must be three whole numbers from 0 to 1000000, not all 0, such as [40, 20, 40]
{"order":0}: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'order' must be 1, 2, 3 or 4
{"order":5}: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'order' must be 1, 2, 3 or 4
{"order":"1"}: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'order' must be 1, 2, 3 or 4
{"transform":"last"}: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'transform' must be unique, exposure, first, remove_if_last_and_not_all or remove_if_not_all, or a list of at most 8 of them
{"transform":["first",7]}: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'transform' must be unique, exposure, first, remove_if_last_and_not_all or remove_if_not_all, or a list of at most 8 of them
{"transform":["first","first","first","first","first","first","first","first","first"]}: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'transform' must be unique, exposure, first, remove_if_last_and_not_all or remove_if_not_all, or a list of at most 8 of them
{"transform":""}: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'transform' must be unique, exposure, first, remove_if_last_and_not_all or remove_if_not_all, or a list of at most 8 of them
{"transform_key":7}: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'transform_key' must be the name of a channel
{"max_touches":0}: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'max_touches' must be a whole number, 1 or more
{"max_touches":"all"}: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'max_touches' must be a whole number, 1 or more
null is the default: ok
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
too much in all: Touchline\QueryException 64
  a path or touch is malformed: path 1: the values add up to more than 64 bits hold
no time on the path: Touchline\QueryException 64
  a path or touch is malformed: path 0: time_decay needs 'at' on the path and on each touch
no time on a touch: Touchline\QueryException 64
  a path or touch is malformed: path 0: time_decay needs 'at' on the path and on each touch
