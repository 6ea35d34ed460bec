<?php

declare(strict_types=1);

namespace Touchline\WP\Admin;

/** The name in WordPress of what the engine knows by number only, for filters that stand alone. */
final class Names
{
    public static function of(string $dimension, string $key): string
    {
        if ($dimension !== 'product' || ! ctype_digit($key)) {
            return '';
        }
        return html_entity_decode(get_the_title((int) $key), ENT_QUOTES | ENT_HTML5, 'UTF-8');
    }
}
