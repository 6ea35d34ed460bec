<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use Touchline\WP\Admin\TimeZone;

if (! class_exists(TimeZone::class)) {
    require dirname(__DIR__, 2) . '/wp-plugin/touchline/src/Admin/TimeZone.php'; // runs without WordPress, too
}

final class TimeZoneTest extends TestCase
{
    private const YEAR_2026 = 1767225600000;
    private const YEAR_2027 = 1798761600000;

    /** @return array<string, array{string, list<array{int, int}>}> */
    public static function zones(): array
    {
        return [
            'two changes a year' => ['Europe/Berlin', [
                [self::YEAR_2026, 3600],
                [1774746000000, 7200], // 29 March, 01:00 UTC
                [1792890000000, 3600], // 25 October, 01:00 UTC
            ]],
            'half an hour of summer time' => ['Australia/Lord_Howe', [
                [self::YEAR_2026, 39600],
                [1775314800000, 37800], // 4 April, 15:00 UTC
                [1791041400000, 39600], // 3 October, 15:30 UTC
            ]],
            'no change' => ['Asia/Kathmandu', [[self::YEAR_2026, 20700]]],
            'no transitions at all' => ['+05:45', [[self::YEAR_2026, 20700]]],
            'behind Greenwich' => ['-03:30', [[self::YEAR_2026, -12600]]],
            'as a new WordPress is' => ['+00:00', [[self::YEAR_2026, 0]]],
            'UTC' => ['UTC', [[self::YEAR_2026, 0]]],
        ];
    }

    /**
     * @dataProvider zones
     * @param list<array{int, int}> $expected
     */
    public function testWhatTheEngineIsTold(string $zone, array $expected): void
    {
        self::assertSame($expected, TimeZone::transitions(new DateTimeZone($zone), self::YEAR_2026, self::YEAR_2027));
    }
}
