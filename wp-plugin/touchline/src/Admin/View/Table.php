<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;

/** A table of figures. On a narrow screen each row becomes a name with its figures below, each figure with its unit. */
final class Table
{
    public const END = '</tbody></table></div>';

    /** @param list<string> $columns */
    public static function begin(string $id, array $columns, string $class = ''): void
    {
        printf(
            '<div class="tl-scroll" tabindex="0" role="group" aria-labelledby="%1$s"><table class="tl-table tl-rows %2$s" role="table"'
            . ' aria-labelledby="%1$s"><thead role="rowgroup"><tr role="row">',
            esc_attr($id),
            esc_attr($class)
        );
        foreach ($columns as $words) {
            printf('<th scope="col" role="columnheader">%s</th>', esc_html($words));
        }
        echo '</tr></thead><tbody role="rowgroup">';
    }

    /**
     * The same, each heading a link that sorts by it.
     *
     * @param array<string, string> $columns name => title
     * @param array{string, string} $by column and order, asc or desc
     * @param callable(string, string): string $address of the table by a column in an order
     */
    public static function sortable(string $id, array $columns, array $by, callable $address): void
    {
        self::sorted($id, $columns, array_keys($columns), $by, $address, 'tl-wide');
    }

    /**
     * The same, where only some of the columns can be sorted by.
     *
     * @param array<string, string> $columns
     * @param list<string> $some
     * @param array{string, string} $by
     * @param callable(string, string): string $address
     */
    public static function sorted(string $id, array $columns, array $some, array $by, callable $address, string $class = ''): void
    {
        printf(
            '<div class="tl-scroll" tabindex="0" role="group" aria-labelledby="%1$s"><table class="tl-table tl-rows %2$s" role="table"'
            . ' aria-labelledby="%1$s"><thead role="rowgroup"><tr role="row">',
            esc_attr($id),
            esc_attr($class)
        );
        foreach ($columns as $name => $words) {
            if (! in_array($name, $some, true)) {
                printf('<th scope="col" role="columnheader">%s</th>', esc_html($words));
                continue;
            }
            self::heading($name, $words, $by, static fn (string $order): string => $address($name, $order) . '#' . $id);
        }
        echo '</tr></thead><tbody role="rowgroup">';
    }

    /**
     * @param array{string, string} $by
     * @param callable(string): string $address
     */
    public static function heading(string $name, string $words, array $by, callable $address, string $class = ''): void
    {
        $sorted = $by[0] === $name;
        $first = $name === 'label' ? 'asc' : 'desc';
        $other = $first === 'asc' ? 'desc' : 'asc';
        printf(
            '<th scope="col" role="columnheader" class="%s"%s><a href="%s">%s<span aria-hidden="true" class="tl-sort">%s</span></a></th>',
            esc_attr($class),
            $sorted ? ' aria-sort="' . ($by[1] === 'asc' ? 'ascending' : 'descending') . '"' : '',
            esc_url($address($sorted && $by[1] === $first ? $other : $first)),
            esc_html($words),
            esc_html($sorted ? ($by[1] === 'asc' ? '▲' : '▼') : '')
        );
    }

    /**
     * @param string $label markup, escaped
     * @param array<string, array{string, string}> $cells name => unit for narrow screens; markup, escaped
     */
    public static function row(string $label, array $cells, string $class = ''): void
    {
        printf('<tr role="row" class="%s"><th scope="row" role="rowheader">%s</th>', esc_attr($class), $label);
        foreach ($cells as $name => [$unit, $text]) {
            printf('<td role="cell" class="tl-cell-%s" data-label="%s">%s</td>', esc_attr($name), esc_attr($unit), $text);
        }
        echo '</tr>';
    }

    /**
     * The same of plain figures. On a narrow screen one that says nothing is left out.
     *
     * @param string $label markup, escaped
     * @param array<string, array{string, string}> $cells name => unit for narrow screens, figure as text
     */
    public static function figures(string $label, array $cells, string $class = ''): void
    {
        $marked = [];
        foreach ($cells as $name => [$unit, $figure]) {
            $nothing = $name !== 'revenue' && ($figure === '' || $figure === Format::DASH) ? ' tl-nothing' : '';
            $marked[$name . $nothing] = [$unit, Html::figure($figure)];
        }
        self::row($label, $marked, $class);
    }

    /**
     * A share as a thin line below the name of its row.
     *
     * @param array{n: int, of: int, percent: ?string}|null $rate
     */
    public static function bar(?array $rate): string
    {
        return sprintf(
            '<span class="tl-share" aria-hidden="true"><span style="inline-size:%s"></span></span>',
            esc_attr(Format::width($rate['percent'] ?? null))
        );
    }
}
