<?php

declare(strict_types=1);

namespace Touchline\WP;

/**
 * What went wrong lately, for the page Status. One that comes again is the same entry, and is written once a minute: an error in every request
 * must not make every request write.
 *
 * @phpstan-type Entry array{first: int, at: int, class: string, code: int, message: string}
 */
final class ErrorLog
{
    private const OPTION = 'touchline_last_errors';
    private const KEPT = 20;

    public static function add(\Throwable $error): void
    {
        $all = self::all();
        $now = time();
        $entry = ['first' => $now, 'at' => $now, 'class' => $error::class, 'code' => (int) $error->getCode(), 'message' => $error->getMessage()];
        foreach ($all as $i => $known) {
            if ($known['class'] === $entry['class'] && $known['message'] === $entry['message']) {
                if ($now - $known['at'] < MINUTE_IN_SECONDS) {
                    return;
                }
                $entry['first'] = $known['first'];
                unset($all[$i]);
            }
        }
        update_option(self::OPTION, array_slice([$entry, ...$all], 0, self::KEPT), false);
    }

    /** @return list<Entry> newest first */
    public static function all(): array
    {
        $all = [];
        foreach ((array) get_option(self::OPTION, []) as $one) {
            if (is_array($one) && isset($one['at'], $one['message'])) {
                $all[] = [
                    'first' => (int) ($one['first'] ?? $one['at']), 'at' => (int) $one['at'], 'class' => (string) ($one['class'] ?? ''),
                    'code' => (int) ($one['code'] ?? 0), 'message' => (string) $one['message'],
                ];
            }
        }
        return $all;
    }

    public static function clear(): void
    {
        delete_option(self::OPTION);
    }
}
