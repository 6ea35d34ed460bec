<?php

declare(strict_types=1);

namespace Touchline\WP\Health;

/**
 * Web servers that share one database. Each that ingests leaves its store's id; two that come by turns have a store each, and each counts but
 * its own visitors. One that was made anew comes after the other and never with it.
 */
final class Nodes
{
    private const OPTION = 'touchline_nodes';
    private const KEPT = 2 * DAY_IN_SECONDS;

    public static function leave(string $store): void
    {
        $now = time();
        $all = array_filter(self::all(), static fn (array $one): bool => $now - $one['last'] < self::KEPT);
        $all[$store] = ['first' => $all[$store]['first'] ?? $now, 'last' => $now, 'host' => (string) gethostname()];
        update_option(self::OPTION, $all, false);
    }

    /** @return list<string> the hosts whose stores are in use beside each other; []: there is one store */
    public static function several(): array
    {
        $hosts = [];
        foreach (self::all() as $id => $one) {
            foreach (self::all() as $other => $with) {
                if ($id !== $other && $one['first'] < $with['last'] && $with['first'] < $one['last'] && time() - $one['last'] < self::KEPT) {
                    $hosts[$id] = $one['host'];
                }
            }
        }
        return array_values($hosts);
    }

    /** @return array<string, array{first: int, last: int, host: string}> */
    private static function all(): array
    {
        $all = [];
        foreach ((array) get_option(self::OPTION, []) as $id => $one) {
            if (is_array($one)) {
                $all[(string) $id] = ['first' => (int) ($one['first'] ?? 0), 'last' => (int) ($one['last'] ?? 0), 'host' => (string) ($one['host'] ?? '')];
            }
        }
        return $all;
    }
}
