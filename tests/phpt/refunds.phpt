--TEST--
Refunds take credit back on their own day, in the shares of the sale; a deleted refund gives it back
--FILE--
<?php
require __DIR__ . '/common.inc';
$store = store();
$noon = fn (int $day) => MONDAY + $day * DAY + 12 * HOUR;
$store->recordMany([
    view('ann', $noon(0), ['referrer' => 'https://www.google.com/']),
    ['type' => 'button_click', 'visitor' => 'ann', 'at' => $noon(0) + MINUTE, 'path' => '/boots'],
    view('bob', $noon(0), ['source' => 'news', 'medium' => 'email']),
]);
/* 119 with 19 tax and 0 shipping is 100 net; 60 is 60 net. */
$ann = fn (int $at, array $refunds, array $more = []) => order('1', $at, $more + ['placed_at' => $noon(0) + HOUR, 'paid_at' => $noon(0) + HOUR,
    'visitor' => 'ann', 'total' => '119.00', 'tax' => '19.00', 'refunds' => $refunds]);
$part = ['refund' => '11', 'at' => $noon(1), 'total' => '23.80', 'tax' => '3.80', 'lines' => true];
/* Without lines and not to zero: all of it is net. */
$goodwill = ['refund' => '12', 'at' => $noon(2), 'total' => '10.00'];
/* Without lines and to zero: takes back what is left: 119 - 23.80 - 10 = 85.20 of the total, 15.20 of the tax, 70 net. */
$rest = ['refund' => '13', 'at' => $noon(3), 'total' => '85.20'];
$show = function (string $what) use ($store): void {
    $store->ingest();
    echo "$what:\n";
    foreach ([0 => 'Mon', 1 => 'Tue', 2 => 'Wed', 3 => 'Thu'] as $day => $name) {
        $row = $store->report('overview', ['from' => MONDAY + $day * DAY, 'to' => MONDAY + ($day + 1) * DAY])['identity'];
        echo "  $name whatsapp {$row['whatsapp']} other {$row['other']} total {$row['total']}\n";
    }
    $all = $store->report('overview')['identity'];
    echo "  all whatsapp {$all['whatsapp']} other {$all['other']} total {$all['total']}\n";
};
$store->record(order('2', $noon(0) + HOUR, ['visitor' => 'bob', 'total' => '60.00']));
$store->record($ann($noon(0) + HOUR, []));
$show('sold');
$store->record($ann($noon(1), [$part]));
$show('a part of the lines');
$store->record($ann($noon(2), [$part, ['total' => '-10.00'] + $goodwill]));
$show('a sum without lines, its sign ignored');
$store->record($ann($noon(3), [$part, $goodwill, $rest], ['status' => 'refunded']));
$show('all the rest');
$store->record($ann($noon(3) + 1, [$part, $rest], ['status' => 'refunded']));
$show('the middle one deleted');
$store->record($ann($noon(3) + 2, [$part, $goodwill], ['status' => 'cancelled']));
$show('the order no longer counts, nor do its refunds');
$store->record($ann($noon(2), [$part]));
$show('an older snapshot that comes late changes nothing');
?>
--EXPECT--
sold:
  Mon whatsapp 100.00 other 60.00 total 160.00
  Tue whatsapp 0.00 other 0.00 total 0.00
  Wed whatsapp 0.00 other 0.00 total 0.00
  Thu whatsapp 0.00 other 0.00 total 0.00
  all whatsapp 100.00 other 60.00 total 160.00
a part of the lines:
  Mon whatsapp 100.00 other 60.00 total 160.00
  Tue whatsapp -20.00 other 0.00 total -20.00
  Wed whatsapp 0.00 other 0.00 total 0.00
  Thu whatsapp 0.00 other 0.00 total 0.00
  all whatsapp 80.00 other 60.00 total 140.00
a sum without lines, its sign ignored:
  Mon whatsapp 100.00 other 60.00 total 160.00
  Tue whatsapp -20.00 other 0.00 total -20.00
  Wed whatsapp -10.00 other 0.00 total -10.00
  Thu whatsapp 0.00 other 0.00 total 0.00
  all whatsapp 70.00 other 60.00 total 130.00
all the rest:
  Mon whatsapp 100.00 other 60.00 total 160.00
  Tue whatsapp -20.00 other 0.00 total -20.00
  Wed whatsapp -10.00 other 0.00 total -10.00
  Thu whatsapp -70.00 other 0.00 total -70.00
  all whatsapp 0.00 other 60.00 total 60.00
the middle one deleted:
  Mon whatsapp 100.00 other 60.00 total 160.00
  Tue whatsapp -20.00 other 0.00 total -20.00
  Wed whatsapp 0.00 other 0.00 total 0.00
  Thu whatsapp -85.20 other 0.00 total -85.20
  all whatsapp -5.20 other 60.00 total 54.80
the order no longer counts, nor do its refunds:
  Mon whatsapp 0.00 other 60.00 total 60.00
  Tue whatsapp 0.00 other 0.00 total 0.00
  Wed whatsapp 0.00 other 0.00 total 0.00
  Thu whatsapp 0.00 other 0.00 total 0.00
  all whatsapp 0.00 other 60.00 total 60.00
an older snapshot that comes late changes nothing:
  Mon whatsapp 0.00 other 60.00 total 60.00
  Tue whatsapp 0.00 other 0.00 total 0.00
  Wed whatsapp 0.00 other 0.00 total 0.00
  Thu whatsapp 0.00 other 0.00 total 0.00
  all whatsapp 0.00 other 60.00 total 60.00
