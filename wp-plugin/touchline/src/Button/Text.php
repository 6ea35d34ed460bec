<?php

declare(strict_types=1);

namespace Touchline\WP\Button;

use Touchline\WP\Links\Utm;
use Touchline\WP\Orders;

/**
 * The message that a chat begins with, in pieces. A piece is a phrase: what stands between two marks of punctuation, or in brackets, or up to
 * the next placeholder; a colon belongs to the placeholder that it introduces. A placeholder without a value takes its phrase, and the mark before it, along.
 *
 * What differs from visitor to visitor (PERSONAL, and of a product with variations its SKU and price) is left for the browser, so that the page
 * is the same for everyone; the plain link does without it.
 */
final class Text
{
    private const KNOWN = '/\{(site|page|link|product|sku|price|variation|cart|name)\}/';
    private const PERSONAL = ['variation', 'cart', 'name'];
    /** A placeholder that is left for the browser, with its standard value where it has one. */
    private const OPEN = '/\{(variation|cart|name|sku|price)(?:=([^{}]*))?\}/';
    private const BETWEEN = '/(\s*\n\s*|[.,;!?…]+(?:\s+|$)|:\s+(?!\{)|[。、，！？；]|：(?!\{)|\s+[–—-]\s+)/u';
    private const WITHIN = '/(\s*\([^()]*\))|(?<=\})(?=[^{}]*\{\w+\})/u';
    private const LEFT_OVER = '/^[\s.,;:!?…。、，！？；：–—-]+/u';

    /** @param list<string> $pieces with what is open as `{name}` or `{sku=the value without it}` */
    private function __construct(private readonly array $pieces)
    {
    }

    public static function of(string $message, ?\WC_Product $product): self
    {
        $values = self::values($product);
        $open = [...self::PERSONAL, ...($product !== null && $product->is_type('variable') ? ['sku', 'price'] : [])];
        $pieces = [];
        foreach (self::phrases(Utm::inText($message)) as $phrase) {
            $whole = true;
            $piece = (string) preg_replace_callback(self::KNOWN, static function (array $match) use ($values, $open, &$whole): string {
                $value = strtr($values[$match[1]] ?? '', ['{' => '(', '}' => ')']); // a value cannot pretend to be a placeholder
                $left = in_array($match[1], $open, true);
                $whole = $whole && ($left || $value !== '');
                return $left ? '{' . $match[1] . ($value === '' ? '' : "=$value") . '}' : $value;
            }, $phrase);
            if ($whole) {
                $pieces[] = $piece;
            }
        }
        return new self($pieces);
    }

    /** What the link says without JavaScript. */
    public function plain(): string
    {
        $text = '';
        foreach ($this->pieces as $piece) {
            $whole = true;
            $filled = (string) preg_replace_callback(self::OPEN, static function (array $match) use (&$whole): string {
                $whole = $whole && isset($match[2]);
                return $match[2] ?? '';
            }, $piece);
            $text .= $whole ? $filled : '';
        }
        return (string) preg_replace(self::LEFT_OVER, '', $text);
    }

    /** The pieces for the browser as JSON, null when nothing is left to fill in. */
    public function forBrowser(): ?string
    {
        return preg_grep(self::OPEN, $this->pieces) === []
            ? null
            : (string) wp_json_encode($this->pieces, JSON_HEX_AMP | JSON_HEX_QUOT | JSON_HEX_APOS | JSON_HEX_TAG | JSON_UNESCAPED_UNICODE);
    }

    /** @return list<string> */
    private static function phrases(string $message): array
    {
        $parts = preg_split(self::BETWEEN, trim($message), -1, PREG_SPLIT_DELIM_CAPTURE) ?: [];
        $phrases = [];
        for ($i = 0; $i < count($parts); $i += 2) {
            $clause = ($i > 0 ? $parts[$i - 1] : '') . $parts[$i];
            // (What is in brackets), and what follows a placeholder up to the next one.
            $split = preg_split(self::WITHIN, $clause, -1, PREG_SPLIT_DELIM_CAPTURE | PREG_SPLIT_NO_EMPTY);
            $phrases = [...$phrases, ...($split ?: [])];
        }
        return $phrases;
    }

    /** @return array<string, string> */
    private static function values(?\WC_Product $product): array
    {
        $name = $product !== null ? (string) Orders::name($product->get_name(), 200) : '';
        $page = $product !== null ? $name : (is_front_page() ? '' : (string) Orders::name(wp_get_document_title(), 200));
        return [
            'site' => wp_specialchars_decode((string) get_bloginfo('name'), ENT_QUOTES),
            'page' => $page !== '' ? $page : __('your shop', 'touchline'),
            'link' => self::link($product),
            'product' => $name,
            'sku' => $product !== null ? $product->get_sku() : '',
            'price' => $product !== null ? self::price($product) : '',
        ];
    }

    /** The address of the product, else of the page, as it comes back out of a chat. */
    private static function link(?\WC_Product $product): string
    {
        $page = wp_parse_url(esc_url_raw(wp_unslash($_SERVER['REQUEST_URI'] ?? '/')), PHP_URL_PATH);
        $address = $product === null ? Utm::shop() . $page : get_permalink($product->get_id());
        return is_string($address) ? Utm::add($address, Utm::CHAT) : '';
    }

    /** '' where there is none, or none alone. */
    private static function price(\WC_Product $product): string
    {
        $range = $product instanceof \WC_Product_Variable && $product->get_variation_price('min') !== $product->get_variation_price('max');
        if ($range || $product->get_price() === '') {
            return '';
        }
        return html_entity_decode(wp_strip_all_tags(wc_price((float) wc_get_price_to_display($product))), ENT_QUOTES, 'UTF-8');
    }
}
