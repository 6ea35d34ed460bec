<?php

/** Deleting the plugin deletes data only where the merchant chose so, on each site of a network. It works without the extension too. */

declare(strict_types=1);

use Touchline\WP\Directory;
use Touchline\WP\Traces;

defined('WP_UNINSTALL_PLUGIN') || exit;

require_once __DIR__ . '/src/Directory.php';
require_once __DIR__ . '/src/Traces.php';

(static function (): void {
    /** What Action Scheduler did for us and keeps a record of. */
    $actions = static function (): void {
        global $wpdb;
        [$actions, $logs, $groups] = array_map(static fn (string $name): string => "{$wpdb->prefix}actionscheduler_$name", ['actions', 'logs', 'groups']);
        $ours = 'SELECT group_id FROM %i WHERE slug = %s';
        // phpcs:disable WordPress.DB -- as below; what is put together are the names and the lines above
        foreach ([$actions, $logs, $groups] as $table) {
            if ($wpdb->get_var((string) $wpdb->prepare('SHOW TABLES LIKE %s', $wpdb->esc_like($table))) !== $table) {
                return;
            }
        }
        $of = "action_id IN (SELECT action_id FROM %i WHERE group_id IN ($ours))";
        $wpdb->query((string) $wpdb->prepare("DELETE FROM %i WHERE $of", $logs, $actions, $groups, Traces::GROUP));
        $wpdb->query((string) $wpdb->prepare("DELETE FROM %i WHERE group_id IN ($ours)", $actions, $groups, Traces::GROUP));
        $wpdb->query((string) $wpdb->prepare('DELETE FROM %i WHERE slug = %s', $groups, Traces::GROUP));
        // phpcs:enable
    };

    $tables = static function () use ($actions): void {
        global $wpdb;
        $like = static fn (string $kind): string => $wpdb->esc_like($kind . Traces::TRANSIENTS) . '%';
        // phpcs:disable WordPress.DB -- rows of ours, by names that stand in this plugin; nothing is cached that is read again
        $wpdb->query((string) $wpdb->prepare(
            'DELETE FROM %i WHERE option_name LIKE %s OR option_name LIKE %s',
            $wpdb->options,
            $like('_transient_'),
            $like('_transient_timeout_')
        ));
        foreach ([$wpdb->postmeta, $wpdb->prefix . 'wc_orders_meta'] as $table) {
            if ($wpdb->get_var((string) $wpdb->prepare('SHOW TABLES LIKE %s', $wpdb->esc_like($table))) !== $table) {
                continue;
            }
            foreach (Traces::ORDER_META as $key) {
                $wpdb->query((string) $wpdb->prepare('DELETE FROM %i WHERE meta_key = %s', $table, $key));
            }
        }
        $actions();
        // phpcs:enable
    };

    /** @return bool was it all to be deleted? */
    $site = static function () use ($tables): bool {
        $settings = get_option('touchline_settings', []);
        if (! is_array($settings) || empty($settings['delete_data'])) {
            return get_option('touchline_site_id') === false; // a site without data keeps nothing
        }
        Directory::delete((new Directory())->path());
        $tables();
        foreach (get_posts(['post_type' => Traces::POST_TYPES, 'post_status' => 'any', 'numberposts' => -1, 'fields' => 'ids']) as $id) {
            wp_delete_post($id, true);
        }
        array_map(delete_option(...), Traces::OPTIONS);
        return true;
    };

    $all = true;
    foreach (is_multisite() ? get_sites(['fields' => 'ids', 'number' => 0]) : [0] as $id) {
        $id === 0 || switch_to_blog($id);
        array_map(wp_unschedule_hook(...), Traces::SCHEDULES);
        $all = $site() && $all;
        $id === 0 || restore_current_blog();
    }
    array_map(delete_site_option(...), Traces::NETWORK);
    foreach ($all ? Traces::USER_META : [] as $key) {
        delete_metadata('user', 0, $key, '', true);
    }
})();
