<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use Touchline\WP\Plugin;
use Touchline\WP\Retention;
use Touchline\WP\Settings;

/** How long what visitors did is kept, and what the command line can show, erase and delete of it. */
final class RetentionTest extends TestCase
{
    private const PLACE = ['touchline_site_id', 'touchline_directory'];

    private mixed $before;

    /** @var array<string, mixed> */
    private static array $place = [];

    /** A store of its own: what was deleted by its age is taken by no store again. */
    public static function setUpBeforeClass(): void
    {
        if (! Plugin::engine()->ready()) {
            self::markTestSkipped((string) Plugin::engine()->reason());
        }
        self::$place = array_combine(self::PLACE, array_map(get_option(...), self::PLACE));
        Plugin::engine()->separate();
    }

    public static function tearDownAfterClass(): void
    {
        foreach (self::$place as $option => $value) {
            update_option($option, $value);
        }
        Plugin::engine()->adopt();
    }

    protected function setUp(): void
    {
        $this->before = get_option(Settings::OPTION);
    }

    protected function tearDown(): void
    {
        update_option(Settings::OPTION, $this->before === false ? [] : $this->before);
    }

    /** @return array{int, string} status, output with errors */
    private static function wp(string ...$words): array
    {
        $process = proc_open([(string) getenv('TOUCHLINE_SITE') . '/wp', 'touchline', ...$words], [['pipe', 'r'], ['pipe', 'w'], ['redirect', 1]], $pipes);
        self::assertIsResource($process);
        fclose($pipes[0]);
        $output = (string) stream_get_contents($pipes[1]);
        return [proc_close($process), $output];
    }

    /** @return string a browser that looked at the shop on that day, and then ordered */
    private static function visitor(string $day): string
    {
        $visitor = bin2hex(random_bytes(16));
        $at = (new DateTimeImmutable($day, wp_timezone()))->getTimestamp() * 1000;
        Plugin::engine()->import(['type' => 'search', 'visitor' => $visitor, 'at' => $at, 'query' => "wish of $visitor"]);
        Plugin::engine()->import(['type' => 'order', 'order' => $visitor, 'at' => $at + 1000, 'placed_at' => $at + 1000, 'status' => 'completed',
            'currency' => 'XTS', 'total' => '10.00', 'visitor' => $visitor, 'email' => "$visitor@example.com"]);
        Plugin::engine()->ingest(0);
        return $visitor;
    }

    private static function found(string $visitor): bool
    {
        return Plugin::engine()->subject('visitor', $visitor)['found'];
    }

    /** @return array<string, array{string, int, string}> */
    public static function months(): array
    {
        return [
            'the same day' => ['2026-11-24', 25, '2024-10-24'], 'a shorter month' => ['2026-03-31', 13, '2025-02-28'],
            'in a leap year' => ['2026-03-30', 25, '2024-02-29'], 'over a year' => ['2026-01-15', 6, '2025-07-15'],
        ];
    }

    /** @dataProvider months */
    public function testSoManyMonthsAgo(string $today, int $months, string $then): void
    {
        $zone = new DateTimeZone('America/New_York');
        self::assertSame(
            (new DateTimeImmutable($then, $zone))->getTimestamp() * 1000,
            Retention::before($months, new DateTimeImmutable($today, $zone))
        );
    }

    public function testOnceADayWhatIsTooOldGoesAndTheMoneyStays(): void
    {
        self::assertSame('daily', wp_get_schedule(Retention::HOOK));
        $old = self::visitor('-40 months');
        $new = self::visitor('-24 months');
        $total = static fn (): mixed => Plugin::engine()->report('overview', ['from' => 0, 'to' => time() * 1000, 'currency' => 'XTS'])['identity']['total'];
        $before = $total();
        update_option(Settings::OPTION, ['keep_months' => 0]);
        do_action(Retention::HOOK);
        self::assertTrue(self::found($old), 'for ever');
        update_option(Settings::OPTION, ['keep_months' => 38]);
        do_action(Retention::HOOK);
        self::assertSame([], Plugin::engine()->subject('visitor', $old)['events']);
        self::assertCount(1, Plugin::engine()->subject('visitor', $new)['events']);
        delete_option(Settings::OPTION);
        do_action(Retention::HOOK);
        self::assertCount(1, Plugin::engine()->subject('visitor', $new)['events'], '25 months when nothing was chosen');
        self::assertSame($before, $total());
    }

    public function testTheCommandLineShowsErasesAndPrunes(): void
    {
        $visitor = self::visitor('-20 months');
        $email = "$visitor@example.com";
        [$status, $output] = self::wp('subject', 'email', strtoupper($email), '--format=json');
        self::assertSame(0, $status, $output);
        self::assertSame(["wish of $visitor"], array_column(json_decode($output, true)['events'], 'query'));
        $counts = self::wp('subject', 'visitor', $visitor, '--format=count')[1];
        self::assertMatchesRegularExpression('/events\s+1\b/', str_replace('|', '', $counts));

        self::assertStringContainsString('cannot be undone', self::wp('erase', 'email', $email)[1]);
        self::assertTrue(self::found($visitor), 'nobody said yes');
        self::assertSame(0, self::wp('erase', 'email', $email, '--yes')[0]);
        self::assertFalse(self::found($visitor));
        [$status, $output] = self::wp('erase', 'shoe', '44', '--yes');
        self::assertSame(1, $status);
        self::assertStringContainsString("'shoe'", $output);

        $other = self::visitor('-19 months');
        self::assertSame(1, self::wp('prune', 'never', '--yes')[0]);
        self::assertSame(1, self::wp('prune', '2024-02-31', '--yes')[0]);
        self::assertSame(0, self::wp('prune', '20', '--yes')[0]);
        self::assertCount(1, Plugin::engine()->subject('visitor', $other)['events']);
        [$status, $output] = self::wp('prune', (string) wp_date('Y-m-d', (int) strtotime('-18 months')), '--yes');
        self::assertSame(0, $status, $output);
        self::assertSame([], Plugin::engine()->subject('visitor', $other)['events']);
    }
}
