--TEST--
sessionize(): the gap, the length and the campaign, to the millisecond
--FILE--
<?php
require __DIR__ . '/common.inc';
use function Touchline\sessionize;
$of = function (array $events, array $options = []): string {
    $events = array_map(fn ($e) => ['visitor' => 'v', 'at' => ((array) $e)[0]] + (is_array($e) ? ['campaign' => $e[1]] : []), $events);
    return implode(' ', array_map(fn ($row) => $row[0] . ($row[1] ? '!' : ''), sessionize($events, $options)));
};
same('nothing', [], sessionize([]));
same('one', [[1, true]], sessionize([['visitor' => 'v', 'at' => 5]]));
same('a gap of the timeout stays', '1! 1', $of([0, 1_800_000]));
same('a millisecond more starts', '1! 2!', $of([0, 1_800_001]));
same('after the event before, not the first', '1! 1 1 2!', $of([0, 1_800_000, 3_600_000, 5_400_001]));
$steady = range(0, 86_400_000, 1_800_000);
same('24 hours stay', '1! ' . trim(str_repeat('1 ', 48)), $of($steady));
same('a millisecond more starts', '2!', substr($of([...$steady, 86_400_001]), -2));
same('another campaign starts', '1! 1 2! 2', $of([[0, 'a'], [1, 'a'], [2, 'b'], [3, 'b']]));
same('none goes on', '1! 1 1', $of([[0, 'a'], [1, null], [2, 'a']]));
same('the first named one starts', '1! 2! 2', $of([[0, null], [1, 'a'], [2, null]]));
same("compared with the session's first event", '1! 2! 3!', $of([[0, 'a'], [1, 'b'], [2, 'a']]));
same('in the order given', '2! 1! 1', $of([2_000_000, 0, 100]));
same('equal times keep the order given', '1! 2! 3!', $of([[7, 'a'], [7, 'b'], [7, 'a']]));
same('its own timeout', '1! 1 2!', $of([0, 10, 21], ['timeout_ms' => 10]));
same('campaigns aside', '1! 1 1 2!', $of([[0, 'a'], [1, 'b'], [2, 'a'], [1_900_000, 'a']], ['campaign' => false]));
same('its own length', '1! 1 2! 2', $of([0, 10, 11, 21], ['max_ms' => 10]));
same('visitors apart', [[1, true], [1, true], [2, true], [1, false]], sessionize([
    ['visitor' => 'a', 'at' => 0], ['visitor' => 'b', 'at' => 1], ['visitor' => 'a', 'at' => 2_000_000], ['visitor' => 'b', 'at' => 3]]));
same('visitors that are numbers', [[1, true], [1, true]], sessionize([['visitor' => '1', 'at' => 0], ['visitor' => '01', 'at' => 0]]));
same('the ends of time', '1! 2!', $of([PHP_INT_MIN, PHP_INT_MAX]));
?>
--EXPECT--
nothing: ok
one: ok
a gap of the timeout stays: ok
a millisecond more starts: ok
after the event before, not the first: ok
24 hours stay: ok
a millisecond more starts: ok
another campaign starts: ok
none goes on: ok
the first named one starts: ok
compared with the session's first event: ok
in the order given: ok
equal times keep the order given: ok
its own timeout: ok
campaigns aside: ok
its own length: ok
visitors apart: ok
visitors that are numbers: ok
the ends of time: ok
