<?php

declare(strict_types=1);

namespace Touchline\WP\Button;

/** The button's own words, for where the merchant wrote none. */
final class Labels
{
    public static function chat(): string
    {
        return __('Chat with us on WhatsApp', 'touchline');
    }

    public static function product(): string
    {
        return __('Ask about this product on WhatsApp', 'touchline');
    }

    public static function help(): string
    {
        return __('Questions? Ask us on WhatsApp', 'touchline');
    }
}
