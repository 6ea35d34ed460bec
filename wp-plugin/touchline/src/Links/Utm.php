<?php

declare(strict_types=1);

namespace Touchline\WP\Links;

/** The campaign that an address of the shop names. */
final class Utm
{
    public const NAMES = ['source', 'medium', 'campaign', 'content', 'term'];
    /** What is said of a link that lies in a chat or comes out of the builder, while nothing else is. */
    public const CHAT = ['source' => 'whatsapp', 'medium' => 'chat'];
    private const LENGTH = 100;
    private const ADDRESS = '#https?://[^\s<>"\']+[^\s<>"\'.,;:!?)\]]#i';

    /**
     * What is there already under a name gives way.
     *
     * @param array<string, string> $utm name without `utm_` => value
     */
    public static function add(string $address, array $utm): string
    {
        $known = array_filter(array_intersect_key($utm, array_flip(self::NAMES)), static fn (string $value): bool => $value !== '');
        $names = array_map(static fn (string $name): string => "utm_$name", array_keys($known));
        return add_query_arg(array_combine($names, array_map('rawurlencode', $known)), $address);
    }

    /** Addresses of the shop in a text that somebody will send come back with a campaign; those that name one keep it. */
    public static function inText(string $text): string
    {
        $shop = self::host(home_url());
        return (string) preg_replace_callback(self::ADDRESS, static fn (array $match): string => self::host($match[0]) === $shop
            && ! str_contains($match[0], 'utm_') ? self::add($match[0], self::CHAT) : $match[0], $text);
    }

    /** The shop's address without any path. */
    public static function shop(): string
    {
        return (string) preg_replace('#^(https?://[^/?\#]+).*#is', '$1', home_url());
    }

    /** As the browser and the engine take it, so that a link opened and the page that follows name the same campaign. */
    public static function clean(mixed $typed): string
    {
        $text = sanitize_text_field(is_string($typed) ? $typed : '');
        return trim(mb_substr($text, 0, self::LENGTH));
    }

    /** Host, with its port where it has one of its own; '' for what is no address. */
    public static function host(string $address): string
    {
        $parts = wp_parse_url($address);
        if (! is_array($parts) || ! isset($parts['host'])) {
            return '';
        }
        return strtolower($parts['host']) . (isset($parts['port']) ? ':' . $parts['port'] : '');
    }
}
