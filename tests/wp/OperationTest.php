<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use Touchline\WP\Plugin;
use Touchline\WP\Traces;

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

    /** uninstall.php as WordPress runs it, in a process without the extension, on a store of its own. (On a network: NetworkTest.) */
    public function testDeletedWithItsDataOnlyWhereItWasChosen(): void
    {
        $store = sys_get_temp_dir() . '/touchline-uninstall-' . bin2hex(random_bytes(4));
        Touchline\Store::open($store, ['create' => true])->record(['type' => 'page_view', 'visitor' => 'x', 'path' => '/']);
        mkdir("$store/days");
        touch("$store/days/key-2026-11-28");
        $run = static function (bool $delete) use ($store): array {
            $words = ['php', '-n', __DIR__ . '/support/uninstall.php', WP_PLUGIN_DIR . '/touchline/uninstall.php', $store, $delete ? 'yes' : 'no'];
            exec(implode(' ', array_map('escapeshellarg', $words)), $deleted, $status);
            self::assertSame(0, $status, implode("\n", $deleted));
            return $deleted;
        };
        $kept = $run(false);
        self::assertFileExists("$store/key");
        self::assertSame([], preg_grep('/^(option|meta|sql|post)/', $kept));
        $deleted = $run(true);
        self::assertDirectoryDoesNotExist($store);
        global $wpdb;
        foreach ($wpdb->get_col("SELECT option_name FROM $wpdb->options WHERE option_name LIKE 'touchline%'") as $option) {
            self::assertContains((is_multisite() || $option !== 'touchline_beacon_sites' ? 'option ' : 'network ') . $option, $deleted);
        }
        self::assertSame(['posts touchline_link', 'post 7'], array_values((array) preg_grep('/^post/', $deleted)));
        self::assertContains('meta touchline_exports', $deleted);
        self::assertContains('post 7', $deleted, 'a short link');
        self::assertContains('sql DELETE FROM wp_wc_orders_meta WHERE meta_key = _touchline_visitor', $deleted);
        self::assertContains('sql DELETE FROM wp_postmeta WHERE meta_key = _touchline_code', $deleted);
        self::assertContains('sql DELETE FROM wp_actionscheduler_groups WHERE slug = touchline', $deleted);
    }

    /** Whoever adds an option, a task or an order's field adds it to what goes. */
    public function testEveryNameThatThePluginStoresIsAmongWhatGoes(): void
    {
        $code = '';
        foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator(WP_PLUGIN_DIR . '/touchline/src', FilesystemIterator::SKIP_DOTS)) as $file) {
            $code .= $file->getFilename() === 'Traces.php' ? '' : file_get_contents($file->getPathname());
        }
        preg_match_all("/(?:HOOK|INGEST|PROBE) = '(touchline_[a-z_]+)'/", $code, $hooks);
        preg_match_all("/(?:OPTION|KEY|SITE|STATE|NEXT|RESULT|FAILED) = '(touchline_[a-z_]+)'/", $code, $options);
        preg_match_all("/const (?:VISITOR|CODE[A-Z_]*) = '(_touchline_[a-z_]+)'/", $code, $meta);
        self::assertSame([], array_diff($hooks[1], Traces::SCHEDULES));
        self::assertSame([], array_diff($options[1], Traces::OPTIONS));
        self::assertSame([], array_diff($meta[1], Traces::ORDER_META));
        preg_match_all("/TYPE = '(touchline_[a-z_]+)'/", $code, $types);
        self::assertSame([], array_diff($types[1], Traces::POST_TYPES));
        self::assertGreaterThan(20, count(array_merge($hooks[1], $options[1], $meta[1])));
    }
}
