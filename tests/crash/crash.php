<?php

/**
 * Eight processes record while two ingest and one reads. One that ingests is killed (SIGKILL) again and again, and now and then one that
 * records. Then every event whose record() returned must be in the store exactly once.
 *   crash.php TOUCHLINE_SO [SECONDS]
 */

declare(strict_types=1);

use Touchline\Store;

require __DIR__ . '/worker.php';

final class Workers
{
    /** @var array<string, array{process: resource, pipes: array<int, resource>}> */
    private array $running = [];
    /** @var list<string> what processes said that ended by themselves, and badly */
    public array $complaints = [];

    public function __construct(private readonly string $so)
    {
    }

    public function start(string $name, string ...$arguments): void
    {
        $command = [PHP_BINARY, '-n', '-d', "extension=$this->so", '-d', 'display_errors=stderr', __DIR__ . '/worker.php', ...$arguments];
        $process = proc_open($command, [1 => ['file', '/dev/null', 'w'], 2 => ['pipe', 'w']], $pipes);
        if ($process === false) {
            throw new RuntimeException("$name could not be started");
        }
        $this->running[$name] = ['process' => $process, 'pipes' => $pipes];
    }

    public function kill(string $name): void
    {
        proc_terminate($this->running[$name]['process'], 9);
        $this->end($name);
    }

    public function end(string $name): void
    {
        ['process' => $process, 'pipes' => $pipes] = $this->running[$name];
        $said = trim((string) stream_get_contents($pipes[2]));
        proc_close($process);
        if ($said !== '') {
            $this->complaints[] = "$name: $said";
        }
        unset($this->running[$name]);
    }

    public function endAll(): void
    {
        foreach (array_keys($this->running) as $name) {
            $this->end($name);
        }
    }
}

final class Crash
{
    private int $passed = 0;
    private int $failed = 0;
    private int $killedIngests = 0;
    /** @var array<int, int> kills by writer */
    private array $killedWriters = [];

    public function __construct(private readonly string $so, private readonly string $dir, private readonly float $seconds)
    {
    }

    public function run(): int
    {
        $store = Store::open("$this->dir/store", ['create' => true]);
        $workers = new Workers($this->so);
        $this->chaos($workers);
        $this->expect('no process failed by itself', [], array_slice($workers->complaints, 0, 3));
        $waiting = $store->check()['pending_bytes'];
        while (! $store->ingest(1000)['done']) {
            continue;
        }
        printf("%d kills of an ingest, %d of a writer; %d bytes were waiting at the end\n", $this->killedIngests, array_sum($this->killedWriters), $waiting);
        $this->expect('many were killed', true, $this->killedIngests >= $this->seconds * 2);
        $this->compare($store);
        printf("%d passed, %d failed\n", $this->passed, $this->failed);
        return $this->failed === 0 ? 0 : 1;
    }

    private function chaos(Workers $workers): void
    {
        $until = (int) ((microtime(true) + $this->seconds) * 1000);
        $startWriter = fn (int $writer) => $workers->start(
            "writer $writer",
            'write',
            "$this->dir/store",
            (string) $writer,
            "$this->dir/log-$writer",
            (string) $until
        );
        $startIngest = fn (string $name) => $workers->start($name, 'ingest', "$this->dir/store", (string) $until);
        array_map($startWriter, range(0, WRITERS - 1));
        array_map($startIngest, ['ingest a', 'ingest b']);
        $workers->start('reader', 'read', "$this->dir/store", (string) $until);
        for ($turn = 0; microtime(true) * 1000 < $until - 500; $turn++) {
            usleep(mt_rand(30_000, 220_000));
            $name = mt_rand(0, 1) ? 'ingest a' : 'ingest b';
            $workers->kill($name);
            $startIngest($name);
            $this->killedIngests++;
            if ($turn % 12 === 11) {
                $writer = mt_rand(0, WRITERS - 1);
                $workers->kill("writer $writer");
                $startWriter($writer);
                $this->killedWriters[$writer] = ($this->killedWriters[$writer] ?? 0) + 1;
            }
        }
        $workers->endAll();
    }

    /** What the writers' logs say against what is in the store. */
    private function compare(Store $store): void
    {
        [$logged, $possible] = $this->logs();
        $stored = $this->rows('SELECT at, count(*) FROM event GROUP BY at');
        $orders = $this->rows('SELECT key, count(*) FROM orders GROUP BY key');
        $events = array_filter($logged, fn ($event) => $event['type'] !== 'order');
        $sold = array_diff_key($logged, $events);
        printf("%d events and %d orders were acknowledged\n", count($events), count($sold));
        $this->expect('there is enough to tell', true, count($events) > 200 * $this->seconds);
        $this->expect('no event is lost', [], array_slice(array_keys(array_diff_key($events, $stored)), 0, 5));
        $this->expect('no event is there twice', [], array_slice(array_filter($stored, fn ($n) => $n !== 1), 0, 5, true));
        $this->expect('none came from nowhere', [], array_slice(array_keys(array_diff_key($stored, $events, $possible)), 0, 5));
        $keys = array_column($sold, null, 'order');
        $this->expect('no order is lost', [], array_slice(array_keys(array_diff_key($keys, $orders)), 0, 5));
        $this->expect('no order came from nowhere', [], array_slice(array_keys(array_diff_key($orders, $keys, array_column($possible, null, 'order'))), 0, 5));
        $this->visitors($events + array_intersect_key($possible, $stored));
        $this->reports($store, $events + array_intersect_key($possible, $stored), count($orders));
    }

    private function visitors(array $events): void
    {
        $expected = array_count_values(array_column($events, 'visitor'));
        $told = $this->rows('SELECT value, count(*) FROM event JOIN identity ON identity.id = event.visitor GROUP BY value');
        ksort($expected);
        ksort($told);
        $this->expect('each visitor has the events of its own', $expected, $told);
    }

    private function reports(Store $store, array $events, int $orders): void
    {
        $check = $store->check();
        $overview = $store->report('overview');
        $steps = array_column($overview['chain'], 'count', 'step');
        $this->expect('check() finds nothing wrong', [true, []], [$check['ok'], $check['problems']]);
        $this->expect("check()'s events", count($events), $check['events']);
        $this->expect("check()'s orders", $orders, $check['orders']);
        $this->expect('nothing waits', 0, $check['pending_bytes']);
        $this->expect('buttons seen', count(array_filter($events, fn ($event) => $event['type'] === 'button_seen')), $steps['seen']);
        $this->expect('persons who clicked', count(array_filter($events, fn ($event) => $event['type'] === 'button_click')), $steps['click']);
        $this->expect('money', $orders * 10_010_000, $overview['identity']['total_micros']);
    }

    /** @return array{array<int, array>, array<int, array>} by time: those logged, and those that a kill may have let through */
    private function logs(): array
    {
        $logged = $possible = [];
        for ($writer = 0; $writer < WRITERS; $writer++) {
            $numbers = array_map('intval', file("$this->dir/log-$writer", FILE_IGNORE_NEW_LINES));
            foreach ($numbers as $i) {
                $event = event($writer, $i);
                $logged[$event['at']] = $event;
            }
            $gaps = array_diff(range(0, max($numbers) + 1), $numbers);
            $this->expect("writer $writer left a gap for each kill at most", true, count($gaps) <= 1 + ($this->killedWriters[$writer] ?? 0));
            foreach ($gaps as $i) {
                $event = event($writer, $i);
                $possible[$event['at']] = $event;
            }
        }
        return [$logged, $possible];
    }

    private function rows(string $sql): array
    {
        $db = new SQLite3("$this->dir/store/store.db", SQLITE3_OPEN_READONLY);
        $result = $db->query($sql);
        $rows = [];
        while ($row = $result->fetchArray(SQLITE3_NUM)) {
            $rows[$row[0]] = $row[1];
        }
        return $rows;
    }

    private function expect(string $what, mixed $expected, mixed $actual): void
    {
        if ($expected === $actual) {
            $this->passed++;
            echo "ok: $what\n";
            return;
        }
        $this->failed++;
        $short = fn (mixed $value) => substr((string) json_encode($value), 0, 400);
        echo "not ok: $what: expected ", $short($expected), ', got ', $short($actual), "\n";
    }
}

$dir = sys_get_temp_dir() . '/touchline-crash-' . bin2hex(random_bytes(6));
mkdir($dir, 0700);
try {
    $status = (new Crash($argv[1], $dir, (float) ($argv[2] ?? 12)))->run();
    $status === 0 || print("what was written lies in $dir\n");
} finally {
    if (($status ?? 1) === 0) {
        $tree = new RecursiveDirectoryIterator($dir, FilesystemIterator::SKIP_DOTS);
        foreach (new RecursiveIteratorIterator($tree, RecursiveIteratorIterator::CHILD_FIRST) as $file) {
            $file->isDir() ? rmdir((string) $file) : unlink((string) $file);
        }
        rmdir($dir);
    }
}
exit($status);
