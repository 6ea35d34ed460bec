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
