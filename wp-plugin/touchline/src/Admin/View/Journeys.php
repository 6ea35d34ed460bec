<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Query;
use Touchline\WP\Engine;

/** The tab Journeys: the orders of the period, or the story of one of them. */
final class Journeys implements Tab
{
    public static function title(): string
    {
        return __('Journeys', 'touchline');
    }

    public static function ask(Engine $engine, Query $query, array $overview): array
    {
        $found = $query->number === '' ? [] : $engine->report('find', ['search' => $query->number])['rows'];
        $order = count($found) === 1 ? (string) $found[0]['order'] : $query->id;
        $data = ['journey' => $order === '' ? null : self::journey($engine, $query, $order), 'found' => $found];
        if ($data['journey'] === null) {
            $data['orders'] = $engine->report('orders', $query->report([
                'currency' => $overview['currency'],
                'part' => $query->part,
                'path' => $query->path === [] ? null : $query->path,
                'dim' => $query->path === [] ? null : $query->dim,
                'limit' => $query->perPage,
                'offset' => $query->offset(),
            ]));
        }
        return $data;
    }

    /**
     * Whatever the list is filtered by, the order is told whole. Null when the store knows no such order.
     *
     * @return array<string, mixed>|null
     */
    private static function journey(Engine $engine, Query $query, string $order): ?array
    {
        try {
            return $engine->journey($order, array_diff_key($query->report(), ['filter' => 0]));
        } catch (\Touchline\QueryException) {
            return null;
        }
    }

    public static function render(Query $query, array $overview, array $data): void
    {
        if ($data['journey'] !== null) {
            Story::render($query, $data['journey']);
            return;
        }
        if (count($data['found']) > 1) {
            self::choose($query, $data['found']);
        } elseif ($query->id . $query->number !== '') {
            Trouble::notice(sprintf(
                /* translators: %s: number of an order */
                __('Order %s is not known here. Orders from before Touchline come in with: wp touchline backfill', 'touchline'),
                $query->number === '' ? $query->id : $query->number
            ));
        }
        Orders::render($query, $data['orders']);
    }

    /** @param list<array<string, mixed>> $found orders of one number */
    private static function choose(Query $query, array $found): void
    {
        printf('<section class="tl-card" aria-labelledby="tl-choose"><h2 id="tl-choose">%s</h2><ul>', esc_html(sprintf(
            /* translators: %s: number of an order */
            __('Several orders have the number %s', 'touchline'),
            $query->number
        )));
        foreach ($found as $row) {
            $words = Format::moment((int) $row['placed_at']) . ', ' . Orders::status((string) $row['status']);
            printf('<li>%s</li>', Html::link($query->journeyAddress((string) $row['order']), $words));
        }
        echo '</ul></section>';
    }
}
