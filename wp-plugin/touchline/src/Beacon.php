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
    private const STATE = 'touchline_beacon';
    private const ROUTE = 'beacon';
    /** Options that say under which addresses the site is read, and what holds there. */
    private const OPTIONS = ['home', 'siteurl', 'touchline_directory', Choice::OPTION, 'icl_sitepress_settings', 'polylang'];

    public function __construct(private Engine $engine, private Directory $directory, private Choice $choice)
    {
    }

    public function hook(): void
    {
        add_action('rest_api_init', [$this, 'route']);
        add_action('admin_init', [$this, 'refresh']);
        add_action('init', [$this, 'follow']);
        foreach (self::OPTIONS as $option) {
            add_action("add_option_$option", [$this, 'changed']);
            add_action("update_option_$option", [$this, 'changed']);
        }
    }

    /** Where the button's script sends to. */
    public function endpoint(): string
    {
        return $this->state()['ok'] ? BeaconFile::url() : rest_url('touchline/v1/' . self::ROUTE);
    }

    public function changed(): void
    {
        if (Network::isActive()) {
            $this->write();
        }
    }

    /** Writes the file and tries it. Its content names the class and the folder of the store, and no secret. */
    public function write(): void
    {
        if (Extension::version() === false) {
            return; // a PHP of the command line without it: the web server's has its turn
        }
        if (! $this->engine->ready()) {
            // The store may be another site's, of which this one is a copy.
            $this->remove();
            return;
        }
        // Until it is tried, browsers take the other way.
        $this->remember(['hash' => $this->hash(), 'written' => BeaconFile::enter($this->entry())]);
        $this->probe();
    }

    /** Once an hour: is the file still what it must be, and does it answer? What is too old to be kept goes. */
    public function look(): void
    {
        $this->day()->forget();
        if ($this->state()['hash'] !== $this->hash() || ! BeaconFile::says($this->entry())) {
            $this->write();
            return;
        }
        $this->probe();
    }

    /** Does the file answer as it must? A server that does not run it, or keeps it from the web, gets the REST route. */
    public function probe(): void
    {
        // One of before that cannot be written any more answers for what was before.
        $ours = BeaconFile::says($this->entry());
        $answer = self::ask(BeaconFile::url());
        $ok = $ours && $answer === '204';
        $this->remember([
            'hash' => $this->hash(), 'ok' => $ok, 'written' => $ours, 'checked' => time(), 'answer' => $answer,
            'rest' => $ok ? '' : self::ask(rest_url('touchline/v1/' . self::ROUTE)),
        ]);
    }

    /** The status of an answer, or why there is none. */
    private static function ask(string $url): string
    {
        $answer = wp_remote_post($url, [
            'timeout' => 5, 'redirection' => 0, 'sslverify' => false, 'body' => '[]',
            'headers' => ['Origin' => untrailingslashit(home_url()), 'Content-Type' => 'text/plain'],
        ]);
        return is_wp_error($answer) ? $answer->get_error_message() : (string) wp_remote_retrieve_response_code($answer);
    }

    /** A plugin that moved, a new address or a new folder make a new file. */
    public function refresh(): void
    {
        if (! wp_doing_ajax() && current_user_can('manage_options') && $this->state()['hash'] !== $this->hash()) {
            $this->write();
        }
    }

    /** After an update that nobody watched, or a move, the file is looked at in the background and not an hour later. */
    public function follow(): void
    {
        $state = get_option(self::STATE);
        if (is_array($state) && ($state['by'] ?? '') !== self::by()) {
            update_option(self::STATE, ['by' => self::by()] + $state);
            wp_schedule_single_event(time(), Cron::PROBE);
        }
    }

    private static function by(): string
    {
        return Plugin::VERSION . ' ' . __DIR__;
    }

    public function remove(): void
    {
        BeaconFile::leave();
        delete_option(self::STATE);
    }

    /** What browsers did that counts without saying who they are. */
    public function day(): Day
    {
        return new Day($this->directory->path(), time());
    }

    /** @return array{hash: string, ok: bool, written: bool, checked: int, answer: string, rest: string} what the last try found */
    public function state(): array
    {
        $state = get_option(self::STATE, []);
        $state = is_array($state) ? $state : [];
        return [
            'hash' => (string) ($state['hash'] ?? ''), 'ok' => ($state['ok'] ?? false) === true, 'written' => ($state['written'] ?? false) === true,
            'checked' => (int) ($state['checked'] ?? 0), 'answer' => (string) ($state['answer'] ?? ''),
            'rest' => (string) ($state['rest'] ?? ''),
        ];
    }

    /** @param array<string, string|int|bool> $state */
    private function remember(array $state): void
    {
        update_option(self::STATE, ['by' => self::by()] + $state);
    }

    public function route(): void
    {
        register_rest_route('touchline/v1', '/' . self::ROUTE, [
            'methods' => 'POST', 'permission_callback' => '__return_true', 'callback' => [$this, 'take'],
        ]);
    }

    public function take(\WP_REST_Request $request): \WP_REST_Response
    {
        if (! $this->engine->ready()) {
            return new \WP_REST_Response(null, 503); // as the file says it
        }
        $events = Collect::hear($this->sites(), 'POST', $request->get_body(), wp_unslash($_SERVER));
        if (is_int($events)) {
            return new \WP_REST_Response(null, $events);
        }
        foreach ($events as $event) {
            $this->engine->record($event);
        }
        return new \WP_REST_Response(null, 204, ['Cache-Control' => 'no-store']);
    }

    /** Changes when what the file says of this site must change, or where the plugin lies. */
    private function hash(): string
    {
        return md5(self::by() . serialize($this->entry()));
    }

    /** @return array{path: string, hosts: list<string>, site: Site} */
    private function entry(): array
    {
        return BeaconFile::entry(self::hosts(), $this->choice->site($this->directory->path()));
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
}
