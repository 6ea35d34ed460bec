<?php

/**
 * A shop of believable size, told event by event: eight events a visit, one click in seventy events, one order in fifty.
 *   shop.php STORE EVENTS   fills a new store and prints how long record() and ingest() took, as JSON
 */

declare(strict_types=1);

const START = 1_767_225_600_000; // 2026-01-01
const SPAN = 300 * 86_400_000;

/** @return Generator<array<string, mixed>> */
function shop(int $events): Generator
{
    mt_srand(7);
    $sources = [
        [], [], ['source' => 'google', 'medium' => 'cpc', 'campaign' => 'winter'], ['source' => 'news', 'medium' => 'email', 'campaign' => 'monday'],
        ['referrer' => 'https://www.google.com/'], ['referrer' => 'https://www.facebook.com/'], ['source' => 'club', 'medium' => 'whatsapp'],
    ];
    $order = 0;
    for ($i = 0; $i < $events;) {
        $at = START + intdiv(SPAN, $events) * $i;
        $visitor = sprintf('%032x', mt_rand(0, intdiv($events, 12)));
        yield ['type' => 'page_view', 'visitor' => $visitor, 'at' => $at, 'path' => '/page/' . mt_rand(0, 200) . '/', 'view' => sprintf('%016x', $i)]
            + $sources[mt_rand(0, 6)];
        $i++;
        for ($views = mt_rand(3, 11), $j = 1; $j <= $views && $i < $events; $j++, $i++) {
            $product = (string) mt_rand(0, 300);
            yield ['type' => 'product_view', 'visitor' => $visitor, 'at' => $at + 60_000 * $j, 'path' => "/product/$product/", 'page_type' => 'product',
                'product' => $product, 'view' => sprintf('%016x', $i)];
        }
        if (mt_rand(0, 7) === 0) {
            yield ['type' => 'button_click', 'visitor' => $visitor, 'at' => $at + 720_000, 'path' => '/product/7/', 'page_type' => 'product', 'product' => '7'];
            $i++;
        }
        if (mt_rand(0, 5) === 0) {
            $placed = $at + 900_000;
            yield ['type' => 'order', 'order' => 'o' . ++$order, 'at' => $placed, 'status' => 'completed', 'currency' => 'EUR', 'placed_at' => $placed,
                'paid_at' => $placed, 'total' => mt_rand(10, 300) . '.50', 'tax' => '3', 'visitor' => $visitor,
                'email' => 'c' . mt_rand(0, intdiv($events, 60)) . '@example.com',
                'lines' => [['product' => (string) mt_rand(0, 300), 'name' => 'A shoe', 'quantity' => 1, 'net' => '7', 'category' => 'c' . mt_rand(0, 9)]]];
            $i++;
        }
    }
}

/** Peak memory of this process in bytes. */
function peak(): int
{
    preg_match('/VmHWM:\s+(\d+)/', (string) file_get_contents('/proc/self/status'), $match);
    return (int) ($match[1] ?? 0) * 1024;
}

function open_shop(string $dir): Touchline\Store
{
    return Touchline\Store::open($dir, ['create' => true, 'identity_key' => str_repeat('k', 32), 'spool_max_bytes' => 1 << 36]);
}

if (realpath((string) $argv[0]) === __FILE__) {
    [, $dir, $events] = $argv;
    $store = open_shop($dir);
    $recorded = $store->recordMany(shop((int) $events));
    $spool = array_sum(array_map('filesize', glob("$dir/spool/*") ?: []));
    $before = peak();
    $began = hrtime(true);
    $done = $store->ingest();
    $took = hrtime(true) - $began;
    unset($store); // the last one closes the database, which empties its log
    echo json_encode(['events' => $done['events'], 'recorded' => $recorded, 'ingest_s' => $took / 1e9, 'spool_bytes' => $spool,
        'db_bytes' => filesize("$dir/store.db"), 'ingest_peak' => peak(), 'before' => $before]), "\n";
}
