<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use Touchline\WP\Admin\Period;
use Touchline\WP\Admin\Query;

/** The page's address, checked: what holds is asked for, what does not falls back and is named. */
final class QueryTest extends TestCase
{
    /** @param array<mixed> $get */
    private static function query(array $get): Query
    {
        return new Query(
            $get,
            ['model' => 'last_non_direct', 'window' => 7, 'measure' => 'net', 'on_hold' => false, 'decimals' => 2],
            new DateTimeZone('Europe/Berlin'),
            1,
            new DateTimeImmutable('2026-11-23 20:35', new DateTimeZone('Europe/Berlin'))
        );
    }

    public function testAnEmptyAddressAsksForTheDefaults(): void
    {
        $query = self::query([]);
        self::assertSame([], $query->notices());
        self::assertSame('overview', $query->tab);
        self::assertEquals([
            'from' => 1793487600000, // 1 November, 00:00 in Berlin
            'to' => 1795462500000,
            'compare_from' => 1790805600000, // 1 October, in summer time
            'compare_to' => 1792780500000,
            'model' => 'last_non_direct', 'window' => 7, 'measure' => 'net', 'decimals' => 2, 'on_hold' => false,
            'tz' => [[1790805600000, 7200], [1792890000000, 3600]],
        ], $query->report());
        self::assertSame(['page' => 'touchline'], $query->arguments());
    }

    public function testWhatTheAddressAsksForIsAskedOfTheEngineAndKeptInTheAddress(): void
    {
        $get = ['tab' => 'journeys', 'period' => 'custom', 'from' => '2026-11-02', 'to' => '2026-11-08', 'compare' => 'none', 'model' => 'linear',
            'window' => '30', 'measure' => 'total', 'currency' => 'USD', 'part' => 'whatsapp', 'half_life' => '14', 'positions' => '30,40,30',
            'filter' => ['product' => ['12', '13'], 'country' => ['DE'], 'weekday' => ['7']]];
        $query = self::query($get);
        self::assertSame([], $query->notices());
        $report = $query->report();
        self::assertSame(
            ['linear', 30, 'total', 'USD'],
            [$report['model'], $report['window'], $report['measure'], $report['currency']]
        );
        self::assertArrayNotHasKey('compare_from', $report);
        self::assertSame(7 * 86400000, $report['to'] - $report['from']);
        self::assertSame('whatsapp', $query->part);
        self::assertSame($get['filter'], $query->filters);
        self::assertSame($get['filter'], $report['filter']);
        self::assertSame([14 * 86400000, [30, 40, 30]], [$report['half_life_ms'], $report['positions']]);
        self::assertEquals(array_diff_key($get, ['part' => 0]) + ['page' => 'touchline'], $query->arguments());
    }

    public function testTheAddressOfAnAddressAsksForTheSame(): void
    {
        $first = self::query(['period' => 'last_quarter', 'compare' => 'previous_year', 'model' => 'first', 'currency' => 'EUR']);
        parse_str((string) parse_url($first->ordersAddress('click_only', ['page' => '/a b/?x=1&y=<2>']), PHP_URL_QUERY), $get);
        $second = self::query($get);
        self::assertSame([], $second->notices());
        self::assertSame(['filter' => ['page' => ['/a b/?x=1&y=<2>']]] + $first->report(), ['filter' => $second->filters] + $second->report());
        self::assertSame(['page' => ['/a b/?x=1&y=<2>']], $second->filters);
        self::assertSame('click_only', $second->part);
        self::assertSame('journeys', $second->tab);
    }

    public function testCreditWithoutACampaignCanBeAskedForByTheEmptyName(): void
    {
        $query = self::query(['filter' => ['campaign' => [''], 'product' => ['']]]);
        self::assertSame(['campaign' => ['']], $query->filters);
        parse_str((string) parse_url($query->ordersAddress('whatsapp', ['campaign' => '']), PHP_URL_QUERY), $get);
        self::assertSame(['campaign' => ['']], self::query($get)->filters);
    }

    public function testTheOrdersOfOneWayAreAskedForInItsOrder(): void
    {
        $query = self::query(['tab' => 'journeys', 'dim' => 'page', 'path' => ['/b/', '', '/a/'], 'part' => 'other', 'filter' => ['evidence' => ['click']]]);
        self::assertSame([], $query->notices());
        parse_str((string) parse_url($query->address(['paged' => 2] + $query->chosen()), PHP_URL_QUERY), $get);
        $next = self::query($get);
        self::assertSame(['/b/', '', '/a/'], $next->path);
        self::assertSame(['page', 'other', ['evidence' => ['click']], 2], [$next->dim, $next->part, $next->filters, $next->paged]);
    }

    public function testAnAddressFromBeforeTheTabsNewNameStillLeadsThere(): void
    {
        $query = self::query(['tab' => 'orders', 'part' => 'unknown']);
        self::assertSame(['journeys', 'unknown', []], [$query->tab, $query->part, $query->notices()]);
    }

    /** @return array<string, array{array<mixed>, string}> */
    public static function badValues(): array
    {
        return [
            'period' => [['period' => 'fortnight'], 'fortnight'],
            'compare' => [['compare' => 'x'], 'x'],
            'model' => [['model' => 'psychic'], 'psychic'],
            'a negative window' => [['window' => '-3'], '-3'],
            'window 0' => [['window' => '0'], '0'],
            'window 91' => [['window' => '91'], '91'],
            'window in words' => [['window' => '7 days'], '7 days'],
            'measure' => [['measure' => 'gross'], 'gross'],
            'currency' => [['currency' => '<b>'], '<b>'],
            'currency in small letters' => [['currency' => 'eur'], 'eur'],
            'part' => [['part' => 'all'], 'all'],
            'dim' => [['dim' => 'planet'], 'planet'],
            'half-life' => [['half_life' => '366'], '366'],
            'positions of two' => [['positions' => '50,50'], '50,50'],
            'positions of nothing' => [['positions' => '0,0,0'], '0,0,0'],
            'orderby' => [['orderby' => 'revenue; DROP'], 'revenue; DROP'],
            'order' => [['order' => 'up'], 'up'],
            'paged' => [['paged' => '0'], '0'],
            'tab' => [['tab' => 'secret'], 'secret'],
            'channel' => [['filter' => ['channel' => ['pigeon']]], 'pigeon'],
            'filter' => [['filter' => ['planet' => ['Mars']]], 'planet'],
            'country in small letters' => [['filter' => ['country' => ['de']]], 'de'],
            'hour 24' => [['filter' => ['hour' => ['24']]], '24'],
            'weekday 8' => [['filter' => ['weekday' => ['8']]], '8'],
            'evidence' => [['filter' => ['evidence' => ['hearsay']]], 'hearsay'],
            'a list for a word' => [['model' => ['last']], 'model'],
            'dates' => [['period' => 'custom', 'from' => '2026-02-30', 'to' => ''], '2026-02-30'],
        ];
    }

    /**
     * @dataProvider badValues
     * @param array<mixed> $get
     */
    public function testABadValueFallsBackAndIsNamed(array $get, string $named): void
    {
        $query = self::query($get);
        self::assertCount(1, $query->notices(), implode("\n", $query->notices()));
        self::assertStringContainsString($named, $query->notices()[0]);
        self::assertSame(self::query([])->report(), $query->report());
        self::assertSame(Period::DEFAULT, $query->period->name);
    }

    public function testBytesThatAreNoTextAndEndlessTextDoNoHarm(): void
    {
        $query = self::query(['model' => "\xff\xfe", 'code' => "k7q2\0m9xa" . str_repeat('a', 1000000), 'filter' => 'x', 'paged' => ['1']]);
        self::assertLessThanOrEqual(64, strlen($query->code));
        self::assertDoesNotMatchRegularExpression('/[\x00-\x1f]/', $query->code);
        foreach ($query->notices() as $notice) {
            self::assertTrue(mb_check_encoding($notice, 'UTF-8'));
        }
        self::assertSame('last_non_direct', $query->model);
    }
}
