<?php

declare(strict_types=1);

namespace Touchline\WP;

/** One site, or each site of a network: what has to be there when the plugin comes, and what goes with it. Each site has a store of its own. */
final class Network
{
    private static string $plugin = '';

    public function __construct(string $file, private readonly Engine $engine, private readonly Beacon $beacon)
    {
        self::$plugin = plugin_basename($file);
    }

    public function hook(): void
    {
        add_action('activate_' . self::$plugin, [$this, 'activate']);
        add_action('deactivate_' . self::$plugin, [$this, 'deactivate']);
        add_action('wp_initialize_site', [$this, 'made'], 900);
        add_action('wp_uninitialize_site', [$this, 'gone']);
    }

    /** Is the plugin active on the site that WordPress is at just now? */
    public static function isActive(): bool
    {
        return in_array(self::$plugin, (array) get_option('active_plugins', []), true)
            || (is_multisite() && isset(((array) get_site_option('active_sitewide_plugins', []))[self::$plugin]));
    }

    public function activate(bool $everywhere = false): void
    {
        self::each($everywhere, $this->begin(...));
    }

    public function deactivate(bool $everywhere = false): void
    {
        self::each($everywhere, $this->end(...));
    }

    /** A site that is made later. */
    public function made(\WP_Site $site): void
    {
        if (isset(((array) get_site_option('active_sitewide_plugins', []))[self::$plugin])) {
            self::at((int) $site->blog_id, $this->begin(...));
        }
    }

    /** A site that is deleted: WordPress takes its options and uploads along; what lies elsewhere is ours to clean. */
    public function gone(\WP_Site $site): void
    {
        BeaconFile::leave((int) $site->blog_id);
        if (Directory::named() !== '') {
            Directory::delete(Directory::ofSite((int) $site->blog_id));
        }
    }

    private function begin(): void
    {
        foreach (Traces::ON_EVERY_PAGE as $option) {
            add_option($option, []);
        }
        $this->engine->activate();
        $this->beacon->write();
        Cron::schedule();
    }

    private function end(): void
    {
        $this->beacon->remove();
        foreach (Traces::SCHEDULES as $hook) {
            wp_unschedule_hook($hook);
        }
        if (function_exists('as_unschedule_all_actions')) {
            as_unschedule_all_actions('', [], 'touchline');
        }
    }

    private static function each(bool $everywhere, callable $do): void
    {
        if (! $everywhere || ! is_multisite()) {
            $do();
            return;
        }
        foreach (get_sites(['fields' => 'ids', 'number' => 0, 'network_id' => get_current_network_id()]) as $site) {
            self::at((int) $site, $do);
        }
    }

    private static function at(int $site, callable $do): void
    {
        switch_to_blog($site);
        try {
            $do();
        } finally {
            restore_current_blog();
        }
    }
}
