--TEST--
attribute() with position, time_decay, transforms, window and cap agrees with a plain PHP reference on random paths
--FILE--
<?php
require __DIR__ . '/common.inc';

/** Google's fractribution words them: D A B B C D C C becomes ... */
function transform(array $touches, string $name, string $key): array
{
    $others = array_values(array_filter($touches, fn ($t) => $t['key'] !== $key));
    $kept = [];
    switch ($name) {
        case 'exposure':
            foreach ($touches as $touch) {
                end($kept) && end($kept)['key'] === $touch['key'] || $kept[] = $touch;
            }
            return $kept;
        case 'first':
            foreach ($touches as $touch) {
                in_array($touch['key'], array_column($kept, 'key'), true) || $kept[] = $touch;
            }
            return $kept;
        case 'remove_if_not_all':
            return $others ?: $touches;
        case 'remove_if_last_and_not_all':
            while ($others && end($touches)['key'] === $key) {
                array_pop($touches);
            }
            return $touches;
    }
    return $touches;
}

/** @return list<float> of a sum that is not 0 */
function weights(array $path, array $touches, string $model, array $options): array
{
    $n = count($touches);
    if ($model === 'position') {
        [$first, $between, $last] = $options['positions'] ?? [40, 20, 40];
        if ($n === 1 || ($n === 2 && $first + $last === 0)) {
            return array_fill(0, $n, 1.0);
        }
        return $n === 2 ? [$first, $last] : [$first, ...array_fill(0, $n - 2, $between / ($n - 2)), $last];
    }
    return array_map(fn ($t) => $model === 'linear' ? 1.0 : 2.0 ** (-max(0, $path['at'] - $t['at']) / ($options['half_life_ms'] ?? 7 * DAY)), $touches);
}

/** key => [conversions, value as a float, how many touches it has, which bounds what rounding can do] */
function reference(array $paths, string $model, array $options): array
{
    $credits = [];
    foreach ($paths as $path) {
        foreach ($path['touches'] as $touch) {
            $credits["k$touch[key]"] ??= [0.0, 0.0, 0];
        }
        $touches = array_filter($path['touches'], fn ($t) => ! isset($options['window_ms']) || $path['at'] - $t['at'] <= $options['window_ms']);
        $touches = array_slice($touches, -($options['max_touches'] ?? 1000));
        foreach ((array) ($options['transform'] ?? []) as $name) {
            $touches = $touches ? transform($touches, $name, $options['transform_key'] ?? 'direct') : [];
        }
        if ($touches === []) {
            continue;
        }
        $weights = weights($path, $touches, $model, $options);
        foreach ($touches as $i => $touch) {
            $share = $weights[$i] / array_sum($weights);
            $credits["k$touch[key]"][0] += $share * $path['conversions'];
            $credits["k$touch[key]"][1] += $share * $path['value'];
            $credits["k$touch[key]"][2]++;
        }
    }
    return $credits;
}

function random_options(): array
{
    $transforms = ['unique', 'exposure', 'first', 'remove_if_last_and_not_all', 'remove_if_not_all'];
    $options = [];
    mt_rand(0, 2) || $options['window_ms'] = mt_rand(0, 20) * DAY;
    mt_rand(0, 2) || $options['max_touches'] = mt_rand(1, 6);
    mt_rand(0, 1) || $options['transform'] = mt_rand(0, 1) ? $transforms[mt_rand(0, 4)] : array_map(fn () => $transforms[mt_rand(0, 4)], range(1, mt_rand(1, 3)));
    mt_rand(0, 1) || $options['transform_key'] = ['direct', 'a', '7', ''][mt_rand(0, 3)];
    mt_rand(0, 1) || $options['positions'] = [mt_rand(0, 5), mt_rand(0, 5), mt_rand(1, 5)];
    mt_rand(0, 1) || $options['half_life_ms'] = mt_rand(HOUR, 30 * DAY);
    return $options;
}

$seed = (int) (getenv('SEED') ?: random_int(1, 1 << 30));
mt_srand($seed);
for ($set = 0; $set < (getenv('TOUCHLINE_VALGRIND') ? 100 : 3000); $set++) {
    $paths = array_map(fn () => [
        'touches' => array_map(fn () => ['key' => ['direct', 'a', 'b', '7', ''][mt_rand(0, 4)], 'at' => MONDAY - mt_rand(-1, 30) * DAY], range(1, mt_rand(1, 9))),
        'value' => mt_rand(-1, 1) * mt_rand(0, 1_000_000), 'conversions' => mt_rand(0, 3), 'at' => MONDAY,
    ], range(1, mt_rand(1, 6)));
    $model = ['linear', 'position', 'time_decay'][$set % 3];
    $options = random_options();
    $told = Touchline\attribute($paths, $model, $options);
    $expected = reference($paths, $model, $options);
    $right = array_map(fn ($key) => "k$key", array_keys($told)) === array_keys($expected)
        && (isset($options['window_ms']) || array_sum(array_column($told, 'value')) === array_sum(array_column($paths, 'value')));
    foreach ($told as $key => $row) {
        [$conversions, $value, $touches] = $expected["k$key"];
        $right = $right && abs($row['conversions'] - $conversions) < 1e-9 && abs($row['value'] - $value) <= $touches * (1 - 1e-9);
    }
    if (! $right) {
        die("SEED=$seed differs: " . json_encode(compact('model', 'options', 'paths', 'told', 'expected'), JSON_PRETTY_PRINT));
    }
}
echo "the same\n";
?>
--EXPECT--
the same
