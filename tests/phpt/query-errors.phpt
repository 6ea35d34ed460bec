--TEST--
A report's name and every option of its query: refused by name, with what they take
--FILE--
<?php
require __DIR__ . '/common.inc';
$store = store();
refused('report', fn () => $store->report('overveiw'));
refused('no name', fn () => $store->report(''));
foreach ([
    'unknown' => ['colour' => 'red'],
    'a list' => ['net'],
    'model' => ['model' => 'lsat'],
    'model, number' => ['model' => 7],
    'window 0' => ['window' => 0],
    'window 91' => ['window' => 91],
    'window, text' => ['window' => '7'],
    'measure' => ['measure' => 'gross'],
    'decimals' => ['decimals' => 7],
    'from' => ['from' => '2026-11-02'],
    'from after to' => ['from' => 2, 'to' => 1],
    'currency' => ['currency' => 'euro'],
    'tz' => ['tz' => 'Europe/Berlin'],
    'tz, not pairs' => ['tz' => [[1]]],
    'tz, falling' => ['tz' => [[5, 0], [4, 3600]]],
    'on_hold' => ['on_hold' => 1],
    'back' => ['back' => 'no'],
    'an object' => ['model' => new stdClass()],
] as $what => $query) {
    refused($what, fn () => $store->report('overview', $query));
}
refused('dim', fn () => $store->report('dimension', ['dim' => 'colour']));
refused('idle', fn () => $store->report('carts', ['idle_ms' => 15 * 60000 - 1]));
refused('a day and more', fn () => $store->report('carts', ['idle_ms' => 86400001]));
refused('carts', fn () => $store->report('cart_list', ['state' => 'recovered']));
refused('part', fn () => $store->report('orders', ['part' => 'all']));
refused('limit', fn () => $store->report('orders', ['limit' => 2001]));
refused('limit, negative', fn () => $store->report('orders', ['limit' => -1]));
refused('offset', fn () => $store->report('orders', ['offset' => -1]));
refused('filter', fn () => $store->report('orders', ['filter' => ['colour' => ['red']]]));
refused('filter, no list', fn () => $store->report('orders', ['filter' => ['channel' => 'whatsapp']]));
refused('filter, numbers', fn () => $store->report('orders', ['filter' => ['hour' => [7]]]));
refused('credit', fn () => $store->report('dimension', ['dim' => 'channel', 'credit' => 'mine']));
refused('orderby', fn () => $store->report('dimension', ['dim' => 'channel', 'orderby' => 'colour']));
refused('order', fn () => $store->report('dimension', ['dim' => 'channel', 'order' => 'up']));
same('null is absent', $store->report('overview'), $store->report('overview', ['model' => null, 'from' => null]));
?>
--EXPECT--
report: Touchline\QueryException 60
  there is no report of that name: 'overveiw'; docs/reports.md lists them
no name: Touchline\QueryException 60
  there is no report of that name: ''; docs/reports.md lists them
unknown: Touchline\QueryException 61
  the query has an unknown option: 'colour'; docs/reports.md lists them
a list: Touchline\QueryException 61
  the query has an unknown option: '0'; docs/reports.md lists them
model: Touchline\QueryException 63
  there is no model of that name: 'lsat'; there are last, last_non_direct, first, linear, position or time_decay
model, number: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'model' must be last, last_non_direct, first, linear, position or time_decay
window 0: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'window' must be a number of days from 1 to 90
window 91: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'window' must be a number of days from 1 to 90
window, text: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'window' must be a number of days from 1 to 90
measure: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'measure' must be net or total
decimals: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'decimals' must be a whole number from 0 to 6
from: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'from' must be a time in milliseconds since 1970
from after to: Touchline\QueryException 62
  an option of the query has a wrong type or value: a period ends before it begins
currency: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'currency' must be three capital letters, such as EUR
tz: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'tz' must be a list of [from ms, offset in seconds], ascending
tz, not pairs: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'tz' must be a list of [from ms, offset in seconds], ascending
tz, falling: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'tz' must be a list of [from ms, offset in seconds], ascending
on_hold: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'on_hold' must be true or false
back: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'back' must be true or false
an object: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'model': an object cannot be taken; give strings, numbers, true, false, null and arrays of them
dim: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'dim' must be channel, source, medium, campaign, content, page, page_type, landing, device, country, entry, product, category, evidence, customer, hour, weekday or intent
idle: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'idle_ms' must be a time in milliseconds, 15 minutes to a day
a day and more: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'idle_ms' must be a time in milliseconds, 15 minutes to a day
carts: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'state' must be started, checkout, ordered, awaiting, emptied, active, abandoned, link, touch, any, open or lost
part: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'part' must be whatsapp, confirmed, click_only, other, unknown or renewals
limit: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'limit' must be a whole number from 1 to 2000
limit, negative: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'limit' must be a whole number from 1 to 2000
offset: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'offset' must be a whole number, 0 or more
filter: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'filter' must be lists of keys by dimension: channel, source, medium, campaign, content, page, page_type, landing, device, country, entry, product, category, evidence, customer, hour, weekday or intent
filter, no list: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'filter' must be lists of keys by dimension: channel, source, medium, campaign, content, page, page_type, landing, device, country, entry, product, category, evidence, customer, hour, weekday or intent
filter, numbers: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'filter' must be lists of keys by dimension: channel, source, medium, campaign, content, page, page_type, landing, device, country, entry, product, category, evidence, customer, hour, weekday or intent
credit: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'credit' must be whatsapp or all
orderby: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'orderby' must be revenue, orders, sessions, clicks, chats, refunds, engagement, conversion, per_session, engaged, bounce, quality or label; of products also bought, buy, support, after or without
order: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'order' must be asc or desc
null is absent: ok
