<?php

declare(strict_types=1);

namespace Touchline\WP;

/**
 * Reconcile every day: the orders of the last 30 days, once a week all of them; and all when the button is pressed. In steps in the
 * background, kept between them, so that what broke off goes on.
 *
 * @phpstan-import-type Walk from Reconcile
 */
final class ReconcileJob
{
    public const HOOK = 'touchline_reconcile';
    private const STEP = 'touchline_reconcile_step';
    private const OPTION = 'touchline_reconcile';
    private const RECENT = 30 * DAY_IN_SECONDS;
    private const ALL_AFTER = 7 * DAY_IN_SECONDS - HOUR_IN_SECONDS;
    /** So many runs are told of. */
    private const KEPT = 10;

    public function __construct(private readonly Engine $engine, private readonly Reconcile $reconcile)
    {
    }

    public function hook(): void
    {
        add_action(self::HOOK, [$this, 'daily']);
        add_action(self::STEP, [$this, 'run']);
        add_action('admin_post_' . self::HOOK, [$this, 'ask']);
    }

    public function daily(): void
    {
        if (! $this->able()) {
            return;
        }
        ['walk' => $walk, 'runs' => $runs] = self::state();
        if ($walk === null) {
            $all = array_filter($runs, static fn (array $run): bool => $run['since'] === 0);
            $recent = $all !== [] && time() - max(array_column($all, 'started')) < self::ALL_AFTER;
            self::keep($this->reconcile->start($recent ? time() - self::RECENT : 0, 'day'), $runs);
        }
        if (self::isStill($walk)) {
            Background::later(self::STEP);
        }
    }

    /**
     * Is nobody at work on it?
     *
     * @param Walk|null $walk
     */
    private static function isStill(?array $walk): bool
    {
        return $walk === null || time() - $walk['touched'] > Background::PATIENCE;
    }

    public function ask(): void
    {
        check_admin_referer(self::HOOK);
        if (! current_user_can('view_touchline')) {
            wp_die(esc_html__('You may not do this.', 'touchline'), '', ['response' => 403]);
        }
        ['walk' => $walk, 'runs' => $runs] = self::state();
        if ($this->able() && self::isStill($walk)) { // a second press is none
            self::keep($this->reconcile->start(0, 'hand'), $runs);
            Background::later(self::STEP);
        }
        wp_safe_redirect(admin_url('admin.php?page=touchline&tab=quality') . '#tl-shop-orders');
        exit;
    }

    public function run(): void
    {
        if (! $this->able() || self::state()['walk'] === null) {
            return;
        }
        try {
            Background::steps($this->step(...));
        } catch (\Throwable $error) {
            $this->engine->log($error); // tomorrow, or at the press of the button, it goes on
            return;
        }
        if (self::state()['walk'] !== null) {
            Background::later(self::STEP);
        }
    }

    private function step(): bool
    {
        ['walk' => $walk, 'runs' => $runs] = self::state();
        if ($walk === null) {
            return false;
        }
        $walk = $this->reconcile->step($walk);
        $walk['phase'] === 'done' ? self::told($walk) : self::keep($walk, $runs);
        return $walk['phase'] !== 'done';
    }

    private function able(): bool
    {
        return function_exists('wc_get_order') && $this->engine->ready();
    }

    /**
     * A run is over: what it found is kept for the page.
     *
     * @param Walk $walk
     */
    public static function told(array $walk): void
    {
        self::keep(null, array_slice([$walk, ...self::state()['runs']], 0, self::KEPT));
    }

    /**
     * @param Walk|null $walk
     * @param list<Walk> $runs
     */
    private static function keep(?array $walk, array $runs): void
    {
        update_option(self::OPTION, ['walk' => $walk, 'runs' => $runs], false);
    }

    /**
     * @return array{walk: Walk|null, runs: list<Walk>} the one under way, and those that are over, the newest first
     * @phpstan-impure
     */
    public static function state(): array
    {
        /** @var array{walk?: Walk|null, runs?: list<Walk>}|mixed $kept nobody else writes it */
        $kept = get_option(self::OPTION, []);
        return is_array($kept) ? ['walk' => $kept['walk'] ?? null, 'runs' => $kept['runs'] ?? []] : ['walk' => null, 'runs' => []];
    }

    public static function form(string $label): void
    {
        printf('<form method="post" action="%s">', esc_url(admin_url('admin-post.php')));
        wp_nonce_field(self::HOOK);
        printf('<input type="hidden" name="action" value="%s"><button class="button">%s</button></form>', esc_attr(self::HOOK), esc_html($label));
    }
}
