<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\BackfillJob;
use Touchline\WP\Settings;

/** The empty page: what will stand here, what is still to do, and what it will look like. */
final class Start
{
    public static function render(bool $number, bool $events, string $settings, bool $maySettings): void
    {
        printf('<section class="tl-card tl-start"><div><h2>%s</h2>', esc_html(
            $number ? __('Waiting for the first visit', 'touchline') : __('One thing is still to do', 'touchline')
        ));
        printf(
            '<p>%s</p><ol class="tl-todo">',
            esc_html__('This page will say what WhatsApp earned, from the click on the button to the order paid, with every order behind it.', 'touchline')
        );
        self::step(true, __('Touchline is installed and its extension works.', 'touchline'));
        self::step($number, __('Your WhatsApp number stands in the settings, so the button shows on the shop.', 'touchline'));
        self::step($events, __('The first visitor comes, and counts when this page is loaded again.', 'touchline'));
        echo '</ol>';
        if (! $number && $maySettings) {
            printf('<p>%s</p>', Html::button($settings, __('Enter your WhatsApp number', 'touchline')));
        } elseif (! $number) {
            printf('<p>%s</p>', esc_html__('Ask whoever manages the shop to enter it.', 'touchline'));
        } else {
            printf('<p>%s</p>', Html::button(home_url('/'), __('Open the shop and click the button', 'touchline')));
        }
        if (function_exists('WC')) {
            self::orders();
        }
        echo '</div>';
        self::picture();
        echo '</section>';
    }

    /** The orders of before: by a button for who may, as on the tab Data quality; by a command for the others. */
    private static function orders(): void
    {
        if (current_user_can(Settings::capability()) && BackfillJob::state()['state'] === 'none') {
            printf('<p class="tl-muted">%s</p>', esc_html__('The orders you already have come in, too:', 'touchline'));
            BackfillJob::form(__('Bring in past orders', 'touchline'));
            return;
        }
        printf('<p class="tl-muted">%s</p>', Html::sentence(sprintf(
            /* translators: %s: a command */
            esc_html__('The orders you already have come in with %s.', 'touchline'),
            '<code>wp touchline backfill</code>'
        )));
    }

    private static function step(bool $done, string $words): void
    {
        printf(
            '<li class="%s"><span aria-hidden="true">%s</span> %s <span class="screen-reader-text">%s</span></li>',
            $done ? 'tl-done' : 'tl-open',
            $done ? '✓' : '○',
            esc_html($words),
            $done ? esc_html__('done', 'touchline') : esc_html__('to do', 'touchline')
        );
    }

    /** The page in small, as it looks with a month in it. */
    private static function picture(): void
    {
        $columns = '';
        foreach ([22, 30, 18, 34, 40, 26, 20, 36, 44, 30, 38, 48] as $i => $height) {
            $x = 24 + $i * 23;
            $columns .= sprintf('<path class="p-other" d="M%d 190v-%dh15v%dz"/>', $x, $height + 14, $height + 14);
            $columns .= sprintf('<path class="p-whatsapp" d="M%d 190v-%dh15v%dz"/>', $x, intdiv($height, 2), intdiv($height, 2));
        }
        $cards = '';
        foreach ([20, 91, 162, 233] as $x) {
            $cards .= sprintf('<rect class="p-card" x="%d" y="50" width="65" height="36" rx="4"/>', $x);
            $cards .= sprintf('<path class="p-text" d="M%1$d 62h28"/><path class="p-big" d="M%1$d 75h42"/>', $x + 8);
        }
        printf(
            '<svg class="tl-picture" viewBox="0 0 320 210" role="img" aria-label="%s"><rect class="p-page" width="320" height="210" rx="8"/>'
            . '<path class="p-big" d="M20 22h190"/><path class="p-text" d="M20 36h250"/>%s'
            . '<rect class="p-card" x="20" y="98" width="278" height="100" rx="4"/>%s</svg>',
            esc_attr__('A small picture of the page: a sentence, four figures, and columns of sales by day.', 'touchline'),
            $cards, // phpcs:ignore -- numbers of our own
            $columns
        );
    }
}
