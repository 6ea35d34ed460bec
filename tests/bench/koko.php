<?php

/** Has Koko Analytics write its endpoint, and keeps a copy of it: the plugin itself stays off. Run by in-wordpress.php. */

declare(strict_types=1);

require_once ABSPATH . 'wp-admin/includes/admin.php';
wp_set_current_user(1);
$error = activate_plugin('koko-analytics/koko-analytics.php');
if (is_wp_error($error)) {
    throw new RuntimeException($error->get_error_message());
}
(new KokoAnalytics\Endpoint_Installer())->install();
$file = (string) file_get_contents(ABSPATH . 'koko-analytics-collect.php');
wp_mkdir_p(KokoAnalytics\get_upload_dir());
deactivate_plugins('koko-analytics/koko-analytics.php');
file_put_contents(ABSPATH . 'koko-analytics-collect.php', $file);
