<?php

declare(strict_types=1);

namespace Touchline\WP\Admin;

use DateTimeImmutable;
use DateTimeZone;

/**
 * A stretch of the site's calendar and the one beside it. Knows nothing of WordPress: zone, first day of the week and clock are given.
 *
 * Half-open. A period that is still running ends now, and the one beside it ends after as many days and at the same time of day, never
 * later than its own end (31 March has no partner in February).
 */
final class Period
{
    public const NAMES = [
        'today', 'yesterday', 'week', 'last_week', 'month', 'last_month', 'quarter', 'last_quarter', 'year', 'last_year', 'custom',
    ];
    public const COMPARE = ['previous_period', 'previous_year', 'none'];
    public const DEFAULT = 'month';
    private const LONGEST_DAYS = 1100;

    private function __construct(
        public readonly string $name,
        public readonly string $compare,
        public readonly DateTimeImmutable $from,
        public readonly DateTimeImmutable $to,
        public readonly bool $running,
        public readonly ?DateTimeImmutable $compareFrom,
        public readonly ?DateTimeImmutable $compareTo
    ) {
    }

    /** @param int $weekStart 0 Sunday to 6 Saturday, as WordPress's option start_of_week */
    public static function named(string $name, string $compare, DateTimeZone $zone, int $weekStart, DateTimeImmutable $now): self
    {
        $now = $now->setTimezone($zone);
        $unit = str_replace('last_', '', $name);
        $start = self::startOf($unit === 'yesterday' ? 'today' : $unit, $now, $weekStart);
        if ($name === 'yesterday' || $name !== $unit) {
            return self::between($name, $compare, self::back($start, $unit), $start, $now);
        }
        return self::between($name, $compare, $start, self::forth($start, $unit), $now);
    }

    /** Both dates included. Null when they are no dates, the wrong way round, in the future or more than three years apart. */
    public static function custom(string $from, string $to, string $compare, DateTimeZone $zone, DateTimeImmutable $now): ?self
    {
        $first = self::date($from, $zone);
        $last = self::date($to, $zone);
        if ($first === null || $last === null || $first > $last || $first > $now) {
            return null;
        }
        if (self::daysBetween($first, $last) >= self::LONGEST_DAYS) {
            return null;
        }
        return self::between('custom', $compare, $first, $last->modify('+1 day'), $now->setTimezone($zone));
    }

    public static function ms(DateTimeImmutable $at): int
    {
        return $at->getTimestamp() * 1000 + intdiv((int) $at->format('u'), 1000);
    }

    /** The last local day that the period touches. */
    public function lastDay(): DateTimeImmutable
    {
        return $this->to->modify('-1 second');
    }

    public function compareLastDay(): ?DateTimeImmutable
    {
        return $this->compareTo?->modify('-1 second');
    }

    private static function between(string $name, string $compare, DateTimeImmutable $from, DateTimeImmutable $end, DateTimeImmutable $now): self
    {
        $running = $now < $end;
        $to = $running ? $now : $end;
        if ($running && $to <= $from) {
            $to = $from->modify('+1 second'); // at midnight sharp the day has no length yet
        }
        [$otherFrom, $otherEnd] = self::beside($name, $compare, $from, $end);
        $otherTo = $otherEnd;
        if ($running && $otherFrom !== null && $otherEnd !== null) {
            $elapsed = $otherFrom->modify('+' . self::daysBetween($from, $to) . ' days')
                ->setTime((int) $to->format('G'), (int) $to->format('i'), (int) $to->format('s'), (int) $to->format('u'));
            $otherTo = min($elapsed, $otherEnd);
        }
        return new self($name, $compare, $from, $to, $running, $otherFrom, $otherTo);
    }

    /** @return array{?DateTimeImmutable, ?DateTimeImmutable} */
    private static function beside(string $name, string $compare, DateTimeImmutable $from, DateTimeImmutable $end): array
    {
        if ($compare === 'none') {
            return [null, null];
        }
        $unit = str_replace('last_', '', $name);
        if ($compare === 'previous_year') {
            if ($unit === 'week') { // 52 weeks, so that weekdays meet weekdays
                return [$from->modify('-364 days'), $end->modify('-364 days')];
            }
            $last = $end->modify('-1 day');
            return [self::yearBefore($from), self::yearBefore($last)->modify('+1 day')];
        }
        if ($unit === 'custom') {
            return [$from->modify('-' . self::daysBetween($from, $end) . ' days'), $from];
        }
        return [self::back($from, $unit), $from];
    }

    /** The same date a year before; 29 February becomes the 28th, not 1 March. */
    private static function yearBefore(DateTimeImmutable $at): DateTimeImmutable
    {
        $day = $at->format('m-d') === '02-29' ? 28 : (int) $at->format('j');
        return $at->setDate((int) $at->format('Y') - 1, (int) $at->format('n'), $day);
    }

    private static function startOf(string $unit, DateTimeImmutable $now, int $weekStart): DateTimeImmutable
    {
        $day = $now->setTime(0, 0);
        $month = (int) $now->format('n');
        return match ($unit) {
            'week' => $day->modify('-' . (((int) $now->format('w') - $weekStart + 7) % 7) . ' days'),
            'month' => $day->modify('first day of this month'),
            'quarter' => $day->setDate((int) $now->format('Y'), $month - ($month - 1) % 3, 1),
            'year' => $day->setDate((int) $now->format('Y'), 1, 1),
            default => $day,
        };
    }

    private static function forth(DateTimeImmutable $start, string $unit): DateTimeImmutable
    {
        return $start->modify('+' . self::step($unit));
    }

    private static function back(DateTimeImmutable $start, string $unit): DateTimeImmutable
    {
        return $start->modify('-' . self::step($unit));
    }

    private static function step(string $unit): string
    {
        return match ($unit) {
            'week' => '7 days',
            'month' => '1 month',
            'quarter' => '3 months',
            'year' => '1 year',
            default => '1 day',
        };
    }

    private static function date(string $text, DateTimeZone $zone): ?DateTimeImmutable
    {
        $date = DateTimeImmutable::createFromFormat('!Y-m-d', $text, $zone);
        if ($date === false || $date->format('Y-m-d') !== $text || (int) $date->format('Y') < 2000) {
            return null;
        }
        return $date;
    }

    /** Calendar days, whatever the length of each: a day of 23 hours is one. */
    private static function daysBetween(DateTimeImmutable $from, DateTimeImmutable $to): int
    {
        $utc = new DateTimeZone('UTC');
        $first = new DateTimeImmutable($from->format('Y-m-d'), $utc);
        $last = new DateTimeImmutable($to->format('Y-m-d'), $utc);
        return (int) $first->diff($last)->days;
    }
}
