--TEST--
export(): rows and tables as files; read back they are what rows() and report() say
--FILE--
<?php
require __DIR__ . '/common.inc';
$dir = scratch();
mkdir($dir);
$store = store(['identity_key' => str_repeat('k', 32)]);
$evil = ['=HYPERLINK("http://x","y")', '+1+1', '-2+3', '@SUM(A1)', "Tom \"T\", Jerry; ünï", '＝1+1', ' plain '];
$events = [];
foreach ($evil as $i => $campaign) {
    $events[] = view("v$i", MONDAY + $i * HOUR, ['source' => 'news', 'medium' => 'email', 'campaign' => $campaign]);
    $events[] = ['type' => 'button_click', 'visitor' => "v$i", 'at' => MONDAY + $i * HOUR + MINUTE, 'path' => "/p$i/", 'page_type' => 'product', 'product' => "$i"];
    $events[] = order("o$i", MONDAY + $i * HOUR + 2 * MINUTE, ['visitor' => "v$i", 'total' => "1$i.5", 'currency' => $i === 6 ? 'USD' : 'EUR',
        'refunds' => $i === 2 ? [['refund' => 'r', 'at' => MONDAY + 40 * DAY, 'total' => '5.25']] : []]);
}
$events[] = ['type' => 'message', 'message' => 'm1', 'direction' => 'in', 'at' => MONDAY + 2 * MINUTE, 'wa_id' => '4915112345678'];
$store->recordMany($events);
$store->ingest();

function csv(string $file): array
{
    $text = (string) file_get_contents($file);
    same('mark and line ends', [true, 0], [str_starts_with($text, "\xef\xbb\xbf"), preg_match('/[^\r]\n/', $text)]);
    $handle = fopen($file, 'r');
    fseek($handle, 3);
    $head = fgetcsv($handle, null, ',', '"', '');
    $rows = [];
    while (($row = fgetcsv($handle, null, ',', '"', '')) !== false) {
        $rows[] = array_combine($head, $row);
    }
    return $rows;
}

/** What a row of rows() is in a file for people: local time, no micros beside a printed amount, no formula. */
function printed(array $row, int $offset = 0): array
{
    $out = [];
    foreach ($row as $key => $value) {
        if (str_ends_with($key, '_micros') && array_key_exists(substr($key, 0, -7), $row)) {
            continue;
        }
        if (is_int($value) && (str_ends_with($key, 'at') || $key === 'end')) {
            $value = gmdate('Y-m-d H:i:s', intdiv($value, 1000) + $offset);
        } elseif (is_string($value) && preg_match('/^[=+\-@＝]/u', $value) && ! is_numeric($value)) {
            $value = "'$value";
        }
        $out[$key] = is_bool($value) ? ($value ? '1' : '0') : (string) $value;
    }
    return $out;
}

foreach (['orders', 'credits', 'touches', 'sessions', 'events', 'clicks', 'messages'] as $name) {
    $rows = iterator_to_array($store->rows($name));
    echo "$name: ", $n = $store->export($name, [], "$dir/x.csv", 'csv'), "\n";
    same('csv', array_map(printed(...), $rows), csv("$dir/x.csv"));
    same('as many', count($rows), $n);
    $store->export($name, [], "$dir/x.json", 'json');
    same('json', $rows, json_decode((string) file_get_contents("$dir/x.json"), true, 16, JSON_THROW_ON_ERROR));
    $store->export($name, [], "$dir/x.ndjson", 'ndjson');
    same('ndjson', $rows, array_map(fn ($line) => json_decode($line, true), file("$dir/x.ndjson")));
}

$query = ['tz' => [[0, 3600], [MONDAY + 3 * HOUR, -7200]], 'from' => MONDAY, 'to' => MONDAY + DAY];
$store->export('sessions', $query, "$dir/x.csv", 'csv');
same('local time', ['2026-11-02 01:00:00', '2026-11-02 01:00:00'], [csv("$dir/x.csv")[0]['at'], csv("$dir/x.csv")[3]['at']]);

$query = ['dim' => 'campaign', 'currency' => 'EUR', 'limit' => 3];
same('as a page', 3, $store->export('dimension', $query, "$dir/x.json", 'json'));
same('table', $store->report('dimension', $query)['rows'], json_decode((string) file_get_contents("$dir/x.json"), true));
unset($query['limit']);
same('all of them', $store->report('dimension', $query)['count'], $store->export('dimension', $query, "$dir/x.csv", 'csv'));
echo implode(' ', array_keys(csv("$dir/x.csv")[0])), "\n", csv("$dir/x.csv")[0]['key'], "\n";
$names = ['overview', 'daily', 'report:orders', 'paths', 'path_length', 'time_lag', 'assists', 'models', 'unattributed', 'heatmap', 'steps', 'bots', 'uncounted', 'shop',
    'interactions', 'windows'];
foreach ($names as $name) {
    $query = $name === 'daily' || $name === 'heatmap' ? ['from' => MONDAY, 'to' => MONDAY + 2 * DAY] : [];
    $n = $store->export($name, $query, "$dir/x.csv", 'csv');
    echo "$name: $n ", $n === count(csv("$dir/x.csv")) ? "as told\n" : "OTHER\n";
}

$store->export('daily', ['from' => MONDAY + 40 * DAY, 'to' => MONDAY + 41 * DAY, 'currency' => 'EUR'], "$dir/x.csv", 'csv');
same('a refund is no formula', ['-5.25', '-5.25'], array_values(array_intersect_key(csv("$dir/x.csv")[0], ['whatsapp' => 0, 'channels_whatsapp' => 0])));
echo "empty: ", $store->export('orders', ['from' => 1, 'to' => 2], "$dir/x.json", 'json'), ' ', json_encode(json_decode((string) file_get_contents("$dir/x.json"))), "\n";
same('owner alone', '0600', substr(sprintf('%o', fileperms("$dir/x.json")), -4));
touch("$dir/kept");
refused('format', fn () => $store->export('orders', [], "$dir/kept", 'pdf'));
refused('no table', fn () => $store->export('report:code', ['code' => 'AAAAAAA1'], "$dir/kept", 'csv'));
refused('query', fn () => $store->export('orders', ['colour' => 1], "$dir/kept", 'csv'));
refused('folder', fn () => $store->export('orders', [], "$dir/none/x.csv", 'csv'));
refused('is a folder', fn () => $store->export('orders', [], $dir, 'csv'));
same('kept', 0, filesize("$dir/kept"));

/* Many: in the same memory, told now and then, and stopped. */
$many = function () {
    for ($i = 0; $i < 100_000; $i++) {
        yield view('v' . $i % 5000, MONDAY + $i * 1000, ['campaign' => "c$i"]);
    }
};
$store->recordMany($many());
$store->ingest();
$peak = fn () => (int) preg_replace('/.*VmHWM:\s+(\d+).*/s', '$1', (string) file_get_contents('/proc/self/status'));
file_put_contents('/proc/self/clear_refs', '5');
$before = $peak();
$calls = 0;
same('many', 100_014, $store->export('events', [], "$dir/x.csv", 'csv', function (int $rows) use (&$calls): void {
    $calls++;
}));
same('told', true, $calls > 50);
same('in constant memory', true, getenv('TOUCHLINE_VALGRIND') || $peak() - $before < 16_000);
refused('stopped', fn () => $store->export('events', [], "$dir/kept", 'csv', fn (int $rows) => $rows < 5000));
refused('thrown', fn () => $store->export('events', [], "$dir/kept", 'csv', fn () => throw new LogicException('enough')));
same('nothing left over', ['kept', 'x.csv', 'x.json', 'x.ndjson'], array_values(array_diff(scandir($dir), ['.', '..'])));
?>
--EXPECT--
orders: 7
mark and line ends: ok
csv: ok
as many: ok
json: ok
ndjson: ok
credits: 7
mark and line ends: ok
csv: ok
as many: ok
json: ok
ndjson: ok
touches: 15
mark and line ends: ok
csv: ok
as many: ok
json: ok
ndjson: ok
sessions: 7
mark and line ends: ok
csv: ok
as many: ok
json: ok
ndjson: ok
events: 14
mark and line ends: ok
csv: ok
as many: ok
json: ok
ndjson: ok
clicks: 7
mark and line ends: ok
csv: ok
as many: ok
json: ok
ndjson: ok
messages: 1
mark and line ends: ok
csv: ok
as many: ok
json: ok
ndjson: ok
mark and line ends: ok
mark and line ends: ok
local time: ok
as a page: ok
table: ok
all of them: ok
mark and line ends: ok
key label sessions clicks chats orders revenue refunds engaged_n engaged_of engaged_percent bounce_n bounce_of bounce_percent quality_points quality_sum quality_of engagement_n engagement_of engagement_percent conversion_n conversion_of conversion_percent per_session share_n share_of share_percent
mark and line ends: ok
'＝1+1
overview: 6 mark and line ends: ok
as told
daily: 2 mark and line ends: ok
as told
report:orders: 6 mark and line ends: ok
as told
paths: 2 mark and line ends: ok
as told
path_length: 1 mark and line ends: ok
as told
time_lag: 1 mark and line ends: ok
as told
assists: 2 mark and line ends: ok
as told
models: 2 mark and line ends: ok
as told
unattributed: 0 mark and line ends: ok
as told
heatmap: 168 mark and line ends: ok
as told
steps: 2 mark and line ends: ok
as told
bots: 0 mark and line ends: ok
as told
uncounted: 0 mark and line ends: ok
as told
shop: 1 mark and line ends: ok
as told
interactions: 7 mark and line ends: ok
as told
windows: 7 mark and line ends: ok
as told
mark and line ends: ok
a refund is no formula: ok
empty: 0 []
owner alone: ok
format: Touchline\QueryException 67
  there is no such format of exports: 'pdf'; there are csv, json, ndjson and xlsx
no table: Touchline\QueryException 60
  there is no report of that name: 'code' has no table to export
query: Touchline\QueryException 61
  the query has an unknown option: 'colour'; docs/reports.md lists them
folder: Touchline\StoreException 23
  the export cannot be written: cannot make <DIR>/none/x.csv: No such file or directory
is a folder: Touchline\StoreException 23
  the export cannot be written: cannot make <DIR>: Is a directory
kept: ok
many: ok
told: ok
in constant memory: ok
stopped: Touchline\StoreException 24
  the export was stopped: after 5000 rows
thrown: LogicException 0
  enough
nothing left over: ok
