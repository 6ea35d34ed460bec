--TEST--
attribute(): window_ms leaves out touches that are older, to the millisecond; a path without times has none that are
--FILE--
<?php
require __DIR__ . '/common.inc';
use function Touchline\attribute;
$path = fn (int ...$ages) => ['value' => 12, 'at' => MONDAY,
    'touches' => array_map(fn ($i, $age) => ['key' => "t$i", 'at' => MONDAY - $age], array_keys($ages), $ages)];
$values = fn (array $paths, array $options) => array_map(fn ($row) => $row['value'], attribute($paths, 'linear', $options));
$week = ['window_ms' => 7 * DAY];
same('exactly the window stays', ['t0' => 6, 't1' => 6], $values([$path(7 * DAY, DAY)], $week));
same('a millisecond more goes', ['t0' => 0, 't1' => 12], $values([$path(7 * DAY + 1, DAY)], $week));
same('all are older', ['t0' => 0, 't1' => 0], $values([$path(9 * DAY, 8 * DAY)], $week));
same('no window', ['t0' => 6, 't1' => 6], $values([$path(900 * DAY, DAY)], []));
same('null is no window', ['t0' => 6, 't1' => 6], $values([$path(900 * DAY, DAY)], ['window_ms' => null]));
same('a window of 0', ['t0' => 0, 't1' => 12], $values([$path(1, 0)], ['window_ms' => 0]));
same('no time on the path', ['t0' => 6, 't1' => 6], $values([['at' => null] + $path(9 * DAY, DAY)], $week));
same('no time on a touch', ['a' => 6, 'b' => 6], $values([['value' => 12, 'at' => MONDAY, 'touches' => ['a', ['key' => 'b', 'at' => null]]]], $week));
same('the last of those that stay', ['a' => ['conversions' => 1.0, 'value' => 5], 'b' => ['conversions' => 0.0, 'value' => 0]],
    attribute([['value' => 5, 'at' => MONDAY, 'touches' => [['key' => 'a', 'at' => MONDAY - DAY], ['key' => 'b', 'at' => MONDAY - 9 * DAY]]]], 'last', $week));
?>
--EXPECT--
exactly the window stays: ok
a millisecond more goes: ok
all are older: ok
no window: ok
null is no window: ok
a window of 0: ok
no time on the path: ok
no time on a touch: ok
the last of those that stay: ok
