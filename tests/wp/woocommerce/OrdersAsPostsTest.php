<?php

declare(strict_types=1);

namespace Touchline\Tests;

require_once __DIR__ . '/support/OrderLife.php';

/** Orders as posts: shops that came before WooCommerce's own tables, or stay without them. */
final class OrdersAsPostsTest extends OrderLife
{
    protected static function storage(): string
    {
        return 'posts';
    }
}
