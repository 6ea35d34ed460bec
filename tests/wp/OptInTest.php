<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use Touchline\WP\Plugin;
use Touchline\WP\Privacy\Choice;

/** What the beacon keeps of an opt-in before the chat, over HTTP: with the click's visitor where there may be one, else by its code alone. */
final class OptInTest extends TestCase
{
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
        return ['file' => ['/touchline-beacon.php?c='], 'REST' => ['/index.php?rest_route=/touchline/v1/beacon&c=']];
    }

    /** @param list<array<string, string>> $events */
    private static function tell(string $address, array $events, string $signal = ''): int
    {
        $lines = ['Content-Type: text/plain', 'User-Agent: Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0', 'Origin: ' . untrailingslashit(home_url())];
        $lines = [...$lines, ...($signal === '' ? [] : [$signal])];
        $body = (string) json_encode($events);
        $context = stream_context_create(['http' => ['method' => 'POST', 'header' => $lines, 'content' => $body, 'ignore_errors' => true, 'timeout' => 20]]);
        file_get_contents(untrailingslashit(home_url()) . $address, false, $context);
        preg_match('~^HTTP/\S+ (\d+)~', $http_response_header[0], $match);
        return (int) $match[1];
    }

    /** @return array{list<array<string, string>>, string} a press with its opt-in, and their code */
    private static function press(): array
    {
        $code = substr(strtoupper(strtr(bin2hex(random_bytes(8)), 'ilou', '0000')), 0, 8);
        $own = ['path' => '/opt-in/', 'view' => bin2hex(random_bytes(8)), 'code' => $code];
        return [[
            ['type' => 'button_click', 'placement' => 'floating', 'agent' => 'Ada'] + $own,
            ['type' => 'consent', 'state' => 'granted', 'purposes' => 'whatsapp:0123456789ab'] + $own,
        ], $code];
    }

    /** @return list<array<string, mixed>> the rows of the export of events that have this code */
    private static function exported(string $code): array
    {
        $rows = [];
        for ($i = 0; $i < 10 && $rows === []; $i++) {
            usleep(200000); // the beacon answers before it records
            Plugin::engine()->ingest(2000);
            $file = get_temp_dir() . uniqid('touchline') . '.json';
            Plugin::engine()->export('events', [], $file, 'json');
            $all = (array) json_decode((string) file_get_contents($file), true);
            unlink($file);
            $rows = array_values(array_filter($all, static fn (array $row): bool => ($row['code'] ?? '') === $code));
        }
        return $rows;
    }

    /** @dataProvider endpoints */
    public function testItIsInTheExportWithItsClicksVisitorAndCode(string $endpoint): void
    {
        update_option(Choice::OPTION, ['mode' => 'cookieless', 'limit' => 0]);
        [$events, $code] = self::press();
        self::assertSame([204, 204], [self::tell($endpoint, $events), self::tell($endpoint, $events)], 'told twice');
        $rows = self::exported($code);
        self::assertEqualsCanonicalizing(['button_click', 'consent'], array_column($rows, 'type'), 'counts once');
        self::assertNotEmpty($rows[0]['person']);
        self::assertSame($rows[0]['person'], $rows[1]['person']);
        $tick = array_values(array_filter($rows, static fn (array $row): bool => $row['type'] === 'consent'))[0];
        self::assertSame(['granted', 'whatsapp:0123456789ab'], [$tick['state'], $tick['purposes']]);
    }

    /** @return array<string, array{array<string, mixed>, string, string}> the shop's choice, the visitor's, and a signal */
    public static function unknown(): array
    {
        return [
            'refused to be measured' => [['mode' => 'consent'], '0', ''],
            'nobody is measured' => [['mode' => 'off'], '', ''],
            'Global Privacy Control' => [['mode' => 'cookieless', 'gpc' => true], '', 'Sec-GPC: 1'],
        ];
    }

    /**
     * @dataProvider unknown
     * @param array<string, mixed> $choice
     */
    public function testWhoIsNotKnownHasAgreedAllTheSame(array $choice, string $consent, string $signal): void
    {
        update_option(Choice::OPTION, $choice + ['limit' => 0]);
        [$events, $code] = self::press();
        self::assertSame(204, self::tell('/touchline-beacon.php?c=' . $consent, $events, $signal));
        $rows = self::exported($code);
        self::assertSame(['consent'], array_column($rows, 'type'));
        self::assertEmpty($rows[0]['person'] ?? null);
    }

    /** @dataProvider endpoints */
    public function testWhatIsNoOptInIsRefused(string $endpoint): void
    {
        [[, $good]] = self::press();
        foreach ([['state' => 'withdrawn'], ['purposes' => 'everything'], ['purposes' => ''], ['code' => ''], ['visitor' => 'me'], ['view' => '']] as $wrong) {
            self::assertSame(400, self::tell($endpoint, [$wrong + $good]), (string) json_encode($wrong));
        }
    }
}
