--TEST--
Every report has the keys that docs/reports.md names, in a store with a click, a sale and a refund
--FILE--
<?php
require __DIR__ . '/common.inc';
$store = store();
$store->recordMany([
    view('v1', MONDAY, ['referrer' => 'https://www.google.com/']),
    ['type' => 'button_click', 'visitor' => 'v1', 'at' => MONDAY + MINUTE, 'path' => '/boots', 'page_type' => 'product', 'product' => '77', 'product_name' => 'Boots',
        'code' => 'ABCD2345', 'placement' => 'product'],
    order('1', MONDAY + HOUR, ['number' => '1001', 'visitor' => 'v1', 'total' => '119.00', 'tax' => '19.00', 'lines' => [['product' => '77', 'name' => 'Boots', 'quantity' => 1, 'net' => '100.00', 'tax' => '19.00']],
        'refunds' => [['refund' => '2', 'at' => MONDAY + 2 * HOUR, 'total' => '11.90', 'tax' => '1.90', 'lines' => true]]]),
]);
$store->ingest();
$keys = fn (array $map) => implode(' ', array_keys($map));
$week = ['from' => MONDAY, 'to' => MONDAY + 7 * DAY];
$overview = $store->report('overview', $week + ['compare_from' => MONDAY - 7 * DAY, 'compare_to' => MONDAY]);
echo 'overview: ', $keys($overview), "\n  cards: ", $keys($overview['cards']), "\n  card: ", $keys($overview['cards']['revenue']), "\n  identity: ", $keys($overview['identity']), "\n";
echo '  chain: ', implode(' ', array_column($overview['chain'], 'step')), "\n  step: ", $keys($overview['chain'][1]), "\n  best: ", $keys(array_diff_key($overview['best'], ['page_type' => 0])), "\n";
$daily = $store->report('daily', $week);
echo 'daily: ', $keys($daily), "\n  day: ", $keys($daily['days'][0]), "\n  total: ", $keys($daily['total']), "\n";
$channels = $store->report('dimension', ['dim' => 'channel']);
echo 'dimension: ', $keys($channels), "\n  row: ", $keys($channels['rows'][0]), "\n  total: ", $keys($channels['total']), "\n";
echo '  visits: ', $keys($overview['visits']), "\n  quality: ", $keys($channels['total']['quality']), "\n";
$bands = $store->report('quality_bands', $week);
echo 'quality_bands: ', $keys($bands), "\n  row: ", $keys($bands['rows'][0]), "\n  total: ", $keys($bands['total']), "\n";
$orders = $store->report('orders');
echo 'orders: ', $keys($orders), "\n  row: ", $keys($orders['rows'][0]), "\n  total: ", $keys($orders['total']), "\n";
$store->record(['type' => 'link_open', 'visitor' => 'v2', 'at' => MONDAY, 'path' => '/boots', 'kind' => 'short', 'token' => 'spring']);
$store->ingest();
$links = $store->report('links');
echo 'links: ', $keys($links), "\n  row: ", $keys($links['rows'][0]), "\n  total: ", $keys($links['total']), "\n";
$code = $store->report('code', ['code' => 'abcd-2345']);
echo 'code: ', $keys($code), "\n  click: ", $keys($code['click']), "\n  visit: ", $keys($code['visit']), "\n  order: ", $keys($code['orders'][0]), "\n";
$journey = $store->journey('1');
echo 'journey: ', $keys($journey), "\n  refund: ", $keys($journey['refunds'][0]), "\n  touch: ", $keys($journey['touches'][0]), "\n";
echo 'ingest: ', $keys($store->ingest()), "\ncheck: ", $keys($store->check()), "\n";
?>
--EXPECT--
overview: currency currencies as_of first_event_at chats compared cards conversion_days chat_days share identity chain leak visits findings best
  cards: revenue share orders conversion chats aov per_click
  card: value value_micros previous change reason
  identity: confirmed confirmed_micros confirmed_orders click_only click_only_micros click_only_orders other other_micros other_orders unknown unknown_micros unknown_orders renewals renewals_micros renewals_orders whatsapp whatsapp_micros whatsapp_orders total total_micros total_orders
  chain: seen click chat cart order refunded
  step: step measured count of_previous of_first lost money money_micros open
  best: page product channel campaign
daily: currency days total
  day: date whatsapp whatsapp_micros other other_micros unknown unknown_micros renewals renewals_micros total total_micros channels previous whatsapp_previous orders clicks whatsapp_orders share aov per_click partial
  total: whatsapp whatsapp_micros other other_micros unknown unknown_micros renewals renewals_micros total total_micros channels
dimension: currency rows total count best
  row: key label sessions clicks chats orders orders_micros revenue revenue_micros refunds refunds_micros engaged bounce quality engagement conversion per_session per_session_micros share
  total: sessions clicks chats orders orders_micros revenue revenue_micros refunds refunds_micros engaged bounce quality engagement conversion per_session per_session_micros
  visits: sessions engaged bounce quality previous_sessions previous_engaged previous_quality
  quality: points sum of
quality_bands: rows total open reason
  row: key sessions quality clicks chats orders share
  total: sessions quality clicks chats orders
orders: currency rows count total
  row: order number placed_at status currency total total_micros whatsapp whatsapp_micros other other_micros unknown unknown_micros refunded refunded_micros evidence entry path
  total: total total_micros whatsapp whatsapp_micros other other_micros unknown unknown_micros
links: currency rows count total
  row: key opens persons orders orders_micros revenue revenue_micros
  total: opens orders orders_micros revenue revenue_micros
code: code found ambiguous click visit orders
  click: at path page_type product product_name placement
  visit: at channel source medium campaign landing pages
  order: order number placed_at evidence
journey: order number status currency placed_at counted_at counts reason net net_micros total total_micros refunds refunded refunded_micros evidence code person cause shop model window touches
  refund: refund at total total_micros net net_micros
  touch: at kind channel entry source medium campaign path product product_name code chat_at evidence quality in_window why share credit credit_micros models
ingest: events duplicates bots orders rejected expired skipped_bytes busy done lag_ms ms again
check: version store_version format_version sqlite store_id directory events sessions persons touches orders bots shared_identities spool_bytes spool_segments spool_max_bytes pending_bytes db_bytes quarantined last_ingest_at lag_ms newest_at ok problems
