--TEST--
attribute() by markov agrees with removing each channel and solving what is left, on random paths and orders 1 to 4
--FILE--
<?php
require __DIR__ . '/common.inc';

/** Solves the equations of the rows [coefficients..., right side] by Gauss with pivots. */
function solve(array $rows): array
{
    $n = count($rows);
    for ($k = 0; $k < $n; $k++) {
        for ($best = $i = $k; $i < $n; $i++) {
            $best = abs($rows[$i][$k]) > abs($rows[$best][$k]) ? $i : $best;
        }
        [$rows[$k], $rows[$best]] = [$rows[$best], $rows[$k]];
        for ($i = 0; $i < $n; $i++) {
            $times = $i === $k ? 0.0 : $rows[$i][$k] / $rows[$k][$k];
            for ($j = $k; $times !== 0.0 && $j <= $n; $j++) {
                $rows[$i][$j] -= $times * $rows[$k][$j];
            }
        }
    }
    return array_map(fn (int $i) => $rows[$i][$n] / $rows[$i][$i], array_keys($rows));
}

/** The probability to come from the start to an order, never through a state with the channel that is removed. */
function conversion(array $counts, ?string $removed): float
{
    $of = fn (string $state) => json_decode($state);
    $states = array_keys(array_filter($counts, fn (string $state) => $removed === null || ! in_array($removed, $of($state), true), ARRAY_FILTER_USE_KEY));
    $place = array_flip($states);
    $rows = [];
    foreach ($states as $i => $state) {
        $rows[$i] = array_fill(0, count($states) + 1, 0.0);
        $rows[$i][$i] = 1.0;
        foreach ($counts[$state] as $to => $count) {
            $p = $count / array_sum($counts[$state]);
            if ($to === 'order') {
                $rows[$i][count($states)] += $p;
            } elseif (isset($place[$to])) {
                $rows[$i][$place[$to]] -= $p;
            }
        }
    }
    return solve($rows)[$place['[]']];
}

/** @return array<string, float> key => removal effect */
function effects(array $paths, int $order): array
{
    $counts = $keys = [];
    foreach ($paths as $path) {
        $keys += array_flip(array_map(fn ($key) => "k$key", $path['touches']));
        $conversions = $path['conversions'] ?? 1;
        $nulls = $path['nulls'] ?? 0;
        if ($conversions + $nulls === 0) {
            continue;
        }
        $recent = [];
        foreach ($path['touches'] as $touch) {
            $before = json_encode($recent);
            $recent = array_slice([...$recent, $touch], -$order);
            $counts[$before][json_encode($recent)] = ($counts[$before][json_encode($recent)] ?? 0) + $conversions + $nulls;
        }
        foreach (['order' => $conversions, 'null' => $nulls] as $end => $count) {
            $counts[json_encode($recent)][$end] = ($counts[json_encode($recent)][$end] ?? 0) + $count;
        }
    }
    $whole = $counts ? conversion($counts, null) : 0.0;
    return array_map(fn ($key) => $whole > 0 ? 1 - conversion($counts, substr($key, 1)) / $whole : 0.0, array_combine(array_keys($keys), array_keys($keys)));
}

function random_paths(int $paths, int $keys): array
{
    $names = ['0', '', '00', '1', '-1', "\0", 'é', '😀', 'direct', '1e1'];
    return array_map(function () use ($keys, $names) {
        $name = fn () => $names[$n = min(mt_rand(0, $keys - 1), mt_rand(0, $keys - 1))] ?? "channel $n";
        $path = ['touches' => array_map($name, range(1, mt_rand(1, 7))), 'value' => mt_rand(-1000, 100000)];
        mt_rand(0, 3) && $path['conversions'] = mt_rand(0, 3);
        mt_rand(0, 1) && $path['nulls'] = mt_rand(0, 4);
        return $path;
    }, range(1, $paths));
}

/** What differs, or null. */
function difference(array $paths, int $order): ?string
{
    $told = Touchline\attribute($paths, 'markov', ['order' => $order]);
    $effects = effects($paths, $order);
    $sum = array_sum($effects);
    $value = array_sum(array_column($paths, 'value'));
    $conversions = array_sum(array_map(fn ($path) => $path['conversions'] ?? 1, $paths));
    if (array_map(fn ($key) => "k$key", array_keys($told)) !== array_keys($effects)) {
        return 'the keys';
    }
    if (array_sum(array_column($told, 'value')) !== $value) {
        return 'the sum';
    }
    foreach ($told as $key => $row) {
        $share = $sum > 0 ? $effects["k$key"] / $sum : 0;
        if (abs($row['conversions'] - $conversions * $share) > 1e-9 * (1 + $conversions)
            || ($sum > 0 && abs($row['value'] - $value * $share) > 1 + 1e-6)) {
            return "$key: " . json_encode([$row, 'share' => $share, 'sum' => $sum]);
        }
    }
    return null;
}

$seed = (int) (getenv('SEED') ?: random_int(1, 1 << 30));
mt_srand($seed);
$few = (bool) getenv('TOUCHLINE_VALGRIND');
$compared = 0;
/* paths, keys, order, how often; the last ones have more states than a small matrix takes at once */
foreach ([[1, 3, 1, 50], [6, 5, 1, 300], [6, 5, 2, 200], [5, 4, 3, 100], [5, 3, 4, 100], [60, 70, 1, 2], [25, 12, 2, 2], [25, 8, 3, 1], [20, 6, 4, 1]] as [$paths, $keys, $order, $times]) {
    for ($i = 0; $i < ($few ? 1 : $times); $i++) {
        $given = random_paths($paths, $keys);
        $difference = difference($given, $order);
        if ($difference !== null) {
            die("SEED=$seed differs, order $order: $difference " . json_encode($given, JSON_PRETTY_PRINT | JSON_INVALID_UTF8_SUBSTITUTE));
        }
        $compared++;
    }
}
same('compared', $few ? 9 : 756, $compared);
?>
--EXPECT--
compared: ok
