<?php

declare(strict_types=1);

namespace Touchline\WP;

use Touchline\WP\Privacy\Choice;

/**
 * The endpoint that browsers tell: a bare PHP file at the site's root, and a REST route where that file cannot be had.
 *
 * @phpstan-import-type Site from Collect
 */
final class Beacon
{
    private const FILE = 'touchline-beacon.php';
    private const STATE = 'touchline_beacon';
    private const ROUTE = 'beacon';

    public function __construct(private Engine $engine, private Directory $directory, private Choice $choice)
    {
    }

    public function hook(): void
    {
        add_action('rest_api_init', [$this, 'route']);
        add_action('admin_init', [$this, 'refresh']);
        foreach (['home', 'siteurl', 'touchline_directory', Choice::OPTION] as $option) {
            add_action("add_option_$option", [$this, 'write']);
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
            wp_opcache_invalidate(self::path(), true); // a server that never looks at files again would keep the old one
            $this->probe();
        }
    }

    /** Once an hour: is the file still what it must be, and does it answer? What is too old to be kept goes. */
    public function look(): void
    {
        (new Day($this->directory->path(), time()))->forget();
        if (($this->state()['hash'] ?? '') !== md5($this->content()) || ! is_file(self::path())) {
            $this->write();
            return;
        }
        $this->probe();
    }

    /** How many requests were refused today and yesterday: forged, too large, too many from one address. */
    public function refused(): int
    {
        return (new Day($this->directory->path(), time()))->refused();
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
        $events = Collect::hear($this->sites(), 'POST', $request->get_body(), wp_unslash($_SERVER));
        if (is_int($events)) {
            return new \WP_REST_Response(null, $events);
        }
        foreach ($this->engine->ready() ? $events : [] as $event) {
            $this->engine->record($event);
        }
        return new \WP_REST_Response(null, 204, ['Cache-Control' => 'no-store']);
    }

    private function content(): string
    {
        $lines = [
            '<?php',
            '// Made by the Touchline plugin, which removes it when it is deactivated. Takes what the WhatsApp button tells, without WordPress.',
            'declare(strict_types=1);',
            '$folder = ' . var_export(__DIR__, true) . ';', // phpcs:ignore -- it writes PHP
            'if (! is_file("$folder/Collect.php") || ! extension_loaded(\'touchline\')) {',
            '    http_response_code(503);',
            '    exit;',
            '}',
            'foreach ([\'Address\', \'Tie\', \'Day\', \'Browser\', \'Collect\'] as $class) {',
            '    require "$folder/$class.php";',
            '}',
            'Touchline\WP\Collect::serve(' . var_export($this->sites(), true) . ');', // phpcs:ignore -- the same
        ];
        return implode("\n", $lines) . "\n";
    }

    /** @return array<string, Site> */
    private function sites(): array
    {
        return array_fill_keys(self::hosts(), $this->choice->site($this->directory->path()));
    }

    /** @return list<string> the site's own hosts in all its languages, with and without www */
    private static function hosts(): array
    {
        $hosts = [];
        /**
         * Addresses under which pages of this site are read.
         *
         * @param list<string> $urls
         */
        $urls = apply_filters('touchline_origins', [home_url(), site_url(), ...self::languages()]);
        foreach (array_filter(is_array($urls) ? $urls : [], 'is_string') as $url) {
            $port = wp_parse_url($url, PHP_URL_PORT);
            $host = strtolower((string) wp_parse_url($url, PHP_URL_HOST));
            if ($host === '') {
                continue;
            }
            $bare = str_starts_with($host, 'www.') ? substr($host, 4) : $host;
            foreach ([$host, $bare, "www.$bare"] as $name) {
                $hosts[] = $name . ($port ? ":$port" : '');
            }
        }
        return array_values(array_unique($hosts));
    }

    /** @return list<string> the addresses of a site whose languages have domains of their own (WPML, Polylang) */
    private static function languages(): array
    {
        $domains = [];
        foreach ([['icl_sitepress_settings', 'language_domains'], ['polylang', 'domains']] as [$option, $key]) {
            $known = get_option($option, []);
            $domains = [...$domains, ...array_values(is_array($known) && is_array($known[$key] ?? null) ? $known[$key] : [])];
        }
        $named = array_filter($domains, static fn (mixed $domain): bool => is_string($domain) && $domain !== '');
        return array_values(array_map(static fn (string $domain): string => str_contains($domain, '//') ? $domain : "//$domain", $named));
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
