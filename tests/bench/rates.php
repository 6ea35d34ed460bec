<?php

/**
 * Medians of script/load's rates, each beside the beacon's of the same mode.
 *   rates.php RATES   lines of `name-mode requests-a-second`
 */

declare(strict_types=1);

$all = [];
foreach (file($argv[1], FILE_IGNORE_NEW_LINES) ?: [] as $line) {
    [$name, $rate] = explode(' ', $line);
    $all[$name][] = (float) $rate;
}
$median = array_map(static function (array $rates): float {
    sort($rates);
    return $rates[intdiv(count($rates), 2)];
}, $all);
foreach ($median as $name => $rate) {
    [$what, $mode] = explode('-', $name);
    $beside = $what === 'beacon' ? '' : sprintf('   the beacon: %.2f times as many', $median["beacon-$mode"] / $rate);
    printf("%-18s %8.0f requests a second%s\n", $name, $rate, $beside);
}
