<?php

/**
 * export() of all events of a store in every format, each read back by another program where there is one.
 *   export.php STORE FOLDER      seconds, rows, bytes and KiB of memory above what the process had, as JSON
 */

declare(strict_types=1);

[, $dir, $folder] = $argv;
$store = Touchline\Store::open($dir);
$peak = static fn (): int => (int) preg_replace('/.*VmHWM:\s+(\d+).*/s', '$1', (string) file_get_contents('/proc/self/status'));
$store->export('events', ['to' => 1], "$folder/warm", 'csv');
$results = [];
foreach (['csv', 'json', 'ndjson', 'xlsx'] as $format) {
    $file = "$folder/export.$format";
    file_put_contents('/proc/self/clear_refs', '5');
    [$before, $began] = [$peak(), hrtime(true)];
    $rows = $store->export('events', [], $file, $format);
    $results[$format] = ['s' => round((hrtime(true) - $began) / 1e9, 2), 'rows' => $rows, 'bytes' => filesize($file), 'kib' => $peak() - $before];
    $read = match ($format) {
        'csv' => 'import csv,sys;print(sum(1 for r in csv.reader(open(sys.argv[1],encoding="utf-8-sig",newline="")))-1)',
        'json' => 'import json,sys;print(len(json.load(open(sys.argv[1]))))',
        'ndjson' => 'import json,sys;print(sum(1 for l in open(sys.argv[1]) if json.loads(l)))',
        'xlsx' => 'import openpyxl,sys;w=openpyxl.load_workbook(sys.argv[1],read_only=True);print(sum(sum(1 for r in s.iter_rows())-1 for s in w))',
    };
    $found = (int) shell_exec('/usr/bin/python3 -c ' . escapeshellarg($read) . ' ' . escapeshellarg($file));
    if ($found !== $rows) {
        fwrite(STDERR, "$format: $rows rows were written, another program reads $found\n");
        exit(1);
    }
    unlink($file);
}
echo json_encode($results), "\n";
