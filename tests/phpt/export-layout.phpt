--TEST--
export(): a layout gives headings, words for keys, the currency beside money, and what holds for all rows
--FILE--
<?php
require __DIR__ . '/common.inc';
$dir = scratch();
mkdir($dir);
$store = store(['identity_key' => str_repeat('k', 32)]);
$store->recordMany([
    view('a', MONDAY, ['source' => 'google', 'medium' => 'organic']),
    order('1', MONDAY + MINUTE, ['visitor' => 'a', 'total' => '10.5']),
    view('b', MONDAY + HOUR, ['source' => 'news', 'medium' => 'email', 'campaign' => '=1+1']),
    order('2', MONDAY + HOUR + MINUTE, ['visitor' => 'b', 'total' => '4']),
    ['type' => 'button_click', 'visitor' => 'c', 'at' => MONDAY, 'path' => '/'],
    order('3', MONDAY + 5 * DAY, ['visitor' => 'c', 'total' => '5', 'currency' => 'USD']),
    ['type' => 'message', 'message' => 'm1', 'direction' => 'out', 'at' => MONDAY, 'wa_id' => '4915112345678', 'price' => '0.0125', 'currency' => 'EUR'],
]);
$store->ingest();

function lines(string $name, array $query, array $layout): array
{
    global $store, $dir;
    $store->export($name, $query, "$dir/x.csv", 'csv', null, $layout);
    return explode("\r\n", trim(substr((string) file_get_contents("$dir/x.csv"), 3)));
}

$channels = ['email' => 'E-mail, by us', 'organic_search' => 'Search'];
echo "headings, words, keys, currency, beside\n";
echo implode("\n", lines('report:dimension', ['dim' => 'channel', 'credit' => 'all', 'orderby' => 'label', 'order' => 'asc',
    'filter' => ['channel' => ['email', 'organic_search']]], [
    'columns' => ['key' => null, 'label' => 'Channel', 'label_key' => 'Key', 'share_n' => null, 'share_of' => null, 'share_percent' => 'Share (%)', 'currency' => 'Currency']
        + array_fill_keys(['sessions', 'clicks', 'chats', 'orders', 'refunds', 'engaged_n', 'engaged_of', 'engaged_percent', 'bounce_n', 'bounce_of', 'bounce_percent',
            'quality', 'quality_points', 'quality_sum', 'quality_of', 'engagement', 'engagement_n', 'engagement_of', 'engagement_percent', 'conversion_n', 'conversion_of',
            'conversion_percent', 'per_session'], null),
    'words' => ['label' => $channels], 'beside' => ['From' => '2026-11-02', 'Window' => 7, 'Only' => '=x'],
])), "\n";
echo "lists\n", lines('report:orders', [], ['words' => ['path' => $channels]])[1], "\n";
$none = array_fill_keys(['placed_at', 'order', 'number', 'status', 'currency', 'person', 'evidence', 'at', 'kind', 'channel', 'entry', 'source', 'medium', 'campaign', 'page'], null);
echo "micros\n", implode("\n", lines('credits', ['currency' => 'EUR'], ['columns' => $none])), "\n";
$none = array_fill_keys(['message', 'at', 'person', 'direction', 'status', 'conversation', 'template', 'code', 'intent'], null);
echo implode("\n", lines('messages', [], ['columns' => $none + ['price_micros' => 'Price'], 'words' => ['failed' => ['1' => 'yes', '0' => 'no']]])), "\n";
echo "changes\n";
$changes = array_column(array_map(null, ...array_map(fn ($line) => str_getcsv($line, ',', '"', ''), lines('windows', ['currency' => 'USD'], ['columns' => []]))), null, 0);
echo implode(' ', $changes['change_percent'] ?? array_keys($changes)), ' ', isset($changes['change_direction']) ? 'OTHER' : 'alone', "\n";
$store->export('report:dimension', ['dim' => 'channel'], "$dir/a.json", 'json');
$store->export('report:dimension', ['dim' => 'channel'], "$dir/b.json", 'json', null, ['words' => ['label' => $channels], 'columns' => ['key' => null]]);
same('json as it is', file_get_contents("$dir/a.json"), file_get_contents("$dir/b.json"));
same('none', lines('orders', [], []), (function () use ($store, $dir) {
    $store->export('orders', [], "$dir/x.csv", 'csv');
    return explode("\r\n", trim(substr((string) file_get_contents("$dir/x.csv"), 3)));
})());
foreach ([['columns' => 'x'], ['words' => ['a']], ['beside' => 1], ['sheet' => 7]] as $wrong) {
    refused(key($wrong), fn () => $store->export('orders', [], "$dir/y.csv", 'csv', null, $wrong));
}
echo "a figure that is null in the first row\n", lines('overview', [], ['columns' => []])[0], "\n";
echo "links\n";
$links = [['key' => 'news', 'name' => 'Newsletter', 'target' => '/a/', 'text' => ''], ['key' => 'leaflet', 'name' => 'Leaflet']];
foreach ($store->report('links', ['links' => $links])['rows'] as $row) {
    echo json_encode(array_slice($row, 0, 7), JSON_UNESCAPED_SLASHES), "\n";
}
refused('links', fn () => $store->report('links', ['links' => [['name' => 'x']]]));
?>
--EXPECT--
headings, words, keys, currency, beside
Channel,Key,Currency,revenue,"Share (%)",From,Window,Only
"E-mail, by us",email,EUR,4.00,27.6,2026-11-02,7,"'=x"
Search,organic_search,EUR,10.50,72.4,2026-11-02,7,"'=x"
lists
2,2,2026-11-02 01:01:00,processing,EUR,4.00,0.00,4.00,0.00,0.00,none,,"E-mail, by us"
micros
credit,orders_micros
10.50,1
4.00,1
failed,Price,currency
no,0.0125,EUR
changes
change_percent -100.0 -100.0 0.0 0.0 0.0 0.0 0.0 alone
json as it is: ok
none: ok
columns: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'columns' of the layout is of another kind
words: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'words' of the layout is of another kind
beside: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'beside' of the layout is of another kind
sheet: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'sheet' of the layout is of another kind
a figure that is null in the first row
step,measured,count,of_previous_n,of_previous_of,of_previous_percent,of_first_n,of_first_of,of_first_percent,lost,currency,money,open
links
{"key":"leaflet","name":"Leaflet","address":null,"target":null,"text":null,"campaign":null,"opens":0}
{"key":"news","name":"Newsletter","address":null,"target":"/a/","text":"","campaign":null,"opens":0}
links: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'links' must be a list of links, each with its key