<?php

/**
 * Eight processes record while three ingest and one reads. One that ingests is killed (SIGKILL) again and again, and now and then one that
 * records. Then every event whose record() returned must be in the store exactly once.
 *   crash.php TOUCHLINE_SO [SECONDS]
 */

declare(strict_types=1);

use Touchline\Store;

require __DIR__ . '/worker.php';

const INGESTS = ['ingest a', 'ingest b', 'ingest c'];

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
    /** Of all writers together. */
    private int $events = 0;
    private int $seen = 0;
    private int $clicks = 0;
    private int $orders = 0;

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
            (string) $until,
            // For minutes: fewer events, or the comparison takes longer than the test.
            $this->seconds > 60 ? '20000' : '2500'
        );
        $startIngest = fn (string $name) => $workers->start($name, 'ingest', "$this->dir/store", (string) $until);
        array_map($startWriter, range(0, WRITERS - 1));
        array_map($startIngest, INGESTS);
        $workers->start('reader', 'read', "$this->dir/store", (string) $until);
        for ($turn = 0; microtime(true) * 1000 < $until - 500; $turn++) {
            // Now and then long enough for an ingest that lags to get on.
            usleep(mt_rand(30_000, mt_rand(0, 19) ? 220_000 : 900_000));
            $name = INGESTS[array_rand(INGESTS)];
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

    /** What the writers' logs say against what is in the store, a writer at a time. */
    private function compare(Store $store): void
    {
        for ($writer = 0; $writer < WRITERS; $writer++) {
            $this->compareWriter($writer);
        }
        printf("%d events and %d orders are in the store\n", $this->events, $this->orders);
        $this->expect('there is enough to tell', true, $this->events > 200 * $this->seconds);
        $this->reports($store);
    }

    private function compareWriter(int $writer): void
    {
        // An event's time tells whose it is: see event().
        $stored = $this->rows('SELECT at, count(*) FROM event WHERE at % ' . WRITERS . " = $writer GROUP BY at");
        $orders = $this->rows("SELECT key, count(*) FROM orders WHERE key LIKE '$writer-%' GROUP BY key");
        $lost = $twice = $visitors = [];
        foreach ($this->logged($writer) as $i => $logged) {
            $event = event($writer, $i);
            $isOrder = $event['type'] === 'order';
            $times = $isOrder ? $orders[$event['order']] ?? 0 : $stored[$event['at']] ?? 0;
            // One that a kill cut off may have come through or not.
            if ($times === 0) {
                $logged && $lost[] = $i;
                continue;
            }
            $times > 1 && $twice[] = $i;
            unset($stored[$event['at']], $orders[$event['order'] ?? '']);
            $this->orders += (int) $isOrder;
            $this->events += (int) ! $isOrder;
            $this->seen += (int) ($event['type'] === 'button_seen');
            $this->clicks += (int) ($event['type'] === 'button_click');
            if (! $isOrder) {
                $visitors[$event['visitor']] = ($visitors[$event['visitor']] ?? 0) + 1;
            }
        }
        $this->expect("writer $writer: nothing is lost", [], array_slice($lost, 0, 5));
        $this->expect("writer $writer: nothing is there twice", [], array_slice($twice, 0, 5));
        $this->expect("writer $writer: nothing came from nowhere", [], array_slice(array_keys($stored + $orders), 0, 5));
        $told = $this->rows('SELECT value, count(*) FROM event JOIN identity ON identity.id = event.visitor'
            . ' WHERE at % ' . WRITERS . " = $writer GROUP BY value");
        ksort($visitors);
        ksort($told);
        $this->expect("writer $writer: each visitor has the events of its own", $visitors, $told);
    }

    private function reports(Store $store): void
    {
        $check = $store->check();
        $overview = $store->report('overview');
        $steps = array_column($overview['chain'], 'count', 'step');
        $this->expect('check() finds nothing wrong', [true, []], [$check['ok'], $check['problems']]);
        $this->expect("check()'s events", $this->events, $check['events']);
        $this->expect("check()'s orders", $this->orders, $check['orders']);
        $this->expect('nothing waits', 0, $check['pending_bytes']);
        $this->expect('buttons seen', $this->seen, $steps['seen']);
        $this->expect('persons who clicked', $this->clicks, $steps['click']);
        $this->expect('money', $this->orders * 10_010_000, $overview['identity']['total_micros']);
    }

    /**
     * Each number that the writer came to, in order; false: not logged, so that a kill may have let it through.
     * @return iterable<int, bool>
     */
    private function logged(int $writer): iterable
    {
        $log = fopen("$this->dir/log-$writer", 'r');
        $next = $gaps = 0;
        while (($line = fgets($log)) !== false) {
            for ($i = (int) $line; $next < $i; $next++, $gaps++) {
                yield $next => false;
            }
            yield $next++ => true;
        }
        yield $next => false;
        $this->expect("writer $writer left a gap for each kill at most", true, $gaps <= ($this->killedWriters[$writer] ?? 0));
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
