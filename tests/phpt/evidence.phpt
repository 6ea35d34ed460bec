--TEST--
The evidence of an order is the strongest that holds: code before phone before click
--FILE--
<?php
require __DIR__ . '/common.inc';
$store = store(['identity_key' => '0123456789abcdef']);
$at = fn (int $hour) => MONDAY + $hour * HOUR;
$click = fn (string $visitor, int $at, string $code) => ['type' => 'button_click', 'visitor' => $visitor, 'at' => $at, 'path' => '/', 'code' => $code];
$message = fn (string $id, int $at, array $more) => ['type' => 'message', 'message' => $id, 'direction' => 'in', 'at' => $at] + $more;
$store->recordMany([
    // 1: a click, nothing more
    $click('v1', $at(1), '11111111'), order('1', $at(2), ['visitor' => 'v1']),
    // 2: the click's code came back in a message
    $click('v2', $at(1), '22222222'), $message('m2', $at(1) + MINUTE, ['code' => '22222222', 'wa_id' => '491712222222']), order('2', $at(2), ['visitor' => 'v2']),
    // 3: no click, but the phone that wrote bought
    $message('m3', $at(1), ['wa_id' => '491713333333']), order('3', $at(2), ['phone' => '+491713333333']),
    // 4: came from a search
    view('v4', $at(1), ['referrer' => 'https://www.google.com/']), order('4', $at(2), ['visitor' => 'v4']),
    // 5: nobody knows
    order('5', $at(2)),
    // 6: the click is nine days before: out of the window of seven
    $click('v6', $at(1), '66666666'), order('6', $at(1) + 9 * DAY, ['visitor' => 'v6']),
    // 7: a code that two visitors clicked ties nobody
    $click('v7', $at(1), '77777777'), $click('v8', $at(1), '77777777'), order('7', $at(2), ['code' => '77777777', 'code_by' => 'Mo', 'code_at' => $at(2)]),
    // 8: a recovery link brought the shopper back
    ['type' => 'link_open', 'visitor' => 'v9', 'at' => $at(1), 'path' => '/cart', 'kind' => 'recovery', 'token' => 't-1'], order('8', $at(2), ['visitor' => 'v9', 'token' => 't-1']),
]);
$store->ingest();
foreach (range(1, 8) as $order) {
    $journey = $store->journey("$order");
    echo $order, ' ', $journey['evidence'], ', ', $journey['cause'] ?? 'touches known', "\n";
}
?>
--EXPECT--
1 click, touches known
2 code, touches known
3 phone, touches known
4 none, touches known
5 none, no_visitor
6 none, outside_window
7 none, no_visitor
8 token, touches known
