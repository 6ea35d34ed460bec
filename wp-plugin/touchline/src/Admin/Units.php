<?php

declare(strict_types=1);

namespace Touchline\WP\Admin;

/** What stands after a count on a narrow screen, where a table has no headings: 1 chat, 2 chats. */
final class Units
{
    public static function of(string $what, int $count): string
    {
        return match ($what) {
            'sessions' => _n('visit', 'visits', $count, 'touchline'),
            'clicks' => _n('click', 'clicks', $count, 'touchline'),
            'chats' => _n('chat', 'chats', $count, 'touchline'),
            'orders' => _n('order', 'orders', $count, 'touchline'),
            'carts' => _n('cart', 'carts', $count, 'touchline'),
            'opens' => _nx('opening', 'openings', $count, 'how often a link was opened', 'touchline'),
            'persons' => _n('person', 'people', $count, 'touchline'),
            'events' => _n('event', 'events', $count, 'touchline'),
            'helped' => _n('order helped', 'orders helped', $count, 'touchline'),
            'last' => _n('order as the last touch', 'orders as the last touch', $count, 'touchline'),
            default => '',
        };
    }

    /** Of a count that may be a part of one, as models share orders out: "1.5 orders". */
    public static function orders(string $number): string
    {
        return self::of('orders', Format::plural($number));
    }
}
