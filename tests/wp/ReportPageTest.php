<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use Touchline\WP\Admin\Page;
use Touchline\WP\Plugin;
use Touchline\WP\Settings;

/** The page as it is sent, from events of its own in a currency that no other test uses. */
final class ReportPageTest extends TestCase
{
    private const CURRENCY = 'XTS';
    private const VISITOR = 'reportpagetestvisitor00000000000';

    public static function setUpBeforeClass(): void
    {
        if (! Plugin::engine()->ready()) {
            self::markTestSkipped((string) Plugin::engine()->reason());
        }
        $now = time() * 1000;
        $browser = ['visitor' => self::VISITOR, 'user_agent' => 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36'];
        $page = ['path' => '/report-page-test/', 'page_type' => 'page'];
        $order = ['type' => 'order', 'status' => 'completed', 'currency' => self::CURRENCY, 'tax' => '0', 'shipping' => '0', 'created_via' => 'test'];
        foreach (
            [
                ['type' => 'page_view', 'at' => $now - 60000, 'id' => 'rpt1'] + $page + $browser,
                ['type' => 'button_click', 'at' => $now - 50000, 'id' => 'rpt2', 'code' => 'RPT00001'] + $page + $browser,
                ['at' => $now - 20000, 'id' => 'rpt3', 'order' => 'rpt-1', 'number' => 'RPT-1', 'placed_at' => $now - 20000, 'paid_at' => $now - 20000,
                    'total' => '1234.56', 'lines' => [['product' => 'rpt', 'name' => 'Boot <i>42</i>', 'quantity' => 1, 'net' => '1234.56']],
                    'visitor' => self::VISITOR] + $order,
                ['at' => $now - 10000, 'id' => 'rpt4', 'order' => 'rpt-2', 'number' => 'RPT-2', 'placed_at' => $now - 10000, 'paid_at' => $now - 10000,
                    'total' => '100', 'lines' => [['product' => 'rpt', 'name' => 'Boot <i>42</i>', 'quantity' => 1, 'net' => '100']]] + $order,
            ] as $event
        ) {
            Plugin::engine()->import($event);
        }
        Plugin::engine()->ingest(0);
    }

    protected function tearDown(): void
    {
        $_GET = [];
        wp_set_current_user(0);
    }

    /** @param array<string, mixed> $get */
    private static function page(array $get): string
    {
        wp_set_current_user(1);
        // From yesterday on, so that a run around midnight finds its events.
        $_GET = wp_slash($get + ['page' => 'touchline', 'currency' => self::CURRENCY, 'period' => 'custom',
            'from' => wp_date('Y-m-d', time() - DAY_IN_SECONDS), 'to' => wp_date('Y-m-d')]);
        ob_start();
        (new Page(Plugin::engine(), new Settings()))->render();
        return html_entity_decode(wp_strip_all_tags((string) ob_get_clean()), ENT_QUOTES | ENT_HTML5, 'UTF-8');
    }

    public function testItLeadsWithWhatWhatsAppEarnedAndAddsUp(): void
    {
        $text = self::page([]);
        self::assertMatchesRegularExpression('/WhatsApp earned (XTS\s)?\S*1,234\.56\S* with 1 order: 92\.5% of your net sales/u', $text);
        self::assertMatchesRegularExpression('/no known touch (XTS\s)?\S*100\.00 = (XTS\s)?\S*1,334\.56 net sales/u', $text);
        self::assertStringContainsString('Boot <i>42</i>', $text);
        self::assertStringContainsString('/report-page-test/', $text);
    }

    public function testTheOrdersBehindAPartAreListed(): void
    {
        $text = self::page(['tab' => 'orders', 'part' => 'click_only']);
        self::assertStringContainsString('#RPT-1', $text);
        self::assertStringNotContainsString('#RPT-2', $text);
        self::assertStringContainsString('#RPT-2', self::page(['tab' => 'orders', 'part' => 'unknown']));
    }

    public function testACodeShowsItsPageAndItsOrder(): void
    {
        $text = self::page(['code' => ' rpto-oooi ']); // O is read as 0, I as 1
        self::assertStringContainsString('Code RPT0-0001', $text);
        self::assertStringContainsString('#RPT-1', $text);
        self::assertStringContainsString('is not known', self::page(['code' => 'ZZZZ-ZZZZ']));
        self::assertStringContainsString('is no reference code', self::page(['code' => 'hello']));
    }

    public function testWhoMaySeeNothingSeesNothing(): void
    {
        $user = wp_insert_user(['user_login' => 'rpt' . wp_rand(), 'user_pass' => wp_generate_password(), 'role' => 'subscriber']);
        wp_set_current_user((int) $user);
        $handler = static fn (): callable => static function (): void {
            throw new RuntimeException('refused');
        };
        add_filter('wp_die_handler', $handler);
        ob_start();
        try {
            (new Page(Plugin::engine(), new Settings()))->render();
            self::fail('the page was shown');
        } catch (RuntimeException $refused) {
            self::assertSame('refused', $refused->getMessage());
            self::assertSame('', (string) ob_get_contents());
        } finally {
            ob_end_clean();
            remove_filter('wp_die_handler', $handler);
        }
    }
}
