<?php

declare(strict_types=1);

require_once __DIR__ . '/support/PageTestCase.php';

use Touchline\WP\Links\Link;
use Touchline\WP\Links\Links;
use Touchline\WP\Links\Opening;
use Touchline\WP\Plugin;
use Touchline\WP\Privacy\Choice;
use Touchline\WP\Settings;

/** Short links over HTTP, and the tab that makes them. */
final class LinksTest extends PageTestCase
{
    protected const TAB = 'links';
    protected const CURRENCY = 'LNK';
    private const CHROME = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

    protected function setUp(): void
    {
        update_option(Choice::OPTION, ['mode' => 'cookieless', 'limit' => 0]);
        update_option(Settings::OPTION, ['number' => '4915112345678'] + (array) get_option(Settings::OPTION, []));
    }

    protected function tearDown(): void
    {
        update_option(Choice::OPTION, ['limit' => 0]);
        parent::tearDown();
    }

    /** @param array<string, string> $utm */
    private static function link(string $target = '/', string $text = '', array $utm = []): Link
    {
        $utm += ['source' => 'whatsapp', 'medium' => 'chat', 'campaign' => 'Spring & more'];
        $code = Links::code();
        $id = Links::save(new Link(0, $code, "Link $code", $target, $text, $utm));
        wp_cache_flush();
        return Links::byId($id) ?? throw new RuntimeException('not kept');
    }

    /**
     * @param list<string> $headers
     * @param array<string, string>|null $post
     * @return array{int, array<string, string>, string}
     */
    private static function request(string $address, array $headers = [], string $method = 'GET', ?array $post = null): array
    {
        $curl = curl_init($address) ?: throw new RuntimeException('curl');
        $seen = [];
        curl_setopt_array($curl, [
            CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => 60, CURLOPT_HTTPHEADER => [...$headers, 'Expect:'],
            CURLOPT_USERAGENT => self::CHROME, CURLOPT_NOBODY => $method === 'HEAD',
            CURLOPT_HEADERFUNCTION => static function (CurlHandle $curl, string $line) use (&$seen): int {
                [$name, $value] = explode(':', $line, 2) + [1 => ''];
                $seen[strtolower($name)] = trim($value);
                return strlen($line);
            },
        ] + ($post === null ? [] : [CURLOPT_POST => true, CURLOPT_POSTFIELDS => http_build_query($post)]));
        $body = (string) curl_exec($curl);
        return [(int) curl_getinfo($curl, CURLINFO_RESPONSE_CODE), $seen, $body];
    }

    /** @return array{opens: int, persons: int} */
    private static function opened(Link $link): array
    {
        self::ingest();
        $rows = array_column(Plugin::engine()->report('links', ['limit' => 2000])['rows'], null, 'key');
        return ['opens' => $rows[$link->code]['opens'] ?? 0, 'persons' => $rows[$link->code]['persons'] ?? 0];
    }

    private static function bots(): int
    {
        self::ingest();
        return (int) Plugin::engine()->report('bots')['events'];
    }

    public function testItLeadsToAPageOfTheShopWithItsCampaign(): void
    {
        $link = self::link('/sample-page/?size=4&utm_source=old#reviews');
        $to = home_url('/sample-page/?size=4&utm_source=whatsapp&utm_medium=chat&utm_campaign=Spring%20%26%20more#reviews');
        foreach ([$link->plainAddress(), home_url("/go/$link->code"), home_url('/go/' . strtoupper($link->code) . '/')] as $i => $address) {
            [$status, $headers] = self::request($address);
            self::assertSame([302, $to], [$status, $headers['location'] ?? ''], $address);
            self::assertStringContainsString('no-store', $headers['cache-control']);
            self::assertSame(['opens' => $i + 1, 'persons' => 1], self::opened($link), $address);
        }
        // The click id that a network adds goes on to the page, which names the same campaign then.
        [, $headers] = self::request($link->address() . '?fbclid=a%26b');
        self::assertStringContainsString('&fbclid=a%26b#reviews', $headers['location']);
    }

    public function testAChatBeginsWithItsTextAndACode(): void
    {
        $link = self::link('', "Good morning,\nHello! " . home_url('/sale/') . '. And https://elsewhere.example/x');
        [$status, $headers] = self::request($link->address(), ['Referer: https://www.instagram.com/p/1?x=1']);
        self::assertSame(302, $status);
        self::assertMatchesRegularExpression('#^https://wa\.me/4915112345678\?text=#', $headers['location']);
        $text = rawurldecode(explode('text=', $headers['location'])[1]);
        $page = home_url('/sale/?utm_source=whatsapp&utm_medium=chat');
        self::assertStringContainsString("Good morning,\nHello! $page. And https://elsewhere.example/x (Ref: ", $text);
        preg_match('/\(Ref: (\S+)\)$/', $text, $match);
        self::ingest();
        $code = Plugin::engine()->report('code', ['code' => $match[1]]);
        self::assertTrue($code['found']);
        self::assertSame(['link', "/go/$link->code"], [$code['click']['placement'], $code['click']['path']]);
        self::assertSame(['whatsapp', 'Spring & more'], [$code['visit']['channel'], $code['visit']['campaign']], 'in the visit that the link began');
        self::assertSame(['opens' => 1, 'persons' => 1], self::opened($link));
    }

    public function testPreviewsAndBotsAndPagesFetchedAheadAreNoOpening(): void
    {
        foreach ([self::link('/'), self::link('', 'Hi')] as $link) {
            $bots = self::bots();
            $previews = ['WhatsApp/2.23.20.0 A', 'facebookexternalhit/1.1', 'TelegramBot (like TwitterBot)', 'Mozilla/5.0 (compatible; Googlebot/2.1)'];
            foreach ($previews as $agent) {
                [$status, $headers] = self::request($link->address(), ["User-Agent: $agent"]);
                self::assertSame(302, $status, $agent);
                self::assertStringNotContainsString('Ref', rawurldecode($headers['location']), $agent);
            }
            self::assertSame($bots + count($previews), self::bots(), 'counted apart');
            self::assertSame(302, self::request($link->address(), [], 'HEAD')[0]);
            [$status, $headers] = self::request($link->address(), ['Sec-Purpose: prefetch;prerender']);
            self::assertSame([503, ''], [$status, $headers['location'] ?? ''], 'the browser asks again when the link is followed');
            self::assertSame(['opens' => 0, 'persons' => 0], self::opened($link));
        }
    }

    public function testWhoRefusesIsSentOnAndNotCounted(): void
    {
        update_option(Choice::OPTION, ['mode' => 'cookieless', 'gpc' => true]);
        $link = self::link('', 'Hi');
        [$status, $headers] = self::request($link->address(), ['Sec-GPC: 1']);
        self::assertSame([302, 'https://wa.me/4915112345678?text=Hi'], [$status, $headers['location']]);
        self::assertArrayNotHasKey('set-cookie', $headers);
        $cookies = self::login();
        self::assertSame(302, self::request($link->address(), ["Cookie: $cookies"])[0]);
        self::assertSame(['opens' => 0, 'persons' => 0], self::opened($link), 'staff neither');
    }

    public function testByConsentTheCookieComesWithTheAnswer(): void
    {
        if (! Choice::hasTool()) {
            self::markTestSkipped('the site has no consent tool');
        }
        update_option(Choice::OPTION, ['mode' => 'consent', 'limit' => 0]);
        $link = self::link();
        [, $headers] = self::request($link->address()); // the tool of the tests: who has not chosen has agreed
        self::assertMatchesRegularExpression('/^touchline_visitor=[0-9a-f]{32};/', $headers['set-cookie'] ?? '');
        [$own] = explode(';', $headers['set-cookie']);
        [, $headers] = self::request($link->address(), ["Cookie: $own"]);
        self::assertSame(['opens' => 2, 'persons' => 1], self::opened($link), 'known by it');
        self::assertArrayNotHasKey('set-cookie', $headers);
        [, $headers] = self::request($link->address(), ['Cookie: ask=1']);
        self::assertArrayNotHasKey('set-cookie', $headers, 'not answered yet');
        self::request($link->address(), ["Cookie: wp_consent_statistics=deny; $own"]);
        self::assertSame(3, self::opened($link)['opens'], 'who refuses is not counted');
    }

    public function testAFloodIsSentOnAndNotCounted(): void
    {
        update_option(Choice::OPTION, ['mode' => 'cookieless', 'limit' => 3]);
        $link = self::link();
        for ($i = 0; $i < 12; $i++) {
            self::assertSame(302, self::request($link->address())[0]);
        }
        self::assertLessThanOrEqual(6, self::opened($link)['opens'], 'three a minute, of two minutes at most');
        $bots = self::bots();
        for ($i = 0; $i < 12; $i++) {
            self::assertSame(302, self::request($link->address(), ['User-Agent: WhatsApp/2.23.20.0 A'])[0]);
        }
        self::assertLessThanOrEqual($bots + 3, self::bots(), 'nor by calling oneself a bot');
    }

    public function testNobodysAddressStandsInWhereItWasFollowedFrom(): void
    {
        $kept = static function (string $from): mixed {
            $_SERVER['HTTP_REFERER'] = $from;
            $referrer = (new ReflectionMethod(Opening::class, 'referrer'))->invoke(null);
            unset($_SERVER['HTTP_REFERER']);
            return $referrer;
        };
        self::assertSame('https://mail.example/u/*/inbox', $kept('https://mail.example/u/kim@mail.example/inbox?q=1#x'));
        self::assertSame('https://www.instagram.com/p/1', $kept('https://www.instagram.com/p/1?x=1'));
        self::assertNull($kept(home_url('/shop/?x=1')), 'the shop itself is no referrer');
        self::assertNull($kept('kim@mail.example'));
    }

    /** WordPress's own doors know posts: none of them changes a link for somebody who may not change settings. */
    public function testAnEditorOfPostsIsNoneOfLinks(): void
    {
        $login = 'editor' . bin2hex(random_bytes(4));
        $editor = wp_insert_user(['user_login' => $login, 'user_pass' => 'pass', 'role' => 'editor']);
        self::assertIsInt($editor);
        $link = self::link();
        $value = static fn (string $type, string $value): string => "<param><value><$type>$value</$type></value></param>";
        curl_setopt_array($curl = curl_init(site_url('/xmlrpc.php')) ?: throw new RuntimeException('curl'), [
            CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => 60, CURLOPT_POSTFIELDS => '<?xml version="1.0"?><methodCall><methodName>wp.deletePost'
                . '</methodName><params>' . $value('int', '1') . $value('string', $login) . $value('string', 'pass') . $value('int', (string) $link->id)
                . '</params></methodCall>',
        ]);
        $answer = (string) curl_exec($curl);
        require_once ABSPATH . 'wp-admin/includes/user.php';
        wp_delete_user($editor);
        self::assertStringContainsString('<name>faultCode</name>', $answer);
        wp_cache_flush();
        self::assertNotNull(Links::byId($link->id));
    }

    public function testWhatIsNoLinkIsTheShopsNotFound(): void
    {
        foreach (['/go/nothere', '/?tl=nothere', '/?tl=' . rawurlencode("x' OR 1=1"), '/go/..%2f..%2fetc'] as $path) {
            $address = home_url($path);
            [$status, , $body] = self::request($address);
            self::assertSame(404, $status, $address);
            self::assertStringContainsString('</html>', $body, 'with the theme around it');
        }
        $link = self::link();
        Links::delete($link->id);
        self::assertSame(404, self::request($link->address())[0]);
        self::assertSame(200, self::request(home_url('/sample-page/?tl=' . $link->code))[0], 'only the front page is asked');
    }

    private static function login(): string
    {
        $until = time() + 3600;
        $token = WP_Session_Tokens::get_instance(1)->create($until);
        wp_set_current_user(1);
        $_COOKIE[LOGGED_IN_COOKIE] = wp_generate_auth_cookie(1, $until, 'logged_in', $token);
        return LOGGED_IN_COOKIE . '=' . $_COOKIE[LOGGED_IN_COOKIE] . '; ' . AUTH_COOKIE . '=' . wp_generate_auth_cookie(1, $until, 'auth', $token);
    }

    public function testLinksAreMadeChangedAndDeletedOnTheTab(): void
    {
        $cookies = self::login();
        $desk = admin_url('admin.php?page=touchline&tab=links');
        $form = ['_wpnonce' => wp_create_nonce('touchline_link'), 'touchline_link' => 'save', 'name' => 'Leaflet', 'to' => 'page', 'code' => '',
            'target' => home_url('/sample-page/'), 'utm_source' => 'leaflet', 'utm_medium' => 'print', 'utm_campaign' => 'autumn'];
        $before = count(Links::all());
        self::assertSame(403, self::request($desk, ["Cookie: $cookies"], 'POST', ['_wpnonce' => 'x'] + $form)[0]);
        self::request($desk, [], 'POST', $form);
        foreach (['https://evil.example/', '//evil.example/', 'javascript:alert(1)', 'evil.example', ''] as $target) {
            [$status, , $body] = self::request($desk, ["Cookie: $cookies"], 'POST', ['target' => $target] + $form);
            self::assertSame(200, $status, $target);
            self::assertStringContainsString('Enter the address of a page of this shop', $body);
            self::assertStringContainsString('value="autumn"', $body, 'what was typed is still there');
        }
        wp_cache_flush();
        self::assertSame($before, count(Links::all()));
        // Paths of the shop, however they look.
        $odd = [home_url('/') . '@evil.example' => '/@evil.example?', home_url() . '//evil.example/' => '', '/\\evil.example/' => '/evil.example/?'];
        foreach ($odd as $target => $path) {
            self::request($desk, ["Cookie: $cookies"], 'POST', ['target' => $target] + $form);
            wp_cache_flush();
            $made = Links::all()[0];
            if (count(Links::all()) > $before) {
                self::assertStringStartsWith(home_url() . $path, $made->page());
                Links::delete($made->id);
            }
        }

        [$status, $headers] = self::request($desk, ["Cookie: $cookies"], 'POST', ['code' => 'Herbst Flyer'] + $form);
        self::assertSame(302, $status);
        wp_cache_flush();
        $made = Links::find('herbst-flyer') ?? self::fail('not made');
        self::assertSame($desk . '&link=' . $made->id, $headers['location']);
        self::assertSame(home_url('/sample-page/?utm_source=leaflet&utm_medium=print&utm_campaign=autumn'), $made->page());
        [, , $body] = self::request($desk, ["Cookie: $cookies"], 'POST', ['code' => 'herbst-flyer'] + $form);
        self::assertStringContainsString('There is a link with this end already', $body);

        [, , $body] = self::request("$desk&edit=$made->id", ["Cookie: $cookies"]);
        self::assertStringContainsString('value="Leaflet"', $body);
        self::request($desk, ["Cookie: $cookies"], 'POST', ['id' => (string) $made->id, 'name' => '<b>Flyer</b> "2"', 'code' => 'other'] + $form);
        clean_post_cache($made->id);
        wp_cache_flush();
        self::assertSame(['herbst-flyer', 'Flyer "2"'], [Links::byId($made->id)?->code, Links::byId($made->id)?->name], 'its address stays');
        self::request($desk, ["Cookie: $cookies"], 'POST', ['touchline_link' => 'delete', 'id' => (string) $made->id, '_wpnonce' => $form['_wpnonce']]);
        wp_cache_flush();
        self::assertNull(Links::find('herbst-flyer'));
    }

    public function testTheTabSaysWhatEachLinkBrought(): void
    {
        [$most, $less] = [self::link('/boots/'), self::link('/shoes/', '', ['source' => 'instagram', 'medium' => 'social', 'campaign' => 'bio'])];
        $at = self::begin();
        foreach ([[$most, 'ann', 0], [$most, 'ann', 1], [$most, 'bob', 0], [$less, 'cat', 0]] as [$link, $who, $minute]) {
            $open = ['type' => 'link_open', 'path' => $link->path(), 'kind' => 'short', 'token' => $link->code] + $link->utm;
            self::send($who . $link->code, $at + $minute * self::MINUTE, $open);
        }
        self::order('ann' . $most->code, "1$most->code", $at + 10 * self::MINUTE, '120.50');
        self::order('cat' . $less->code, "2$most->code", $at + 10 * self::MINUTE, '20.00');
        self::ingest();
        $html = self::html(['s' => 'Link ']);
        $rows = array_values(preg_grep("/$most->code|$less->code/", self::rows($html, 'tl-links')));
        self::assertMatchesRegularExpression("#^Link $most->code.* \| 3 \| 2 \| 1 \| 120\.50$#", $rows[0]);
        self::assertMatchesRegularExpression("#^Link $less->code.* \| 1 \| 1 \| 1 \| 20\.00$#", $rows[1]);
        self::assertStringContainsString('filter%5Bcampaign%5D%5B0%5D=bio', $html);
        $html = self::html(['s' => 'Link ', 'orderby' => 'opens', 'order' => 'asc']);
        $rows = array_values(preg_grep("/$most->code|$less->code/", self::rows($html, 'tl-links')));
        self::assertStringStartsWith("Link $less->code", $rows[0]);
        self::assertCount(2, self::rows(self::html(['s' => $less->code]), 'tl-links'), 'the total and the one');
        Links::delete($less->id);
        self::assertNotEmpty(preg_grep("/^$less->code deleted \| 1 \| 1 \| 1 \| 20\.00$/", self::rows(self::html(['orderby' => 'opens']), 'tl-links')));
    }

    public function testTheExportKnowsEveryLinkByName(): void
    {
        $page = self::link('/shop/');
        $chat = self::link('', 'Hello, "this"', ['campaign' => 'leaflet']);
        $file = (string) tempnam(sys_get_temp_dir(), 'tl');
        Plugin::engine()->export('report:links', [], $file, 'json');
        $rows = array_column(json_decode((string) file_get_contents($file), true), null, 'key');
        unlink($file);
        self::assertSame(
            ["Link $page->code", $page->address(), '/shop/', '', 0, '0'],
            array_map(static fn (string $name): mixed => $rows[$page->code][$name], ['name', 'address', 'target', 'text', 'opens', 'orders'])
        );
        self::assertSame(['', 'Hello, "this"', 'whatsapp / chat / leaflet'], [$rows[$chat->code]['target'], $rows[$chat->code]['text'],
            $rows[$chat->code]['campaign']]);
        array_map(Links::delete(...), [$page->id, $chat->id]);
    }

    public function testThePersonalDataExportCallsALinkALink(): void
    {
        $event = ['at' => 1, 'page' => '/', 'product' => null, 'query' => null, 'purposes' => null, 'source' => null, 'medium' => null, 'campaign' => null,
            'device' => null, 'country' => null];
        $items = Touchline\WP\PrivacyItems::of(['person' => 'x', 'identities' => [], 'sessions' => [], 'carts' => [], 'messages' => [], 'orders' => [],
            'events' => [['type' => 'link_open', 'code' => 'spring'] + $event, ['type' => 'button_click', 'code' => 'K7Q2M9XA'] + $event]]);
        $told = array_map(static fn (array $item): array => array_column($item['data'], 'value', 'name'), $items);
        self::assertSame(['spring', null], [$told[0]['Which link'] ?? null, $told[0]['WhatsApp reference'] ?? null]);
        self::assertSame('K7Q2M9XA', $told[1]['WhatsApp reference'] ?? null);
    }

    public function testWhoMayNotChangeSettingsReadsOnly(): void
    {
        $link = self::link();
        $reader = wp_insert_user(['user_login' => 'linkreader' . wp_rand(), 'user_pass' => wp_generate_password(), 'role' => 'subscriber']);
        get_user_by('id', $reader)->add_cap('view_woocommerce_reports');
        $_GET = ['page' => 'touchline', 'tab' => 'links', 'edit' => (string) $link->id, 's' => $link->code];
        wp_set_current_user($reader);
        ob_start();
        (new Touchline\WP\Admin\Page(Plugin::engine(), new Settings()))->render();
        $html = (string) ob_get_clean();
        self::assertStringContainsString($link->name, $html);
        self::assertStringNotContainsString('name="touchline_link"', $html);
        require_once ABSPATH . 'wp-admin/includes/user.php';
        wp_delete_user($reader);
    }
}
