--TEST--
The totals of the list of orders are those of the total line: its parts add up to the cent, and each column to its total
--FILE--
<?php
require __DIR__ . '/common.inc';
/* 1.004 each by WhatsApp, by e-mail and by nobody known: 3.012 in all, so one part other than WhatsApp's is printed as 1.01 */
$store = store();
$store->recordMany([
    view('ann', MONDAY), ['type' => 'button_click', 'visitor' => 'ann', 'at' => MONDAY + 1000, 'path' => '/'],
    view('bob', MONDAY, ['source' => 'news', 'medium' => 'email']),
    order('1', MONDAY + HOUR, ['visitor' => 'ann', 'total' => '1.004']),
    order('2', MONDAY + HOUR, ['visitor' => 'bob', 'total' => '1.004']),
    order('3', MONDAY + HOUR, ['total' => '1.004']),
]);
$store->ingest();
$week = ['from' => MONDAY, 'to' => MONDAY + 7 * DAY];
$list = $store->report('orders', $week);
$identity = $store->report('overview', $week)['identity'];
$parts = ['total', 'whatsapp', 'other', 'unknown'];
$cents = static fn (string $money): int => (int) round((float) $money * 100);
same('as the total line', array_map(static fn (string $part): string => $identity[$part], $parts), array_map(static fn (string $part): string => $list['total'][$part], $parts));
same('all', '3.01', $list['total']['total']);
same('WhatsApp', '1.00', $list['total']['whatsapp']);
same('the parts', 301, $cents($list['total']['whatsapp']) + $cents($list['total']['other']) + $cents($list['total']['unknown']));
foreach ($parts as $part) {
    same($part, $cents($list['total'][$part]), array_sum(array_map($cents, array_column($list['rows'], $part))));
}
same('exactly', [3012000, 1004000], [$list['total']['total_micros'], $list['total']['whatsapp_micros']]);
?>
--EXPECT--
as the total line: ok
all: ok
WhatsApp: ok
the parts: ok
total: ok
whatsapp: ok
other: ok
unknown: ok
exactly: ok
