<?php

/** A small shoe shop in a fresh WooCommerce: settings, payment, shipping with unrounded tax, products. Run by in-wordpress.php. */

declare(strict_types=1);

WC_Install::install();
foreach (
    [
        'woocommerce_store_address' => 'Hafenstrasse 1',
        'woocommerce_store_city' => 'Hamburg',
        'woocommerce_store_postcode' => '20095',
        'woocommerce_default_country' => 'DE',
        'woocommerce_currency' => 'EUR',
        'woocommerce_currency_pos' => 'left',
        'woocommerce_price_thousand_sep' => ',',
        'woocommerce_price_decimal_sep' => '.',
        'woocommerce_calc_taxes' => 'yes',
        'woocommerce_prices_include_tax' => 'yes',
        'woocommerce_tax_display_shop' => 'incl',
        'woocommerce_tax_display_cart' => 'incl',
        'woocommerce_coming_soon' => 'no',
        'woocommerce_checkout_phone_field' => 'optional', // as a newer WooCommerce sets it by itself
        'woocommerce_hold_stock_minutes' => '',
        'woocommerce_onboarding_profile' => ['skipped' => true],
        'woocommerce_task_list_hidden' => 'yes',
        'woocommerce_show_marketplace_suggestions' => 'no',
        'woocommerce_allow_tracking' => 'no',
        'woocommerce_cod_settings' => ['enabled' => 'yes', 'title' => 'Cash on delivery', 'enable_for_virtual' => 'yes'],
        'woocommerce_bacs_settings' => ['enabled' => 'yes', 'title' => 'Bank transfer'],
    ] as $option => $value
) {
    update_option($option, $value);
}

WC_Tax::_insert_tax_rate([
    'tax_rate_country' => 'DE', 'tax_rate_state' => '', 'tax_rate' => '19.0000', 'tax_rate_name' => 'VAT',
    'tax_rate_priority' => 1, 'tax_rate_compound' => 0, 'tax_rate_shipping' => 1, 'tax_rate_order' => 0, 'tax_rate_class' => '',
]);
$zone = new WC_Shipping_Zone();
$zone->set_zone_name('Germany');
$zone->add_location('DE', 'country');
$zone->save();
$method = $zone->add_shipping_method('flat_rate');
// 4.99 including 19 % tax is 4.1932773...: the unrounded part that WooCommerce keeps.
update_option('woocommerce_flat_rate_' . $method . '_settings', ['title' => 'Parcel', 'tax_status' => 'taxable', 'cost' => '4.193277310924']);

$shoes = [
    ['Fjord Boot 42', '129.00', 'Boots'], ['Fjord Boot 44', '129.00', 'Boots'], ['Harbour Sneaker', '79.90', 'Sneakers'],
    ['Pier Sneaker White', '84.50', 'Sneakers'], ['Dune Sandal', '49.95', 'Sandals'], ['Lighthouse Loafer', '99.00', 'Loafers'],
    ['Tide Runner', '109.00', 'Sneakers'], ['Wool Insole', '14.90', 'Care'], ['Leather Balm', '9.90', 'Care'],
];
foreach ($shoes as [$name, $price, $category]) {
    $term = term_exists($category, 'product_cat') ?: wp_insert_term($category, 'product_cat');
    $product = new WC_Product_Simple();
    $product->set_name($name);
    $product->set_regular_price($price);
    $product->set_sku(sanitize_title($name));
    $product->set_category_ids([(int) $term['term_id']]);
    $product->set_short_description('Made by hand, repaired for life.');
    $product->save();
}
flush_rewrite_rules();
