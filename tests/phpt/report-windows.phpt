--TEST--
What another window would make of the same orders
--FILE--
<?php
require __DIR__ . '/common.inc';
$store = store();
$day = 24 * HOUR;
$click = fn (string $visitor, int $at) => ['type' => 'button_click', 'visitor' => $visitor, 'at' => $at, 'path' => '/'];
/*  ann  Google 10 days before her order of 100.00, the button 2 days before it; bob  the button 20 days before his order of 100.00; 50.00 of it go
 *  back. Of one day nothing is known, of 14 days both touches of ann are in the window but WhatsApp's is the last. */
$store->recordMany([
    view('ann', MONDAY - 10 * $day, ['source' => 'google', 'medium' => 'cpc']), $click('ann', MONDAY - 2 * $day), order('1', MONDAY, ['visitor' => 'ann']),
    $click('bob', MONDAY - 20 * $day), order('2', MONDAY, ['visitor' => 'bob']),
    ['type' => 'refund', 'order' => '2', 'refund' => 'r', 'at' => MONDAY + HOUR, 'total' => '50'],
]);
$store->ingest();
$show = function (array $query) use ($store): void {
    foreach ($store->report('windows', $query)['rows'] as $row) {
        echo "{$row['window']}", $row['chosen'] ? '*' : '', ": {$row['whatsapp']} + {$row['other']} + {$row['unknown']} = {$row['total']}, {$row['orders']} orders, ",
            "{$row['share']['percent']}%, {$row['difference']} ", $row['change'] === null ? '-' : $row['change']['direction'] . ' ' . $row['change']['percent'], "\n";
    }
};
$show(['from' => MONDAY, 'to' => MONDAY + $day]);
echo "last, 20 days\n";
$show(['from' => MONDAY, 'to' => MONDAY + $day, 'model' => 'last', 'window' => 20]);
foreach ($store->report('windows', ['window' => 30])['rows'] as $row) {
    $identity = $store->report('overview', ['window' => $row['window']])['identity'];
    same("{$row['window']} days", [$identity['whatsapp_micros'], $identity['other_micros'], $identity['unknown_micros']],
        [$row['whatsapp_micros'], $row['other_micros'], $row['unknown_micros']]);
}
?>
--EXPECT--
1: 0.00 + 0.00 + 150.00 = 150.00, 0 orders, 0.0%, -100.00 down 100.0
3: 100.00 + 0.00 + 50.00 = 150.00, 1 orders, 66.7%, 0.00 flat 0.0
7*: 100.00 + 0.00 + 50.00 = 150.00, 1 orders, 66.7%, 0.00 flat 0.0
14: 100.00 + 0.00 + 50.00 = 150.00, 1 orders, 66.7%, 0.00 flat 0.0
30: 150.00 + 0.00 + 0.00 = 150.00, 2 orders, 100.0%, 50.00 up 50.0
60: 150.00 + 0.00 + 0.00 = 150.00, 2 orders, 100.0%, 50.00 up 50.0
90: 150.00 + 0.00 + 0.00 = 150.00, 2 orders, 100.0%, 50.00 up 50.0
last, 20 days
1: 0.00 + 0.00 + 150.00 = 150.00, 0 orders, 0.0%, -150.00 down 100.0
3: 100.00 + 0.00 + 50.00 = 150.00, 1 orders, 66.7%, -50.00 down 33.3
7: 100.00 + 0.00 + 50.00 = 150.00, 1 orders, 66.7%, -50.00 down 33.3
14: 100.00 + 0.00 + 50.00 = 150.00, 1 orders, 66.7%, -50.00 down 33.3
20*: 150.00 + 0.00 + 0.00 = 150.00, 2 orders, 100.0%, 0.00 flat 0.0
30: 150.00 + 0.00 + 0.00 = 150.00, 2 orders, 100.0%, 0.00 flat 0.0
60: 150.00 + 0.00 + 0.00 = 150.00, 2 orders, 100.0%, 0.00 flat 0.0
90: 150.00 + 0.00 + 0.00 = 150.00, 2 orders, 100.0%, 0.00 flat 0.0
1 days: ok
3 days: ok
7 days: ok
14 days: ok
30 days: ok
60 days: ok
90 days: ok
