<?php

declare(strict_types=1);

namespace Touchline\WP;

/** The endpoint that browsers tell: a bare PHP file at the site's root, and a REST route where that file cannot be had. */
final class Beacon
{
    private const FILE = 'touchline-beacon.php';
    private const STATE = 'touchline_beacon';
    private const ROUTE = 'beacon';

    public function __construct(private Engine $engine, private Directory $directory)
    {
    }

    public function hook(): void
    {
        add_action('rest_api_init', [$this, 'route']);
        add_action('admin_init', [$this, 'refresh']);
        foreach (['home', 'siteurl', 'touchline_directory'] as $option) {
            add_action("update_option_$option", [$this, 'write']);
        }
    }

    /** Where the button's script sends to. */
    public function endpoint(): string
    {
        return ($this->state()['ok'] ?? false) === true ? home_url('/' . self::FILE) : rest_url('touchline/v1/' . self::ROUTE);
    }

    /** Writes the file and tries it. Its content names the class and the folder of the store, and no secret. */
    public function write(): void
    {
        $content = $this->content();
        $written = $this->engine->ready() && @file_put_contents(self::path(), $content) === strlen($content);
        update_option(self::STATE, ['hash' => md5($content), 'ok' => false, 'checked' => 0]);
        if ($written) {
            $this->probe();
        }
    }

    /** Does the file answer as it must? A server that does not run it, or keeps it from the web, gets the REST route. */
    public function probe(): void
    {
        $answer = wp_remote_post(home_url('/' . self::FILE), [
            'timeout' => 5, 'redirection' => 0, 'sslverify' => false, 'body' => '[]',
            'headers' => ['Origin' => untrailingslashit(home_url()), 'Content-Type' => 'text/plain'],
        ]);
        $ok = wp_remote_retrieve_response_code($answer) === 204;
        update_option(self::STATE, ['hash' => md5($this->content()), 'ok' => $ok, 'checked' => time()]);
    }

    /** A plugin that moved, a new address or a new folder make a new file. */
    public function refresh(): void
    {
        if (! wp_doing_ajax() && current_user_can('manage_options') && ($this->state()['hash'] ?? '') !== md5($this->content())) {
            $this->write();
        }
    }

    public function remove(): void
    {
        if (is_file(self::path())) {
            wp_delete_file(self::path());
        }
        delete_option(self::STATE);
    }

    public function route(): void
    {
        register_rest_route('touchline/v1', '/' . self::ROUTE, [
            'methods' => 'POST', 'permission_callback' => '__return_true', 'callback' => [$this, 'take'],
        ]);
    }

    public function take(\WP_REST_Request $request): \WP_REST_Response
    {
        $events = Collect::read('POST', $request->get_body(), Collect::origin(), self::hosts());
        if (is_int($events)) {
            return new \WP_REST_Response(null, $events);
        }
        $visitor = Collect::visitor();
        $agent = sanitize_text_field(wp_unslash($_SERVER['HTTP_USER_AGENT'] ?? ''));
        if ($this->engine->ready()) {
            foreach (Collect::complete($events, $visitor, $agent, (int) (microtime(true) * 1000)) as $event) {
                $this->engine->record($event);
            }
        }
        return new \WP_REST_Response(null, 204, ['Cache-Control' => 'no-store']);
    }

    private function content(): string
    {
        $stores = array_fill_keys(self::hosts(), $this->directory->path());
        return sprintf(
            <<<'FILE'
            <?php
            // Made by the Touchline plugin, which removes it when it is deactivated. Takes what the WhatsApp button tells, without WordPress.
            declare(strict_types=1);
            $class = %s;
            if (! is_file($class) || ! extension_loaded('touchline')) {
                http_response_code(503);
                exit;
            }
            require $class;
            Touchline\WP\Collect::serve(%s);

            FILE,
            var_export(__DIR__ . '/Collect.php', true),
            var_export($stores, true)
        );
    }

    /** @return list<string> the site's own hosts, with and without www */
    private static function hosts(): array
    {
        $hosts = [];
        foreach ([home_url(), site_url()] as $url) {
            $port = wp_parse_url($url, PHP_URL_PORT);
            $host = strtolower((string) wp_parse_url($url, PHP_URL_HOST));
            $bare = str_starts_with($host, 'www.') ? substr($host, 4) : $host;
            foreach ([$host, $bare, "www.$bare"] as $name) {
                $hosts[] = $name . ($port ? ":$port" : '');
            }
        }
        return array_values(array_unique($hosts));
    }

    private static function path(): string
    {
        require_once ABSPATH . 'wp-admin/includes/file.php';
        return get_home_path() . self::FILE;
    }

    /** @return array{hash?: string, ok?: bool, checked?: int} */
    private function state(): array
    {
        $state = get_option(self::STATE, []);
        return is_array($state) ? $state : [];
    }
}
