<?php

declare(strict_types=1);

require_once __DIR__ . '/support/PageTestCase.php';

/**
 * The tab Journeys as it is sent.
 *
 * ann  comes directly at 10:00 and asks about an order at 10:01; Google at noon, the button at 12:01, buys for 100.00 at 12:10; 40.00 go back at
 *      12:30
 * bob  Google only, buys for 50.00 at 12:10
 * nobody is known of the third order: 30.00
 */
final class JourneysPageTest extends PageTestCase
{
    protected const CURRENCY = 'XBB';
    protected const TAB = 'journeys';

    public static function setUpBeforeClass(): void
    {
        parent::setUpBeforeClass();
        $noon = self::begin();
        foreach (['ann', 'bob'] as $who) {
            self::send($who, $noon, ['type' => 'page_view', 'source' => 'google', 'medium' => 'cpc', 'campaign' => 'winter']);
        }
        self::send('ann', $noon + self::MINUTE, ['type' => 'button_click', 'code' => 'JRN00001', 'product' => 'journeys-7', 'product_name' => 'Boot 7']);
        self::send('ann', $noon - 120 * self::MINUTE, ['type' => 'page_view']);
        self::send('ann', $noon - 119 * self::MINUTE, ['type' => 'button_click', 'intent' => 'support']);
        self::order('ann', '1', $noon + 10 * self::MINUTE, '100', ['refunds' => [
            ['refund' => 'r1', 'at' => $noon + 30 * self::MINUTE, 'total' => '40', 'tax' => '0', 'shipping' => '0', 'lines' => true],
        ]]);
        self::order('bob', '2', $noon + 10 * self::MINUTE, '50');
        self::order(null, '3', $noon + 20 * self::MINUTE, '30');
        foreach (['4' => 'XBB-77', '5' => 'XBB-88', '6' => 'XBB-88'] as $key => $number) {
            self::order(null, (string) $key, $noon, '1', ['number' => $number, 'status' => 'pending', 'paid_at' => null]);
        }
        self::ingest();
    }

    /** @return list<string> order, sales, way, what WhatsApp earned */
    private static function list(string $html): array
    {
        $short = [];
        foreach (self::rows($html, 'tl-orders') as $row) {
            $cells = explode(' | ', $row);
            $short[] = implode(' | ', [$cells[0], $cells[2], $cells[3], $cells[4]]);
        }
        return $short;
    }

    public function testTheOrdersStandWithWhatLedToThem(): void
    {
        self::assertSame([
            'Total | 140.00 |  | 60.00',
            '#journeys-3 | 30.00 |  | ',
            '#journeys-2 | 50.00 | Paid search | ',
            '#journeys-1 | 60.00 | Direct visits > Paid search > WhatsApp | 60.00',
        ], self::list(self::html([])));
    }

    /** @return array<string, array{array<string, mixed>, list<string>}> */
    public static function narrowed(): array
    {
        return [
            'part' => [['part' => 'unknown'], ['#journeys-3']],
            'evidence' => [['filter' => ['evidence' => ['click']]], ['#journeys-1']],
            'channel' => [['filter' => ['channel' => ['paid_search']]], ['#journeys-2']],
            'channel, first touch' => [['filter' => ['channel' => ['paid_search']], 'model' => 'first'], ['#journeys-2']],
            'direct, first touch' => [['filter' => ['channel' => ['direct']], 'model' => 'first'], ['#journeys-1']],
            'hour' => [['filter' => ['hour' => ['12']]], ['#journeys-3', '#journeys-2', '#journeys-1']],
            'another hour' => [['filter' => ['hour' => ['13']]], []],
            'way' => [['path' => ['paid_search']], ['#journeys-2']],
            'way of campaigns' => [['path' => ['', 'winter', 'winter'], 'dim' => 'campaign'], ['#journeys-1']],
            'as it was called before' => [['tab' => 'orders', 'part' => 'click_only'], ['#journeys-1']],
        ];
    }

    /**
     * @dataProvider narrowed
     * @param array<string, mixed> $get
     * @param list<string> $orders
     */
    public function testTheListCanBeNarrowed(array $get, array $orders): void
    {
        $rows = self::list(self::html($get));
        self::assertSame($orders, array_map(static fn (string $row): string => explode(' | ', $row)[0], array_slice($rows, 1)));
    }

    /** @return list<string> */
    private static function story(string $html): array
    {
        $line = [];
        foreach (self::elements($html, "//ol[@class='tl-story']/li") as $item) {
            $parts = [];
            foreach ($item->getElementsByTagName('span') as $part) {
                if (in_array($part->getAttribute('class'), ['tl-what', 'tl-credit'], true)) {
                    $parts[] = preg_replace('/[^\x20-\x7e]|XBB/', '', (string) preg_replace('/\s+/', ' ', $part->textContent));
                }
            }
            $line[] = implode(' | ', $parts);
        }
        return $line;
    }

    public function testOneOrderIsToldFromTheFirstTouchToTheRefund(): void
    {
        $html = self::html(['id' => 'journeys-1', 'model' => 'position']);
        $text = self::text($html);
        self::assertStringContainsString('Order #journeys-1', $text);
        $facts = '/100\.00 net · \S*40\.00 of it refunded · Model: 40% first, 40% last, 20% between/u';
        self::assertMatchesRegularExpression($facts, str_replace('XBB ', '', $text));
        self::assertMatchesRegularExpression('/Person [0-9a-f]{8} \(a pseudonym\)/', $text);
        $line = self::story($html);
        self::assertCount(7, $line);
        // Three touches share 60.00, 40% to the first and the last; the question about an order is none of them.
        self::assertSame('Direct visitsquality 0 of 100/journeys-page/ | 40% 24.00', $line[0]);
        self::assertStringContainsString('| a question about an order, no sale', $line[1]);
        self::assertSame('Paid search, google, campaign winterquality 0 of 100/journeys-page/ | 20% 12.00', $line[2]);
        self::assertSame('WhatsApp, ButtonBoot 7/journeys-page/code JRN0-0001 | 40% 24.00', $line[3]);
        self::assertStringStartsWith('Order placed: 100.00 with tax', $line[4]);
        self::assertStringStartsWith('Paid or accepted', $line[5]);
        self::assertStringStartsWith('Refunded: 40.00 with tax and shipping; credit is taken back', $line[6]);
    }

    public function testEveryTouchStandsUnderEveryModel(): void
    {
        $rows = self::rows(self::html(['id' => 'journeys-1']), 'tl-models');
        // last non-direct, last, first, equally, 40-20-40, and the nearer the more
        self::assertStringContainsString('Direct visits | 0.00 | 0.00 | 60.00 | 20.00 | 24.00 | ', $rows[0]);
        self::assertStringEndsWith('WhatsApp, Button | 0.00 | 0.00 | 0.00 | 0.00 | 0.00 | 0.00', $rows[1]);
        self::assertStringContainsString('Paid search, google, campaign winter | 0.00 | 0.00 | 0.00 | 20.00 | 12.00 | ', $rows[2]);
        self::assertStringContainsString('WhatsApp, Button | 60.00 | 60.00 | 0.00 | 20.00 | 24.00 | ', $rows[3]);
    }

    public function testATouchSaysWhyItEarnedNothing(): void
    {
        self::assertStringContainsString('| the model gives it to another touch', self::story(self::html(['id' => 'journeys-1', 'model' => 'last']))[0]);
    }

    public function testAnOrderWithoutATouchSaysWhy(): void
    {
        $text = self::text(self::html(['id' => 'journeys-3']));
        self::assertStringContainsString('the order was made without a browser of the customer', $text);
        self::assertStringContainsString('Order placed', $text);
    }

    public function testAnOrderIsFoundByTheNumberThatPeopleSee(): void
    {
        self::assertStringContainsString('Order #XBB-77', self::text(self::html(['number' => ' #XBB-77 '])));
        self::assertStringContainsString('Order #journeys-1', self::text(self::html(['number' => 'journeys-1'])));
        $several = self::html(['number' => 'XBB-88']);
        self::assertStringContainsString('Several orders have the number XBB-88', self::text($several));
        self::assertCount(2, self::elements($several, "//section[@aria-labelledby='tl-choose']//a"));
    }

    public function testAnUnknownOrderIsNamedAndTheListIsShown(): void
    {
        foreach (['id', 'number'] as $name) {
            $html = self::html([$name => '404-none']);
            self::assertStringContainsString('Order 404-none is not known here.', self::text($html));
            self::assertCount(4, self::list($html));
        }
    }
}
