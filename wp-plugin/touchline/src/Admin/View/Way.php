<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Dimensions;

/** The touches before an order in one line, oldest first. */
final class Way
{
    /** @param list<string> $path keys of the dimension */
    public static function html(string $dimension, array $path, ?string $address = null): string
    {
        $steps = [];
        foreach ($path as $key) {
            $steps[] = sprintf(
                '<li>%s<bdi>%s</bdi></li>',
                $dimension === 'channel' ? '<span class="tl-dot tl-dot-' . esc_attr($key) . '" aria-hidden="true"></span>' : '',
                esc_html(Dimensions::name($dimension, $key))
            );
        }
        $list = '<ol class="tl-way">' . implode('', $steps) . '</ol>';
        return $address === null ? $list : sprintf('<a class="tl-way-link" href="%s">%s</a>', esc_url($address), $list);
    }
}
