<?php

/**
 * Reports of a store, each cold in the engine (nothing is kept between two).
 *   reports.php STORE FOLDER   writes visits, touches and orders as NDJSON for other peers; prints milliseconds as JSON
 */

declare(strict_types=1);

require __DIR__ . '/shop.php';
[, $dir, $folder] = $argv;
$store = open_shop($dir);
$count = 0;
$memory = 0;
foreach (['sessions', 'touches', 'orders'] as $name) {
    $handle = fopen("$folder/$name.json", 'wb') ?: exit(1);
    foreach ($store->rows($name) as $row) {
        fwrite($handle, json_encode($row) . "\n");
        if (++$count === 5000) {
            $memory = peak();
        }
    }
    fclose($handle);
}
$out = ['rows' => $count, 'rows_grown' => peak() - $memory];
$periods = ['all' => ['from' => START, 'to' => START + SPAN], 'month' => ['from' => START + 100 * 86_400_000, 'to' => START + 130 * 86_400_000]];
$reports = [['overview', []], ['daily', []], ['orders', []], ['paths', []], ['models', []], ['time_lag', []], ['heatmap', []]];
foreach (['channel', 'source', 'campaign', 'page', 'landing', 'product', 'category', 'evidence', 'customer', 'hour'] as $dim) {
    $reports[] = ['dimension', ['dim' => $dim]];
}
foreach ($periods as $name => $period) {
    foreach ($reports as [$report, $query]) {
        $times = [];
        for ($i = 0; $i < ($name === 'all' ? 5 : 20); $i++) {
            $began = hrtime(true);
            $answer = $store->report($report, $query + $period + ['currency' => 'EUR']);
            $times[] = hrtime(true) - $began;
        }
        sort($times);
        $key = trim("$report " . ($query['dim'] ?? ''));
        $out[$name][$key] = ['p50_ms' => $times[intdiv(count($times), 2)] / 1e6, 'p95_ms' => $times[(int) (count($times) * 0.95)] / 1e6];
        if ($key === 'dimension channel') {
            $out[$name][$key]['says'] = array_column($answer['rows'], 'revenue_micros', 'key');
        }
    }
}
$out['peak'] = peak();
echo json_encode($out), "\n";
