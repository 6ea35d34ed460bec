<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use Touchline\WP\Plugin;

/** `wp touchline`, as the system's cron and a shop's owner run it. */
final class CliTest extends TestCase
{
    /**
     * @param list<string> $words
     * @return array{int, string, string} status, output, errors
     */
    private static function wp(array $words, string $input = ''): array
    {
        $process = proc_open([(string) getenv('TOUCHLINE_SITE') . '/wp', 'touchline', ...$words], [['pipe', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes);
        self::assertIsResource($process);
        fwrite($pipes[0], $input);
        fclose($pipes[0]);
        $output = (string) stream_get_contents($pipes[1]);
        $errors = (string) stream_get_contents($pipes[2]);
        return [proc_close($process), $output, $errors];
    }

    /** @param list<array<string, mixed>|string> $lines */
    private static function file(array $lines): string
    {
        $name = (string) tempnam(sys_get_temp_dir(), 'tl');
        file_put_contents($name, implode("\n", array_map(static fn (array|string $l): string => is_array($l) ? (string) json_encode($l) : $l, $lines)) . "\n");
        return $name;
    }

    /** @return array<string, mixed> */
    private static function view(string $path, int $at): array
    {
        return ['type' => 'page_view', 'visitor' => 'cli' . bin2hex(random_bytes(6)), 'at' => $at, 'path' => $path];
    }

    public function testAFileIsTakenOnce(): void
    {
        $path = '/cli-' . bin2hex(random_bytes(4)) . '/';
        $file = self::file([self::view($path, 1_760_000_000_000), self::view($path, 1_760_000_100_000), '']);
        [$status, $output] = self::wp(['import', $file]);
        self::assertSame(0, $status);
        self::assertStringContainsString('2 lines taken, 2 of them new events, 0 refused.', $output);
        [$status, $output] = self::wp(['import', $file]);
        self::assertSame(0, $status);
        self::assertStringContainsString('2 lines taken, 0 of them new events, 0 refused.', $output);
        unlink($file);
    }

    public function testABadLineIsNamedAndTheRestGoesOn(): void
    {
        $path = '/cli-' . bin2hex(random_bytes(4)) . '/';
        $lines = [
            self::view($path, 1_760_000_000_000), '{"type":', ['colour' => 'red'] + self::view($path, 1),
            ['type' => 'page_view', 'visitor' => 'x', 'path' => $path],
            '[]', '7', ['at' => '1'] + self::view($path, 1), "{\"type\":\"page_view\",\"visitor\":\"x\",\"at\":1,\"path\":\"\xff\"}", str_repeat('[', 100),
            self::view($path, 1_760_000_200_000),
        ];
        [$status, $output, $errors] = self::wp(['import', '-'], implode("\n", array_map(
            static fn (array|string $l): string => is_array($l) ? (string) json_encode($l) : $l,
            $lines
        )));
        self::assertSame(1, $status);
        self::assertStringContainsString('2 lines taken, 2 of them new events, 8 refused.', $output);
        foreach ([2, 3, 4, 5, 6, 7, 8, 9] as $number) {
            self::assertMatchesRegularExpression("/^line $number: \\S/m", $errors);
        }
        self::assertStringContainsString("'colour'", $errors);
        self::assertStringContainsString("field 'at' is missing", $errors);
    }

    public function testAFileOfAnotherSystemAndALineWithoutAnEnd(): void
    {
        $path = '/cli-' . bin2hex(random_bytes(4)) . '/';
        $view = static fn (int $at): string => (string) json_encode(self::view($path, $at));
        $endless = '{"type":"page_view","path":"' . str_repeat('x', 3_000_000) . '"}';
        [$status, $output, $errors] = self::wp(['import', '-'], "\xEF\xBB\xBF" . $view(1_760_000_000_000) . "\r\n$endless\r\n" . $view(1_760_000_300_000));
        self::assertStringContainsString('2 lines taken, 2 of them new events, 1 refused.', $output);
        self::assertSame([1, "line 2: it is too long: an event has at most 64 KiB\n"], [$status, $errors]);
    }

    public function testAFileThatIsNotThere(): void
    {
        [$status, $output, $errors] = self::wp(['import', sys_get_temp_dir()]);
        self::assertSame([1, ''], [$status, $output]);
        self::assertStringContainsString(sys_get_temp_dir() . ' cannot be read', $errors);
        [$status, , $errors] = self::wp(['import', '/nowhere/at/all.ndjson']);
        self::assertSame(1, $status);
        self::assertStringContainsString('/nowhere/at/all.ndjson', $errors);
    }

    public function testReportsWithPeriodAndFilters(): void
    {
        $campaign = 'cli-' . bin2hex(random_bytes(4));
        $at = (new DateTimeImmutable('2025-10-10 12:00', wp_timezone()))->getTimestamp() * 1000;
        self::wp(['import', '-'], (string) json_encode(['source' => 'news', 'medium' => 'email', 'campaign' => $campaign] + self::view('/', $at)));
        $ask = static fn (string $from, string $to): mixed => json_decode(
            self::wp(['report', 'dimension', '--dim=channel', "--from=$from", "--to=$to", "--campaign=$campaign", '--format=json'])[1],
            true
        );
        self::assertSame(['email' => 1], array_column($ask('2025-10-10', '2025-10-11')['rows'], 'sessions', 'key'));
        self::assertSame([], $ask('2025-10-11', '2025-10-12')['rows']);
        [$status, , $errors] = self::wp(['report', 'overveiw']);
        self::assertSame(1, $status);
        self::assertStringContainsString("'overveiw'", $errors);
        self::assertSame(1, self::wp(['report', 'overview', '--from=yesterday'])[0]);
    }

    public function testCheckSaysThatAllIsWell(): void
    {
        Plugin::engine()->ingest(0);
        [$status, $output] = self::wp(['check']);
        self::assertSame(0, $status, $output);
        self::assertTrue(json_decode($output, true)['ok']);
    }

    /** @return array<string, array{string, string}> */
    public static function formats(): array
    {
        return [
            'table' => ['table', "label\tsessions\tshare\nemail\t1\t"],
            'csv' => ['csv', "label,sessions,share\nemail,1,"],
            'yaml' => ['yaml', "---\n- \n  label: email\n  sessions: 1"],
            'count' => ['count', '1'],
            'ids' => ['ids', 'email'],
        ];
    }

    /** @dataProvider formats */
    public function testRowsComeInTheFormatThatIsAskedFor(string $format, string $expected): void
    {
        $campaign = 'cli-' . bin2hex(random_bytes(4));
        $event = ['source' => 'news', 'medium' => 'email', 'campaign' => $campaign] + self::view('/', time() * 1000 - 5000);
        self::wp(['import', '-'], (string) json_encode($event));
        $words = ['report', 'dimension', '--dim=channel', "--campaign=$campaign", '--fields=label,sessions,share', "--format=$format"];
        [$status, $output, $errors] = self::wp($words);
        self::assertSame([0, ''], [$status, $errors]);
        self::assertStringStartsWith($expected, $output);
        self::assertSame(1, self::wp(['report', 'dimension', '--dim=channel', '--format=xml'])[0]);
        self::assertSame(1, self::wp(['report', 'dimension', '--dim=channel', "--campaign=$campaign", '--fields=nothing'])[0]);
    }

    public function testTheJourneyOfAnOrder(): void
    {
        $order = 'cli-' . bin2hex(random_bytes(4));
        $at = time() * 1000 - 60_000;
        $events = [
            ['visitor' => $order, 'source' => 'news', 'medium' => 'email'] + self::view('/', $at),
            ['type' => 'order', 'at' => $at + 1000, 'order' => $order, 'visitor' => $order, 'status' => 'completed', 'currency' => 'XCL',
                'placed_at' => $at + 1000, 'paid_at' => $at + 1000, 'total' => '12', 'tax' => '0', 'shipping' => '0', 'created_via' => 'test'],
        ];
        self::wp(['import', '-'], implode("\n", array_map('json_encode', $events)));
        [$status, $output] = self::wp(['journey', $order]);
        self::assertSame(0, $status);
        self::assertStringContainsString("Order $order: completed, 12.00 XCL", $output);
        self::assertStringContainsString('100.0	12.00', $output);
        self::assertSame(['12.00'], array_column(json_decode(self::wp(['journey', $order, '--format=json'])[1], true)['touches'], 'credit'));
        self::assertSame("1", trim(self::wp(['journey', $order, '--format=count'])[1]));
        [$status, $output, $errors] = self::wp(['journey', 'nobody-knows-it']);
        self::assertSame([1, ''], [$status, $output]);
        self::assertStringContainsString("'nobody-knows-it'", $errors);
    }

    public function testStatusEndsWithOneWhenSomethingIsCritical(): void
    {
        Plugin::engine()->ingest(0);
        $before = get_option('touchline_closed');
        update_option('touchline_closed', ['at' => time(), 'state' => 'closed', 'answer' => '403']);
        [$status, $output] = self::wp(['status', '--format=json', '--fields=test,status,do']);
        self::assertSame(0, $status, $output);
        self::assertSame('good', array_column(json_decode($output, true), 'status', 'test')['closed']);
        update_option('touchline_closed', ['at' => time(), 'state' => 'open', 'answer' => '200']);
        [$status, $output] = self::wp(['status']);
        self::assertSame(1, $status);
        self::assertMatchesRegularExpression('/^closed\tcritical\t/m', $output);
        self::assertSame('extension store ingest disk clock beacon closed senders nodes', trim(self::wp(['status', '--format=ids'])[1]));
        update_option('touchline_closed', $before);
    }

    public function testEveryCommandIsThereAndSaysWhatItDoes(): void
    {
        [$status, $output] = self::wp(['--help']);
        self::assertSame(0, $status);
        foreach (['status', 'ingest', 'import', 'backfill', 'report', 'journey', 'export', 'prune', 'erase', 'subject', 'check', 'rotate-key'] as $verb) {
            self::assertMatchesRegularExpression("/^ +$verb +[A-Z]\\w+ /m", $output);
        }
        self::assertSame(1, self::wp(['journey', 'one', 'two'])[0], 'words too many');
        self::assertSame(1, self::wp(['status', '--colour=red'])[0], 'an option that it does not take');
    }

    public function testCheckAsATable(): void
    {
        [$status, $output] = self::wp(['check', '--format=csv']);
        self::assertSame(0, $status, $output);
        self::assertStringContainsString("\nok,yes\n", $output);
    }

    public function testRowsHaveTheSameColumnsWhateverOneOfThemLacks(): void
    {
        $whole = ['key' => 'b', 'quality.points' => '1.0', 'quality.of' => 2, 'n' => 3];
        $rows = Touchline\WP\Cli\Rows::even([['key' => 'a', 'quality' => null, 'n' => 1], $whole]);
        self::assertSame([['key', 'n', 'quality.points', 'quality.of']], array_values(array_unique(array_map('array_keys', $rows), SORT_REGULAR)));
        self::assertSame([null, '1.0'], array_column($rows, 'quality.points'));
        self::assertSame([], Touchline\WP\Cli\Rows::even([]));
    }
}
