<?php

declare(strict_types=1);

namespace Touchline\Tests;

use PHPUnit\Framework\TestCase;

foreach (['Browser', 'Shopper', 'Staff'] as $class) {
    require_once __DIR__ . "/$class.php";
}

/**
 * A shop that is used from outside. After every step the page's total line is held against the orders themselves (Reference), to the
 * millionth, and WhatsApp's part against what the test knows of who pressed the button.
 */
abstract class ShopTestCase extends TestCase
{
    /** @var array<string, string> site.env */
    protected static array $site;
    private static string $dir;
    private static string $token;
    private static int $from;
    private static ?Staff $staff = null;

    /** @var array<int, string> order => whatsapp or other, by who ordered; unknown when it is not here */
    private static array $earnedBy = [];

    abstract protected static function storage(): string;

    public static function setUpBeforeClass(): void
    {
        self::$dir = (string) getenv('TOUCHLINE_SITE');
        self::$site = (array) parse_ini_file(self::$dir . '/site.env', false, INI_SCANNER_RAW);
        if ((self::$site['WOOCOMMERCE'] ?? '') !== 'yes') {
            self::markTestSkipped('the site has no WooCommerce');
        }
        $plugins = self::$dir . '/wordpress/wp-content/mu-plugins';
        @mkdir("$plugins/touchline-test", 0755, true);
        copy(__DIR__ . '/shop-plugin.php', "$plugins/touchline-test-shop.php");
        foreach (['Actions', 'Reference', 'Books', 'Breaking'] as $class) {
            copy(__DIR__ . "/$class.php", "$plugins/touchline-test/$class.php");
        }
        self::$token = bin2hex(random_bytes(16));
        self::script(__DIR__ . '/setup.php', static::storage(), self::$token);
        self::$earnedBy = [];
        self::$staff = null;
        self::$from = time() + 1;
        usleep((int) ((self::$from - microtime(true)) * 1_000_000) + 1000);
        self::assertSame(static::storage(), self::shop('storage'));
    }

    public static function tearDownAfterClass(): void
    {
        if ((self::$site['WOOCOMMERCE'] ?? '') !== 'yes') {
            return;
        }
        self::script(__DIR__ . '/setup.php', 'down');
        $plugins = self::$dir . '/wordpress/wp-content/mu-plugins';
        array_map(unlink(...), [...(glob("$plugins/touchline-test/*.php") ?: []), "$plugins/touchline-test-shop.php"]);
        rmdir("$plugins/touchline-test");
    }

    /** Has the shop do something (Actions) in a request of its own; the answer comes when the request has ended. */
    protected static function shop(string $do, mixed ...$with): mixed
    {
        $header = 'X-Touchline-Test: ' . json_encode(['token' => self::$token, 'do' => $do, 'with' => $with]);
        $answer = (new Browser(self::$site['URL']))->send('GET', '/', null, [$header]);
        $value = json_decode($answer, true);
        return $value !== null ? $value : throw new \RuntimeException("$do answered: " . substr($answer, 0, 1000));
    }

    /** A PHP file in the loaded WordPress, on the command line. */
    protected static function script(string $file, string ...$words): string
    {
        return self::command([self::$dir . '/run', $file, ...$words]);
    }

    /** Switches Touchline on or off, as the list of plugins does. */
    protected static function plugin(bool $on): void
    {
        self::script(__DIR__ . '/setup.php', $on ? 'activate' : 'deactivate');
    }

    protected static function cli(string ...$words): string
    {
        return self::command([self::$dir . '/wp', ...$words]);
    }

    protected static function shopper(string $landing = '/', string $referrer = ''): Shopper
    {
        return (new Shopper(self::$site['URL']))->visit($landing, $referrer);
    }

    /** Waits for what the beacon still records after its answer, and takes it in. */
    protected static function takeIn(): void
    {
        do {
            usleep(200000);
        } while (self::shop('fresh') > 0);
    }

    /** Somebody whom WhatsApp won: looked at the shop and pressed the button. */
    protected static function clicker(): Shopper
    {
        $shopper = self::shopper('/shop/');
        $shopper->press();
        self::takeIn();
        return $shopper;
    }

    /** Somebody who came from an advertisement and never pressed. */
    protected static function reader(): Shopper
    {
        return self::shopper('/?utm_source=google&utm_medium=cpc&utm_campaign=winter', 'https://www.google.com/');
    }

    protected static function staff(): Staff
    {
        return self::$staff ??= (new Staff(self::$site['URL']))->login(self::$site['ADMIN'], self::$site['PASSWORD']);
    }

    protected static function byWhatsApp(int $order): int
    {
        self::$earnedBy[$order] = 'whatsapp';
        return $order;
    }

    protected static function byOthers(int $order): int
    {
        self::$earnedBy[$order] = 'other';
        return $order;
    }

    protected static function byNobody(int $order): int
    {
        unset(self::$earnedBy[$order]);
        return $order;
    }

    /** The total line of the page is what the orders say, and so is each part of it. Answers net sales by order. @return array<int, int> */
    protected function assertAddsUp(string $step): array
    {
        ['report' => $report, 'net' => $net] = self::shop('look', self::$from);
        $expected = ['whatsapp' => 0, 'other' => 0, 'unknown' => 0, 'renewals' => 0];
        foreach ($net as $order => $micros) {
            $expected[self::$earnedBy[$order] ?? 'unknown'] += $micros;
        }
        $expected['total'] = array_sum($net);
        $identity = $report['identity'];
        foreach ($expected as $part => $micros) {
            self::assertSame($micros, $identity["{$part}_micros"], "$step: $part, of " . json_encode($net));
        }
        self::assertSame(self::printed(array_sum($net)), $identity['total'], $step);
        self::assertSame($identity['whatsapp_micros'], $identity['confirmed_micros'] + $identity['click_only_micros'], $step);
        return $net;
    }

    /** Every order as the shop's tables have it, one by one. */
    protected function assertBooksAgree(string $step): void
    {
        ['shop' => $shop, 'touchline' => $touchline] = self::shop('books');
        self::assertNotSame([], $shop, $step);
        self::assertSame($shop, $touchline, $step);
    }

    protected static function printed(int $micros): string
    {
        $cents = intdiv(abs($micros) + 5_000, 10_000);
        return sprintf('%s%d.%02d', $micros < 0 && $cents > 0 ? '-' : '', intdiv($cents, 100), $cents % 100);
    }

    protected static function renewal(int $order): int
    {
        self::$earnedBy[$order] = 'renewals';
        return $order;
    }

    /** @param list<string> $words */
    private static function command(array $words): string
    {
        $process = proc_open($words, [1 => ['pipe', 'w'], 2 => ['pipe', 'w']], $pipes);
        is_resource($process) || throw new \RuntimeException($words[0]);
        $out = (string) stream_get_contents($pipes[1]);
        $error = (string) stream_get_contents($pipes[2]);
        $status = proc_close($process);
        return $status === 0 ? $out : throw new \RuntimeException(implode(' ', $words) . " ended with $status: $error$out");
    }
}
