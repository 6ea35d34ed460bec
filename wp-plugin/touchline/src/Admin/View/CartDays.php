<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\Query;

/** By the day on which carts began: what those left were worth, parted by what became of them, and the same as a table. */
final class CartDays
{
    private const SERIES = ['won', 'open', 'lost'];

    /** @param array{days: list<array<string, mixed>>, total: array<string, mixed>, currency: ?string} $report */
    public static function render(Query $query, array $report): void
    {
        $title = __('Worth of the carts left, by the day they began', 'touchline');
        $days = array_map(self::day(...), $report['days']);
        Figures::open('tl-cart-days', $title, __(
            'At what they were worth when they were left; what the orders of those that came back brought stands above.',
            'touchline'
        ));
        if ((int) $report['total']['abandoned']['carts'] === 0) {
            printf('<p class="tl-none">%s</p></section>', esc_html__('No cart of this period was left.', 'touchline'));
            return;
        }
        self::legend($report['total'], $report['currency']);
        $drawn = count($days) > 1;
        if ($drawn) {
            Daily::drawing($days, self::SERIES, $report['currency'], $title, false);
        }
        printf('<details class="tl-data"%s><summary>%s</summary>', $drawn ? '' : ' open', esc_html__('The same as a table', 'touchline'));
        self::table($query, $report, $title);
        echo '</details></section>';
    }

    /**
     * @param array<string, mixed> $day
     * @return array<string, mixed>
     */
    private static function day(array $day): array
    {
        return ['date' => $day['date'], 'partial' => $day['partial'], 'previous' => null, 'won' => $day['any']['value'], 'open' => $day['open']['value'],
            'lost' => $day['lost']['value']];
    }

    /** @return array<string, string> series => words */
    private static function names(): array
    {
        return ['won' => __('Came back', 'touchline'), 'open' => __('May still come back', 'touchline'), 'lost' => __('Lost', 'touchline')];
    }

    /** @param array<string, mixed> $total */
    private static function legend(array $total, ?string $currency): void
    {
        echo '<ul class="tl-legend">';
        foreach (self::names() as $name => $words) {
            $amount = (string) $total[$name === 'won' ? 'any' : $name]['value'];
            printf('<li class="tl-s-%s">%s %s</li>', esc_attr($name), esc_html($words), Html::figure(Money::text($amount, $currency)));
        }
        echo '</ul>';
    }

    /** @param array{days: list<array<string, mixed>>, total: array<string, mixed>, currency: ?string} $report */
    private static function table(Query $query, array $report, string $title): void
    {
        $heads = [
            __('Day', 'touchline'), __('Carts started', 'touchline'), __('Carts left', 'touchline'), __('Worth', 'touchline'), ...array_values(self::names()),
        ];
        printf(
            '<div class="tl-scroll" tabindex="0" role="group" aria-label="%1$s"><table class="tl-table tl-day-table">'
            . '<caption class="screen-reader-text">%1$s</caption><thead><tr>',
            esc_attr($title)
        );
        foreach ($heads as $head) {
            printf('<th scope="col">%s</th>', esc_html($head));
        }
        echo '</tr></thead><tbody>';
        self::row(esc_html__('Total', 'touchline'), $report['total'], $report['currency'], ' class="tl-totals"');
        foreach ($report['days'] as $day) {
            $label = Html::link(
                $query->address(['period' => 'custom', 'from' => $day['date'], 'to' => $day['date'], 'state' => 'abandoned']) . '#tl-cart-list',
                Format::chartDay((string) $day['date'], true)
            );
            $label .= $day['partial'] ? ' <span class="tl-muted">' . esc_html__('(so far)', 'touchline') . '</span>' : '';
            self::row($label, $day, $report['currency'], ' data-day');
        }
        echo '</tbody></table></div>';
    }

    /** @param array<string, mixed> $row */
    private static function row(string $label, array $row, ?string $currency, string $attribute): void
    {
        printf(
            '<tr%s><th scope="row">%s</th><td>%s</td><td>%s</td>',
            $attribute, // phpcs:ignore WordPress.Security.EscapeOutput -- markup of our own
            $label, // phpcs:ignore WordPress.Security.EscapeOutput -- escaped where it is made
            esc_html(Format::count((int) $row['started']['carts'])),
            esc_html(Format::count((int) $row['abandoned']['carts']))
        );
        foreach (['abandoned', 'any', 'open', 'lost'] as $name) {
            printf('<td>%s</td>', esc_html(Money::text((string) $row[$name]['value'], $currency)));
        }
        echo '</tr>';
    }
}
