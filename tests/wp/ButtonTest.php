<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
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
    }

    /** @param array<string, mixed> $settings */
    private static function page(array $settings, string $path = '/'): string
    {
        update_option(Settings::OPTION, $settings);
        return (string) file_get_contents(untrailingslashit(home_url()) . $path, false, stream_context_create(['http' => ['ignore_errors' => true]]));
    }

    public function testWithoutANumberThereIsNothing(): void
    {
        $html = self::page(['number' => '']);
        self::assertStringContainsString('</html>', $html);
        self::assertStringNotContainsString('touchline', $html);
    }

    public function testItIsAPlainLinkThatSaysWhereItWasPressed(): void
    {
        $html = self::page(['number' => '4915228895456', 'message' => 'Hello {site} & co, about {page}?', 'position' => 'left']);
        $link = '~<a class="touchline-button touchline-floating touchline-left" href="(https://wa\.me/4915228895456\?text=[^"]+)"~';
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

    public function testSmallAndFromNowhereElse(): void
    {
        $html = self::page(['number' => '4915228895456']);
        preg_match_all('~(?:src|href)=["\']([^"\']+/touchline/assets/button\.(?:js|css)[^"\']*)~', $html, $match);
        self::assertCount(2, $match[1]);
        $bytes = 0;
        foreach ($match[1] as $url) {
            self::assertStringStartsWith(untrailingslashit(home_url()), $url);
            $bytes += strlen((string) file_get_contents(html_entity_decode($url)));
        }
        self::assertLessThan(6 * 1024, $bytes);
    }
}
