<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

/** In place of figures that cannot be had: what is wrong and what to do, in plain words. */
final class Trouble
{
    public static function render(string $reason, string $advice = ''): void
    {
        printf(
            '<section class="tl-card tl-trouble" role="status"><h2>%s</h2><p>%s</p>%s<p class="tl-muted">%s</p></section>',
            esc_html__('There are no figures at the moment', 'touchline'),
            esc_html($reason),
            $advice === '' ? '' : '<p>' . esc_html($advice) . '</p>',
            esc_html__('Your shop and its WhatsApp button go on working. No customer sees this.', 'touchline')
        );
    }

    public static function notice(string $words): void
    {
        printf('<div class="notice notice-warning inline tl-notice"><p>%s</p></div>', esc_html($words));
    }
}
