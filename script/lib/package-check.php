<?php

/**
 * Takes the plugin's life on a site: installed from a zip as wp-admin's upload does, activated, looked at, deactivated, deleted. Run by
 * in-wordpress.php; prints what went otherwise.
 *   package-check.php install ZIP | remove
 */

declare(strict_types=1);

require_once ABSPATH . 'wp-admin/includes/admin.php';
require_once ABSPATH . 'wp-admin/includes/class-wp-upgrader.php';

const PLUGIN = 'touchline/touchline.php';

wp_set_current_user(1);
[, , , , $verb] = $argv;
ob_start();
if ($verb === 'install') {
    $done = (new Plugin_Upgrader(new Automatic_Upgrader_Skin()))->install($argv[5]);
    $done = $done === true ? activate_plugin(PLUGIN) ?? true : $done;
    $said = '';
    foreach ([Touchline\WP\Plugin::engine()->ready(), is_file(ABSPATH . 'touchline-beacon.php')] as $part => $ready) {
        $said .= $ready ? '' : ['the engine is not ready: ' . Touchline\WP\Plugin::engine()->reason(), 'there is no beacon'][$part] . "\n";
    }
} else {
    update_option('touchline_settings', ['delete_data' => 'on'] + (array) get_option('touchline_settings', []));
    deactivate_plugins(PLUGIN);
    $said = is_file(ABSPATH . 'touchline-beacon.php') ? "the beacon is still there after deactivation\n" : '';
    $done = delete_plugins([PLUGIN]);
    foreach ($GLOBALS['wpdb']->get_col("SELECT option_name FROM {$GLOBALS['wpdb']->options} WHERE option_name LIKE '%touchline%'") as $left) {
        $said .= "the option $left is still there\n";
    }
    $said .= glob(wp_upload_dir()['basedir'] . '/touchline-*') ? "the store is still there\n" : '';
    $said .= is_dir(WP_PLUGIN_DIR . '/touchline') ? "the plugin's files are still there\n" : '';
}
$printed = (string) ob_get_clean();
echo $said, is_wp_error($done) ? $done->get_error_message() . "\n" : ($done === true ? '' : "WordPress could not do it: $printed\n");
