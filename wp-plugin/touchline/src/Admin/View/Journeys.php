<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

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
        $data = ['journey' => $query->id === '' ? null : self::journey($engine, $query)];
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
    private static function journey(Engine $engine, Query $query): ?array
    {
        try {
            return $engine->journey($query->id, array_diff_key($query->report(), ['filter' => 0]));
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
        if ($query->id !== '') {
            Trouble::notice(sprintf(
                /* translators: %s: number of an order */
                __(
                    'Order %s is not known here. Give the number in the address of its WooCommerce page; old orders come in with: wp touchline backfill',
                    'touchline'
                ),
                $query->id
            ));
        }
        Orders::render($query, $data['orders']);
    }
}
