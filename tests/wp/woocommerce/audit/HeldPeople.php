<?php

declare(strict_types=1);

namespace Touchline\Tests\Audit;

/** The chain, products, bands of visits, what goes with buying, carts. */
trait HeldPeople
{
    /** @dataProvider asked */
    public function testTheChain(Question $q): void
    {
        $truth = self::$people->chain($q);
        foreach (['overview', 'funnel'] as $report) {
            $chain = array_column(self::$shop->answer("$report $q")['chain'], null, 'step');
            foreach (['seen', 'click', 'chat', 'cart', 'order', 'refunded'] as $step) {
                if ($step === 'seen' && $q->filter !== []) {
                    self::assertFalse($chain[$step]['measured'], 'a button seen knows no filter');
                    continue;
                }
                self::assertTrue($chain[$step]['measured']);
                self::assertSame($truth[$step], $chain[$step]['count'], "$report: $step");
            }
            $lost = ['chat' => $truth['click'] - $truth['chat'], 'cart' => $truth['chat'] - $truth['cart'], 'order' => $truth['cart'] - $truth['order']];
            foreach (['chat', 'order'] as $step) {
                self::assertRate($truth[$step], $truth['click'], $chain[$step]['of_first'] ?? null, "$report: $step of clicks");
            }
            self::assertSame(max(0, $lost['order']), $chain['order']['lost'] ?? 0, "$report: lost before the order");
            [$earned, $back] = self::$money->ofOrders($q, $truth['orders']);
            self::assertSame([$earned, $back], [$chain['order']['money_micros'], $chain['refunded']['money_micros']], "$report: what these orders earned");
        }
    }

    /** @dataProvider asked */
    public function testTheProducts(Question $q): void
    {
        $report = self::$shop->answer("products $q");
        $money = self::$money->lines($q, 'product', true);
        $people = self::$people->products($q);
        $visits = (new Visits(self::$sales->behaviour))->dimension($q, 'product');
        $rows = array_column($report['rows'], null, 'key');
        foreach ($rows + $money + $people as $key => $x) {
            $of = $key === '*' ? 'all products' : "product '$key'";
            $row = $key === '*' ? $report['total'] : $rows[$key] ?? null;
            self::assertNotNull($row, $of);
            $key === '*' || self::assertSold($money[$key] ?? [], $row, $of);
            if ($key !== '') {
                $who = ($people[$key] ?? []) + array_fill_keys(['clicks', 'chats', 'bought', 'buy', 'order', 'presale', 'support', 'other', 'unknown'], 0);
                self::assertSame([$visits[$key]['sessions'] ?? 0, $who['clicks'], $who['chats']], [$row['sessions'], $row['clicks'], $row['chats']], $of);
                self::assertRate($who['bought'], $who['clicks'], $row['bought'], "$of: bought");
                foreach (['buy', 'order', 'presale', 'support', 'other', 'unknown'] as $asked) {
                    self::assertSame($who[$asked], $row['asked'][$asked], "$of: asked $asked");
                }
            }
        }
        $line = self::$money->line($q);
        self::assertSame($line['money']['total'] - $line['money']['renewals'], $report['total']['revenue_micros'], 'the total is the net sales');
        self::assertColumn($report['rows'], 'revenue', $report['total']['revenue'], 'products');
        foreach (['after', 'without'] as $side) {
            self::assertColumn(array_column($report['rows'], $side), 'revenue', $report['total'][$side]['revenue'], "products $side");
        }
    }

    /** @param array<string, float|int> $sum */
    private static function assertSold(array $sum, array $row, string $of): void
    {
        // Each movement's part of a line is rounded for itself to a millionth.
        foreach (['after', 'without'] as $side) {
            self::assertEqualsWithDelta($sum[$side] ?? 0, $row[$side]['revenue_micros'], 200, "$of: $side");
            self::assertSame($sum["{$side}_orders"] ?? 0, $row[$side]['orders_micros'], "$of: orders $side");
        }
        self::assertSame($row['revenue_micros'], $row['after']['revenue_micros'] + $row['without']['revenue_micros'], $of);
    }

    /** @dataProvider asked */
    public function testHowVisitsWent(Question $q): void
    {
        $report = self::$shop->answer("quality_bands $q");
        $bands = self::$people->bands($q);
        $all = array_sum(array_column($bands, 'sessions'));
        self::assertSame(['0-24', '25-49', '50-74', '75-100'], array_column($report['rows'], 'key'));
        foreach ($bands as $i => $band) {
            $row = $report['rows'][$i];
            self::assertSame([$band['sessions'], $band['quality']], [$row['sessions'], $row['quality']['sum'] ?? 0], $row['key']);
            self::assertRate($band['sessions'], $all, $row['share'], $row['key']);
            foreach (['clicks', 'chats', 'orders'] as $what) {
                self::assertRate($band[$what], $band['sessions'], $row[$what], "$row[key]: $what");
            }
        }
        self::assertSame($all, $report['total']['sessions']);
    }

    /** @dataProvider asked */
    public function testWhatGoesWithBuying(Question $q): void
    {
        if ($q->filter !== []) {
            $this->expectNotToPerformAssertions(); // it takes none
            return;
        }
        $report = self::$shop->answer("interactions $q");
        $truth = self::$people->interactions($q);
        self::assertSame([$truth['persons'], $truth['orders']], [$report['persons'], $report['orders']]);
        foreach ($report['rows'] as $row) {
            [[$a, $n], [$b, $m]] = [$truth['rows'][$row['key']]['with'], $truth['rows'][$row['key']]['without']];
            self::assertRate($a, $n, $row['with'], "$row[key]: with");
            self::assertRate($b, $m, $row['without'], "$row[key]: without");
            self::assertSame($n >= 30 && $m >= 30, $row['enough'], $row['key']);
            if ($n >= 30 && $m >= 30 && $a > 0 && $b > 0) {
                $ratio = $a / $n / ($b / $m);
                $wide = exp(1.959964 * sqrt(1 / $a - 1 / $n + 1 / $b - 1 / $m));
                foreach (['ratio' => $ratio, 'low' => $ratio / $wide, 'high' => $ratio * $wide] as $name => $number) {
                    self::assertEqualsWithDelta($number, (float) $row[$name], 0.0051, "$row[key]: $name");
                }
                self::assertSame($ratio / $wide > 1 || $ratio * $wide < 1, $row['finding'], $row['key']);
            }
        }
    }

    /** @dataProvider asked */
    public function testTheCarts(Question $q): void
    {
        if ($q->filter !== [] || $q->currency !== 'EUR') {
            $this->expectNotToPerformAssertions();
            return;
        }
        $report = self::$shop->answer("carts $q");
        $truth = (new Carts(self::$sales))->figures($q);
        $none = ['carts' => 0, 'value' => 0, 'revenue' => 0];
        foreach (['started', 'checkout', 'ordered', 'awaiting', 'emptied', 'active', 'abandoned', 'link', 'touch', 'any', 'open', 'lost'] as $state) {
            $this->assertFigure($truth['*'][$state] ?? $none, $report['total'][$state], $state);
        }
        foreach ($report['rows'] as $row) {
            foreach (['started', 'checkout', 'ordered', 'abandoned', 'link', 'touch', 'any', 'open', 'lost'] as $state) {
                $this->assertFigure($truth[$row['key']][$state] ?? $none, $row[$state], "$row[key]: $state");
            }
        }
        self::assertSame($report['total']['started']['carts'], array_sum(array_map(static fn (array $row): int => $row['started']['carts'], $report['rows'])));
        foreach (['with', 'without'] as $side) {
            foreach (['started', 'ordered', 'abandoned', 'any', 'lost'] as $state) {
                $this->assertFigure($truth[" $side"][$state] ?? $none, $report['whatsapp'][$side][$state], "$side WhatsApp: $state");
            }
        }
    }

    private function assertFigure(array $truth, array $given, string $of): void
    {
        self::assertSame(array_values($truth), [$given['carts'], $given['value_micros'], $given['revenue_micros'] ?? 0], $of);
    }
}
