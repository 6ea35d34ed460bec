<?php

declare(strict_types=1);

namespace Touchline\WP;

/**
 * The bare PHP file at the root of the web site. Of a network of sites there is one, with every site's hosts, path and store in it: each site
 * enters what is its own.
 *
 * @phpstan-import-type Site from Collect
 * @phpstan-type Entry array{path: string, hosts: list<string>, site: Site}
 */
final class BeaconFile
{
    private const NAME = 'touchline-beacon.php';
    private const SITES = 'touchline_beacon_sites';

    /**
     * This site's part of the file. Of one that is nobody's else the first host is the own one.
     *
     * @param list<string> $hosts
     * @param Site $site
     * @return Entry
     */
    public static function entry(array $hosts, array $site): array
    {
        return ['path' => self::place(), 'hosts' => $hosts, 'site' => $site];
    }

    /** Where browsers find it: below this site's own host, since the cookie that it sets is this host's. */
    public static function url(): string
    {
        if (! is_multisite()) {
            return home_url('/' . self::NAME);
        }
        $home = wp_parse_url(home_url());
        $home = (is_array($home) ? $home : []) + ['scheme' => 'https', 'host' => ''];
        $url = $home['scheme'] . '://' . $home['host'] . (isset($home['port']) ? ':' . $home['port'] : '') . self::base() . self::NAME;
        return self::place() === self::base() ? $url : add_query_arg('s', rawurlencode(self::place()), $url);
    }

    /**
     * Puts this site's part into the file.
     *
     * @param Entry $entry
     */
    public static function enter(array $entry): bool
    {
        $all = self::sites();
        $all[get_current_blog_id()] = $entry;
        ksort($all);
        update_site_option(self::SITES, $all);
        return self::write();
    }

    /** Takes a site's part out; the last one takes the file along. */
    public static function leave(?int $site = null): void
    {
        $all = self::sites();
        unset($all[$site ?? get_current_blog_id()]);
        if ($all !== []) {
            update_site_option(self::SITES, $all);
            self::write();
            return;
        }
        delete_site_option(self::SITES);
        if (is_file(self::path())) {
            wp_delete_file(self::path());
        }
    }

    /**
     * Does the file say this of this site? Of two sites of a network that enter at one moment the later one may not have seen the other.
     *
     * @param Entry $entry
     */
    public static function says(array $entry): bool
    {
        return (self::sites()[get_current_blog_id()] ?? null) === $entry && self::isOurs();
    }

    /** Is what lies there what we would write? */
    private static function isOurs(): bool
    {
        return is_file(self::path()) && @file_get_contents(self::path()) === self::content();
    }

    /** Whole or not at all: a browser may ask for it at this moment. */
    private static function write(): bool
    {
        if (self::isOurs()) {
            return true;
        }
        $content = self::content();
        $new = dirname(self::path()) . '/.' . bin2hex(random_bytes(8)) . '.touchline';
        $whole = @file_put_contents($new, $content) === strlen($content) && @chmod($new, 0644) && @rename($new, self::path());
        if (! $whole) {
            @unlink($new);
            // A file that is ours to write in a folder that is not.
            $whole = is_file(self::path()) && @file_put_contents(self::path(), $content) === strlen($content);
        }
        if (function_exists('opcache_invalidate')) {
            @opcache_invalidate(self::path(), true); // a server may never look whether a file has changed
        }
        return $whole;
    }

    private static function content(): string
    {
        $as = static fn (mixed $value): string => var_export($value, true); // phpcs:ignore -- it writes PHP
        return implode("\n", [
            '<?php',
            '// Made by the Touchline plugin, which removes it when it is deactivated. Takes what the WhatsApp button tells, without WordPress.',
            'declare(strict_types=1);',
            '$serve = ' . $as(__DIR__ . '/serve.php') . ';',
            'if (! is_file($serve)) {',
            '    http_response_code(503);',
            '    exit;',
            '}',
            '(require $serve)(' . $as(self::map()) . ', ' . $as(self::base()) . ');',
        ]) . "\n";
    }

    /** @return array<string, array<string, Site>> a host that a site has as its own is not another one's with www before it */
    private static function map(): array
    {
        $map = [];
        foreach (self::sites() as $entry) {
            foreach ($entry['hosts'] as $host) {
                $map[$entry['path']][$host] ??= $entry['site'];
            }
        }
        foreach (self::sites() as $entry) {
            $map[$entry['path']][$entry['hosts'][0]] = $entry['site'];
        }
        return $map;
    }

    /** @return array<int, Entry> */
    private static function sites(): array
    {
        $all = get_site_option(self::SITES, []);
        return is_array($all) ? $all : [];
    }

    /** The path of this site on its host. */
    private static function place(): string
    {
        return is_multisite() ? (string) get_site()?->path : self::base();
    }

    /** The path of the network on its hosts. */
    private static function base(): string
    {
        return is_multisite() ? (string) get_network()?->path : '/';
    }

    /** WordPress may lie in a folder below the site's root. */
    private static function path(): string
    {
        $of = static fn (string $option): string => untrailingslashit((string) wp_parse_url(
            (string) (is_multisite() ? get_blog_option(get_main_site_id(), $option) : get_option($option)),
            PHP_URL_PATH
        ));
        $root = untrailingslashit(wp_normalize_path(ABSPATH));
        $below = str_starts_with($of('siteurl'), $of('home')) ? substr($of('siteurl'), strlen($of('home'))) : '';
        return ($below !== '' && str_ends_with($root, $below) ? substr($root, 0, -strlen($below)) : $root) . '/' . self::NAME;
    }
}
