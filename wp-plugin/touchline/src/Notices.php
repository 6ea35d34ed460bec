<?php

declare(strict_types=1);

namespace Touchline\WP;

/** Says in wp-admin, in one sentence, what keeps Touchline from counting. */
final class Notices
{
    private const ACTION = 'touchline_site';
    private const SCREENS = ['dashboard', 'plugins'];

    public function __construct(private Engine $engine)
    {
    }

    public function hook(): void
    {
        add_action('admin_notices', [$this, 'render']);
        add_action('admin_post_' . self::ACTION, [$this, 'choose']);
    }

    public function render(): void
    {
        $screen = get_current_screen();
        if ($screen === null || ! in_array($screen->id, self::SCREENS, true) || ! current_user_can('view_touchline') || $this->engine->ready()) {
            $ours = $screen !== null && str_ends_with($screen->id, '_page_touchline') && $this->engine->otherSite();
            if (! $ours) {
                return;
            }
        }
        echo '<div class="notice notice-warning"><p><strong>Touchline</strong> ' . esc_html((string) $this->engine->reason()) . '</p>';
        if ($this->engine->otherSite() && self::may()) {
            $this->choices();
        }
        echo '</div>';
    }

    /** Capture stands still until somebody says which it is, so that a staging copy never writes into the shop's figures. */
    private function choices(): void
    {
        $choices = [
            'moved' => __('This site has moved: keep its figures', 'touchline'),
            'copy' => __('This is a copy: begin with figures of its own', 'touchline'),
        ];
        echo '<form method="post" action="' . esc_url(admin_url('admin-post.php')) . '"><p>';
        wp_nonce_field(self::ACTION);
        echo '<input type="hidden" name="action" value="' . esc_attr(self::ACTION) . '">';
        foreach ($choices as $value => $label) {
            echo '<button class="button" name="choice" value="' . esc_attr($value) . '">' . esc_html($label) . '</button> ';
        }
        echo '</p></form>';
    }

    public function choose(): void
    {
        check_admin_referer(self::ACTION);
        if (! self::may()) {
            wp_die(esc_html__('You may not do this.', 'touchline'), '', ['response' => 403]);
        }
        match (sanitize_key(wp_unslash($_POST['choice'] ?? ''))) {
            'moved' => $this->engine->adopt(),
            'copy' => $this->engine->separate(),
            default => null,
        };
        wp_safe_redirect(admin_url('admin.php?page=touchline'));
        exit;
    }

    private static function may(): bool
    {
        return current_user_can('manage_woocommerce') || current_user_can('manage_options');
    }
}
