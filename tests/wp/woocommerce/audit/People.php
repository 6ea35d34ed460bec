<?php

declare(strict_types=1);

namespace Touchline\Tests\Audit;

/** What became of people: the chain, products asked about, bands of visits, what goes with buying. */
final class People
{
    private readonly Visits $visits;
    /** @var array<string, list<array<string, mixed>>> orders that count, renewals aside, by person */
    private array $orders = [];
    /** @var array<string, list<array<string, mixed>>> what was done with carts, by person */
    private array $carts = [];

    public function __construct(private readonly Sales $sales)
    {
        $this->visits = new Visits($sales->behaviour);
        foreach ($sales->books->orders as $order) {
            foreach ($order['reason'] === '' && ! $order['renewal'] ? $sales->behaviour->peopleOf($order) : [] as $who) {
                $this->orders[$who][] = $order;
            }
        }
        foreach ($sales->behaviour->events as $event) {
            if (in_array($event['type'], ['cart', 'checkout'], true)) {
                $this->carts[$sales->behaviour->person("v:$event[visitor]")][] = $event;
            }
        }
        array_walk($this->carts, static fn (array &$events) => usort($events, static fn (array $a, array $b): int => $a['at'] <=> $b['at']));
    }

    /** Placed in that time, or placed before it and first paid in it. */
    private static function follows(array $order, int $from, int $span): bool
    {
        $in = static fn (int $at): bool => $at >= $from && $at <= $from + $span;
        return $in($order['placed']) || ($order['placed'] < $from && $in($order['counted']));
    }

    /** Was something in the cart at the click, or put into it after? An order takes all of it; so do 31 quiet days. */
    private function hadCart(string $person, int $at, int $until): bool
    {
        $last = null;
        foreach ($this->carts[$person] ?? [] as $event) {
            if ($event['at'] >= $at && $event['at'] <= $until && ($event['type'] === 'checkout' || $event['items'] > 0)) {
                return true;
            }
            $last = $event['type'] === 'cart' && $event['at'] < $at ? $event : $last;
        }
        $taken = $last !== null && array_filter($this->orders[$person] ?? [], static fn (array $order): bool =>
            $order['placed'] + 999 >= $last['at'] && $order['placed'] < $at) !== [];
        return $last !== null && $last['items'] > 0 && ! $taken && $at - $last['at'] <= 31 * Story::DAY;
    }

    /** @return array{seen: int, click: int, chat: int, cart: int, order: int, refunded: int, chat_order: int, orders: list<int>} different persons */
    public function chain(Question $q): array
    {
        $seen = count(array_filter($this->sales->behaviour->events, static fn (array $e): bool => $e['type'] === 'button_seen' && $q->holds($e['at'])));
        $steps = ['click' => [], 'chat' => [], 'cart' => [], 'order' => [], 'refunded' => []];
        $orders = [];
        foreach ($this->visits->clicks($q) as $click) {
            $who = $click['person'];
            $steps['click'][$who] = true;
            $steps['chat'] += $click['wrote'] ? [$who => true] : [];
            $steps['cart'] += $this->hadCart($who, $click['at'], $click['at'] + $q->span()) ? [$who => true] : [];
            foreach ($this->orders[$who] ?? [] as $order) {
                if (self::follows($order, $click['at'], $q->span())) {
                    $orders[] = $order['id'];
                    $steps['order'][$who] = $steps['cart'][$who] = true;
                    $steps['refunded'] += $order['refunds'] !== [] ? [$who => true] : [];
                }
            }
        }
        return ['seen' => $seen, 'chat_order' => count(array_intersect_key($steps['chat'], $steps['order'])), 'orders' => array_values(array_unique($orders))]
            + array_map('count', $steps);
    }

    /** @return array<string, array<string, int>> product => persons; of '*' all */
    public function products(Question $q): array
    {
        $had = [];
        foreach ($this->visits->clicks($q) as $click) {
            if ($click['product'] === '') {
                continue;
            }
            $bought = array_filter($this->orders[$click['person']] ?? [], static fn (array $order): bool => self::follows($order, $click['at'], $q->span())
                && in_array($click['product'], array_column($order['lines'], 'product'), true)) !== [];
            $asked = ($click['message']['intent'] ?? '') ?: $click['intent'];
            foreach ([$click['product'], '*'] as $row) {
                $had[$row]['clicks'][$click['person']] = true;
                $had[$row][$asked][$click['person']] = true;
                $had[$row]['chats'] = ($had[$row]['chats'] ?? []) + ($click['wrote'] ? [$click['person'] => true] : []);
                $had[$row]['bought'] = ($had[$row]['bought'] ?? []) + ($bought ? [$click['person'] => true] : []);
                $had[$row]['buy'] = ($had[$row]['buy'] ?? []) + (in_array($asked, ['order', 'presale'], true) ? [$click['person'] => true] : []);
            }
        }
        return array_map(static fn (array $row): array => array_map('count', $row)
            + array_fill_keys(['order', 'presale', 'support', 'other', 'unknown'], 0), $had);
    }

    /** @return list<array{sessions: int, quality: int, clicks: int, chats: int, orders: int}> four */
    public function bands(Question $q): array
    {
        $bands = array_fill(0, 4, ['sessions' => 0, 'quality' => 0, 'clicks' => 0, 'chats' => 0, 'orders' => 0]);
        $wrote = [];
        $everywhere = new Question('2025-01-01', '2025-12-31', $q->window);
        foreach ($this->visits->clicks($everywhere) as $click) {
            $visit = "$click[identity] $click[session]";
            $wrote[$visit] = ($wrote[$visit] ?? false) || $click['wrote'];
        }
        foreach ($this->visits->of($q) as $visit) {
            $band = &$bands[min(3, intdiv($visit['quality'], 25 * 1500))];
            $band['sessions']++;
            $band['quality'] += $visit['quality'];
            $band['clicks'] += (int) ($visit['clicks'] > 0);
            $band['chats'] += (int) ($wrote["v:$visit[visitor] $visit[start]"] ?? false);
            $band['orders'] += (int) (array_filter($this->orders[$visit['person']] ?? [], static fn (array $order): bool =>
                $order['placed'] >= $visit['start'] && $order['placed'] <= $visit['start'] + $q->span()) !== []);
            unset($band);
        }
        return $bands;
    }

    /** @return array{persons: int, orders: int, rows: array<string, array{with: array{int, int}, without: array{int, int}}>} ordered, of */
    public function interactions(Question $q): array
    {
        $people = [];
        foreach ($this->visits->of($q) as $visit) {
            $people[$visit['person']][] = $visit;
        }
        $rows = array_fill_keys(['click', 'chat', 'search', 'variation', 'products', 'minute', 'return'], ['with' => [0, 0], 'without' => [0, 0]]);
        $ordered = 0;
        foreach ($people as $who => $visits) {
            $orders = array_filter($this->orders[$who] ?? [], static fn (array $order): bool => $q->holds($order['placed']));
            // The shop's second has no fraction: what happened in it was before the order.
            $until = $orders === [] ? PHP_INT_MAX : min(array_column($orders, 'placed')) + 999;
            $buys = (int) ($orders !== []);
            $ordered += $buys;
            $before = array_filter($visits, static fn (array $visit): bool => $visit['start'] <= $until);
            $events = array_filter(array_merge([], ...array_column($before, 'events')), static fn (array $event): bool => $event['at'] <= $until);
            $types = array_column($events, 'type');
            $did = [
                'click' => in_array('button_click', $types, true),
                'chat' => $this->visits->message($who, $q->from, min($q->to - 1, $until)) !== null,
                'search' => in_array('search', $types, true), 'variation' => in_array('variation', $types, true),
                'products' => array_filter($before, static fn (array $visit): bool => count($visit['products']) >= 3) !== [],
                'minute' => array_filter($before, static fn (array $visit): bool => $visit['active'] >= 60_000) !== [],
                'return' => count($before) > 1,
            ];
            foreach ($did as $deed => $so) {
                $side = &$rows[$deed][$so ? 'with' : 'without'];
                $side = [$side[0] + $buys, $side[1] + 1];
                unset($side);
            }
        }
        return ['persons' => count($people), 'orders' => $ordered, 'rows' => $rows];
    }
}
