<?php

declare(strict_types=1);

namespace Touchline\Tests;

require_once __DIR__ . '/ShopTestCase.php';

/** What is broken on purpose is found, said and put right, for each way in which WooCommerce stores orders. */
abstract class Reconciling extends ShopTestCase
{
    /** @group sqlite */
    public function testALostStoreIsBroughtBackFromTheShop(): void
    {
        $cod = self::shop('create', 'pending', 'checkout', [], 1, 'cod');
        self::shop('status', $cod, 'processing');
        $paid = self::shop('create', 'processing', 'checkout', [], 2);
        self::shop('refund', $paid, '12.34');
        self::shop('create', 'on-hold');
        self::shop('trash', self::shop('create', 'processing'));
        self::renewal(self::shop('create', 'completed', 'subscription'));
        $net = $this->assertAddsUp('ordered');
        self::assertTrue(self::shop('broken', 'lose'));
        $dry = self::reconcile('--all', '--dry-run');
        self::assertStringContainsString('Nothing was changed.', $dry);
        self::assertMatchesRegularExpression('/missing \d+/', $dry);
        self::assertSame([], self::shop('broken', 'known'), 'a dry run changes nothing');
        self::assertStringContainsString('repaired', self::reconcile('--all'));
        self::assertSame($net, $this->assertAddsUp('brought back'));
        $this->assertBooksAgree('brought back');
        self::assertStringContainsString('nothing differs', self::reconcile('--all'), 'there is nothing to do the second time');
        self::assertStringContainsString('nothing differs', self::reconcile('--days=2'));
    }

    /** @group sqlite */
    public function testRowsChangedBehindEveryHook(): void
    {
        $status = self::shop('create', 'processing', 'checkout');
        $total = self::shop('create', 'processing', 'checkout', [], 2);
        $refunded = self::shop('create', 'processing', 'checkout', [], 3);
        $refund = self::shop('refund', $refunded, '10');
        $gone = self::shop('create', 'processing', 'checkout', [], 4);
        $this->assertAddsUp('ordered');
        self::settle();
        self::shop('broken', 'set', $status, 'status', 'wc-cancelled');
        self::shop('broken', 'set', $total, 'total', '555.55000000');
        self::shop('broken', 'delete', $refund);
        self::shop('broken', 'delete', $gone);
        $found = array_column(json_decode(self::cli('touchline', 'reconcile', '--days=1', '--dry-run', '--format=json'), true), 'differs', 'order');
        ksort($found);
        self::assertSame([$status => 'status', $total => 'amounts', $refunded => 'refunds', $gone => 'gone'], $found);
        self::assertStringContainsString('4 repaired, 0 refused', self::reconcile('--days=1'));
        $net = $this->assertAddsUp('put right');
        self::assertArrayNotHasKey($status, $net);
        self::assertSame('deleted', self::shop('journey', $gone)['status']);
        $this->assertBooksAgree('put right');
        self::assertStringContainsString('nothing differs', self::reconcile('--all'));
    }

    public function testAClockThatWasAheadIsOvercome(): void
    {
        $order = self::shop('create', 'processing', 'checkout');
        self::shop('broken', 'ahead', $order, 'cancelled');
        self::shop('status', $order, 'completed');
        self::assertSame('cancelled', self::shop('journey', $order)['status'], 'a snapshot of tomorrow is the newest');
        self::assertStringContainsString('1 repaired', self::reconcile());
        self::assertSame('completed', self::shop('journey', $order)['status']);
        $this->assertAddsUp('the clock is right again');
        self::assertStringContainsString('nothing differs', self::reconcile('--all'));
    }

    public function testNobodyIsNamedAgainWhoWasErased(): void
    {
        $shop = self::shop('create', 'processing', 'checkout', [], 1, '', '040 1234567');
        $store = self::shop('create', 'processing', 'checkout');
        $this->assertAddsUp('ordered');
        self::assertNotSame('', self::shop('broken', 'person', $shop));
        self::shop('erase', $shop);
        self::assertTrue(self::shop('broken', 'forgotten', $store), 'the shop still names the person');
        self::assertSame('', self::shop('broken', 'person', $store));
        self::assertStringContainsString('nothing differs', self::reconcile('--all'));
        self::assertSame('', self::shop('broken', 'person', $store));
        self::cli('touchline', 'backfill', '--restart');
        self::assertSame('', self::shop('broken', 'person', $store));
        self::shop('broken', 'lose');
        self::reconcile('--all');
        self::assertSame('', self::shop('broken', 'person', $shop));
        $this->assertAddsUp('erased, lost and brought back');

        $absent = self::shop('create', 'processing', 'checkout');
        self::assertNotSame('', self::shop('broken', 'person', $absent));
        self::plugin(false);
        self::shop('erase', $absent);
        self::plugin(true);
        self::assertStringContainsString('people 1', self::reconcile('--days=1'));
        self::assertSame('', self::shop('broken', 'person', $absent), 'erased in the shop while Touchline was switched off');
        self::assertStringContainsString('nothing differs', self::reconcile('--all'));
    }

    public function testVeryManyThatAreGoneAreLeftUntilSomebodySaysSo(): void
    {
        $orders = count(self::shop('broken', 'known'));
        self::assertTrue(self::shop('broken', 'strange', random_int(1_000_000, 9_000_000) * 100, $orders + 25));
        self::assertStringContainsString('0 repaired', self::reconcile('--all'));
        self::assertCount($orders + $orders + 25, self::shop('broken', 'known'));
        self::assertStringContainsString(($orders + 25) . ' repaired', self::reconcile('--all', '--remove-gone'));
        $this->assertAddsUp('taken out');
        $this->assertBooksAgree('taken out');
    }

    public function testEveryDayByItselfAndAtThePressOfAButton(): void
    {
        $order = self::shop('create', 'processing', 'checkout', [], 2);
        $this->assertAddsUp('ordered');
        self::assertTrue(self::shop('scheduled', 'touchline_reconcile'));
        self::shop('broken', 'set', $order, 'total', '77.77000000');
        self::assertGreaterThan(0, self::shop('broken', 'work', 'touchline_reconcile', 'touchline_reconcile_step', 'touchline_reconcile'));
        $this->assertAddsUp('at night');
        $page = '/wp-admin/admin.php?page=touchline&tab=quality';
        $html = self::staff()->get($page);
        self::assertStringContainsString('other amounts: 1', self::card($html));
        self::assertStringContainsString('1 was put right.', self::card($html));
        self::settle();
        self::shop('broken', 'set', $order, 'total', '88.88000000');
        $fields = Browser::form($html, '//form[.//input[@value="touchline_reconcile"]]');
        self::staff()->send('POST', '/wp-admin/admin-post.php', ['_wpnonce' => 'wrong'] + $fields);
        self::assertSame(403, self::staff()->status);
        self::assertStringNotContainsString('Comparing:', self::card(self::staff()->get($page)));
        self::staff()->send('POST', '/wp-admin/admin-post.php', $fields);
        self::shop('broken', 'work', '', 'touchline_reconcile_step', 'touchline_reconcile');
        $this->assertAddsUp('at the press of the button');
        self::assertStringContainsString('1 was put right.', self::card(self::staff()->get($page)));
    }

    /** @group sqlite */
    public function testNothingWasRefusedOrLost(): void
    {
        $check = self::shop('check');
        self::assertSame([true, [], 0, []], [$check['ok'], $check['problems'], $check['quarantined'], $check['errors']]);
        $this->assertBooksAgree('at the end');
    }

    /** An order told of twice within seconds is read again: until then what is broken is put right without anybody's comparing. */
    private static function settle(): void
    {
        sleep(6);
        self::shop('fresh');
        self::shop('fresh');
    }

    /** The words of the card on the tab Data quality. */
    private static function card(string $html): string
    {
        return preg_match('~<section[^>]*tl-shop-orders.*?</section>~s', $html, $match)
            ? trim((string) preg_replace('/\s+/', ' ', strip_tags($match[0])))
            : 'no card: ' . substr(strip_tags($html), 0, 500);
    }

    private static function reconcile(string ...$how): string
    {
        return self::cli('touchline', 'reconcile', ...$how);
    }
}
