<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

/** A card with a table of plain figures: open, head, the table's rows, close. */
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
