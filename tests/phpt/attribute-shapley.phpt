--TEST--
attribute() by shapley is the Shapley value, summed up over all coalitions of up to nine channels
--FILE--
<?php
require __DIR__ . '/common.inc';

/**
 * The definition: a set of channels is worth what came by paths that need no other; a channel earns the mean of what it
 * adds to those before it, over all orders in which they can come.
 *
 * @param list<array{int, float}> $paths a set of channels as bits, and what came by it
 * @return list<float>
 */
function shapley_values(array $paths, int $n): array
{
    $worth = array_fill(0, 1 << $n, 0.0);
    foreach ($worth as $set => $_) {
        foreach ($paths as [$needs, $amount]) {
            $worth[$set] += ($needs & ~$set) === 0 ? $amount : 0;
        }
    }
    $factorial = fn (int $k) => array_product(range(1, max(1, $k)));
    $values = [];
    for ($key = 0; $key < $n; $key++) {
        $values[$key] = 0.0;
        foreach ($worth as $set => $amount) {
            if ($set & 1 << $key) {
                continue;
            }
            $size = substr_count(decbin($set), '1');
            $values[$key] += $factorial($size) * $factorial($n - $size - 1) / $factorial($n) * ($worth[$set | 1 << $key] - $amount);
        }
    }
    return $values;
}

$seed = (int) (getenv('SEED') ?: random_int(1, 1 << 30));
mt_srand($seed);
$names = ['0', '', 'a', 'é', '10', 'direct', '-0', "\0", '1.0'];
for ($set = 0; $set < (getenv('TOUCHLINE_VALGRIND') ? 3 : 40); $set++) {
    $n = mt_rand(1, 9);
    $paths = $money = $persons = [];
    for ($i = mt_rand(1, 20); $i > 0; $i--) {
        $path = ['touches' => array_map(fn () => $names[mt_rand(0, $n - 1)], range(1, mt_rand(1, 12))), 'value' => mt_rand(-10000, 10000), 'conversions' => mt_rand(0, 5)];
        $needs = array_reduce($path['touches'], fn ($bits, $key) => $bits | 1 << array_search($key, $names, true), 0);
        $paths[] = $path;
        $money[] = [$needs, (float) $path['value']];
        $persons[] = [$needs, (float) $path['conversions']];
    }
    $told = Touchline\attribute($paths, 'shapley');
    $values = shapley_values($money, $n);
    $conversions = shapley_values($persons, $n);
    $right = array_sum(array_column($told, 'value')) === array_sum(array_column($paths, 'value'));
    foreach ($names as $key => $name) {
        $row = $told[$name] ?? ['value' => 0, 'conversions' => 0.0]; // who is on no path earns nothing
        /* each path is split in whole units of its own, which is less than one off */
        $right = $right && abs($row['value'] - ($values[$key] ?? 0)) < count($paths) && abs($row['conversions'] - ($conversions[$key] ?? 0)) < 1e-9;
    }
    if (! $right) {
        die("SEED=$seed differs: " . json_encode(compact('paths', 'told', 'values', 'conversions'), JSON_PRETTY_PRINT | JSON_INVALID_UTF8_SUBSTITUTE));
    }
}
/* 2520 divides by every number of channels, so nothing is rounded and the values are the game's own */
$paths = [['touches' => ['a', 'b', 'a'], 'value' => 2520], ['touches' => ['c'], 'value' => 2520 * 2], ['touches' => ['c', 'a', 'd'], 'value' => 2520 * 3]];
$values = shapley_values([[0b0011, 2520], [0b0100, 5040], [0b1101, 7560]], 4);
same('to the unit', array_map(fn ($value) => (int) round($value), $values), array_values(array_map(fn ($row) => $row['value'], Touchline\attribute($paths, 'shapley'))));
echo "the same\n";
?>
--EXPECT--
to the unit: ok
the same
