--TEST--
A packed day is made again when what it was made from changes on another day, or in another browser of the person
--FILE--
<?php
require __DIR__ . '/common.inc';
use Touchline\Store;

const M = MONDAY - 10 * DAY;
const ANN = 'visitor-number-a';
const HER_TABLET = 'visitor-number-b';
const CODE = '0000000A';

$click = static fn (string $who, int $at, array $more = []): array => ['type' => 'button_click', 'visitor' => $who, 'at' => $at, 'path' => '/p'] + $more;
$wrote = static fn (int $at, array $more = []): array => $more + ['type' => 'message', 'message' => 'm', 'direction' => 'in', 'at' => $at,
    'wa_id' => '491700000001'];
$cart = static fn (string $who, int $at): array => ['type' => 'cart', 'visitor' => $who, 'at' => $at, 'action' => 'update', 'items' => 1, 'product' => '1',
    'value' => '5', 'currency' => 'EUR'];
$order = static fn (string $key, int $at, array $more = []): array => order($key, $at, $more + ['placed_at' => $at, 'paid_at' => $at, 'visitor' => ANN,
    'email' => 'ann@example.org', 'status' => 'completed', 'total' => '5']);
/* Orders of long ago, which say that it is one person: two browsers and a telephone. */
$ann = [$order('a', M - 40 * DAY), $order('b', M - 40 * DAY, ['phone' => '+491700000001']), $order('c', M - 40 * DAY, ['visitor' => HER_TABLET])];
$bought = [...$ann, $cart(ANN, M), $click(ANN, M + 2 * DAY), $order('n', M + DAY)];
$cases = [
    'an order between cart and click' => [[...$ann, $cart(ANN, M), $click(ANN, M + 2 * DAY)], $order('n', M + DAY)],
    'that order was cancelled' => [$bought, $order('n', M + DAY + 1, ['status' => 'cancelled', 'placed_at' => M + DAY])],
    'that order has another date' => [$bought, $order('n', M + DAY + 1, ['placed_at' => M + 4 * DAY])],
    'a refund' => [$bought, $order('n', M + DAY + 1, ['placed_at' => M + DAY, 'refunds' => [['refund' => 'r', 'at' => M + 5 * DAY, 'total' => '1', 'lines' => true]]])],
    'a cart in the other browser, before' => [[...$ann, $click(ANN, M)], $cart(HER_TABLET, M - 30 * DAY)],
    'a cart in the other browser, after' => [[...$ann, $click(ANN, M)], $cart(HER_TABLET, M + 9 * DAY)],
    'whose browser it is' => [[$cart(HER_TABLET, M), $click(ANN, M + DAY)], ...$ann],
    'a click on the day before the chat' => [[...$ann, $wrote(M + 30 * HOUR)], $click(ANN, M + 22 * HOUR)],
    'a click with the code of a chat' => [[...$ann, $click(ANN, M), $wrote(M + 5 * DAY, ['code' => CODE])], $click(ANN, M + HOUR, ['code' => CODE])],
    'somebody else with that code' => [[$click(ANN, M, ['code' => CODE]), $wrote(M + 5 * DAY, ['code' => CODE])], $click('visitor-number-c', M, ['code' => CODE])],
    'a message that was sent before' => [[$wrote(M + 3 * DAY)], $wrote(M)],
    'what a message asks for' => [[$wrote(M)], $wrote(M, ['intent' => 'order'])],
    'a search in a visit' => [[view(ANN, M), view(ANN, M + 120000)], ['type' => 'search', 'visitor' => ANN, 'at' => M + 60000, 'query' => 'x']],
    'a browser was forgotten' => [[...$bought, $wrote(M)], static fn (Store $store) => $store->erase('visitor', ANN)],
    'a day was deleted by its age, in its middle' => [[...$bought, view(ANN, M - 60000), $click(ANN, M + 60000)], static fn (Store $store) => $store->prune(M)],
];
foreach ($cases as $name => $case) {
    $store = store(['identity_key' => str_repeat('k', 32)]);
    $store->recordMany(array_shift($case));
    $store->ingest();
    foreach ($case as $late) {
        is_array($late) ? $store->record($late) : $late($store);
    }
    $store->ingest();
    same($name, [], $store->check()['problems']);
}
?>
--EXPECT--
an order between cart and click: ok
that order was cancelled: ok
that order has another date: ok
a refund: ok
a cart in the other browser, before: ok
a cart in the other browser, after: ok
whose browser it is: ok
a click on the day before the chat: ok
a click with the code of a chat: ok
somebody else with that code: ok
a message that was sent before: ok
what a message asks for: ok
a search in a visit: ok
a browser was forgotten: ok
a day was deleted by its age, in its middle: ok
