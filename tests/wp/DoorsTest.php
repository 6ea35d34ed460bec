<?php

declare(strict_types=1);

require_once __DIR__ . '/support/Visits.php';

use PHPUnit\Framework\TestCase;

/**
 * Every door of the plugin in wp-admin and in REST, as WordPress itself lists them: none opens without its nonce, none to somebody who may not.
 * A new door is tried without being named here; one that is open to everybody has to be.
 */
final class DoorsTest extends TestCase
{
    use Visits;

    /** What browsers of shoppers tell; it has rules of its own (BeaconTest). */
    private const FOR_EVERYBODY = ['/touchline/v1/beacon'];

    private static int $nobody;

    public static function setUpBeforeClass(): void
    {
        $made = wp_insert_user(['user_login' => 'nobody' . bin2hex(random_bytes(4)), 'user_pass' => 'x', 'role' => 'subscriber']);
        self::assertIsInt($made);
        self::$nobody = $made;
    }

    public static function tearDownAfterClass(): void
    {
        require_once ABSPATH . 'wp-admin/includes/user.php';
        wp_delete_user(self::$nobody);
        self::logout();
    }

    /** @return list<string> */
    private static function actions(string $kind): array
    {
        $found = [];
        foreach (array_keys($GLOBALS['wp_filter']) as $hook) {
            if (preg_match("/^{$kind}_(touchline.*)$/D", (string) $hook, $match) === 1) {
                $found[] = $match[1];
            }
        }
        return $found;
    }

    public function testThereAreTheDoorsThatWeKnow(): void
    {
        $known = ['touchline_check', 'touchline_clear_errors', 'touchline_export', 'touchline_export_file', 'touchline_rotate_key', 'touchline_site',
            'touchline_status'];
        self::assertSame([], array_diff($known, self::actions('admin_post')), 'what is found below are all of them');
        self::assertSame([], [...self::actions('admin_post_nopriv'), ...self::actions('wp_ajax_nopriv')], 'nothing in wp-admin is for everybody');
    }

    public function testNoActionOfWpAdminGoesWithoutItsNonce(): void
    {
        $cookies = self::login(1);
        foreach (['admin-post.php' => 'admin_post', 'admin-ajax.php' => 'wp_ajax'] as $file => $kind) {
            foreach (self::actions($kind) as $action) {
                foreach ([[], ['_wpnonce' => 'forged', '_ajax_nonce' => 'forged'], ['_wpnonce' => wp_create_nonce('another')]] as $nonce) {
                    [$status] = self::visit('POST', admin_url($file), $cookies, ['action' => $action, 'id' => str_repeat('0', 32)] + $nonce);
                    self::assertSame(403, $status, "$kind $action");
                }
            }
        }
    }

    public function testNoActionOfWpAdminGoesForSomebodyWhoMayNot(): void
    {
        $cookies = self::login(self::$nobody);
        $id = str_repeat('0', 32);
        foreach (['admin-post.php' => 'admin_post', 'admin-ajax.php' => 'wp_ajax'] as $file => $kind) {
            foreach (self::actions($kind) as $action) {
                foreach ([$action, $action . $id] as $nonce) {
                    $fields = ['action' => $action, 'id' => $id, 'sure' => '1', 'choice' => 'copy', '_wpnonce' => wp_create_nonce($nonce)];
                    [$status] = self::visit('POST', admin_url($file), $cookies, $fields + ['_ajax_nonce' => $fields['_wpnonce']]);
                    self::assertSame(403, $status, "$kind $action");
                }
                [$status] = self::visit('POST', admin_url($file), '', ['action' => $action]);
                self::assertContains($status, [400, 403], "$kind $action, by nobody at all");
            }
        }
    }

    /** @return list<array{string, string}> method, route */
    private static function routes(): array
    {
        $found = [];
        foreach (rest_get_server()->get_routes() as $route => $handlers) {
            if (! str_starts_with($route, '/touchline/') || $route === '/touchline/v1' || in_array($route, self::FOR_EVERYBODY, true)) {
                continue;
            }
            $path = (string) preg_replace(['/\(\?P<\w+>([\w-]+)(?:\|[^)]*)?\)/', '/\(\?P<\w+>[^)]*\)/'], ['$1', '1'], $route);
            foreach ($handlers as $handler) {
                foreach (array_keys(array_filter($handler['methods'])) as $method) {
                    $found[] = [$method, $path];
                }
            }
        }
        return $found;
    }

    public function testNoRouteAnswersSomebodyWhoMayNot(): void
    {
        self::assertGreaterThan(20, count(self::routes()));
        foreach ([0 => 401, self::$nobody => 403] as $user => $status) {
            wp_set_current_user($user);
            foreach (self::routes() as [$method, $route]) {
                self::assertSame($status, rest_do_request(new WP_REST_Request($method, $route))->get_status(), "$method $route");
            }
        }
    }

    public function testACookieWithoutANonceIsNobody(): void
    {
        $cookies = self::login(1);
        $address = add_query_arg('rest_route', '/touchline/v1/health/closed', home_url('/index.php'));
        self::assertSame(401, self::visit('GET', $address, $cookies)[0]);
        self::assertSame(403, self::visit('GET', $address, $cookies, [], ['X-WP-Nonce: forged'])[0]);
        self::assertSame(200, self::visit('GET', $address, $cookies, [], ['X-WP-Nonce: ' . wp_create_nonce('wp_rest')])[0]);
    }

    public function testTheSettingsAreSavedByNobodyElse(): void
    {
        $before = get_option('touchline_settings');
        $fields = ['option_page' => 'touchline', 'action' => 'update', 'touchline_settings' => ['_form' => '1', 'message' => 'Forged']];
        self::assertSame(403, self::visit('POST', admin_url('options.php'), self::login(1), $fields + ['_wpnonce' => 'forged'])[0]);
        $cookies = self::login(self::$nobody);
        $status = self::visit('POST', admin_url('options.php'), $cookies, $fields + ['_wpnonce' => wp_create_nonce('touchline-options')])[0];
        self::assertContains($status, [302, 403], 'WooCommerce leads its customers out of wp-admin');
        wp_cache_flush();
        self::assertSame($before, get_option('touchline_settings'));
    }

    public function testThePageIsForNobodyElse(): void
    {
        foreach (['', '&tab=status', '&tab=settings'] as $tab) {
            [$status, $body] = self::visit('GET', admin_url("admin.php?page=touchline$tab"), self::login(self::$nobody));
            self::assertContains($status, [302, 403], $tab);
            self::assertStringNotContainsString('tl-', $body);
        }
    }
}
