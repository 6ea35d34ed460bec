<?php

declare(strict_types=1);

namespace Touchline\WP;

/** The backfill that a button starts: in the background, in steps, told on the page. What broke off goes on where it was. */
final class BackfillJob
{
    private const STEP = 'touchline_backfill_step';
    private const OPTION = 'touchline_backfill';
    private const ASK = 'touchline_backfill';

    public function __construct(private readonly Engine $engine, private readonly Backfill $backfill)
    {
    }

    public function hook(): void
    {
        add_action(self::STEP, [$this, 'run']);
        add_action('admin_post_' . self::ASK, [$this, 'ask']);
    }

    public function ask(): void
    {
        check_admin_referer(self::ASK);
        if (! current_user_can(Settings::capability())) {
            wp_die(esc_html__('You may not do this.', 'touchline'), '', ['response' => 403]);
        }
        if (function_exists('wc_get_order') && $this->engine->ready()) {
            $state = self::state();
            if (! in_array($state['state'], ['runs', 'broken'], true)) {
                $this->backfill->restart();
                $state = ['state' => 'begins', 'sum' => Backfill::nothing(), 'of' => $this->backfill->left()];
            }
            if ($state['sum'] !== null && $state['state'] !== 'runs') { // a second press is none
                self::keep(['sum' => $state['sum'], 'of' => $state['of'], 'touched' => time(), 'over' => false]);
                Background::later(self::STEP);
            }
        }
        wp_safe_redirect(admin_url('admin.php?page=touchline&tab=quality') . '#tl-shop-orders');
        exit;
    }

    public function run(): void
    {
        if (! $this->engine->ready() || ! function_exists('wc_get_order') || self::state()['state'] !== 'runs') {
            return;
        }
        try {
            Background::steps($this->step(...));
        } catch (\Throwable $error) {
            $this->engine->log($error); // it counts as broken off, and a button goes on
            return;
        }
        if (self::state()['state'] === 'runs') {
            Background::later(self::STEP);
        }
    }

    private function step(): bool
    {
        ['sum' => $sum, 'of' => $of] = self::state();
        $next = $this->backfill->step($sum ?? Backfill::nothing());
        // Only what is said of it is cut: a list of thousands of refused orders helps nobody.
        $next = $next === null ? null : ['refused' => array_slice($next['refused'], 0, 100)] + $next;
        $over = $next === null || $next['stopped'];
        self::keep(['sum' => $next ?? $sum, 'of' => $of, 'touched' => time(), 'over' => $over]);
        return ! $over;
    }

    /** @param array<string, mixed> $state */
    private static function keep(array $state): void
    {
        update_option(self::OPTION, $state, false);
    }

    /**
     * @return array{state: 'none'|'runs'|'broken'|'stopped'|'done', sum: array{orders: int, drafts: int, refused: list<int>, stopped: bool}|null,
     *     of: int, at: int}
     * @phpstan-impure
     */
    public static function state(): array
    {
        $kept = get_option(self::OPTION, []);
        $kept = is_array($kept) ? $kept : [];
        $sum = isset($kept['sum']) && is_array($kept['sum']) ? $kept['sum'] + Backfill::nothing() : null;
        $at = (int) ($kept['touched'] ?? 0);
        $state = match (true) {
            $sum === null => 'none',
            $sum['stopped'] => 'stopped',
            ! empty($kept['over']) => 'done',
            default => time() - $at < Background::PATIENCE ? 'runs' : 'broken',
        };
        /** @var array{orders: int, drafts: int, refused: list<int>, stopped: bool}|null $sum nobody else writes it */
        return ['state' => $state, 'sum' => $sum, 'of' => (int) ($kept['of'] ?? 0), 'at' => $at];
    }

    public static function form(string $label): void
    {
        printf('<form method="post" action="%s">', esc_url(admin_url('admin-post.php')));
        wp_nonce_field(self::ASK);
        printf('<input type="hidden" name="action" value="%s"><button class="button">%s</button></form>', esc_attr(self::ASK), esc_html($label));
    }
}
