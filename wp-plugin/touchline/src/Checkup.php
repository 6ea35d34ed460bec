<?php

declare(strict_types=1);

namespace Touchline\WP;

/** The look at the whole store. In a large one it takes minutes, so a page only asks for it, WP-Cron does it, and what it found is kept. */
final class Checkup
{
    public const OPTION = 'touchline_check';
    public const HOOK = 'touchline_check';
    /** Whoever asked and got no answer for so long gets none: PHP has ended it. */
    private const PATIENCE = HOUR_IN_SECONDS;

    public function __construct(private readonly Engine $engine)
    {
    }

    public function hook(): void
    {
        add_action(self::HOOK, [$this, 'run']);
        add_action('admin_post_' . self::HOOK, [$this, 'ask']);
    }

    /** @return array{at: int|null, state: 'none'|'waiting'|'failed'|'done', result: array<string, mixed>|null} what is known, and of when */
    public static function last(): array
    {
        $kept = get_option(self::OPTION, []);
        $kept = is_array($kept) ? $kept : [];
        $asked = is_int($kept['asked'] ?? null) ? $kept['asked'] : null;
        $result = is_array($kept['result'] ?? null) ? $kept['result'] : null;
        $state = match (true) {
            $asked !== null => time() - $asked < self::PATIENCE ? 'waiting' : 'failed',
            $result === null => 'none',
            default => 'done',
        };
        return ['at' => is_int($kept['at'] ?? null) ? $kept['at'] : null, 'state' => $state, 'result' => $result];
    }

    public static function form(): void
    {
        printf('<form method="post" action="%s">', esc_url(admin_url('admin-post.php')));
        wp_nonce_field(self::HOOK);
        printf(
            '<input type="hidden" name="action" value="%s"><button class="button">%s</button></form>',
            esc_attr(self::HOOK),
            esc_html__('Check the store', 'touchline')
        );
    }

    public function ask(): void
    {
        check_admin_referer(self::HOOK);
        if (! current_user_can('view_touchline')) {
            wp_die(esc_html__('You may not do this.', 'touchline'), '', ['response' => 403]);
        }
        $kept = get_option(self::OPTION, []);
        update_option(self::OPTION, ['asked' => time()] + (is_array($kept) ? $kept : []), false);
        wp_clear_scheduled_hook(self::HOOK);
        wp_schedule_single_event(time(), self::HOOK);
        spawn_cron();
        wp_safe_redirect(admin_url('admin.php?page=touchline&tab=quality') . '#tl-check');
        exit;
    }

    public function run(): void
    {
        if (! $this->engine->ready()) {
            return; // a PHP of the command line without the extension: the web server's has its turn
        }
        if (function_exists('set_time_limit')) {
            set_time_limit(0);
        }
        try {
            update_option(self::OPTION, ['at' => time(), 'result' => $this->engine->check()], false);
        } catch (\Throwable $error) {
            $this->engine->log($error);
            update_option(self::OPTION, ['at' => time(), 'result' => ['ok' => false, 'problems' => [$error->getMessage()]]], false);
        }
    }
}
