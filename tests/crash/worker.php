<?php

/**
 * One process of the crash test.
 *   worker.php write DIR NUMBER LOG UNTIL PAUSE   records events until UNTIL (ms), a pause (µs) after eight, and logs each whose record() returned
 *   worker.php ingest DIR UNTIL                   ingests, over and over
 *   worker.php read DIR UNTIL                     reads reports, over and over
 */

declare(strict_types=1);

use Touchline\Store;

/** Monday, 2026-11-02 00:00 UTC. */
const MONDAY = 1_793_577_600_000;
const WRITERS = 8;

/** The event number $i of a writer. Its time is nobody else's, so that it can be found again in the database. */
function event(int $writer, int $i): array
{
    $at = MONDAY + $i * WRITERS + $writer;
    $visitor = sprintf('w%d-%d', $writer, intdiv($i, 40));
    return match (true) {
        $i % 40 === 39 => ['type' => 'order', 'order' => "$writer-$i", 'visitor' => $visitor, 'at' => $at, 'status' => 'processing', 'currency' => 'EUR',
            'placed_at' => $at, 'paid_at' => $at, 'total' => '10.01'],
        $i % 40 === 20 => ['type' => 'button_click', 'visitor' => $visitor, 'at' => $at, 'path' => '/boots'],
        $i % 3 === 0 => ['type' => 'button_seen', 'visitor' => $visitor, 'at' => $at, 'path' => '/boots', 'view' => "$writer-$i"],
        default => ['type' => 'page_view', 'visitor' => $visitor, 'at' => $at, 'path' => '/page-' . $i % 50, 'referrer' => 'https://www.google.com/'],
    };
}

/** The number of the event that was logged last, null when there is none. */
function last(string $log): ?int
{
    $end = is_file($log) ? (string) file_get_contents($log, offset: max(0, filesize($log) - 200)) : '';
    $lines = explode("\n", trim($end));
    return $end === '' ? null : (int) end($lines);
}

function write(string $dir, int $writer, string $log, int $until, int $pause): void
{
    $store = Store::open($dir);
    $last = last($log);
    // After a kill: the event that was at work may have come through or not; it is left as it is.
    $i = $last === null ? 0 : $last + 2;
    $out = fopen($log, 'a');
    for (; microtime(true) * 1000 < $until; $i++) {
        $id = $store->record(event($writer, $i));
        fwrite($out, "$i $id\n");
        if ($i % 8 === 0) {
            usleep($pause);
        }
    }
}

function ingest(string $dir, int $until): void
{
    $store = Store::open($dir);
    while (microtime(true) * 1000 < $until) {
        $store->ingest(mt_rand(0, 1) ? 0 : 5);
        usleep(mt_rand(0, 4000));
    }
}

function read(string $dir, int $until): void
{
    $store = Store::open($dir);
    while (microtime(true) * 1000 < $until) {
        $identity = $store->report('overview')['identity'];
        if ($identity['whatsapp_micros'] + $identity['other_micros'] + $identity['unknown_micros'] !== $identity['total_micros']) {
            throw new LogicException('the parts do not add up: ' . json_encode($identity));
        }
        usleep(200_000);
    }
}

if (realpath($argv[0]) === __FILE__) {
    [, $role, $dir] = $argv;
    match ($role) {
        'write' => write($dir, (int) $argv[3], $argv[4], (int) $argv[5], (int) $argv[6]),
        'ingest' => ingest($dir, (int) $argv[3]),
        'read' => read($dir, (int) $argv[3]),
    };
}
