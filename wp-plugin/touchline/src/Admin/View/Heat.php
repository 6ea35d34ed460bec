<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Dimensions;
use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Query;

/** When people press the button and when WhatsApp sells: the hours of the week. Every square says its figure; the shade repeats it. */
final class Heat
{
    private const SHADES = 4;
    /** Where the fullest hour has less, there is no pattern to see. */
    private const PATTERN = 5;

    /** @param array<string, mixed> $report */
    public static function render(Query $query, array $report, int $weekStart): void
    {
        printf('<section class="tl-card" aria-labelledby="tl-heat"><h2 id="tl-heat">%s</h2>', esc_html__('Hours of the week', 'touchline'));
        $clicks = self::most($report['rows'], 'clicks');
        $orders = self::most($report['rows'], 'orders');
        if ($clicks === null && $orders === null) {
            printf(
                '<p class="tl-none">%s</p></section>',
                esc_html__('When people press the button and when they order will stand here, hour by hour. Nothing of it in this period.', 'touchline')
            );
            return;
        }
        self::says($clicks, $orders);
        $few = max((float) ($clicks['clicks'] ?? 0), (float) ($orders['orders'] ?? 0)) < self::PATTERN;
        if ($few) {
            printf('<details class="tl-data"><summary>%s</summary>', esc_html__('Hour by hour', 'touchline'));
        }
        self::grid($query, 'clicks', __('Clicks on the button', 'touchline'), $report['rows'], $clicks, $weekStart);
        self::grid($query, 'orders', __('Orders that WhatsApp earned, by when they were placed', 'touchline'), $report['rows'], $orders, $weekStart);
        echo $few ? '</details></section>' : '</section>';
    }

    /**
     * The fullest hour; the earliest in the week of equal ones.
     *
     * @param list<array<string, mixed>> $rows
     * @return array<string, mixed>|null
     */
    private static function most(array $rows, string $what): ?array
    {
        $most = null;
        foreach ($rows as $row) {
            if ((float) $row[$what] > (float) ($most[$what] ?? 0)) {
                $most = $row;
            }
        }
        return $most;
    }

    /**
     * @param array<string, mixed>|null $clicks
     * @param array<string, mixed>|null $orders
     */
    private static function says(?array $clicks, ?array $orders): void
    {
        $words = [];
        if ($clicks !== null) {
            $words[] = sprintf(
                /* translators: 1: day of the week, 2: an hour, such as 11:00 to 12:00, 3: number of clicks */
                _n(
                    'Most clicks: %1$s, %2$s, %3$s click.',
                    'Most clicks: %1$s, %2$s, %3$s clicks.',
                    (int) $clicks['clicks'],
                    'touchline'
                ),
                Dimensions::name('weekday', (string) $clicks['weekday']),
                Dimensions::name('hour', sprintf('%02d', $clicks['hour'])),
                Format::count((int) $clicks['clicks'])
            );
        }
        if ($orders !== null) {
            $words[] = sprintf(
                /* translators: 1: day of the week, 2: an hour, such as 11:00 to 12:00, 3: number of orders */
                _n(
                    'Most orders: %1$s, %2$s, %3$s order.',
                    'Most orders: %1$s, %2$s, %3$s orders.',
                    Format::plural((string) $orders['orders']),
                    'touchline'
                ),
                Dimensions::name('weekday', (string) $orders['weekday']),
                Dimensions::name('hour', sprintf('%02d', $orders['hour'])),
                Format::orders((string) $orders['orders'])
            );
        }
        printf('<p>%s</p>', esc_html(implode(' ', $words)));
    }

    /**
     * @param list<array<string, mixed>> $rows
     * @param array<string, mixed>|null $most
     */
    private static function grid(Query $query, string $what, string $title, array $rows, ?array $most, int $weekStart): void
    {
        if ($most === null) {
            return;
        }
        printf(
            '<div class="tl-scroll" tabindex="0" role="group" aria-label="%1$s"><table class="tl-heat"><caption>%1$s</caption>'
            . '<thead><tr><td></td>',
            esc_html($title)
        );
        for ($hour = 0; $hour < 24; $hour++) {
            printf(
                '<th scope="col"><span aria-hidden="true">%d</span><span class="screen-reader-text">%s</span></th>',
                (int) $hour,
                esc_html(Dimensions::name('hour', sprintf('%02d', $hour)))
            );
        }
        echo '</tr></thead><tbody>';
        foreach (self::week($weekStart) as $day) {
            printf('<tr><th scope="row"><abbr title="%s">%s</abbr></th>', esc_attr(Dimensions::name('weekday', (string) $day)), esc_html(self::short($day)));
            foreach (array_slice($rows, ($day - 1) * 24, 24) as $row) {
                self::square($query, $row, $what, (float) $most[$what]);
            }
            echo '</tr>';
        }
        echo '</tbody></table></div>';
    }

    /** @param array<string, mixed> $row */
    private static function square(Query $query, array $row, string $what, float $most): void
    {
        $number = (float) $row[$what];
        $shade = $number <= 0.0 ? 0 : max(1, (int) ceil($number / $most * self::SHADES));
        $words = $what === 'orders' ? Format::orders((string) $row['orders']) : Format::count((int) $row['clicks']);
        $square = match (true) {
            $number === 0.0 => '<span class="screen-reader-text">0</span>',
            $what === 'orders' => Html::link(
                $query->ordersAddress('whatsapp', ['weekday' => (string) $row['weekday'], 'hour' => sprintf('%02d', $row['hour'])]),
                $words
            ),
            default => esc_html($words),
        };
        printf('<td class="tl-heat-%d"><span>%s</span></td>', (int) $shade, $square); // phpcs:ignore WordPress.Security.EscapeOutput -- escaped above
    }

    /** @return list<int> the days as the site's week begins: 1 is Monday */
    private static function week(int $start): array
    {
        $first = $start === 0 ? 7 : $start;
        return array_map(static fn (int $i): int => ($first - 1 + $i) % 7 + 1, range(0, 6));
    }

    private static function short(int $weekday): string
    {
        global $wp_locale;

        return (string) $wp_locale->get_weekday_abbrev(Dimensions::name('weekday', (string) $weekday));
    }
}
