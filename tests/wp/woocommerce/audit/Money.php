<?php

declare(strict_types=1);

namespace Touchline\Tests\Audit;

/** Sums of money by the total line, by day, by dimension and by product. */
final class Money
{
    /** What an order knows without a touch. */
    private const OF_ORDERS = ['evidence', 'customer', 'hour', 'weekday'];
    private const NONE = ['revenue' => 0, 'orders' => 0, 'refunds' => 0];

    public function __construct(private readonly Sales $sales)
    {
    }

    /** What a touch (null: none) of an order is by a dimension. */
    public static function key(string $dim, array $order, ?array $touch): string
    {
        return match ($dim) {
            'channel' => $touch['channel'] ?? 'unknown',
            'evidence' => $order['evidence'],
            'customer' => $order['returning'],
            'hour' => Question::local($order['placed'], 'H'),
            'weekday' => Question::local($order['placed'], 'N'),
            default => $touch[$dim] ?? '',
        };
    }

    /** Does a touch pass the filter? What no touch earned does where all that is asked is known of orders too. */
    public static function passes(Question $q, array $order, ?array $touch): bool
    {
        foreach ($q->filter as $dim => $keys) {
            if (in_array($dim, ['product', 'category'], true)) {
                $pass = array_intersect($keys, array_column($order['lines'], $dim)) !== [];
            } else {
                $known = $touch !== null || $dim === 'channel' || in_array($dim, self::OF_ORDERS, true);
                $pass = $known && in_array(self::key($dim, $order, $touch), $keys, true);
            }
            if (! $pass) {
                return false;
            }
        }
        return true;
    }

    /** Each order with each of its movements in the period. @return \Generator<int, array{array<string, mixed>, array<string, mixed>}> */
    public function moves(Question $q): \Generator
    {
        foreach ($this->sales->counted($q->window, $q->currency) as $order) {
            foreach (Sales::movements($order, $q->model, $q->measure) as $move) {
                if ($q->holds($move['at'])) {
                    yield [$order, $move];
                }
            }
        }
    }

    /**
     * Each part of what an order moved: the touch that earned it (null: none), money, millionths of an order.
     *
     * @return \Generator<int, array{array<string, mixed>, array<string, mixed>, array<string, mixed>|null, int, int}>
     */
    public function parts(Question $q): \Generator
    {
        foreach ($this->moves($q) as [$order, $move]) {
            if ($order['touches'] === [] && self::passes($q, $order, null)) {
                yield [$order, $move, null, $move['amount'], $move['refund'] ? 0 : 1_000_000];
            }
            foreach ($order['touches'] as $i => $touch) {
                if (self::passes($q, $order, $touch)) {
                    yield [$order, $move, $touch, $move['credits'][$i], $move['conversions'][$i]];
                }
            }
        }
    }

    private static function part(array $order, ?array $touch): string
    {
        return match (true) {
            $order['renewal'] => 'renewals', $touch === null => 'unknown', $touch['channel'] !== 'whatsapp' => 'other',
            in_array($order['evidence'], ['none', 'click'], true) => 'click_only', default => 'confirmed',
        };
    }

    /** The total line; `before` is WhatsApp's before refunds. @return array{money: array<string, int>, orders: array<string, int>, before: int} */
    public function line(Question $q): array
    {
        $money = $orders = array_fill_keys(['confirmed', 'click_only', 'other', 'unknown', 'renewals'], 0);
        $before = 0;
        foreach ($this->parts($q) as [$order, $move, $touch, $micros, $share]) {
            $part = self::part($order, $touch);
            $money[$part] += $micros;
            $orders[$part] += $share;
            $before += ! $move['refund'] && in_array($part, ['confirmed', 'click_only'], true) ? $micros : 0;
        }
        foreach ([&$money, &$orders] as &$sums) {
            $sums['whatsapp'] = $sums['confirmed'] + $sums['click_only'];
            $sums['total'] = $sums['whatsapp'] + $sums['other'] + $sums['unknown'] + $sums['renewals'];
        }
        return ['money' => $money, 'orders' => $orders, 'before' => $before];
    }

    /** What these orders earned WhatsApp, whenever, and what was given back of it. @param list<int> $ids @return array{int, int} */
    public function ofOrders(Question $q, array $ids): array
    {
        [$earned, $back] = [0, 0];
        $ever = new Question('2025-01-01', '2025-12-31', $q->window, $q->measure, $q->model, $q->currency, $q->filter);
        foreach ($this->parts($ever) as [$order, $move, $touch, $micros]) {
            if (in_array($order['id'], $ids, true) && ($touch['channel'] ?? '') === 'whatsapp') {
                $earned += $move['refund'] ? 0 : $micros;
                $back -= $move['refund'] ? $micros : 0;
            }
        }
        return [$earned, $back];
    }

    /** @return array<string, array<string, int>> local day => the parts, and millionths of orders of all and of WhatsApp */
    public function days(Question $q): array
    {
        $days = [];
        for ($day = $q->from; $day < $q->to; $day = Story::at(Question::local($day + 26 * Story::HOUR, 'Y-m-d'))) {
            $days[Question::local($day, 'Y-m-d')] = array_fill_keys(['whatsapp', 'other', 'unknown', 'renewals', 'orders', 'whatsapp_orders'], 0);
        }
        foreach ($this->parts($q) as [$order, $move, $touch, $micros, $share]) {
            $day = &$days[Question::local($move['at'], 'Y-m-d')];
            $part = self::part($order, $touch);
            $part = in_array($part, ['confirmed', 'click_only'], true) ? 'whatsapp' : $part;
            $day[$part] += $micros;
            $day['orders'] += $share;
            $day['whatsapp_orders'] += $part === 'whatsapp' ? $share : 0;
            unset($day);
        }
        return $days;
    }

    /** @return array<string, array{revenue: int, orders: int, refunds: int}> */
    public function dimension(Question $q, string $dim, bool $all): array
    {
        $all = $all || $dim === 'channel' || isset($q->filter['channel']);
        $rows = [];
        foreach ($this->parts($q) as [$order, $move, $touch, $micros, $share]) {
            if ($order['renewal'] || (! $all && ($touch['channel'] ?? '') !== 'whatsapp') || ($micros === 0 && $share === 0)) {
                continue;
            }
            $row = &$rows[self::key($dim, $order, $touch)];
            $row ??= self::NONE;
            $row['revenue'] += $micros;
            $row['orders'] += $share;
            $row['refunds'] -= $move['refund'] ? $micros : 0;
            unset($row);
        }
        return $rows;
    }

    /** What of an order each product or category is: whole millionths of its lines' sum; '' what is no product. @return array<string, int> */
    public static function sold(array $order, string $dim, string $measure): array
    {
        $net = $order['net'] - $order['fees'];
        $sold = array_sum(array_column($order['lines'], 'net'));
        // WooCommerce rounds totals to cents and lines not at all.
        $exact = abs($sold - $net) <= 10_000 * (count($order['lines']) + 1) ? $net : $sold;
        $parts = [];
        $sum = $given = 0;
        foreach ($order['lines'] as $line) {
            $sum += $line['net'];
            $until = $sold === 0 ? 0 : (int) round($exact * $sum / $sold);
            $parts[$line[$dim]] = ($parts[$line[$dim]] ?? 0) + $until - $given;
            $given = $until;
        }
        $rest = $order[$measure] - $given;
        return $parts + ($rest !== 0 || $order['lines'] === [] ? ['' => $rest] : []);
    }

    /**
     * By what orders sold: `after` a chat and `without`, when an order's evidence says so; WhatsApp's credit, or all.
     *
     * @return array<string, array<string, float|int>> money is exact to a few millionths: each row is rounded for itself
     */
    public function lines(Question $q, string $dim, bool $all): array
    {
        $rows = [];
        $all = $all || isset($q->filter['channel']);
        $sums = [];
        foreach ($this->parts($q) as [$order, $move, $touch, $micros, $share]) {
            if (! $order['renewal'] && ($all || ($touch['channel'] ?? '') === 'whatsapp')) {
                $sums["$order[id] $move[at] " . (int) $move['refund']] ??= [$order, $move, 0, 0];
                $sums["$order[id] $move[at] " . (int) $move['refund']][2] += $micros;
                $sums["$order[id] $move[at] " . (int) $move['refund']][3] += $share;
            }
        }
        foreach ($sums as [$order, $move, $micros, $share]) {
            $side = $order['evidence'] === 'none' ? 'without' : 'after';
            foreach ($micros === 0 && $share === 0 ? [] : self::sold($order, $dim, $q->measure) as $key => $part) {
                $row = &$rows[(string) $key];
                $row ??= self::NONE + ['after' => 0, 'without' => 0, 'after_orders' => 0, 'without_orders' => 0];
                $money = $order[$q->measure] === 0 ? ($key === '' ? $micros : 0) : $micros * $part / $order[$q->measure];
                $counted = $key !== '' || $order['lines'] === [] ? $share : 0;
                $row['revenue'] += $money;
                $row['orders'] += $counted;
                $row['refunds'] -= $move['refund'] ? $money : 0;
                $row[$side] += $money;
                $row["{$side}_orders"] += $counted;
                unset($row);
            }
        }
        return $rows;
    }
}
