<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;

/** A card with a table of plain figures: open, head, rows, close. */
final class Figures
{
    public static function open(string $id, string $title, string $says): void
    {
        printf(
            '<section class="tl-card" aria-labelledby="%1$s"><h2 id="%1$s">%2$s</h2><p class="tl-muted">%3$s</p>',
            esc_attr($id),
            esc_html($title),
            esc_html($says)
        );
    }

    /** @param list<string> $columns */
    public static function head(string $id, array $columns): void
    {
        Table::begin($id, $columns);
    }

    /**
     * On a narrow screen a figure that says nothing is left out.
     *
     * @param string $label markup, escaped
     * @param array<string, array{string, string}> $cells name => unit for narrow screens, figure as text
     */
    public static function row(string $label, array $cells, string $class = ''): void
    {
        $marked = [];
        foreach ($cells as $name => [$unit, $figure]) {
            $nothing = $name !== 'revenue' && ($figure === '' || $figure === Format::DASH) ? ' tl-nothing' : '';
            $marked[$name . $nothing] = [$unit, Html::figure($figure)];
        }
        Table::row($label, $marked, $class);
    }

    /**
     * What follows is folded away.
     *
     * @param list<string> $columns
     */
    public static function rest(string $id, array $columns): void
    {
        self::fold();
        self::head($id, $columns);
    }

    /** What follows is folded away; a head of its own is still to come. */
    public static function fold(): void
    {
        printf('%s<details class="tl-data"><summary>%s</summary>', Table::END, esc_html__('The rest', 'touchline')); // phpcs:ignore -- markup of our own
    }

    public static function close(bool $folded = false): void
    {
        echo Table::END . ($folded ? '</details>' : '') . '</section>'; // phpcs:ignore WordPress.Security.EscapeOutput -- markup of our own
    }
}
