<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Query;

/** Links to the page before and after, for lists longer than one page. */
final class Pages
{
    /** @param array<string, mixed> $keep */
    public static function render(Query $query, int $count, array $keep, string $anchor = ''): void
    {
        $last = intdiv(max($count, 1) - 1, $query->perPage) + 1;
        if ($last === 1) {
            return;
        }
        $here = min($query->paged, $last);
        $link = static fn (int $page, string $words): string => Html::link(
            $query->address(['paged' => $page === 1 ? null : $page] + $keep) . $anchor,
            $words,
            'button'
        );
        printf(
            '<nav class="tl-pages" aria-label="%s">%s <span>%s</span> %s</nav>',
            esc_attr__('Pages of this list', 'touchline'),
            $here > 1 ? $link($here - 1, __('Before', 'touchline')) : '',
            esc_html(sprintf(
                /* translators: 1: number of this page, 2: number of pages */
                __('Page %1$s of %2$s', 'touchline'),
                Format::count($here),
                Format::count($last)
            )),
            $here < $last ? $link($here + 1, __('Next', 'touchline')) : ''
        );
    }
}
