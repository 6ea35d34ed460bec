<?php

declare(strict_types=1);

namespace Touchline\WP\Admin;

use DateTimeImmutable;

/** Numbers, rates and dates as the site's language writes them. Gives plain text, to be escaped where it is printed. */
final class Format
{
    public const DASH = '–';
    /** Of as many at least a rate is given. */
    public const SAMPLE = 30;

    public static function count(int $number): string
    {
        return number_format_i18n($number);
    }

    /** Orders: models share an order between touches, so there may be halves. */
    public static function orders(string $number): string
    {
        return number_format_i18n((float) $number, str_contains($number, '.') && ! str_ends_with($number, '.0') ? 1 : 0);
    }

    /** What plural forms are chosen by: "1.5 orders" is more than one. */
    public static function plural(string $number): int
    {
        $whole = (int) $number;
        return (float) $number > $whole ? $whole + 1 : $whole;
    }

    /** @param bool $column below each other all have a decimal, in a sentence only those that need it */
    public static function percent(?string $percent, bool $column = false): string
    {
        if ($percent === null) {
            return self::DASH;
        }
        $figure = number_format_i18n((float) $percent, ! $column && str_ends_with($percent, '.0') ? 0 : 1);
        /* translators: %s: a number; how your language writes per cent */
        return sprintf(__('%s%%', 'touchline'), $figure);
    }

    /** @param array{n: int, of: int, percent: ?string}|null $rate */
    public static function rate(?array $rate, bool $column = false): string
    {
        return self::percent($rate['percent'] ?? null, $column);
    }

    /**
     * A rate in a column. One of few would say more than is known: their numbers are given in its place.
     *
     * @param array{n: int, of: int, percent: ?string} $rate
     * @param string $count its numerator, formatted
     */
    public static function sample(array $rate, string $count, int $of): string
    {
        if ($of >= self::SAMPLE || $rate['percent'] === null) {
            return self::rate($rate, true);
        }
        /* translators: 1: how many, 2: of how many */
        return sprintf(__('%1$s of %2$s', 'touchline'), $count, self::count($of));
    }

    /**
     * Points of engagement quality, 0 to 100.
     *
     * @param bool $column as of per cent
     */
    public static function points(string $points, bool $column = false): string
    {
        return number_format_i18n((float) $points, ! $column && str_ends_with($points, '.0') ? 0 : 1);
    }

    /** The width of a bar, for CSS. A share below 0 or above 1 (refunds) is drawn at the edge. */
    public static function width(?string $percent): string
    {
        return sprintf('%.1F%%', max(0.0, min(100.0, (float) $percent)));
    }

    public static function day(DateTimeImmutable $day): string
    {
        return self::date((string) get_option('date_format', 'F j, Y'), $day->getTimestamp());
    }

    public static function moment(int $ms): string
    {
        $format = get_option('date_format', 'F j, Y') . ' ' . get_option('time_format', 'H:i');
        return self::date($format, intdiv($ms, 1000));
    }

    /** A day of the chart, from 'YYYY-MM-DD' on the site's calendar. */
    public static function chartDay(string $date, bool $long = false): string
    {
        $noon = new DateTimeImmutable($date . ' 12:00', wp_timezone());
        $format = $long
            /* translators: a day of the chart in full, as PHP date format */
            ? _x('l, j F Y', 'date format', 'touchline')
            /* translators: a day on the chart's axis, as PHP date format */
            : _x('j M', 'date format', 'touchline');
        return self::date($format, $noon->getTimestamp());
    }

    /** The day of a moment on the site's calendar, as the chart's days are named. */
    public static function isoDay(int $ms): string
    {
        return self::date('Y-m-d', intdiv($ms, 1000));
    }

    public static function days(int $days): string
    {
        /* translators: %s: number of days */
        return sprintf(_n('%s day', '%s days', $days, 'touchline'), self::count($days));
    }

    public static function range(DateTimeImmutable $from, DateTimeImmutable $lastDay): string
    {
        if ($from->format('Y-m-d') === $lastDay->format('Y-m-d')) {
            return self::day($from);
        }
        /* translators: 1: first day, 2: last day of a period */
        return sprintf(__('%1$s to %2$s', 'touchline'), self::day($from), self::day($lastDay));
    }

    private static function date(string $format, int $seconds): string
    {
        return (string) wp_date($format, $seconds, wp_timezone());
    }
}
