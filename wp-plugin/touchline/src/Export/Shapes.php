<?php

declare(strict_types=1);

namespace Touchline\WP\Export;

/**
 * What each report answers with (docs/reports.md), as a JSON schema for who asks by REST.
 *
 * s text, i whole number (times in ms), b yes or no, m decimal figure as text, rate and change as their names say; with `?` it may be
 * null. [[...]] is a list of such, an array with names an object; one with '?' may be null. Beside an m there is its exact `_micros`.
 */
final class Shapes
{
    public const QUALITY = ['points' => 'm', 'sum' => 'i', 'of' => 'i', '?' => true];
    private const WENT = ['engaged' => 'rate?', 'bounce' => 'rate?', 'quality' => self::QUALITY];
    private const ROW = self::WENT + ['key' => 's', 'label' => 's', 'sessions' => 'i?', 'clicks' => 'i?', 'chats' => 'i?', 'orders' => 'm', 'revenue' => 'm',
        'refunds' => 'm', 'engagement' => 'rate?', 'conversion' => 'rate?', 'per_session' => 'm?', 'share' => 'rate'];
    private const CARD = ['value' => 'm?', 'previous' => 'm?', 'change' => 'change?', 'reason' => 's?'];
    private const RATE_CARD = ['value' => 'rate?', 'previous' => 'rate?'] + self::CARD;
    private const CHAIN = [['step' => 's', 'measured' => 'b', 'count' => 'i', 'of_previous' => 'rate?', 'of_first' => 'rate?', 'lost' => 'i?',
        'money' => 'm?', 'open' => 'b']];
    private const LEAK = ['from' => 's', 'to' => 's', 'lost' => 'i', 'of' => 'i', '?' => true];
    private const BASICS = ['currency' => 's?', 'currencies' => [['currency' => 's', 'total' => 'm', 'whatsapp' => 'm']], 'as_of' => 'i?',
        'first_event_at' => 'i?', 'chats' => 'b'];
    private const SERIES = ['whatsapp' => 'm', 'search' => 'm', 'paid' => 'm', 'social' => 'm', 'email' => 'm', 'referral' => 'm', 'direct' => 'm',
        'unknown' => 'm', 'renewals' => 'm'];
    private const PARTS = ['total' => 'm', 'whatsapp' => 'm', 'other' => 'm', 'unknown' => 'm'];
    private const SOLD = ['orders' => 'm', 'revenue' => 'm', 'share' => 'rate'];
    private const PRODUCT = self::WENT + ['sessions' => 'i?', 'clicks' => 'i?', 'chats' => 'i?', 'engagement' => 'rate?', 'bought' => 'rate?',
        'asked' => ['order' => 'i', 'presale' => 'i', 'support' => 'i', 'other' => 'i', 'unknown' => 'i', 'buy' => 'i', '?' => true],
        'after' => self::SOLD, 'without' => self::SOLD, 'orders' => 'm', 'revenue' => 'm'];
    private const NAMED = ['key' => 's', 'label' => 's'] + self::PRODUCT;
    private const MODEL = ['orders' => 'm', 'revenue' => 'm', 'share' => 'rate', 'difference' => 'm', 'change' => 'change?'];
    public const MODELS = ['last' => self::MODEL, 'last_non_direct' => self::MODEL, 'first' => self::MODEL, 'linear' => self::MODEL,
        'position' => self::MODEL, 'time_decay' => self::MODEL, 'shapley' => self::MODEL, 'markov' => self::MODEL];
    private const COUNTED = ['orders' => 'i', 'revenue' => 'm'];
    private const CAUSE = ['orders' => 'i', 'share' => 'rate', 'total' => 'm'];
    private const BAND = ['sessions' => 'i', 'quality' => self::QUALITY, 'clicks' => 'rate', 'chats' => 'rate?', 'orders' => 'rate'];
    private const CART = ['carts' => 'i', 'value' => 'm', 'of_carts' => 'rate', 'of_money' => 'rate', 'change' => 'change?', 'change_carts' => 'change?'];
    private const CARTS_WON = ['revenue' => 'm'] + self::CART;
    private const CARTS = ['started' => self::CART, 'checkout' => self::CART, 'ordered' => self::CARTS_WON, 'awaiting' => self::CART, 'emptied' => self::CART,
        'active' => self::CART, 'abandoned' => self::CART, 'link' => self::CARTS_WON, 'touch' => self::CARTS_WON, 'any' => self::CARTS_WON,
        'open' => self::CART, 'lost' => self::CART];
    private const ORDER = ['order' => 's', 'number' => 's', 'placed_at' => 'i', 'status' => 's'];

    /** A report that a program can ask for => its shape. */
    public const ALL = [
        'overview' => self::BASICS + ['compared' => 'b', 'cards' => ['revenue' => self::CARD, 'share' => self::RATE_CARD, 'orders' => self::CARD,
            'conversion' => self::RATE_CARD, 'chats' => self::RATE_CARD, 'aov' => self::CARD, 'per_click' => self::CARD],
            'conversion_days' => ['m?'], 'chat_days' => ['m?'], 'share' => 'rate',
            'identity' => self::PARTS + ['confirmed' => 'm', 'click_only' => 'm', 'renewals' => 'm', 'confirmed_orders' => 'm', 'click_only_orders' => 'm',
                'whatsapp_orders' => 'm', 'other_orders' => 'm', 'unknown_orders' => 'm', 'renewals_orders' => 'm', 'total_orders' => 'm'],
            'chain' => self::CHAIN, 'leak' => self::LEAK,
            'visits' => ['sessions' => 'i', 'previous_sessions' => 'i?', 'previous_engaged' => 'rate?', 'previous_quality' => self::QUALITY, '?' => true]
                + self::WENT,
            'findings' => [['kind' => 's', 'dim' => 's?', 'key' => 's?', 'label' => 's?', 'with' => 'rate', 'without' => 'rate', 'ratio' => 'm', 'low' => 'm',
                'high' => 'm', 'better' => 'b', 'orders' => 'm']],
            'best' => ['page' => ['?' => true] + self::ROW, 'page_type' => ['?' => true] + self::ROW, 'product' => ['?' => true] + self::ROW,
                'channel' => ['?' => true] + self::ROW, 'campaign' => ['?' => true] + self::ROW]],
        'basics' => self::BASICS,
        'daily' => ['currency' => 's?', 'days' => [['date' => 's', 'channels' => self::SERIES, 'previous' => 'm?', 'whatsapp_previous' => 'm?',
            'orders' => 'i', 'clicks' => 'i', 'whatsapp_orders' => 'm', 'share' => 'm?', 'aov' => 'm?', 'per_click' => 'm?', 'renewals' => 'm',
            'partial' => 'b'] + self::PARTS], 'total' => ['channels' => self::SERIES, 'renewals' => 'm'] + self::PARTS],
        'dimension' => ['currency' => 's?', 'rows' => [self::ROW], 'total' => self::WENT + ['sessions' => 'i?', 'clicks' => 'i?', 'chats' => 'i?',
            'orders' => 'm', 'revenue' => 'm', 'refunds' => 'm', 'engagement' => 'rate?', 'conversion' => 'rate?', 'per_session' => 'm?'], 'count' => 'i',
            'best' => ['engagement' => ['?' => true] + self::ROW, 'per_session' => ['?' => true] + self::ROW]],
        'products' => ['currency' => 's?', 'rows' => [self::NAMED], 'total' => self::PRODUCT, 'count' => 'i',
            'top' => ['clicks' => [self::NAMED], 'after' => [self::NAMED], 'support' => [self::NAMED]]],
        'orders' => ['currency' => 's?', 'rows' => [self::ORDER + self::PARTS + ['currency' => 's', 'refunded' => 'm', 'evidence' => 's', 'entry' => 's?',
            'path' => ['s']]], 'count' => 'i', 'total' => self::PARTS],
        'order_keys' => ['rows' => [['order' => 's']], 'count' => 'i'],
        'code' => ['code' => 's?', 'found' => 'b', 'ambiguous' => 'b',
            'click' => ['at' => 'i', 'path' => 's?', 'page_type' => 's?', 'product' => 's?', 'product_name' => 's?', 'placement' => 's?', '?' => true],
            'visit' => ['at' => 'i', 'channel' => 's', 'source' => 's?', 'medium' => 's?', 'campaign' => 's?', 'landing' => 's?', 'pages' => 'i', '?' => true],
            'orders' => [['order' => 's', 'number' => 's', 'placed_at' => 'i', 'evidence' => 's']]],
        'find' => ['rows' => [self::ORDER]],
        'funnel' => ['currency' => 's?', 'chain' => self::CHAIN, 'leak' => self::LEAK],
        'paths' => ['currency' => 's?', 'rows' => [['path' => ['s'], 'length' => 'i', 'nulls' => 'i', 'conversion' => 'rate'] + self::COUNTED], 'count' => 'i',
            'total' => ['nulls' => 'i'] + self::COUNTED, 'best' => ['?' => true, 'path' => ['s'], 'conversion' => 'rate', 'others' => 'rate',
                'ratio' => 'm', 'low' => 'm', 'high' => 'm']],
        'path_length' => ['currency' => 's?', 'rows' => [['length' => 'i', 'share' => 'rate'] + self::COUNTED], 'total' => self::COUNTED, 'average' => 'm?'],
        'time_lag' => ['currency' => 's?', 'rows' => [['days' => 'i', 'share' => 'rate'] + self::COUNTED], 'total' => self::COUNTED, 'average' => 'm?'],
        'assists' => ['currency' => 's?', 'rows' => [['key' => 's', 'assisted_orders' => 'i', 'assisted' => 'm', 'last_orders' => 'i', 'last' => 'm']],
            'count' => 'i'],
        'models' => ['currency' => 's?', 'models' => ['s'], 'rows' => [['key' => 's', 'removal' => 'rate'] + self::MODELS], 'total' => self::MODELS,
            'count' => 'i'],
        'windows' => ['currency' => 's?', 'rows' => [['window' => 'i', 'chosen' => 'b', 'renewals' => 'm', 'orders' => 'm', 'share' => 'rate',
            'difference' => 'm', 'change' => 'change?'] + self::PARTS]],
        'unattributed' => ['currency' => 's?', 'rows' => [self::ORDER + ['total' => 'm', 'cause' => 's']], 'count' => 'i',
            'causes' => ['no_visitor' => self::CAUSE, 'no_touch' => self::CAUSE, 'outside_window' => self::CAUSE, 'support' => self::CAUSE,
                'erased' => self::CAUSE], 'total' => ['orders' => 'i', 'total' => 'm']],
        'heatmap' => ['currency' => 's?', 'rows' => [['weekday' => 'i', 'hour' => 'i', 'clicks' => 'i', 'orders' => 'm', 'revenue' => 'm']]],
        'steps' => ['currency' => 's?', 'nodes' => [['step' => 'i', 'key' => 's?', 'orders' => 'i', 'share' => 'rate']],
            'links' => [['from' => 'i', 'to' => 'i?', 'orders' => 'i', 'share' => 'rate']], 'steps' => [['step' => 'i', 'reached' => 'i', 'placed' => 'rate']],
            'orders' => 'i', 'longer' => 'i'],
        'interactions' => ['persons' => 'i', 'orders' => 'i', 'rows' => [['key' => 's', 'with' => 'rate', 'without' => 'rate', 'enough' => 'b', 'ratio' => 'm?',
            'low' => 'm?', 'high' => 'm?', 'finding' => 'b']]],
        'quality_bands' => ['rows' => [['key' => 's', 'share' => 'rate'] + self::BAND], 'total' => ['?' => true] + self::BAND, 'open' => 'b',
            'reason' => 's?'],
        'carts' => ['currency' => 's?', 'currencies' => [['currency' => 's?', 'carts' => 'i']], 'idle_ms' => 'i', 'first_at' => 'i?', 'pruned' => 'i?',
            'total' => self::CARTS, 'before_checkout' => ['carts' => 'i', 'value' => 'm'], 'time' => ['median_ms' => 'i?', 'mean_ms' => 'i?', '?' => true],
            'whatsapp' => ['with' => self::CARTS, 'without' => self::CARTS], 'rows' => [['key' => 's'] + self::CARTS], 'count' => 'i',
            'days' => [['date' => 's', 'partial' => 'b'] + self::CARTS],
            'products' => [['key' => 's', 'label' => 's', 'carts' => 'i', 'share' => 'rate', 'won' => 'rate']],
            'back' => [['channel' => 's', 'entry' => 's?', 'carts' => 'i', 'share' => 'rate', 'revenue' => 'm']]],
        'cart_list' => ['currency' => 's?', 'rows' => [['person' => 's', 'started_at' => 'i', 'last_at' => 'i', 'checkout_at' => 'i?', 'abandoned_at' => 'i?',
            'state' => 's', 'items' => 'i', 'currency' => 's?', 'value' => 'm', 'channel' => 's', 'whatsapp' => 'b', 'by_link' => 'b', 'by_touch' => 'b',
            'by_any' => 'b', 'back_channel' => 's?', 'back_entry' => 's?',
            'order' => 's?', 'number' => 's?', 'ordered_at' => 'i?', 'revenue' => 'm', 'products' => ['s']]], 'count' => 'i',
            'total' => ['value' => 'm', 'revenue' => 'm']],
        'links' => ['currency' => 's?', 'rows' => [['key' => 's', 'name' => 's?', 'address' => 's?', 'target' => 's?', 'text' => 's?', 'campaign' => 's?',
            'opens' => 'i?', 'persons' => 'i?', 'orders' => 'm', 'revenue' => 'm']], 'count' => 'i',
            'total' => ['opens' => 'i?', 'orders' => 'm', 'revenue' => 'm']],
        'campaigns' => ['rows' => [['key' => 's', 'at' => 'i', 'date' => 's', 'visits' => 'i']]],
        'bots' => ['rows' => [['name' => 's', 'events' => 'i']], 'count' => 'i', 'events' => 'i'],
        'uncounted' => ['currency' => 's?', 'rows' => [['reason' => 's', 'status' => 's', 'orders' => 'i', 'total' => 'm']]],
        'shop' => ['currency' => 's?', 'rows' => [['shop' => 's?', 'ours' => 's?', 'same' => 'b', 'orders' => 'm', 'share' => 'rate', 'revenue' => 'm']],
            'orders' => 'm', 'same' => 'rate'],
        'ledger' => ['currency' => 's?', 'rows' => [['line' => 's', 'orders' => 'i', 'total' => 'm']]],
    ];

    private const OF_ORDER = ['order' => 's', 'number' => 's', 'placed_at' => 'i', 'status' => 's', 'currency' => 's', 'person' => 's?', 'evidence' => 's'];
    private const ORIGIN = ['channel' => 's', 'entry' => 's', 'source' => 's', 'medium' => 's', 'campaign' => 's', 'content' => 's'];

    /** The records behind figures (docs/reports.md, Rows) => the columns of each. */
    public const ROWS = [
        'orders' => self::OF_ORDER + self::PARTS + ['renewals' => 'm', 'refunded' => 'm'],
        'credits' => self::OF_ORDER + ['at' => 'i', 'kind' => 's', 'channel' => 's', 'entry' => 's', 'source' => 's', 'medium' => 's', 'campaign' => 's',
            'page' => 's', 'credit' => 'm', 'orders_micros' => 'i'],
        'carts' => self::ALL['cart_list']['rows'][0],
        'touches' => ['at' => 'i', 'person' => 's?', 'kind' => 's'] + self::ORIGIN + ['page' => 's', 'page_type' => 's', 'product' => 's', 'intent' => 's'],
        'sessions' => ['at' => 'i', 'person' => 's?', 'end' => 'i'] + self::ORIGIN + ['landing' => 's', 'device' => 's', 'country' => 's', 'views' => 'i',
            'clicks' => 'i', 'carts' => 'i', 'active_ms' => 'i', 'engaged' => 'b', 'quality' => 'm'],
        'clicks' => ['at' => 'i', 'person' => 's?'] + self::ORIGIN + ['landing' => 's', 'device' => 's', 'country' => 's', 'page' => 's', 'page_type' => 's',
            'product' => 's', 'intent' => 's'],
        'events' => ['at' => 'i', 'person' => 's?', 'type' => 's', 'page' => 's', 'page_type' => 's', 'product' => 's', 'source' => 's', 'medium' => 's',
            'campaign' => 's', 'content' => 's', 'code' => 's', 'intent' => 's', 'device' => 's', 'country' => 's', 'query' => 's', 'state' => 's',
            'purposes' => 's'],
        'messages' => ['message' => 's', 'at' => 'i', 'person' => 's?', 'direction' => 's', 'status' => 's', 'failed' => 'b', 'conversation' => 's?',
            'template' => 's?', 'price_micros' => 'i?', 'currency' => 's?', 'code' => 's?', 'intent' => 's?'],
    ];

    /**
     * The shape of a row of an exported table: 'orders' are the rows, 'report:orders' is the report.
     *
     * @return array<mixed>
     */
    public static function rows(string $table): array
    {
        $report = self::ALL[substr($table, strlen('report:'))] ?? [];
        $list = $report['rows'] ?? $report['days'] ?? $report['chain'] ?? $report['nodes'] ?? [[]];
        return self::ROWS[$table] ?? (is_array($list[0]) ? $list[0] : []);
    }

    /** @return array<string, mixed> */
    public static function schema(string $name): array
    {
        return ['$schema' => 'http://json-schema.org/draft-04/schema#', 'title' => "touchline-report-$name"] + self::of(self::ALL[$name]);
    }

    /**
     * @param string|array<mixed> $shape
     * @return array<string, mixed>
     */
    private static function of(string|array $shape): array
    {
        if (is_string($shape)) {
            return self::value(rtrim($shape, '?'), str_ends_with($shape, '?'));
        }
        if (array_is_list($shape)) {
            return ['type' => 'array', 'items' => self::of($shape[0]), 'readonly' => true];
        }
        $nullable = isset($shape['?']);
        unset($shape['?']);
        return self::object(array_map([self::class, 'of'], $shape), $nullable);
    }

    /** @return array<string, mixed> */
    private static function value(string $kind, bool $nullable): array
    {
        if ($kind === 'rate') {
            return self::object(['n' => self::value('i', false), 'of' => self::value('i', false), 'percent' => self::value('m', true)], $nullable);
        }
        if ($kind === 'change') {
            return self::object(['percent' => self::value('m', true), 'direction' => ['type' => 'string', 'enum' => ['up', 'down', 'flat']]], $nullable);
        }
        $type = match ($kind) {
            'i' => 'integer',
            'b' => 'boolean',
            default => 'string',
        };
        return ['type' => $nullable ? [$type, 'null'] : $type, 'readonly' => true] + ($kind === 'm' ? ['pattern' => '^-?[0-9]+(\.[0-9]+)?$'] : []);
    }

    /**
     * @param array<string, array<string, mixed>> $properties
     * @return array<string, mixed>
     */
    private static function object(array $properties, bool $nullable): array
    {
        return ['type' => $nullable ? ['object', 'null'] : 'object', 'properties' => $properties, 'readonly' => true];
    }
}
