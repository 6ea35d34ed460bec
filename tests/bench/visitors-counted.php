<?php

/**
 * Is what visitors.php told and ordered in the store, once, with WooCommerce's amounts? Run by in-wordpress.php; prints what is not.
 *   visitors-counted.php TOLD.json
 */

declare(strict_types=1);

['told' => $told, 'orders' => $orders, 'errors' => $wrong] = json_decode((string) file_get_contents($argv[4]), true, 16, JSON_THROW_ON_ERROR);
sleep(2); // the beacon records behind its answer
$engine = Touchline\WP\Plugin::engine();
$engine->ingest(0);
$store = Touchline\Store::open((new Touchline\WP\Directory())->path());
$range = ['from' => 0, 'to' => (time() + 60) * 1000];

$counted = array_count_values(array_column(iterator_to_array($store->rows('events', $range), false), 'type'));
foreach ($told as $type => $times) {
    if (($counted[$type] ?? 0) !== $times) {
        $wrong[] = sprintf('%s: told %d times, counted %d times', $type, $times, $counted[$type] ?? 0);
    }
}
$known = [];
foreach ($store->rows('orders', $range + ['measure' => 'total']) as $row) {
    $known[$row['order']][] = $row;
}
foreach (wc_get_orders(['limit' => -1, 'type' => 'shop_order']) as $order) {
    $row = $known[(string) $order->get_id()] ?? [];
    if (count($row) !== 1 || (float) $row[0]['total'] !== (float) $order->get_total()) {
        $wrong[] = sprintf('order %d of %s: %s', $order->get_id(), $order->get_total(), json_encode($row));
    }
}
$shop = wc_get_orders(['limit' => -1, 'return' => 'ids', 'type' => 'shop_order']);
if (count(array_unique($orders)) !== count($shop) || count($known) !== count($shop)) {
    $wrong[] = sprintf('%d orders were placed, the shop has %d, the store %d', count($orders), count($shop), count($known));
}
echo implode("\n", $wrong), $wrong === [] ? '' : "\n";
