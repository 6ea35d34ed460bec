<?php

/** Installs WordPress (and WooCommerce where it is) in the folder that script/site assembled. Run once by the command line. */

declare(strict_types=1);

[, $wordpress, $url, $password, $woocommerce, $title] = $argv;
$_SERVER['HTTP_HOST'] = (string) parse_url($url, PHP_URL_HOST) . ':' . (string) parse_url($url, PHP_URL_PORT);
$_SERVER['REQUEST_URI'] = '/';
define('WP_INSTALLING', true);
require $wordpress . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';

wp_install($title, 'admin', 'admin@example.com', false, '', $password, '');
update_option('siteurl', $url);
update_option('home', $url);
update_option('permalink_structure', '/%postname%/');
update_option('timezone_string', 'Europe/Berlin');
update_option('blogdescription', '');
wp_delete_post(1, true);
if ($woocommerce === 'yes') {
    // Activated by name, so that its own installer runs in a process of its own, with everything loaded.
    update_option('active_plugins', ['woocommerce/woocommerce.php']);
}
