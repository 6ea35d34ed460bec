--TEST--
What reconcile asks: which orders are known otherwise than the shop has them, and which are known; what an ingest wants to be read again
--EXTENSIONS--
touchline
--FILE--
<?php
require __DIR__ . '/common.inc';
$store = store(['identity_key' => str_repeat('k', 32)]);
$ten = MONDAY + 10 * HOUR;
$lines = [['product' => '5', 'name' => 'Boot', 'quantity' => 1, 'net' => '84.03361344537815', 'tax' => '15.96638655462185']];
$one = order('1', $ten, ['lines' => $lines, 'email' => 'a@example.com']);
$two = order('2', $ten, ['refunds' => [['refund' => '9', 'at' => $ten, 'total' => '-5']]]);
$store->recordMany([$one, $two, order('4', $ten)]);
same('read again', [], $store->ingest()['again']);
$differences = fn (array ...$orders): array => array_column($store->report('differences', ['snapshots' => $orders])['rows'], 'differs', 'order');
$now = fn (array $order, array $changed = []): array => $changed + ['at' => time() * 1000] + $order;
same('nothing', [], $differences($now($one), $now($two)));
same('each by its order', ['1' => ['amounts', 'lines'], '3' => ['missing'], '2' => ['refunds']], $differences(
    $now($one, ['lines' => [['net' => '84.03361'] + $lines[0]], 'total' => '100.01']),
    $now(order('3', $ten)),
    $now($two, ['refunds' => []])
));
same('known', ['1', '2', '4'], array_column($store->report('known')['rows'], 'order'));
$first = $store->report('known', ['limit' => 2]);
same('a page of them', ['4'], array_column($store->report('known', ['offset' => $first['next']])['rows'], 'order'));
$store->recordMany([$now($two, ['status' => 'deleted', 'at' => $ten + HOUR]), $now($one, ['at' => $ten + 3000])]);
same('told of twice in three seconds', ['1'], $store->ingest()['again']);
same('deleted ones are known no more', ['1', '4'], array_column($store->report('known')['rows'], 'order'));
refused('no order', fn () => $differences(['type' => 'page_view', 'path' => '/']));
refused('no event', fn () => $differences(['type' => 'order']));
refused('no list', fn () => $store->report('differences', ['snapshots' => 'all']));
?>
--EXPECT--
read again: ok
nothing: ok
each by its order: ok
known: ok
a page of them: ok
told of twice in three seconds: ok
deleted ones are known no more: ok
no order: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'snapshots' are events of type order
no event: Touchline\EventException 53
  the event lacks a field: field 'currency' of 'order' is required
no list: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'snapshots' must be a list of at most 500 events of type order
