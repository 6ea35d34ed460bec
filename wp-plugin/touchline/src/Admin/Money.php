<?php

declare(strict_types=1);

namespace Touchline\WP\Admin;

/** Shows amounts. They come as decimal strings, already rounded by the engine, and are only dressed here. */
final class Money
{
    public static function decimals(): int
    {
        return function_exists('wc_get_price_decimals') ? wc_get_price_decimals() : 2;
    }

    /** As plain text, to be escaped where it is printed. */
    public static function text(string $amount, ?string $currency): string
    {
        if (! function_exists('wc_price')) {
            return self::own($amount, $currency ?? '');
        }
        $dot = strpos($amount, '.');
        $html = wc_price((float) $amount, [
            'currency' => $currency ?? '',
            'decimals' => $dot === false ? 0 : strlen($amount) - $dot - 1,
        ]);
        return html_entity_decode(wp_strip_all_tags($html), ENT_QUOTES | ENT_HTML5, 'UTF-8');
    }

    /** Without WooCommerce: the currency's code, and digits grouped as the site's language groups them. */
    public static function own(string $amount, string $currency): string
    {
        global $wp_locale;

        $point = $wp_locale instanceof \WP_Locale ? $wp_locale->number_format['decimal_point'] : '.';
        $comma = $wp_locale instanceof \WP_Locale ? $wp_locale->number_format['thousands_sep'] : ',';
        $sign = str_starts_with($amount, '-') ? '-' : '';
        [$units, $rest] = explode('.', ltrim($amount, '-'), 2) + [1 => ''];
        $grouped = strrev(implode(strrev((string) $comma), str_split(strrev($units), 3)));
        $figure = $sign . $grouped . ($rest === '' ? '' : $point . $rest);
        return $currency === '' ? $figure : $currency . "\u{a0}" . $figure;
    }
}
