--TEST--
Paths, their length and time, what helped, orders without a touch, and when people click and buy
--FILE--
<?php
require __DIR__ . '/common.inc';
$store = store();
$ten = MONDAY + 10 * HOUR;
$click = fn (string $visitor, int $at, string $path = '/boot/') => ['type' => 'button_click', 'visitor' => $visitor, 'at' => $at, 'path' => $path];
$google = ['source' => 'google', 'medium' => 'cpc', 'campaign' => 'winter'];
$letter = ['source' => 'news', 'medium' => 'email'];
/*  ann  Google on Monday, button a minute later, 100.00 on Wednesday at 11; 40.00 go back on Friday
 *  bob  the same, 50.00 an hour later, and again by e-mail on Thursday: 30.00
 *  cyd  e-mail, does not buy         dan  e-mail, does not buy
 *  eve  nothing is known of her: 5.00      fay  bought by staff for somebody whose browser was seen three weeks ago: 7.00 */
$store->recordMany([
    view('ann', $ten, $google), $click('ann', $ten + MINUTE),
    order('1', $ten + 2 * DAY + HOUR, ['visitor' => 'ann']),
    ['type' => 'refund', 'order' => '1', 'refund' => 'r', 'at' => $ten + 4 * DAY, 'total' => '40'],
    view('bob', $ten, $google), $click('bob', $ten + MINUTE),
    order('2', $ten + HOUR, ['visitor' => 'bob', 'total' => '50']),
    view('bob', $ten + 3 * DAY, $letter),
    order('3', $ten + 3 * DAY + HOUR, ['visitor' => 'bob', 'total' => '30']),
    view('cyd', $ten, $letter),
    view('dan', $ten + DAY, $letter),
    order('4', $ten + HOUR, ['total' => '5']),
    view('fay', $ten - 21 * DAY), order('5', $ten + HOUR, ['visitor' => 'fay', 'total' => '7']),
    order('6', $ten + HOUR, ['visitor' => 'nobody-saw-her', 'total' => '11']),
]);
$store->ingest();
$week = ['from' => MONDAY, 'to' => MONDAY + 7 * DAY];
$report = fn (string $name, array $query = []) => $store->report($name, $query + $week);

echo "paths\n";
foreach ($report('paths')['rows'] as $row) {
    echo '  ', implode(' > ', $row['path']), ": {$row['orders']} orders, {$row['revenue']}, {$row['nulls']} did not buy\n";
}
same('all', ['orders' => 3, 'revenue' => '140.00', 'revenue_micros' => 140000000, 'nulls' => 2], $report('paths')['total']);
echo "by campaign, of those who came by Google\n";
foreach ($report('paths', ['dim' => 'campaign', 'filter' => ['source' => ['google']]])['rows'] as $row) {
    echo '  ', json_encode($row['path']), " {$row['orders']}, {$row['revenue']}\n";
}
echo "length\n";
foreach ($report('path_length')['rows'] as $row) {
    echo "  {$row['length']}: {$row['orders']}, {$row['revenue']}, {$row['share']['percent']} %\n";
}
/* 2 + 2 + 3 touches: bob's second order has the first one's touches in its window, too */
same('average length', '2.3', $report('path_length')['average']);
echo "days\n";
foreach ($report('time_lag')['rows'] as $row) {
    echo "  {$row['days']}: {$row['orders']}, {$row['revenue']}\n";
}
/* 49 hours, 1 hour, 73 hours: 123 hours / 3 / 24 */
same('average time', '1.7', $report('time_lag')['average']);
echo "assists\n";
foreach ($report('assists')['rows'] as $row) {
    echo "  {$row['key']}: helped {$row['assisted_orders']} ({$row['assisted']}), last of {$row['last_orders']} ({$row['last']})\n";
}
$steps = function (array $query = []) use ($report): array {
    $r = $report('steps', $query);
    $name = fn (?int $i): string => $i === null ? 'order' : $r['nodes'][$i]['step'] . ' ' . ($r['nodes'][$i]['key'] ?? 'rest');
    foreach ($r['links'] as $l) {
        echo "  {$name($l['from'])} > {$name($l['to'])}: {$l['orders']}, {$l['share']['percent']} %\n";
    }
    return $r;
};
echo "steps\n";
$all = $steps();
/* 3 orders: after the second touch two of them are placed, after the third the last */
same('placed after', [[1, 3, 0], [2, 3, 2], [3, 1, 1]], array_map(fn ($s) => [$s['step'], $s['reached'], $s['placed']['n']], $all['steps']));
same('all orders', [3, 0], [$all['orders'], $all['longer']]);
echo "steps, one name told apart\n";
$steps(['limit' => 1]);
echo "orders of a path\n";
$taken = fn (array $path, array $query = []): array => array_column($report('orders', $query + ['path' => $path])['rows'], 'path', 'order');
echo '  ', json_encode($taken(['paid_search', 'whatsapp'])), "\n";
echo '  ', json_encode($taken(['paid_search', 'whatsapp', 'email'])), "\n";
echo '  ', json_encode($taken(['paid_search'])), ' ', json_encode(array_keys($taken(['winter', 'winter'], ['dim' => 'campaign']))), "\n";
same('as much as of the path', '110.00', $report('orders', ['path' => ['paid_search', 'whatsapp']])['total']['total']);
same('no path asks for nothing', count($report('orders')['rows']), count($report('orders', ['path' => []])['rows']));
refused('path', fn () => $report('orders', ['path' => 'email']));
echo "no touch\n";
$unattributed = $report('unattributed');
foreach ($unattributed['rows'] as $row) {
    echo "  {$row['order']}: {$row['total']}, {$row['cause']}\n";
}
same('as in the total line', $report('overview')['identity']['unknown'], $unattributed['total']['total']);
echo "hours\n";
foreach ($report('heatmap', ['tz' => [[0, 3600]]])['rows'] as $row) {
    if ($row['clicks'] || $row['orders'] !== '0') {
        echo "  day {$row['weekday']} at {$row['hour']}: {$row['clicks']} clicks, {$row['orders']} orders, {$row['revenue']}\n";
    }
}
?>
--EXPECT--
paths
  paid_search > whatsapp: 2 orders, 110.00, 0 did not buy
  paid_search > whatsapp > email: 1 orders, 30.00, 0 did not buy
  email: 0 orders, 0.00, 2 did not buy
all: ok
by campaign, of those who came by Google
  ["winter","winter"] 2, 110.00
  ["winter","winter",""] 1, 30.00
length
  2: 2, 110.00, 66.7 %
  3: 1, 30.00, 33.3 %
average length: ok
days
  0: 1, 50.00
  2: 1, 60.00
  3: 1, 30.00
average time: ok
assists
  paid_search: helped 3 (140.00), last of 0 (0.00)
  whatsapp: helped 1 (30.00), last of 2 (110.00)
  email: helped 0 (0.00), last of 1 (30.00)
steps
  1 paid_search > 2 whatsapp: 3, 100.0 %
  2 whatsapp > 3 email: 1, 33.3 %
  2 whatsapp > order: 2, 66.7 %
  3 email > order: 1, 100.0 %
placed after: ok
all orders: ok
steps, one name told apart
  1 paid_search > 2 rest: 3, 100.0 %
  2 rest > 3 rest: 1, 33.3 %
  2 rest > order: 2, 66.7 %
  3 rest > order: 1, 100.0 %
orders of a path
  {"1":["paid_search","whatsapp"],"2":["paid_search","whatsapp"]}
  {"3":["paid_search","whatsapp","email"]}
  [] [1,2]
as much as of the path: ok
no path asks for nothing: ok
path: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'path' must be a list of keys of the dimension, oldest first
no touch
  6: 11.00, no_touch
  5: 7.00, outside_window
  4: 5.00, no_visitor
as in the total line: ok
hours
  day 1 at 11: 2 clicks, 0 orders, 0.00
  day 1 at 12: 0 clicks, 1 orders, 50.00
  day 3 at 12: 0 clicks, 1 orders, 60.00
