<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use Touchline\WP\Beacon;
use Touchline\WP\BeaconFile;
use Touchline\WP\Directory;
use Touchline\WP\Plugin;
use Touchline\WP\Privacy\Choice;
use Touchline\WP\Traces;

/**
 * A network of sites, on a site of `script/site up --multisite`: each has a store of its own, one file takes what all their browsers tell, and
 * everything goes as it came. The tests build on each other, as a network does.
 */
final class NetworkTest extends TestCase
{
    private const PLUGIN = 'touchline/touchline.php';
    private const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

    private static string $run;
    /** @var array<string, int> name => number of the site */
    private static array $sites = [];

    public static function setUpBeforeClass(): void
    {
        if (! is_multisite()) {
            self::markTestSkipped('This is no network of sites: script/site up --multisite');
        }
        require_once ABSPATH . 'wp-admin/includes/plugin.php';
        require_once ABSPATH . 'wp-admin/includes/admin.php';
        wp_set_current_user(1);
        self::$run = bin2hex(random_bytes(3));
        $_SERVER['REMOTE_ADDR'] = '127.0.0.1'; // WordPress notes who made a site
    }

    public static function tearDownAfterClass(): void
    {
        if (is_multisite()) {
            array_map('wp_delete_site', array_diff(self::$sites, [1]));
            activate_plugin(self::PLUGIN);
        }
    }

    /**
     * @template T
     * @param callable(): T $do
     * @return T
     */
    private static function on(int $site, callable $do): mixed
    {
        switch_to_blog($site);
        try {
            return $do();
        } finally {
            restore_current_blog();
        }
    }

    private static function make(string $domain, string $path): int
    {
        $made = wp_insert_site(['domain' => $domain . ':' . self::port(), 'path' => $path, 'network_id' => 1, 'user_id' => 1, 'title' => "$domain$path"]);
        self::assertIsInt($made, is_wp_error($made) ? $made->get_error_message() : '');
        self::on($made, static fn () => update_option(Choice::OPTION, ['limit' => 0, 'mode' => 'cookieless']));
        return $made;
    }

    private static function port(): string
    {
        return (string) getenv('TOUCHLINE_PORT');
    }

    private static function store(int $site): string
    {
        return self::on($site, static fn (): string => (new Directory())->path());
    }

    private static function beacon(): string
    {
        return ABSPATH . 'touchline-beacon.php';
    }

    public function testActivatedForTheNetworkEverySiteHasAStoreOfItsOwn(): void
    {
        deactivate_plugins(self::PLUGIN);
        self::assertFileDoesNotExist(self::beacon());
        self::$sites['main'] = 1;
        self::$sites['one'] = self::make('127.0.0.1', '/one-' . self::$run . '/');
        self::assertDirectoryDoesNotExist(self::store(self::$sites['one']), 'where it is not active there is nothing');
        self::assertNull(activate_plugin(self::PLUGIN, '', true));
        $stores = array_map(self::store(...), self::$sites);
        self::assertCount(2, array_unique($stores));
        foreach (self::$sites as $path => $site) {
            self::assertFileExists($stores[$path] . '/key', $path);
            self::assertNotFalse(self::on($site, static fn () => wp_next_scheduled('touchline_ingest')), $path);
            self::assertStringContainsString(basename($stores[$path]), (string) file_get_contents(self::beacon()), $path);
        }
    }

    /** @depends testActivatedForTheNetworkEverySiteHasAStoreOfItsOwn */
    public function testASiteThatIsMadeLaterHasOneToo(): void
    {
        self::$sites['two'] = self::make('127.0.0.1', '/two-' . self::$run . '/');
        self::$sites['shop'] = self::make('shop-' . self::$run . '.localhost', '/');
        foreach (['two', 'shop'] as $name) {
            self::assertFileExists(self::store(self::$sites[$name]) . '/key', $name);
            self::assertNotFalse(self::on(self::$sites[$name], static fn () => wp_next_scheduled('touchline_ingest')), $name);
            self::assertStringContainsString(basename(self::store(self::$sites[$name])), (string) file_get_contents(self::beacon()), $name);
        }
    }

    /** @return array<string, array{string}> */
    public static function places(): array
    {
        return ['main' => ['main'], 'one' => ['one'], 'two' => ['two'], 'a host of its own' => ['shop']];
    }

    /**
     * What a site's browser tells goes into that site's store, by the file and by REST.
     *
     * @dataProvider places
     * @depends testASiteThatIsMadeLaterHasOneToo
     */
    public function testAVisitIsTheSitesOn(string $name): void
    {
        $site = self::$sites[$name];
        [$file, $rest, $home] = self::on($site, static fn (): array => [BeaconFile::url(), rest_url('touchline/v1/beacon'), home_url()]);
        foreach ([$file, $rest] as $url) {
            $page = '/visit-' . bin2hex(random_bytes(4)) . '/';
            self::assertSame(204, self::tell($url, $home, $page), $url);
            self::assertSame(403, self::tell($url, 'https://evil.example', $page), $url);
            foreach ([$name => $site] + self::$sites as $other => $number) {
                self::assertSame($number === $site ? 1 : 0, self::visits($number, $page, $number === $site ? 1 : 0), "told to $url, counted at $other");
            }
        }
    }

    private static function tell(string $url, string $home, string $page): int
    {
        // *.localhost is this machine, also where nothing resolves it.
        $host = (string) parse_url($url, PHP_URL_HOST);
        $headers = ["Host: $host:" . self::port(), "Origin: $home", 'Content-Type: text/plain', 'User-Agent: ' . self::CHROME . ' ' . trim($page, '/')];
        $body = json_encode([['type' => 'page_view', 'path' => $page, 'view' => bin2hex(random_bytes(8))]]);
        $context = stream_context_create(['http' => ['method' => 'POST', 'header' => $headers, 'content' => $body, 'ignore_errors' => true]]);
        file_get_contents(str_replace("//$host", '//127.0.0.1', $url), false, $context);
        return preg_match('~ (\d+)~', $http_response_header[0], $match) === 1 ? (int) $match[1] : 0;
    }

    /** The beacon answers before it records. */
    private static function visits(int $site, string $page, int $wanted): int
    {
        return self::on($site, static function () use ($page, $wanted): int {
            for ($tries = 0, $n = -1; $n < $wanted && $tries < 50; $tries++) {
                usleep($tries * 5000);
                Plugin::engine()->ingest(0);
                $rows = Plugin::engine()->report('dimension', ['dim' => 'landing', 'limit' => 2000, 'from' => 0, 'to' => (time() + 60) * 1000])['rows'];
                $n = array_column($rows, 'sessions', 'key')[$page] ?? 0;
            }
            return $n;
        });
    }

    /** @depends testASiteThatIsMadeLaterHasOneToo */
    public function testThePagesOfASiteNameItsPlaceInTheFile(): void
    {
        $endpoint = self::on(self::$sites['one'], static function (): string {
            $beacon = new Beacon(Plugin::engine(), new Directory(), new Choice());
            $beacon->probe();
            return $beacon->endpoint();
        });
        self::assertSame('http://127.0.0.1:' . self::port() . '/touchline-beacon.php?s=%2Fone-' . self::$run . '%2F', $endpoint);
    }

    /** A folder that the server's owner chose holds every site's store, each apart, and a deleted site's goes. */
    public function testInAFolderThatIsChosenEverySiteHasItsOwn(): void
    {
        $folder = sys_get_temp_dir() . '/touchline-' . bin2hex(random_bytes(6));
        $code = <<<'PHP'
            <?php
            $_SERVER['REMOTE_ADDR'] = '127.0.0.1';
            require_once ABSPATH . 'wp-admin/includes/admin.php';
            $_SERVER['HTTP_HOST'] = DOMAIN_CURRENT_SITE;
            $site = wp_insert_site(['domain' => DOMAIN_CURRENT_SITE, 'path' => '/chosen-RUN/', 'network_id' => 1, 'user_id' => 1, 'title' => 'x']);
            $folder = ini_get('touchline.dir');
            $before = is_file("$folder/site-$site/key") && ! is_file("$folder/key");
            wp_delete_site($site);
            echo (int) $before, (int) is_dir("$folder/site-$site");
            PHP;
        $php = [(string) getenv('TOUCHLINE_SITE') . '/php', '-d', "touchline.dir=$folder"];
        self::assertSame('10', self::execute($php, str_replace('RUN', self::$run, $code)));
        exec('rm -r ' . escapeshellarg($folder));
    }

    /** @depends testASiteThatIsMadeLaterHasOneToo */
    public function testASiteThatIsDeletedLeavesTheFile(): void
    {
        $folder = basename(self::store(self::$sites['two']));
        wp_delete_site(self::$sites['two']);
        unset(self::$sites['two']);
        $file = (string) file_get_contents(self::beacon());
        self::assertStringNotContainsString($folder, $file);
        self::assertStringContainsString(basename(self::store(self::$sites['one'])), $file);
    }

    /** @depends testASiteThatIsDeletedLeavesTheFile */
    public function testDeactivatedNothingRunsAnyMoreAndAllDataStays(): void
    {
        $stores = array_map(self::store(...), self::$sites);
        deactivate_plugins(self::PLUGIN, false, true);
        self::assertFileDoesNotExist(self::beacon());
        foreach (self::$sites as $name => $site) {
            foreach (Traces::SCHEDULES as $hook) {
                self::assertFalse(self::on($site, static fn () => wp_next_scheduled($hook)), "$hook of $name");
            }
            self::assertFileExists($stores[$name] . '/key', $name);
        }
    }

    /** In a process without the extension. @depends testDeactivatedNothingRunsAnyMoreAndAllDataStays */
    public function testDeletedWithItsDataWhereTheSiteChoseSo(): void
    {
        $stores = array_map(self::store(...), self::$sites);
        self::on(self::$sites['one'], static fn () => update_option('touchline_settings', ['delete_data' => true]));
        foreach (['one', 'main'] as $name) {
            self::on(self::$sites[$name], self::act(...));
        }
        update_user_meta(1, 'touchline_rows_per_page', 20);
        self::uninstall();
        self::assertDirectoryDoesNotExist($stores['one']);
        self::assertSame([], self::options(self::$sites['one']));
        self::assertSame(['another', 'another', 'another'], self::on(self::$sites['one'], self::acted(...)));
        self::assertCount(6, self::on(self::$sites['main'], self::acted(...)), 'kept with the rest of its data');
        foreach (['main', 'shop'] as $name) {
            self::assertFileExists($stores[$name] . '/key', "$name chose nothing");
            self::assertContains('touchline_identity_key', self::options(self::$sites[$name]), $name);
        }
        self::assertSame('20', get_user_meta(1, 'touchline_rows_per_page', true), 'people are of the whole network');
        foreach (['main', 'shop'] as $name) {
            self::on(self::$sites[$name], static fn () => update_option('touchline_settings', ['delete_data' => true]));
        }
        self::uninstall();
        foreach (['main', 'shop'] as $name) {
            self::assertDirectoryDoesNotExist($stores[$name]);
            self::assertSame([], self::options(self::$sites[$name]), $name);
        }
        self::assertSame(['another', 'another', 'another'], self::on(self::$sites['main'], self::acted(...)));
        wp_cache_flush();
        self::assertSame('', get_user_meta(1, 'touchline_rows_per_page', true));
    }

    /** What Action Scheduler keeps of one action of ours, and of one of another plugin. */
    private static function act(): void
    {
        global $wpdb;
        $prefix = $wpdb->prefix . 'actionscheduler_';
        $wpdb->query("CREATE TABLE IF NOT EXISTS {$prefix}groups (group_id bigint unsigned AUTO_INCREMENT PRIMARY KEY, slug varchar(255))");
        $wpdb->query("CREATE TABLE IF NOT EXISTS {$prefix}actions (action_id bigint unsigned AUTO_INCREMENT PRIMARY KEY, hook varchar(191), status varchar(20),
            group_id bigint unsigned)");
        $wpdb->query("CREATE TABLE IF NOT EXISTS {$prefix}logs (log_id bigint unsigned AUTO_INCREMENT PRIMARY KEY, action_id bigint unsigned, message text)");
        array_map(static fn (string $table): mixed => $wpdb->query("DELETE FROM $prefix$table"), ['groups', 'actions', 'logs']);
        foreach (['touchline', 'another'] as $group) {
            $wpdb->insert("{$prefix}groups", ['slug' => $group]);
            $wpdb->insert("{$prefix}actions", ['hook' => "{$group}_step", 'status' => 'complete', 'group_id' => $wpdb->insert_id]);
            $wpdb->insert("{$prefix}logs", ['action_id' => $wpdb->insert_id, 'message' => $group]);
        }
    }

    /** @return list<string> whose groups, actions and logs are left */
    private static function acted(): array
    {
        global $wpdb;
        $prefix = $wpdb->prefix . 'actionscheduler_';
        return array_values(array_intersect([
            ...$wpdb->get_col("SELECT slug FROM {$prefix}groups"),
            ...$wpdb->get_col("SELECT REPLACE(hook, '_step', '') FROM {$prefix}actions"),
            ...$wpdb->get_col("SELECT message FROM {$prefix}logs"),
        ], ['touchline', 'another']));
    }

    private static function uninstall(): void
    {
        self::execute(['php'], '<?php define("WP_UNINSTALL_PLUGIN", "touchline/touchline.php"); if (extension_loaded("touchline")) { exit(2); }'
            . ' require ' . var_export(WP_PLUGIN_DIR . '/touchline/uninstall.php', true) . ';');
        wp_cache_flush();
    }

    /**
     * Inside the network, in a process of its own.
     *
     * @param list<string> $php
     */
    private static function execute(array $php, string $code): string
    {
        $file = (string) tempnam(sys_get_temp_dir(), 'tl');
        file_put_contents($file, $code);
        $script = dirname((string) realpath(WP_PLUGIN_DIR . '/touchline/touchline.php'), 3) . '/script/lib/in-wordpress.php';
        $words = [...$php, $script, rtrim(ABSPATH, '/'), network_home_url(), $file];
        exec(implode(' ', array_map('escapeshellarg', $words)) . ' 2>&1', $output, $status);
        unlink($file);
        self::assertSame(0, $status, implode("\n", $output));
        return implode("\n", $output);
    }

    /** @return list<string> */
    private static function options(int $site): array
    {
        return self::on($site, static function (): array {
            global $wpdb;
            return $wpdb->get_col("SELECT option_name FROM $wpdb->options WHERE option_name LIKE '%touchline%'"); // phpcs:ignore
        });
    }
}
