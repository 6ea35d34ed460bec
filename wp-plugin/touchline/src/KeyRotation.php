<?php

declare(strict_types=1);

namespace Touchline\WP;

/**
 * A new identity key: everybody whom the shop's own users and orders name gets the pseudonym of the new one. It runs in the background,
 * since it reads every order. The next key is kept from before the first step, so that what was cut short is done again with the same one.
 */
final class KeyRotation
{
    private const HOOK = 'touchline_rotate_key';
    private const NEXT = 'touchline_identity_key_next';
    private const RESULT = 'touchline_key_rotation';
    private const BATCH = 500;
    /** WordPress's cron had its turn by then. */
    private const PATIENCE = HOUR_IN_SECONDS;

    public function __construct(private Engine $engine, private Orders $orders)
    {
    }

    public function hook(): void
    {
        add_action(self::HOOK, [$this, 'run']);
        add_action('admin_post_' . self::HOOK, [$this, 'ask']);
    }

    /**
     * @param ?string $next the new key; null: one is made, and kept where the old one is
     * @return array{kept: int, dropped: int}
     * @throws \Touchline\Exception | \DomainException when the key is not ours to change
     */
    public function rotate(?string $next = null): array
    {
        if (Engine::keyIsConstant() !== ($next !== null)) {
            throw new \DomainException($next === null ? self::constantSays() : __('The key is kept by the plugin, which makes a new one itself.', 'touchline'));
        }
        $done = $this->engine->rekey($next ?? self::next(), $this->people());
        delete_option(self::NEXT);
        update_option(self::RESULT, ['at' => time()] + $done, false);
        return $done;
    }

    private static function next(): string
    {
        $next = get_option(self::NEXT);
        if (! is_string($next) || strlen($next) !== 64) {
            $next = bin2hex(random_bytes(32));
            update_option(self::NEXT, $next, false);
        }
        return $next;
    }

    public function run(): void
    {
        if (function_exists('set_time_limit')) {
            @set_time_limit(0); // some hosts forbid it; then it takes the time it gets
        }
        try {
            $this->rotate();
        } catch (\Throwable $error) {
            $this->engine->log($error);
            update_option(self::RESULT, ['at' => time(), 'failed' => $error->getMessage()], false);
        }
    }

    public function ask(): void
    {
        check_admin_referer(self::HOOK);
        if (! current_user_can(Settings::capability())) {
            wp_die(esc_html__('You may not do this.', 'touchline'), '', ['response' => 403]);
        }
        if (! empty($_POST['sure']) && ! Engine::keyIsConstant()) {
            update_option(self::RESULT, ['asked' => time()], false);
            wp_clear_scheduled_hook(self::HOOK);
            wp_schedule_single_event(time(), self::HOOK);
        }
        wp_safe_redirect(admin_url('admin.php?page=touchline&tab=settings') . '#touchline-key');
        exit;
    }

    public static function form(): void
    {
        printf('<h2 id="touchline-key">%s</h2><p>%s</p>', esc_html__('Key of the fingerprints', 'touchline'), esc_html__(
            'E-mail addresses, phones and customer numbers are kept as fingerprints made with a key. If somebody may have seen the key, make a new one: '
                . 'the fingerprints are made again from your users and orders, and no figure changes.',
            'touchline'
        ));
        $state = self::state();
        if ($state !== '') {
            printf('<p role="status"><strong>%s</strong></p>', esc_html($state));
        }
        if (Engine::keyIsConstant()) {
            printf('<p>%s</p>', esc_html(self::constantSays()));
            return;
        }
        printf('<form method="post" action="%s">', esc_url(admin_url('admin-post.php')));
        wp_nonce_field(self::HOOK);
        printf(
            '<input type="hidden" name="action" value="%s"><p><label><input type="checkbox" name="sure" value="1" required> %s</label></p>'
                . '<p><button class="button">%s</button></p></form>',
            esc_attr(self::HOOK),
            esc_html__('Whoever is in no user and no order will not be recognised again. This cannot be undone.', 'touchline'),
            esc_html__('Make a new key', 'touchline')
        );
    }

    private static function state(): string
    {
        $kept = get_option(self::RESULT, []);
        $kept = is_array($kept) ? $kept : [];
        if (isset($kept['asked'])) {
            return time() - (int) $kept['asked'] < self::PATIENCE
                ? __('A new key is being made in the background.', 'touchline')
                : __('A new key was asked for, but WordPress\'s background tasks have not run. Ask again, or run: wp touchline rotate-key', 'touchline');
        }
        if (isset($kept['failed'])) {
            /* translators: %s: why */
            return sprintf(__('The new key could not be made. Please ask again. The reason: %s', 'touchline'), (string) $kept['failed']);
        }
        return isset($kept['kept'], $kept['dropped']) ? sprintf(
            /* translators: 1: date, 2 and 3: numbers */
            __('New key made on %1$s: %2$s fingerprints made again, %3$s are in no user and no order and will not be recognised again.', 'touchline'),
            (string) wp_date((string) get_option('date_format'), (int) ($kept['at'] ?? 0)),
            number_format_i18n((int) $kept['kept']),
            number_format_i18n((int) $kept['dropped'])
        ) : '';
    }

    private static function constantSays(): string
    {
        return __(
            'The key is set as TOUCHLINE_IDENTITY_KEY in wp-config.php. Run: wp touchline rotate-key --new-key=KEY, and put that KEY there at once.',
            'touchline'
        );
    }

    /**
     * Everybody whom the shop knows in clear.
     *
     * @return \Generator<int, array{string, string}>
     */
    private function people(): \Generator
    {
        global $wpdb;
        for ($last = 0; ($users = $this->users($wpdb, $last)) !== []; $last = (int) array_key_last($users)) {
            foreach ($users as $id => $email) {
                yield ['customer', (string) $id];
                yield ['email', $email];
            }
        }
        if (! function_exists('wc_get_order')) {
            return;
        }
        for ($last = 0; ($ids = $this->orders->idsAfter($last, self::BATCH)) !== []; $last = (int) end($ids)) {
            foreach ($ids as $id) {
                $order = wc_get_order($id);
                foreach ($order instanceof \WC_Order && ! Orders::erased($order) ? Orders::person($order) : [] as $kind => $value) {
                    yield [$kind, $value];
                }
            }
            wp_cache_flush_runtime();
        }
    }

    /** @return array<int, string> addresses by number */
    private function users(\wpdb $wpdb, int $last): array
    {
        $users = [];
        $sql = $wpdb->prepare('SELECT ID, user_email FROM %i WHERE ID > %d ORDER BY ID LIMIT %d', $wpdb->users, $last, self::BATCH);
        foreach ((array) $wpdb->get_results((string) $sql) as $row) { // phpcs:ignore WordPress.DB.PreparedSQL -- prepared above
            if ($row instanceof \stdClass) {
                $users[(int) $row->ID] = (string) $row->user_email;
            }
        }
        return $users;
    }
}
