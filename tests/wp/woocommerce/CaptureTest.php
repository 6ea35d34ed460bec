<?php

declare(strict_types=1);

namespace Touchline\Tests;

require_once __DIR__ . '/support/ShopTestCase.php';

/** What shoppers do beside the cart: links opened, accounts made, reviews left, payments that fail. */
final class CaptureTest extends ShopTestCase
{
    private const SPRING = ['utm_source' => 'newsletter', 'utm_medium' => 'email', 'utm_campaign' => 'spring'];

    protected static function storage(): string
    {
        return 'hpos';
    }

    protected function tearDown(): void
    {
        self::shop('mode', '');
    }

    /** Somebody else's computer, on which nothing of Touchline's lies: an order by this address. */
    private static function orderElsewhere(string $email): int
    {
        $nobody = new Shopper(self::$site['URL'], bin2hex(random_bytes(4)));
        $nobody->email = $email;
        return self::byWhatsApp($nobody->buyOnBlocks('cod'));
    }

    public function testALinkOpenedAndTheVisitItBeginsAreOneTouch(): void
    {
        self::shop('mode', 'cookieless');
        $link = self::shop('link', '/shop/', ['source' => 'newsletter', 'medium' => 'email', 'campaign' => 'spring']);
        $shopper = new Shopper(self::$site['URL'], bin2hex(random_bytes(6)));
        $html = $shopper->get($link);
        self::assertStringContainsString('data-touchline', $html, 'the browser was sent on to the shop');
        $shopper->visit('/shop/?' . http_build_query(self::SPRING));
        $order = self::byOthers($shopper->buyOnBlocks('cod'));
        $net = $this->assertAddsUp('a link opened')[$order];
        $touches = self::shop('journey', $order)['touches'];
        self::assertSame([['link', 'email', 'spring', $net]], array_map(
            static fn (array $touch): array => [$touch['kind'], $touch['channel'], $touch['campaign'], $touch['credit_micros']],
            $touches
        ));
    }

    public function testAnAccountThatIsMadeTiesItsBrowser(): void
    {
        self::shop('option', 'woocommerce_enable_myaccount_registration', 'yes');
        self::shop('option', 'woocommerce_registration_generate_password', 'no');
        self::shop('option', 'users_can_register', '1');
        $ways = [
            'WooCommerce' => static function (Shopper $shopper): void {
                $fields = Browser::form($shopper->get('/my-account/'), '//form[contains(@class, "register")]');
                $account = ['email' => $shopper->email, 'password' => 'correct horse battery 9', 'register' => 'Register'];
                $shopper->send('POST', '/my-account/', $account + $fields);
            },
            'WordPress' => static function (Shopper $shopper): void {
                $account = ['user_login' => strtok($shopper->email, '@') . bin2hex(random_bytes(2)), 'user_email' => $shopper->email, 'redirect_to' => '/'];
                $shopper->send('POST', '/wp-login.php?action=register', $account);
            },
        ];
        foreach ($ways as $way => $register) {
            $shopper = self::clicker();
            $register($shopper);
            $order = self::orderElsewhere($shopper->email);
            self::assertContains('click', array_column(self::shop('journey', $order)['touches'], 'kind'), $way);
            $this->assertAddsUp($way);
        }
    }

    public function testAReviewIsToldOnceApprovedOrNot(): void
    {
        $product = (int) self::shop('product');
        foreach (['0' => 'waits', '1' => 'shown'] as $approved => $word) {
            self::shop('option', 'comment_moderation', $approved === 1 ? '0' : '1');
            self::shop('option', 'comment_previously_approved', '0');
            $shopper = self::clicker();
            self::shop('fresh');
            $from = microtime(true);
            $comments = self::shop('comments', $product);
            $review = ['comment_post_ID' => $product, 'comment' => "Good $word " . bin2hex(random_bytes(4)), 'author' => 'Kim', 'email' => $shopper->email,
                'rating' => '4', 'comment_parent' => '0'];
            $shopper->send('POST', '/wp-comments-post.php', $review);
            $told = self::shop('events', 'review', $from);
            self::assertCount(1, $told, $word);
            self::assertSame((string) $product, $told[0]['product']);
            self::assertNotEmpty($told[0]['person'], 'by the browser that left it');
            $comment = self::shop('review', $product);
            $answer = ['comment' => 'Thanks ' . bin2hex(random_bytes(4)), 'comment_parent' => (string) $comment] + $review;
            $shopper->send('POST', '/wp-comments-post.php', $answer);
            // WordPress takes no answer to what waits.
            self::assertSame($comments + 1 + (int) $approved, self::shop('comments', $product), $word);
            self::assertCount(1, self::shop('events', 'review', $from), 'an answer is no review');
        }
    }

    public function testAPaymentThatFailsIsKnownAndCountsNothing(): void
    {
        $shopper = self::clicker();
        $chain = static fn (): array => array_column(self::shop('look', 0)['report']['chain'], 'count', 'step');
        $nonce = $shopper->fill();
        self::shop('option', 'touchline_test_decline', 'yes');
        $shopper->placeOnBlocks('test_card', $nonce);
        self::shop('option', 'touchline_test_decline', 'no');
        $before = $chain();
        $failed = self::shop('lastOrder');
        $journey = self::shop('journey', $failed);
        self::assertSame(['failed', false, 'excluded'], [$journey['status'], $journey['counts'], $journey['reason']]);
        self::assertContains('click', array_column($journey['touches'], 'kind'), 'it is known who wanted to buy');
        $order = (int) $shopper->placeOnBlocks('test_card', $nonce)['order_id'];
        self::byWhatsApp($order);
        self::assertSame($failed, $order, 'tried again');
        $this->assertAddsUp('paid at the second try');
        $after = $chain();
        self::assertSame([$before['cart'], $before['order'] + 1], [$after['cart'], $after['order']]);
    }
}
