--TEST--
Whoever is erased, of any shop: what is left is what a store shows that never heard of them
--FILE--
<?php
require __DIR__ . '/common.inc';
require __DIR__ . '/forget.inc';
use Touchline\Store;

/** @return array<string, true> all that is tied to $start, plainly: the letter of WHO and the value, 'k' and a code */
function person(array $events, array $newest, string $start): array
{
    $clicked = $links = [];
    foreach ($events as $event) {
        if ($event['type'] === 'button_click') {
            $clicked[$event['code']][$event['visitor']] = true;
        }
    }
    foreach ($events as $event) {
        $ids = array_map(static fn (string $field): string => WHO[$field] . $event[$field], array_values(array_intersect(array_keys(WHO), array_keys($event))));
        $code = count($clicked[$event['code'] ?? ''] ?? []) > 1 ? null : $event['code'] ?? null; // two clicked it: it ties nobody
        $typed = $event['type'] === 'order';
        if ($code !== null && (! $typed || $newest[$event['order']] === $event)) {
            $ids[] = "k$code";
        }
        foreach ($ids as $a) {
            foreach ($ids as $b) {
                $links[$a][$b] = true;
            }
        }
    }
    $known = [$start => true];
    for ($waiting = [$start]; ($one = array_pop($waiting)) !== null;) {
        foreach (array_keys($links[$one] ?? []) as $other) {
            if (! isset($known[$other])) {
                $known[$other] = true;
                $waiting[] = (string) $other;
            }
        }
    }
    return $known;
}

function figures(Store $store): array
{
    $figures = money($store);
    foreach (['carts', 'sessions', 'clicks', 'touches', 'events', 'messages', 'orders'] as $kind) {
        $figures[$kind] = sorted_rows($store, $kind);
    }
    foreach (['overview', 'daily', 'funnel', 'paths', 'interactions', 'quality_bands', 'carts'] as $report) {
        $figures[$report] = $store->report($report, ['window' => 30, 'from' => MONDAY - 30 * DAY, 'to' => MONDAY + 2 * DAY]);
        unset($figures[$report]['as_of'], $figures[$report]['first_event_at']);
        if (isset($figures[$report]['rows'])) {
            usort($figures[$report]['rows'], static fn (array $a, array $b): int => serialize($a) <=> serialize($b));
        }
    }
    return $figures + visits($store, MONDAY - 30 * DAY, MONDAY + 2 * DAY) + ['part of a day' => visits($store, MONDAY - 9 * DAY + HOUR, MONDAY - 2 * DAY + HOUR)];
}

$erased = 0;
for ($seed = 1; $seed <= 30; $seed++) {
    $events = random_shop($seed);
    $newest = $who = [];
    foreach ($events as $event) {
        foreach (array_intersect_key(WHO, $event) as $field => $letter) {
            $who[] = $letter . $event[$field];
        }
        if ($event['type'] === 'order' && $event['at'] > ($newest[$event['order']]['at'] ?? 0)) {
            $newest[$event['order']] = $event;
        }
    }
    $one = $who[mt_rand(0, count($who) - 1)];
    $person = person($events, $newest, $one);
    $theirs = static fn (array $event): bool => array_filter(array_keys(array_intersect_key(WHO, $event)), static fn (string $field): bool => isset($person[WHO[$field] . $event[$field]])) !== [];

    $store = store(['identity_key' => IDENTITY_KEY]);
    shuffle($events);
    $half = mt_rand(0, count($events));
    $store->recordMany(array_slice($events, 0, $half));
    $store->ingest();
    $store->recordMany(array_slice($events, $half)); // erase() takes what waits, too
    $erased += $store->erase(KINDS[$one[0]], substr($one, 1));

    $without = store(['identity_key' => IDENTITY_KEY]);
    foreach ($events as $event) {
        if (! $theirs($event)) {
            $without->record($event);
        } elseif ($event['type'] === 'order') { // what it sold, and when it was what, stays
            $without->record(array_diff_key($event, array_flip(['visitor', 'email', 'phone', 'customer', 'code', 'code_by', 'code_at'])));
        }
    }
    $without->ingest();
    if ($store->check()['problems'] !== []) {
        echo "seed $seed: ", implode('; ', $store->check()['problems']), "\n";
    }
    $expected = figures($without);
    foreach (figures($store) as $name => $figure) {
        if ($figure != $expected[$name]) {
            echo "seed $seed, $one: $name is not as if they had never come\n";
            break;
        }
    }
}
echo $erased > 100 ? "many were erased\n" : "only $erased records were erased\n";
?>
--EXPECT--
many were erased
