<?php

declare(strict_types=1);

namespace Touchline\WP;

/** Whose request this is: a shopper's own, with a cookie or a session, or one of staff, of a program or of the site itself. */
final class Shopper
{
    public const SESSION = 'touchline_visitor';

    public function __construct(private Visitor $visitor)
    {
    }

    /** Does a shopper's browser, or a shop's own front end over the Store API, ask? Never wp-admin, wc/v3, cron, Action Scheduler, CLI. */
    public function present(): bool
    {
        if (wp_doing_cron() || PHP_SAPI === 'cli' || did_action('action_scheduler_before_process_queue') > 0) {
            return false;
        }
        if (defined('REST_REQUEST') && REST_REQUEST) {
            $route = $GLOBALS['wp']->query_vars['rest_route'] ?? '';
            return is_string($route) && str_starts_with($route, '/wc/store/');
        }
        return ! is_admin() || wp_doing_ajax();
    }

    /** The visitor of this request: the one its cart began with, else its browser's. */
    public function id(): ?string
    {
        $session = WC()->session;
        if (! $this->present() || ($this->hasBrowser($session) && $this->visitor->refused())) {
            return null;
        }
        $known = $session instanceof \WC_Session ? $session->get(self::SESSION) : null;
        if (is_string($known) && preg_match('/^[0-9a-f]{32}$/D', $known) === 1 && (! $this->hasBrowser($session) || $this->visitor->agreed())) {
            return $known;
        }
        $id = $this->hasBrowser($session) ? $this->visitor->id() : null;
        return $id === null || ! Day::is($id) || $this->visitor->ties($id, $this->who($session)) ? $id : null;
    }

    /** One that runs scripts and fills carts is kept out as everywhere else; events of carts say no browser that the engine could know it by. */
    public static function isBot(): bool
    {
        $agent = wp_unslash($_SERVER['HTTP_USER_AGENT'] ?? ''); // phpcs:ignore WordPress.Security -- looked up, nothing else
        return is_string($agent) && $agent !== '' && \Touchline\classify('bot', substr($agent, 0, 512)) !== null;
    }

    /** Puts the visitor into the session of the cart, once. */
    public function remember(): void
    {
        $session = WC()->session;
        if ($session instanceof \WC_Session && $session->get(self::SESSION) === null && $this->visitor->agreed()) {
            $id = $this->id();
            if ($id !== null && ! Day::is($id)) {
                $session->set(self::SESSION, $id);
            }
        }
    }

    /**
     * Whom the shop knows by this request: an account, else a session.
     *
     * @return array<string, string>
     */
    private function who(mixed $session): array
    {
        $user = get_current_user_id();
        return $user > 0 ? ['customer' => (string) $user]
            : ($session instanceof \WC_Session_Handler && $session->has_session() ? ['session' => (string) $session->get_customer_id()] : []);
    }

    /** Is the page only fetched ahead, for a click that may never come? */
    public static function prefetches(): bool
    {
        $said = array_intersect_key(wp_unslash($_SERVER), array_flip(['HTTP_SEC_PURPOSE', 'HTTP_PURPOSE', 'HTTP_X_MOZ']));
        return preg_grep('/prefetch|prerender/i', array_filter($said, 'is_string')) !== [];
    }

    /** A headless shop talks with a Cart-Token from its own server: the cookies there are nobody's. */
    private function hasBrowser(mixed $session): bool
    {
        return ! $session instanceof \WC_Session || $session instanceof \WC_Session_Handler;
    }
}
