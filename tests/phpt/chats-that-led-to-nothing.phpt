--TEST--
A chat and the click that began it are one touch, also of those who did not buy
--FILE--
<?php
require __DIR__ . '/common.inc';
$store = store(['identity_key' => str_repeat('k', 32)]);
$ten = MONDAY + 10 * HOUR;
$click = fn (string $visitor, int $at, string $code) => ['type' => 'button_click', 'visitor' => $visitor, 'at' => $at, 'path' => '/', 'code' => $code];
$write = fn (string $phone, int $at, array $more = []) => ['type' => 'message', 'message' => "$phone$at", 'direction' => 'in', 'at' => $at, 'wa_id' => $phone] + $more;
$phone = fn (string $visitor, string $phone) => ['type' => 'identify', 'by' => 'register', 'visitor' => $visitor, 'at' => $ten - 1, 'phone' => $phone];
/*  ann  clicks, the code comes back     bob  clicks, his number writes without the code     cyd  writes, without a click
 *  dan  clicks, writes two days later: another touch     eve  clicks, an advertisement leads her to the chat: another touch
 *  fay  clicks, orders, writes then: part of the click, which led to the order
 *  gus and hal click with one code, which ties nobody: who wrote it is somebody else */
$store->recordMany([
    $click('ann', $ten, 'AAAAAAA2'), $write('4917000001', $ten + MINUTE, ['code' => 'AAAAAAA2']),
    $phone('bob', '4917000002'), $click('bob', $ten, 'AAAAAAA3'), $write('4917000002', $ten + MINUTE),
    $write('4917000003', $ten + MINUTE),
    $phone('dan', '4917000004'), $click('dan', $ten, 'AAAAAAA4'), $write('4917000004', $ten + 2 * DAY),
    $phone('eve', '4917000005'), $click('eve', $ten, 'AAAAAAA5'), $write('4917000005', $ten + MINUTE, ['ctwa_clid' => 'x']),
    $click('fay', $ten, 'AAAAAAA6'), order('1', $ten + HOUR, ['visitor' => 'fay']), $write('4917000006', $ten + 2 * HOUR, ['code' => 'AAAAAAA6']),
    $click('gus', $ten, 'AAAAAAA7'), $click('hal', $ten, 'AAAAAAA7'), $write('4917000007', $ten + MINUTE, ['code' => 'AAAAAAA7']),
]);
$store->ingest();
foreach ($store->report('paths', ['from' => MONDAY, 'to' => MONDAY + 7 * DAY])['rows'] as $row) {
    echo implode(' > ', $row['path']), ": {$row['orders']} orders, {$row['nulls']} did not buy\n";
}
?>
--EXPECT--
direct > whatsapp: 1 orders, 4 did not buy
direct > whatsapp > whatsapp: 0 orders, 2 did not buy
whatsapp: 0 orders, 2 did not buy
