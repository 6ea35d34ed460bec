<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use Touchline\WP\Admin\Query;
use Touchline\WP\Admin\View;
use Touchline\WP\Links\Link;

/** Whatever a visitor or a product is called, it stands on the page as text. */
final class EscapeTest extends TestCase
{
    private const EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>\'`';

    /** @param array<string, mixed> $get */
    private static function query(array $get = []): Query
    {
        return new Query(
            $get + ['code' => self::EVIL, 'filter' => ['product' => [self::EVIL]], 'period' => self::EVIL],
            ['model' => 'last_non_direct', 'window' => 7, 'measure' => 'net', 'on_hold' => false, 'decimals' => 2],
            new DateTimeZone('UTC'),
            1,
            new DateTimeImmutable('2026-11-23 20:35', new DateTimeZone('UTC'))
        );
    }

    /** @return array<string, mixed> */
    private static function dimension(): array
    {
        $figures = ['sessions' => 1, 'clicks' => 1, 'chats' => 0, 'orders' => '1', 'revenue' => '1.00', 'revenue_micros' => 1000000];
        return [
            'rows' => [['key' => self::EVIL, 'label' => self::EVIL, 'share' => ['n' => 1, 'of' => 1, 'percent' => '100.0']] + $figures],
            'total' => $figures,
            'count' => 1,
        ];
    }

    /** @return array<string, mixed> */
    private static function journey(): array
    {
        $models = ['last' => '1.00', 'last_non_direct' => '1.00', 'first' => '1.00', 'linear' => '1.00'];
        return [
            'order' => self::EVIL, 'number' => self::EVIL, 'status' => self::EVIL, 'currency' => 'EUR', 'placed_at' => 1, 'counted_at' => 1, 'counts' => true,
            'reason' => null, 'net' => '1.00', 'total' => '1.00', 'refunded' => '0.00', 'refunds' => [], 'evidence' => 'code', 'person' => null,
            'cause' => null, 'shop' => ['channel' => self::EVIL, 'source' => self::EVIL, 'campaign' => self::EVIL],
            'code' => ['code' => self::EVIL, 'by' => self::EVIL, 'at' => 1, 'ambiguous' => false], 'model' => 'last', 'window' => 7,
            'touches' => [[
                'at' => 1, 'kind' => 'session', 'channel' => self::EVIL, 'entry' => self::EVIL, 'source' => self::EVIL, 'medium' => self::EVIL,
                'campaign' => self::EVIL, 'path' => '/' . self::EVIL, 'product' => self::EVIL, 'product_name' => self::EVIL, 'code' => self::EVIL,
                'chat_at' => null, 'evidence' => null, 'in_window' => true, 'why' => null, 'share' => '100.0', 'credit' => '1.00', 'models' => $models,
            ]],
        ];
    }

    /** @return array<string, mixed> */
    private static function paths(): array
    {
        $rate = ['n' => 1, 'of' => 1, 'percent' => '100.0'];
        $total = ['orders' => 1, 'revenue' => '1.00', 'nulls' => 0];
        $histogram = ['rows' => [], 'total' => $total, 'average' => '1.0'];
        return [
            'paths' => ['rows' => [['path' => [self::EVIL], 'conversion' => $rate] + $total], 'total' => $total, 'count' => 1,
                'best' => ['path' => [self::EVIL], 'conversion' => $rate, 'others' => $rate]],
            'steps' => ['orders' => 1, 'longer' => 0, 'steps' => [['step' => 1, 'reached' => 1, 'placed' => $rate]],
                'nodes' => [['step' => 1, 'key' => self::EVIL, 'orders' => 1, 'share' => $rate]],
                'links' => [['from' => 0, 'to' => null, 'orders' => 1, 'share' => $rate]]],
            'assists' => ['rows' => [['key' => self::EVIL, 'assisted_orders' => 1, 'assisted' => '1.00', 'last_orders' => 1, 'last' => '1.00']]],
            'length' => $histogram,
            'lag' => $histogram,
            'heat' => ['rows' => []],
            'bands' => ['rows' => [], 'total' => null, 'open' => false, 'reason' => 'filter'],
            'interactions' => ['persons' => 1, 'rows' => [['key' => self::EVIL, 'with' => $rate, 'without' => $rate, 'enough' => true, 'ratio' => '1.00',
                'low' => '1.00', 'high' => '1.00', 'finding' => true]]],
        ];
    }

    /** @return array<string, mixed> */
    private static function quality(): array
    {
        $rate = ['n' => 1, 'of' => 1, 'percent' => '100.0'];
        $sum = ['orders' => 1, 'total' => '1.00'];
        return [
            'unattributed' => ['rows' => [['order' => self::EVIL, 'number' => self::EVIL, 'placed_at' => 1, 'status' => self::EVIL] + $sum], 'count' => 1,
                'causes' => [self::EVIL => $sum], 'total' => $sum],
            'channels' => ['rows' => []],
            'ledger' => null,
            'shop' => ['rows' => [['shop' => self::EVIL, 'ours' => null, 'same' => false, 'orders' => '1', 'share' => $rate, 'revenue' => '1.00']],
                'orders' => '1', 'same' => $rate],
            'bots' => ['rows' => [['name' => self::EVIL, 'events' => 1]], 'events' => 1],
            'check' => ['at' => 1, 'state' => 'done', 'result' => ['ok' => false, 'problems' => [self::EVIL]]],
        ];
    }

    /** @return array{report: array<string, mixed>, links: list<Link>} */
    private static function links(): array
    {
        $utm = ['source' => self::EVIL, 'campaign' => self::EVIL];
        $sum = ['opens' => 1, 'persons' => 1, 'orders' => '1', 'orders_micros' => 1, 'revenue' => '1.00', 'revenue_micros' => 1];
        return [
            'report' => ['rows' => [['key' => self::EVIL] + $sum, ['key' => 'evil'] + $sum, ['key' => 'chat'] + $sum], 'count' => 3,
                'total' => array_diff_key($sum, ['persons' => 0])],
            'links' => [new Link(1, 'evil', self::EVIL, '/' . self::EVIL, '', $utm), new Link(2, 'chat', self::EVIL, '', self::EVIL, $utm)],
        ];
    }

    /** @return array<string, array{callable(): void}> */
    public static function blocks(): array
    {
        $order = ['order' => self::EVIL, 'number' => self::EVIL, 'placed_at' => 1, 'status' => self::EVIL, 'currency' => 'EUR', 'total' => '1.00',
            'whatsapp' => '1.00', 'other' => '0.00', 'unknown' => '0.00', 'evidence' => self::EVIL, 'refunded' => '0.00', 'entry' => self::EVIL,
            'path' => [self::EVIL]];
        $found = ['code' => 'K7Q2M9XA', 'found' => true, 'ambiguous' => true,
            'click' => ['at' => 1, 'path' => '/' . self::EVIL, 'page_type' => 'product', 'product' => '1', 'product_name' => self::EVIL,
                'placement' => self::EVIL],
            'visit' => ['at' => 1, 'channel' => 'other', 'source' => self::EVIL, 'medium' => self::EVIL, 'campaign' => self::EVIL, 'landing' => self::EVIL,
                'pages' => 1],
            'orders' => [$order]];
        $unknown = ['code' => null, 'found' => false, 'ambiguous' => false, 'click' => null, 'visit' => null, 'orders' => []];
        return [
            'product table' => [static fn () => View\Dimension::render(self::query(), 'product', self::dimension(), 'EUR', true)],
            'channel table' => [static fn () => View\Dimension::render(self::query(), 'channel', self::dimension(), 'EUR', true)],
            'orders' => [static fn () => View\Orders::render(self::query(), ['rows' => [$order], 'count' => 1,
                'total' => ['total' => '1.00', 'whatsapp' => '1.00', 'other' => '0.00', 'unknown' => '0.00']])],
            'search form' => [static fn () => View\CodeSearch::form(self::query())],
            'code found' => [static fn () => View\CodeSearch::result(self::query(), $found)],
            'no code' => [static fn () => View\CodeSearch::result(self::query(), $unknown)],
            'filter bar' => [static fn () => View\FilterBar::render(self::query(), ['EUR', self::EVIL], self::EVIL)],
            'notice' => [static fn () => View\Trouble::notice(self::query()->notices()[0])],
            'trouble' => [static fn () => View\Trouble::render(self::EVIL, self::EVIL)],
            'story' => [static fn () => View\Story::render(self::query(), self::journey())],
            'ways' => [static fn () => View\Paths::render(self::query(), ['currency' => 'EUR', 'chats' => true], self::paths())],
            'ways of pages' => [static fn () => View\Paths::render(self::query(['dim' => 'page']), ['currency' => 'EUR', 'chats' => true], self::paths())],
            'narrowed' => [static fn () => View\Orders::render(self::query(['path' => [self::EVIL], 'filter' => ['page' => [self::EVIL]]]), ['rows' => []])],
            'data quality' => [static fn () => View\Quality::render(self::query(), ['currency' => 'EUR', 'as_of' => 1], self::quality())],
            'causes' => [static fn () => View\Causes::render(self::query(['cause' => 'no_touch']), self::quality()['unattributed'], 'EUR')],
            'links' => [static fn () => View\Links::render(self::query(['s' => '']), ['currency' => 'EUR'], self::links())],
            'a link' => [static fn () => View\LinkForm::render(self::links()['links'][0], '', true)],
            'a link to a chat' => [static fn () => View\LinkForm::render(self::links()['links'][1], '', true)],
            'order box' => [static fn () => View\Journey::render(self::journey(), 'net')],
        ];
    }

    /**
     * @dataProvider blocks
     * @param callable(): void $render
     */
    public function testNamesStandOnThePageAsText(callable $render): void
    {
        ob_start();
        $render();
        $html = (string) ob_get_clean();
        $page = new DOMDocument();
        self::assertTrue(@$page->loadHTML('<meta charset="utf-8">' . $html));
        foreach (['script', 'img', 'iframe'] as $tag) {
            self::assertCount(0, $page->getElementsByTagName($tag), $html);
        }
        foreach ((new DOMXPath($page))->query('//@*') ?: [] as $attribute) {
            self::assertStringStartsNotWith('on', $attribute->nodeName, $html);
            self::assertStringStartsNotWith('javascript:', strtolower(trim((string) $attribute->nodeValue)), $html);
        }
        self::assertStringContainsString('alert(1)', (string) $page->textContent . implode(' ', self::values($page)), 'the name is shown, not swallowed');
    }

    /** @return list<string> */
    private static function values(DOMDocument $page): array
    {
        $values = [];
        foreach ((new DOMXPath($page))->query('//@value') ?: [] as $attribute) {
            $values[] = (string) $attribute->nodeValue;
        }
        return $values;
    }
}
