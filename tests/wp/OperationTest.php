<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use Touchline\WP\Plugin;

/** What runs by itself, who may look, and what stays when the plugin goes. */
final class OperationTest extends TestCase
{
    protected function tearDown(): void
    {
        wp_set_current_user(0);
    }

    public function testIngestRunsEveryFiveMinutesAndTheBeaconIsTriedEveryHour(): void
    {
        self::assertSame(300, wp_get_schedules()[(string) wp_get_schedule('touchline_ingest')]['interval']);
        self::assertSame(3600, wp_get_schedules()[(string) wp_get_schedule('touchline_probe')]['interval']);
    }

    public function testTheScheduleIngests(): void
    {
        $page = '/cron-' . bin2hex(random_bytes(4)) . '/';
        Plugin::engine()->record(['type' => 'page_view', 'visitor' => 'cron', 'path' => $page]);
        do_action('touchline_ingest');
        self::assertSame([0, true], array_values(array_intersect_key(Plugin::engine()->ingest(0), ['events' => 1, 'done' => 1])));
    }

    public function testWhoMayLook(): void
    {
        wp_set_current_user(0);
        self::assertFalse(current_user_can('view_touchline'));
        wp_set_current_user(1);
        self::assertTrue(current_user_can('view_touchline'));
        $editor = wp_insert_user(['user_login' => 'editor' . bin2hex(random_bytes(4)), 'user_pass' => 'x', 'role' => 'editor']);
        self::assertIsInt($editor);
        wp_set_current_user($editor);
        self::assertFalse(current_user_can('view_touchline'));
        (new WP_User($editor))->add_cap('view_woocommerce_reports');
        wp_set_current_user(0);
        wp_set_current_user($editor);
        self::assertTrue(current_user_can('view_touchline'));
        require_once ABSPATH . 'wp-admin/includes/user.php';
        wp_delete_user($editor);
    }

    /** On its way out the plugin takes the beacon and the schedules along, and leaves the figures; back again, all is as before. */
    public function testDeactivatedAndBack(): void
    {
        require_once ABSPATH . 'wp-admin/includes/plugin.php';
        $beacon = ABSPATH . 'touchline-beacon.php';
        $plugin = 'touchline/touchline.php';
        self::assertFileExists($beacon);
        do_action("deactivate_$plugin", false);
        self::assertFileDoesNotExist($beacon);
        self::assertFalse(wp_next_scheduled('touchline_ingest'));
        self::assertTrue(Plugin::engine()->ready());
        do_action("activate_$plugin", false);
        self::assertFileExists($beacon);
        self::assertNotFalse(wp_next_scheduled('touchline_ingest'));
    }

    /** uninstall.php as WordPress runs it, in a process without the extension, on a store of its own. */
    public function testDeletedWithItsDataOnlyWhereItWasChosen(): void
    {
        $store = sys_get_temp_dir() . '/touchline-uninstall-' . bin2hex(random_bytes(4));
        Touchline\Store::open($store, ['create' => true])->record(['type' => 'page_view', 'visitor' => 'x', 'path' => '/']);
        $run = static function (bool $delete) use ($store): array {
            $code = 'define("WP_UNINSTALL_PLUGIN", "touchline"); define("TOUCHLINE_DIR", ' . var_export($store, true) . ');'
                . 'function get_option($name, $otherwise = false) { return $name === "touchline_settings" ? ["delete_data" => '
                . var_export($delete, true) . '] : $otherwise; }'
                . 'function delete_option($name) { echo $name, "\n"; }'
                . 'function delete_metadata() { echo "meta\n"; }'
                . 'require ' . var_export(WP_PLUGIN_DIR . '/touchline/uninstall.php', true) . ';';
            exec('php -n -r ' . escapeshellarg($code), $deleted, $status);
            self::assertSame(0, $status, implode("\n", $deleted));
            return $deleted;
        };
        self::assertSame([], $run(false));
        self::assertFileExists("$store/key");
        $deleted = $run(true);
        self::assertDirectoryDoesNotExist($store);
        global $wpdb;
        $ours = $wpdb->get_col("SELECT option_name FROM $wpdb->options WHERE option_name LIKE 'touchline%'");
        self::assertSame([], array_diff($ours, $deleted), 'every option of ours goes');
    }
}
