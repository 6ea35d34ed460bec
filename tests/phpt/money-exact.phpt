--TEST--
Credits add up to the last micro: thirds, six decimals, the smallest and the largest amounts
--FILE--
<?php
require __DIR__ . '/common.inc';
$store = store();
$amounts = ['0.01', '100.00', '33.333333', '-0.00', '4.132231404958678', '1000000000000', '0.000001', '99.999999'];
$sum = 0;
foreach ($amounts as $i => $amount) {
    $visitor = "v$i";
    for ($touch = 0; $touch < 3; $touch++) {
        $store->record(view($visitor, MONDAY + $touch * HOUR, ['source' => ['news', 'google', 'whatsapp'][$touch], 'medium' => ['email', 'cpc', 'chat'][$touch]]));
    }
    $store->record(order("$i", MONDAY + 3 * HOUR, ['visitor' => $visitor, 'total' => $amount]));
}
/* In micros, rounded half away from zero: 4.132231404... is 4132231. */
$exact = 10_000 + 100_000_000 + 33_333_333 + 0 + 4_132_231 + 1_000_000_000_000_000_000 + 1 + 99_999_999;
$store->ingest();
foreach (['last', 'first', 'linear', 'last_non_direct'] as $model) {
    $overview = $store->report('overview', ['model' => $model]);
    $channels = $store->report('dimension', ['model' => $model, 'dim' => 'channel']);
    same("$model, the total line", $exact, $overview['identity']['total_micros']);
    same("$model, its parts", $exact, $overview['identity']['whatsapp_micros'] + $overview['identity']['other_micros'] + $overview['identity']['unknown_micros']);
    same("$model, the channels", $exact, array_sum(array_column($channels['rows'], 'revenue_micros')));
    foreach ([0, 2, 6] as $decimals) {
        $printed = $store->report('dimension', ['model' => $model, 'dim' => 'channel', 'decimals' => $decimals]);
        $units = fn (string $money) => (int) str_replace('.', '', $money);
        same("$model, printed with $decimals", $units($printed['total']['revenue']), array_sum(array_map($units, array_column($printed['rows'], 'revenue'))));
    }
}
?>
--EXPECT--
last, the total line: ok
last, its parts: ok
last, the channels: ok
last, printed with 0: ok
last, printed with 2: ok
last, printed with 6: ok
first, the total line: ok
first, its parts: ok
first, the channels: ok
first, printed with 0: ok
first, printed with 2: ok
first, printed with 6: ok
linear, the total line: ok
linear, its parts: ok
linear, the channels: ok
linear, printed with 0: ok
linear, printed with 2: ok
linear, printed with 6: ok
last_non_direct, the total line: ok
last_non_direct, its parts: ok
last_non_direct, the channels: ok
last_non_direct, printed with 0: ok
last_non_direct, printed with 2: ok
last_non_direct, printed with 6: ok
