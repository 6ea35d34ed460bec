<?php

declare(strict_types=1);

namespace Touchline\Tests;

use PHPUnit\Framework\TestCase;
use Touchline\Tests\Audit\Behaviour;
use Touchline\Tests\Audit\Books;
use Touchline\Tests\Audit\Money;
use Touchline\Tests\Audit\People;
use Touchline\Tests\Audit\Question;
use Touchline\Tests\Audit\Sales;
use Touchline\Tests\Audit\Story;
use Touchline\Tests\Audit\Ways;

array_map(static fn (string $file): bool => (bool) require_once $file, array_diff(glob(__DIR__ . '/audit/*.php') ?: [], [__DIR__ . '/audit/shop.php']));

/**
 * Every figure, recomputed: three months of a real shop, asked for as the pages ask (touchline/v1/reports), held against WooCommerce's own tables
 * by SQL and the raw log of events. Nothing here calls the plugin or the extension for the truth.
 */
final class AuditTest extends TestCase
{
    use Audit\HeldMoney;
    use Audit\HeldPeople;
    use Audit\HeldWays;
    use Audit\HeldPages;

    private const MODELS = ['last', 'last_non_direct', 'first', 'linear', 'position', 'time_decay'];
    private const DIMS = ['channel', 'source', 'medium', 'campaign', 'content', 'landing', 'device', 'country', 'page', 'page_type', 'entry', 'product',
        'category', 'evidence', 'customer', 'intent', 'hour', 'weekday'];

    private static Audit\Asking $shop;
    private static Sales $sales;
    private static Money $money;
    private static People $people;
    private static Ways $ways;

    public static function setUpBeforeClass(): void
    {
        $site = (string) getenv('TOUCHLINE_SITE');
        if (! str_contains((string) file_get_contents("$site/site.env"), 'WOOCOMMERCE=yes')) {
            self::markTestSkipped('the site has no WooCommerce');
        }
        $story = new Story();
        self::$shop = new Audit\Asking($site);
        ['orders' => $numbers, 'events' => $events] = self::$shop->fill($story);
        $books = new Books($numbers, $story->orders);
        self::$sales = new Sales($books, new Behaviour($events, $books->orders));
        self::$money = new Money(self::$sales);
        self::$people = new People(self::$sales);
        self::$ways = new Ways(self::$sales, self::$money);
        self::$shop->ask(self::all());
    }

    public static function tearDownAfterClass(): void
    {
        isset(self::$shop) && self::$shop->clean();
    }

    /** @return array<string, Question> */
    private static function questions(): array
    {
        $all = [
            new Question('2025-03-01', '2025-03-31'), new Question('2025-02-01', '2025-04-30', 30),
            new Question('2025-03-01', '2025-03-31', 7, 'total', 'linear'),
            new Question('2025-02-01', '2025-04-30', 30, 'net', 'position'), new Question('2025-03-01', '2025-03-31', 7, 'net', 'time_decay', 'USD'),
            new Question('2025-03-01', '2025-03-31', 7, 'net', 'linear', 'EUR', ['device' => ['mobile']]),
            new Question('2025-03-01', '2025-03-31', 30, 'total', 'time_decay', 'EUR', ['channel' => ['whatsapp', 'unknown']]),
        ];
        return array_combine(array_map(strval(...), $all), $all);
    }

    /** @return array<string, array{Question}> */
    public static function asked(): array
    {
        return array_map(static fn (Question $q): array => [$q], self::questions());
    }

    /** @return array<string, array{name: string, rest?: array<string, mixed>, page?: array<string, mixed>}> */
    private static function all(): array
    {
        $all = [];
        foreach (self::questions() as $text => $q) {
            foreach (['overview', 'daily', 'products', 'path_length', 'time_lag', 'heatmap', 'funnel', 'quality_bands', 'unattributed'] as $name) {
                $all["$name $text"] = ['name' => $name, 'rest' => $q->address()];
            }
            foreach (self::DIMS as $dim) {
                foreach (['whatsapp', 'all'] as $credit) {
                    $all["dimension $dim $credit $text"] = ['name' => 'dimension', 'rest' => $q->address() + ['dim' => $dim, 'credit' => $credit]];
                }
            }
            foreach (['channel', 'campaign'] as $dim) {
                foreach (['paths', 'assists', 'models'] as $name) {
                    $all["$name $dim $text"] = ['name' => $name, 'rest' => $q->address() + ['dim' => $dim]];
                }
            }
            foreach (self::MODELS as $model) {
                $all["overview $model $text"] = ['name' => 'overview', 'rest' => $q->model($model)->address()];
            }
            if ($q->filter === []) {
                foreach (['interactions', 'carts', 'ledger', 'uncounted', 'bots'] as $name) {
                    $all["$name $text"] = ['name' => $name, 'rest' => $q->address()];
                }
            }
            foreach (['overview', 'sources', 'products', 'paths', 'carts', 'quality'] as $tab) {
                $all["page $tab $text"] = ['name' => '', 'page' => $q->address() + ['tab' => $tab]];
            }
        }
        return array_map(static fn (array $one): array => isset($one['rest']) ? ['rest' => $one['rest'] + ['per_page' => 2000]] + $one : $one, $all);
    }

    public function testTheShopIsWhole(): void
    {
        $ingest = self::$shop->ingest();
        self::assertSame(0, $ingest['rejected']);
        self::assertTrue(self::$shop->check()['ok'], json_encode(self::$shop->check()['problems']));
        self::assertGreaterThan(80, count(self::$sales->books->orders));
        foreach (['', 'trash', 'test', 'left_out', 'excluded', 'on_hold'] as $reason) {
            self::assertContains($reason, array_column(self::$sales->books->orders, 'reason'));
        }
        $orders = self::$sales->counted(7, 'EUR');
        foreach (['click', 'phone', 'ad', 'code', 'none'] as $evidence) {
            self::assertContains($evidence, array_column($orders, 'evidence'));
        }
        foreach (['no_visitor', 'no_touch', 'outside_window', 'support'] as $cause) {
            self::assertContains($cause, array_column($orders, 'cause'));
        }
    }
}
