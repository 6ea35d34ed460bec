<?php

declare(strict_types=1);

namespace Touchline\Tests\Audit;

/** The total line, the cards, the days and every dimension. */
trait HeldMoney
{
    use Held;

    /** @dataProvider asked */
    public function testTheTotalLineAndTheCards(Question $q): void
    {
        $report = self::$shop->answer("overview $q");
        foreach (self::MODELS as $model) {
            $line = self::$money->line($q->model($model));
            $identity = self::$shop->answer("overview $model $q")['identity'];
            self::assertMoney($line['money'], $identity, $model);
            foreach ($line['orders'] as $part => $orders) {
                self::assertOrders($orders, $identity["{$part}_orders"], "$model: orders of $part");
            }
            self::assertSame(Books::micros($identity['total']), array_sum(array_map(
                static fn (string $part): int => Books::micros($identity[$part]),
                ['whatsapp', 'other', 'unknown', 'renewals']
            )), "$model: as printed");
        }
        ['money' => $money, 'orders' => $orders, 'before' => $before] = self::$money->line($q);
        $chain = self::$people->chain($q);
        $cards = $report['cards'];
        self::assertSame($money['whatsapp'], $cards['revenue']['value_micros']);
        self::assertSame($report['identity']['whatsapp'], $cards['revenue']['value']);
        self::assertSame($orders['whatsapp'], $cards['orders']['value_micros']);
        self::assertRate($chain['order'], $chain['click'], $cards['conversion']['value'], 'click to order');
        self::assertRate($chain['chat_order'], $chain['chat'], $cards['chats']['value'], 'chat to order');
        $per = static fn (int $money, int $by): ?string => $by === 0 ? null : self::printed((int) round($money / $by));
        $average = $orders['whatsapp'] === 0 ? null : self::printed((int) round($before * 1_000_000 / $orders['whatsapp']));
        self::assertSame($average, $cards['aov']['value'], 'average order');
        self::assertSame($per($money['whatsapp'], $chain['click']), $cards['per_click']['value'], 'earned a click');
        self::assertRate($money['whatsapp'], $money['total'], $cards['share']['value'], 'share');
        $then = self::$money->line($q->beside());
        // Before the first event nothing was measured.
        $measured = $q->from > Story::at(Story::FIRST);
        self::assertSame($measured, $report['compared']);
        $measured && self::assertSame($then['money']['whatsapp'], $cards['revenue']['previous_micros'], 'the period before');
        $measured && self::assertSame($then['orders']['whatsapp'], $cards['orders']['previous_micros']);
        if ($q->filter === []) {
            $visits = (new Visits(self::$sales->behaviour))->dimension($q, 'channel')['*'];
            self::assertSame($visits['sessions'], $report['visits']['sessions']);
            self::assertRate($visits['engaged'], $visits['sessions'], $report['visits']['engaged'], 'engaged');
            self::assertRate($visits['sessions'] - $visits['engaged'], $visits['sessions'], $report['visits']['bounce'], 'bounce');
            self::assertSame([$visits['quality'], $visits['sessions']], [$report['visits']['quality']['sum'], $report['visits']['quality']['of']]);
        }
    }

    /** @dataProvider asked */
    public function testTheDays(Question $q): void
    {
        $report = self::$shop->answer("daily $q");
        $days = self::$money->days($q);
        $parts = ['whatsapp' => 1, 'other' => 1, 'unknown' => 1, 'renewals' => 1, 'total' => 1];
        self::assertSame(array_keys($days), array_column($report['days'], 'date'));
        foreach ($report['days'] as $row) {
            $day = $days[$row['date']];
            $total = $day['whatsapp'] + $day['other'] + $day['unknown'] + $day['renewals'];
            self::assertMoney(['total' => $total] + array_intersect_key($day, $parts), $row, $row['date']);
            self::assertOrders($day['whatsapp_orders'], $row['whatsapp_orders'], $row['date']);
            $clicks = (new Visits(self::$sales->behaviour))->clicks(new Question($row['date'], $row['date'], $q->window, filter: $q->filter));
            self::assertSame(count(array_unique(array_column($clicks, 'person'))), $row['clicks'], $row['date']);
            if ($q->filter === []) {
                self::assertSame($day['orders'], 1_000_000 * $row['orders'], $row['date']);
            }
        }
        $line = self::$money->line($q)['money'];
        self::assertMoney(array_intersect_key($line, $parts), $report['total'], 'all days');
        self::assertColumn($report['days'], 'total', $report['total']['total'], 'days');
        self::assertColumn($report['days'], 'whatsapp', $report['total']['whatsapp'], 'days');
    }

    /** @dataProvider asked */
    public function testEveryDimension(Question $q): void
    {
        foreach (self::DIMS as $dim) {
            foreach (['whatsapp', 'all'] as $credit) {
                $this->assertDimension($q, $dim, $credit === 'all');
            }
        }
    }

    private function assertDimension(Question $q, string $dim, bool $all): void
    {
        $lines = in_array($dim, ['product', 'category'], true);
        $report = self::$shop->answer("dimension $dim " . ($all ? 'all' : 'whatsapp') . " $q");
        $money = $lines ? self::$money->lines($q, $dim, $all) : self::$money->dimension($q, $dim, $all);
        $of = in_array($dim, Asking::NO_VISITS, true) && in_array($dim, Asking::NO_CLICKS, true) ? 'channel' : $dim;
        $visits = (new Visits(self::$sales->behaviour))->dimension($q, $of);
        $counted = array_intersect([$dim], Asking::NO_VISITS) === [] && $this->knows($q);
        $clicked = array_intersect([$dim], Asking::NO_CLICKS) === [] && $this->knows($q);
        $keys = array_column($report['rows'], null, 'key');
        $expected = array_filter($money, 'array_filter') + array_diff_key($counted || $clicked ? $visits : [], ['*' => 1]);
        foreach ($expected + $keys as $key => $x) {
            $of = "$dim " . ($all ? 'of all' : 'of WhatsApp') . ": '$key'";
            $row = $keys[$key] ?? null;
            $sum = $money[$key] ?? ['revenue' => 0, 'orders' => 0, 'refunds' => 0];
            $seen = $visits[$key] ?? ['sessions' => 0, 'clicks' => 0, 'chats' => 0, 'engaged' => 0, 'quality' => 0];
            if ($row === null) {
                $nothing = $sum['orders'] === 0 && abs($sum['revenue']) < 1;
                self::assertTrue($nothing && (! $counted || $seen['sessions'] === 0) && (! $clicked || $seen['clicks'] === 0), "$of is missing");
                continue;
            }
            self::assertEqualsWithDelta($sum['revenue'], $row['revenue_micros'], $lines ? 200 : 0, $of);
            self::assertSame($sum['orders'], $row['orders_micros'], "$of: orders");
            self::assertEqualsWithDelta($sum['refunds'], $row['refunds_micros'], $lines ? 200 : 0, "$of: refunds");
            $bare = $lines ? $key === '' : $key === 'unknown';
            if ($counted && ! $bare) {
                self::assertSame($seen['sessions'], $row['sessions'], "$of: visits");
                self::assertRate($seen['engaged'], $seen['sessions'], $row['engaged'], "$of: engaged");
                self::assertSame(
                    $seen['sessions'] ? [$seen['quality'], $seen['sessions']] : null,
                    $row['quality'] === null ? null : [$row['quality']['sum'], $row['quality']['of']],
                    "$of: quality"
                );
            }
            if ($clicked && ! $bare) {
                self::assertSame([$seen['clicks'], $seen['chats']], [$row['clicks'], $row['chats']], "$of: clicks, chats");
            }
        }
        $line = self::$money->line($q);
        $everything = $all || $dim === 'channel' || isset($q->filter['channel']);
        $total = $everything ? $line['money']['total'] - $line['money']['renewals'] : $line['money']['whatsapp'];
        self::assertSame($total, $report['total']['revenue_micros'], "$dim: the total is the card's");
        $orders = $everything ? $line['orders']['total'] - $line['orders']['renewals'] : $line['orders']['whatsapp'];
        self::assertSame($orders, $report['total']['orders_micros'], $dim);
        self::assertColumn($report['rows'], 'revenue', $report['total']['revenue'], $dim);
        $counted && self::assertSame($visits['*']['sessions'], $report['total']['sessions'], "$dim: all visits");
        $people = [$report['total']['clicks'], $report['total']['chats']];
        $clicked && self::assertSame([$visits['*']['clicks'], $visits['*']['chats']], $people, "$dim: all clicks");
    }

    /** Do visits and clicks know all that is filtered by? */
    private function knows(Question $q): bool
    {
        return array_diff(array_keys($q->filter), ['channel', 'device']) === [];
    }
}
