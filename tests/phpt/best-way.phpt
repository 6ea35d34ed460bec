--TEST--
The way on which most buy is named where so many can hardly have bought by chance, and ways are sorted by what is asked for
--FILE--
<?php
require __DIR__ . '/common.inc';

/** So many people take a way, the first of them buy for so much. */
function people(string $who, int $people, int $buy, string $total, array $arrival, bool $click): array
{
    $events = [];
    for ($i = 0; $i < $people; $i++) {
        $at = MONDAY + 10 * HOUR + $i * MINUTE;
        $events[] = view("$who$i", $at, $arrival);
        if ($click) {
            $events[] = ['type' => 'button_click', 'visitor' => "$who$i", 'at' => $at + 1000, 'path' => '/boot/'];
        }
        if ($i < $buy) {
            $events[] = order("$who$i", $at + HOUR, ['visitor' => "$who$i", 'total' => $total]);
        }
    }
    return $events;
}
$google = ['source' => 'google', 'medium' => 'cpc'];
$letter = ['source' => 'news', 'medium' => 'email'];
$week = ['from' => MONDAY, 'to' => MONDAY + 7 * DAY];

/* By Google and the button 40 of 100 buy for 10.00, by e-mail 10 of 100 for 90.00. Two ways can be held against the rest, so each interval has a tail of
 * 0.05 / 2 / 2 = 0.0125 beyond 2.2414 deviations (tables of the normal distribution); sqrt(1/40 - 1/100 + 1/10 - 1/100) = 0.32404;
 * 4 x e^(-+0.72631) = 1.93 to 8.27. */
$store = store();
$store->recordMany([...people('g', 100, 40, '10', $google, true), ...people('l', 100, 10, '90', $letter, false)]);
$store->ingest();
$best = $store->report('paths', $week)['best'];
same('the way', ['paid_search', 'whatsapp'], $best['path']);
same('shares', [[40, 100, '40.0'], [10, 100, '10.0']], array_map('array_values', [$best['conversion'], $best['others']]));
same('ratio', ['4.00', '1.93', '8.27'], [$best['ratio'], $best['low'], $best['high']]);

/* Two who all buy say nothing: they stand last where shares are sorted, upwards and downwards. */
$store->recordMany(people('f', 2, 2, '500', ['source' => 'shop.example', 'medium' => 'referral'], false));
$store->ingest();
$sorted = static fn (array $by): string => implode(', ', array_map(
    static fn (array $row): string => implode('>', $row['path']),
    $store->report('paths', $by + $week)['rows']
));
same('still the way', ['paid_search', 'whatsapp'], $store->report('paths', $week)['best']['path']);
foreach ([[], ['orderby' => 'orders'], ['orderby' => 'conversion'], ['orderby' => 'conversion', 'order' => 'asc']] as $by) {
    echo implode(' ', $by), ': ', $sorted($by), "\n";
}
refused('clicks', fn () => $store->report('paths', ['orderby' => 'clicks'] + $week));

/* 12 of 40 and 10 of 40 differ by chance; 29 people are too few; with one way there is no other. */
foreach ([['near', 40, 12, 40, 10], ['few', 29, 25, 100, 10], ['none bought elsewhere', 100, 40, 100, 0], ['one way', 100, 40, 0, 0]] as [$what, $n, $a, $m, $b]) {
    $store = store();
    $store->recordMany([...people('g', $n, $a, '10', $google, true), ...people('l', $m, $b, '90', $letter, false)]);
    $store->ingest();
    same($what, null, $store->report('paths', $week)['best']);
}
same('empty', null, store()->report('paths')['best']);
?>
--EXPECT--
the way: ok
shares: ok
ratio: ok
still the way: ok
: referral, email, paid_search>whatsapp
orders: paid_search>whatsapp, email, referral
conversion: paid_search>whatsapp, email, referral
conversion asc: email, paid_search>whatsapp, referral
clicks: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'orderby': paths are sorted by revenue, orders or conversion
near: ok
few: ok
none bought elsewhere: ok
one way: ok
empty: ok
