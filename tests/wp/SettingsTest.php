<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use Touchline\WP\Settings;

/** What a merchant types on the settings page, as it is kept. */
final class SettingsTest extends TestCase
{
    private mixed $before;

    protected function setUp(): void
    {
        require_once ABSPATH . 'wp-admin/includes/template.php';
        $this->before = get_option(Settings::OPTION);
        $GLOBALS['wp_settings_errors'] = [];
    }

    protected function tearDown(): void
    {
        update_option(Settings::OPTION, $this->before === false ? [] : $this->before);
    }

    /**
     * @param array<string, mixed> $typed
     * @return array<string, mixed>
     */
    private static function typed(array $typed): array
    {
        return (new Settings())->sanitize($typed + ['_form' => '1']);
    }

    /** @return array<string, array{string, string, string}> */
    public static function numbers(): array
    {
        return [
            'as people write it' => ['DE', '01522 889 54 56', '4915228895456'],
            'with the country code' => ['', '+49 (1522) 8895456', '4915228895456'],
            'international prefix' => ['DE', '0049 1522 8895456', '4915228895456'],
            'Brazil' => ['BR', '(11) 98765-4321', '5511987654321'],
            'India' => ['IN', '098765 43210', '919876543210'],
        ];
    }

    /** @dataProvider numbers */
    public function testANumberIsKeptAsWhatsAppWantsIt(string $country, string $typed, string $kept): void
    {
        self::assertSame($kept, self::typed(['country' => $country, 'number' => $typed])['number']);
        self::assertSame([], get_settings_errors(Settings::OPTION));
    }

    public function testAWrongNumberKeepsTheOldOneAndSaysWhy(): void
    {
        update_option(Settings::OPTION, ['number' => '4915228895456']);
        foreach (['12', 'call me', '+49 1', "' OR 1=1", str_repeat('9', 5000)] as $i => $wrong) {
            self::assertSame('4915228895456', self::typed(['country' => 'DE', 'number' => $wrong])['number'], $wrong);
            self::assertCount($i + 1, get_settings_errors(Settings::OPTION));
        }
        self::assertStringContainsString('country code', get_settings_errors(Settings::OPTION)[0]['message']);
        self::assertSame('', self::typed(['number' => ' '])['number'], 'no number turns the button off');
    }

    public function testWhatIsNoChoiceKeepsTheOldOne(): void
    {
        update_option(Settings::OPTION, ['model' => 'linear', 'measure' => 'total', 'window' => 30]);
        $kept = self::typed(['model' => 'magic', 'measure' => ['net'], 'window' => '9999', 'message' => "Hi <b>{site}</b>\n{page}"]);
        self::assertSame(['linear', 'total', 90, 25], [$kept['model'], $kept['measure'], $kept['window'], $kept['keep_months']]);
        self::assertSame([25, 0, 6], array_map(static fn (string $typed): int => self::typed(['keep_months' => $typed])['keep_months'], ['7', '0', '6']));
        self::assertSame("Hi {site}\n{page}", $kept['message']);
        self::assertFalse($kept['on_hold'], 'an unticked box is not sent');
    }

    public function testHalfLifeAndPositionsAreWhatThePagesOpenWith(): void
    {
        $kept = self::typed(['half_life' => '14', 'positions' => ' 50 / 0 / 50 ']);
        self::assertSame([14, '50,0,50'], [$kept['half_life'], $kept['positions']]);
        $wrong = self::typed(['half_life' => '0', 'positions' => '0,0,0']);
        self::assertSame([1, '40,20,40'], [$wrong['half_life'], $wrong['positions']]);
        update_option(Settings::OPTION, $kept);
        $query = Touchline\WP\Admin\Query::of(new Settings(), []);
        self::assertSame([14, [50, 0, 50]], [$query->halfLife, $query->positions]);
        self::assertArrayNotHasKey('half_life', $query->arguments(), 'what the settings say is not in the address');
        self::assertSame(7 * DAY_IN_SECONDS * 1000, Touchline\WP\Admin\Query::of(new Settings(), ['half_life' => '7'])->report()['half_life_ms']);
    }

    /** When somebody changed what figures are made of is kept, once a change, and told in words. */
    public function testChangesOfSettingsAreNoted(): void
    {
        delete_option(Settings::OPTION);
        delete_option(Touchline\WP\ChangeLog::OPTION);
        $before = time() * 1000;
        update_option(Settings::OPTION, ['window' => 14, 'weekly_to' => 'a@example.org']);
        update_option(Settings::OPTION, ['window' => 14, 'on_hold' => true, 'weekly_to' => '']);
        $changes = Touchline\WP\ChangeLog::between($before, time() * 1000 + 1);
        self::assertSame(['window', 'on_hold'], array_column($changes, 'what'));
        self::assertSame('Setting “Window”: 14 days, before 7 days.', Touchline\WP\ChangeLog::words($changes[0]));
        self::assertSame([], Touchline\WP\ChangeLog::between(0, $before));
        delete_option(Touchline\WP\ChangeLog::OPTION);
    }

    /** The field shows it again with the reason, in the request after the one that saved. */
    public function testWhatWasTypedWronglyStaysInItsField(): void
    {
        wp_set_current_user(1);
        update_option(Touchline\WP\Button\Team::OPTION, ['hours' => ['mon' => '09:00-17:00', 'tue' => '10:00-12:00']]);
        $typed = ['_form' => '1', 'hours' => ['mon' => '9 to 5 ish', 'tue' => '10-12'], 'closed' => "soon\n12-25"];
        (new Touchline\WP\Button\Team(new Settings()))->sanitize($typed);
        $until = time() + HOUR_IN_SECONDS;
        $token = WP_Session_Tokens::get_instance(1)->create($until);
        $cookies = LOGGED_IN_COOKIE . '=' . wp_generate_auth_cookie(1, $until, 'logged_in', $token) . '; '
            . AUTH_COOKIE . '=' . wp_generate_auth_cookie(1, $until, 'auth', $token);
        $page = new DOMDocument();
        @$page->loadHTML('<?xml encoding="utf-8"?>' . file_get_contents(
            admin_url('admin.php?page=touchline&tab=settings'),
            false,
            stream_context_create(['http' => ['header' => "Cookie: $cookies"]])
        ));
        $monday = $page->getElementById('touchline-hours-mon');
        self::assertNotNull($monday);
        self::assertSame(['9 to 5 ish', 'true'], [$monday->getAttribute('value'), $monday->getAttribute('aria-invalid')]);
        $why = $page->getElementById($monday->getAttribute('aria-describedby'));
        self::assertStringContainsString('“9 to 5 ish” was not understood', (string) $why?->textContent);
        self::assertSame(['10:00-12:00', ''], [$page->getElementById('touchline-hours-tue')?->getAttribute('value'),
            $page->getElementById('touchline-hours-tue')?->getAttribute('aria-invalid')]);
        self::assertSame("soon\n12-25", $page->getElementById('touchline-closed')?->textContent);
        self::assertNotNull($page->getElementById('touchline_hours-section'), 'the contents lead there');
        wp_cache_flush();
        self::assertFalse(get_transient('touchline_typed_1'), 'once');
        update_option(Touchline\WP\Button\Team::OPTION, []);
        wp_set_current_user(0);
    }

    /** WordPress prints the words on top of the page as they are. */
    public function testWhatWasTypedWronglyIsNoMarkup(): void
    {
        wp_set_current_user(1);
        self::typed(['weekly_to' => '<img/src=x/onerror=alert(1)>, a@example.org']);
        ob_start();
        settings_errors(Settings::OPTION);
        $printed = (string) ob_get_clean();
        self::assertStringNotContainsString('<img', $printed);
        self::assertStringContainsString('&lt;img/src=x/onerror=alert(1)&gt;', $printed);
        delete_transient('touchline_typed_1');
        wp_set_current_user(0);
    }

    public function testOnlyWhoRunsTheShopMaySave(): void
    {
        wp_set_current_user(0);
        self::assertFalse(current_user_can(Settings::capability()));
        wp_set_current_user(1);
        self::assertTrue(current_user_can(Settings::capability()));
        wp_set_current_user(0);
    }
}
