<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use Touchline\WP\Admin\Page;
use Touchline\WP\Plugin;
use Touchline\WP\Settings;

/**
 * The tab Sources as it is sent, from events of its own: three people of the source 'srcpage', on a day of its own.
 *
 * ann  campaign srcpage-winter, looks for 30 seconds down to half of the page (30 points), clicks the button, buys for 100.00, of which 10.00 go back
 * bob  campaign srcpage-winter, does not click, buys for 50.00
 * cyd  campaign <b>srcpage</b>, clicks, does not buy
 */
final class SourcesPageTest extends TestCase
{
    private const CURRENCY = 'XBB';
    private const DAY = '2026-03-18';

    public static function setUpBeforeClass(): void
    {
        if (! Plugin::engine()->ready()) {
            self::markTestSkipped((string) Plugin::engine()->reason());
        }
        $then = self::begin();
        $minute = 60000;
        foreach (['ann' => 'srcpage-winter', 'bob' => 'srcpage-winter', 'cyd' => '<b>srcpage</b>'] as $who => $campaign) {
            self::send($who, $then, ['type' => 'page_view', 'source' => 'srcpage', 'medium' => 'cpc', 'campaign' => $campaign]);
        }
        self::send('ann', $then + $minute - 1, ['type' => 'engagement', 'view' => 'srcpage1', 'active_ms' => 30000, 'depth' => 50]);
        self::send('ann', $then + $minute, ['type' => 'button_click']);
        self::send('cyd', $then + $minute, ['type' => 'button_click']);
        self::order('ann', '1', $then + 10 * $minute, '100');
        self::order('bob', '2', $then + 10 * $minute, '50');
        Plugin::engine()->import(['type' => 'refund', 'order' => 'sources-1', 'refund' => 'sources-r', 'at' => $then + 20 * $minute, 'total' => '10',
            'id' => 'sourcesrefund']);
        Plugin::engine()->ingest(0);
    }

    protected function tearDown(): void
    {
        $_GET = [];
        wp_set_current_user(0);
    }

    private static function begin(): int
    {
        return (new DateTimeImmutable(self::DAY . ' 12:00', wp_timezone()))->getTimestamp() * 1000;
    }

    /** @param array<string, mixed> $event */
    private static function send(string $who, int $at, array $event): void
    {
        Plugin::engine()->import($event + ['at' => $at, 'visitor' => "sourcespagetest$who", 'path' => '/sources-page/', 'id' => "sources$who$at",
            'user_agent' => 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36']);
    }

    private static function order(string $who, string $number, int $at, string $total): void
    {
        Plugin::engine()->import(['type' => 'order', 'at' => $at, 'id' => "sourcesorder$number", 'order' => "sources-$number", 'status' => 'completed',
            'currency' => self::CURRENCY, 'placed_at' => $at, 'paid_at' => $at, 'total' => $total, 'tax' => '0', 'shipping' => '0',
            'visitor' => "sourcespagetest$who", 'created_via' => 'test']);
    }

    /** @param array<string, mixed> $get */
    private static function html(array $get): DOMXPath
    {
        wp_set_current_user(1);
        $_GET = wp_slash($get + ['page' => 'touchline', 'tab' => 'sources', 'currency' => self::CURRENCY, 'period' => 'custom', 'from' => self::DAY,
            'to' => self::DAY, 'filter' => ['source' => ['srcpage']]]);
        ob_start();
        (new Page(Plugin::engine(), new Settings()))->render();
        $document = new DOMDocument();
        $document->loadHTML('<?xml encoding="utf-8"?>' . ob_get_clean(), LIBXML_NOERROR);
        return new DOMXPath($document);
    }

    /** @return list<array<string, string>> the rows of the table, column => figure without its currency */
    private static function rows(DOMXPath $html): array
    {
        $rows = [];
        foreach ($html->query("//section[@aria-labelledby='tl-sources']//tbody/tr") ?: [] as $tr) {
            $row = [];
            foreach ($html->query('*', $tr) ?: [] as $cell) {
                $name = preg_match('/column-(\w+)/', (string) $cell->getAttribute('class'), $found) === 1 ? $found[1] : 'label';
                $row[$name] = (string) preg_replace('/[^\x20-\x7e]|XBB/', '', trim((string) $cell->textContent));
            }
            $rows[] = $row;
        }
        return $rows;
    }

    private static function text(DOMXPath $html, string $path): string
    {
        return trim((string) $html->evaluate("string($path)"));
    }

    /** The click's sale is that of the campaign which had brought the visit. */
    public function testAllSalesByCampaignAddUp(): void
    {
        $html = self::html(['dim' => 'campaign', 'credit' => 'all']);
        self::assertSame([
            ['label' => 'Total', 'sessions' => '3', 'engaged' => '1 of 3', 'bounce' => '2 of 3', 'quality' => '10.0', 'clicks' => '2',
                'engagement' => '2 of 3', 'orders' => '2', 'conversion' => '2 of 3', 'revenue' => '140.00', 'share' => '',
                'refunds' => '10.00', 'per_session' => '46.67'],
            ['label' => 'srcpage-winter', 'sessions' => '2', 'engaged' => '1 of 2', 'bounce' => '1 of 2', 'quality' => '15.0', 'clicks' => '1',
                'engagement' => '1 of 2', 'orders' => '2', 'conversion' => '2 of 2', 'revenue' => '140.00', 'share' => '100.0%',
                'refunds' => '10.00', 'per_session' => '70.00'],
            ['label' => '<b>srcpage</b>', 'sessions' => '1', 'engaged' => '0 of 1', 'bounce' => '1 of 1', 'quality' => '0.0', 'clicks' => '1',
                'engagement' => '1 of 1', 'orders' => '0', 'conversion' => '0 of 1', 'revenue' => '0.00', 'share' => '0.0%',
                'refunds' => '0.00', 'per_session' => '0.00'],
        ], array_map(static fn (array $row): array => array_diff_key($row, ['chats' => '']), self::rows($html)));
    }

    public function testWhatWhatsAppEarnedIsShownUnlessAllIsAskedFor(): void
    {
        $rows = self::rows(self::html(['dim' => 'device']));
        self::assertSame(['90.00', '1', '1 of 2'], [$rows[0]['revenue'], $rows[0]['orders'], $rows[0]['conversion']]);
    }

    public function testARowLeadsIntoTheNextDimensionAndAChipLeadsBack(): void
    {
        $html = self::html(['dim' => 'campaign']);
        parse_str((string) parse_url(self::text($html, "//tbody/tr[2]/th/a/@href"), PHP_URL_QUERY), $get);
        self::assertSame('sources', $get['tab']);
        self::assertSame(['source' => ['srcpage'], 'campaign' => ['srcpage-winter']], $get['filter']);
        self::assertNotSame('campaign', $get['dim']);
        $html = self::html($get);
        self::assertSame('2', self::rows($html)[0]['sessions']);
        self::assertSame('All › srcpage › srcpage-winter', self::text($html, "normalize-space(//nav[@class='tl-crumbs'])"));
        parse_str((string) parse_url(self::text($html, "//li[@class='tl-chip'][2]/a/@href"), PHP_URL_QUERY), $get);
        self::assertSame(['source' => ['srcpage']], $get['filter']);
    }

    /** What not everybody wants to read is there for who asks for it in the screen options; the notes tell of what is shown alone. */
    public function testColumnsOfQualityAreChosen(): void
    {
        self::assertSame(['engaged', 'bounce', 'quality', 'refunds'], Touchline\WP\Admin\View\Sources::HIDDEN);
        $hidden = self::html(['dim' => 'campaign'])->query("//th[contains(@class, 'column-quality') and contains(@class, 'hidden')]");
        self::assertSame(1, $hidden === false ? 0 : $hidden->length);
        self::assertStringNotContainsString('Quality:', self::text(self::html(['dim' => 'campaign']), '//section'));
    }

    public function testClicksAreToldApartByWhatTheyAskFor(): void
    {
        self::assertSame(['Total', 'Something else'], array_column(self::rows(self::html(['dim' => 'intent'])), 'label'));
        $rows = self::rows(self::html(['dim' => 'campaign', 'filter' => ['source' => ['srcpage'], 'intent' => ['support']]]));
        self::assertSame([], array_filter(array_column($rows, 'clicks'), static fn (string $n): bool => (int) $n > 0));
    }

    public function testItSortsAndSearches(): void
    {
        $labels = static fn (array $get): array => array_column(self::rows(self::html($get + ['dim' => 'campaign', 'credit' => 'all'])), 'label');
        self::assertSame(['Total', '<b>srcpage</b>', 'srcpage-winter'], $labels(['orderby' => 'engagement', 'order' => 'desc']));
        self::assertSame(['Total', 'srcpage-winter', '<b>srcpage</b>'], $labels(['orderby' => 'engagement', 'order' => 'asc']));
        self::assertSame(['Total of all rows', 'srcpage-winter'], $labels(['s' => 'WINTER']));
        self::assertStringContainsString('Nothing here is called “glove”', self::text(self::html(['dim' => 'campaign', 's' => 'glove']), '//section'));
    }

    /** A hundred visits each: one in four clicked, one in ten did. */
    public function testTheBestIsNamedWhereEnoughVisitsBearIt(): void
    {
        foreach (['srcbest-a' => 25, 'srcbest-b' => 10] as $campaign => $clicks) {
            for ($i = 0; $i < 100; $i++) {
                $at = self::begin() + $i * 1000;
                self::send("$campaign$i", $at, ['type' => 'page_view', 'source' => 'srcbest', 'medium' => 'cpc', 'campaign' => $campaign]);
                if ($i < $clicks) {
                    self::send("$campaign$i", $at + 500, ['type' => 'button_click']);
                }
            }
        }
        Plugin::engine()->ingest(0);
        $text = self::text(self::html(['dim' => 'campaign', 'filter' => ['source' => ['srcbest']]]), "//ul[@class='tl-findings']");
        self::assertSame('Most press the button: srcbest-a, 25.0% of the visits, against 17.5% of all.', $text);
        self::assertSame('', self::text(self::html(['dim' => 'campaign']), "//ul[@class='tl-findings']"));
    }

    public function testEveryDimensionHasItsTable(): void
    {
        foreach (array_keys(Touchline\WP\Admin\Dimensions::all()) as $dimension) {
            $rows = self::rows(self::html(['dim' => $dimension, 'credit' => 'all']));
            self::assertSame('140.00', $rows[0]['revenue'] ?? null, $dimension);
        }
    }
}
