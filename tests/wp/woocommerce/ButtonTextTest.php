<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use Touchline\WP\Button\Text;

/** What the button says about a product. */
final class ButtonTextTest extends TestCase
{
    private const MESSAGE = 'I have a question about {product} (SKU {sku}) in {variation} for {price}.';

    public function testAProductsOwn(): void
    {
        $product = new WC_Product_Simple();
        $product->set_props(['name' => 'Boot &amp; lace', 'sku' => 'B-1', 'price' => '12.5', 'tax_status' => 'none']);
        $price = html_entity_decode(wp_strip_all_tags(wc_price(12.5)), ENT_QUOTES);
        self::assertSame('I have a question about Boot & lace (SKU B-1) for ' . $price . '.', Text::of(self::MESSAGE, $product)->plain());
        self::assertSame('', Text::of('See {link}', $product)->plain(), 'it has no page yet');
        $product->save();
        $link = get_permalink($product->get_id());
        $link .= (str_contains((string) $link, '?') ? '&' : '?') . 'utm_source=whatsapp&utm_medium=chat';
        self::assertSame("See $link", Text::of('See {link}', $product)->plain());
        $product->delete(true);
        $product->set_props(['sku' => '', 'price' => '']);
        self::assertSame('I have a question about Boot & lace.', Text::of(self::MESSAGE, $product)->plain());
    }

    public function testOfVariationsTheBrowserKnowsWhich(): void
    {
        $product = new WC_Product_Variable();
        $product->set_props(['name' => 'Boot', 'sku' => 'B']);
        $text = Text::of(self::MESSAGE, $product);
        self::assertSame('I have a question about Boot (SKU B).', $text->plain());
        $pieces = ['I have a question about Boot', ' (SKU {sku=B})', ' in {variation}', ' for {price}', '.'];
        self::assertSame($pieces, json_decode((string) $text->forBrowser(), true));
    }
}
