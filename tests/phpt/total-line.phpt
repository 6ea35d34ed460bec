--TEST--
WhatsApp + other channels + no known touch = the net sales, on a store worked out by hand
--FILE--
<?php
require __DIR__ . '/common.inc';
$at = fn (int $hour, int $minute = 0) => MONDAY + $hour * HOUR + $minute * MINUTE;
$click = fn (string $visitor, int $at, string $code) => ['type' => 'button_click', 'visitor' => $visitor, 'at' => $at, 'path' => '/boots', 'code' => $code];
$store = store();
$store->recordMany([
    // Ann: found by a search, clicked, bought for 119 with 19 tax: 100 net, the click's.
    view('ann', $at(10), ['referrer' => 'https://www.google.com/']),
    $click('ann', $at(10, 5), 'AAAA1111'),
    order('1', $at(11), ['visitor' => 'ann', 'total' => '119.00', 'tax' => '19.00']),
    // Bob: a newsletter, 60 with 10 tax: 50 net, other channels'.
    view('bob', $at(12), ['source' => 'news', 'medium' => 'email']),
    order('2', $at(12, 30), ['visitor' => 'bob', 'total' => '60.00', 'tax' => '10.00']),
    // Nobody knows who bought order 3: 36.30 with 6.30 tax: 30 net, no known touch.
    order('3', $at(13), ['total' => '36.30', 'tax' => '6.30']),
    // Cy clicked after he had paid: the click earns nothing; 20 net is the search's.
    view('cy', $at(14), ['referrer' => 'https://www.bing.com/']),
    order('4', $at(14, 10), ['visitor' => 'cy', 'total' => '20.00']),
    $click('cy', $at(14, 20), 'CCCC3333'),
    // These do not count: never paid, a test, in the trash.
    order('5', $at(15), ['visitor' => 'ann', 'status' => 'pending', 'paid_at' => null]),
    order('6', $at(15), ['visitor' => 'ann', 'test' => true]),
    order('7', $at(15), ['visitor' => 'ann', 'status' => 'trash']),
    // Staff made order 8 and typed the code of Dee, who came directly to click: 40 net, confirmed by code.
    $click('dee', $at(16), 'DDDD4444'),
    order('8', $at(17), ['total' => '40.00', 'code' => 'dddd-4444', 'code_by' => 'Mo', 'code_at' => $at(17)]),
    // Shipping is not net sales: 30 - 5 shipping - 5 tax.
    order('9', $at(18), ['total' => '30.00', 'shipping' => '5.00', 'tax' => '5.00']),
    // A renewal stands in a line of its own.
    order('10', $at(19), ['visitor' => 'ann', 'total' => '15.00', 'renewal' => true]),
]);
$store->ingest();
$show = function (string $what, array $identity): void {
    echo $what, ':';
    foreach (['confirmed', 'click_only', 'whatsapp', 'other', 'unknown', 'renewals', 'total'] as $part) {
        echo " $part ", $identity[$part];
    }
    echo "\n";
    $sum = $identity['whatsapp_micros'] + $identity['other_micros'] + $identity['unknown_micros'] + $identity['renewals_micros'];
    $sum === $identity['total_micros'] || print("  but the parts add up to $sum\n");
};
foreach (['last_non_direct', 'last', 'first', 'linear'] as $model) {
    $show($model, $store->report('overview', ['model' => $model])['identity']);
}
$show('with tax and shipping', $store->report('overview', ['measure' => 'total'])['identity']);
$show('from 12:00', $store->report('overview', ['from' => $at(12)])['identity']);
$show('until 12:00', $store->report('overview', ['to' => $at(12)])['identity']);
$show('half-open', $store->report('overview', ['from' => $at(11), 'to' => $at(13)])['identity']);
?>
--EXPECT--
last_non_direct: confirmed 40.00 click_only 100.00 whatsapp 140.00 other 70.00 unknown 50.00 renewals 15.00 total 275.00
last: confirmed 40.00 click_only 100.00 whatsapp 140.00 other 70.00 unknown 50.00 renewals 15.00 total 275.00
first: confirmed 0.00 click_only 0.00 whatsapp 0.00 other 210.00 unknown 50.00 renewals 15.00 total 275.00
linear: confirmed 20.00 click_only 50.00 whatsapp 70.00 other 140.00 unknown 50.00 renewals 15.00 total 275.00
with tax and shipping: confirmed 40.00 click_only 119.00 whatsapp 159.00 other 80.00 unknown 66.30 renewals 15.00 total 320.30
from 12:00: confirmed 40.00 click_only 0.00 whatsapp 40.00 other 70.00 unknown 50.00 renewals 15.00 total 175.00
until 12:00: confirmed 0.00 click_only 100.00 whatsapp 100.00 other 0.00 unknown 0.00 renewals 0.00 total 100.00
half-open: confirmed 0.00 click_only 100.00 whatsapp 100.00 other 50.00 unknown 0.00 renewals 0.00 total 150.00
