--TEST--
Packed days say what their rows say, whatever comes late, joins people or is deleted in between
--FILE--
<?php
require __DIR__ . '/common.inc';
require __DIR__ . '/forget.inc';
use Touchline\Store;

/** Who ingests in a hurry packs nothing. */
function hurry(Store $store): void
{
    do {
        $done = $store->ingest(1900)['done'];
    } while (! $done);
}

/** @return array<string, mixed> what every report says of a period that begins and ends within days, without what depends on the clock */
function figures(Store $store, int $seed): array
{
    $from = MONDAY - (5 + $seed % 14) * DAY + $seed * HOUR;
    $period = ['from' => $from, 'to' => $from + 6 * DAY + 5 * HOUR, 'compare_from' => $from - 6 * DAY, 'compare_to' => $from, 'window' => [1, 7, 30][$seed % 3]];
    $filters = [[], ['device' => ['mobile']], ['campaign' => ['c1']], ['channel' => ['paid_search', 'whatsapp']], ['landing' => ['/p1']]];
    $figures = [];
    foreach (['overview', 'daily', 'funnel', 'orders', 'paths', 'path_length', 'time_lag', 'assists', 'models', 'heatmap', 'steps', 'windows', 'products',
        'quality_bands', 'unattributed', 'shop', 'basics'] as $report) {
        $filter = $report === 'shop' ? [] : ['filter' => $filters[$seed % 12] ?? []];
        $figures[$report] = $store->report($report, $filter + ['on_hold' => $seed % 2 === 0, 'limit' => 500] + $period);
    }
    $figures['interactions'] = $store->report('interactions', $period);
    foreach (['channel', 'landing', 'product', 'category', 'customer', 'hour', 'intent'] as $dim) {
        $figures["by $dim"] = $store->report('dimension', ['dim' => $dim, 'credit' => 'all', 'limit' => 500] + $period);
    }
    unset($figures['overview']['as_of']);
    return $figures;
}

$clicks = 0;
for ($seed = 1; $seed <= 30; $seed++) {
    $events = random_shop($seed);
    [$packed, $rows] = [store(['identity_key' => IDENTITY_KEY]), store(['identity_key' => IDENTITY_KEY])];
    shuffle($events);
    foreach (array_chunk($events, mt_rand(5, 40)) as $some) {
        $packed->recordMany($some);
        $packed->ingest();
        $packed->check()['problems'] === [] || exit("seed $seed: " . implode('; ', $packed->check()['problems']) . "\n");
    }
    $rows->recordMany($events);
    hurry($rows);
    if ($seed % 4 === 0) {
        foreach ([$packed, $rows] as $store) {
            $store->erase('email', 'mail-1@example.org');
            $store->erase('visitor', 'visitor-number-3');
        }
        $packed->ingest();
    }
    [$expected, $actual] = [figures($rows, $seed), figures($packed, $seed)];
    $clicks += $expected['overview']['chain'][1]['count'];
    foreach ($expected as $name => $figure) {
        if ($figure != $actual[$name]) {
            echo "seed $seed: $name is another one\n";
            same($name, $figure, $actual[$name]);
        }
    }
    $packed->check()['problems'] === [] || exit("seed $seed: " . implode('; ', $packed->check()['problems']) . "\n");
}
echo $clicks > 15 ? "many people clicked\n" : "only $clicks people clicked\n";
?>
--EXPECT--
many people clicked
