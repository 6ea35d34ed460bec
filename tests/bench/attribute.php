<?php

/** attribute() beside a plain PHP loop. attribute.php PATHS FILE: writes the paths as NDJSON for other peers, prints milliseconds as JSON. */

declare(strict_types=1);

ini_set('memory_limit', '-1');
[, $n, $file] = $argv;
mt_srand(1);
$paths = [];
$handle = fopen($file, 'wb') ?: exit(1);
for ($i = 0; $i < (int) $n; $i++) {
    $touches = [];
    for ($j = mt_rand(1, 6); $j > 0; $j--) {
        $touches[] = 'channel_' . min(mt_rand(0, 199), mt_rand(0, 199));
    }
    $paths[] = ['touches' => $touches, 'value' => mt_rand(1, 1_000_000_000), 'conversions' => 1, 'nulls' => mt_rand(0, 3)];
    fwrite($handle, json_encode($paths[$i]) . "\n");
}
fclose($handle);

/** @return array<string, float> a plain loop, credit by position weights */
function loop(array $paths, string $model): array
{
    $sums = [];
    foreach ($paths as ['touches' => $touches, 'value' => $value]) {
        $n = count($touches);
        foreach ($touches as $i => $key) {
            $weight = match ($model) {
                'first' => $i === 0 ? 1 : 0,
                'last' => $i === $n - 1 ? 1 : 0,
                'linear' => 1 / $n,
                default => $n === 1 ? 1 : ($n === 2 ? 0.5 : ($i === 0 || $i === $n - 1 ? 0.4 : 0.2 / ($n - 2))),
            };
            if ($weight > 0) {
                $sums[$key] = ($sums[$key] ?? 0) + $weight * $value;
            }
        }
    }
    return $sums;
}

$out = [];
foreach (['first', 'last', 'linear', 'position'] as $model) {
    $best = $plain = INF;
    for ($i = 0; $i < 3; $i++) {
        $began = hrtime(true);
        $ours = Touchline\attribute($paths, $model);
        $best = min($best, hrtime(true) - $began);
    }
    $began = hrtime(true);
    $theirs = loop($paths, $model);
    $plain = hrtime(true) - $began;
    foreach ($theirs as $key => $sum) {
        abs($ours[$key]['value'] - $sum) < 1 + 1e-6 * $sum || exit("$model of $key differs\n");
    }
    $out[$model] = ['ours_ms' => $best / 1e6, 'loop_ms' => $plain / 1e6];
}
$began = hrtime(true);
Touchline\attribute($paths, 'markov');
$out['markov'] = ['ours_ms' => (hrtime(true) - $began) / 1e6];
echo json_encode($out), "\n";
