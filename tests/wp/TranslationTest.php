<?php

declare(strict_types=1);

require_once __DIR__ . '/support/PageTestCase.php';

use Touchline\WP\Plugin;

/** With every translation in brackets, what stands outside of them can be read in English only, unless it is the shop's own. */
final class TranslationTest extends PageTestCase
{
    protected const CURRENCY = 'XPT';
    protected const TAB = 'overview';
    private const DAY = '2025-06-11';
    private const TABS = ['overview', 'sources', 'products', 'models', 'paths', 'journeys', 'orders', 'quality', 'settings'];
    private const DOMAINS = ['touchline', 'default', 'woocommerce'];

    /** What the shop calls its things here, and names that are the same in every language. */
    private const OWN = ['XPT', 'CSV', 'Excel (XLSX)', 'NDJSON', 'JSON', 'K7Q2-M9XA', 'TRAN-S7AT',
        'Schuh', 'Sommer', 'Googlebot', 'zeitung', '/overview-page/', '#overview-1', '#overview-2'];

    private const TEXTS = '//text()[not(parent::script) and not(parent::style)'
        . ' and not(ancestor::select[@name="currency"])] | //@aria-label | //@title | //@placeholder | //@alt | //@data-label | //@data-hint'
        . ' | //input[@type="submit"]/@value';

    public static function setUpBeforeClass(): void
    {
        parent::setUpBeforeClass();
        require_once ABSPATH . 'wp-admin/includes/admin.php';
        $noon = (new DateTimeImmutable(self::DAY . ' 12:00', wp_timezone()))->getTimestamp() * 1000;
        self::send('ann', $noon, ['type' => 'page_view', 'source' => 'zeitung', 'medium' => 'cpc', 'campaign' => 'Sommer']);
        self::send('ann', $noon + self::MINUTE, ['type' => 'product_view', 'product' => 'translated', 'product_name' => 'Schuh', 'page_type' => 'product']);
        self::send('ann', $noon + 2 * self::MINUTE, ['type' => 'button_click', 'product' => 'translated', 'product_name' => 'Schuh', 'code' => 'TRANS7AT']);
        self::order('ann', '1', $noon + 10 * self::MINUTE, '80', ['lines' => [['product' => 'translated', 'name' => 'Schuh', 'quantity' => 1, 'net' => '80']]]);
        self::order(null, '2', $noon + 20 * self::MINUTE, '20');
        foreach (['bob', 'cyd'] as $i => $who) {
            self::send($who, $noon + $i * self::MINUTE, ['type' => 'page_view']);
        }
        self::ingest();
    }

    protected function setUp(): void
    {
        foreach (self::DOMAINS as $domain) {
            foreach (['gettext', 'ngettext', 'gettext_with_context', 'ngettext_with_context'] as $kind) {
                add_filter("{$kind}_$domain", [self::class, 'mark']);
            }
        }
        foreach (['date' => 'Y-m-d', 'time' => 'H:i'] as $what => $format) {
            add_filter("pre_option_{$what}_format", static fn (): string => $format);
        }
        $GLOBALS['wp_locale'] = new WP_Locale();
    }

    protected function tearDown(): void
    {
        foreach (self::DOMAINS as $domain) {
            foreach (['gettext', 'ngettext', 'gettext_with_context', 'ngettext_with_context'] as $kind) {
                remove_filter("{$kind}_$domain", [self::class, 'mark']);
            }
        }
        remove_all_filters('pre_option_date_format');
        remove_all_filters('pre_option_time_format');
        $GLOBALS['wp_locale'] = new WP_Locale();
        parent::tearDown();
    }

    public static function mark(string $text): string
    {
        return preg_match('/\p{L}{2}/u', $text) === 1 ? "⟦{$text}⟧" : $text; // formats of dates and numbers stay what they are
    }

    /** @return list<string> words outside of brackets */
    private static function outside(string $html): array
    {
        $document = new DOMDocument();
        @$document->loadHTML('<?xml encoding="utf-8"?>' . $html);
        $depth = 0;
        $found = [];
        foreach ((new DOMXPath($document))->query(self::TEXTS) ?: [] as $node) {
            $within = $node instanceof DOMAttr ? 0 : $depth; // a sentence goes on over the figures in it
            $plain = '';
            foreach (mb_str_split((string) $node->nodeValue) as $character) {
                $within += ['⟦' => 1, '⟧' => -1][$character] ?? 0;
                $plain .= $within === 0 && $character !== '⟧' ? $character : '';
            }
            $depth = $node instanceof DOMAttr ? $depth : $within;
            $plain = trim((string) preg_replace('/\s+/u', ' ', str_replace(self::OWN, '', $plain)));
            if (preg_match('/\p{L}{2}/u', $plain) === 1) {
                $found[] = $plain;
            }
        }
        self::assertSame(0, $depth, 'a translation was cut');
        return $found;
    }

    /** @return array<string, array{string}> */
    public static function tabs(): array
    {
        return array_combine(self::TABS, array_map(static fn (string $tab): array => [$tab], self::TABS));
    }

    /** @dataProvider tabs */
    public function testEverythingOnATabCanBeTranslated(string $tab): void
    {
        $html = self::html(['tab' => $tab, 'period' => 'custom', 'from' => self::DAY, 'to' => self::DAY]);
        self::assertStringContainsString('⟦', $html);
        self::assertSame([], self::outside($html));
    }

    public function testAJourneyCanBeTranslated(): void
    {
        $html = self::html(['tab' => 'journeys', 'id' => 'overview-1']);
        self::assertStringContainsString('#overview-1', $html);
        self::assertSame([], self::outside($html));
    }

    /** Past the list of languages that WordPress itself has. */
    private static function speak(string $language): void
    {
        $GLOBALS['wpdb']->replace($GLOBALS['wpdb']->options, ['option_name' => 'WPLANG', 'option_value' => $language]);
        wp_cache_flush();
    }

    /** A language pack as WordPress installs one, from the file that script/pot makes: read by shop and mail in the site's language, and not too early. */
    public function testALanguagePackIsRead(): void
    {
        require_once ABSPATH . WPINC . '/pomo/po.php';
        $texts = new PO();
        self::assertTrue($texts->import_from_file(WP_PLUGIN_DIR . '/touchline/languages/touchline.pot'));
        $pack = new MO();
        foreach ($texts->entries as $entry) {
            $entry->translations = array_fill(0, $entry->is_plural ? 2 : 1, "⟦{$entry->singular}⟧");
            $pack->add_entry($entry);
        }
        $log = WP_CONTENT_DIR . '/../../debug.log';
        $before = is_file($log) ? (int) filesize($log) : 0;
        wp_mkdir_p(WP_LANG_DIR . '/plugins');
        $file = WP_LANG_DIR . '/plugins/touchline-qps.mo';
        $number = get_option('touchline_settings', []);
        try {
            self::assertTrue($pack->export_to_file($file));
            update_option('touchline_settings', ['number' => '4915228895456'] + (array) $number);
            self::speak('qps');
            $page = (string) file_get_contents(home_url('/?nocache=' . wp_rand()));
        } finally {
            self::speak('');
            unlink($file);
            update_option('touchline_settings', $number);
        }
        self::assertMatchesRegularExpression('/class="touchline-button [^>]*aria-label="[^"]*⟦/', $page);
        self::assertStringNotContainsString('<code>touchline</code>', (string) file_get_contents($log, false, null, $before), 'a text was asked for too early');
    }

    public function testWordsOutsideAreFound(): void
    {
        self::assertSame(['Hello there'], self::outside('<p>⟦All <b>is</b> well⟧</p><p title="⟦so⟧">Hello there</p>'));
    }
}
