--TEST--
Who ties too many ties nobody; when erasure leaves fewer, what tied before ties again
--FILE--
<?php
require __DIR__ . '/common.inc';
$store = store(['identity_key' => str_repeat('k', 32)]);
// The shop's own phone stands on the orders of 21 customers: it is nobody's.
for ($i = 1; $i <= 21; $i++) {
    $store->record(order("$i", MONDAY + $i * HOUR, ['customer' => "$i", 'phone' => '4930123456']));
}
$store->record(['type' => 'message', 'message' => 'm', 'direction' => 'in', 'at' => MONDAY, 'wa_id' => '4930123456']);
$store->ingest();
$touched = static fn (): array => array_values(array_filter(range(1, 21), static fn (int $i): bool => count($store->journey("$i")['touches']) > 0));
same('shared', [1, []], [$store->check()['shared_identities'], $touched()]);
echo 'by the phone: ', $store->erase('phone', '+4930123456'), "\n";
same('nobody was meant', [21, false], [$store->check()['orders'], $store->subject('wa_id', '4930123456')['found']]);
same('nobody was cut', [], array_filter(range(1, 21), static fn (int $i): bool => $store->journey("$i")['cause'] === 'erased'));
echo 'erased: ', $store->erase('customer', '3'), "\n";
same('tied', [0, [1, 2, ...range(4, 21)]], [$store->check()['shared_identities'], $touched()]);
same('check', [], $store->check()['problems']);
same('sales', '2100.00', $store->report('overview')['identity']['total']);
?>
--EXPECT--
shared: ok
by the phone: 0
nobody was meant: ok
nobody was cut: ok
erased: 1
tied: ok
check: ok
sales: ok
