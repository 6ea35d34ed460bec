<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;

/** The day's key on servers that are not as they should be; in a process of its own, as the beacon file reads it without WordPress. */
final class DayTest extends TestCase
{
    /** @return array<string, array{string}> */
    public static function servers(): array
    {
        return ['as they should be' => [''], 'link() is forbidden' => ['link']];
    }

    /** @dataProvider servers */
    public function testTheDayHasOneKey(string $forbidden): void
    {
        $store = sys_get_temp_dir() . '/touchline-day-' . bin2hex(random_bytes(4));
        mkdir($store);
        $class = var_export(WP_PLUGIN_DIR . '/touchline/src/Day.php', true);
        $code = "require $class; echo (new Touchline\\WP\\Day(" . var_export($store, true) . ", 1800000000))->visitor('203.0.113.7', 'Firefox', 'shop');";
        $words = [PHP_BINARY, '-n', '-d', "disable_functions=$forbidden", '-d', 'display_errors=stdout', '-r', $code];
        $ask = static fn (): string => (string) shell_exec(implode(' ', array_map('escapeshellarg', $words)) . ' 2>&1');
        $first = $ask();
        $there = array_map('basename', glob("$store/days/*") ?: []);
        self::assertMatchesRegularExpression('/^day-[0-9a-f]{32}$/D', $first);
        self::assertSame($first, $ask(), 'another request finds the same key');
        self::assertSame(['key-2027-01-15'], $there, 'nothing is left beside it');
        array_map('unlink', glob("$store/days/*") ?: []);
        rmdir("$store/days");
        rmdir($store);
    }
}
