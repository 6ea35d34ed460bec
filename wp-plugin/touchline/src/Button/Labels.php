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

    public static function offline(): string
    {
        /* translators: {opens} stays as it is: it is filled in with a day and a time */
        return __('We are closed just now. Write to us all the same: we answer from {opens}.', 'touchline');
    }

    public static function optIn(): string
    {
        return __('Yes, send me offers and news on WhatsApp. I can stop them at any time.', 'touchline');
    }
}
