<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Dimensions;
use Touchline\WP\Admin\Format;

/** What follows what on the way to an order: a picture, and the table it was drawn from. */
final class Flow
{
    /** Names told apart; more lines cannot be followed by eye. */
    public const NAMES = 8;

    /** @param array<string, mixed> $report */
    public static function render(string $dimension, array $report): void
    {
        printf('<section class="tl-card" aria-labelledby="tl-flow"><h2 id="tl-flow">%s</h2>', esc_html__('Step by step to the order', 'touchline'));
        if ($report['orders'] === 0) {
            printf('<p class="tl-none">%s</p></section>', esc_html__('No order of this period has a known touch yet.', 'touchline'));
            return;
        }
        printf('<p class="tl-muted">%s</p>', esc_html(self::says($report)));
        // Where all went the same way, the sentence and the table say it better.
        if (count($report['links']) > count($report['steps'])) {
            self::picture($dimension, $report);
        }
        self::table($dimension, $report);
        echo '</section>';
    }

    /** @param array<string, mixed> $report */
    private static function says(array $report): string
    {
        $orders = (int) $report['orders'];
        $first = $report['steps'][0]['placed'];
        $words = [sprintf(
            /* translators: 1: number of orders, 2: a rate */
            _n('%1$s order; %2$s was placed after the first touch.', '%1$s orders; %2$s were placed after the first touch.', $orders, 'touchline'),
            Format::count($orders),
            Format::rate($first)
        )];
        if ($report['longer'] > 0) {
            $words[] = sprintf(
                /* translators: %s: number of orders */
                _n('%s had more touches than are drawn.', '%s had more touches than are drawn.', (int) $report['longer'], 'touchline'),
                Format::count((int) $report['longer'])
            );
        }
        return implode(' ', $words);
    }

    /** @param array<string, mixed> $report */
    private static function picture(string $dimension, array $report): void
    {
        $plot = new FlowPlot($report);
        $nodes = $report['nodes'];
        printf(
            '<div class="tl-scroll" tabindex="0" role="group" aria-label="%s"><div class="tl-flow" style="height:%.0Fpx;min-width:%dpx" aria-hidden="true">'
            . '<svg viewBox="0 0 %.0F %.0F" preserveAspectRatio="none" focusable="false">',
            esc_attr__('Picture of the steps; the table below says the same', 'touchline'),
            $plot->height, // phpcs:ignore WordPress.Security.EscapeOutput -- numbers of our own
            (int) $plot->columns * 130,
            FlowPlot::WIDTH, // phpcs:ignore WordPress.Security.EscapeOutput -- a number of our own
            $plot->height // phpcs:ignore WordPress.Security.EscapeOutput -- a number of our own
        );
        foreach ($plot->bands() as [$node, $shape]) {
            printf('<path class="tl-band %s" d="%s"/>', esc_attr(self::colour($dimension, $nodes[$node]['key'])), esc_attr($shape));
        }
        foreach ($nodes as $i => $node) {
            printf('<path class="%s" d="%s"/>', esc_attr(self::colour($dimension, $node['key'])), esc_attr($plot->bar($i)));
        }
        foreach ($plot->placedBars() as $shape) {
            printf('<path class="tl-f-placed" d="%s"/>', esc_attr($shape));
        }
        echo '</svg>';
        self::words($dimension, $report, $plot);
        echo '</div></div>';
    }

    /** @param array<string, mixed> $report */
    private static function words(string $dimension, array $report, FlowPlot $plot): void
    {
        foreach ($report['nodes'] as $i => $node) {
            printf(
                '<span style="%s"><bdi>%s</bdi> %s</span>',
                esc_attr($plot->place($i)),
                esc_html(self::name($dimension, $node['key'])),
                Html::figure(Format::count((int) $node['orders']))
            );
        }
        foreach ($plot->placedPlaces() as $column => $place) {
            printf(
                '<span style="%s"><b>%s</b> %s</span>',
                esc_attr($place),
                esc_html__('Ordered', 'touchline'),
                Html::figure(Format::count((int) $report['steps'][$column - 2]['placed']['n']))
            );
        }
    }

    /** @param array<string, mixed> $report */
    private static function table(string $dimension, array $report): void
    {
        printf(
            '<details class="tl-data"><summary>%1$s</summary><div class="tl-scroll" tabindex="0" role="group" aria-label="%1$s">'
            . '<table class="tl-table"><caption class="screen-reader-text">%1$s</caption><thead><tr>'
            . '<th scope="col" class="tl-word">%2$s</th><th scope="col" class="tl-word">%3$s</th><th scope="col" class="tl-word">%4$s</th>'
            . '<th scope="col">%5$s</th><th scope="col">%6$s</th></tr></thead><tbody>',
            esc_html__('The steps as a table', 'touchline'),
            esc_html__('Touch', 'touchline'),
            esc_html__('What it was', 'touchline'),
            esc_html__('What came next', 'touchline'),
            esc_html__('Orders', 'touchline'),
            esc_html__('Of those', 'touchline')
        );
        $nodes = $report['nodes'];
        foreach ($report['links'] as $link) {
            $from = $nodes[$link['from']];
            printf(
                '<tr><th scope="row" class="tl-word">%s</th><td class="tl-word">%s</td><td class="tl-word">%s</td><td>%s</td><td>%s</td></tr>',
                Html::figure(Format::count((int) $from['step'])),
                esc_html(self::name($dimension, $from['key'])),
                esc_html($link['to'] === null ? __('Ordered', 'touchline') : self::name($dimension, $nodes[$link['to']]['key'])),
                Html::figure(Format::count((int) $link['orders'])),
                Html::figure(Format::rate($link['share'], true))
            );
        }
        echo '</tbody></table></div></details>';
    }

    private static function name(string $dimension, ?string $key): string
    {
        return $key === null ? __('All others', 'touchline') : Dimensions::name($dimension, $key);
    }

    /** A channel has its colour on every page; other names have none. */
    private static function colour(string $dimension, ?string $key): string
    {
        return $dimension === 'channel' && $key !== null ? 'tl-dot-' . $key : '';
    }
}
