--TEST--
An order counts from its first paid status on, whatever custom status follows; the owner's lists decide
--FILE--
<?php
require __DIR__ . '/common.inc';
use Touchline\Store;
$dir = scratch();
$open = fn (array $options = []) => Store::open($dir, ['create' => true] + $options);
$total = fn (Store $store, array $query = []) => ($store->ingest() ? '' : '') . $store->report('overview', $query)['identity']['total'];
$step = fn (Store $store, int $at, string $status) => $store->record(order('1', MONDAY + $at, ['placed_at' => MONDAY, 'paid_at' => null, 'status' => $status]));
$store = $open();
foreach (['pending' => '0.00', 'on-hold' => '0.00', 'processing' => '100.00', 'shipped' => '100.00', 'completed' => '100.00', 'cancelled' => '0.00',
    'shipped ' => '100.00', 'trash' => '0.00', 'completed ' => '100.00', 'deleted' => '0.00'] as $status => $expected) {
    static $at = 0;
    $step($store, ++$at, trim($status));
    same(trim($status), $expected, $total($store));
}
$store->record(order('2', MONDAY, ['status' => 'on-hold', 'paid_at' => null, 'total' => '7.00']));
$store->record(order('3', MONDAY, ['status' => 'wholesale', 'paid_at' => null, 'total' => '9.00']));
$store->record(order('4', MONDAY, ['status' => 'wholesale', 'paid_at' => MONDAY, 'total' => '11.00']));
same('on hold and never paid wait; a paid date counts', '11.00', $total($store));
same('orders that await payment, when asked for', '18.00', $total($store, ['on_hold' => true]));
unset($store);
same("the owner's paid statuses", '20.00', $total($open(['paid_statuses' => ['processing', 'completed', 'wholesale']])));
same("the owner's excluded statuses", '0.00', $total($open(['paid_statuses' => ['processing'], 'excluded_statuses' => ['wholesale']])));
same('and back', '11.00', $total($open(['paid_statuses' => ['processing', 'completed'], 'excluded_statuses' => ['pending', 'failed', 'cancelled']])));
?>
--EXPECT--
pending: ok
on-hold: ok
processing: ok
shipped: ok
completed: ok
cancelled: ok
shipped: ok
trash: ok
completed: ok
deleted: ok
on hold and never paid wait; a paid date counts: ok
orders that await payment, when asked for: ok
the owner's paid statuses: ok
the owner's excluded statuses: ok
and back: ok
