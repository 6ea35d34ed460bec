<?php

declare(strict_types=1);

require_once __DIR__ . '/support/PageTestCase.php';

use Touchline\WP\Admin\Query;
use Touchline\WP\Export\Tables;
use Touchline\WP\Plugin;
use Touchline\WP\Settings;

/**
 * The tab Carts as it is sent, from events of its own in a currency that no other test uses.
 *
 * ann  puts in 25.00, opens the checkout, orders for 25.00 ten minutes later
 * bob  leaves 100.00, opens a recovery link after two hours, orders for 80.00
 * cle  leaves 40.00, orders for 40.00 three hours later
 * dan  leaves 60.00 in the checkout; may still come back
 * eve  takes out again what she had put in, 15.00
 */
final class CartsPageTest extends PageTestCase
{
    protected const CURRENCY = 'XBJ';
    protected const TAB = 'carts';

    public static function setUpBeforeClass(): void
    {
        parent::setUpBeforeClass();
        $then = self::begin();
        $hour = 60 * self::MINUTE;
        foreach (['ann' => '25', 'bob' => '100', 'cle' => '40', 'dan' => '60', 'eve' => '15'] as $who => $value) {
            self::cart($who, $then, 1, $value);
        }
        self::tell('ann', $then + self::MINUTE, ['type' => 'checkout', 'step' => 'start', 'value' => '25']);
        self::order('ann', '1', $then + 10 * self::MINUTE, '25');
        self::send('bob', $then + 2 * $hour, ['type' => 'link_open', 'kind' => 'recovery']);
        self::order('bob', '2', $then + 2 * $hour + self::MINUTE, '80');
        self::order('cle', '3', $then + 3 * $hour, '40');
        self::tell('dan', $then + self::MINUTE, ['type' => 'checkout', 'step' => 'start', 'value' => '60']);
        self::cart('eve', $then + self::MINUTE, 0, '0');
        self::ingest();
    }

    private static function cart(string $who, int $at, int $items, string $value): void
    {
        self::tell($who, $at, ['type' => 'cart', 'action' => $items > 0 ? 'add' : 'remove', 'items' => $items, 'value' => $value,
            'product' => 'carts-boot', 'product_name' => 'Cart boot <b>"42"</b>']);
    }

    /** @param array<string, mixed> $event */
    private static function tell(string $who, int $at, array $event): void
    {
        Plugin::engine()->import($event + ['visitor' => "cartspagetest$who", 'at' => $at, 'id' => "carts$who$at", 'currency' => self::CURRENCY]);
    }

    public function testTheSentenceAndTheCards(): void
    {
        $html = self::html([]);
        $text = (string) preg_replace('/[^\x20-\x7e]|XBJ/', '', self::text($html));
        self::assertStringContainsString('3 carts worth 200.00 were left: 60% of those started in this period.', $text);
        self::assertStringContainsString('2 came back and bought for 120.00, 1 of them after a WhatsApp touch.', $text);
        self::assertStringContainsString('1 cart worth 60.00 may still come back', $text);
        self::assertStringContainsString('A cart is left when nothing was done with it for 1 hour', $text);
        self::assertStringContainsString('2 of 3 carts left: 66.7%', $text);
        self::assertStringNotContainsString('<b>"42"', $html, 'a name is text');
    }

    public function testTheOverviewHasWhatCameBackAsACard(): void
    {
        $last = "//ul[@class='tl-cards']/li[6]";
        $html = self::html(['tab' => 'overview']);
        self::assertSame('Carts won back', self::elements($html, "$last/h3")[0]->textContent);
        $card = (string) preg_replace('/[^\x20-\x7e]|XBJ/', '', self::elements($html, $last)[0]->textContent);
        self::assertStringContainsString('120.00', $card);
        self::assertStringContainsString('2 of 3 carts left: 66.7%', $card);
        $link = self::elements($html, "$last/p/a")[0]->getAttribute('href');
        parse_str((string) parse_url($link, PHP_URL_QUERY), $query);
        self::assertSame(['carts', 'any'], [$query['tab'], $query['state']]);
        $filtered = self::html(['tab' => 'overview', 'filter' => ['product' => ['carts-boot']]]);
        self::assertSame('Earned per click', self::elements($filtered, "$last/h3")[0]->textContent, 'carts do not know it');
    }

    public function testTheChainNamesTheLoss(): void
    {
        $steps = [];
        foreach (self::elements(self::html([]), "//section[@aria-labelledby='tl-cart-chain']//li") as $step) {
            $words = [];
            foreach ($step->getElementsByTagName('span') as $span) {
                $words[] = preg_replace('/[^\x20-\x7e]|XBJ/', '', trim($span->textContent));
            }
            $steps[] = implode(' | ', array_filter($words, static fn (mixed $w): bool => $w !== ''));
        }
        self::assertSame([
            'Started | 5 | 240.00', 'Reached the checkout | 4 | 80.0% of those started | 225.00 | 1 never reached it (15.00)',
            'Ordered straight away | 1 | 20.0% of those started | 25.00', 'Emptied again | 1 | 20.0% of those started | 15.00',
            'Left | 3 | 60.0% of those started | 200.00',
            'Won back | 2 | 66.7% of those left | 120.00', 'May still come back | 1 | 33.3% of those left | 60.00', 'Lost | 0 | 0.0% of those left | 0.00',
        ], $steps);
    }

    public function testTheThreeDefinitionsStandSideBySide(): void
    {
        $rows = self::rows(self::html([]), 'tl-recoveries');
        self::assertStringEndsWith(' | 1 | 1 of 3 | 80.00 | 40.0%', $rows[0]);
        self::assertStringEndsWith(' | 1 | 1 of 3 | 80.00 | 40.0%', $rows[1]);
        self::assertStringEndsWith(' | 2 | 2 of 3 | 120.00 | 60.0%', $rows[2]);
        self::assertStringContainsString('within 7 days', $rows[0]);
    }

    public function testWhatBroughtThemBack(): void
    {
        $html = self::html([]);
        // bob by his link; of cle nothing is known between the cart and the order
        self::assertSame([
            'All won back | 2 |  | 120.00', 'WhatsApp: Recovery link | 1 | 50.0% | 80.00', 'No visit or chat is known | 1 | 50.0% | 40.00',
        ], self::rows($html, 'tl-back'));
        $text = (string) preg_replace('/[^\x20-\x7e]|XBJ/', '', self::text($html));
        self::assertStringContainsString('What brought most of them back: WhatsApp: Recovery link (1 cart, 80.00).', $text);
    }

    public function testEveryFigureOpensItsCarts(): void
    {
        $states = ['started' => 5, 'checkout' => 4, 'ordered' => 1, 'emptied' => 1, 'abandoned' => 3, 'any' => 2, 'touch' => 1, 'link' => 1, 'open' => 1,
            'lost' => 0];
        foreach ($states as $state => $carts) {
            $rows = self::rows(self::html(['state' => $state]), 'tl-cart-list');
            self::assertCount($carts === 0 ? 0 : $carts + 1, $rows, $state); // and the total
        }
        $rows = self::rows(self::html(['state' => 'link']), 'tl-cart-list');
        self::assertStringContainsString('Won back by: WhatsApp: Recovery link', $rows[1]);
        self::assertStringContainsString('#carts-2 | 80.00', $rows[1]);
        self::assertStringContainsString('Cart boot', $rows[1]);
    }

    public function testDaysChannelsAndProductsAddUp(): void
    {
        $html = self::html([]);
        self::assertSame('Total | 5 | 3 | 200.00 | 140.00 | 60.00 | 0.00', self::rows($html, 'tl-cart-days')[0]);
        self::assertSame('All | 5 | 240.00 | 1 of 5 | 3 | 200.00 | 2 of 3 | 120.00', self::rows($html, 'tl-cart-channels')[0]);
        self::assertSame('Cart boot <b>"42"</b> | 3 | 100.0% | 2 of 3', self::rows($html, 'tl-cart-products')[0]);
    }

    public function testTheIdleTimeOfTheSettingsCounts(): void
    {
        $old = get_option(Settings::OPTION, []);
        update_option(Settings::OPTION, ['cart_idle' => 240] + (is_array($old) ? $old : []));
        $text = self::text(self::html([]));
        update_option(Settings::OPTION, $old);
        self::assertStringContainsString('for 4 hours', $text);
        self::assertStringContainsString('1 cart worth', $text); // bob and cle ordered before
    }

    public function testTheIdleTimeStaysBetweenAQuarterAndADay(): void
    {
        foreach (['5' => 15, '45' => 45, '2000' => 1440, 'x' => 15] as $typed => $kept) {
            self::assertSame($kept, (new Settings())->sanitize(['_form' => '1', 'cart_idle' => (string) $typed])['cart_idle'], (string) $typed);
        }
    }

    public function testTheListIsExportedAsItIsShown(): void
    {
        $query = Query::of(new Settings(), ['tab' => 'carts', 'currency' => self::CURRENCY, 'period' => 'yesterday', 'state' => 'any']);
        $rows = Tables::find(Plugin::engine(), $query, 'rows/carts');
        self::assertSame(['carts', 'any'], [$rows['name'] ?? null, $rows['query']['state'] ?? null]);
        $list = Tables::find(Plugin::engine(), $query, 'table/cart_list');
        self::assertSame('report:cart_list', $list['name'] ?? null);
        self::assertSame('report:carts', Tables::find(Plugin::engine(), $query, 'table/carts')['name'] ?? null);
    }

    public function testFiltersThatNoCartKnowsAreNamed(): void
    {
        self::assertStringContainsString('Carts know the visit', self::text(self::html(['filter' => ['evidence' => ['code']]])));
        self::assertStringNotContainsString('Carts know the visit', self::text(self::html(['filter' => ['channel' => ['direct']]])));
    }

    public function testWithoutCartsThePageSaysWhatWillStandThere(): void
    {
        $text = self::text(self::html(['period' => 'custom', 'from' => '2020-01-01', 'to' => '2020-01-02']));
        self::assertStringContainsString('No cart was started in this period', $text);
    }

    public function testWithoutACartThatWasLeftThereIsNoEmptyChart(): void
    {
        $none = ['carts' => 0, 'value' => '0.00'];
        $day = ['partial' => false] + array_fill_keys(['started', 'abandoned', 'any', 'open', 'lost'], $none);
        ob_start();
        Touchline\WP\Admin\View\CartDays::render(Query::of(new Settings(), []), ['currency' => 'EUR', 'total' => $day,
            'days' => [['date' => '2026-02-01'] + $day, ['date' => '2026-02-02'] + $day]]);
        $html = (string) ob_get_clean();
        self::assertStringContainsString('No cart of this period was left.', $html);
        self::assertStringNotContainsString('<svg', $html);
    }
}
