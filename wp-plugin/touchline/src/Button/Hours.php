<?php

declare(strict_types=1);

namespace Touchline\WP\Button;

/** Opening hours: of each day of the week what the merchant typed, such as `9-12:30, 14-18`; a span may end after midnight. */
final class Hours
{
    public const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
    private const DAY = 1440;
    private const MOST = 6;
    private const SPAN = '/^(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?\s*(?:-|–|—|to)\s*(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?$/iu';
    /** How long a page may lie in a cache and still know the next change of the clocks. */
    private const AHEAD = 400 * 86400;

    /** @return list<array{int, int}>|null minutes since midnight, beyond 1440 after the next one; null when it is not understood */
    public static function spans(string $typed): ?array
    {
        $spans = [];
        foreach (preg_split('/\s*[,;]\s*/', trim($typed), -1, PREG_SPLIT_NO_EMPTY) ?: [] as $span) {
            if (preg_match(self::SPAN, $span, $m) !== 1) {
                return null;
            }
            $from = self::minute((int) $m[1], (int) $m[2], $m[3]);
            $to = self::minute((int) $m[4], (int) ($m[5] ?? 0), $m[6] ?? '');
            if ($from === null || $to === null || $from === self::DAY || $from === $to) {
                return null;
            }
            $spans[] = [$from, $to > $from ? $to : $to + self::DAY];
        }
        sort($spans);
        return count($spans) <= self::MOST ? $spans : null;
    }

    /** @param list<array{int, int}> $spans */
    public static function words(array $spans): string
    {
        $clock = static fn (int $minute): string => sprintf('%02d:%02d', intdiv($minute, 60), $minute % 60);
        return implode(', ', array_map(
            static fn (array $span): string => $clock($span[0]) . '-' . $clock($span[1] > self::DAY ? $span[1] - self::DAY : $span[1]),
            $spans
        ));
    }

    /**
     * For the browser: the spans of each day, from Sunday, as it counts; null when no day has any.
     *
     * @param array<string, string> $days
     * @return list<list<array{int, int}>>|null
     */
    public static function week(array $days): ?array
    {
        $week = array_map(static fn (string $day): array => self::spans($days[$day] ?? '') ?? [], ['sun', ...array_slice(self::DAYS, 0, 6)]);
        return array_filter($week) === [] ? null : $week;
    }

    /** @return list<list<array{int, int}>> open day and night */
    public static function always(): array
    {
        return array_fill(0, 7, [[0, self::DAY]]);
    }

    /**
     * The shop's time zone as a page can keep it: the offset to UTC now, and each change of it in the coming months.
     *
     * @return list<array{int, int}> from this second on (0: now), so many seconds east of UTC
     */
    public static function zone(\DateTimeZone $zone, int $now): array
    {
        $changes = $zone->getTransitions($now, $now + self::AHEAD) ?: [];
        $offsets = [[0, $zone->getOffset(new \DateTimeImmutable("@$now"))]];
        foreach (array_slice($changes, 1) as $change) {
            $offsets[] = [$change['ts'], $change['offset']];
        }
        return $offsets;
    }

    private static function minute(int $hour, int $minute, string $half): ?int
    {
        if ($half !== '') {
            if ($hour < 1 || $hour > 12) {
                return null;
            }
            $hour = $hour % 12 + (strtolower($half) === 'pm' ? 12 : 0);
        }
        $all = $hour * 60 + $minute;
        return $minute > 59 || $all > self::DAY ? null : $all;
    }
}
