<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Units;

/** Do visitors who look around start chats, and do they buy? Visits by their engagement quality. */
final class Bands
{
    private const ID = 'tl-bands';

    /** @param array<string, mixed> $report quality_bands */
    public static function render(array $report): void
    {
        // Clicks deleted by their age, or a filter by what visits do not know: other cards of the page say so.
        if ($report['reason'] !== null) {
            return;
        }
        $chats = $report['total']['chats'] !== null;
        $title = $chats ? __('Do engaged visitors chat, and do they buy?', 'touchline')
            : __('Do engaged visitors click, and do they buy?', 'touchline');
        Figures::open(self::ID, $title, __(
            'Visits by quality: 40 points for a minute, 20 for a page read to its end, 20 for three products, 20 for searching, choosing or the cart.',
            'touchline'
        ));
        if ((int) $report['total']['sessions'] === 0) {
            printf('<p class="tl-none">%s</p></section>', esc_html__('Nobody has visited in this period yet.', 'touchline'));
            return;
        }
        self::table($report);
        $means = $chats
            ? __('Clicked the WhatsApp button, wrote a message after it, or ordered after the visit: the last two within the window.', 'touchline')
            : __('Clicked the WhatsApp button, or ordered after the visit within the window.', 'touchline');
        printf('<p class="tl-muted">%s %s</p></section>', esc_html($means), esc_html(self::reservation((bool) $report['open'])));
    }

    private static function reservation(bool $open): string
    {
        $words = __('That is no proof that it is the reason: who is about to buy looks around more, and fills a cart.', 'touchline');
        return $open ? $words . ' ' . __('The window of the last visits is still open: they may still write and order.', 'touchline') : $words;
    }

    /** @param array<string, mixed> $report */
    private static function table(array $report): void
    {
        $columns = [
            'sessions' => __('Visits', 'touchline'),
            'share' => __('Share', 'touchline'),
            'clicks' => __('Clicked', 'touchline'),
            'chats' => __('Wrote', 'touchline'),
            'orders' => __('Ordered', 'touchline'),
        ];
        if ($report['total']['chats'] === null) {
            unset($columns['chats']);
        }
        Figures::head(self::ID, [__('Points', 'touchline'), ...array_values($columns)]);
        foreach ($report['rows'] as $row) {
            [$least, $most] = array_map(intval(...), explode('-', (string) $row['key']));
            /* translators: 1 and 2: numbers, the ends of a span of points */
            $name = sprintf(__('%1$s to %2$s', 'touchline'), Format::count($least), Format::count($most));
            Table::figures(esc_html($name) . Table::bar($row['share']), self::cells($row, $columns));
        }
        Table::figures(esc_html__('All', 'touchline'), self::cells($report['total'], $columns), 'tl-totals');
        echo Table::END;
    }

    /**
     * @param array<string, mixed> $row
     * @param array<string, string> $columns
     * @return array<string, array{string, string}>
     */
    private static function cells(array $row, array $columns): array
    {
        $units = [
            'sessions' => Units::of('sessions', (int) $row['sessions']),
            'share' => __('of all visits', 'touchline'),
            'clicks' => __('clicked', 'touchline'),
            'chats' => __('wrote', 'touchline'),
            'orders' => __('ordered', 'touchline'),
        ];
        $cells = [];
        foreach (array_keys($columns) as $name) {
            $cells[$name] = [$units[$name], match ($name) {
                'sessions' => Format::count((int) $row['sessions']),
                'share' => isset($row['share']) ? Format::rate($row['share'], true) : '',
                default => self::rate($row[$name]),
            }];
        }
        return $cells;
    }

    /** @param array{n: int, of: int, percent: ?string} $rate */
    private static function rate(array $rate): string
    {
        return Format::sample($rate, Format::count($rate['n']), $rate['of']);
    }
}
