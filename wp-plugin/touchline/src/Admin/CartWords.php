<?php

declare(strict_types=1);

namespace Touchline\WP\Admin;

/** What carts are counted as, in words: the engine's names of docs/reports.md, "carts". */
final class CartWords
{
    /** @return array<string, string> */
    public static function states(): array
    {
        return [
            'started' => __('Started', 'touchline'),
            'checkout' => __('Reached the checkout', 'touchline'),
            'ordered' => __('Ordered straight away', 'touchline'),
            'awaiting' => __('Ordered, payment awaited', 'touchline'),
            'emptied' => __('Emptied again', 'touchline'),
            'active' => __('Still being filled', 'touchline'),
            'abandoned' => __('Left', 'touchline'),
            'any' => __('Won back', 'touchline'),
            'touch' => __('Won back after a WhatsApp touch', 'touchline'),
            'link' => __('Won back by a link', 'touchline'),
            'open' => __('May still come back', 'touchline'),
            'lost' => __('Lost', 'touchline'),
        ];
    }

    /** Of one cart: 'recovered' is what the figures call any. */
    public static function state(string $state): string
    {
        return self::states()[$state === 'recovered' ? 'any' : $state] ?? $state;
    }

    /** @return array<string, array{string, string}> definition of a recovery => its name and how it is told */
    public static function recoveries(): array
    {
        return [
            'link' => [
                __('A recovery link was opened', 'touchline'),
                __('the shopper opened a recovery link after leaving the cart, and ordered within 7 days of it', 'touchline'),
            ],
            'touch' => [
                __('WhatsApp touched the shopper', 'touchline'),
                __('a click on the button, a chat or a link from WhatsApp lies between leaving the cart and the order', 'touchline'),
            ],
            'any' => [
                __('Any later order', 'touchline'),
                __('the same person ordered within 30 days, whatever brought them back', 'touchline'),
            ],
        ];
    }

    /** What brought a shopper back: a channel, of WhatsApp with how it came about. */
    public static function back(string $channel, ?string $entry): string
    {
        return match (true) {
            $channel === 'unknown' => __('No visit or chat is known', 'touchline'),
            /* translators: 1: WhatsApp, 2: how the touch came about, such as "Button" */
            $entry !== null => sprintf(__('%1$s: %2$s', 'touchline'), Words::channel($channel), (string) Words::entry($entry)),
            default => Words::channel($channel),
        };
    }

    public static function carts(int $number): string
    {
        /* translators: %s: number of carts */
        return sprintf(_n('%s cart', '%s carts', $number, 'touchline'), Format::count($number));
    }

    /** How long a cart lies still before it counts as left. */
    public static function idle(int $ms): string
    {
        $minutes = intdiv($ms, 60000);
        if ($minutes % 60 !== 0) {
            /* translators: %s: number of minutes */
            return sprintf(_n('%s minute', '%s minutes', $minutes, 'touchline'), Format::count($minutes));
        }
        /* translators: %s: number of hours */
        return sprintf(_n('%s hour', '%s hours', intdiv($minutes, 60), 'touchline'), Format::count(intdiv($minutes, 60)));
    }

    /** A time that something took, as a person would say it. */
    public static function span(int $ms): string
    {
        return human_time_diff(0, max(60, intdiv($ms, 1000)));
    }
}
