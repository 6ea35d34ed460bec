<?php

declare(strict_types=1);

namespace Touchline\Tests;

require_once __DIR__ . '/support/OrderLife.php';

/** Orders in WooCommerce's own tables and as posts at once: its compatibility mode, in which shops move from one to the other. */
final class OrdersInSyncTest extends OrderLife
{
    protected static function storage(): string
    {
        return 'sync';
    }
}
