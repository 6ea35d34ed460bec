<?php

/** Prints what script/bench measured as a table with ratios. table.php FILE */

declare(strict_types=1);

$r = json_decode((string) file_get_contents($argv[1]), true, 512, JSON_THROW_ON_ERROR);
$duck = $r['duckdb'];
$rows = [];
/** A ratio above 1 is in our favour. */
$row = static function (string $work, string $ours, ?string $peer, ?float $ratio, string $aim) use (&$rows): void {
    $rows[] = [$work, $ours, $peer ?? 'not here', $ratio === null ? '-' : sprintf('%.2fx', $ratio), $aim];
};
$us = static fn (float $v): string => sprintf('%.2f us', $v);
$ms = static fn (?float $v): ?string => $v === null ? null : sprintf('%.1f ms', $v);
$record = $r['record'];
$alone = $record['p50_us'] - $record['empty_us'];
$whole = $record['p50_us'];
$row("record(), {$record['bytes']} bytes, p50 / write(2)", $us($whole), $us($r['write_us']), $whole / $r['write_us'], 'at most 2.5x its time');
$row('... an empty PHP call apart', $us($alone), $us($r['write_us']), $alone / $r['write_us'], 'at most 2x its time');
$row('record() / INSERT into MariaDB', $us($record['p50_us']), $us((float) $r['wpdb_us']), $r['wpdb_us'] / $record['p50_us'], '50x faster');
$both = $r['record_8'] / $r['write_8'];
$row('record() a second, 8 processes / write(2)', number_format($r['record_8']), number_format($r['write_8']), $both, '0.6x its number');

$shop = $r['shop'];
$tenth = $r['shop_tenth'];
$cost = 1e6 * $shop['ingest_s'] / $shop['events'];
$small = 1e6 * $tenth['ingest_s'] / $tenth['events'];
$work = number_format($shop['events']) . ' events ingested';
$row("$work / SQLite insert", sprintf('%.1f s', $shop['ingest_s']), sprintf('%.1f s', $r['sqlite_s']), $r['sqlite_s'] / $shop['ingest_s'], '0.5x its speed');
$row('... a second', number_format(1e6 / $cost), null, null, '300,000');
$row('... cost of an event / in a tenth of it', $us($cost), $us($small), $cost / $small, 'at most 1.3x');

[$seconds, $sessions] = explode(' ', $r['sessionize']);
$theirs = $duck ? $duck['sessionize_ms'] / 1000 : null;
$ratio = $theirs === null ? null : $theirs / (float) $seconds;
$work = number_format($r['visits']) . ' events sessionized / DuckDB';
$row($work, sprintf('%.2f s', $seconds), $theirs === null ? null : sprintf('%.2f s', $theirs), $ratio, '10x faster');
foreach (['first', 'last', 'linear', 'position'] as $model) {
    $ours = $r['attribute'][$model]['ours_ms'];
    $loop = $r['attribute'][$model]['loop_ms'];
    $theirs = $duck["attribute_{$model}_ms"] ?? null;
    $work = number_format($r['paths']) . " paths, $model / DuckDB";
    $row($work, (string) $ms($ours), $ms($theirs), $theirs === null ? null : $theirs / $ours, '10x faster');
    $row('... / a plain PHP loop', (string) $ms($ours), $ms($loop), $loop / $ours, '10x faster');
}
$row('... markov', (string) $ms($r['attribute']['markov']['ours_ms']), null, null, '');
foreach (['all' => 'ten months', 'month' => 'a month'] as $period => $words) {
    $ours = $r['reports'][$period]['dimension channel']['p50_ms'];
    $theirs = $duck["channel_{$period}_ms"] ?? null;
    $row("report by channel, $words / DuckDB", (string) $ms($ours), $ms($theirs), $theirs === null ? null : $theirs / $ours, '3x faster');
    $p95 = array_column($r['reports'][$period], 'p95_ms');
    $row("... the slowest of all reports at p95, $words", (string) $ms(max($p95)), null, null, '50 ms');
}
$row('bytes an event, spool', (string) round($shop['spool_bytes'] / $shop['recorded']), null, null, '');
$row('bytes an event, store', (string) round($shop['db_bytes'] / $shop['events']), null, null, '60');
$row('memory: record() 20,000 times', number_format($record['grown']) . ' B more', null, null, 'none');
$row('memory: ingest', sprintf('%.0f MiB', $shop['ingest_peak'] / 1048576), null, null, 'below 64 MiB');
foreach ($r['export'] as $format => $file) {
    $work = number_format($file['rows']) . " rows exported to $format";
    $row($work, sprintf('%.1f s, %.1f MiB more', $file['s'], $file['kib'] / 1024), null, null, 'constant memory');
}
$streamed = number_format($r['reports']['rows']);
$row("memory: $streamed rows streamed", sprintf('%.1f MiB more', $r['reports']['rows_grown'] / 1048576), null, null, 'constant');

echo "{$r['machine']}, commit {$r['commit']}\n\n";
$width = array_map(static fn (int $i): int => max(array_map(static fn (array $row): int => strlen($row[$i]), $rows)), range(0, 4));
foreach (array_merge([['work', 'Touchline', 'peer', 'ratio', 'aim']], $rows) as $line) {
    $cells = [];
    foreach ($line as $i => $cell) {
        $cells[] = str_pad($cell, $width[$i], ' ', $i === 0 || $i === 4 ? STR_PAD_RIGHT : STR_PAD_LEFT);
    }
    echo rtrim(implode('  ', $cells)), "\n";
}
if ($duck) {
    foreach (['all', 'month'] as $period) {
        $ours = array_filter($r['reports'][$period]['dimension channel']['says']);
        $theirs = array_filter($duck["channel_{$period}_says"]);
        ksort($ours);
        ksort($theirs);
        echo $ours === $theirs ? '' : "DuckDB says otherwise, $period: " . json_encode(['ours' => $ours, 'theirs' => $theirs]) . "\n";
    }
    echo (int) $sessions === $duck['sessions'] ? '' : "DuckDB counts {$duck['sessions']} sessions, we $sessions\n";
}
