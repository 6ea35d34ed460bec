<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use Touchline\WP\Button\Look;
use Touchline\WP\Privacy\Choice;
use Touchline\WP\Settings;

/** The button as a visitor without JavaScript gets it: the page's own HTML, over HTTP. */
final class ButtonTest extends TestCase
{
    private mixed $before;

    protected function setUp(): void
    {
        $this->before = get_option(Settings::OPTION);
    }

    protected function tearDown(): void
    {
        update_option(Settings::OPTION, $this->before === false ? [] : $this->before);
        delete_option(Look::OPTION);
        update_option(Choice::OPTION, ['limit' => 0]);
    }

    /**
     * @param array<string, mixed> $settings
     * @param array<string, mixed> $look
     */
    private static function page(array $settings, string $path = '/', array $look = []): string
    {
        update_option(Settings::OPTION, $settings);
        update_option(Look::OPTION, $look);
        $url = untrailingslashit(home_url()) . $path;
        return (string) file_get_contents($url, false, stream_context_create(['http' => ['ignore_errors' => true]]));
    }

    public function testWithoutANumberThereIsNothing(): void
    {
        $html = self::page(['number' => '']);
        self::assertStringContainsString('</html>', $html);
        // An older WooCommerce names every plugin's folder in its settings.
        self::assertDoesNotMatchRegularExpression('~touchline[-/_]~', $html);
    }

    /** The page is painted without waiting for anything of ours: the style is in it, the scripts are deferred to its end. */
    public function testThePageWaitsForNothing(): void
    {
        $html = self::page(['number' => '4915228895456']);
        self::assertMatchesRegularExpression('~<style id=.touchline-button-inline-css.[^>]*>[^<]*\.touchline-floating~', $html);
        self::assertDoesNotMatchRegularExpression('~<link[^>]+touchline~', $html);
        preg_match_all('~<script[^>]+touchline/assets[^>]*>~', $html, $scripts);
        self::assertNotSame([], $scripts[0]);
        foreach ($scripts[0] as $script) {
            self::assertStringContainsString(' defer', $script);
        }
    }

    public function testItIsAPlainLinkThatSaysWhereItWasPressed(): void
    {
        $look = ['wide' => 'left', 'phone' => 'none', 'size' => 'large'];
        $html = self::page(['number' => '4915228895456', 'message' => 'Hello {site} & co, about {page}?'], '/', $look);
        $link = '~touchline-large touchline-wide-left touchline-phone-none touchline-light" href="(https://wa\.me/4915228895456\?text=[^"]+)"~';
        self::assertSame(1, preg_match($link, $html, $match));
        parse_str((string) parse_url(html_entity_decode($match[1]), PHP_URL_QUERY), $query);
        self::assertSame('Hello ' . html_entity_decode(get_bloginfo('name')) . ' & co, about your shop?', html_entity_decode((string) $query['text']));
        self::assertStringContainsString('aria-label="Chat with us on WhatsApp"', $html);
    }

    public function testItIsTheSameForEverybodySoThatCachesMayKeepIt(): void
    {
        $one = self::page(['number' => '4915228895456']);
        $two = self::page(['number' => '4915228895456']);
        preg_match('~<div class="touchline".*?</div>~s', $one, $first);
        preg_match('~<div class="touchline".*?</div>~s', $two, $second);
        self::assertNotEmpty($first);
        self::assertSame($first, $second);
        self::assertDoesNotMatchRegularExpression('/[0-9a-f]{32}/', $first[0], 'nobody stands in it');
    }

    public function testAMessageIsNeverHtml(): void
    {
        $html = self::page(['number' => '4915228895456', 'message' => '"><script>alert(1)</script> {page}']);
        self::assertStringNotContainsString('<script>alert(1)', $html);
    }

    /** @return list<string> the style in a page and the script files of ours, as they are delivered */
    private static function assets(string $html): array
    {
        preg_match_all('~(?:src|href)=["\']([^"\']+/touchline/assets/[^"\']+)~', $html, $match);
        preg_match('~<style id=.touchline-button-inline-css.[^>]*>([^<]*)~', $html, $style);
        // WordPress says there where the style is from.
        return array_merge([(string) preg_replace('~/\*.*?\*/~s', '', $style[1] ?? '')], array_map(static function (string $url): string {
            self::assertStringStartsWith(untrailingslashit(home_url()), $url);
            return (string) file_get_contents(html_entity_decode($url));
        }, $match[1]));
    }

    public function testSmallAndFromNowhereElse(): void
    {
        update_option(Choice::OPTION, ['mode' => 'cookieless']);
        $files = self::assets(self::page(['number' => '4915228895456']));
        self::assertCount(2, $files);
        self::assertLessThan(6 * 1024, strlen(implode('', $files)));
    }

    /** What only some shops want costs them alone, and with all of it a server that compresses still delivers less than 6 KB. */
    public function testWithEverythingItIsStillSmall(): void
    {
        $files = self::assets(self::page(['number' => '4915228895456', 'message' => 'I am {name}.']));
        self::assertCount(4, $files);
        self::assertLessThan(6 * 1024, strlen(implode('', array_map(static fn (string $file): string => (string) gzencode($file), $files))));
    }

    public function testItFloatsWhereTheMerchantWantsIt(): void
    {
        $number = ['number' => '4915228895456'];
        $floats = static fn (string $path, array $look): bool => str_contains(self::page($number, $path, $look), 'touchline-button touchline-floating');
        self::assertTrue($floats('/', []));
        self::assertFalse($floats('/', ['off' => ['home']]));
        self::assertTrue($floats('/?s=shoe', ['off' => ['home']]));
        self::assertFalse($floats('/', ['wide' => 'none', 'phone' => 'none']));
        self::assertTrue($floats('/', ['wide' => 'none']), 'the phone has it, and the page is the same for both');
        self::assertFalse($floats('/', ['only' => '/contact']));
        self::assertTrue($floats('/contact-us/?a=1', ['only' => "/jobs\n/contact*"]));
        self::assertFalse($floats('/contact-us/?a=1', ['except' => '/Contact-us']));
        self::assertTrue($floats('/?s=shoe', ['except' => '/search/*']));
    }

    /** Without a floating button, the page's view is told all the same. */
    public function testWhereItDoesNotFloatThePageIsStillMeasured(): void
    {
        self::assertStringContainsString('data-touchline="', self::page(['number' => '4915228895456'], '/', ['off' => ['home']]));
    }

    public function testLooksAreTheMerchants(): void
    {
        $html = self::page(['number' => '4915228895456'], '/', [
            'colour' => '#ffee00', 'bubble' => 'Any <questions>?', 'scheme' => 'auto', 'size' => 'small',
        ]);
        self::assertStringContainsString(':root{--touchline:#ffee00;--touchline-ink:#000}', $html, 'black reads on yellow');
        self::assertStringContainsString('touchline-small touchline-wide-right touchline-phone-right touchline-auto"', $html);
        self::assertStringContainsString('<span class="touchline-bubble" dir="auto">Any &lt;questions&gt;?</span>', $html);
        self::assertStringContainsString('--touchline-ink:#fff}', self::page(['number' => '4915228895456'], '/', ['colour' => '#004400']));
    }

    public function testTheFormsNonsenseIsNotKept(): void
    {
        update_option(Look::OPTION, ['size' => 'large', 'colour' => '#112233']);
        $kept = (new Look())->sanitize([
            '_form' => '1', 'size' => 'huge', 'colour' => 'red;}', 'wide' => ['left'], 'phone' => 'none', 'off' => ['cart', 'moon'], 'bubble' => '<b>Hi</b>',
            'only' => "https://shop.example/contact/?a=b\n\n product/* \n/contact/",
        ]);
        self::assertSame(['large', '#112233', 'right', 'none'], [$kept['size'], $kept['colour'], $kept['wide'], $kept['phone']]);
        self::assertSame([['cart'], 'Hi', "/contact/\n/product/*"], [$kept['off'], $kept['bubble'], $kept['only']]);
        self::assertFalse($kept['checkout'], 'an unticked box is not sent');
        self::assertTrue((new Look())->sanitize(['size' => 'small'])['checkout'], 'a program that sets one thing leaves the rest');
    }

    public function testShortcodeBlockAndFunctionAreTheSameButton(): void
    {
        $content = '[touchline_whatsapp label="Talk & buy" message="Hi there"]<!-- wp:touchline/whatsapp {"label":"Ask","align":"center"} /-->';
        $page = (int) wp_insert_post(['post_type' => 'page', 'post_status' => 'publish', 'post_title' => 'Talk', 'post_content' => $content]);
        $path = (string) wp_parse_url((string) get_permalink($page), PHP_URL_PATH);
        $html = self::page(['number' => '4915228895456', 'message' => 'Hello'], $path);
        $none = self::page(['number' => ''], $path);
        wp_delete_post($page, true);
        self::assertStringContainsString('href="https://wa.me/4915228895456?text=Hi%20there" data-placement="shortcode"', $html);
        self::assertStringContainsString('<span>Talk &amp; buy</span>', $html);
        $block = '~<div class="[^"]*aligncenter[^"]*"><a class="touchline-button touchline-inline[^>]+data-placement="block"~';
        self::assertMatchesRegularExpression($block, $html);
        self::assertStringContainsString('<span>Ask</span>', $html);
        // Before 6.9 WordPress prints the style of a block that is on the page, whether it shows something or not.
        self::assertDoesNotMatchRegularExpression('~wa\.me|class="touchline|touchline-button-js~', $none, 'without a number, nothing');

        update_option(Settings::OPTION, ['number' => '4915228895456', 'message' => 'Hello']);
        self::assertStringContainsString('text=Hello" data-placement="function"', touchline_whatsapp(['label' => 'Write']));
        update_option(Settings::OPTION, ['number' => '']);
        self::assertSame('', touchline_whatsapp());
    }
}
