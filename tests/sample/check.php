<?php

/**
 * Holds the reports of a sample store against what it must say by construction.
 *   php -d extension=touchline.so check.php SAMPLE TRUTH DIRECTORY [SEED]
 * DIRECTORY: an empty one for the store. SEED: record the events in a random order.
 */

declare(strict_types=1);

use Touchline\Store;

[, $sample, $truthFile, $directory] = $argv;
$truth = json_decode((string) file_get_contents($truthFile), true, 8, JSON_THROW_ON_ERROR);
$lines = (array) file($sample);
if (isset($argv[4])) {
    mt_srand((int) $argv[4]);
    shuffle($lines);
}

$passed = $failed = 0;
function same(string $what, mixed $told, mixed $expected): void
{
    global $passed, $failed;
    if ($told === $expected) {
        $passed++;
        return;
    }
    $failed++;
    printf("not ok - %s: %s, by construction %s\n", $what, json_encode($told), json_encode($expected));
}

/** @param array<string, int> $row */
function sameIdentity(Store $store, string $what, array $query, array $row): void
{
    $identity = $store->report('overview', $query)['identity'];
    foreach (['total', 'whatsapp', 'confirmed', 'click_only', 'other', 'unknown'] as $part) {
        same("$what, $part", $identity["{$part}_micros"], $row[$part]);
    }
    same("$what, orders", (float) $identity['total_orders'], (float) $row['orders']);
    same("$what adds up", $identity['whatsapp_micros'] + $identity['other_micros'] + $identity['unknown_micros'], $identity['total_micros']);
}

$store = Store::open($directory, ['create' => true, 'identity_key' => str_repeat('k', 32)]);
foreach ($lines as $line) {
    $store->record(json_decode($line, true, 16, JSON_THROW_ON_ERROR));
}
$done = $store->ingest();
same('events and bots', [$done['events'] + $done['bots'], $done['bots'], $done['rejected']], [$truth['events'], $truth['bots'], 0]);

sameIdentity($store, 'all', [], $truth['overall']);
foreach ($truth['months'] as $month => $row) {
    $utc = new DateTimeZone('UTC');
    $from = new DateTimeImmutable("$month-01", $utc);
    sameIdentity($store, $month, ['from' => $from->getTimestamp() * 1000, 'to' => $from->modify('+1 month')->getTimestamp() * 1000], $row);
}

$channels = $store->report('dimension', ['dim' => 'channel', 'limit' => 100]);
$told = [];
foreach ($channels['rows'] as $row) {
    if ($row['revenue_micros'] !== 0) {
        $told[$row['key']] = $row['revenue_micros'];
    }
}
ksort($told);
ksort($truth['channels']);
same('channels', $told, $truth['channels']);
same('visits', array_sum(array_column($channels['rows'], 'sessions')), $truth['visits']);

$evidence = [];
foreach ($store->report('orders', ['part' => 'whatsapp', 'limit' => 2000])['rows'] as $row) {
    $evidence[$row['evidence']] = ($evidence[$row['evidence']] ?? 0) + 1;
}
ksort($evidence);
ksort($truth['evidence']);
same('evidence', $evidence, $truth['evidence']);

foreach ($store->report('overview')['chain'] as $step) {
    if ($step['step'] === 'seen') {
        same('seen', $step['count'], $truth['seen']);
    }
}
foreach ($store->report('dimension', ['dim' => 'campaign'])['rows'] as $row) {
    if ($row['key'] === 'sneaker-drop') {
        same('the sneaker drop is pressed and sells nothing', [$row['clicks'] > 50, $row['revenue_micros']], [true, 0]);
    }
}
$carts = $store->report('carts')['total'];
foreach ($truth['carts'] as $name => $expected) {
    [$figure, $of] = explode('_', $name) + [1 => 'carts'];
    same("carts, $name", $carts[$figure][$of === 'carts' ? 'carts' : "{$of}_micros"], $expected);
}
same('the boot that is asked about sells most', $store->report('dimension', ['dim' => 'product'])['rows'][0]['key'], '101');
same('health', $store->check()['problems'], []);
printf("%d passed, %d failed\n", $passed, $failed);
exit($failed > 0 ? 1 : 0);
