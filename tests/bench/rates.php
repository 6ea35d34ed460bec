<?php

/**
 * Medians of script/load's rates, each beside the beacon's of the same mode.
 *   rates.php RATES   lines of `name-mode requests-a-second microseconds-of-processor`
 */

declare(strict_types=1);

$all = [];
foreach (file($argv[1], FILE_IGNORE_NEW_LINES) ?: [] as $line) {
    [$name, $rate, $used] = explode(' ', $line);
    $all[$name][0][] = (float) $rate;
    $all[$name][1][] = (float) $used;
}
$middle = static function (array $figures): float {
    sort($figures);
    return $figures[intdiv(count($figures), 2)];
};
foreach ($all as $name => [$rates, $used]) {
    [$what, $mode] = explode('-', $name);
    $beacon = $all["beacon-$mode"];
    $beside = $what === 'beacon' ? [1, 1] : [$middle($beacon[0]) / $middle($rates), $middle($used) / $middle($beacon[1])];
    printf("%-18s %7.0f requests/s %8.0f us of processor   the beacon: %.2fx, %.2fx\n", $name, $middle($rates), $middle($used), ...$beside);
}
