<?php

/** Turns the site that script/site installed into a network of sites (WordPress's multisite). Run by in-wordpress.php, before the constants are set. */

declare(strict_types=1);

global $wpdb;
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/network.php';
foreach ($wpdb->tables('ms_global') as $name => $table) {
    $wpdb->$name = $table;
}
install_network();
$host = (string) wp_parse_url(home_url(), PHP_URL_HOST) . ':' . (string) wp_parse_url(home_url(), PHP_URL_PORT);
$made = populate_network(1, $host, 'admin@example.com', (string) get_option('blogname'), '/', false);
if (is_wp_error($made) && $made->get_error_code() !== 'no_wildcard_dns') {
    fwrite(STDERR, $made->get_error_message() . "\n");
    exit(1);
}
