<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Query;

/** What a merchant asks, each a link to where it is answered: who is new here need not guess which tab knows. */
final class Questions
{
    public static function render(Query $query): void
    {
        printf('<nav class="tl-card tl-groups" aria-label="%1$s"><div class="tl-choose"><span>%1$s</span>', esc_attr__('Questions', 'touchline'));
        foreach (self::all($query) as [$words, $address]) {
            printf('<a href="%s">%s</a>', esc_url($address), esc_html($words));
        }
        echo '</div></nav>';
    }

    /** @return list<array{string, string}> question, address */
    private static function all(Query $query): array
    {
        $tab = static fn (string $tab, string $id, array $more = []): string => $query->address(['tab' => $tab] + $more) . '#' . $id;
        $all = [
            [__('Which pages sell?', 'touchline'), '#tl-page'],
            [__('Which campaigns earn?', 'touchline'), '#tl-campaign'],
            [__('Which products start conversations?', 'touchline'), $tab('products', 'tl-start')],
            [__('Which sources bring people to WhatsApp?', 'touchline'), $tab('sources', 'tl-sources', ['dim' => 'source', 'orderby' => 'engagement'])],
            [__('What wins carts back?', 'touchline'), $tab('carts', 'tl-back')],
            [__('Which ways convert best?', 'touchline'), $tab('paths', 'tl-paths', ['orderby' => 'conversion'])],
        ];
        // It is of all people: a filter knows touches.
        return $query->filters !== [] ? $all : [...$all, [__('What goes with buying?', 'touchline'), $tab('paths', 'tl-interactions')]];
    }
}
