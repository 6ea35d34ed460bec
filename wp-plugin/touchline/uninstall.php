<?php

/** Deleting the plugin deletes data only where the merchant chose so. It works without the extension too. */

declare(strict_types=1);

defined('WP_UNINSTALL_PLUGIN') || exit;

require_once __DIR__ . '/src/Directory.php';

$touchlineSettings = get_option('touchline_settings', []);
if (! is_array($touchlineSettings) || empty($touchlineSettings['delete_data'])) {
    return;
}

$touchlineDirectory = (new Touchline\WP\Directory())->path();
// Only what is a store of ours goes.
if (is_file("$touchlineDirectory/key")) {
    $touchlineFiles = new RecursiveIteratorIterator(
        new RecursiveDirectoryIterator($touchlineDirectory, FilesystemIterator::SKIP_DOTS),
        RecursiveIteratorIterator::CHILD_FIRST
    );
    foreach ($touchlineFiles as $touchlineFile) {
        $touchlineFile->isDir() && ! $touchlineFile->isLink() ? rmdir($touchlineFile->getPathname()) : unlink($touchlineFile->getPathname());
    }
    rmdir($touchlineDirectory);
}
delete_metadata('user', 0, 'touchline_exports', '', true);
foreach (
    [
        'touchline_settings', 'touchline_button', 'touchline_privacy', 'touchline_directory', 'touchline_identity_key',
        'touchline_identity_key_next', 'touchline_key_rotation', 'touchline_site_id',
        'touchline_beacon', 'touchline_last_errors', 'touchline_backfill_last', 'touchline_check',
    ] as $touchlineOption
) {
    delete_option($touchlineOption);
}
