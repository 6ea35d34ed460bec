--TEST--
attribute() agrees with a plain PHP reference on 4,000 random sets of paths
--FILE--
<?php
require __DIR__ . '/common.inc';

/** The models as docs/api.md words them, without a thought for speed. */
function reference(array $paths, string $model, ?int $window): array
{
    $credits = [];
    foreach ($paths as $path) {
        $touches = [];
        foreach ($path['touches'] as $touch) {
            $touch = is_string($touch) ? ['key' => $touch, 'direct' => $touch === 'direct'] : $touch;
            $touch += ['at' => null, 'direct' => false];
            $credits[$touch['key']] ??= ['conversions' => 0.0, 'value' => 0];
            $at = $path['at'] ?? null;
            if ($window === null || $at === null || $touch['at'] === null || $at - $touch['at'] <= $window) {
                $touches[] = $touch;
            }
        }
        $n = count($touches);
        if ($n === 0) {
            continue;
        }
        $named = array_keys(array_filter($touches, fn ($t) => ! $t['direct']));
        $one = ['last' => $n - 1, 'first' => 0, 'last_non_direct' => $named ? max($named) : $n - 1][$model] ?? null;
        foreach ($touches as $i => $touch) {
            $whole = abs($path['value']);
            $part = $one === null ? intdiv($whole, $n) + ($i < $whole % $n ? 1 : 0) : ($i === $one ? $whole : 0);
            $credits[$touch['key']]['value'] += $path['value'] < 0 ? -$part : $part;
            $credits[$touch['key']]['conversions'] += ($path['conversions'] ?? 1) * ($one === null ? 1 / $n : (int) ($i === $one));
        }
    }
    return $credits;
}

function random_paths(): array
{
    $keys = ['direct', 'whatsapp', 'search', 'social', 'email', '7', ''];
    return array_map(function () use ($keys) {
        $touches = array_map(function () use ($keys) {
            $key = $keys[mt_rand(0, 6)];
            return mt_rand(0, 2) === 0 ? $key : ['key' => $key, 'at' => mt_rand(0, 3) ? mt_rand(0, 20) : null, 'direct' => mt_rand(0, 2) === 0];
        }, range(1, mt_rand(1, 8)));
        $path = ['touches' => $touches, 'value' => [mt_rand(-50, 50), mt_rand(0, 10 ** 12), 0][mt_rand(0, 2)]];
        mt_rand(0, 1) && $path['conversions'] = mt_rand(0, 5);
        mt_rand(0, 1) && $path['nulls'] = mt_rand(0, 5);
        mt_rand(0, 1) && $path['at'] = mt_rand(0, 3) ? mt_rand(10, 20) : null;
        return $path;
    }, range(1, mt_rand(1, 12)));
}

$seed = (int) (getenv('SEED') ?: random_int(1, 1 << 30));
mt_srand($seed);
$sets = getenv('TOUCHLINE_VALGRIND') ? 100 : 1000;
$compared = 0;
foreach (['last', 'last_non_direct', 'first', 'linear'] as $model) {
    for ($i = 0; $i < $sets; $i++) {
        $paths = random_paths();
        $window = mt_rand(0, 1) ? mt_rand(0, 10) : null;
        $told = Touchline\attribute($paths, $model, $window === null ? [] : ['window_ms' => $window]);
        $expected = reference($paths, $model, $window);
        $close = array_keys($told) === array_keys($expected);
        foreach ($close ? $told : [] as $key => $row) {
            $close = $close && $row['value'] === $expected[$key]['value'] && abs($row['conversions'] - $expected[$key]['conversions']) < 1e-9;
        }
        if (! $close) {
            die("SEED=$seed differs: " . json_encode(compact('model', 'window', 'paths', 'told', 'expected'), JSON_PRETTY_PRINT));
        }
        $compared++;
    }
}
same('compared', 4 * $sets, $compared);
?>
--EXPECT--
compared: ok
