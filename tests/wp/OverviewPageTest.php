<?php

declare(strict_types=1);

use Touchline\WP\ChangeLog;

require_once __DIR__ . '/support/PageTestCase.php';

/** The overview, on a day of its own: what stands out, the chart by channel with its table, notes, the cards. */
final class OverviewPageTest extends PageTestCase
{
    protected const CURRENCY = 'XOV';
    protected const TAB = 'overview';
    private const DAY = '2026-03-03';

    public static function setUpBeforeClass(): void
    {
        parent::setUpBeforeClass();
        $noon = self::noon();
        // 40 people by each of two campaigns click; 30 of one order, 3 of the other.
        foreach (['strong' => 30, 'weak' => 3] as $campaign => $orders) {
            for ($i = 0; $i < 40; $i++) {
                $who = "$campaign$i";
                $by = ['source' => 'letter', 'medium' => 'email', 'campaign' => "overview-$campaign"];
                self::send($who, $noon + $i, ['type' => 'page_view'] + $by);
                self::send($who, $noon + 1000 + $i, ['type' => 'button_click']);
                $i >= $orders || self::order($who, $who, $noon + self::MINUTE, '10.00');
            }
        }
        self::send('google', $noon, ['type' => 'page_view', 'referrer' => 'https://www.google.com/']);
        self::order('google', 'google', $noon + self::MINUTE, '25.00');
        self::ingest();
    }

    private static function noon(): int
    {
        return (new DateTimeImmutable(self::DAY . ' 12:00', wp_timezone()))->getTimestamp() * 1000;
    }

    /** @return list<string> */
    private static function texts(string $html, string $path): array
    {
        return array_map(static fn (DOMElement $element): string => self::text($element->textContent), self::elements($html, $path));
    }

    private static function page(): string
    {
        return self::html(['period' => 'custom', 'from' => self::DAY, 'to' => '2026-03-05', 'compare' => 'none']);
    }

    public function testItSaysWhatStandsOutAndLeadsToItsRows(): void
    {
        $html = self::page();
        $found = self::elements($html, "//ul[@class='tl-findings']/li");
        self::assertCount(1, $found, 'a campaign better is the other one worse: told once');
        self::assertSame(
            'Campaign “overview-strong”: a click is worth more here. 75% of 40 who clicked ordered, elsewhere 7.5%.',
            $found[0]->textContent
        );
        $link = self::elements($html, "//ul[@class='tl-findings']/li/a")[0]->getAttribute('href');
        parse_str((string) parse_url($link, PHP_URL_QUERY), $query);
        self::assertSame(['sources', 'campaign', ['campaign' => ['overview-strong']]], [$query['tab'], $query['dim'], $query['filter']]);
    }

    public function testTheChartIsStackedByChannelAndStandsInATable(): void
    {
        $html = self::page();
        $heads = self::texts($html, "//table[contains(@class, 'tl-day-table')]//th[@scope='col']");
        self::assertSame(['Day', 'WhatsApp', 'Search', 'All', 'Orders', 'People who clicked'], $heads);
        $total = array_slice(self::texts($html, "//table[contains(@class, 'tl-day-table')]//tr[@class='tl-totals']/td"), 0, 3);
        self::assertSame(['330.00', '25.00', '355.00'], array_map(static fn (string $money): string => (string) preg_replace('/[^0-9.]/', '', $money), $total));
        self::assertCount(2, self::elements($html, "//*[local-name()='path'][contains(@class, 'tl-column ')]"));
    }

    public function testEveryQuestionLeadsToItsAnswerInOneClick(): void
    {
        $html = self::page();
        $places = [];
        foreach (self::elements($html, "//nav[@aria-label='Questions']//a") as $link) {
            [$address, $id] = explode('#', $link->getAttribute('href')) + [1 => ''];
            parse_str((string) parse_url($address, PHP_URL_QUERY), $query);
            $places[$link->textContent] = ($query['tab'] ?? 'here') . " $id";
            // No cart is known in this currency: that page says so instead.
            if (($query['tab'] ?? '') !== 'carts') {
                self::assertNotSame([], self::elements($address === '' ? $html : self::html($query), "//*[@id='$id']"), "$link->textContent $id");
            }
        }
        self::assertSame([
            'Which pages sell?' => 'here tl-page', 'Which campaigns earn?' => 'here tl-campaign',
            'Which products start conversations?' => 'products tl-start', 'Which sources bring people to WhatsApp?' => 'sources tl-sources',
            'What wins carts back?' => 'carts tl-back', 'Which ways convert best?' => 'paths tl-paths', 'What goes with buying?' => 'paths tl-interactions',
        ], $places);
    }

    /** The one who came by Google never clicked: of what is shown nothing was earned by WhatsApp. */
    public function testUnderAFilterByChannelNothingIsSaidToBeWhatsApps(): void
    {
        $html = self::html([
            'period' => 'custom', 'from' => self::DAY, 'to' => '2026-03-05', 'compare' => 'none', 'filter' => ['channel' => ['organic_search']],
        ]);
        $words = self::texts($html, "//section[@aria-labelledby='tl-lead']/p[position() < 3]");
        self::assertSame(['WhatsApp earned nothing of the 25.00 sold in this period.'], $words);
        self::assertSame(['Where sales come from', 'Page', 'Product', 'Campaign'], self::texts($html, "//section[contains(@class, 'tl-dimension')]/h2"));
        $rows = self::elements($html, "//section[@aria-labelledby='tl-campaign']//tbody//th/a");
        self::assertStringNotContainsString('part=', $rows[0]->getAttribute('href'), 'the orders of Google are none of WhatsApp');
        self::assertSame(['Not known while a filter holds.'], self::texts($html, "//li[contains(@class, 'tl-step-seen')]/span[2]"));
    }

    public function testTheCardsAreSix(): void
    {
        $titles = self::texts(self::page(), "//ul[@class='tl-cards']//h3");
        self::assertSame('Net sales by WhatsApp, Share of all sales, Orders by WhatsApp', implode(', ', array_slice($titles, 0, 3)));
        self::assertSame('Average order, Earned per click', implode(', ', array_slice($titles, 4)));
        self::assertContains($titles[3], ['Click to order', 'Chat to order']);
    }

    public function testChangesOfSettingsAndNewCampaignsAreNoted(): void
    {
        $before = get_option(ChangeLog::OPTION);
        update_option(ChangeLog::OPTION, [
            ['at' => self::noon() + DAY_IN_SECONDS * 1000, 'what' => 'window', 'from' => '7', 'to' => '30'],
            ['at' => self::noon() + 9 * DAY_IN_SECONDS * 1000, 'what' => 'model', 'from' => 'last', 'to' => 'first'],
        ]);
        $html = self::page();
        $before === false ? delete_option(ChangeLog::OPTION) : update_option(ChangeLog::OPTION, $before);
        $notes = self::texts($html, "//ol[@class='tl-notes']/li");
        self::assertContains('4 Mar Setting “Window”: 30 days, before 7 days.', $notes);
        self::assertStringNotContainsString('Model', implode(' ', $notes));
        $days = array_unique(array_map(static fn (string $note): string => substr($note, 0, 5), $notes));
        self::assertCount(count($days), self::elements($html, "//a[@class='tl-flag']"), 'one a day');
    }
}
