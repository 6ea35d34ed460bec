<?php

declare(strict_types=1);

namespace Touchline\WP\Admin;

/** What figures can be told apart by (docs/reports.md), and what the keys of each are called. */
final class Dimensions
{
    /** Texts: as many bytes as the engine keeps. All others have a list of keys, or a short form. */
    private const BYTES = [
        'source' => 200, 'medium' => 100, 'campaign' => 200, 'content' => 200, 'page' => 1024, 'landing' => 1024, 'product' => 64, 'category' => 200,
    ];
    /** Of these, that there is none can be asked for by the empty key. */
    private const UNNAMED = ['source', 'medium', 'campaign', 'content', 'page', 'page_type', 'landing', 'device', 'country', 'entry', 'customer', 'intent'];

    /** @return array<string, string> */
    public static function all(): array
    {
        return [
            'channel' => __('Channel', 'touchline'),
            'source' => __('Source', 'touchline'),
            'medium' => __('Medium', 'touchline'),
            'campaign' => __('Campaign', 'touchline'),
            'content' => __('Ad or link', 'touchline'),
            'landing' => __('Landing page', 'touchline'),
            'page' => __('Page', 'touchline'),
            'page_type' => __('Kind of page', 'touchline'),
            'product' => __('Product', 'touchline'),
            'category' => __('Category', 'touchline'),
            'device' => __('Device', 'touchline'),
            'country' => __('Country', 'touchline'),
            'entry' => __('Began with', 'touchline'),
            'intent' => __('Asked for', 'touchline'),
            'evidence' => __('Evidence', 'touchline'),
            'customer' => __('New or returning', 'touchline'),
            'weekday' => __('Day of the week', 'touchline'),
            'hour' => __('Hour', 'touchline'),
        ];
    }

    /** @return array<string, list<string>> the question that they answer => dimensions */
    public static function groups(): array
    {
        return [
            __('Where from', 'touchline') => ['channel', 'source', 'medium', 'campaign', 'content'],
            __('Where on the shop', 'touchline') => ['landing', 'page', 'page_type', 'product', 'category'],
            __('Who', 'touchline') => ['device', 'country', 'customer'],
            __('How', 'touchline') => ['entry', 'intent', 'evidence'],
            __('When', 'touchline') => ['weekday', 'hour'],
        ];
    }

    /** What a table by it shows, in a sentence. */
    public static function says(string $dimension, bool $all): string
    {
        return match ($dimension) {
            'channel' => __('All sales, each with the channel that earned them.', 'touchline'),
            'product', 'category' => $all
                ? __('What was sold.', 'touchline')
                : __('What was sold in the orders that WhatsApp earned.', 'touchline'),
            'evidence' => __('How sure it is that a chat led to the order.', 'touchline'),
            'customer' => __('Whether the customer had ordered before.', 'touchline'),
            'weekday', 'hour' => __('When orders were placed, visits began and the button was clicked, in the time of your site.', 'touchline'),
            'page', 'page_type' => $all
                ? __('Where the button was clicked or the visit began that earned the sale; of a page also all visits that began there.', 'touchline')
                : __('Where the button was clicked, or a visit from WhatsApp began; of a page also all visits that began there.', 'touchline'),
            'intent' => __('What people asked for when they pressed the button: to order, before buying, or support, which earns nothing.', 'touchline'),
            'entry' => __('How the touches of WhatsApp came about that led to orders.', 'touchline'),
            default => $all
                ? __('All sales, by the visit that earned them.', 'touchline')
                : __("WhatsApp's sales, by what had brought the visits in which the button was clicked.", 'touchline'),
        };
    }

    public static function mayBeUnnamed(string $dimension): bool
    {
        return in_array($dimension, self::UNNAMED, true);
    }

    /** Can this be a key of the dimension? */
    public static function holds(string $dimension, string $key): bool
    {
        if ($key === '') {
            return self::mayBeUnnamed($dimension);
        }
        $known = self::keys($dimension);
        return match (true) {
            $known !== null => isset($known[$key]),
            $dimension === 'country' => preg_match('/^[A-Z]{2}$/', $key) === 1,
            $dimension === 'hour' => preg_match('/^(?:[01][0-9]|2[0-3])$/', $key) === 1,
            default => strlen($key) <= self::bytes($dimension),
        };
    }

    public static function bytes(string $dimension): int
    {
        return self::BYTES[$dimension] ?? 64;
    }

    /** What a row or a filter is called. */
    public static function name(string $dimension, string $key, string $label = ''): string
    {
        if ($key === '') {
            return self::unnamed($dimension);
        }
        return match ($dimension) {
            'country' => self::country($key),
            'hour' => self::hour((int) $key),
            default => self::keys($dimension)[$key] ?? ($label === '' ? $key : $label),
        };
    }

    /** @return array<int|string, string>|null key => name; null where any text can be a key */
    public static function keys(string $dimension): ?array
    {
        return match ($dimension) {
            'channel' => Words::channels(),
            'page_type' => Words::pageTypes(),
            'device' => Words::devices(),
            'entry' => Words::entries(),
            'intent' => Words::intents(),
            'evidence' => Words::evidences(),
            'customer' => ['new' => __('New customers', 'touchline'), 'returning' => __('Returning customers', 'touchline')],
            'weekday' => self::weekdays(),
            default => null,
        };
    }

    private static function unnamed(string $dimension): string
    {
        return match ($dimension) {
            'product' => __('Fees and amounts without a product', 'touchline'),
            'category' => __('No category', 'touchline'),
            'source' => __('No source', 'touchline'),
            'medium' => __('No medium', 'touchline'),
            'campaign' => __('No campaign', 'touchline'),
            'content' => __('Not named', 'touchline'),
            'device', 'country', 'customer' => __('Not known', 'touchline'),
            'entry' => __('Other channels', 'touchline'),
            'intent' => __('Not asked, or not known', 'touchline'),
            'page_type' => __('Not known', 'touchline'),
            default => __('No page known', 'touchline'),
        };
    }

    /** @return array<string, string> as WooCommerce calls them; without it they have their codes */
    public static function countries(): array
    {
        $names = function_exists('WC') && WC()->countries !== null ? WC()->countries->get_countries() : [];
        return array_map(static fn (mixed $name): string => html_entity_decode((string) $name, ENT_QUOTES | ENT_HTML5, 'UTF-8'), $names);
    }

    private static function country(string $key): string
    {
        return self::countries()[$key] ?? $key;
    }

    private static function hour(int $hour): string
    {
        $format = (string) get_option('time_format', 'H:i');
        return sprintf(
            /* translators: 1 and 2: times of day, begin and end of an hour */
            __('%1$s to %2$s', 'touchline'),
            gmdate($format, $hour * HOUR_IN_SECONDS),
            gmdate($format, ($hour + 1) % 24 * HOUR_IN_SECONDS)
        );
    }

    /** @return array<int, string> 1 is Monday */
    private static function weekdays(): array
    {
        global $wp_locale;
        $names = [];
        for ($day = 1; $day <= 7; $day++) {
            $names[$day] = (string) $wp_locale->get_weekday($day % 7);
        }
        return $names;
    }
}
