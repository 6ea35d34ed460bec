<?php

declare(strict_types=1);

namespace Touchline\Tests;

require_once __DIR__ . '/support/OrderLife.php';

/** Orders in WooCommerce's own tables. */
final class OrdersTest extends OrderLife
{
    protected static function storage(): string
    {
        return 'hpos';
    }
}
