<?php

declare(strict_types=1);

namespace Touchline\WP\Export;

use Touchline\WP\Admin\Dimensions;
use Touchline\WP\Admin\Query;
use Touchline\WP\Admin\Tabs;
use Touchline\WP\Admin\View\Carts;
use Touchline\WP\Engine;

/**
 * What of a page can be exported: each table that the page asked the engine for, with the same query, so that the file says what the
 * page says; and the rows behind them.
 */
final class Tables
{
    /** Kinds of rows that every filter can be put to. */
    private const FILTERED = ['orders', 'credits', 'carts'];
    /** Reports that answer with one thing, or that no page shows as a table. */
    private const NO_TABLE = ['code', 'find', 'basics', 'order_keys', 'campaigns'];

    /** @return array<string, string> kind of rows => name */
    public static function rows(Query $query): array
    {
        $all = [
            'orders' => __('Orders', 'touchline'),
            'credits' => __('Touches that earned', 'touchline'),
            'touches' => __('Touches', 'touchline'),
            'sessions' => __('Visits', 'touchline'),
            'clicks' => __('Clicks on the button', 'touchline'),
            'carts' => __('Carts', 'touchline'),
            'events' => __('Events', 'touchline'),
            'messages' => __('Messages', 'touchline'),
        ];
        return $query->filters === [] ? $all : array_intersect_key($all, array_flip(self::FILTERED));
    }

    /** @return array<string, string> key of a table that this request asked for => name */
    public static function shown(Engine $engine): array
    {
        $names = [];
        foreach ($engine->asked() as $key => [$report, $query]) {
            if (! in_array($report, self::NO_TABLE, true)) {
                $names[$key] = self::title($report, is_string($query['dim'] ?? null) ? $query['dim'] : null);
            }
        }
        // Every tab asks for the overview; its own tables come first.
        $overview = array_intersect_key($names, ['overview' => '']);
        return array_diff_key($names, $overview) + $overview;
    }

    /**
     * What the engine is to export; null: there is no such thing on that page.
     *
     * @param string $what 'rows/orders' or 'table/' and a key of shown()
     * @return array{name: string, query: array<string, mixed>, title: string}|null
     */
    public static function find(Engine $engine, Query $query, string $what): ?array
    {
        [$kind, $key] = explode('/', $what, 2) + ['', ''];
        if ($kind === 'rows') {
            $title = self::rows($query)[$key] ?? null;
            $asked = $key === 'carts' ? Carts::options($query, ['state' => $query->state]) : $query->report();
            return $title === null ? null : ['name' => $key, 'query' => $asked, 'title' => $title];
        }
        $overview = $engine->report('overview', $query->report());
        $view = Tabs::VIEWS[$query->tab] ?? Tabs::VIEWS[Tabs::FIRST];
        $view::ask($engine, $query, $overview);
        $title = self::shown($engine)[$key] ?? null;
        if ($kind !== 'table' || $title === null) {
            return null;
        }
        [$report, $asked] = $engine->asked()[$key];
        unset($asked['limit'], $asked['offset']);
        return ['name' => "report:$report", 'query' => $asked, 'title' => $title];
    }

    private static function title(string $report, ?string $dimension): string
    {
        $title = match ($report) {
            'overview', 'funnel' => __('From button to order', 'touchline'),
            'daily' => __('Days', 'touchline'),
            'dimension' => __('Sales', 'touchline'),
            'products' => __('Products', 'touchline'),
            'orders' => __('Orders of this list', 'touchline'),
            'paths' => __('Paths', 'touchline'),
            'steps' => __('Steps', 'touchline'),
            'assists' => __('Assists', 'touchline'),
            'path_length' => __('Length of paths', 'touchline'),
            'time_lag' => __('Days to the order', 'touchline'),
            'heatmap' => __('Hours of the week', 'touchline'),
            'models' => __('Models', 'touchline'),
            'windows' => __('Windows', 'touchline'),
            'unattributed' => __('Orders without a known touch', 'touchline'),
            'quality_bands' => __('Visits by engagement quality', 'touchline'),
            'interactions' => __('What goes with buying', 'touchline'),
            'ledger' => __('Beside WooCommerce Analytics', 'touchline'),
            'shop' => __('Beside WooCommerce’s order attribution', 'touchline'),
            'links' => __('Links', 'touchline'),
            'bots' => __('Bots', 'touchline'),
            'carts' => __('Carts by channel', 'touchline'),
            'cart_list' => __('Carts of this list', 'touchline'),
            'uncounted' => __('Orders that do not count', 'touchline'),
            default => $report,
        };
        $by = $dimension === null ? null : Dimensions::all()[$dimension] ?? null;
        /* translators: 1: name of a table, 2: what its rows are told apart by, such as Campaign */
        return $by === null ? $title : sprintf(__('%1$s by %2$s', 'touchline'), $title, $by);
    }
}
