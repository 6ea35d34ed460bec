<?php

declare(strict_types=1);

namespace Touchline\WP\Button;

use Touchline\WP\Orders;

/** The message that a chat begins with. */
final class Text
{
    /** The message of this page. A placeholder without a value goes, with the blank before it. */
    public static function plain(string $message, ?\WC_Product $product): string
    {
        $name = $product !== null ? (string) Orders::name($product->get_name(), 200) : '';
        $page = $product !== null ? $name : (is_front_page() ? '' : (string) Orders::name(wp_get_document_title(), 200));
        $values = [
            '{site}' => wp_specialchars_decode((string) get_bloginfo('name'), ENT_QUOTES),
            '{page}' => $page !== '' ? $page : __('your shop', 'touchline'),
            '{product}' => $name,
            '{sku}' => $product !== null ? $product->get_sku() : '',
            '{price}' => $product !== null ? self::price($product) : '',
        ];
        foreach ($values as $name => $value) {
            $message = $value === '' ? str_replace([" $name", $name], '', $message) : str_replace($name, $value, $message);
        }
        return $message;
    }

    private static function price(\WC_Product $product): string
    {
        return html_entity_decode(wp_strip_all_tags(wc_price((float) wc_get_price_to_display($product))), ENT_QUOTES, 'UTF-8');
    }
}
