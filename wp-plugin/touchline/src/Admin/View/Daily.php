<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\Query;
use Touchline\WP\Admin\Words;

/** Sales by day: what was sold in stacked columns by channel, the period before as a thin line, notes as flags, and the same as a table. */
final class Daily
{
    /**
     * @param array<string, mixed> $daily
     * @param bool $compared something was measured in the period compared with
     * @param list<array{date: string, words: string}> $notes of Notes
     */
    public static function render(Query $query, array $daily, ?string $currency, bool $compared, array $notes = []): void
    {
        $title = $query->measure === 'total' ? __('Total sales by day', 'touchline') : __('Net sales by day', 'touchline');
        printf('<section class="tl-card" aria-labelledby="tl-daily"><h2 id="tl-daily">%s</h2>', esc_html($title));
        $series = self::series($daily['days']);
        self::legend($query, $daily, $series, $currency, $compared);
        $drawn = count($daily['days']) > 1 && self::moved($daily['days']);
        if ($drawn) {
            self::drawing(self::byChannel($daily['days']), array_keys($series), $currency, $title, $compared, $notes);
        }
        Notes::render($notes);
        $folded = $drawn || count($daily['days']) > 1;
        printf('<details class="tl-data"%s><summary>%s</summary>', $folded ? '' : ' open', esc_html__('The same as a table', 'touchline'));
        self::table($query, $daily, $series, $currency, $title, $compared);
        echo '</details></section>';
    }

    /**
     * @param list<array<string, mixed>> $days
     * @return list<array<string, mixed>>
     */
    private static function byChannel(array $days): array
    {
        return array_map(static fn (array $day): array => $day['channels'] + $day, $days);
    }

    /**
     * Is there anything to draw, now or in the period compared with?
     *
     * @param list<array<string, mixed>> $days
     */
    private static function moved(array $days): bool
    {
        foreach ($days as $day) {
            if ((float) $day['previous'] !== 0.0 || array_filter($day['channels'], static fn (string $money): bool => (float) $money !== 0.0) !== []) {
                return true;
            }
        }
        return false;
    }

    /**
     * Those that moved money on some day; WhatsApp always.
     *
     * @param list<array<string, mixed>> $days
     * @return array<string, string> series => its name
     */
    private static function series(array $days): array
    {
        $series = [];
        foreach (Words::series() as $name => [$words]) {
            foreach ($days as $day) {
                if ($name === 'whatsapp' || (float) $day['channels'][$name] !== 0.0) {
                    $series[$name] = $words;
                    break;
                }
            }
        }
        return $series;
    }

    /**
     * @param array<string, mixed> $daily
     * @param array<string, string> $series
     */
    private static function legend(Query $query, array $daily, array $series, ?string $currency, bool $compared): void
    {
        echo '<ul class="tl-legend">';
        foreach ($series as $name => $words) {
            $channels = Words::series()[$name][1];
            $rows = $query->address(['tab' => 'journeys'] + ($channels === [] ? ['part' => $name] : ['filter' => ['channel' => $channels] + $query->filters]));
            printf(
                '<li class="tl-s-%s">%s %s</li>',
                esc_attr($name),
                esc_html($words),
                Html::link($rows, Money::text($daily['total']['channels'][$name], $currency), 'tl-figure')
            );
        }
        if ($compared) {
            printf('<li class="tl-key-previous">%s</li>', esc_html__('All sales in the period compared with', 'touchline'));
        }
        echo '</ul>';
    }

    /**
     * @param list<array<string, mixed>> $days
     * @param list<string> $series keys of the days, from the zero line outwards
     * @param list<array{date: string, words: string}> $notes
     */
    public static function drawing(array $days, array $series, ?string $currency, string $title, bool $compared, array $notes = []): void
    {
        $plot = new Plot($days, $series, $compared);
        printf(
            '<div class="tl-plot" dir="ltr" data-label="%s" data-hint="%s"><div class="tl-axis" aria-hidden="true">',
            esc_attr($title),
            esc_attr__('Point at a day to read its figures.', 'touchline')
        );
        foreach ($plot->ticks() as [$amount, $top]) {
            printf('<span style="top:%s"><bdi>%s</bdi></span>', esc_attr($top), esc_html(Money::text($amount, $currency)));
        }
        echo '</div><div class="tl-canvas">';
        foreach ($plot->partial() as [$left, $width]) {
            printf('<span class="tl-partial" style="left:%s;width:%s"></span>', esc_attr($left), esc_attr($width));
        }
        printf(
            '<svg%s viewBox="0 0 %d %d" preserveAspectRatio="none" role="img" aria-label="%s">',
            count($days) > Plot::DENSE ? ' class="tl-dense"' : '',
            (int) $plot->width(),
            (int) Plot::HEIGHT,
            esc_attr(sprintf(
                /* translators: %s: title of the chart */
                __('%s, as columns. The table below has the figures.', 'touchline'),
                $title
            ))
        );
        foreach ($plot->ticks() as [, , $y]) {
            printf('<path class="tl-grid" d="M0 %1$sH%2$d"/>', esc_attr($y), (int) $plot->width());
        }
        foreach ($series as $name) {
            printf('<path class="tl-column tl-s-%s" d="%s"/>', esc_attr($name), esc_attr($plot->columns($name)));
        }
        printf('<path class="tl-zero" d="M0 %sH%d"/>', esc_attr($plot->zero()), (int) $plot->width());
        if ($compared) {
            printf('<path class="tl-previous" d="%s"/>', esc_attr($plot->previous()));
        }
        echo '</svg>';
        Notes::flags($notes, $plot);
        echo '</div><div class="tl-days" aria-hidden="true">';
        foreach ($plot->labels() as [$date, $left]) {
            printf('<span style="left:%s">%s</span>', esc_attr($left), esc_html(Format::chartDay($date)));
        }
        echo '</div></div>';
    }

    /**
     * @param array<string, mixed> $daily
     * @param array<string, string> $series
     */
    private static function table(Query $query, array $daily, array $series, ?string $currency, string $title, bool $compared): void
    {
        $heads = array_merge([__('Day', 'touchline')], array_values($series), [__('All', 'touchline')]);
        if ($compared) {
            $heads[] = __('Compared with', 'touchline');
        }
        array_push($heads, __('Orders', 'touchline'), __('People who clicked', 'touchline'));
        printf(
            '<div class="tl-scroll" tabindex="0" role="group" aria-label="%1$s"><table class="tl-table tl-day-table">'
            . '<caption class="screen-reader-text">%1$s</caption><thead><tr>',
            esc_attr($title)
        );
        foreach ($heads as $head) {
            printf('<th scope="col">%s</th>', esc_html($head));
        }
        echo '</tr></thead><tbody>';
        $money = static fn (?string $amount): string => Html::figure($amount === null ? Format::DASH : Money::text($amount, $currency));
        printf('<tr class="tl-totals"><th scope="row">%s</th>', esc_html__('Total', 'touchline'));
        self::amounts($daily['total'], array_keys($series), $money);
        echo ($compared ? '<td></td>' : '') . '<td></td><td></td></tr>';
        foreach ($daily['days'] as $day) {
            self::day($query, $day, array_keys($series), $money, $compared);
        }
        echo '</tbody></table></div>';
    }

    /**
     * @param array<string, mixed> $row of a day, or the total
     * @param list<string> $series
     * @param callable(?string): string $money
     */
    private static function amounts(array $row, array $series, callable $money): void
    {
        foreach (array_merge(array_map(static fn (string $name): string => $row['channels'][$name], $series), [$row['total']]) as $amount) {
            printf('<td>%s</td>', $money($amount)); // phpcs:ignore WordPress.Security.EscapeOutput -- Html::figure()
        }
    }

    /**
     * @param array<string, mixed> $day
     * @param list<string> $series
     * @param callable(?string): string $money
     */
    private static function day(Query $query, array $day, array $series, callable $money, bool $compared): void
    {
        $address = $query->address(['tab' => 'journeys', 'period' => 'custom', 'from' => $day['date'], 'to' => $day['date']]);
        printf(
            '<tr data-day><th scope="row">%s%s</th>',
            Html::link($address, Format::chartDay($day['date'], true)),
            $day['partial'] ? ' <span class="tl-muted">' . esc_html__('(so far)', 'touchline') . '</span>' : ''
        );
        self::amounts($day, $series, $money);
        echo $compared ? sprintf('<td>%s</td>', $money($day['previous'])) : ''; // phpcs:ignore WordPress.Security.EscapeOutput -- Html::figure()
        printf('<td>%s</td><td>%s</td></tr>', esc_html(Format::count((int) $day['orders'])), esc_html(Format::count((int) $day['clicks'])));
    }
}
