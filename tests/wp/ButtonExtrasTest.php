<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use Touchline\WP\Button\Before;
use Touchline\WP\Button\Hours;
use Touchline\WP\Button\Look;
use Touchline\WP\Button\Moments;
use Touchline\WP\Button\Team;
use Touchline\WP\Plugin;
use Touchline\WP\Privacy\Choice;
use Touchline\WP\Settings;

/** Hours, agents, moments, opt-in and QR code: what a merchant types, and what a page then holds, over HTTP. The browser's part: tests/e2e. */
final class ButtonExtrasTest extends TestCase
{
    private const OPTIONS = [Settings::OPTION, Look::OPTION, Team::OPTION, Moments::OPTION, Before::OPTION, Choice::OPTION];

    /** @var array<string, mixed> */
    private array $before = [];

    protected function setUp(): void
    {
        require_once ABSPATH . 'wp-admin/includes/template.php';
        $GLOBALS['wp_settings_errors'] = [];
        foreach (self::OPTIONS as $option) {
            $this->before[$option] = get_option($option);
            delete_option($option);
        }
        update_option(Settings::OPTION, ['number' => '4915228895456', 'country' => 'DE']);
        update_option(Choice::OPTION, ['mode' => 'cookieless', 'limit' => 0]);
    }

    protected function tearDown(): void
    {
        foreach ($this->before as $option => $value) {
            $value === false ? delete_option($option) : update_option($option, $value);
        }
    }

    private static function page(string $path = '/'): string
    {
        return (string) file_get_contents(untrailingslashit(home_url()) . $path, false, stream_context_create(['http' => ['ignore_errors' => true]]));
    }

    /** @return array<string, mixed> what a page tells the scripts */
    private static function config(string $path = '/'): array
    {
        self::assertSame(1, preg_match('/data-touchline="([^"]+)"/', self::page($path), $match));
        return (array) json_decode(html_entity_decode($match[1], ENT_QUOTES), true);
    }

    /** @return list<string> names, each once: a small style may stand in the page itself */
    private static function files(string $html): array
    {
        preg_match_all('~(?:src|href)=["\'][^"\']+/touchline/assets/([a-z]+)\.min\.[a-z]+~', $html, $match);
        sort($match[1]);
        return array_values(array_unique($match[1]));
    }

    /** @return list<string> */
    private static function wrong(): array
    {
        return array_column(get_settings_errors(), 'message');
    }

    /** @return array<string, array{string, ?string}> */
    public static function spans(): array
    {
        return [
            'hours' => ['9-17', '09:00-17:00'],
            'several, in any order' => ['14:00 – 18:30; 9.15-12h00', '09:15-12:00, 14:00-18:30'],
            'over midnight' => ['22-2', '22:00-02:00'],
            'a whole day' => ['0-24', '00:00-24:00'],
            'by half days' => ['9am-5pm, 11:30 PM to 12am', '09:00-17:00, 23:30-24:00'],
            'noon' => ['12am-12pm', '00:00-12:00'],
            'none' => ['', ''],
            'words' => ['nine to five', null],
            'no such hour' => ['9-25', null],
            'no such minute' => ['9:60-10', null],
            'no such half' => ['13pm-14pm', null],
            'nothing' => ['9-9', null],
            'one end' => ['9-', null],
            'markup' => ['9-17<script>', null],
        ];
    }

    /** @dataProvider spans */
    public function testHoursAreReadAsPeopleWriteThem(string $typed, ?string $kept): void
    {
        $spans = Hours::spans($typed);
        self::assertSame($kept, $spans === null ? null : Hours::words($spans));
        if ($kept !== null) {
            self::assertSame($spans, Hours::spans($kept), 'what is kept says the same');
        }
    }

    /** Berlin: an hour east, two from 2027-03-28 01:00 UTC to 2027-10-31 01:00 UTC. */
    public function testThePageKnowsTheComingChangesOfTheClocks(): void
    {
        $november = (int) strtotime('2026-11-28 12:00 UTC');
        self::assertSame(
            [[0, 3600], [strtotime('2027-03-28 01:00 UTC'), 7200], [strtotime('2027-10-31 01:00 UTC'), 3600]],
            Hours::zone(new DateTimeZone('Europe/Berlin'), $november)
        );
        self::assertSame([[0, 19800]], Hours::zone(new DateTimeZone('+05:30'), $november));
        self::assertSame([[0, 32400]], Hours::zone(new DateTimeZone('Asia/Tokyo'), $november));
    }

    private static function team(): Team
    {
        return new Team(new Settings());
    }

    public function testAWrongDayKeepsItsHoursAndIsNamed(): void
    {
        update_option(Team::OPTION, ['hours' => ['mon' => '09:00-17:00', 'tue' => '10:00-12:00']]);
        $kept = self::team()->sanitize(['_form' => '1', 'hours' => ['mon' => 'whenever', 'wed' => ['x'], 'thu' => '8-9'], 'closed' => ''])['hours'];
        self::assertSame(['mon' => '09:00-17:00', 'tue' => '', 'wed' => '', 'thu' => '08:00-09:00', 'fri' => '', 'sat' => '', 'sun' => ''], $kept);
        self::assertCount(1, self::wrong());
        self::assertStringContainsString('Monday: “whenever”', self::wrong()[0]);
    }

    public function testDatesAreDates(): void
    {
        $typed = "2026-12-24 - 2027-01-02\n\n12-25, 2026-02-30\n02-29\n2027-01-02 - 2026-12-24\nChristmas\n12-25";
        self::assertSame("2026-12-24 - 2027-01-02\n12-25\n02-29", self::team()->sanitize(['_form' => '1', 'closed' => $typed])['closed']);
        self::assertCount(1, self::wrong());
        self::assertStringContainsString('2026-02-30, 2027-01-02 - 2026-12-24, Christmas', self::wrong()[0]);
    }

    public function testAgentsAreKeptWithWhatIsRightOfThem(): void
    {
        $typed = ['_form' => '1', 'agents' => [
            ['name' => '<b>Ada</b>', 'role' => 'Sales', 'number' => '0152 28895457', 'types' => ['product', 'moon'], 'paths' => 'https://x.example/faq/?a=1'],
            ['name' => 'Bob', 'number' => 'call me', 'hours' => ['mon' => '9-17']],
            ['name' => '', 'number' => ''],
            ['name' => 'Eve', 'number' => '+4915228895459', 'remove' => '1'],
            ['name' => str_repeat('ü', 50), 'number' => '+49 1522 8895460'],
        ]];
        $kept = self::team()->sanitize($typed)['agents'];
        self::assertSame(['Ada', 'Bob', str_repeat('ü', 32)], array_column($kept, 'name'), 'as long as an event takes, and no half of a letter');
        self::assertSame(['4915228895457', '', '4915228895460'], array_column($kept, 'number'));
        self::assertSame([['product'], '/faq/', '09:00-17:00'], [$kept[0]['types'], $kept[0]['paths'], $kept[1]['hours']['mon']]);
        self::assertCount(1, self::wrong());
        self::assertStringContainsString('Bob', self::wrong()[0]);

        update_option(Team::OPTION, ['agents' => $kept]);
        $typed['agents'][0]['number'] = '12';
        self::assertSame('4915228895457', self::team()->sanitize($typed)['agents'][0]['number'], 'the number in use is kept');
        $again = self::team()->sanitize(['agents' => $kept, 'share' => 'choose']);
        self::assertSame([array_column($kept, 'number'), 'choose'], [array_column($again['agents'], 'number'), $again['share']], 'as a program sets them');
    }

    public function testThePlainLinkGoesToTheFirstWhoServesThePage(): void
    {
        $number = static fn (string $path): string => preg_match('~wa\.me/(\d+)\?~', self::page($path), $match) === 1 ? $match[1] : '';
        $agents = [['name' => 'Nobody', 'number' => ''], ['name' => 'Ada', 'number' => '4915228895457', 'types' => ['search']]];
        update_option(Team::OPTION, ['agents' => $agents]);
        self::assertSame(['4915228895456', '4915228895457'], [$number('/'), $number('/?s=x')], 'where nobody serves, the shop\'s own number');
        update_option(Team::OPTION, ['agents' => [['name' => 'Bob', 'number' => '4915228895458'], ...$agents]]);
        self::assertSame(['4915228895458', '4915228895457'], [$number('/'), $number('/?s=x')], 'whoever is named for the page comes first');
        self::assertSame(['Ada', 'Bob'], array_column(self::config('/?s=x')['team']['agents'], 'name'));
        update_option(Settings::OPTION, ['number' => '']);
        self::assertStringNotContainsString('wa.me', self::page());
    }

    public function testWhatIsNotSwitchedOnIsNotThere(): void
    {
        $html = self::page();
        self::assertSame(['button'], self::files($html));
        self::assertStringNotContainsString('<dialog', $html);
        self::assertSame([], array_intersect_key(self::config(), ['team' => 1, 'moments' => 1, 'panel' => 1]));

        update_option(Moments::OPTION, ['after' => 5]);
        self::assertSame(['button', 'extras', 'moments'], self::files(self::page()));
        update_option(Moments::OPTION, []);
        update_option(Before::OPTION, ['qr' => true]);
        self::assertSame(['button', 'extras', 'panel'], self::files(self::page()), 'the code\'s own script comes when it is used');
        update_option(Before::OPTION, []);
        update_option(Team::OPTION, ['agents' => [['name' => 'Ada', 'number' => '4915228895457']]]);
        self::assertSame(['button', 'team'], self::files(self::page()));
        update_option(Team::OPTION, ['hours' => ['mon' => '9-17']]);
        self::assertSame(['button', 'extras', 'panel', 'team'], self::files(self::page()));
    }

    public function testThePageIsTheSameForEverybodyAtEveryHour(): void
    {
        update_option(Team::OPTION, ['hours' => ['mon' => '9-17'], 'agents' => [['name' => 'Ada', 'number' => '4915228895457']], 'share' => 'choose']);
        update_option(Before::OPTION, ['qr' => true, 'wording' => 'Yes & <a href="/p">news</a>']);
        update_option(Moments::OPTION, ['after' => 3, 'idle' => 2]);
        $ours = static fn (): string => preg_match('~<div class="touchline".*?</dialog></div>~s', self::page(), $match) === 1 ? $match[0] : '';
        $first = $ours();
        self::assertNotSame('', $first);
        sleep(1);
        self::assertSame($first, $ours());
        self::assertStringNotContainsString((string) wp_date('Y-m-d'), $first);
    }

    public function testTheFloatingButtonWaitsOnlyWhereItsScriptCanEndThat(): void
    {
        update_option(Moments::OPTION, ['scroll' => 30]);
        update_option(Look::OPTION, ['off' => ['home']]);
        self::assertSame(['button'], self::files(self::page()), 'no button, nothing to wait for');
        self::assertStringContainsString('touchline-later', self::page('/?s=x'));
        self::assertStringContainsString('data-placement="floating"', self::page('/?s=x'));
        update_option(Moments::OPTION, ['stock' => 'only']);
        self::assertStringNotContainsString('touchline-button touchline-floating', self::page('/?s=x'), 'no product that is out of stock');
    }

    public function testMomentsAreNumbersInTheirBounds(): void
    {
        update_option(Moments::OPTION, ['after' => 7]);
        $kept = (new Moments())->sanitize(['_form' => '1', 'after' => '601', 'scroll' => ' 50 ', 'idle' => '-1', 'stock' => 'never', 'exit' => '1']);
        self::assertSame(['exit' => true, 'stock' => '', 'after' => 7, 'scroll' => 50, 'idle' => 0], $kept);
        self::assertCount(2, self::wrong());
        self::assertStringContainsString('601', self::wrong()[0]);
    }

    public function testAWordingIsTextAndLinksAndIsNeverForgotten(): void
    {
        $before = new Before();
        $first = $before->sanitize(['_form' => '1', 'wording' => "Yes,\n <a href=\"/privacy\" onclick=\"x()\">news</a> <img src=x onerror=y>"]);
        self::assertSame('Yes, <a href="/privacy">news</a>', $first['wording']);
        update_option(Before::OPTION, $first);
        update_option(Before::OPTION, $before->sanitize(['_form' => '1', 'wording' => 'Offers, please', 'required' => '1']));
        update_option(Before::OPTION, $before->sanitize(['_form' => '1', 'wording' => '']));
        $known = $before->wordings();
        self::assertSame(['Yes, <a href="/privacy">news</a>', 'Offers, please'], array_column($known, 'text'));
        self::assertSame(substr(hash('sha256', 'Offers, please'), 0, 12), (string) array_keys($known)[1]);
        self::assertSame($known, (array) $before->sanitize(['wordings' => [], 'qr' => true])['wordings'], 'a program cannot lose them either');
        $before->sanitize(['_form' => '1', 'wording' => str_repeat('a', 501)]);
        self::assertCount(1, self::wrong());
    }

    public function testTheBoxIsNotTicked(): void
    {
        update_option(Before::OPTION, ['wording' => 'Yes & <a href="/p">news</a><script>alert(1)</script>', 'required' => true]);
        $html = self::page();
        self::assertStringContainsString('<input type="checkbox" required><span dir="auto">Yes &amp; <a href="/p">news</a>alert(1)</span>', $html);
        update_option(Before::OPTION, ['wording' => 'Yes']);
        self::assertStringContainsString('<input type="checkbox"><span dir="auto">Yes</span>', self::page());
    }

    /** A program may set anything. */
    public function testWordingsThatAreNoneAreLeftOut(): void
    {
        $kept = (new Before())->sanitize(['wording' => 'Agreed', 'wordings' => 'all']);
        self::assertSame(['Agreed'], array_column((array) $kept['wordings'], 'text'));
    }

    /** WordPress asks for an option that is not there by itself, on every page: none but once, and not at all after activation. */
    public function testWhatIsNotSavedYetIsAskedForOnce(): void
    {
        array_map('delete_option', self::OPTIONS);
        $queries = static function (): int {
            wp_cache_flush();
            wp_load_alloptions();
            $before = $GLOBALS['wpdb']->num_queries;
            Plugin::button()->assets();
            [(new Settings())->number(), (new Team(new Settings()))->agents(), (new Moments())->stock(), (new Before())->hasQr(), (new Choice())->mode()];
            return $GLOBALS['wpdb']->num_queries - $before;
        };
        self::assertSame(1, $queries());
        do_action('activate_touchline/touchline.php', false);
        self::assertSame(0, $queries());
    }
}
