<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use Touchline\WP\Button\Text;

/** The message as it stands in the plain link, and what is left for the browser. */
final class TextTest extends TestCase
{
    /** @return array<string, array{string, string}> */
    public static function phrases(): array
    {
        return [
            'nothing to fill' => ['Hello there.', 'Hello there.'],
            'a name between' => ['Hello, I am {name}, and I need help.', 'Hello, and I need help.'],
            'a sentence of its own' => ['Hello! My name is {name}. Can you help?', 'Hello. Can you help?'],
            'the last sentence' => ['Can you help? My cart is {cart}.', 'Can you help.'],
            'in brackets' => ['About the shoe (SKU {sku}) for {price}: is it there?', 'About the shoe: is it there?'],
            'a colon before it' => ['Hello. My cart: {cart}. Bye: now.', 'Hello. Bye: now.'],
            'the first phrase' => ['{name} here, can you help?', 'can you help?'],
            'the first line' => ["{product}\nCan you help?", 'Can you help?'],
            'several in one phrase' => ['I want {product} in {variation} for {price} today, please', 'please'],
            'after a dash' => ['Hello – I am {name}', 'Hello'],
            'a decimal is no end' => ['I have 10.50 for {name}, ok?', 'ok?'],
            'Chinese' => ['你好，我是{name}。请帮我。', '你好。请帮我。'],
            'another brace' => ['Take {this} or {that}.', 'Take {this} or {that}.'],
            'nothing left' => ['{name}!', ''],
            'empty' => ['', ''],
        ];
    }

    /** @dataProvider phrases */
    public function testWhatIsNotKnownGoesWithItsPhrase(string $message, string $plain): void
    {
        self::assertSame($plain, Text::of($message, null)->plain());
    }

    public function testAddressesOfTheShopComeBackFromWhatsApp(): void
    {
        $_SERVER['REQUEST_URI'] = '/boots/caf%C3%A9/?s=1';
        $utm = '?utm_source=whatsapp&utm_medium=chat';
        self::assertSame('I look at ' . home_url("/boots/caf%C3%A9/$utm") . ' now.', Text::of('I look at {link} now.', null)->plain());
        $mine = home_url('/sale/?utm_source=story');
        $message = 'From ' . home_url('/sale') . ", $mine. And https://elsewhere.example/.";
        self::assertSame('From ' . home_url("/sale$utm") . ", $mine. And https://elsewhere.example/.", Text::of($message, null)->plain());
    }

    public function testWhatIsPersonalIsLeftForTheBrowser(): void
    {
        self::assertNull(Text::of('Hello {site}, about {page}.', null)->forBrowser());
        self::assertSame(['Hello', ', I am {name}', '.'], json_decode((string) Text::of('Hello, I am {name}.', null)->forBrowser(), true));
        self::assertNull(Text::of('Take {this}.', null)->forBrowser());
    }

    public function testAValueIsNoPlaceholder(): void
    {
        $name = get_option('blogname');
        update_option('blogname', 'Shop {name} & "Co"');
        try {
            $text = Text::of('Hello {site}', null);
            self::assertSame('Hello Shop (name) & "Co"', $text->plain());
            self::assertNull($text->forBrowser());
        } finally {
            update_option('blogname', $name);
        }
    }
}
