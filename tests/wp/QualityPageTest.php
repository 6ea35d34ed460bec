<?php

declare(strict_types=1);

require_once __DIR__ . '/support/PageTestCase.php';

/**
 * The tab Data quality as it is sent.
 *
 * ann  came by Google and buys for 60.00; the shop says Google, too
 * bob  came by e-mail and buys for 30.00; the shop says Google
 * 10.00 made by staff; 7.00 by somebody who was never seen
 */
final class QualityPageTest extends PageTestCase
{
    protected const CURRENCY = 'XBD';
    protected const TAB = 'quality';
    private const GOOGLE = ['source' => 'google', 'medium' => 'cpc'];

    public static function setUpBeforeClass(): void
    {
        parent::setUpBeforeClass();
        $noon = self::begin();
        self::send('ann', $noon, ['type' => 'page_view'] + self::GOOGLE);
        self::send('bob', $noon, ['type' => 'page_view', 'source' => 'news', 'medium' => 'email']);
        self::order('ann', '1', $noon + 10 * self::MINUTE, '60', self::GOOGLE);
        self::order('bob', '2', $noon + 10 * self::MINUTE, '30', self::GOOGLE);
        self::order(null, '3', $noon + 20 * self::MINUTE, '10');
        self::order('nobody', '4', $noon + 30 * self::MINUTE, '7');
        self::send('robot', $noon, ['type' => 'page_view', 'user_agent' => 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)']);
        self::ingest();
    }

    public function testOrdersWithoutATouchStandByCause(): void
    {
        $html = self::html([]);
        // 17.00 of 107.00
        self::assertMatchesRegularExpression('/no touch is known for 15\.9%: \S*17\.00 of 2 orders\./u', str_replace('XBD ', '', self::text($html)));
        $rows = self::rows($html, 'tl-causes');
        self::assertCount(3, $rows);
        self::assertSame('All | 17.00 | 2 | ', $rows[0]);
        self::assertMatchesRegularExpression('/^Made without a browser of the customer.* \| 10\.00 \| 1 \| 50\.0%$/', $rows[1]);
        self::assertMatchesRegularExpression('/^Nothing was seen of the customer.* \| 7\.00 \| 1 \| 50\.0%$/', $rows[2]);
    }

    public function testACauseOpensItsOrders(): void
    {
        $rows = self::rows(self::html(['cause' => 'no_touch']), 'tl-causes');
        self::assertCount(4, $rows);
        self::assertStringStartsWith('#quality-4 | 7.00 | ', $rows[3]);
        self::assertStringContainsString('is not known as “cause”', self::text(self::html(['cause' => 'the-moon'])));
    }

    public function testWhatTheShopSaysStandsBesideWhatEarned(): void
    {
        $html = self::html([]);
        // The same of ann's, and of the two of which neither knows anything.
        self::assertStringContainsString('Both say the same of 75% of 4 orders.', self::text($html));
        $rows = array_map(static fn (string $row): string => (string) preg_replace('/\s+/', ' ', $row), self::rows($html, 'tl-attribution'));
        self::assertSame([
            'Both: Direct or not known | 17.00 | 2 | 50.0%',
            'Both: Paid search | 60.00 | 1 | 25.0%',
            'Paid search E-mail | 30.00 | 1 | 25.0%',
        ], $rows);
    }

    public function testBotsAreCountedApart(): void
    {
        $rows = self::rows(self::html([]), 'tl-bots');
        self::assertNotSame([], preg_grep('/^Googlebot \| [1-9]/', $rows), implode("\n", $rows));
    }

    public function testAnAskedCheckIsDoneByCronAndStandsOnThePage(): void
    {
        delete_option('touchline_check');
        self::assertStringContainsString('A check reads the whole store', self::text(self::html([])));
        update_option('touchline_check', ['asked' => time()], false);
        self::assertStringContainsString('A check is under way.', self::text(self::html([])));
        update_option('touchline_check', ['asked' => time() - 2 * HOUR_IN_SECONDS], false);
        self::assertStringContainsString('did not come to its end', self::text(self::html([])));
        do_action('touchline_check');
        $text = self::text(self::html([]));
        self::assertMatchesRegularExpression('/Checked on .*Nothing is wrong with the store\./', $text);
        self::assertStringNotContainsString('under way', $text);
        delete_option('touchline_check');
    }

    public function testWhatACheckFoundIsSaid(): void
    {
        update_option('touchline_check', ['at' => time(), 'result' => ['ok' => false, 'problems' => ['3 touches belong to nobody']]], false);
        self::assertStringContainsString('3 touches belong to nobody', self::text(self::html([])));
        delete_option('touchline_check');
    }

    public function testOnlyAFormOfThePageStartsACheck(): void
    {
        wp_set_current_user(1);
        $stop = static fn (): callable => static function (): void {
            throw new RuntimeException('refused');
        };
        add_filter('wp_die_handler', $stop);
        try {
            do_action('admin_post_touchline_check');
            self::fail('it was started');
        } catch (RuntimeException $refused) {
            self::assertSame('refused', $refused->getMessage());
            self::assertSame('weekly', wp_get_schedule('touchline_check'), 'only the one that comes by itself');
            self::assertFalse(get_option('touchline_check'));
        } finally {
            remove_filter('wp_die_handler', $stop);
        }
    }

    public function testFiltersDoNotChangeIt(): void
    {
        self::assertSame(
            self::rows(self::html([]), 'tl-causes'),
            self::rows(self::html(['filter' => ['channel' => ['email']]]), 'tl-causes')
        );
    }
}
