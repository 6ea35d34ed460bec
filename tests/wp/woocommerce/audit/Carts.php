<?php

declare(strict_types=1);

namespace Touchline\Tests\Audit;

/** Carts and what became of them: docs/metrics.md, Carts, one event after the other. */
final class Carts
{
    private const IDLE = 60 * Story::MINUTE;
    private const EMPTY = 15 * Story::MINUTE;
    private const QUIET = 31 * Story::DAY;
    private const BACK = 30 * Story::DAY;

    /** @var list<array<string, mixed>> */
    private array $carts = [];

    public function __construct(private readonly Sales $sales)
    {
        $things = [];
        $behaviour = $sales->behaviour;
        foreach ($behaviour->events as $event) {
            if (in_array($event['type'], ['cart', 'checkout'], true)) {
                $things[$behaviour->person("v:$event[visitor]")][] = [$event['at'], $event];
            }
        }
        foreach ($sales->books->orders as $order) {
            foreach ($order['renewal'] || ! in_array($order['reason'], ['', 'on_hold'], true) ? [] : $behaviour->peopleOf($order) as $who) {
                if (isset($things[$who])) {
                    $things[$who][] = [$order['placed'] + 999, $order]; // what was done within its second was before it
                }
            }
        }
        foreach ($things as $who => $list) {
            usort($list, static fn (array $a, array $b): int => $a[0] <=> $b[0]);
            $this->walk($who, $list);
        }
    }

    /** @param list<array{int, array<string, mixed>}> $list */
    private function walk(string $who, array $list): void
    {
        $run = []; // carts that wait for an order
        $done = 0;
        foreach ($list as [$at, $thing]) {
            if ($run !== [] && $at - $done > self::QUIET) {
                $this->end($run, null, $done + self::QUIET);
                $run = [];
            }
            if (! isset($thing['type'])) {
                $this->end($run, $thing, $thing['placed']);
                $run = [];
                continue;
            }
            $done = $at;
            $cart = array_key_last($run);
            $emptied = $cart !== null && end($run[$cart]['states'])['items'] === 0 && $at - end($run[$cart]['states'])['at'] > self::EMPTY;
            $over = $emptied && self::left($run[$cart]['states'], end($run[$cart]['states'])['at']) === null;
            if ($cart === null || $over) {
                if ($thing['type'] !== 'cart' || $thing['items'] === 0) {
                    continue;
                }
                $run[] = ['start' => $at, 'person' => $who, 'visitor' => $thing['visitor'], 'states' => [], 'checkouts' => []];
                $cart = array_key_last($run);
            }
            $before = end($run[$cart]['states']) ?: ['items' => 0, 'value' => 0];
            $after = $thing['type'] === 'cart' ? ['items' => $thing['items'], 'value' => Books::micros($thing['value'])] : $before;
            $run[$cart]['states'][] = ['at' => $at] + $after;
            $run[$cart]['checkouts'] = [...$run[$cart]['checkouts'], ...($thing['type'] === 'checkout' ? [$at] : [])];
        }
        $this->end($run, null, PHP_INT_MAX);
    }

    /** The last of its states before nothing was done for an hour, if it held something. @param list<array<string, int>> $states */
    private static function left(array $states, int $until): ?array
    {
        foreach ($states as $i => $state) {
            if ($state['items'] > 0 && ($states[$i + 1]['at'] ?? $until) - $state['at'] > self::IDLE) {
                return $state;
            }
        }
        return null;
    }

    /** The run is over: by an order, or by time. The order takes one cart: the last. @param list<array<string, mixed>> $run */
    private function end(array $run, ?array $order, int $at): void
    {
        foreach ($run as $i => $cart) {
            $last = end($cart['states']);
            $held = current(array_filter(array_reverse($cart['states']), static fn (array $state): bool => $state['items'] > 0));
            $left = self::left($cart['states'], $at);
            $own = $order !== null && $i === array_key_last($run) && ($left !== null || $last['items'] > 0) ? $order : null;
            $this->carts[] = $cart + ['left' => $left === null ? null : $left['at'] + self::IDLE, 'order' => $own, 'held' => $held['at'],
                'value' => ($left ?? $held)['value'],
                'checkout' => array_filter($cart['checkouts'], static fn (int $time): bool => $time <= ($left ?? $last)['at']) !== [],
                'emptied' => $left === null && $own === null && $last['items'] === 0];
        }
    }

    /** @return list<string> of which figures it is */
    private function states(array $cart): array
    {
        $order = $cart['order'];
        $counts = $order !== null && $order['reason'] === '';
        if ($cart['left'] === null) {
            $state = $order === null ? ($cart['emptied'] ? 'emptied' : 'active') : ($counts ? 'ordered' : 'awaiting');
            return ['started', $state, ...($cart['checkout'] || $state === 'ordered' ? ['checkout'] : [])];
        }
        $any = $counts && $order['placed'] - $cart['left'] <= self::BACK;
        $touch = $any && $this->touched($cart, $cart['left'], $order['placed'] + 999, '') > 0;
        $link = $any ? $this->touched($cart, $cart['left'], $order['placed'] + 999, 'recovery') : 0;
        return ['started', 'abandoned', ...($any ? ['any'] : ['lost']), ...($touch ? ['touch'] : []),
            ...($link > 0 && $order['placed'] - $link <= 7 * Story::DAY ? ['link'] : []), ...($cart['checkout'] || $any ? ['checkout'] : [])];
    }

    /** When WhatsApp was touched last, or 0. */
    private function touched(array $cart, int $from, int $to, string $entry): int
    {
        $times = array_column(array_filter($this->sales->behaviour->touches, static fn (array $touch): bool => $touch['person'] === $cart['person']
            && $touch['channel'] === 'whatsapp' && $touch['intent'] !== 'support' && ($entry === '' || $touch['entry'] === $entry)
            && $touch['at'] >= $from && $touch['at'] <= $to), 'at');
        return max([0, ...$times]);
    }

    /** @return array<string, array<string, array{carts: int, value: int, revenue: int}>> '*' and each channel => figure; ' with' and ' without' WhatsApp */
    public function figures(Question $q): array
    {
        $rows = [];
        foreach ($this->carts as $cart) {
            if (! $q->holds($cart['start'])) {
                continue;
            }
            $order = $cart['order'];
            $with = $this->touched($cart, $cart['start'] - $q->span(), $cart['held'], '') > 0;
            $visit = current(array_filter($this->sales->behaviour->sessions, static fn (array $visit): bool => $visit['visitor'] === $cart['visitor']
                && $visit['start'] <= $cart['start'] && $visit['end'] >= $cart['start']));
            $states = $this->states($cart);
            foreach ($states as $state) {
                $earned = array_intersect(['ordered', 'any'], $states) !== [] && $order['currency'] === 'EUR';
                foreach (['*', $visit['channel'], $with ? ' with' : ' without'] as $row) {
                    $figure = &$rows[$row][$state];
                    $figure ??= ['carts' => 0, 'value' => 0, 'revenue' => 0];
                    $figure['carts']++;
                    $figure['value'] += $cart['value'];
                    $figure['revenue'] += in_array($state, ['ordered', 'link', 'touch', 'any'], true) && $earned ? $order[$q->measure] : 0;
                    unset($figure);
                }
            }
        }
        return $rows;
    }
}
