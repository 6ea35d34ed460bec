<?php

declare(strict_types=1);

namespace Touchline\Tests\Audit;

/** Models, paths, lengths, days, helpers, hours; what has no touch; from WooCommerce Analytics to here. */
trait HeldWays
{
    /** @dataProvider asked */
    public function testEveryModel(Question $q): void
    {
        foreach (['channel', 'campaign'] as $dim) {
            $report = self::$shop->answer("models $dim $q");
            $rows = array_column($report['rows'], null, 'key');
            foreach (self::MODELS as $model) {
                // All channels' credit, what no touch earned aside.
                $truth = self::$ways->earned($q->model($model), $dim);
                foreach ($rows as $key => $row) {
                    $of = "$model: $dim '$key'";
                    self::assertMoney(['revenue' => $truth[$key]['revenue'] ?? 0], $row[$model], $of);
                    self::assertSame($truth[$key]['orders'] ?? 0, $row[$model]['orders_micros'], $of);
                }
                self::assertSame([], array_diff_key(array_filter($truth, 'array_filter'), $rows), $model);
                self::assertSame(array_sum(array_column($truth, 'revenue')), $report['total'][$model]['revenue_micros'], $model);
                self::assertColumn(array_column($report['rows'], $model), 'revenue', $report['total'][$model]['revenue'], $model);
            }
            $this->assertModelsOfAllWays($q, $dim, $report);
        }
    }

    private function assertModelsOfAllWays(Question $q, string $dim, array $report): void
    {
        $shapley = self::$ways->shapley($q, $dim);
        $removal = self::$ways->removal($q, $dim);
        $sum = array_sum($removal);
        $all = array_sum(array_column(self::$ways->paths($q, $dim), 'revenue'));
        $orders = array_sum(array_column(self::$ways->paths($q, $dim), 'orders'));
        foreach ($report['rows'] as $row) {
            $key = $row['key'];
            self::assertEqualsWithDelta($shapley[$key]['revenue'] ?? 0, $row['shapley']['revenue_micros'], 1000, "shapley: $dim '$key'");
            self::assertEqualsWithDelta(1_000_000 * ($shapley[$key]['orders'] ?? 0), $row['shapley']['orders_micros'], 2, "shapley: $dim '$key'");
            $effect = $removal[$key] ?? 0.0;
            self::assertEqualsWithDelta(1_000_000 * $effect, $row['removal']['n'], 2, "removal: $dim '$key'");
            self::assertEqualsWithDelta($sum > 0 ? $all * $effect / $sum : 0, $row['markov']['revenue_micros'], 10 + abs($all) / 1e9, "markov: $dim '$key'");
            self::assertEqualsWithDelta($sum > 0 ? 1_000_000 * $orders * $effect / $sum : 0, $row['markov']['orders_micros'], 10, "markov: $dim '$key'");
        }
    }

    /** @dataProvider asked */
    public function testThePaths(Question $q): void
    {
        foreach (['channel', 'campaign'] as $dim) {
            $report = self::$shop->answer("paths $dim $q");
            $truth = self::$ways->paths($q, $dim);
            $given = [];
            foreach ($report['rows'] as $row) {
                $given[implode(' > ', $row['path'])] = ['orders' => $row['orders'], 'revenue' => $row['revenue_micros'], 'nulls' => $row['nulls']];
                self::assertRate($row['orders'], $row['orders'] + $row['nulls'], $row['conversion'], implode(' > ', $row['path']));
            }
            ksort($truth);
            ksort($given);
            self::assertSame($truth, $given, $dim);
            foreach (['orders', 'nulls'] as $column) {
                self::assertSame(array_sum(array_column($truth, $column)), $report['total'][$column]);
            }
            self::assertColumn($report['rows'], 'revenue', $report['total']['revenue'], "paths by $dim");
        }
    }

    /** @dataProvider asked */
    public function testTouchesAndDays(Question $q): void
    {
        foreach (['path_length' => 'length', 'time_lag' => 'days'] as $name => $column) {
            $report = self::$shop->answer("$name $q");
            ['rows' => $truth, 'average' => $average] = self::$ways->steps($q, $column === 'days');
            ksort($truth);
            $given = [];
            foreach ($report['rows'] as $row) {
                $given[$row[$column]] = ['orders' => $row['orders'], 'revenue' => $row['revenue_micros']];
                self::assertRate($row['orders'], $report['total']['orders'], $row['share'], "$name $row[$column]");
            }
            self::assertSame(array_filter($truth, 'array_filter'), $given, $name);
            self::assertSame($average === null ? null : number_format(round($average, 1), 1, '.', ''), $report['average'], $name);
            self::assertColumn($report['rows'], 'revenue', $report['total']['revenue'], $name);
        }
    }

    /** @dataProvider asked */
    public function testHelpersAndHours(Question $q): void
    {
        foreach (['channel', 'campaign'] as $dim) {
            $given = [];
            foreach (self::$shop->answer("assists $dim $q")['rows'] as $row) {
                $given[$row['key']] = ['assisted_orders' => $row['assisted_orders'], 'assisted' => $row['assisted_micros'],
                    'last_orders' => $row['last_orders'], 'last' => $row['last_micros']];
            }
            $truth = self::$ways->assists($q, $dim);
            ksort($truth);
            ksort($given);
            self::assertSame($truth, $given, $dim);
        }
        $truth = self::$ways->hours($q);
        $rows = self::$shop->answer("heatmap $q")['rows'];
        self::assertCount(168, $rows);
        foreach ($rows as $row) {
            $hour = $truth["$row[weekday] $row[hour]"] ?? ['clicks' => 0, 'orders' => 0, 'revenue' => 0];
            $of = "weekday $row[weekday], $row[hour] o'clock";
            self::assertSame([$hour['clicks'], $hour['revenue']], [$row['clicks'], $row['revenue_micros']], $of);
            self::assertOrders($hour['orders'], $row['orders'], $of);
        }
    }

    /** @dataProvider asked */
    public function testWhyNoTouchIsKnown(Question $q): void
    {
        $report = self::$shop->answer("unattributed $q");
        $causes = [];
        foreach (self::$money->parts($q) as [$order, $move, $touch, $micros]) {
            if ($touch === null && ! $order['renewal']) {
                $causes[$order['cause']]['orders'] = ($causes[$order['cause']]['orders'] ?? 0) + (int) ! $move['refund'];
                $causes[$order['cause']]['total'] = ($causes[$order['cause']]['total'] ?? 0) + $micros;
            }
        }
        foreach (['no_visitor', 'no_touch', 'outside_window', 'support', 'erased'] as $cause) {
            self::assertSame(
                [$causes[$cause]['orders'] ?? 0, $causes[$cause]['total'] ?? 0],
                [$report['causes'][$cause]['orders'] ?? 0, $report['causes'][$cause]['total_micros'] ?? 0],
                $cause
            );
        }
        $line = self::$money->line($q);
        self::assertSame($line['money']['unknown'], $report['total']['total_micros'], 'it is "no known touch" of the total line');
        self::assertColumn($report['rows'], 'total', $report['total']['total'], 'orders without a touch');
    }

    /** @dataProvider asked */
    public function testFromAnalyticsToHere(Question $q): void
    {
        if ($q->filter !== []) {
            $this->expectNotToPerformAssertions();
            return;
        }
        global $wpdb;
        $lines = array_column(self::$shop->answer("ledger $q")['rows'], null, 'line');
        [$from, $to] = [Question::local($q->from, 'Y-m-d H:i:s'), Question::local($q->to, 'Y-m-d H:i:s')];
        $column = $q->measure === 'total' ? 'total_sales' : 'net_total';
        $shows = $wpdb->get_var($wpdb->prepare("SELECT SUM(ROUND($column, 6)) FROM {$wpdb->prefix}wc_order_stats WHERE date_paid >= %s AND date_paid < %s"
            . " AND status NOT IN ('wc-auto-draft', 'wc-trash', 'wc-pending', 'wc-failed', 'wc-cancelled', 'auto-draft', 'trash')", $from, $to));
        self::assertSame(Books::micros($shows), $lines['shop']['total_micros'], 'what Analytics shows');
        $line = self::$money->line($q);
        self::assertSame([$line['orders']['total'] / 1_000_000, $line['money']['total']], [$lines['ours']['orders'], $lines['ours']['total_micros']]);
        self::assertColumn(array_diff_key($lines, ['ours' => 1]), 'total', $lines['ours']['total'], 'the lines before the last');
        foreach (['on_hold' => 'on_hold', 'left_out' => 'left_out', 'test' => 'test'] as $name => $reason) {
            $out = array_filter(self::$sales->books->orders, static fn (array $order): bool => $order['reason'] === $reason
                && $order['currency'] === $q->currency
                && $q->holds($order['placed']));
            // Test orders are no sales of WooCommerce's own either, since it knows of them.
            $truth = $name === 'test' ? [0, 0] : [-count($out), -array_sum(array_column($out, $q->measure))];
            self::assertSame($truth, [$lines[$name]['orders'], $lines[$name]['total_micros']], $name);
        }
        self::assertSame(0, $lines['rest']['orders'], 'orders that nothing explains');
        // Of an order that was refunded in parts and then to its end, Analytics takes the whole back once more.
        $explained = 0;
        foreach (self::$sales->books->orders as $order) {
            $last = end($order['refunds']);
            $to = $last !== false && array_sum(array_column($order['refunds'], 'total')) === $order['total'] && ! $last['lines'];
            $holds = $order['reason'] === '' && $order['currency'] === $q->currency && $q->measure === 'net' && $to && $q->holds($last['at']);
            $explained += $holds ? $order['net'] - $last['net'] : 0;
        }
        self::assertLessThan(10_000 * (1 + $lines['ours']['orders']), abs($lines['rest']['total_micros'] - $explained), 'cents');
    }

    /** @dataProvider asked */
    public function testWhatDoesNotCount(Question $q): void
    {
        if ($q->filter !== []) {
            $this->expectNotToPerformAssertions();
            return;
        }
        $truth = $given = [];
        foreach (self::$sales->books->orders as $order) {
            if ($order['reason'] !== '' && $order['currency'] === $q->currency) {
                $key = "$order[reason] $order[status]";
                $holds = $q->holds($order['placed']);
                $back = array_sum(array_map(static fn (array $refund): int => $q->holds($refund['at']) ? $refund[$q->measure] : 0, $order['refunds']));
                $truth[$key] = [($truth[$key][0] ?? 0) + (int) $holds, ($truth[$key][1] ?? 0) + ($holds ? $order[$q->measure] : 0) - $back];
            }
        }
        foreach (self::$shop->answer("uncounted $q")['rows'] as $row) {
            $given["$row[reason] $row[status]"] = [$row['orders'], $row['total_micros']];
        }
        $truth = array_filter($truth, 'array_filter');
        ksort($truth);
        ksort($given);
        self::assertSame($truth, $given);
    }
}
