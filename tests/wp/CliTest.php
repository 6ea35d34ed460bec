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
            self::wp(['report', 'dimension', '--dim=channel', "--from=$from", "--to=$to", "--campaign=$campaign"])[1],
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
}
