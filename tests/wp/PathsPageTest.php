<?php

declare(strict_types=1);

require_once __DIR__ . '/support/PageTestCase.php';

/**
 * The tab Paths as it is sent, from events of its own in a currency that no other test uses.
 *
 * ann  Google, the button a minute later, buys for 100.00
 * bob  the same, buys for 50.00; two hours later a newsletter, buys for 30.00
 */
final class PathsPageTest extends PageTestCase
{
    protected const CURRENCY = 'XBA';
    protected const TAB = 'paths';

    public static function setUpBeforeClass(): void
    {
        parent::setUpBeforeClass();
        $then = self::begin();
        $minute = 60000;
        foreach (['ann', 'bob'] as $who) {
            self::send($who, $then, ['type' => 'page_view', 'source' => 'google', 'medium' => 'cpc']);
            self::send($who, $then + $minute, ['type' => 'button_click']);
        }
        self::send('bob', $then + 120 * $minute, ['type' => 'page_view', 'source' => 'news', 'medium' => 'email']);
        self::order('ann', '1', $then + 10 * $minute, '100');
        self::order('bob', '2', $then + 10 * $minute, '50');
        self::order('bob', '3', $then + 130 * $minute, '30');
        self::ingest();
    }

    public function testTheWaysTheirOrdersAndMoneyAreListed(): void
    {
        // Those who did not buy have no currency, so the other tests' people are among them.
        $rows = self::rows(self::html([]), 'tl-paths');
        self::assertStringStartsWith('All | 180.00 | 3 | ', $rows[0]);
        self::assertStringStartsWith('Paid search > WhatsApp | 150.00 | 2 | ', $rows[1]);
        self::assertStringStartsWith('Paid search > WhatsApp > E-mail | 30.00 | 1 | ', $rows[2]);
    }

    public function testTheWaysAreSortedByWhatIsAskedFor(): void
    {
        $html = self::html(['orderby' => 'orders', 'order' => 'asc']);
        $rows = preg_grep('/ \| 0\.00 \| 0 \| /', self::rows($html, 'tl-paths'), PREG_GREP_INVERT);
        self::assertStringStartsWith('Paid search > WhatsApp > E-mail | ', array_values((array) $rows)[1]);
        $heads = self::elements($html, "//section[@aria-labelledby='tl-paths']//table[1]//th[@aria-sort='ascending']/a");
        self::assertStringContainsString('Orders', $heads[0]->textContent);
        parse_str((string) parse_url($heads[0]->getAttribute('href'), PHP_URL_QUERY), $query);
        self::assertSame('orders', $query['orderby']);
        self::assertArrayNotHasKey('order', $query);
    }

    public function testTheStepsAddUpToTheOrders(): void
    {
        self::assertSame([
            '1 | Paid search | WhatsApp | 3 | 100.0%',
            '2 | WhatsApp | E-mail | 1 | 33.3%',
            '2 | WhatsApp | Ordered | 2 | 66.7%',
            '3 | E-mail | Ordered | 1 | 100.0%',
        ], self::rows(self::html([]), 'tl-flow'));
    }

    public function testLengthTimeAndHelp(): void
    {
        $html = self::html([]);
        // 2, 2 and 3 touches; 10, 10 and 130 minutes
        self::assertStringContainsString('On average an order takes 2.3 touches and less than a day from', $html);
        self::assertSame(['All | 3 |  | 180.00', '2 touches | 2 | 66.7% | 150.00', '3 touches | 1 | 33.3% | 30.00'], self::rows($html, 'tl-lengths'));
        self::assertSame(['All | 3 |  | 180.00', 'Within a day | 3 | 100.0% | 180.00'], self::rows($html, 'tl-lags'));
        self::assertSame([
            'Paid search | 3 | 180.00 | 0 | 0.00',
            'WhatsApp | 1 | 30.00 | 2 | 150.00',
            'E-mail | 0 | 0.00 | 1 | 30.00',
        ], self::rows($html, 'tl-assists'));
    }

    public function testEachInteractionTellsAllPeopleApart(): void
    {
        // The other tests' people are among them, so what is known is that each row has them all, and ann and bob in the first.
        $people = [];
        foreach (self::rows(self::html([]), 'tl-interactions') as $row) {
            [$who, $with, $without] = explode(' | ', $row);
            self::assertSame(1, preg_match('/(\d+) of (\d+)/', $with, $did));
            self::assertSame(1, preg_match('/(\d+) of (\d+)/', $without, $others));
            $people[$who] = [(int) $did[2] + (int) $others[2], (int) $did[1] + (int) $others[1]];
            $clicked ??= (int) $did[1];
        }
        self::assertCount(Touchline\WP\Plugin::engine()->report('basics')['chats'] ? 7 : 6, $people, 'who wrote, only where chats are measured');
        self::assertCount(1, array_unique($people, SORT_REGULAR));
        self::assertGreaterThanOrEqual(2, $clicked);
        // A filter knows touches, not people.
        self::assertSame([], self::rows(self::html(['filter' => ['channel' => ['whatsapp']]]), 'tl-interactions'));
    }

    /** Two visits with a click and a newsletter's without; each was followed by an order, and nobody stayed long enough for a point. */
    public function testVisitsByTheirQuality(): void
    {
        $mine = ['filter' => ['landing' => ['/paths-page/']]];
        $rows = self::rows(self::html($mine), 'tl-bands');
        self::assertCount(5, $rows);
        self::assertMatchesRegularExpression('/^0 to 24 \| 3 \| 100\.0% \| 2 of 3 \|.* 3 of 3$/', $rows[0]);
        self::assertMatchesRegularExpression('/^75 to 100 \| 0 \| 0\.0% \|[ |]+$/', $rows[3]);
        // Visits know no evidence.
        self::assertSame([], self::rows(self::html(['filter' => ['evidence' => ['click']]]), 'tl-bands'));
    }

    public function testTheHoursAreThoseOfTheSite(): void
    {
        $html = self::html([]);
        $day = wp_date('l', intdiv(self::begin(), 1000));
        // 100.00 and 50.00 at ten past twelve are WhatsApp's, the newsletter's 30.00 are not
        self::assertMatchesRegularExpression("/Most orders: $day, 12:00[^,]*, 2 orders/", $html);
    }

    public function testStepsCanBeToldApartByPage(): void
    {
        $rows = self::rows(self::html(['dim' => 'page']), 'tl-flow');
        self::assertSame('1 | /paths-page/ | /paths-page/ | 3 | 100.0%', $rows[0]);
    }

    public function testAPeriodWithoutOrdersSaysWhatWillStandHere(): void
    {
        $html = self::html(['period' => 'custom', 'from' => '2019-01-01', 'to' => '2019-01-02']);
        self::assertStringContainsString('No order with a known touch in this period', $html);
        self::assertStringContainsString('No order of this period has a known touch yet.', $html);
    }
}
