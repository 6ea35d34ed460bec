<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Words;

/** What the underlined words mean. The links lead here, also without JavaScript. */
final class Definitions
{
    public static function render(): void
    {
        printf('<details class="tl-card tl-means" id="tl-means"><summary>%s</summary><dl>', esc_html__('What the figures mean', 'touchline'));
        foreach (Words::definitions() as $anchor => [$term, $meaning]) {
            printf('<div id="tl-means-%s" tabindex="-1"><dt>%s</dt><dd>%s</dd></div>', esc_attr($anchor), esc_html($term), esc_html($meaning));
        }
        echo '</dl></details>';
    }
}
