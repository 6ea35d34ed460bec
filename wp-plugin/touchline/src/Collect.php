<?php

declare(strict_types=1);

namespace Touchline\WP;

/**
 * @phpstan-type Site array{store: string, mode: string, dnt: bool, gpc: bool, proxies: list<string>, out: list<string>, limit: int}
 *
 * What a browser may tell: checked here, by the beacon file (which loads no WordPress) and by its REST fallback alike.
 * Nothing in this file may call WordPress.
 */
final class Collect
{
    public const MAX_BYTES = 8192;
    private const MAX_EVENTS = 10;

    /** As much as an event takes of what people or addresses name freely: docs/format.md. The rest is exact or refused. */
    private const LIMITS = [
        'product_name' => 200, 'referrer' => 512, 'source' => 200, 'medium' => 200, 'campaign' => 200, 'content' => 200, 'term' => 200,
        'query' => 200, 'agent' => 64,
    ];

    /** Whole numbers from 0 to this. */
    private const NUMBERS = ['results' => 1000000000, 'active_ms' => 86400000, 'depth' => 100];

    /** Somebody's e-mail address or phone number, typed into the search field. */
    private const PERSONAL = '/\S[@＠]\S+\.\S|(?<!\p{Nd})\+?(?:\p{Nd}[\s().\/-]{0,2}){7,}/u';
    private const MAIL = '/\S[@＠]\S+\.\S/u';

    private const LANDING = ['referrer', 'source', 'medium', 'campaign', 'content', 'term', 'ad'];
    private const FIELDS = [
        'page_view' => ['path', 'page_type', 'view', ...self::LANDING],
        'product_view' => ['path', 'page_type', 'view', 'product', 'product_name', ...self::LANDING],
        'button_seen' => ['path', 'page_type', 'view', 'product', 'product_name', 'placement'],
        'search' => ['path', 'view', 'query', 'results'],
        'variation' => ['path', 'view', 'product', 'variation'],
        'engagement' => ['path', 'view', 'active_ms', 'depth'],
        'button_click' => ['path', 'page_type', 'view', 'product', 'product_name', 'placement', 'variation', 'code', 'agent'],
        // Of the opt-in before a chat: what was agreed to, with the code of the press. Its page is told with that.
        'consent' => ['path', 'view', 'code', 'state', 'purposes'],
    ];
    private const OPT_IN = '/^whatsapp:[0-9a-f]{12}$/D';

    /**
     * The beacon file's whole work.
     *
     * @param array<string, Site> $sites host (with port where it has one) => what holds there
     */
    public static function serve(array $sites): void
    {
        ini_set('display_errors', '0');
        header('Cache-Control: no-store');
        $body = (string) file_get_contents('php://input', false, null, 0, self::MAX_BYTES + 1);
        $events = self::hear($sites, (string) ($_SERVER['REQUEST_METHOD'] ?? ''), $body, $_SERVER);
        http_response_code(is_int($events) ? $events : 204);
        if (function_exists('fastcgi_finish_request')) {
            fastcgi_finish_request(); // the browser is answered before the work begins
        }
        if (is_int($events) || $events === []) {
            return;
        }
        try {
            self::record(\Touchline\Store::open($sites[self::origin()]['store']), $events);
        } catch (\Touchline\StoreException $error) {
            error_log('Touchline: ' . $error->getMessage()); // phpcs:ignore -- no WordPress here that could keep it
        }
    }

    /**
     * What a request tells, ready to be recorded, with the cookie on its way; or the status to refuse it with.
     *
     * @param array<string, Site> $sites
     * @param array<mixed> $server
     * @return list<array<string, string|int>>|int
     */
    public static function hear(array $sites, string $method, string $body, array $server): array|int
    {
        $host = self::origin();
        $site = $sites[$host] ?? null;
        $events = self::read($method, $body, $host, array_keys($sites));
        if ($site === null || is_int($events)) {
            $own = $site ?? reset($sites);
            if ($own !== false) {
                (new Day($own['store'], time()))->refuse();
            }
            return is_int($events) ? $events : 403;
        }
        $browser = new Browser($site, $server, time());
        if (! $browser->allowed()) {
            return 429;
        }
        $consent = is_string($_GET['c'] ?? null) ? $_GET['c'] : ''; // phpcs:ignore WordPress.Security -- the browser's own choice, nothing else
        [$visitor, $joined] = $browser->visitor($consent, $events !== []);
        $agent = is_string($server['HTTP_USER_AGENT'] ?? null) ? $server['HTTP_USER_AGENT'] : '';
        if ($visitor === null) {
            // Who must not be known may agree to be written to all the same: that is kept by its code alone.
            $events = array_values(array_filter($events, static fn (array $event): bool => $event['type'] === 'consent'));
        }
        return [...$joined, ...self::complete($events, $visitor, $agent, (int) (microtime(true) * 1000))];
    }

    /**
     * One that is refused keeps none of the others out.
     *
     * @param list<array<string, string|int>> $events
     */
    private static function record(\Touchline\Store $store, array $events): void
    {
        foreach ($events as $event) {
            try {
                $store->record($event);
            } catch (\Touchline\EventException $error) {
                error_log('Touchline: ' . $error->getMessage()); // phpcs:ignore -- no WordPress here that could keep it
            }
        }
    }

    /**
     * The host (and port) that the request comes from, by its own words. Where the shop's pages forbid the referrer, a browser's beacon says
     * "null" for it, but says that it comes from the site that it goes to.
     */
    public static function origin(): string
    {
        $from = (string) ($_SERVER['HTTP_ORIGIN'] ?? $_SERVER['HTTP_REFERER'] ?? '');
        if (($from === '' || $from === 'null') && ($_SERVER['HTTP_SEC_FETCH_SITE'] ?? '') === 'same-origin') {
            $from = '//' . ($_SERVER['HTTP_HOST'] ?? '');
        }
        $parts = parse_url($from);
        return is_array($parts) && isset($parts['host']) ? strtolower($parts['host']) . (isset($parts['port']) ? ':' . $parts['port'] : '') : '';
    }

    /**
     * The events that a request carries, with known fields only, or the status to refuse it with.
     *
     * @param list<string> $hosts
     * @return list<array<string, string|int>>|int
     */
    public static function read(string $method, string $body, string $host, array $hosts): array|int
    {
        if ($method !== 'POST') {
            return 405;
        }
        if (strlen($body) > self::MAX_BYTES) {
            return 413;
        }
        if (! in_array($host, $hosts, true)) {
            return 403;
        }
        $list = json_decode($body, true, 4);
        if (! is_array($list) || ! array_is_list($list) || count($list) > self::MAX_EVENTS) {
            return 400;
        }
        $events = [];
        foreach ($list as $one) {
            $event = self::event($one);
            if ($event === null) {
                return 400;
            }
            if (! isset($event['query']) || preg_match(self::PERSONAL, (string) $event['query']) !== 1) {
                $events[] = self::addresses($event, $hosts);
            }
        }
        return $events;
    }

    /**
     * An address is kept as its path, and of its query the campaign alone; nobody's e-mail address stands in either. The shop's own pages are
     * no referrers.
     *
     * @param array<string, string|int> $event
     * @param list<string> $hosts
     * @return array<string, string|int>
     */
    public static function addresses(array $event, array $hosts): array
    {
        foreach (array_intersect_key($event, ['path' => 0, 'referrer' => 0]) as $name => $address) {
            $event[$name] = self::path((string) $address);
        }
        $from = parse_url((string) ($event['referrer'] ?? ''));
        if (is_array($from) && in_array(strtolower($from['host'] ?? '') . (isset($from['port']) ? ':' . $from['port'] : ''), $hosts, true)) {
            unset($event['referrer']);
        }
        $named = array_intersect_key($event, array_flip(['source', 'medium', 'campaign', 'content', 'term']));
        return array_diff_key($event, preg_grep(self::MAIL, array_map('strval', $named)) ?: []);
    }

    /** Without its query, and without what people typed into it: an e-mail address anywhere, a phone number as a search term. */
    private static function path(string $address): string
    {
        $path = preg_replace('/[?#].*/s', '', $address);
        foreach (['#[^/]+#' => self::MAIL, '#/search/\K[^/]+#' => self::PERSONAL] as $part => $personal) {
            $path = preg_replace_callback(
                $part,
                static fn (array $match): string => preg_match($personal, (string) self::text(urldecode($match[0]), 1024)) === 1 ? '*' : $match[0],
                (string) $path
            );
        }
        return $path === null || $path === '' ? '/' : $path;
    }

    /** @return array<string, string|int>|null */
    private static function event(mixed $one): ?array
    {
        $type = is_array($one) ? ($one['type'] ?? null) : null;
        if (! is_array($one) || ! is_string($type) || ! isset(self::FIELDS[$type])) {
            return null;
        }
        $event = ['type' => $type];
        foreach ($one as $name => $value) {
            if ($name === 'type') {
                continue;
            }
            $most = self::NUMBERS[$name] ?? null;
            if (! in_array($name, self::FIELDS[$type], true) || ($most === null ? ! is_string($value) : ! is_int($value) || $value < 0 || $value > $most)) {
                return null;
            }
            // A campaign with a line break in it is no reason to lose the visit.
            $value = isset(self::LIMITS[$name]) ? self::text($value, self::LIMITS[$name]) : $value;
            if ($value !== null && $value !== '') {
                $event[$name] = $value;
            }
        }
        $known = preg_match('/^[0-9a-f]{8,32}$/D', (string) ($event['view'] ?? '')) === 1;
        return $known && ($type !== 'consent' || self::isOptIn($event)) ? $event : null;
    }

    /** @param array<string, string|int> $event */
    private static function isOptIn(array $event): bool
    {
        return ($event['state'] ?? '') === 'granted' && isset($event['code']) && preg_match(self::OPT_IN, (string) ($event['purposes'] ?? '')) === 1;
    }

    /**
     * Adds what only the server knows. The time is its own, one event a millisecond, in the order they were told; the id makes a request
     * that comes twice count once.
     *
     * @param list<array<string, string|int>> $events
     * @return list<array<string, string|int>>
     */
    public static function complete(array $events, ?string $visitor, string $agent, int $nowMs): array
    {
        $complete = [];
        $agent = substr((string) preg_replace('/[^\x20-\x7e]/', '', $agent), 0, 512);
        foreach ($events as $i => $event) {
            // What is told again as it grows, or of another variation, is another event.
            $what = $event['code'] ?? $event['type'] . ':' . ($event['placement'] ?? $event['variation'] ?? $event['active_ms'] ?? '');
            $optIn = $event['type'] === 'consent';
            $own = ['at' => $nowMs + $i, 'id' => substr("$visitor:{$event['view']}:" . ($optIn ? 'consent:' : '') . $what, 0, 128)];
            $own += $visitor === null ? [] : ['visitor' => $visitor];
            $own += $agent === '' || $optIn ? [] : ['user_agent' => $agent];
            $complete[] = ($optIn ? array_diff_key($event, ['path' => 1, 'view' => 1]) : $event) + $own;
        }
        return $complete;
    }

    /** Text that an event takes: valid UTF-8 without control characters, cut at a character. Null when nothing is left. */
    public static function text(mixed $value, int $limit): ?string
    {
        if (! is_scalar($value)) {
            return null;
        }
        $value = (string) $value;
        if (preg_match('//u', $value) !== 1) {
            $value = (string) preg_replace('/[\x80-\xff]+/', '?', $value);
        }
        $cut = substr(trim((string) preg_replace('/[\x00-\x1f\x7f]+/', ' ', $value)), 0, $limit);
        while (preg_match('//u', $cut) !== 1) {
            $cut = substr($cut, 0, -1); // the limit fell inside a character
        }
        $cut = trim($cut);
        return $cut === '' ? null : $cut;
    }
}
