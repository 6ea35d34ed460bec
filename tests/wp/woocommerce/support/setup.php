<?php

/** Run inside the site by the suites: setup.php hpos|posts|sync TOKEN (sync: HPOS in compatibility mode), setup.php activate|deactivate, setup.php down. */

declare(strict_types=1);

use Automattic\WooCommerce\Internal\DataStores\Orders\CustomOrdersTableController;

[, , , , $what] = $argv;
if (in_array($what, ['activate', 'deactivate'], true)) {
    require_once ABSPATH . 'wp-admin/includes/plugin.php';
    wp_set_current_user(1);
    $error = $what === 'activate' ? activate_plugin('touchline/touchline.php') : deactivate_plugins('touchline/touchline.php');
    is_wp_error($error) && throw new RuntimeException($error->get_error_message());
    return;
}
if ($what === 'down') {
    foreach (['touchline_test_token', 'touchline_test_statuses', 'touchline_test_decline'] as $name) {
        delete_option($name);
    }
    wp_delete_post((int) get_page_by_path('classic-checkout')?->ID, true);
    $what = 'hpos';
} else {
    update_option('touchline_test_token', $argv[5]);
    // What other suites provoked on this site is not what this one looks for.
    delete_option('touchline_last_errors');
    $settings = get_option('touchline_settings', []);
    // From the range that Germany's regulator keeps for films.
    update_option('touchline_settings', ['country' => 'DE', 'number' => '4915228895456'] + (is_array($settings) ? $settings : []));
    if (get_page_by_path('classic-checkout') === null) {
        wp_insert_post([
            'post_title' => 'Classic checkout', 'post_name' => 'classic-checkout', 'post_type' => 'page', 'post_status' => 'publish',
            'post_content' => '[woocommerce_checkout]',
        ]);
    }
}
add_filter('wc_allow_changing_orders_storage_while_sync_is_pending', '__return_true');
update_option(CustomOrdersTableController::CUSTOM_ORDERS_TABLE_USAGE_ENABLED_OPTION, $what !== 'posts' ? 'yes' : 'no');
update_option('woocommerce_custom_orders_table_data_sync_enabled', $what === 'sync' ? 'yes' : 'no');
echo get_option(CustomOrdersTableController::CUSTOM_ORDERS_TABLE_USAGE_ENABLED_OPTION), "\n";
