<?php

/**
 * record() of a page event of 200 bytes.
 *   record.php STORE p50           microseconds at the median, and of an empty PHP call, as JSON
 *   record.php STORE for SECONDS   how many in that time
 */

declare(strict_types=1);

[, $dir, $what] = $argv;
$store = Touchline\Store::open($dir, ['create' => true, 'spool_max_bytes' => 1 << 36]);
$visitor = bin2hex(random_bytes(16));
$event = static fn (int $i): array => ['type' => 'page_view', 'visitor' => $visitor, 'at' => 1_767_225_600_000 + $i, 'view' => sprintf('%016x', $i),
    'path' => '/a/page/of/some/length/as/shops/have-them/', 'page_type' => 'product', 'source' => 'newsletter', 'medium' => 'email', 'campaign' => 'a campaign',
    'referrer' => 'https://www.example.com/where/they/came/from'];
if ($what === 'for') {
    $events = array_map($event, range(0, 4095));
    $until = hrtime(true) + (int) ((float) $argv[3] * 1e9);
    for ($n = 0; ($n & 255) !== 0 || hrtime(true) < $until; $n++) {
        $store->record($events[$n & 4095]);
    }
    echo $n, "\n";
    return;
}
$median = static function (callable $call): float {
    $times = [];
    for ($i = 0; $i < 60_000; $i++) {
        $times[] = $call($i);
    }
    sort($times);
    return $times[30_000] / 1000;
};
$events = array_map($event, range(0, 60_000));
$before = array_sum(array_map('filesize', glob("$dir/spool/*") ?: []));
$p50 = $median(static function (int $i) use ($store, $events): int {
    $began = hrtime(true);
    $store->record($events[$i]);
    return hrtime(true) - $began;
});
$bytes = intdiv(array_sum(array_map('filesize', glob("$dir/spool/*") ?: [])) - $before, 60_000);
$empty = $median(static function (): int {
    $began = hrtime(true);
    Touchline\classify('device', '');
    return hrtime(true) - $began;
});
$memory = memory_get_usage();
for ($i = 0; $i < 20_000; $i++) {
    $store->record($events[$i]);
}
echo json_encode(['p50_us' => $p50, 'empty_us' => $empty, 'bytes' => $bytes, 'grown' => memory_get_usage() - $memory]), "\n";
