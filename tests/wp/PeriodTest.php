<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use Touchline\WP\Admin\Period;

if (! class_exists(Period::class)) {
    require dirname(__DIR__, 2) . '/wp-plugin/touchline/src/Admin/Period.php'; // runs without WordPress, too
}

/** Every expected moment was worked out by hand, in UTC. */
final class PeriodTest extends TestCase
{
    private const MONDAY = 1;

    private static function moment(string $time, string $zone): DateTimeImmutable
    {
        return new DateTimeImmutable($time, new DateTimeZone($zone));
    }

    private static function named(string $name, string $now, string $zone, string $compare = 'previous_period', int $week = self::MONDAY): Period
    {
        return Period::named($name, $compare, new DateTimeZone($zone), $week, self::moment($now, $zone));
    }

    /** @return array{string, string, ?string, ?string} in UTC */
    private static function utc(Period $period): array
    {
        $show = static fn (?DateTimeImmutable $at): ?string => $at?->setTimezone(new DateTimeZone('UTC'))->format('Y-m-d H:i');
        return [(string) $show($period->from), (string) $show($period->to), $show($period->compareFrom), $show($period->compareTo)];
    }

    public function testARunningMonthEndsNowAndIsComparedToTheSameHour(): void
    {
        $period = self::named('month', '2026-11-23 20:35', 'Europe/Berlin');
        self::assertTrue($period->running);
        // October is summer time until the 25th: midnight and 20:35 are two hours before, in UTC.
        self::assertSame(['2026-10-31 23:00', '2026-11-23 19:35', '2026-09-30 22:00', '2026-10-23 18:35'], self::utc($period));
    }

    public function testAWholeMonthIsComparedWithTheWholeMonthBefore(): void
    {
        $period = self::named('last_month', '2026-11-23 20:35', 'Europe/Berlin');
        self::assertFalse($period->running);
        self::assertSame(['2026-09-30 22:00', '2026-10-31 23:00', '2026-08-31 22:00', '2026-09-30 22:00'], self::utc($period));
    }

    public function testThe31stHasNoPartnerInFebruary(): void
    {
        $period = self::named('month', '2026-03-31 10:00', 'UTC');
        self::assertSame(['2026-03-01 00:00', '2026-03-31 10:00', '2026-02-01 00:00', '2026-03-01 00:00'], self::utc($period));
    }

    public function testADayMayHave23Or25Hours(): void
    {
        $hours = static fn (Period $p): int => intdiv(Period::ms($p->to) - Period::ms($p->from), 3600000);
        self::assertSame(23, $hours(self::named('yesterday', '2026-03-30 09:00', 'Europe/Berlin')));
        self::assertSame(25, $hours(self::named('yesterday', '2026-10-26 09:00', 'Europe/Berlin')));
        self::assertSame(24, $hours(self::named('yesterday', '2026-10-25 09:00', 'Europe/Berlin')));
    }

    public function testTodayIsComparedWithYesterdayToTheSameTimeOfDayAcrossAChangeOfClocks(): void
    {
        $period = self::named('today', '2026-03-29 12:00', 'Europe/Berlin');
        self::assertSame(['2026-03-28 23:00', '2026-03-29 10:00', '2026-03-27 23:00', '2026-03-28 11:00'], self::utc($period));
    }

    /** @return array<string, array{int, string}> */
    public static function weekStarts(): array
    {
        // 18 November 2026 is a Wednesday.
        return ['Sunday' => [0, '2026-11-15 00:00'], 'Monday' => [1, '2026-11-16 00:00'], 'Thursday' => [4, '2026-11-12 00:00'],
            'Wednesday' => [3, '2026-11-18 00:00'], 'Saturday' => [6, '2026-11-14 00:00']];
    }

    /** @dataProvider weekStarts */
    public function testAWeekStartsWhereTheSiteSays(int $start, string $from): void
    {
        self::assertSame($from, self::utc(self::named('week', '2026-11-18 08:00', 'UTC', 'previous_period', $start))[0]);
    }

    public function testLastWeekIsSevenDaysAndAYearEarlierMeetsTheSameWeekdays(): void
    {
        $period = self::named('last_week', '2026-11-18 08:00', 'UTC', 'previous_year');
        self::assertSame(['2026-11-09 00:00', '2026-11-16 00:00', '2025-11-10 00:00', '2025-11-17 00:00'], self::utc($period));
    }

    public function testQuartersAndYears(): void
    {
        self::assertSame(
            ['2026-10-01 00:00', '2026-11-23 20:35', '2026-07-01 00:00', '2026-08-23 20:35'],
            self::utc(self::named('quarter', '2026-11-23 20:35', 'UTC'))
        );
        self::assertSame(
            ['2025-10-01 00:00', '2026-01-01 00:00', '2025-07-01 00:00', '2025-10-01 00:00'],
            self::utc(self::named('last_quarter', '2026-02-10 06:00', 'UTC'))
        );
        self::assertSame(
            ['2025-01-01 00:00', '2026-01-01 00:00', '2024-01-01 00:00', '2025-01-01 00:00'],
            self::utc(self::named('last_year', '2026-02-10 06:00', 'UTC'))
        );
    }

    public function testTheLeapDayIsComparedWithThe28th(): void
    {
        self::assertSame(
            ['2024-02-29 00:00', '2024-02-29 12:00', '2023-02-28 00:00', '2023-02-28 12:00'],
            self::utc(self::named('today', '2024-02-29 12:00', 'UTC', 'previous_year'))
        );
        self::assertSame(
            ['2024-02-01 00:00', '2024-03-01 00:00', '2023-02-01 00:00', '2023-03-01 00:00'],
            self::utc(self::named('last_month', '2024-03-15 12:00', 'UTC', 'previous_year'))
        );
    }

    public function testAZoneOfOneFixedOffset(): void
    {
        $period = self::named('today', '2026-11-23 06:00', '+05:45');
        self::assertSame(['2026-11-22 18:15', '2026-11-23 00:15', '2026-11-21 18:15', '2026-11-22 00:15'], self::utc($period));
        self::assertSame(1795371300000, Period::ms($period->from));
    }

    public function testNothingToCompareWith(): void
    {
        self::assertSame([null, null], array_slice(self::utc(self::named('month', '2026-11-23 20:35', 'UTC', 'none')), 2));
    }

    public function testDaysOfOnesOwnIncludeBothAndAreComparedWithAsManyBefore(): void
    {
        $now = self::moment('2026-11-23 20:35', 'UTC');
        $period = Period::custom('2026-11-02', '2026-11-08', 'previous_period', new DateTimeZone('UTC'), $now);
        self::assertNotNull($period);
        self::assertSame(['2026-11-02 00:00', '2026-11-09 00:00', '2026-10-26 00:00', '2026-11-02 00:00'], self::utc($period));
        self::assertSame('2026-11-08', $period->lastDay()->format('Y-m-d'));
        $open = Period::custom('2026-11-20', '2026-12-24', 'previous_period', new DateTimeZone('UTC'), $now);
        self::assertNotNull($open);
        self::assertTrue($open->running);
        self::assertSame('2026-11-23 20:35', self::utc($open)[1]);
    }

    /** @return array<string, array{string, string}> */
    public static function noPeriods(): array
    {
        return [
            'no date' => ['yesterday', '2026-11-08'], 'no such day' => ['2026-02-30', '2026-03-01'], 'the wrong way round' => ['2026-11-08', '2026-11-02'],
            'in the future' => ['2026-11-24', '2026-11-25'], 'empty' => ['', ''], 'too long' => ['2020-01-01', '2026-11-08'],
            'another notation' => ['2.11.2026', '8.11.2026'], 'long ago' => ['0001-01-01', '0001-02-01'],
        ];
    }

    /** @dataProvider noPeriods */
    public function testWhatIsNoPeriod(string $from, string $to): void
    {
        self::assertNull(Period::custom($from, $to, 'none', new DateTimeZone('UTC'), self::moment('2026-11-23 20:35', 'UTC')));
    }

    public function testAtMidnightSharpADayHasALength(): void
    {
        $period = self::named('today', '2026-11-23 00:00', 'Europe/Berlin');
        self::assertGreaterThan(Period::ms($period->from), Period::ms($period->to));
        self::assertSame('2026-11-23', $period->lastDay()->format('Y-m-d'));
    }
}
