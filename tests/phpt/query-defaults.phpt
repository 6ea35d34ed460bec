--TEST--
Store::open's query lies under every report's; a wrong one is told by the report
--FILE--
<?php
require __DIR__ . '/common.inc';
use Touchline\Store;
$dir = scratch();
$events = [view('v1', MONDAY, ['referrer' => 'https://www.google.com/']), ['type' => 'button_click', 'visitor' => 'v1', 'at' => MONDAY + 1, 'path' => '/'],
    order('1', MONDAY + HOUR, ['visitor' => 'v1', 'total' => '12.00', 'tax' => '2.00'])];
$store = Store::open($dir, ['create' => true, 'query' => ['model' => 'first', 'decimals' => 0, 'measure' => 'total']]);
$store->recordMany($events);
$store->ingest();
$parts = function (array $query) use ($store) {
    $identity = $store->report('overview', $query)['identity'];
    return [$identity['whatsapp'], $identity['other']];
};
same('the defaults', ['0', '12'], $parts([]));
same('one laid over', ['12', '0'], $parts(['model' => 'last']));
same('another', ['0.00', '10.00'], $parts(['measure' => 'net', 'decimals' => 2]));
same('journey() too', 'first', $store->journey('1')['model']);
unset($store);
$store = Store::open($dir, ['query' => ['modell' => 'first']]);
refused('unknown', fn () => $store->report('overview'));
?>
--EXPECT--
the defaults: ok
one laid over: ok
another: ok
journey() too: ok
unknown: Touchline\QueryException 61
  the query has an unknown option: 'modell'; docs/reports.md lists them
