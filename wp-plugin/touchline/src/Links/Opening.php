<?php

declare(strict_types=1);

namespace Touchline\WP\Links;

use Touchline\WP\Browser;
use Touchline\WP\Collect;
use Touchline\WP\Engine;
use Touchline\WP\Guarded;
use Touchline\WP\Settings;
use Touchline\WP\Shopper;
use Touchline\WP\Visitor;

/**
 * Somebody opens a short link: it is told to the engine and the browser is sent on, to the shop's own host or to wa.me and nowhere else. This
 * happens as soon as WordPress knows who asks, before it looks for a page; what is no link of ours is left to WordPress.
 */
final class Opening
{
    use Guarded;

    /** As the browser looks for them: assets/button.js. */
    private const ADS = ['ctwa_clid', 'gclid', 'wbraid', 'gbraid', 'msclkid', 'ttclid', 'fbclid'];

    public function __construct(private Engine $engine, private Settings $settings, private Visitor $visitor)
    {
    }

    public function hook(): void
    {
        add_action('init', $this->look(...), PHP_INT_MIN, 0);
    }

    private function look(): void
    {
        $code = is_admin() || wp_doing_cron() ? null : $this->code();
        if ($code === null) {
            return;
        }
        $link = Links::find($code);
        if ($link === null) {
            self::leave();
            return;
        }
        $to = $this->open($link);
        nocache_headers();
        header('Cache-Control: no-store, private');
        header('X-Robots-Tag: noindex, nofollow');
        // A page fetched ahead is no visit: the browser gets nothing that it could show, and asks again when the link is really followed.
        // Not by wp_redirect(), which takes line ends out of a chat's text.
        $to === null ? status_header(503) : header("Location: $to", true, 302);
        exit;
    }

    /** The code of the link that is asked for, by its path or its parameter; null: something else is asked for. */
    private function code(): ?string
    {
        $home = untrailingslashit((string) wp_parse_url(home_url(), PHP_URL_PATH));
        $path = (string) wp_parse_url((string) wp_unslash($_SERVER['REQUEST_URI'] ?? ''), PHP_URL_PATH); // phpcs:ignore -- compared, never printed
        if (! str_starts_with($path, $home . '/')) {
            return null;
        }
        $path = substr($path, strlen($home));
        if (preg_match('#^/' . preg_quote(Link::base(), '#') . '/([^/]+)/?$#D', $path, $match) === 1) {
            return strtolower($match[1]);
        }
        $asked = wp_unslash($_GET[Link::PARAMETER] ?? null); // phpcs:ignore WordPress.Security -- a link is read, nothing is changed by a form
        return is_string($asked) && in_array($path, ['/', '/index.php'], true) ? strtolower($asked) : null;
    }

    /** The shop's own page for what is not there, and no guess at another one. */
    private static function leave(): void
    {
        add_filter('do_redirect_guess_404_permalink', '__return_false');
        if (isset($_GET[Link::PARAMETER])) { // phpcs:ignore WordPress.Security -- as above
            add_action('wp', static function (): void {
                $query = $GLOBALS['wp_query'] ?? null;
                if ($query instanceof \WP_Query) {
                    $query->set_404();
                    status_header(404);
                    nocache_headers();
                }
            });
        }
    }

    /** Tells of it; where to go, null when the page is only fetched ahead. */
    private function open(Link $link): ?string
    {
        if (Shopper::prefetches()) {
            return null;
        }
        $press = null;
        if (self::server('REQUEST_METHOD') === 'GET') {
            $this->safely(function () use ($link, &$press): void {
                $press = $this->tell($link);
            });
        }
        if (! $link->isChat()) {
            $ad = self::ad();
            return wp_sanitize_redirect($ad === null ? $link->page() : add_query_arg($ad[0], rawurlencode($ad[1]), $link->page()));
        }
        if ($this->settings->number() === '') {
            return wp_sanitize_redirect(Utm::add(home_url('/'), $link->utm));
        }
        $text = Utm::inText($link->text) . ($press === null ? '' : ' (Ref: ' . substr($press, 0, 4) . '-' . substr($press, 4) . ')');
        return 'https://wa.me/' . $this->settings->number() . '?text=' . rawurlencode(trim($text));
    }

    /** @return ?string the reference code, where a chat was opened by somebody who may be known */
    private function tell(Link $link): ?string
    {
        if (! $this->engine->ready()) {
            return null;
        }
        if (! $this->visitor->allowed()) {
            return null; // who calls itself a bot may flood as well as anybody
        }
        $agent = self::server('HTTP_USER_AGENT');
        $at = (int) (microtime(true) * 1000);
        $open = ['type' => 'link_open', 'at' => $at, 'path' => $link->path(), 'kind' => 'short', 'token' => $link->code, 'user_agent' => $agent]
            + array_filter(array_map(static fn (string $value): ?string => Collect::text($value, 190), $link->utm))
            + array_filter(['ad' => self::ad()[0] ?? null, 'referrer' => self::referrer()]);
        // Programs and the previews of messengers are kept out of every figure by the engine, and counted apart.
        if (\Touchline\classify('bot', $agent) !== null) {
            $this->engine->record($open);
            return null;
        }
        [$visitor, $joined] = $this->visitor->arrives();
        if ($visitor === null) {
            return null;
        }
        foreach ([...$joined, ['visitor' => $visitor] + $open] as $event) {
            $this->engine->record($event);
        }
        return $link->isChat() ? $this->press($link, $visitor, $agent, $at) : null;
    }

    /** A link to a chat is a button that hangs somewhere else. */
    private function press(Link $link, string $visitor, string $agent, int $at): string
    {
        $code = Browser::code();
        $this->engine->record([
            'type' => 'button_click', 'at' => $at + 1, 'visitor' => $visitor, 'path' => $link->path(), 'placement' => 'link', 'code' => $code,
            'user_agent' => $agent,
        ]);
        return $code;
    }

    /** @return array{string, string}|null the click id of an ad that the address carries, which goes on to the page */
    private static function ad(): ?array
    {
        foreach (self::ADS as $name) {
            $value = wp_unslash($_GET[$name] ?? null); // phpcs:ignore WordPress.Security -- passed on as it came
            if (is_string($value)) {
                return [$name, substr($value, 0, 500)];
            }
        }
        return null;
    }

    /** Kept as the beacon keeps it. */
    private static function referrer(): ?string
    {
        $from = self::server('HTTP_REFERER');
        $kept = Utm::host($from) === '' ? [] : Collect::addresses(['referrer' => $from], [Utm::host(home_url())]);
        return isset($kept['referrer']) ? (string) $kept['referrer'] : null;
    }

    /** A header, as an event takes it. */
    private static function server(string $name): string
    {
        $value = wp_unslash($_SERVER[$name] ?? ''); // phpcs:ignore WordPress.Security -- cleaned below
        return substr((string) preg_replace('/[^\x20-\x7e]/', '', is_string($value) ? $value : ''), 0, 512);
    }
}
