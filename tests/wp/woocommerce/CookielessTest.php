<?php

declare(strict_types=1);

namespace Touchline\Tests;

require_once __DIR__ . '/support/ShopTestCase.php';

/** Orders of browsers on which nothing is stored: tied by the hash of the day, unless an address is shared. */
final class CookielessTest extends ShopTestCase
{
    protected static function storage(): string
    {
        return 'hpos';
    }

    protected function setUp(): void
    {
        self::shop('mode', 'cookieless');
    }

    protected function tearDown(): void
    {
        self::shop('mode', '');
    }

    private static function clicks(string $device): Shopper
    {
        $shopper = new Shopper(self::$site['URL'], $device);
        $shopper->visit('/?utm_source=google&utm_medium=cpc');
        $shopper->press();
        return $shopper;
    }

    public function testAClickEarnsTheOrderOfTheSameDay(): void
    {
        foreach (['buyOnBlocks', 'buyClassic'] as $way) {
            $order = self::clicks(bin2hex(random_bytes(6)))->{$way}('cod');
            self::assertMatchesRegularExpression('/^day-[0-9a-f]{32}$/', self::shop('order', $order)['visitor'], $way);
            self::shop('fresh');
            self::assertSame('click', self::shop('journey', $order)['evidence'], $way);
        }
    }

    public function testASharedAddressTiesNothing(): void
    {
        $device = bin2hex(random_bytes(6));
        [$one, $two] = [self::clicks($device), self::clicks($device)];
        $first = $one->buyOnBlocks('cod');
        self::assertMatchesRegularExpression('/^day-/', self::shop('order', $first)['visitor'], 'nobody else has been seen yet');
        $second = $two->buyOnBlocks('cod');
        self::assertSame('', self::shop('order', $second)['visitor']);
        self::assertSame('', self::shop('order', $first)['visitor'], 'now it may have been the other one');
        self::shop('fresh');
        self::assertSame(['none', 'none'], [self::shop('journey', $first)['evidence'], self::shop('journey', $second)['evidence']]);
    }

    public function testTheCookieOfBeforeEarnsNothingAnyMore(): void
    {
        self::shop('mode', 'consent');
        $shopper = self::clicker();
        $shopper->fill();
        self::shop('mode', 'off');
        self::assertSame('', self::shop('order', $shopper->buyOnBlocks('cod'))['visitor']);
    }
}
