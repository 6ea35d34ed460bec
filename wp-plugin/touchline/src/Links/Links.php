<?php

declare(strict_types=1);

namespace Touchline\WP\Links;

/**
 * The shop's short links, kept as posts that nobody but this plugin shows: WordPress finds one by its name through an index, takes them along in
 * its export, and there is no table of our own to keep up. docs/links.md says more.
 */
final class Links
{
    public const TYPE = 'touchline_link';
    private const META = '_touchline_link';
    /** Lower case, without what is mistaken for another. */
    private const ALPHABET = '23456789abcdefghjkmnpqrstvwxyz';
    private const LENGTH = 6;

    public function hook(): void
    {
        add_action('init', static function (): void {
            register_post_type(self::TYPE, [
                'label' => __('Touchline links', 'touchline'), 'public' => false, 'can_export' => true, 'rewrite' => false, 'query_var' => false,
                'supports' => ['title'], 'capability_type' => self::TYPE, // which nobody has: XML-RPC lets no editor change or delete them
            ]);
        });
    }

    public static function find(string $code): ?Link
    {
        $post = self::isCode($code) ? get_page_by_path($code, 'OBJECT', self::TYPE) : null;
        return $post instanceof \WP_Post && $post->post_name === $code && $post->post_status === 'publish' ? self::read($post) : null;
    }

    public static function byId(int $id): ?Link
    {
        $post = $id > 0 ? get_post($id) : null;
        return $post instanceof \WP_Post && $post->post_type === self::TYPE ? self::read($post) : null;
    }

    /** @return list<Link> the newest first */
    public static function all(): array
    {
        $posts = get_posts(['post_type' => self::TYPE, 'post_status' => 'publish', 'numberposts' => -1, 'orderby' => 'ID', 'order' => 'DESC']);
        return array_map(self::read(...), array_values(array_filter($posts, static fn (mixed $post): bool => $post instanceof \WP_Post)));
    }

    /** @return list<array<string, string>> all of them, as the report of links takes them */
    public static function known(): array
    {
        return array_map(static fn (Link $link): array => [
            'key' => $link->code, 'name' => $link->name, 'address' => $link->address(), 'target' => $link->isChat() ? '' : $link->target,
            'text' => $link->text, 'campaign' => implode(' / ', array_intersect_key(array_replace(array_flip(Utm::NAMES), $link->utm), $link->utm)),
        ], self::all());
    }

    /** @return int its number, 0 when it could not be kept */
    public static function save(Link $link): int
    {
        $kept = wp_slash(['target' => $link->target, 'text' => $link->text, 'utm' => $link->utm]);
        return (int) wp_insert_post([
            'ID' => $link->id, 'post_type' => self::TYPE, 'post_status' => 'publish', 'post_name' => $link->code, 'post_title' => wp_slash($link->name),
            'meta_input' => [self::META => $kept],
        ]);
    }

    public static function delete(int $id): bool
    {
        return self::byId($id) !== null && wp_delete_post($id, true) instanceof \WP_Post;
    }

    public static function isCode(string $code): bool
    {
        return preg_match('/^[a-z0-9][a-z0-9-]{1,39}$/D', $code) === 1;
    }

    /** A code that no link has. */
    public static function code(): string
    {
        do {
            $code = '';
            for ($i = 0; $i < self::LENGTH; $i++) {
                $code .= self::ALPHABET[random_int(0, strlen(self::ALPHABET) - 1)];
            }
        } while (self::find($code) !== null);
        return $code;
    }

    private static function read(\WP_Post $post): Link
    {
        $kept = get_post_meta($post->ID, self::META, true);
        $kept = is_array($kept) ? $kept : [];
        $utm = array_filter((array) ($kept['utm'] ?? []), 'is_string');
        return new Link(
            $post->ID,
            $post->post_name,
            $post->post_title,
            (string) ($kept['target'] ?? ''),
            (string) ($kept['text'] ?? ''),
            array_intersect_key($utm, array_flip(Utm::NAMES))
        );
    }
}
