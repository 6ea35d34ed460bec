--TEST--
Every model side by side over the same orders; each shares out what touches earned, no more and no less
--FILE--
<?php
require __DIR__ . '/common.inc';
$store = store();
$click = fn (string $visitor, int $at) => ['type' => 'button_click', 'visitor' => $visitor, 'at' => $at, 'path' => '/'];
/*  ann  Google, then the button: 100.00        cyd  e-mail: 100.00        bob  e-mail, does not buy
 *  paths: paid_search > whatsapp (1 order), email (1 order, 1 person without one). Three people start, two of three buy.
 *  Without Google, or without WhatsApp, ann does not buy: one of three; without e-mail cyd does not: one of three. Each removal takes
 *  half, so Markov gives each a third of 2 orders and of 200.00. */
$store->recordMany([
    view('ann', MONDAY, ['source' => 'google', 'medium' => 'cpc']), $click('ann', MONDAY + MINUTE), order('1', MONDAY + HOUR, ['visitor' => 'ann']),
    view('bob', MONDAY, ['source' => 'news', 'medium' => 'email']),
    view('cyd', MONDAY, ['source' => 'news', 'medium' => 'email']), order('2', MONDAY + HOUR, ['visitor' => 'cyd']),
    order('3', MONDAY + HOUR),
]);
$store->ingest();
$models = $store->report('models');
foreach ($models['rows'] as $row) {
    echo "{$row['key']}\n";
    foreach ($models['models'] as $model) {
        echo "  $model: {$row[$model]['orders']} orders, {$row[$model]['revenue']}\n";
    }
}
$identity = $store->report('overview')['identity'];
foreach ($models['models'] as $model) {
    same("all of $model", $identity['total_micros'] - $identity['unknown_micros'], $models['total'][$model]['revenue_micros']);
}
/* Beside the model chosen: shared equally, WhatsApp earns 50.00 less than as the last touch, and Google 50.00 more than nothing. */
$rows = array_column($models['rows'], null, 'key');
same('less', ['-50.00', -50000000, '50.0', 'down'],
    [$rows['whatsapp']['linear']['difference'], $rows['whatsapp']['linear']['difference_micros'], $rows['whatsapp']['linear']['change']['percent'],
        $rows['whatsapp']['linear']['change']['direction']]);
same('more than nothing', ['50.00', null], [$rows['paid_search']['linear']['difference'], $rows['paid_search']['linear']['change']]);
same('the chosen one has none', false, isset($rows['whatsapp']['last_non_direct']['difference']));
same('removal', ['50.0', '50.0', '50.0'], array_map(fn ($row) => $row['removal']['percent'], $models['rows']));
same('pages', [3, ['whatsapp']], [$models['count'], array_column($store->report('models', ['limit' => 1, 'offset' => 1])['rows'], 'key')]);
/* Under a filter, what the touches that pass earned. */
$filtered = $store->report('models', ['filter' => ['channel' => ['whatsapp']]]);
same('filtered', ['100.00', '0.00', '50.00'],
    [$filtered['total']['last']['revenue'], $filtered['total']['first']['revenue'], $filtered['total']['linear']['revenue']]);
/* 60 : 20 : 20 in place of 40 : 20 : 40 shares ann's order 75 : 25 */
$uneven = $store->report('dimension', ['dim' => 'channel', 'model' => 'position', 'positions' => [60, 20, 20]]);
same('own positions', ['email' => '100.00', 'unknown' => '100.00', 'paid_search' => '75.00', 'whatsapp' => '25.00'],
    array_column($uneven['rows'], 'revenue', 'key'));
/* Google is an hour old, the button 59 minutes; after a half-life of 59 minutes and 1 minute more. Weights 2^(-60/59) and 2^(-59/59). */
$young = $store->report('dimension', ['dim' => 'channel', 'model' => 'time_decay', 'half_life_ms' => 59 * MINUTE]);
$google = 2 ** (-60 / 59);
same('own half-life', sprintf('%.2f', 100 * $google / ($google + 0.5)), array_column($young['rows'], 'revenue', 'key')['paid_search']);
refused('positions', fn () => $store->report('overview', ['positions' => [1, 2]]));
refused('no weight', fn () => $store->report('overview', ['positions' => [0, 0, 0]]));
refused('half-life', fn () => $store->report('overview', ['half_life_ms' => 0]));
refused('product', fn () => $store->report('models', ['dim' => 'product']));
?>
--EXPECT--
email
  last: 1 orders, 100.00
  last_non_direct: 1 orders, 100.00
  first: 1 orders, 100.00
  linear: 1 orders, 100.00
  position: 1 orders, 100.00
  time_decay: 1 orders, 100.00
  shapley: 1 orders, 100.00
  markov: 0.7 orders, 66.67
whatsapp
  last: 1 orders, 100.00
  last_non_direct: 1 orders, 100.00
  first: 0 orders, 0.00
  linear: 0.5 orders, 50.00
  position: 0.5 orders, 50.00
  time_decay: 0.5 orders, 50.00
  shapley: 0.5 orders, 50.00
  markov: 0.7 orders, 66.66
paid_search
  last: 0 orders, 0.00
  last_non_direct: 0 orders, 0.00
  first: 1 orders, 100.00
  linear: 0.5 orders, 50.00
  position: 0.5 orders, 50.00
  time_decay: 0.5 orders, 50.00
  shapley: 0.5 orders, 50.00
  markov: 0.7 orders, 66.67
all of last: ok
all of last_non_direct: ok
all of first: ok
all of linear: ok
all of position: ok
all of time_decay: ok
all of shapley: ok
all of markov: ok
less: ok
more than nothing: ok
the chosen one has none: ok
removal: ok
pages: ok
filtered: ok
own positions: ok
own half-life: ok
positions: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'positions' must be three whole numbers: first, all between, last
no weight: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'positions' must be three whole numbers: first, all between, last
half-life: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'half_life_ms' must be a time in milliseconds, 1 or more
product: Touchline\QueryException 62
  an option of the query has a wrong type or value: models share orders out to touches, not to what was sold: take another 'dim'
