<?php

declare(strict_types=1);

namespace Touchline\WP\Admin;

/** What the reader of the pages chooses at the top of the screen, as in WordPress's own lists: rows of a table and columns. */
final class ScreenOptions
{
    private const ROWS = 'touchline_rows_per_page';

    public static function hook(): void
    {
        add_filter('set_screen_option_' . self::ROWS, static fn (mixed $keep, string $option, int $rows): int => self::within($rows), 10, 3);
    }

    /** Rows of a table for who is logged in. */
    public static function rows(): int
    {
        $rows = (int) get_user_option(self::ROWS);
        return $rows > 0 ? self::within($rows) : Query::PER_PAGE;
    }

    /** Called when the screen is about to load. */
    public function show(string $screen): void
    {
        add_screen_option('per_page', ['label' => __('Rows of a table', 'touchline'), 'default' => Query::PER_PAGE, 'option' => self::ROWS]);
        // Nothing is changed by it: the address says which table is shown.
        $tab = sanitize_key(wp_unslash($_GET['tab'] ?? '')); // phpcs:ignore
        if ($tab === 'sources') {
            add_filter('manage_' . $screen . '_columns', static fn (): array => View\Sources::columns());
            add_filter('default_hidden_columns', static fn (array $hidden): array => array_merge($hidden, View\Sources::HIDDEN));
        }
    }

    /**
     * Columns that the reader took away.
     *
     * @return list<string>
     */
    public static function hidden(): array
    {
        $screen = function_exists('get_current_screen') ? get_current_screen() : null;
        return $screen === null ? View\Sources::HIDDEN : array_values(get_hidden_columns($screen));
    }

    private static function within(int $rows): int
    {
        return max(1, min(Query::MOST, $rows));
    }
}
