<?php

declare(strict_types=1);

namespace Touchline\Tests;

require_once __DIR__ . '/support/ShopTestCase.php';

/**
 * Orders from before Touchline, on the page and by the command, with the visits that WooCommerce remembers of them. All of 2019:
 *
 * 100.00 Google, paid   50.00 typed in the address   30.00 made by staff   20.00 a referral, erased   10.00 a browser of ours is on it
 */
final class BackfillTest extends ShopTestCase
{
    private const GOOGLE = [
        'source_type' => 'utm', 'utm_source' => 'google', 'utm_medium' => 'cpc', 'utm_campaign' => 'spring', 'session_start_time' => '2019-05-01 10:00:00',
        'session_entry' => 'https://shop.example/boots/?utm_source=google', 'referrer' => 'https://www.google.com/', 'user_agent' => 'Mozilla/5.0 Firefox/60.0',
    ];
    private const REFERRAL = ['source_type' => 'referral', 'referrer' => 'https://blog.example/'];

    /** @var array<string, mixed>|null where the store of the other suites is */
    private static ?array $place = null;

    public static function setUpBeforeClass(): void
    {
        parent::setUpBeforeClass();
        self::$place = self::shop('broken', 'apart');
        self::cli('touchline', 'backfill', '--restart'); // whatever past orders the shop has
    }

    public static function tearDownAfterClass(): void
    {
        if (self::$place !== null) {
            self::shop('broken', 'unpast');
            self::assertTrue(self::shop('broken', 'back', self::$place));
        }
        parent::tearDownAfterClass();
    }

    protected static function storage(): string
    {
        return 'hpos';
    }

    /** @group sqlite */
    public function testVisitsThatWooCommerceRemembersEarnTheOrdersFromBefore(): void
    {
        $before = self::told();
        self::plugin(false);
        $google = self::past('2019-05-01', '100', self::GOOGLE);
        self::past('2019-05-02', '50', ['source_type' => 'typein', 'session_start_time' => '2019-05-02 11:00:00']);
        self::past('2019-05-03', '30', ['source_type' => 'admin']);
        $erased = self::past('2019-05-04', '20', self::REFERRAL);
        self::shop('erase', $erased);
        self::past('2019-05-05', '10', self::REFERRAL, ['_touchline_visitor' => str_repeat('ab', 16)]);
        self::plugin(true);
        self::shop('erase', $erased);

        $page = '/wp-admin/admin.php?page=touchline&tab=quality';
        $fields = Browser::form(self::staff()->get($page), '//form[.//input[@value="touchline_backfill"]]');
        self::staff()->send('POST', '/wp-admin/admin-post.php', ['_wpnonce' => 'wrong'] + $fields);
        self::assertSame(403, self::staff()->status);
        self::staff()->send('POST', '/wp-admin/admin-post.php', $fields);
        self::assertStringContainsString('<progress', self::staff()->get($page));
        self::shop('broken', 'work', '', 'touchline_backfill_step', 'touchline_backfill');
        self::assertMatchesRegularExpression('/\d+ orders were brought in/', self::staff()->get($page));

        $after = self::told();
        $this->assertCredited($before, $after);
        self::assertNotNull($before['first']);
        self::assertSame($before['first'], $after['first'], 'measuring did not begin in 2019');
        self::assertNull($after['card']['value']);
        self::assertSame('not_measured', $after['card']['reason']);
        $touch = self::shop('journey', $google)['touches'][0];
        self::assertSame(['2019-05-01 10:00:00', 'paid_search', 'google', 'spring', '/boots/'], [
            gmdate('Y-m-d H:i:s', intdiv($touch['at'], 1000)), $touch['channel'], $touch['source'], $touch['campaign'], $touch['path'],
        ]);

        self::cli('touchline', 'backfill', '--restart');
        self::cli('touchline', 'reconcile', '--all');
        $this->assertCredited($before, self::told());
        self::assertSame($after['visits'], self::told()['visits']);
    }

    /** Somebody presses twice, or has the page open twice: what is under way goes on, and what was refused is said. */
    public function testASecondPressIsNone(): void
    {
        $page = '/wp-admin/admin.php?page=touchline&tab=quality';
        $sum = ['orders' => 3, 'drafts' => 0, 'refused' => [5, 6], 'stopped' => false];
        $walk = ['phase' => 'store', 'cursor' => 1, 'orders' => 7, 'of' => 9, 'touched' => time(), 'started' => time()];
        $all = [
            'touchline_backfill' => ['sum' => $sum, 'of' => 9, 'touched' => time(), 'over' => false],
            'touchline_reconcile' => ['walk' => $walk, 'runs' => []],
        ];
        foreach ($all as $option => $under) {
            self::shop('broken', 'kept', $option, ['over' => true]);
            $fields = Browser::form(self::staff()->get($page), "//form[.//input[@value='$option']]");
            self::shop('broken', 'kept', $option, $under);
            self::staff()->send('POST', '/wp-admin/admin-post.php', $fields);
            self::assertSame($under, self::shop('broken', 'kept', $option), $option);
            self::shop('broken', 'kept', $option, ['over' => true]);
        }
        self::shop('broken', 'kept', 'touchline_backfill', ['sum' => $sum, 'of' => 5, 'touched' => time(), 'over' => true]);
        self::assertStringContainsString('2 could not be put right', self::staff()->get($page));
        self::shop('broken', 'kept', 'touchline_backfill', ['over' => true]);
    }

    /** @param array<string, mixed> $before @param array<string, mixed> $after */
    private function assertCredited(array $before, array $after): void
    {
        $more = static fn (string $part): int => $after['identity']["{$part}_micros"] - $before['identity']["{$part}_micros"];
        self::assertSame([210_000_000, 150_000_000, 60_000_000, 0], [$more('total'), $more('other'), $more('unknown'), $more('whatsapp')]);
        $channel = static fn (string $key): float => (float) ($after['channels'][$key] ?? 0) - (float) ($before['channels'][$key] ?? 0);
        self::assertSame([100.0, 50.0, 0.0], [$channel('paid_search'), $channel('direct'), $channel('referral')]);
        self::assertSame(2, $after['visits'] - $before['visits']);
    }

    /** @return array<string, mixed> */
    private static function told(): array
    {
        return self::shop('broken', 'told', '2019-01-01', '2020-01-01');
    }

    /** @param array<string, string> $attribution @param array<string, string> $meta */
    private static function past(string $day, string $total, array $attribution, array $meta = []): int
    {
        foreach ($attribution as $name => $value) {
            $meta["_wc_order_attribution_$name"] = $value;
        }
        return self::shop('broken', 'past', $day, $total, $meta, 'old' . bin2hex(random_bytes(5)) . '@example.com');
    }
}
