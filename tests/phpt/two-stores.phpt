--TEST--
Two stores in one process keep apart
--FILE--
<?php
require __DIR__ . '/common.inc';
$shoes = store();
$hats = store();
for ($i = 0; $i < 10; $i++) {
    $shoes->record(view("s$i", MONDAY));
    $hats->record(view("h$i", MONDAY));
    $hats->record(order("$i", MONDAY, ['total' => '10.00', 'currency' => 'USD']));
}
$shoes->record(order('1', MONDAY, ['total' => '7.00']));
same('shoes', 11, $shoes->ingest()['events']);
same('hats', 20, $hats->ingest()['events']);
same("shoes'", ['EUR', '7.00'], [$shoes->report('overview')['currency'], $shoes->report('overview')['identity']['total']]);
same("hats'", ['USD', '100.00'], [$hats->report('overview')['currency'], $hats->report('overview')['identity']['total']]);
unset($shoes);
same('hats, the other gone', '100.00', $hats->report('overview')['identity']['total']);
?>
--EXPECT--
shoes: ok
hats: ok
shoes': ok
hats': ok
hats, the other gone: ok
