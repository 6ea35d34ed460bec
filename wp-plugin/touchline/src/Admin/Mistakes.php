<?php

declare(strict_types=1);

namespace Touchline\WP\Admin;

/**
 * What was typed wrongly into the settings: told on top of the page and at its field, which keeps the wrong text, so that nobody types it all
 * again. WordPress saves in one request and shows in the next.
 */
final class Mistakes
{
    private const TRANSIENT = 'touchline_typed_';
    private const LONGEST = 2000;

    /** @var array<string, array{string, string}>|null name of a field => what was typed, what is wrong with it */
    private static ?array $made = null;

    /** @param string $field its name in the form, such as touchline_team[hours][mon] */
    public static function add(string $option, string $field, string $typed, string $words): void
    {
        add_settings_error($option, $field, esc_html($words)); // WordPress prints it as it is
        self::$made = [$field => [mb_substr($typed, 0, self::LONGEST), $words]] + (self::$made ?? []);
        set_transient(self::key(), self::$made, MINUTE_IN_SECONDS);
    }

    /** @return array{string, string}|null what was typed, what is wrong with it */
    public static function at(string $field): ?array
    {
        return self::all()[$field] ?? null;
    }

    /** Is there one in this part of the form? */
    public static function below(string $name): bool
    {
        return array_filter(array_keys(self::all()), static fn (string $field): bool => str_starts_with($field, $name . '[')) !== [];
    }

    /** @return array<string, array{string, string}> */
    private static function all(): array
    {
        if (self::$made === null) {
            $made = get_transient(self::key());
            self::$made = is_array($made) ? $made : [];
            delete_transient(self::key());
        }
        return self::$made;
    }

    private static function key(): string
    {
        return self::TRANSIENT . get_current_user_id();
    }
}
