<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use Touchline\WP\Admin\Page;
use Touchline\WP\Plugin;
use Touchline\WP\Settings;

/**
 * The tab Products as it is sent, from events of its own, on a day of its own.
 *
 * ann  clicks on the page of 'prodpage-boot' and buys it for 80.00, with a fee of 20.00
 * bob  asks for support on the page of 'prodpage-<i>sock</i>'
 * cyd  buys a boot for 30.00 without a click
 */
final class ProductsPageTest extends TestCase
{
    private const CURRENCY = 'XBD';
    private const DAY = '2026-05-13';

    public static function setUpBeforeClass(): void
    {
        if (! Plugin::engine()->ready()) {
            self::markTestSkipped((string) Plugin::engine()->reason());
        }
        $minute = 60000;
        $then = (new DateTimeImmutable(self::DAY . ' 12:00', wp_timezone()))->getTimestamp() * 1000;
        self::send('ann', $then, ['product' => 'prodpage-1', 'product_name' => 'prodpage-boot']);
        self::send('bob', $then, ['product' => 'prodpage-2', 'product_name' => 'prodpage-<i>sock</i>', 'intent' => 'support']);
        self::order('ann', '1', $then + 10 * $minute, '100', '80');
        self::order('cyd', '2', $then + 10 * $minute, '30', '30');
        Plugin::engine()->ingest(0);
    }

    protected function tearDown(): void
    {
        $_GET = [];
        wp_set_current_user(0);
    }

    /** @param array<string, mixed> $event */
    private static function send(string $who, int $at, array $event): void
    {
        Plugin::engine()->import($event + ['type' => 'button_click', 'at' => $at, 'visitor' => "productspagetest$who", 'path' => '/products-page/',
            'page_type' => 'product', 'id' => "products$who$at",
            'user_agent' => 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36']);
    }

    private static function order(string $who, string $number, int $at, string $total, string $line): void
    {
        Plugin::engine()->import(['type' => 'order', 'at' => $at, 'id' => "productsorder$number", 'order' => "products-$number", 'status' => 'completed',
            'currency' => self::CURRENCY, 'placed_at' => $at, 'paid_at' => $at, 'total' => $total, 'tax' => '0', 'shipping' => '0',
            'lines' => [['product' => 'prodpage-1', 'name' => 'prodpage-boot', 'quantity' => 1, 'net' => $line]],
            'visitor' => "productspagetest$who", 'created_via' => 'test']);
    }

    /** @param array<string, mixed> $get */
    private static function html(array $get): DOMXPath
    {
        wp_set_current_user(1);
        $_GET = wp_slash($get + ['page' => 'touchline', 'tab' => 'products', 'currency' => self::CURRENCY, 'period' => 'custom', 'from' => self::DAY,
            'to' => self::DAY]);
        ob_start();
        (new Page(Plugin::engine(), new Settings()))->render();
        $document = new DOMDocument();
        $document->loadHTML('<?xml encoding="utf-8"?>' . ob_get_clean(), LIBXML_NOERROR);
        return new DOMXPath($document);
    }

    /** @return list<string> the rows of the table, their cells with a bar between */
    private static function rows(DOMXPath $html): array
    {
        $rows = [];
        foreach ($html->query("//section[@aria-labelledby='tl-products']//tbody/tr") ?: [] as $tr) {
            $cells = [];
            foreach ($html->query("*[not(contains(@class, 'tl-cell-chats'))]", $tr) ?: [] as $cell) {
                $cells[] = (string) preg_replace(['/–/u', '/[^\x20-\x7e]|XBD/'], ['-', ''], trim((string) $cell->textContent));
            }
            $rows[] = implode(' | ', $cells);
        }
        return $rows;
    }

    public function testWhatIsAskedAndWhatIsSoldAfterAChatAndWithout(): void
    {
        // visits, clicks, to buy, support, bought, after, without, sales
        self::assertSame([
            'Total | 0 | 2 | 1 | 1 | 1 of 2 | 100.00 | 30.00 | 130.00',
            'prodpage-boot | 0 | 1 | 1 | 0 | 1 of 1 | 80.00 | 30.00 | 110.00',
            'prodpage-<i>sock</i> | 0 | 1 | 0 | 1 | 0 of 1 | 0.00 | 0.00 | 0.00',
            'Fees and amounts without a product | - | - | - | - | - | 20.00 | 0.00 | 20.00',
        ], self::rows(self::html([])));
    }

    public function testTheFirstOnesAreNamed(): void
    {
        $html = self::html([]);
        $lists = [];
        foreach ($html->query("//ol[@class='tl-answer']") ?: [] as $list) {
            $lists[] = (string) preg_replace('/[^\x20-\x7e]|XBD|\s+$/', '', (string) $list->textContent);
        }
        self::assertSame(['prodpage-boot 1 personprodpage-<i>sock</i> 1 person', 'prodpage-boot 80.00', 'prodpage-<i>sock</i> 1 person'], $lists);
    }

    public function testItSortsAndSearchesAndLeadsOn(): void
    {
        $html = self::html(['orderby' => 'support', 'order' => 'desc', 's' => 'PRODPAGE']);
        self::assertStringStartsWith('prodpage-<i>sock</i>', self::rows($html)[1]);
        self::assertCount(3, self::rows($html));
        self::assertSame('descending', $html->evaluate("string(//th[starts-with(., 'Support')]/@aria-sort)"));
        parse_str((string) parse_url((string) $html->evaluate('string(//tbody/tr[3]/th/a/@href)'), PHP_URL_QUERY), $get);
        self::assertSame(['sources', ['product' => ['prodpage-1']]], [$get['tab'], $get['filter']]);
    }

    public function testAPeriodWithoutProductsSaysWhatWillStandHere(): void
    {
        $html = self::html(['from' => '2019-01-01', 'to' => '2019-01-02']);
        self::assertStringContainsString('No product was looked at or sold', (string) $html->evaluate('string(//h2)'));
        $html = self::html(['currency' => 'XQZ']);
        self::assertSame('Nothing was sold in this period.', (string) $html->evaluate("string(//p[@class='tl-earned'])"), 'in this currency');
    }
}
