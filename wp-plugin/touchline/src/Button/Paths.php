<?php

declare(strict_types=1);

namespace Touchline\WP\Button;

/** Paths of pages as a merchant types them, one a line. */
final class Paths
{
    private const MOST = 50;

    /** One path a line, beginning with a slash; of a whole address its path. */
    public static function lines(mixed $typed): string
    {
        $lines = [];
        foreach (explode("\n", sanitize_textarea_field(is_string($typed) ? $typed : '')) as $line) {
            $line = (string) preg_replace('~^https?://[^/]+|[?#].*$~', '', trim($line));
            if ($line !== '') {
                $lines[] = '/' . substr(ltrim($line, '/'), 0, 200);
            }
        }
        return implode("\n", array_slice(array_unique($lines), 0, self::MOST));
    }

    /** `*` stands for anything, a slash at the end for nothing. */
    public static function match(string $path, string $lines): bool
    {
        foreach ($lines === '' ? [] : explode("\n", $lines) as $pattern) {
            $pattern = '~^' . str_replace('\*', '.*', preg_quote(rtrim($pattern, '/'), '~')) . '/?$~Di';
            if (preg_match($pattern, rtrim($path, '/')) === 1) {
                return true;
            }
        }
        return false;
    }
}
