--TEST--
Pruned at any time, any shop keeps its money under every model, and everything after that time
--FILE--
<?php
require __DIR__ . '/common.inc';
require __DIR__ . '/forget.inc';
use Touchline\Store;

function later(Store $store, int $from): array
{
    $reports = [];
    foreach (['overview', 'daily', 'funnel', 'paths', 'interactions', 'heatmap', 'unattributed', 'quality_bands'] as $report) {
        $reports[$report] = $store->report($report, ['from' => $from, 'to' => MONDAY + 5 * DAY, 'window' => 30]);
    }
    return $reports + visits($store, $from, MONDAY + 5 * DAY);
}

function compare(string $when, array $expected, array $actual): void
{
    foreach ($expected as $name => $figure) {
        if ($figure != $actual[$name]) {
            echo "$when: $name is another one\n";
            return;
        }
    }
}

$gone = 0;
for ($seed = 1; $seed <= 30; $seed++) {
    // What was put into a cart before that time is gone: a click of after it finds the cart empty. Every other shop has none.
    $carts = $seed % 2 === 0;
    $events = array_values(array_filter(random_shop($seed), static fn (array $e): bool => $carts || ! in_array($e['type'], ['cart', 'checkout'], true)));
    $store = store(['identity_key' => IDENTITY_KEY]);
    shuffle($events);
    $store->recordMany($events);
    $store->ingest();
    $money = money($store);
    $all = visits($store, 0, MONDAY + 5 * DAY); // of whole days, also when they are pruned
    $time = MONDAY - mt_rand(0, 20 * DAY);
    $later = array_diff_key(later($store, $time + 2 * DAY), $carts ? ['overview' => 0, 'funnel' => 0] : []);
    $gone += $store->prune($time)['events'];
    compare("seed $seed", $money, money($store));
    compare("seed $seed, visits", $all, visits($store, 0, MONDAY + 5 * DAY));
    compare("seed $seed, later", $later, later($store, $time + 2 * DAY));
    $store->recordMany($events); // told again
    $store->ingest();
    compare("seed $seed, told again", $money, money($store));
    compare("seed $seed, visits told again", $all, visits($store, 0, MONDAY + 5 * DAY));
    $store->prune(min(MONDAY, $time + 10 * DAY));
    compare("seed $seed, pruned again", $money, money($store));
    compare("seed $seed, visits pruned again", $all, visits($store, 0, MONDAY + 5 * DAY));
    if ($store->check()['problems'] !== []) {
        echo "seed $seed: ", implode('; ', $store->check()['problems']), "\n";
    }
}
echo $gone > 100 ? "many events went\n" : "only $gone events went\n";
?>
--EXPECT--
many events went
