<?php

declare(strict_types=1);

require_once __DIR__ . '/support/Visits.php';

use PHPUnit\Framework\TestCase;
use Touchline\WP\Admin\Page;
use Touchline\WP\Beacon;
use Touchline\WP\Cron;
use Touchline\WP\Day;
use Touchline\WP\Directory;
use Touchline\WP\Engine;
use Touchline\WP\ErrorLog;
use Touchline\WP\Extension;
use Touchline\WP\Health\Checks;
use Touchline\WP\Health\Closed;
use Touchline\WP\Health\Facts;
use Touchline\WP\Health\Nodes;
use Touchline\WP\Health\Result;
use Touchline\WP\Health\StatusPage;
use Touchline\WP\Health\StoreChecks;
use Touchline\WP\Health\WebChecks;
use Touchline\WP\Plugin;
use Touchline\WP\Privacy\Choice;
use Touchline\WP\Settings;

/** What Site Health, the page Status and the log of errors say, of things that are as they should be and of such that are not. */
final class HealthTest extends TestCase
{
    use Visits;

    public static function setUpBeforeClass(): void
    {
        if (! Plugin::engine()->ready()) {
            self::markTestSkipped((string) Plugin::engine()->reason());
        }
        self::cron();
    }

    protected function setUp(): void
    {
        ErrorLog::clear();
    }

    protected function tearDown(): void
    {
        self::logout();
        unset($_GET['tab'], $_SERVER['HTTP_X_FORWARDED_FOR'], $_SERVER['REMOTE_ADDR']);
        ErrorLog::clear();
    }

    /** As if WordPress's cron had just run. */
    private static function cron(): void
    {
        wp_clear_scheduled_hook('touchline_ingest');
        Cron::schedule();
        do_action('touchline_ingest');
    }

    private static function beacon(): Beacon
    {
        return new Beacon(Plugin::engine(), new Directory(), new Choice());
    }

    private static function checks(): Checks
    {
        return new Checks(Plugin::engine(), self::beacon(), new Closed(new Directory()), new Choice());
    }

    private static function page(): string
    {
        wp_set_current_user(1);
        $_GET['tab'] = 'status';
        $checks = self::checks();
        ob_start();
        (new Page(Plugin::engine(), new Settings(), new StatusPage($checks, new Facts($checks, self::beacon(), new Choice()))))->render();
        return (string) ob_get_clean();
    }

    public function testASiteThatIsAsItShouldBe(): void
    {
        foreach (Checks::SLOW as $name) {
            self::checks()->ask($name);
        }
        $names = ['extension', 'store', 'ingest', 'disk', 'clock', 'beacon', 'closed', 'senders', 'nodes'];
        self::assertSame($names, self::checks()->names());
        foreach (array_diff($names, ['senders']) as $name) {
            $result = self::checks()->run($name);
            self::assertSame(Result::GOOD, $result->status, "$name: $result->label $result->text");
        }
    }

    public function testSiteHealthHasThemAll(): void
    {
        $tests = array_map(
            static fn (array $kind): array => array_intersect_key($kind, array_flip(preg_grep('/^touchline_/', array_keys($kind)) ?: [])),
            apply_filters('site_status_tests', ['direct' => [], 'async' => []])
        );
        self::assertSame(
            ['touchline_extension', 'touchline_store', 'touchline_ingest', 'touchline_disk', 'touchline_clock', 'touchline_senders', 'touchline_nodes'],
            array_keys($tests['direct'])
        );
        self::assertSame(['touchline_beacon', 'touchline_closed'], array_keys($tests['async']), 'these ask the web server');
        foreach ($tests['direct'] as $name => $test) {
            $answer = ($test['test'])();
            self::assertSame(['label', 'status', 'badge', 'description', 'actions', 'test'], array_keys($answer));
            self::assertSame($name, $answer['test']);
        }
        $cookies = self::login(1);
        $headers = ['X-WP-Nonce: ' . wp_create_nonce('wp_rest')];
        foreach ($tests['async'] as $test) {
            [$status, $body] = self::visit('GET', $test['test'], $cookies, [], $headers);
            self::assertSame([200, 'good'], [$status, json_decode($body, true)['status'] ?? ''], $body);
        }
        $fields = apply_filters('debug_information', [])['touchline']['fields'];
        self::assertSame(phpversion('touchline'), $fields['extension']['value']);
    }

    /** @return array<string, array{string|false, bool, string}> */
    public static function versions(): array
    {
        [$major, $minor, $patch] = array_map('intval', explode('.', Extension::NEEDS));
        return [
            'missing' => [false, false, 'is not loaded'],
            'older' => ['0.0.9', false, 'is version 0.0.9; this plugin needs ' . Extension::NEEDS . '. Update the extension'],
            'the one' => [Extension::NEEDS, true, ''],
            'a later one with the same API' => ["$major.$minor." . ($patch + 7), true, ''],
            'another API before 1.0' => ['0.' . ($minor + 1) . '.0', $major > 0, "newer than this plugin, which takes 0.$minor.x. Update the plugin"],
            'another API' => [($major + 1) . '.0.0', false, 'Update the plugin'],
        ];
    }

    /** @dataProvider versions */
    public function testAnExtensionThatDoesNotFitIsSaidInOneSentenceAndTheShopGoesOn(string|false $version, bool $fits, string $words): void
    {
        self::assertSame($fits, Extension::fits($version));
        $engine = new Engine(new Settings(), new Directory(), $version);
        self::assertSame($fits, $engine->ready());
        self::assertSame($fits, $engine->record(['type' => 'page_view', 'visitor' => 'version', 'path' => '/']));
        if (! $fits) {
            self::assertStringContainsString($words, (string) $engine->reason());
            wp_set_current_user(1);
            ob_start();
            (new Page($engine, new Settings()))->render();
            self::assertStringContainsString(esc_html((string) $engine->reason()), (string) ob_get_clean());
        }
    }

    /** WordPress in a PHP without the extension: the page comes with its button, and cron leaves word. */
    public function testAPhpWithoutTheExtension(): void
    {
        $number = get_option('touchline_settings');
        update_option('touchline_settings', ['number' => '4915112345678'] + (array) $number);
        $code = <<<'PHP'
            <?php
            echo rest_do_request(new WP_REST_Request('POST', '/touchline/v1/beacon'))->get_status(), ' ';
            do_action('touchline_ingest');
            update_option('touchline_privacy', ['limit' => 0] + (array) get_option('touchline_privacy'));
            ob_start();
            do_action('wp_footer');
            $tests = apply_filters('site_status_tests', ['direct' => []])['direct'];
            echo (int) str_contains((string) ob_get_clean(), 'wa.me/4915112345678'), ' ', implode(',', preg_grep('/^touchline/', array_keys($tests))), ' ',
                $tests['touchline_extension']['test']()['status'];
            PHP;
        $file = (string) tempnam(sys_get_temp_dir(), 'tl');
        file_put_contents($file, $code);
        $script = dirname((string) realpath(WP_PLUGIN_DIR . '/touchline/touchline.php'), 3) . '/script/lib/in-wordpress.php';
        exec(implode(' ', array_map('escapeshellarg', ['php', $script, rtrim(ABSPATH, '/'), home_url(), $file])) . ' 2>&1', $output, $status);
        unlink($file);
        update_option('touchline_settings', $number);
        self::assertSame([0, ['503 1 touchline_extension critical']], [$status, $output]);
        wp_cache_flush();
        $result = self::checks()->run('ingest');
        self::assertSame(Result::RECOMMENDED, $result->status);
        self::assertStringContainsString('has no Touchline extension: cli ' . PHP_VERSION, $result->text);
        self::assertFileExists(ABSPATH . 'touchline-beacon.php', 'the web server has its turn');
        self::cron();
        self::assertSame(Result::GOOD, self::checks()->run('ingest')->status);
    }

    public function testCronThatDoesNotRunAndEventsThatWait(): void
    {
        $checks = new StoreChecks(Plugin::engine());
        $state = ['last_ingest_at' => (time() - 7200) * 1000, 'pending_bytes' => 5120];
        self::assertSame(Result::CRITICAL, $checks->ingest($state)->status);
        self::assertStringContainsString('5.0 KB of events are not counted yet', $checks->ingest($state)->text);
        self::assertSame(Result::GOOD, $checks->ingest(['pending_bytes' => 0] + $state)->status, 'where nothing comes, nothing waits');
        wp_clear_scheduled_hook('touchline_ingest');
        wp_schedule_event(time() - 3600, 'touchline_five_minutes', 'touchline_ingest');
        self::assertSame(Result::RECOMMENDED, $checks->ingest(['pending_bytes' => 0] + $state)->status);
        self::assertSame(Result::CRITICAL, $checks->ingest($state)->status);
        self::assertStringContainsString('cron does not run', $checks->ingest($state)->label);
        self::cron();
    }

    public function testRoomAndClocks(): void
    {
        $checks = new StoreChecks(Plugin::engine());
        $state = ['directory' => (new Directory())->path(), 'spool_max_bytes' => 1000];
        foreach ([0 => Result::GOOD, 499 => Result::GOOD, 501 => Result::RECOMMENDED, 901 => Result::CRITICAL] as $bytes => $status) {
            self::assertSame($status, $checks->disk(['spool_bytes' => $bytes] + $state)->status, (string) $bytes);
        }
        self::assertSame(Result::GOOD, $checks->clock(['newest_at' => time() * 1000])->status);
        self::assertSame(Result::RECOMMENDED, $checks->clock(['newest_at' => (time() + 3600) * 1000])->status);
        $slow = static fn (string $sql): string => str_replace('UNIX_TIMESTAMP()', 'UNIX_TIMESTAMP() - 600', $sql);
        add_filter('query', $slow);
        $result = $checks->clock(['newest_at' => null]);
        remove_filter('query', $slow);
        self::assertStringContainsString('clock and the database’s differ', $result->label);
    }

    /** The server gives out what lies in uploads, as nginx does until somebody forbids it. */
    public function testAFolderThatTheWebCanReadIsProvedSo(): void
    {
        touch(ABSPATH . 'uploads-are-open');
        self::checks()->ask('closed');
        $open = self::checks()->run('closed');
        unlink(ABSPATH . 'uploads-are-open');
        self::checks()->ask('closed');
        self::assertSame(Result::CRITICAL, $open->status);
        self::assertStringContainsString('location ~ /touchline-[0-9a-f]+/ { deny all; }', $open->do);
        self::assertSame(Result::GOOD, self::checks()->run('closed')->status);
        self::assertSame([], glob((new Directory())->path() . '/probe-*'), 'nothing is left there');
        $broken = static fn (): WP_Error => new WP_Error('http_request_failed', 'Connection refused');
        add_filter('pre_http_request', $broken);
        self::checks()->ask('closed');
        remove_filter('pre_http_request', $broken);
        self::assertStringContainsString('Connection refused', self::checks()->run('closed')->text);
        self::assertSame(Result::RECOMMENDED, self::checks()->run('closed')->status);
        self::checks()->ask('closed');
    }

    public function testOfTheRequestsOfADayTheShareOfTheLargestSenderIsKnownAndNoAddress(): void
    {
        $store = sys_get_temp_dir() . '/touchline-' . bin2hex(random_bytes(6));
        mkdir($store);
        $now = strtotime('2026-05-04 10:00 UTC');
        for ($i = 0; $i < 300; $i++) {
            (new Day($store, $now + $i))->allows('203.0.113.77', 0);
        }
        for ($i = 0; $i < 40; $i++) {
            (new Day($store, $now + $i))->allows("198.51.100.$i", 0);
        }
        self::assertSame(['all' => 340, 'most' => 300], (new Day($store, $now + 300))->load());
        self::assertSame(['all' => 340, 'most' => 300], (new Day($store, $now + 86400))->load(), 'until the next evening');
        self::assertSame(['all' => 0, 'most' => 0], (new Day($store, $now + 2 * 86400))->load());
        self::assertStringNotContainsString('203.0.113.77', implode('', array_map('file_get_contents', glob("$store/days/*") ?: [])));
        exec('rm -r ' . escapeshellarg($store));
    }

    public function testAProxyThatIsNotListedIsSaid(): void
    {
        $_SERVER['REMOTE_ADDR'] = '10.7.7.7';
        $_SERVER['HTTP_X_FORWARDED_FOR'] = '203.0.113.5';
        $result = (new WebChecks(self::beacon(), new Choice()))->senders();
        self::assertSame([Result::RECOMMENDED, 'settings'], [$result->status, $result->tab]);
        self::assertStringContainsString('came through 10.7.7.7', $result->text);
        $before = get_option(Choice::OPTION);
        update_option(Choice::OPTION, ['proxies' => '10.0.0.0/8'] + (array) $before);
        self::assertStringNotContainsString('10.7.7.7', (new WebChecks(self::beacon(), new Choice()))->senders()->text);
        update_option(Choice::OPTION, $before);
    }

    public function testTwoServersWithAStoreEach(): void
    {
        $before = get_option('touchline_nodes');
        $now = time();
        $at = static fn (int $first, int $last, string $host): array => ['first' => $now - $first, 'last' => $now - $last, 'host' => $host];
        update_option('touchline_nodes', ['a' => $at(9000, 600, 'web-1'), 'b' => $at(500, 10, 'web-1')]);
        self::assertSame([], Nodes::several(), 'a store that was made anew');
        update_option('touchline_nodes', ['a' => $at(9000, 300, 'web-1'), 'b' => $at(8000, 10, 'web-2')]);
        self::assertSame(['web-1', 'web-2'], Nodes::several());
        $result = self::checks()->run('nodes');
        self::assertSame(Result::CRITICAL, $result->status);
        self::assertStringContainsString('web-1, web-2', $result->text);
        update_option('touchline_nodes', $before);
        self::assertContains(Plugin::engine()->state()['store_id'], array_map('strval', array_keys((array) $before)), 'ingest leaves its own');
    }

    public function testADamagedStoreAndOneThatDidNotEnd(): void
    {
        $before = get_option('touchline_check');
        update_option('touchline_check', ['at' => time(), 'result' => ['ok' => false, 'problems' => ['3 links go one way only']]]);
        $result = self::checks()->run('store');
        self::assertSame([Result::CRITICAL, '3 links go one way only'], [$result->status, $result->text]);
        update_option('touchline_check', ['asked' => time() - 7200]);
        self::assertSame(Result::RECOMMENDED, self::checks()->run('store')->status);
        update_option('touchline_check', $before);
    }

    public function testErrorsAreKeptOnceEachWithWhatToDoAndNoSecret(): void
    {
        ErrorLog::clear();
        $folder = (new Directory())->path();
        for ($i = 0; $i < 3; $i++) {
            Plugin::engine()->log(new Touchline\StoreException("the spool is full <b>in</b> $folder", 21));
        }
        Plugin::engine()->log(new Touchline\EventException('another', 51));
        self::assertCount(2, ErrorLog::all());
        self::assertSame(Result::RECOMMENDED, self::checks()->run('store')->status);
        $html = self::page();
        self::assertStringContainsString('the spool is full &lt;b&gt;in&lt;/b&gt;', $html);
        self::assertStringContainsString('Run: wp touchline ingest', $html);
        foreach ([basename($folder), (string) get_option('touchline_identity_key'), (string) get_option('touchline_site_id')] as $secret) {
            self::assertStringNotContainsString($secret, $html);
        }
        preg_match('~<textarea id="tl-status-text"[^>]*>(.*?)</textarea>~s', $html, $text);
        self::assertStringContainsString('StoreException 21: the spool is full', $text[1]);
        self::assertStringContainsString('[good] extension:', $text[1]);
        $fields = ['action' => 'touchline_clear_errors'];
        $cookies = self::login(1);
        $nonce = wp_create_nonce('touchline_clear_errors');
        self::assertSame(302, self::visit('POST', admin_url('admin-post.php'), $cookies, $fields + ['_wpnonce' => $nonce])[0]);
        wp_cache_flush();
        self::assertSame([], ErrorLog::all());
        self::assertStringContainsString('None.', self::page());
    }

    public function testThePageLooksAgainWhenAsked(): void
    {
        update_option('touchline_closed', ['at' => 1, 'state' => 'none']);
        $cookies = self::login(1);
        $fields = ['action' => 'touchline_status', '_wpnonce' => wp_create_nonce('touchline_status')];
        self::assertSame(302, self::visit('POST', admin_url('admin-post.php'), $cookies, $fields)[0]);
        wp_cache_flush();
        self::assertSame('closed', Closed::last()['state']);
    }
}
