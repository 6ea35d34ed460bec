<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

/** The few pieces of markup that several blocks use. Everything that goes in is escaped here. */
final class Html
{
    /** A name keeps its own direction: a path is read from left to right also in a page that is not. */
    public static function link(string $address, string $text, string $class = ''): string
    {
        $class = $class === '' ? '' : ' class="' . esc_attr($class) . '"';
        return sprintf('<a href="%s"%s><bdi>%s</bdi></a>', esc_url($address), $class, esc_html($text));
    }

    /** A figure: digits of equal width, kept together, and read from left to right whatever stands around it. */
    public static function figure(string $text): string
    {
        return '<bdi class="tl-figure">' . esc_html($text) . '</bdi>';
    }

    public static function strong(string $text): string
    {
        return '<strong class="tl-figure"><bdi>' . esc_html($text) . '</bdi></strong>';
    }

    /** A word with a dotted underline that leads to its definition at the end of the page. */
    public static function term(string $anchor, string $text): string
    {
        return sprintf('<a class="tl-term" href="#%s">%s</a>', esc_attr('tl-means-' . $anchor), esc_html($text));
    }

    /** For blocks whose sentences hold links and figures: everything else is taken out. */
    public static function sentence(string $html): string
    {
        return wp_kses($html, [
            'a' => ['href' => true, 'class' => true],
            'strong' => ['class' => true],
            'bdi' => ['class' => true],
            'span' => ['class' => true],
            'code' => [],
        ]);
    }

    /**
     * What a form keeps of the address.
     *
     * @param array<string, mixed> $arguments
     */
    public static function hidden(array $arguments): void
    {
        foreach (array_filter(explode('&', http_build_query($arguments))) as $pair) {
            [$name, $value] = explode('=', $pair, 2);
            printf('<input type="hidden" name="%s" value="%s">', esc_attr(urldecode($name)), esc_attr(urldecode($value)));
        }
    }

    public static function button(string $address, string $text): string
    {
        return self::link($address, $text, 'button button-primary');
    }
}
