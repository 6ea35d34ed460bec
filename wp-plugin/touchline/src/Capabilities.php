<?php

declare(strict_types=1);

namespace Touchline\WP;

/** `view_touchline` for whoever may see WooCommerce's reports or run the site. Granted on the fly: no role is changed. */
final class Capabilities
{
    public function hook(): void
    {
        add_filter('user_has_cap', [$this, 'grant']);
    }

    /**
     * @param array<string, bool> $all
     * @return array<string, bool>
     */
    public function grant(array $all): array
    {
        if (! empty($all['view_woocommerce_reports']) || ! empty($all['manage_options'])) {
            $all['view_touchline'] = true;
        }
        return $all;
    }
}
