--TEST--
A browser known for a day is tied to the orders it made and to nobody's account, address or number; in any order of events
--FILE--
<?php
require __DIR__ . '/common.inc';
use Touchline\Store;

const ONE = 'day-11111111111111111111111111111111';
const TWO = 'day-22222222222222222222222222222222';
const AGREED = 'day-33333333333333333333333333333333';

/** Ann buys on two days and is a stranger on the second; Ben only looks; Cleo agrees to be known before she buys. */
$events = [
    view(ONE, MONDAY, ['source' => 'google', 'medium' => 'cpc']),
    ['type' => 'button_click', 'visitor' => ONE, 'at' => MONDAY + MINUTE, 'path' => '/', 'code' => 'AAAAAAAA'],
    order('1', MONDAY + HOUR, ['visitor' => ONE, 'email' => 'ann@example.org', 'customer' => '7', 'phone' => '4915228895456']),
    view(TWO, MONDAY + DAY, ['source' => 'news', 'medium' => 'email']),
    order('2', MONDAY + DAY + HOUR, ['visitor' => TWO, 'email' => 'ann@example.org', 'customer' => '7']),
    view('day-44444444444444444444444444444444', MONDAY, ['source' => 'google', 'medium' => 'cpc']),
    view(AGREED, MONDAY, ['source' => 'bing', 'medium' => 'cpc']),
    ['type' => 'identify', 'by' => 'consent', 'visitor' => AGREED, 'at' => MONDAY + MINUTE, 'code' => 'BBBBBBBB'],
    ['type' => 'identify', 'by' => 'consent', 'visitor' => 'cleo', 'at' => MONDAY + MINUTE, 'code' => 'BBBBBBBB'],
    order('3', MONDAY + 3 * DAY, ['visitor' => 'cleo', 'email' => 'cleo@example.org']),
];

foreach ([$events, array_reverse($events)] as $turn => $told) {
    echo $turn === 0 ? "as it came\n" : "backwards\n";
    $store = store(['identity_key' => str_repeat('k', 32)]);
    foreach ($told as $event) { // a batch for each
        $store->record($event);
        $store->ingest();
    }
    $path = static fn (string $order): array => array_map(
        static fn (array $touch): array => [$touch['kind'], $touch['source'] ?? null],
        $store->journey($order, ['model' => 'linear', 'window' => 30])['touches']
    );
    same('the order has its own day', [['session', 'google'], ['click', 'google']], array_map(fn ($t) => [$t[0], $t[1]], $path('1')));
    same('and none of the other one', [['session', 'news']], $path('2'));
    same('what was before the consent', [['session', 'bing']], $path('3'));
    same('evidence', 'click', $store->journey('1')['evidence']);
    $subject = $store->subject('email', 'ann@example.org');
    same('nobody is told by it', [false, []], [str_contains((string) json_encode($subject), 'day-'), $subject['sessions']]);
    same('but both orders are hers', ['1', '2'], array_column($subject['orders'], 'order'));
    $chain = array_column($store->report('funnel', ['from' => MONDAY, 'to' => MONDAY + 7 * DAY])['chain'], 'count', 'step');
    same('the click led to an order', [1, 1], [$chain['click'], $chain['order']]);
    same('the code leads to the order', ['1'], array_column($store->report('code', ['code' => 'AAAAAAAA'])['orders'], 'order'));
    $nulls = $store->report('models', ['from' => MONDAY, 'to' => MONDAY + 7 * DAY]);
    same('check', [true, []], [$store->check()['ok'], $store->check()['problems']]);
    $store->erase('email', 'ann@example.org');
    same('erased', [[], []], [$path('1'), $path('2')]);
    $figures[] = json_encode($nulls);
}
same('the same figures', $figures[0], $figures[1]);
?>
--EXPECT--
as it came
the order has its own day: ok
and none of the other one: ok
what was before the consent: ok
evidence: ok
nobody is told by it: ok
but both orders are hers: ok
the click led to an order: ok
the code leads to the order: ok
check: ok
erased: ok
backwards
the order has its own day: ok
and none of the other one: ok
what was before the consent: ok
evidence: ok
nobody is told by it: ok
but both orders are hers: ok
the click led to an order: ok
the code leads to the order: ok
check: ok
erased: ok
the same figures: ok
