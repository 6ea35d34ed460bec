<?php

declare(strict_types=1);

namespace Touchline\Tests\Audit;

/** How a figure is held to the truth: exact, as printed, and as a column that adds up. */
trait Held
{
    /** @param array<string, int> $expected name without _micros => exact */
    private static function assertMoney(array $expected, array $given, string $of): void
    {
        foreach ($expected as $name => $micros) {
            self::assertSame($micros, $given["{$name}_micros"], "$of: $name");
            self::assertLessThan(10_000, abs(Books::micros($given[$name]) - $micros), "$of: $name as printed");
        }
    }

    private static function assertRate(int $n, int $of, ?array $given, string $what): void
    {
        $percent = $of === 0 ? null : number_format(round(100 * $n / $of, 1), 1, '.', '');
        self::assertSame([$n, $of, $percent], [$given['n'], $given['of'], $given['percent']], $what);
    }

    /** Orders, of which models make parts, with one decimal. */
    private static function assertOrders(int $millionths, string $given, string $of): void
    {
        $tenths = (int) round($millionths / 100_000);
        self::assertSame($tenths % 10 === 0 ? (string) intdiv($tenths, 10) : sprintf('%d.%d', intdiv($tenths, 10), $tenths % 10), $given, $of);
    }

    private static function printed(int $micros): string
    {
        return number_format(round($micros / 1_000_000, 2), 2, '.', '');
    }

    /** Printed rows add up to the printed total. */
    private static function assertColumn(array $rows, string $column, string $total, string $of): void
    {
        self::assertSame(Books::micros($total), array_sum(array_map(Books::micros(...), array_column($rows, $column))), "$of: the column $column");
    }
}
