<?php

declare(strict_types=1);

namespace Touchline\Tests;

require_once __DIR__ . '/support/ShopTestCase.php';

/** What a shopper's own browser tells: carts, the checkout, logging in; and what must not be told of it. */
final class ShoppingTest extends ShopTestCase
{
    protected static function storage(): string
    {
        return 'hpos';
    }

    protected function setUp(): void
    {
        self::takeIn();
    }

    /** @param array<string, mixed> $body */
    private static function cart(Shopper $shopper, string $nonce, string $what, array $body): mixed
    {
        return $shopper->json('POST', "/wp-json/wc/store/v1/cart/$what", $body, ["Nonce: $nonce"]);
    }

    private function assertTold(int $events, string $of): void
    {
        // What is told at the end of a request may come after its answer.
        for ($told = $tries = 0; $tries < 3 || ($told < $events && $tries < 20); $tries++) {
            $told += self::shop('fresh');
            usleep(100000);
        }
        self::assertSame($events, $told, $of);
    }

    public function testEachThingDoneWithACartIsToldOnce(): void
    {
        $shopper = self::clicker();
        self::takeIn();
        $nonce = $shopper->fill();
        $this->assertTold(1, 'put in');
        $key = $shopper->json('GET', '/wp-json/wc/store/v1/cart')['items'][0]['key'];
        $shopper->get('/cart/');
        $shopper->get('/shop/');
        $this->assertTold(0, 'looked at');
        self::cart($shopper, $nonce, 'update-item', ['key' => $key, 'quantity' => 4]);
        $this->assertTold(1, 'more of it');
        $code = 'SAVE' . bin2hex(random_bytes(3));
        self::shop('coupon', $code);
        self::cart($shopper, $nonce, 'apply-coupon', ['code' => $code]);
        $this->assertTold(1, 'a coupon');
        self::cart($shopper, $nonce, 'remove-item', ['key' => $key]);
        $this->assertTold(1, 'taken out');
        $product = self::shop('product');
        $shopper->get("/?add-to-cart=$product&quantity=2");
        $this->assertTold(1, 'put in by a link');
        $shopper->get("/?add-to-cart=$product&quantity=1");
        $this->assertTold(1, 'once more of the same');
        $shopper->send('DELETE', '/wp-json/wc/store/v1/cart/items', null, ["Nonce: $nonce"]);
        $this->assertTold(1, 'emptied by the shopper');
    }

    public function testTheCheckoutTellsThatItBeganAndThatTheOrderWasPlaced(): void
    {
        $shopper = self::clicker();
        $shopper->get('/checkout/');
        self::takeIn();
        $nonce = $shopper->fill();
        $this->assertTold(1, 'put in');
        $shopper->send('GET', '/checkout/', null, ['Sec-Purpose: prefetch;anonymous-client-ip']);
        $this->assertTold(0, 'fetched ahead by the browser');
        $shopper->get('/checkout/');
        $this->assertTold(1, 'opened');
        $shopper->send('POST', '/?wc-ajax=update_order_review', ['security' => 'x']);
        $this->assertTold(0, 'typed in');
        $order = self::byWhatsApp((int) $shopper->placeOnBlocks('cod', $nonce)['order_id']);
        $this->assertTold(3, 'opened again, placed, the order; the cart was not emptied by the shopper');
        $page = self::shop('order', $order);
        $shopper->get("/checkout/order-received/$order/?key=" . (preg_match('/key=(wc_order_\w+)/', $page['pay'], $match) ? $match[1] : ''));
        $this->assertTold(0, 'the page of thanks');
    }

    public function testAClassicOrderIsToldOnce(): void
    {
        $shopper = self::clicker();
        self::takeIn();
        self::byWhatsApp($shopper->buyClassic('cod'));
        $this->assertTold(4, 'put in, opened, placed, the order');
    }

    /** A real cart is on the tab with what it is worth, on every way a cart can go. */
    public function testARealCartIsOnTheTabWithWhatBecomesOfIt(): void
    {
        $from = (int) (microtime(true) * 1000);
        $one = static function (string $of) use (&$from): array {
            $carts = self::shop('carts', $from);
            $from = (int) (microtime(true) * 1000);
            self::assertCount(1, $carts, $of);
            return $carts[0];
        };
        $left = self::clicker();
        $left->fill(3);
        $cart = $one('filled by blocks');
        self::assertSame(['active', 3, 1], [$cart['state'], $cart['items'], count($cart['products'])]);
        self::assertGreaterThan(0, $cart['value_micros']);
        self::assertTrue($cart['whatsapp'], 'the button was clicked before');
        self::assertStringContainsString($cart['person'], self::shop('cartsPage'), 'the list on the page');

        $emptied = self::clicker();
        $nonce = $emptied->fill();
        $emptied->send('DELETE', '/wp-json/wc/store/v1/cart/items', null, ["Nonce: $nonce"]);
        self::assertSame('emptied', $one('emptied')['state']);

        foreach (['buyClassic', 'buyOnBlocks'] as $way) {
            $buyer = self::clicker();
            $order = self::byWhatsApp($buyer->{$way}('cod'));
            $buyer->get('/cart/');
            $cart = $one($way);
            self::assertSame(['ordered', (string) $order], [$cart['state'], $cart['order']], $way);
            // Of these goods without discounts the order's net is what the cart was worth, but for a cent: WooCommerce rounds an order's tax.
            self::assertEqualsWithDelta($cart['value_micros'], $cart['revenue_micros'], 10000, $way);
            self::assertNotNull($cart['checkout_at'], $way);
        }
    }

    /** Whoever logs out leaves the cart as it was: WooCommerce empties the browser's, the shopper nothing. */
    public function testLoggingOutEmptiesNoCart(): void
    {
        $from = (int) (microtime(true) * 1000);
        $shopper = self::clicker();
        self::shop('customer', $shopper->email, 'correct horse 2');
        $shopper->login('correct horse 2');
        $shopper->fill(2);
        $page = $shopper->get('/my-account/');
        self::assertSame(1, preg_match('~href="([^"]*customer-logout[^"]*)"~', $page, $match));
        $shopper->get((string) preg_replace('~^https?://[^/]+~', '', html_entity_decode($match[1])));
        $carts = self::shop('carts', $from);
        self::assertSame([['active', 2]], array_map(static fn (array $cart): array => [$cart['state'], $cart['items']], $carts));
    }

    public function testAClickIsFollowedIntoTheCart(): void
    {
        $before = self::shop('look', 0)['report']['chain'];
        $shopper = self::clicker();
        $shopper->fill();
        self::reader()->fill();
        $count = static fn (array $chain): int => array_column($chain, 'count', 'step')['cart'];
        // The beacon answers before it records, so on a busy machine what was told may come a moment later.
        for ($tries = 0; $tries < 50 && $count(self::shop('look', 0)['report']['chain']) === $count($before); $tries++) {
            usleep(100_000);
        }
        self::assertSame($count($before) + 1, $count(self::shop('look', 0)['report']['chain']));
    }

    public function testWithoutAVisitorTheShopWorksAndNothingIsTold(): void
    {
        $nobody = new Shopper(self::$site['URL']);
        $order = $nobody->buyOnBlocks('cod');
        $this->assertTold(1, 'the order alone');
        self::assertSame('', self::shop('order', $order)['visitor']);
    }

    /** One that runs scripts, keeps cookies and fills carts, as those do that test shops. */
    public function testABotsCartIsNotTold(): void
    {
        $bot = new Shopper(self::$site['URL'], 'HeadlessChrome/140.0.0.0');
        $bot->visit('/shop/');
        self::takeIn();
        $bot->fill();
        $bot->get('/checkout/');
        $this->assertTold(0, 'put in, opened');
        self::assertGreaterThan(0, $bot->buyOnBlocks('cod'), 'it may buy all the same');
    }

    public function testTheVisitorComesOntoTheOrder(): void
    {
        foreach (['buyOnBlocks', 'buyClassic'] as $way) {
            $order = self::byWhatsApp(self::clicker()->{$way}('cod'));
            self::assertMatchesRegularExpression('/^[0-9a-f]{32}$/', self::shop('order', $order)['visitor'], $way);
        }
    }

    public function testCookiesOfAHeadlessShopsServerAreNobodys(): void
    {
        $server = self::clicker();
        $order = $server->buyHeadless('cod');
        self::assertSame('', self::shop('order', $order)['visitor']);
    }

    public function testAProductsNameIsReadAsPeopleReadIt(): void
    {
        $name = '5&#34; <i>heel</i> &quot;Salt &amp; Pepper&quot; \\ end';
        $page = self::shop('named', $name);
        $html = (new Browser(self::$site['URL']))->get($page);
        preg_match('/data-touchline="([^"]+)"/', $html, $match);
        // As a browser does: the attribute is decoded once, then read as JSON.
        $config = json_decode(html_entity_decode($match[1], ENT_QUOTES | ENT_HTML5), true);
        self::assertSame('5" heel "Salt & Pepper" \\ end', $config['product_name'] ?? null);
        preg_match('~href="(https://wa\.me/[^"]+)"~', $html, $match);
        parse_str((string) parse_url(html_entity_decode($match[1]), PHP_URL_QUERY), $query);
        self::assertStringContainsString('5" heel "Salt & Pepper" \\ end', (string) $query['text']);
    }

    public function testLoggingInTiesTwoDevices(): void
    {
        $phone = self::clicker();
        $desk = self::reader();
        $desk->email = $phone->email;
        self::shop('customer', $phone->email, 'correct horse 1');
        self::takeIn();
        $phone->login('correct horse 1');
        $this->assertTold(1, 'logged in');
        $desk->login('correct horse 1');
        $desk->email = 'another.' . $desk->email;
        // The desk's advertisement came after the click on the phone: both are this person's, and the last one earns.
        $order = self::byOthers($desk->buyOnBlocks('cod'));
        $this->assertAddsUp('ordered on the desk');
        $touches = array_column(self::shop('journey', $order)['touches'], 'kind');
        self::assertContains('click', $touches, 'the click on the phone is on the path');
    }

    public function testStaffWhoLogInTieNobody(): void
    {
        $shopper = self::clicker();
        self::takeIn();
        $shopper->email = self::$site['ADMIN'];
        $shopper->login(self::$site['PASSWORD']);
        $this->assertTold(0, 'an administrator logged in');
    }
}
