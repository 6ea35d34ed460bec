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

    /** A product stands in a category and in the one above it: it is sold in the one below, once. */
    public function testSalesStandInTheCategoryOfTheProduct(): void
    {
        $from = time();
        $run = bin2hex(random_bytes(4));
        self::shop('categorised', "Shoes $run", "Boots & more $run");
        $sold = self::shop('categories', $from);
        self::assertSame('20.00', $sold["Boots & more $run"] ?? $sold);
        self::assertArrayNotHasKey("Shoes $run", $sold);
    }

    /** More lines than an event takes, and fields that hold anything: the order counts all the same. */
    public function testOddDataKeepsNoOrderOut(): void
    {
        $order = self::shop('odd', 505);
        self::assertArrayHasKey($order, $this->assertAddsUp('505 lines'));
        $outside = self::shop('outside');
        self::assertArrayHasKey($outside, $this->assertAddsUp('fields out of range'));
        self::shop('delete', $outside);
        self::assertArrayNotHasKey($outside, $this->assertAddsUp('deleted'));
    }
}
