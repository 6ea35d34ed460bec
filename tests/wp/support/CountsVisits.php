<?php

declare(strict_types=1);

use Touchline\WP\Plugin;

/** How many visits began on a page, once the beacon, which answers before it records, has told. */
trait CountsVisits
{
    private static function visits(string $page): int
    {
        Plugin::engine()->ingest(0);
        $rows = Plugin::engine()->report('dimension', ['dim' => 'landing', 'limit' => 2000, 'from' => 0, 'to' => (time() + 60) * 1000])['rows'];
        return array_column($rows, 'sessions', 'key')[$page] ?? 0;
    }

    private static function assertVisits(int $expected, string $page, string $why = ''): void
    {
        for ($tries = 0; self::visits($page) < $expected && $tries < 50; $tries++) {
            usleep(100_000);
        }
        self::assertSame($expected, self::visits($page), $why);
    }
}
