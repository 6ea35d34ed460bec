<?php

declare(strict_types=1);

require_once __DIR__ . '/support/CountsVisits.php';

use PHPUnit\Framework\TestCase;
use Touchline\WP\Beacon;
use Touchline\WP\BeaconFile;
use Touchline\WP\Cron;
use Touchline\WP\Directory;
use Touchline\WP\Engine;
use Touchline\WP\Health\WebChecks;
use Touchline\WP\Plugin;
use Touchline\WP\Privacy\Choice;
use Touchline\WP\Settings;

/** The endpoint that browsers tell, over HTTP: the bare file at the site's root, and the REST route where it cannot be had. */
final class BeaconTest extends TestCase
{
    use CountsVisits;

    private const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

    public static function setUpBeforeClass(): void
    {
        if (! Plugin::engine()->ready()) {
            self::markTestSkipped((string) Plugin::engine()->reason());
        }
    }

    /** @return array<string, array{string}> */
    public static function endpoints(): array
    {
        return ['file' => ['/touchline-beacon.php?c=1'], 'REST' => ['/index.php?rest_route=/touchline/v1/beacon&c=1']];
    }

    /**
     * @param array<string, string> $headers
     * @return array{int, string} status and Set-Cookie
     */
    private static function tell(string $endpoint, string $body, array $headers = [], string $method = 'POST'): array
    {
        $headers += ['Origin' => untrailingslashit(home_url()), 'Content-Type' => 'text/plain', 'User-Agent' => self::CHROME];
        $lines = [];
        foreach (array_filter($headers) as $name => $value) {
            $lines[] = "$name: $value";
        }
        $context = stream_context_create(['http' => ['method' => $method, 'header' => $lines, 'content' => $body, 'ignore_errors' => true, 'timeout' => 20]]);
        file_get_contents(untrailingslashit(home_url()) . $endpoint, false, $context);
        $cookie = '';
        $status = 0;
        foreach ($http_response_header as $line) {
            $status = preg_match('~^HTTP/\S+ (\d+)~', $line, $match) === 1 ? (int) $match[1] : $status;
            $cookie = preg_match('/^set-cookie: (touchline_visitor=.*)/i', $line, $match) === 1 ? $match[1] : $cookie;
        }
        return [$status, $cookie];
    }

    /** @param array<string, string> $more */
    private static function view(string $path, array $more = []): string
    {
        return (string) json_encode([['type' => 'page_view', 'path' => $path, 'view' => bin2hex(random_bytes(8))] + $more]);
    }

    private static function page(string $of): string
    {
        return "/beacon/$of-" . bin2hex(random_bytes(4)) . '/';
    }

    /** @dataProvider endpoints */
    public function testAViewIsCountedOnceHoweverOftenItIsTold(string $endpoint): void
    {
        $page = self::page('once');
        $body = self::view($page);
        [$status, $cookie] = self::tell($endpoint, $body);
        self::assertSame(204, $status);
        self::assertMatchesRegularExpression('/^touchline_visitor=[0-9a-f]{32};/', $cookie);
        self::assertStringContainsStringIgnoringCase('httponly', $cookie);
        self::assertStringContainsStringIgnoringCase('samesite=lax', $cookie);
        [$own] = explode(';', $cookie);
        self::assertSame([204, ''], self::tell($endpoint, $body, ['Cookie' => $own]), 'who is known gets no other cookie');
        self::tell($endpoint, $body, ['Cookie' => $own]);
        self::assertVisits(1, $page);
    }

    /** @dataProvider endpoints */
    public function testACookieThatIsNoneOfOursIsNotTaken(string $endpoint): void
    {
        [$status, $cookie] = self::tell($endpoint, self::view(self::page('cookie')), ['Cookie' => "touchline_visitor=0' OR 1=1"]);
        self::assertSame(204, $status);
        self::assertMatchesRegularExpression('/^touchline_visitor=[0-9a-f]{32};/', $cookie);
    }

    /** @dataProvider endpoints */
    public function testOthersAreRefused(string $endpoint): void
    {
        $page = self::page('others');
        self::assertSame(403, self::tell($endpoint, self::view($page), ['Origin' => 'https://evil.example'])[0]);
        self::assertSame(403, self::tell($endpoint, self::view($page), ['Origin' => '', 'Referer' => ''])[0]);
        self::assertSame(403, self::tell($endpoint, self::view($page), ['Origin' => 'null'])[0]);
        self::assertContains(self::tell($endpoint, '', [], 'GET')[0], [404, 405]);
        self::assertContains(self::tell($endpoint, self::view($page), [], 'PUT')[0], [404, 405]);
        self::assertVisits(0, $page);
    }

    /** @dataProvider endpoints */
    public function testWhatIsNoEventIsRefusedWhole(string $endpoint): void
    {
        $page = self::page('wrong');
        $good = ['type' => 'page_view', 'path' => $page, 'view' => bin2hex(random_bytes(8))];
        self::assertSame(413, self::tell($endpoint, str_pad(self::view($page), 8193))[0]);
        foreach (
            ['', 'null', '{', '{"type":"page_view"}', '"x"', json_encode([[]]), json_encode(array_fill(0, 11, $good)),
                json_encode([$good, ['type' => 'order']]),
                json_encode([['visitor' => 'me'] + $good]), json_encode([['at' => '1'] + $good]), json_encode([['path' => 7] + $good]),
                json_encode([['view' => ''] + $good]), json_encode([['view' => '<b>'] + $good]), str_repeat('[', 5000)] as $body
        ) {
            self::assertSame(400, self::tell($endpoint, (string) $body)[0], (string) $body);
        }
        self::assertVisits(0, $page);
    }

    /** @dataProvider endpoints */
    public function testOneEventThatTheStoreRefusesKeepsNoOtherOut(string $endpoint): void
    {
        $page = self::page('mixed');
        $view = bin2hex(random_bytes(8));
        $body = (string) json_encode([
            ['type' => 'button_seen', 'path' => str_repeat('/x', 2000), 'view' => $view], ['type' => 'page_view', 'path' => $page, 'view' => $view],
        ]);
        self::assertSame(204, self::tell($endpoint, $body)[0]);
        self::assertVisits(1, $page);
    }

    /** @dataProvider endpoints */
    public function testBotsAreCountedApart(string $endpoint): void
    {
        $page = self::page('bots');
        Plugin::engine()->ingest(0);
        $before = Plugin::engine()->check()['bots'];
        self::tell($endpoint, self::view($page), ['User-Agent' => 'WhatsApp/2.23.20.0']);
        self::assertVisits(0, $page);
        self::assertSame($before + 1, Plugin::engine()->check()['bots']);
    }

    /** @dataProvider endpoints */
    public function testACampaignIsTheVisits(string $endpoint): void
    {
        $campaign = 'beacon-' . bin2hex(random_bytes(4));
        self::tell($endpoint, self::view(self::page('campaign'), ['source' => 'google', 'medium' => 'cpc', 'campaign' => $campaign]));
        Plugin::engine()->ingest(0);
        $rows = Plugin::engine()->report('dimension', ['dim' => 'channel', 'filter' => ['campaign' => [$campaign]]])['rows'];
        self::assertSame(['paid_search' => 1], array_column($rows, 'sessions', 'key'));
    }

    /** @dataProvider endpoints */
    public function testWhatIsNamedFreelyIsCutAndNeverLosesTheVisit(string $endpoint): void
    {
        $mark = bin2hex(random_bytes(4));
        $page = self::page('free');
        $names = ['campaign' => $mark . str_repeat("\u{4E2D}", 90), 'source' => "two\nlines\0", 'referrer' => 'https://example.com/' . str_repeat('x', 900)];
        self::assertSame(204, self::tell($endpoint, self::view($page, $names))[0]);
        self::assertVisits(1, $page);
        foreach (['campaign' => $mark . str_repeat("\u{4E2D}", 64), 'source' => 'two lines'] as $dimension => $kept) {
            $rows = Plugin::engine()->report('dimension', ['dim' => $dimension, 'credit' => 'all', 'limit' => 2000])['rows'];
            self::assertContains($kept, array_column($rows, 'key'), $dimension);
        }
    }

    /** Firefox says "null" for the origin where the shop's pages send `Referrer-Policy: no-referrer`. @dataProvider endpoints */
    public function testAPageThatForbidsTheReferrerIsHeardAllTheSame(string $endpoint): void
    {
        $page = self::page('no-referrer');
        self::assertSame(403, self::tell($endpoint, self::view($page), ['Origin' => 'null', 'Sec-Fetch-Site' => 'cross-site'])[0]);
        self::assertSame(403, self::tell($endpoint, self::view($page), ['Origin' => 'null', 'Sec-Fetch-Site' => 'same-origin', 'Host' => 'evil.example'])[0]);
        self::assertSame(403, self::tell($endpoint, self::view($page), ['Origin' => 'https://evil.example', 'Sec-Fetch-Site' => 'same-origin'])[0]);
        self::assertVisits(0, $page);
        self::assertSame(204, self::tell($endpoint, self::view($page), ['Origin' => 'null', 'Sec-Fetch-Site' => 'same-origin'])[0]);
        self::assertVisits(1, $page);
    }

    /**
     * @param list<array<string, string|int>> $events
     * @return array{int, string}
     */
    private static function tellAll(string $endpoint, array $events): array
    {
        return self::tell($endpoint, (string) json_encode($events));
    }

    /** @dataProvider endpoints */
    public function testBehaviourIsTakenAndMakesAVisitEngaged(string $endpoint): void
    {
        $page = self::page('behaviour');
        $view = ['path' => $page, 'view' => bin2hex(random_bytes(8))];
        $told = self::tellAll($endpoint, [
            ['type' => 'page_view'] + $view,
            ['type' => 'search', 'query' => 'rain boots', 'results' => 0] + $view,
            ['type' => 'variation', 'product' => '7', 'variation' => '70'] + $view,
            ['type' => 'variation', 'product' => '7', 'variation' => '71'] + $view,
            ['type' => 'engagement', 'active_ms' => 4000, 'depth' => 20] + $view,
            ['type' => 'engagement', 'active_ms' => 11000, 'depth' => 100] + $view,
        ]);
        self::assertSame(204, $told[0]);
        Plugin::engine()->ingest(0);
        $store = Touchline\Store::open((new Touchline\WP\Directory())->path());
        $of = static fn (string $rows, string $column): array => array_values(array_filter(
            iterator_to_array($store->rows($rows, ['from' => 0, 'to' => (time() + 60) * 1000]), false),
            static fn (array $row): bool => $row[$column] === $page
        ));
        self::assertSame(
            ['page_view', 'search', 'variation', 'variation', 'engagement', 'engagement'],
            array_column($of('events', 'page'), 'type')
        );
        self::assertSame([[11000, true]], array_map(static fn (array $row): array => [$row['active_ms'], $row['engaged']], $of('sessions', 'landing')));
    }

    /** @dataProvider endpoints */
    public function testNumbersThatCannotBeAreRefused(string $endpoint): void
    {
        $view = ['path' => '/', 'view' => bin2hex(random_bytes(8))];
        foreach ([['active_ms' => -1], ['active_ms' => '5'], ['active_ms' => 86400001], ['depth' => 101], ['depth' => 1.5], ['query' => 'x']] as $wrong) {
            self::assertSame(400, self::tellAll($endpoint, [['type' => 'engagement'] + $wrong + $view])[0], (string) json_encode($wrong));
        }
    }

    /** @dataProvider endpoints */
    public function testNoOtherMethodTells(string $endpoint): void
    {
        $page = self::page('method');
        foreach (['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'TRACK'] as $method) {
            self::assertContains(self::tell($endpoint, self::view($page), [], $method)[0], [400, 404, 405, 501], $method);
        }
        self::assertVisits(0, $page);
    }

    /** @dataProvider endpoints */
    public function testEightKilobytesAreTheMost(string $endpoint): void
    {
        $page = self::page('size');
        foreach ([8193, 70_000, 3_000_000] as $bytes) {
            self::assertSame(413, self::tell($endpoint, str_pad(self::view($page), $bytes))[0], (string) $bytes);
        }
        self::assertVisits(0, $page);
        self::assertSame(204, self::tell($endpoint, str_pad(self::view($page), 8192))[0]);
        self::assertVisits(1, $page);
    }

    /** @return array<string, array{string}> */
    public static function forged(): array
    {
        $event = static fn (string $more): string => '[{"type":"engagement","path":"/beacon/forged/","view":"0123456789abcdef"' . $more . '}]';
        return [
            'broken' => [substr($event(''), 0, -2)],
            'two documents' => [$event('') . $event('')],
            'deep list' => [str_repeat('[', 4000) . str_repeat(']', 4000)],
            'deep object' => [$event(',"active_ms":' . str_repeat('{"a":', 900) . '1' . str_repeat('}', 900))],
            'list for a text' => [$event(',"path":["/a"]')],
            'true for a number' => [$event(',"depth":true')],
            'more than 64 bits' => [$event(',"active_ms":99999999999999999999999')],
            'float' => [$event(',"active_ms":1e3')],
            'no number of JSON' => [$event(',"active_ms":NaN')],
            'infinite' => [$event(',"active_ms":1e999')],
            'less than nothing' => [$event(',"depth":-9223372036854775808')],
            'invalid UTF-8' => ["[{\"type\":\"page_view\",\"path\":\"/\xff\xfe/\",\"view\":\"0123456789abcdef\"}]"],
            'half of a pair' => ['[{"type":"page_view","path":"\ud800","view":"0123456789abcdef"}]'],
            'a field of the server' => [$event(',"visitor":"0123456789abcdef0123456789abcdef"')],
            'a time of its own' => [$event(',"at":1')],
            'an id of its own' => [$event(',"id":"mine"')],
            'an order' => ['[{"type":"order","order":"1","total":"999999","status":"completed"}]'],
            'somebody identified' => ['[{"type":"identify","by":"email","email":"ada@example.com","view":"0123456789abcdef"}]'],
            'serialised PHP' => ['O:8:"stdClass":0:{}'],
            'a form' => ['type=page_view&path=/'],
        ];
    }

    /** @dataProvider forged */
    public function testWhatIsForgedChangesNothing(string $body): void
    {
        $before = self::recorded();
        foreach (self::endpoints() as [$endpoint]) {
            self::assertSame(400, self::tell($endpoint, $body)[0]);
        }
        self::assertSame($before, self::recorded());
    }

    private static function recorded(): int
    {
        $done = Plugin::engine()->ingest(0);
        return $done['events'] + $done['duplicates'] + $done['rejected'];
    }

    /** @dataProvider endpoints */
    public function testARequestReplayedAtOnceCountsOnce(string $endpoint): void
    {
        $page = self::page('replay');
        $all = curl_multi_init();
        $handles = [];
        $headers = ['Origin: ' . untrailingslashit(home_url()), 'Content-Type: text/plain', 'Cookie: touchline_visitor=' . bin2hex(random_bytes(16))];
        $body = self::view($page);
        for ($i = 0; $i < 20; $i++) {
            $handles[] = $curl = curl_init(untrailingslashit(home_url()) . $endpoint);
            curl_setopt_array($curl, [CURLOPT_POSTFIELDS => $body, CURLOPT_HTTPHEADER => $headers, CURLOPT_USERAGENT => self::CHROME, CURLOPT_TIMEOUT => 60,
                CURLOPT_RETURNTRANSFER => true]);
            curl_multi_add_handle($all, $curl);
        }
        do {
            curl_multi_exec($all, $running);
            curl_multi_select($all, 0.1);
        } while ($running > 0);
        foreach ($handles as $curl) {
            self::assertSame(204, curl_getinfo($curl, CURLINFO_RESPONSE_CODE));
        }
        self::assertVisits(1, $page);
        usleep(300_000); // the last of them records behind its answer
        self::assertVisits(1, $page);
    }

    /** Nobody's address or number lands in the words that people searched. */
    public function testASearchForAPersonIsDropped(): void
    {
        $read = static fn (string $query): int => count((array) \Touchline\WP\Collect::read('POST', (string) json_encode([
            ['type' => 'search', 'query' => $query, 'path' => '/', 'view' => '0123456789abcdef'],
        ]), 'shop.example', ['shop.example']));
        foreach (['ada@example.com', 'where is ada.l+x@mail.example.org', '+49 1522 8895456', '(030) 123-4567', 'tel 01522/8895456'] as $personal) {
            self::assertSame(0, $read($personal), $personal);
        }
        foreach (['boots 42', 'rain@home', '12.5 cm', 'SKU 123456'] as $words) {
            self::assertSame(1, $read($words), $words);
        }
    }

    public function testNothingPersonalStandsInAnAddress(): void
    {
        $read = static fn (array $more): array => \Touchline\WP\Collect::read('POST', (string) json_encode([
            $more + ['type' => 'page_view', 'path' => '/', 'view' => '0123456789abcdef'],
        ]), 'shop.example', ['shop.example', 'www.shop.example'])[0];
        $paths = [
            '/boots/?email=kim@mail.example&key=1#x' => '/boots/', '?s=kim' => '/', '/search/kim%40mail.example/page/2/' => '/search/*/page/2/',
            '/search/+49 (170) 123 45 67/' => '/search/*/', '/search/%D9%A0%D9%A1%D9%A7%D9%A0%D9%A1%D9%A2%D9%A3%D9%A4/' => '/search/*/',
            '/bye/kim@mail.example' => '/bye/*', '/search/boots 42/' => '/search/boots 42/',
            '/my-account/view-order/120210000/' => '/my-account/view-order/120210000/',
            "/search/%ff%40\u{ff20}/" => "/search/%ff%40\u{ff20}/",
        ];
        foreach ($paths as $path => $kept) {
            self::assertSame($kept, $read(['path' => $path])['path']);
        }
        $campaign = $read(['source' => 'news', 'campaign' => '120210000000', 'term' => 'kim@mail.example', 'content' => 'to: Kim@mail.example']);
        self::assertSame(['news', '120210000000'], [$campaign['source'], $campaign['campaign']]);
        self::assertArrayNotHasKey('term', $campaign);
        self::assertArrayNotHasKey('content', $campaign);
        self::assertSame('https://blog.example/a/', $read(['referrer' => 'https://blog.example/a/?q=kim@mail.example'])['referrer']);
        foreach (['https://www.shop.example/', 'http://SHOP.example/a?b'] as $own) {
            self::assertArrayNotHasKey('referrer', $read(['referrer' => $own]), 'the shop itself is no referrer');
        }
        self::assertArrayHasKey('referrer', $read(['referrer' => 'https://shop.example.evil.example/']));
    }

    private static function beacon(): Beacon
    {
        return new Beacon(Plugin::engine(), new Directory(), new Choice());
    }

    private static function file(): string
    {
        return ABSPATH . 'touchline-beacon.php';
    }

    /** What a firewall, a CDN or another host may say in the file's place. @return array<string, array{array<mixed>|WP_Error}> */
    public static function others(): array
    {
        $answer = static fn (int $code): array => ['response' => ['code' => $code, 'message' => ''], 'body' => '', 'headers' => [], 'cookies' => []];
        return ['forbidden' => [$answer(403)], 'a page' => [$answer(200)], 'elsewhere' => [$answer(301)], 'no answer' => [new WP_Error('http', 'timed out')]];
    }

    /**
     * @param array<mixed>|WP_Error $answer
     * @dataProvider others
     */
    public function testWhatAnswersAnythingElseGetsTheRestRoute(array|WP_Error $answer): void
    {
        $file = static fn (mixed $go, array $arguments, string $url): mixed => str_contains($url, 'touchline-beacon.php') ? $answer : $go;
        add_filter('pre_http_request', $file, 10, 3);
        self::beacon()->look();
        $result = (new WebChecks(self::beacon(), new Choice()))->beacon();
        self::assertSame([rest_url('touchline/v1/beacon'), 'recommended'], [self::beacon()->endpoint(), $result->status]);
        $all = static fn (): array|WP_Error => $answer;
        add_filter('pre_http_request', $all);
        self::beacon()->look();
        self::assertSame('critical', (new WebChecks(self::beacon(), new Choice()))->beacon()->status, 'REST does not answer either');
        remove_filter('pre_http_request', $all);
        remove_filter('pre_http_request', $file);
        self::beacon()->look();
        self::assertSame(home_url('/touchline-beacon.php'), self::beacon()->endpoint(), 'an hour later all is well again');
    }

    public function testWhereTheFileCannotBeWrittenTheRestRouteIsTaken(): void
    {
        unlink(self::file());
        mkdir(self::file()); // nobody can write it, the system's own administrator included
        self::beacon()->look();
        [$endpoint, $result] = [self::beacon()->endpoint(), (new WebChecks(self::beacon(), new Choice()))->beacon()];
        rmdir(self::file());
        self::assertSame(rest_url('touchline/v1/beacon'), $endpoint);
        self::assertStringContainsString('cannot be written', $result->text);
        self::assertSame('recommended', $result->status);
        self::beacon()->look();
        self::assertSame(home_url('/touchline-beacon.php'), self::beacon()->endpoint());
        self::assertSame([], glob(ABSPATH . '.*.touchline'), 'nothing is left beside it');
    }

    public function testTheFileFollowsWhatItIsAbout(): void
    {
        $before = get_option(Choice::OPTION);
        update_option(Choice::OPTION, ['limit' => 4321] + (array) $before);
        self::assertStringContainsString("'limit' => 4321", (string) file_get_contents(self::file()));
        update_option(Choice::OPTION, $before);
        self::assertStringNotContainsString('4321', (string) file_get_contents(self::file()));
        update_option('polylang', ['domains' => ['de' => 'https://laden.example']]);
        self::assertStringContainsString("'laden.example'", (string) file_get_contents(self::file()));
        delete_option('polylang');
        file_put_contents(self::file(), '<?php // of somebody else');
        self::beacon()->look();
        self::assertStringNotContainsString('laden.example', (string) file_get_contents(self::file()));
        self::assertStringContainsString('/src/serve.php', (string) file_get_contents(self::file()));
    }

    /** Of two sites of a network that write at one moment the later one may not have seen the other. */
    public function testASiteThatIsNotInTheFileComesBackIntoIt(): void
    {
        $all = (array) get_site_option('touchline_beacon_sites');
        $own = $all[get_current_blog_id()];
        update_site_option('touchline_beacon_sites', $all + [99 => ['path' => '/other/', 'hosts' => ['other.example']] + $own]);
        BeaconFile::leave(get_current_blog_id());
        self::assertStringNotContainsString((string) wp_parse_url(home_url(), PHP_URL_HOST), (string) file_get_contents(self::file()));
        self::beacon()->look();
        self::assertSame(home_url('/touchline-beacon.php'), self::beacon()->endpoint());
        self::assertStringContainsString('other.example', (string) file_get_contents(self::file()), 'and keeps the others');
        BeaconFile::leave(99);
    }

    /** An update by itself, at night: no administrator comes by, and the file has to go with the new version. */
    public function testAfterAnUpdateTheFileIsLookedAtAtOnce(): void
    {
        wp_clear_scheduled_hook('touchline_probe');
        $state = (array) get_option('touchline_beacon');
        self::beacon()->follow();
        self::assertFalse(wp_next_scheduled('touchline_probe'), 'nothing has changed');
        update_option('touchline_beacon', ['by' => '0.0.9 /elsewhere'] + $state);
        self::beacon()->follow();
        self::assertLessThanOrEqual(time(), wp_next_scheduled('touchline_probe'));
        wp_clear_scheduled_hook('touchline_probe');
        update_option('touchline_beacon', $state);
        Cron::schedule();
    }

    /** A copy of the site must not write into the shop's figures, nor a shop whose store is gone answer as if it counted. */
    public function testAStoreOfAnotherSiteIsTakenOutOfTheFile(): void
    {
        $copy = static fn (): string => 'https://staging.example/';
        add_filter('home_url', $copy);
        (new Beacon(new Engine(new Settings(), new Directory()), new Directory(), new Choice()))->write();
        remove_filter('home_url', $copy);
        self::assertFileDoesNotExist(self::file());
        self::beacon()->look();
        self::assertFileExists(self::file());
    }

    /** WordPress in a folder of its own: the file lies where the site begins. */
    public function testWhereWordPressLiesBelowTheSitesRootTheFileDoesNot(): void
    {
        $below = static fn (string $url): string => untrailingslashit($url) . '/' . basename(ABSPATH);
        add_filter('option_siteurl', $below);
        self::beacon()->write();
        remove_filter('option_siteurl', $below);
        $file = dirname(ABSPATH) . '/touchline-beacon.php';
        self::assertFileExists($file);
        unlink($file);
        self::beacon()->write();
        self::assertSame(home_url('/touchline-beacon.php'), self::beacon()->endpoint());
    }
}
