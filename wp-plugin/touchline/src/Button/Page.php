<?php

declare(strict_types=1);

namespace Touchline\WP\Button;

/** The page that is being made, as the button sees it: the same for every visitor. */
final class Page
{
    /** One of the page types of docs/format.md. */
    public static function type(): string
    {
        if (function_exists('is_woocommerce')) {
            foreach (
                [
                    'order' => is_wc_endpoint_url('order-received') || is_wc_endpoint_url('view-order'), 'checkout' => is_checkout(), 'cart' => is_cart(),
                    'account' => is_account_page(), 'product' => is_product(), 'category' => is_product_taxonomy(), 'shop' => is_shop(),
                ] as $type => $is
            ) {
                if ($is) {
                    return $type;
                }
            }
        }
        return match (true) {
            is_search() => 'search',
            is_front_page() => 'home',
            is_page() => 'page',
            is_singular() => 'post',
            default => 'other',
        };
    }

    /** How many things the search found. */
    public static function results(): int
    {
        $query = $GLOBALS['wp_query'] ?? null;
        return $query instanceof \WP_Query ? (int) $query->found_posts : 0;
    }

    public static function path(): string
    {
        return (string) wp_parse_url(rawurldecode(esc_url_raw(wp_unslash($_SERVER['REQUEST_URI'] ?? '/'))), PHP_URL_PATH);
    }

    /** The product whose page this is. */
    public static function product(): ?\WC_Product
    {
        return function_exists('is_product') && is_product() ? self::productOf((int) get_queried_object_id()) : null;
    }

    public static function productOf(int $id): ?\WC_Product
    {
        $product = $id > 0 && function_exists('wc_get_product') ? wc_get_product($id) : null;
        return $product instanceof \WC_Product ? $product : null;
    }
}
