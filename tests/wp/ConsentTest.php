<?php

declare(strict_types=1);

require_once __DIR__ . '/support/CountsVisits.php';

use PHPUnit\Framework\TestCase;
use Touchline\WP\Address;
use Touchline\WP\Day;
use Touchline\WP\Plugin;
use Touchline\WP\Privacy\Choice;
use Touchline\WP\Tie;

/** By consent, without cookies, or not at all: what the beacon keeps in each mode, over HTTP, and the day's hash over two midnights. */
final class ConsentTest extends TestCase
{
    use CountsVisits;

    private mixed $before;

    protected function setUp(): void
    {
        if (! Plugin::engine()->ready()) {
            self::markTestSkipped((string) Plugin::engine()->reason());
        }
        $this->before = get_option(Choice::OPTION, []);
    }

    protected function tearDown(): void
    {
        update_option(Choice::OPTION, $this->before);
    }

    /** @return array<string, array{string}> */
    public static function endpoints(): array
    {
        return ['file' => ['/touchline-beacon.php?'], 'REST' => ['/index.php?rest_route=/touchline/v1/beacon&']];
    }

    /** @param array<string, mixed> $more */
    private static function choose(string $mode, array $more = []): void
    {
        update_option(Choice::OPTION, $more + ['mode' => $mode, 'limit' => 0]);
    }

    /**
     * @param array<string, string> $headers
     * @return array{int, string} status and Set-Cookie
     */
    private static function tell(string $endpoint, string $body, string $agent, array $headers = []): array
    {
        $headers += ['Origin' => untrailingslashit(home_url())];
        $lines = ['Content-Type: text/plain', "User-Agent: Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 $agent"];
        foreach ($headers as $name => $value) {
            $lines[] = "$name: $value";
        }
        $context = stream_context_create(['http' => ['method' => 'POST', 'header' => $lines, 'content' => $body, 'ignore_errors' => true, 'timeout' => 20]]);
        file_get_contents(untrailingslashit(home_url()) . $endpoint, false, $context);
        $cookies = preg_grep('/^set-cookie: touchline_visitor=/i', $http_response_header) ?: [];
        preg_match('~^HTTP/\S+ (\d+)~', $http_response_header[0], $match);
        return [(int) $match[1], (string) preg_replace('/^set-cookie: /i', '', (string) end($cookies))];
    }

    private static function view(string $page): string
    {
        return (string) json_encode([['type' => 'page_view', 'path' => $page, 'view' => bin2hex(random_bytes(8))]]);
    }

    private static function page(): string
    {
        return '/consent/' . bin2hex(random_bytes(6)) . '/';
    }

    /** @dataProvider endpoints */
    public function testWithoutCookiesADayIsOneVisitor(string $endpoint): void
    {
        self::choose('cookieless');
        $agent = bin2hex(random_bytes(4));
        [$first, $second] = [self::page(), self::page()];
        self::assertSame([204, ''], self::tell($endpoint, self::view($first), $agent));
        usleep(2000); // two pages of one millisecond have no order
        self::assertSame([204, ''], self::tell($endpoint . 'c=1', self::view($second), $agent), 'what a browser claims to agree to sets no cookie here');
        self::assertVisits(1, $first);
        self::assertVisits(0, $second, 'one visit, which began on the first page');
        self::tell($endpoint, self::view($second), "$agent another");
        self::assertVisits(1, $second);
    }

    /** @dataProvider endpoints */
    public function testACookieOfBeforeGoes(string $endpoint): void
    {
        self::choose('cookieless');
        [$status, $cookie] = self::tell($endpoint, self::view(self::page()), 'x', ['Cookie' => 'touchline_visitor=' . str_repeat('a', 32)]);
        self::assertSame(204, $status);
        self::assertMatchesRegularExpression('/^touchline_visitor=(deleted)?;.*1970/i', $cookie);
    }

    /** @dataProvider endpoints */
    public function testOffTakesNothing(string $endpoint): void
    {
        self::choose('off');
        $page = self::page();
        self::assertSame([204, ''], self::tell($endpoint . 'c=1', self::view($page), 'off'));
        self::assertVisits(0, $page);
    }

    /** @dataProvider endpoints */
    public function testWhoRefusesIsNotCountedAndLosesTheCookie(string $endpoint): void
    {
        self::choose('consent');
        $page = self::page();
        [$status, $cookie] = self::tell($endpoint . 'c=0', self::view($page), 'no', ['Cookie' => 'touchline_visitor=' . str_repeat('a', 32)]);
        self::assertSame(204, $status);
        self::assertMatchesRegularExpression('/^touchline_visitor=(deleted)?;.*1970/i', $cookie);
        self::assertVisits(0, $page);
    }

    /** @dataProvider endpoints */
    public function testTheLandingSurvivesTheConsentThatComesLater(string $endpoint): void
    {
        self::choose('consent');
        $agent = bin2hex(random_bytes(4));
        [$landing, $order] = [self::page(), 'consent-' . bin2hex(random_bytes(6))];
        self::assertSame([204, ''], self::tell($endpoint, self::view($landing), $agent), 'nothing on the device before there is an answer');
        [$status, $cookie] = self::tell($endpoint . 'c=1', '[]', $agent);
        self::assertSame(204, $status);
        self::assertMatchesRegularExpression('/^touchline_visitor=[0-9a-f]{32};/', $cookie);
        Plugin::engine()->record([
            'type' => 'order', 'order' => $order, 'at' => (time() + 60) * 1000, 'placed_at' => (time() + 60) * 1000, 'paid_at' => (time() + 60) * 1000,
            'status' => 'completed', 'currency' => 'XAG', 'total' => 1000000, 'tax' => 0, 'shipping' => 0,
            'visitor' => substr($cookie, strlen('touchline_visitor='), 32),
        ]);
        self::assertVisits(1, $landing);
        $journey = json_encode(Plugin::engine()->journey($order), JSON_UNESCAPED_SLASHES);
        self::assertStringContainsString($landing, (string) $journey);
    }

    /** @dataProvider endpoints */
    public function testSignalsAreHonouredWhereTheShopDoes(string $endpoint): void
    {
        foreach ([['gpc', 'Sec-GPC'], ['dnt', 'DNT']] as [$signal, $header]) {
            self::choose('cookieless', [$signal => true]);
            $page = self::page();
            self::tell($endpoint, self::view($page), $page, [$header => '1']);
            self::assertVisits(0, $page, $signal);
            self::choose('cookieless', [$signal => false]);
            self::tell($endpoint, self::view($page), $page, [$header => '1']);
            self::assertVisits(1, $page, $signal);
        }
    }

    /** @dataProvider endpoints */
    public function testTheOfficesAddressIsLeftOutAndAProxyIsBelievedOnlyWhenItIsTrusted(string $endpoint): void
    {
        $page = self::page();
        self::choose('cookieless', ['out' => '203.0.113.0/24', 'proxies' => '127.0.0.1']);
        self::tell($endpoint, self::view($page), $page, ['X-Forwarded-For' => '198.51.100.9, 203.0.113.7']);
        self::assertVisits(0, $page);
        self::choose('cookieless', ['out' => '203.0.113.0/24']);
        self::tell($endpoint, self::view($page), $page, ['X-Forwarded-For' => '203.0.113.7']);
        self::assertVisits(1, $page);
    }

    /** @dataProvider endpoints */
    public function testAFloodIsRefusedByRuleAndCounted(string $endpoint): void
    {
        self::choose('cookieless', ['limit' => 5, 'proxies' => '127.0.0.1']);
        $day = new Day(self::store(), time());
        [$before, $forged] = [$day->refused(Day::LIMITED), $day->refused(Day::REFUSED)];
        $statuses = [];
        $sender = '198.51.100.' . random_int(1, 254);
        for ($i = 0; $i < 12; $i++) {
            $statuses[] = self::tell($endpoint, self::view(self::page()), 'flood', ['X-Forwarded-For' => $sender])[0];
        }
        $refused = count(array_keys($statuses, 429));
        self::assertGreaterThanOrEqual(2, $refused, 'at most five in each of the two minutes that this may take');
        self::assertSame(12, $refused + count(array_keys($statuses, 204)));
        self::assertSame([$before + $refused, $forged], [$day->refused(Day::LIMITED), $day->refused(Day::REFUSED)]);
        self::assertSame(403, self::tell($endpoint, self::view(self::page()), 'forged', ['Origin' => 'https://evil.example'])[0]);
        self::assertSame([$before + $refused, $forged + 1], [$day->refused(Day::LIMITED), $day->refused(Day::REFUSED)]);
        self::assertSame(204, self::tell($endpoint, self::view(self::page()), 'flood', ['X-Forwarded-For' => '192.0.2.1'])[0], 'others are heard');
        self::assertStringNotContainsString($sender, implode('', array_map('file_get_contents', glob(self::store() . '/days/*') ?: [])));
    }

    public function testTheDaysKeyIsDestroyedAndNothingTiesTheDays(): void
    {
        $store = get_temp_dir() . 'touchline-' . bin2hex(random_bytes(6));
        mkdir($store);
        $night = strtotime('2026-03-01 23:55:00 UTC');
        $who = ['198.51.100.7', 'Firefox', 'shop.example'];
        $first = (new Day($store, $night))->visitor(...$who);
        self::assertTrue(Day::is((string) $first));
        self::assertNotSame($first, (new Day($store, $night))->visitor('198.51.100.8', 'Firefox', 'shop.example'));
        (new Day($store, $night))->hear((string) $first, ...$who);
        $after = new Day($store, $night + 600);
        self::assertSame($first, $after->visitor(...$who), 'a visit under way at midnight stays one');
        self::assertSame($first, $after->heard(...$who));
        $morning = new Day($store, $night + 8 * 3600);
        $second = (string) $morning->visitor(...$who);
        self::assertNotSame($first, $second);
        self::assertSame($first, $morning->heard(...$who), 'until it is heard of today, yesterday is tried');
        $morning->hear($second, ...$who);
        self::assertSame($second, $morning->heard(...$who));
        self::assertSame(['key-2026-03-01', 'key-2026-03-02'], array_map('basename', glob("$store/days/key-*") ?: []));
        (new Day($store, $night + 300))->forget();
        self::assertFileExists("$store/days/key-2026-03-01");
        (new Day($store, strtotime('2026-03-03 00:00:01 UTC')))->forget();
        self::assertFileDoesNotExist("$store/days/key-2026-03-01", 'two days after it was made');
        self::assertNull((new Day($store, strtotime('2026-03-05 12:00 UTC')))->heard(...$who));
        self::assertStringNotContainsString('198.51.100.7', implode('', array_map('file_get_contents', glob("$store/days/*") ?: [])));
        array_map('unlink', glob("$store/days/*") ?: []);
        rmdir("$store/days");
        rmdir($store);
    }

    public function testAHashWithTwoCustomersIsASharedAddress(): void
    {
        $day = new Day(self::store(), time());
        $hash = 'day-' . bin2hex(random_bytes(16));
        self::assertSame(Tie::Own, $day->tie($hash, 'email', 'a@example.com'));
        self::assertSame(Tie::Own, $day->tie($hash, 'customer', '7'));
        self::assertSame(Tie::Own, $day->tie($hash, 'email', 'a@example.com'));
        self::assertSame(Tie::NowShared, $day->tie($hash, 'email', 'b@example.com'));
        self::assertSame(Tie::Shared, $day->tie($hash, 'email', 'a@example.com'));
        self::assertSame(Tie::Own, $day->tie($hash, 'customer', '7'));
    }

    public function testWhoseRequestItIs(): void
    {
        $proxies = ['10.0.0.0/8', '2001:db8::/33'];
        $of = static fn (string $remote, string $named): string => Address::of(['REMOTE_ADDR' => $remote, 'HTTP_X_FORWARDED_FOR' => $named], $proxies);
        self::assertSame('203.0.113.5', $of('203.0.113.5', '1.2.3.4'), 'who is no proxy is not believed');
        self::assertSame('198.51.100.1', $of('10.1.2.3', '6.6.6.6, 198.51.100.1, 10.9.9.9'));
        self::assertSame('198.51.100.1', $of('2001:db8:1::1', '198.51.100.1:4711'));
        self::assertSame('2001:db8:8000::1', $of('2001:db8:8000::1', '1.2.3.4'), 'outside the range');
        self::assertSame('2a00::1', $of('::ffff:10.0.0.1', '[2a00::1]:443'));
        self::assertSame('10.0.0.1', $of('10.0.0.1', 'nobody'));
        foreach (['10.0.0.0/33', '10.0.0', 'x/8', '::1/129', '1.2.3.4/', '1.2.3.4/-1'] as $wrong) {
            self::assertFalse(Address::isRange($wrong), $wrong);
        }
    }

    private static function store(): string
    {
        return (new Touchline\WP\Directory())->path();
    }
}
