--TEST--
Every report of an empty store answers: nothing is measured, nothing is divided by nothing
--FILE--
<?php
require __DIR__ . '/common.inc';
$store = store();
same('ingest', [0, true], [$store->ingest()['events'], $store->ingest()['done']]);
$overview = $store->report('overview');
same('overview', [null, [], null, null], [$overview['currency'], $overview['currencies'], $overview['as_of'], $overview['first_event_at']]);
same('its cards say why', [null, 'no_orders'], [$overview['cards']['aov']['value'], $overview['cards']['aov']['reason']]);
same('its total', ['0.00', 0], [$overview['identity']['total'], $overview['identity']['total_micros']]);
same('its share', ['n' => 0, 'of' => 0, 'percent' => null], $overview['share']);
same('its leak', null, $overview['leak']);
$week = ['from' => MONDAY, 'to' => MONDAY + 7 * DAY];
same('daily', array_map(fn ($day) => gmdate('Y-m-d', MONDAY / 1000 + $day * 86400), range(0, 6)), array_column($store->report('daily', $week)['days'], 'date'));
foreach (['channel', 'campaign', 'page', 'product'] as $dim) {
    $report = $store->report('dimension', ['dim' => $dim]);
    same($dim, [[], 0, '0.00'], [$report['rows'], $report['count'], $report['total']['revenue']]);
}
$orders = $store->report('orders');
same('orders', [[], 0], [$orders['rows'], $orders['count']]);
same('code', [false, null, []], array_map(fn ($key) => $store->report('code', ['code' => 'ABCD2345'])[$key], ['found', 'click', 'orders']));
same('a code that is none', null, $store->report('code', ['code' => 'hello'])['code']);
?>
--EXPECT--
ingest: ok
overview: ok
its cards say why: ok
its total: ok
its share: ok
its leak: ok
daily: ok
channel: ok
campaign: ok
page: ok
product: ok
orders: ok
code: ok
a code that is none: ok
