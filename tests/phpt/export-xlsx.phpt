--TEST--
export() to XLSX: numbers, dates and texts as another program reads them
--SKIPIF--
<?php
ob_start();
(new ReflectionExtension('touchline'))->info();
if (str_contains((string) ob_get_clean(), 'libxlsxwriter => no')) {
    echo 'skip built without libxlsxwriter';
} elseif (trim((string) shell_exec('/usr/bin/python3 -c "import openpyxl; print(1)" 2>/dev/null')) !== '1') {
    echo 'skip python3-openpyxl is not installed';
}
?>
--FILE--
<?php
require __DIR__ . '/common.inc';
$dir = scratch();
mkdir($dir);
$store = store();
foreach (['=1+1', "Ünï \"q\" <b>&", '007'] as $i => $campaign) {
    $store->record(view("v$i", MONDAY + $i * HOUR, ['source' => 'news', 'campaign' => $campaign]));
    $store->record(order("00$i", MONDAY + $i * HOUR + 1500, ['visitor' => "v$i", 'total' => "1$i.25"]));
}
$store->ingest();

/** Every row as openpyxl reads it: kind of cell and value. */
function read(string $file): array
{
    $code = 'import json,sys,openpyxl;w=openpyxl.load_workbook(sys.argv[1],read_only=True);'
        . 'print(json.dumps([[[c.data_type,str(c.value) if c.is_date else c.value] if c.value is not None else None for c in r] for s in w for r in s.iter_rows()]))';
    return json_decode((string) shell_exec('/usr/bin/python3 -c ' . escapeshellarg($code) . ' ' . escapeshellarg($file)), true, 8, JSON_THROW_ON_ERROR);
}

echo $store->export('credits', ['tz' => [[0, 3600]]], "$dir/x.xlsx", 'xlsx'), "\n";
foreach (read("$dir/x.xlsx") as $row) {
    unset($row[5]);
    echo json_encode(array_map(fn ($cell) => $cell === null ? null : implode(' ', $cell), array_values($row)), JSON_UNESCAPED_UNICODE), "\n";
}
$store->export('dimension', ['dim' => 'campaign', 'credit' => 'all'], "$dir/x.xlsx", 'xlsx');
$rows = $store->report('dimension', ['dim' => 'campaign', 'credit' => 'all'])['rows'];
$read = read("$dir/x.xlsx");
$at = array_search('revenue', array_column($read[0], 1), true);
same('figures', array_map(fn ($row) => ['n', (float) $row['revenue']], $rows), array_map(fn ($row) => [$row[$at][0], (float) $row[$at][1]], array_slice($read, 1)));
// A day on which nothing was sold, as the first; the days and each figure of them, of the channels too.
$query = ['from' => MONDAY - DAY, 'to' => MONDAY + DAY];
$store->export('daily', $query, "$dir/x.xlsx", 'xlsx');
$read = read("$dir/x.xlsx");
$cells = array_map(fn ($row) => array_combine(array_column($read[0], 1), $row), array_slice($read, 1));
same('days', [['d', '2026-11-01 00:00:00'], ['d', '2026-11-02 00:00:00']], array_column($cells, 'date'));
// other campaigns are drawn with direct visits; 10.25 + 11.25 + 12.25
same('of channels', [['n', 0], ['n', 33.75]], array_column($cells, 'channels_direct'));
same('no figure is text', ['date', 'partial'], array_keys(array_filter($cells[1], fn ($cell) => $cell !== null && $cell[0] !== 'n')));
$store->export('messages', [], "$dir/x.xlsx", 'xlsx');
same('empty', [], read("$dir/x.xlsx"));
$layout = ['columns' => ['credit' => 'Earned', 'orders_micros' => 'Orders'], 'beside' => ['From' => '2026-11-02', '=Window' => 7], 'sheet' => 'About [it]'];
$store->export('credits', [], "$dir/x.xlsx", 'xlsx', null, $layout);
$read = read("$dir/x.xlsx");
same('headings and micros', [['s', 'Earned'], ['s', 'Orders'], ['n', 10.25], ['n', 1]], [...array_map(null, array_slice($read[0], -2)), ...array_slice($read[1], -2)]);
same('what holds, on its sheet', [[['s', 'From'], ['s', '2026-11-02']], [['s', '=Window'], ['n', 7]]], array_slice($read, -2));
$store->export('credits', [], "$dir/x.xlsx", 'xlsx', null, ['sheet' => 'About'] + $layout);
same('its name', "Sheet1 About\n", shell_exec('/usr/bin/python3 -c "import sys,openpyxl;print(*openpyxl.load_workbook(sys.argv[1]).sheetnames)" ' . escapeshellarg("$dir/x.xlsx")));
refused('folder', fn () => $store->export('events', [], "$dir/none/y.xlsx", 'xlsx'));

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
same('many', 100_003, $store->export('events', [], "$dir/x.xlsx", 'xlsx'));
same('in constant memory', true, getenv('TOUCHLINE_VALGRIND') || $peak() - $before < 24_000 ?: $peak() - $before);
same('read', "100004\n", shell_exec('/usr/bin/python3 -c "import sys,openpyxl;print(sum(1 for r in openpyxl.load_workbook(sys.argv[1],read_only=True).active.iter_rows()))" '
    . escapeshellarg("$dir/x.xlsx")));
refused('stopped', fn () => $store->export('events', [], "$dir/x.xlsx", 'xlsx', fn () => false));
same('nothing left over', ['x.xlsx'], array_values(array_diff(scandir($dir), ['.', '..'])));
?>
--EXPECT--
3
["s order","s number","s placed_at","s status","s currency","s evidence","s at","s kind","s channel","s entry","s source","s medium","s campaign","s page","s credit","s orders_micros"]
["s 000","s 000","d 2026-11-02 01:00:01.500000","s processing","s EUR","s none","d 2026-11-02 01:00:00","s session","s other",null,"s news",null,"s =1+1","s \/","n 10.25","n 1000000"]
["s 001","s 001","d 2026-11-02 02:00:01.500000","s processing","s EUR","s none","d 2026-11-02 02:00:00","s session","s other",null,"s news",null,"s Ünï \"q\" <b>&","s \/","n 11.25","n 1000000"]
["s 002","s 002","d 2026-11-02 03:00:01.500000","s processing","s EUR","s none","d 2026-11-02 03:00:00","s session","s other",null,"s news",null,"s 007","s \/","n 12.25","n 1000000"]
figures: ok
days: ok
of channels: ok
no figure is text: ok
empty: ok
headings and micros: ok
what holds, on its sheet: ok
its name: ok
folder: Touchline\StoreException 23
  the export cannot be written: cannot make <DIR>/none/y.xlsx: No such file or directory
many: ok
in constant memory: ok
read: ok
stopped: Touchline\StoreException 24
  the export was stopped: after 1000 rows
nothing left over: ok
