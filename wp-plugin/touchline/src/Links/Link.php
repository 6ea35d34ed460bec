<?php

declare(strict_types=1);

namespace Touchline\WP\Links;

/** A short link of the shop: where it leads, and which campaign it belongs to. */
final class Link
{
    public const PARAMETER = 'tl';

    /**
     * @param string $target path of a page of the shop, with its query; '' for a chat
     * @param string $text what the chat begins with
     * @param array<string, string> $utm name without `utm_` => value
     */
    public function __construct(
        public readonly int $id,
        public readonly string $code,
        public readonly string $name,
        public readonly string $target,
        public readonly string $text,
        public readonly array $utm
    ) {
    }

    public function isChat(): bool
    {
        return $this->target === '';
    }

    /** Under which folder of the site short links are read. */
    public static function base(): string
    {
        /** The word between the shop's address and the link's code. */
        $base = apply_filters('touchline_link_base', 'go');
        $base = sanitize_title(is_string($base) ? $base : '');
        return $base === '' ? 'go' : $base;
    }

    /** What people are given. */
    public function address(): string
    {
        return get_option('permalink_structure') === '' || get_option('permalink_structure') === false
            ? $this->plainAddress() : home_url('/' . self::base() . '/' . $this->code);
    }

    /** Works whatever the server makes of paths. */
    public function plainAddress(): string
    {
        return home_url('/?' . self::PARAMETER . '=' . $this->code);
    }

    /** Where a page's link leads, its campaign added: on the shop's own host, whatever the site is called today. */
    public function page(): string
    {
        return Utm::add(Utm::shop() . $this->target, $this->utm);
    }

    /** The path that its opening is told of: a page's own, so that the visit begins there; a chat has none but the link's. */
    public function path(): string
    {
        $page = $this->isChat() ? '' : (string) wp_parse_url($this->page(), PHP_URL_PATH);
        return $page !== '' ? $page : '/' . self::base() . '/' . $this->code;
    }
}
