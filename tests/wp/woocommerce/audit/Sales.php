<?php

declare(strict_types=1);

namespace Touchline\Tests\Audit;

/** Each order with its path, its evidence and what each touch earned, by docs/metrics.md. */
final class Sales
{
    private const GRADES = ['none' => 0, 'click' => 1, 'phone' => 2, 'ad' => 3, 'code' => 4, 'token' => 5];

    /** @var array<int, list<array<string, mixed>>> order => touches up to the moment it first counted */
    private array $paths = [];
    /** @var array<int, list<string>> order => whose it is */
    private array $people = [];
    /** @var array<string, list<array<string, mixed>>> by window and currency */
    private array $counted = [];

    public function __construct(public readonly Books $books, public readonly Behaviour $behaviour)
    {
        foreach ($books->orders as $id => $order) {
            $this->people[$id] = $behaviour->peopleOf($order);
            $this->paths[$id] = $order['reason'] === '' ? $this->path($order) : [];
        }
    }

    /** @return list<array<string, mixed>> */
    private function path(array $order): array
    {
        $people = $this->people[$order['id']];
        $path = array_values(array_filter($this->behaviour->touches, static fn (array $touch): bool => in_array($touch['person'], $people, true)
            && $touch['at'] >= $order['placed'] - 90 * Story::DAY && $touch['at'] <= $order['counted']));
        foreach ($path as &$touch) {
            $touch['evidence'] = $this->evidence($order, $touch);
        }
        unset($touch);
        $gone = [];
        foreach ($path as $i => $chat) {
            if ($chat['kind'] === 'chat') {
                $click = $this->clickOf($path, $i);
                if ($click !== null) {
                    $gone[] = $i;
                    $path[$click[0]]['evidence'] = max($path[$click[0]]['evidence'], self::GRADES[$click[1]]);
                }
            }
        }
        $typed = $order['code'] === '' ? null : $this->pressedIn($path, $order['code']);
        if ($typed !== null) {
            $path[$typed]['evidence'] = max($path[$typed]['evidence'], self::GRADES['code']);
        }
        return array_values(array_diff_key($path, array_flip($gone)));
    }

    /** Everybody's touches, oldest first; a chat and its click are one. @return list<array<string, mixed>> */
    public function touches(): array
    {
        $people = $all = [];
        foreach ($this->behaviour->touches as $touch) {
            $people[$touch['person']][] = $touch;
        }
        foreach ($people as $touches) {
            array_push($all, ...array_filter(
                $touches,
                fn (int $i): bool => $touches[$i]['kind'] !== 'chat' || $this->clickOf($touches, $i) === null,
                ARRAY_FILTER_USE_KEY
            ));
        }
        usort($all, static fn (array $a, array $b): int => $a['at'] <=> $b['at']);
        return $all;
    }

    private function evidence(array $order, array $touch): int
    {
        if ($touch['kind'] === 'click') {
            $own = $touch['identity'] === 'v:' . $order['visitor'] || array_filter(Behaviour::ofOrder($order), fn (string $id): bool =>
                ! str_starts_with($id, 'p:') && $this->behaviour->knows($id, $touch['identity'])) !== [];
            return self::GRADES[$own ? 'click' : 'phone'];
        }
        return self::GRADES[$touch['kind'] === 'chat' ? ($touch['entry'] === 'ad' ? 'ad' : 'phone') : ($touch['channel'] === 'whatsapp' ? 'click' : 'none')];
    }

    /** The click that a chat and it are one touch with: by its code, else the person's last within a day before. @return array{int, string}|null */
    private function clickOf(array $path, int $chat): ?array
    {
        $click = $path[$chat]['code'] === '' ? null : $this->pressedIn($path, $path[$chat]['code']);
        if ($click !== null) {
            return [$click, 'code'];
        }
        for ($i = $chat - 1; $i >= 0 && $path[$chat]['entry'] !== 'ad'; $i--) {
            if ($path[$i]['kind'] === 'click') {
                return $path[$chat]['at'] - $path[$i]['at'] <= Story::DAY ? [$i, 'phone'] : null;
            }
        }
        return null;
    }

    /** The touch of the visit in which a code was pressed. */
    private function pressedIn(array $path, string $code): ?int
    {
        $who = $this->behaviour->presser($code);
        foreach ($this->behaviour->clicks as $click) {
            foreach ($path as $i => $touch) {
                $same = $touch['kind'] === 'click' && $touch['identity'] === $click['identity'] && $touch['session'] === $click['session'];
                if ($same && $click['code'] === $code && $click['identity'] === $who) {
                    return $i;
                }
            }
        }
        return null;
    }

    /** Counted orders with the touches that can earn in the window. @return list<array<string, mixed>> */
    public function counted(int $window, string $currency): array
    {
        return $this->counted["$window $currency"] ??= $this->count($window, $currency);
    }

    /** @return list<array<string, mixed>> */
    private function count(int $window, string $currency): array
    {
        $orders = [];
        foreach ($this->books->orders as $id => $order) {
            if ($order['reason'] !== '' || $order['currency'] !== $currency) {
                continue;
            }
            $inside = $order['renewal'] ? [] : array_values(array_filter($this->paths[$id], static fn (array $touch): bool =>
                $touch['at'] >= $order['placed'] - $window * Story::DAY));
            $order['evidence'] = (string) array_search(max([0, ...array_column($inside, 'evidence')]), self::GRADES, true);
            $order['touches'] = array_values(array_filter($inside, static fn (array $touch): bool => $touch['intent'] !== 'support'));
            $order['returning'] = $this->returning($order);
            $order['cause'] = $order['touches'] !== [] || $order['renewal'] ? '' : match (true) {
                $inside !== [] => 'support', $this->paths[$id] !== [] => 'outside_window', $order['visitor'] !== '' => 'no_touch', default => 'no_visitor',
            };
            $orders[] = $order;
        }
        return $orders;
    }

    /** '' where nobody is known. */
    private function returning(array $order): string
    {
        $people = $this->people[$order['id']];
        $earlier = array_filter($this->books->orders, fn (array $other): bool => $other['reason'] === '' && $other['id'] !== $order['id']
            && [$other['placed'], $other['id']] < [$order['placed'], $order['id']] && array_intersect($people, $this->people[$other['id']]) !== []);
        return $people === [] ? '' : ($earlier === [] ? 'new' : 'returning');
    }

    /**
     * What an order moved: when it was placed, and at each refund. `credits` and `conversions` are those of its touches.
     *
     * @return list<array{at: int, amount: int, refund: bool, credits: list<int>, conversions: list<int>}>
     */
    public static function movements(array $order, string $model, string $measure): array
    {
        $state = $order[$measure];
        $before = self::split($order, $model, $state);
        $moves = [['at' => $order['placed'], 'amount' => $state, 'refund' => false, 'credits' => $before,
            'conversions' => self::split($order, $model, 1_000_000)]];
        foreach ($order['refunds'] as $refund) {
            $state -= $refund[$measure];
            $after = self::split($order, $model, $state);
            $moves[] = ['at' => $refund['at'], 'amount' => -$refund[$measure], 'refund' => true,
                'credits' => array_map(static fn (int $now, int $then): int => $now - $then, $after, $before),
                'conversions' => array_map(static fn (): int => 0, $after)];
            $before = $after;
        }
        return $moves;
    }

    /** In the model's shares, by largest remainder; of equal ones the earlier touch has more. @return list<int> */
    public static function split(array $order, string $model, int $amount): array
    {
        $weights = self::weights($order, $model);
        if ($weights === []) {
            return [];
        }
        $sum = array_sum($weights);
        $parts = $rests = [];
        foreach ($weights as $weight) {
            $exact = is_int($sum) ? intdiv(abs($amount) * $weight, $sum) : (int) floor(abs($amount) * $weight / $sum);
            $parts[] = $exact;
            $rests[] = is_int($sum) ? abs($amount) * $weight % $sum : abs($amount) * $weight / $sum - $exact;
        }
        arsort($rests); // a stable sort
        foreach (array_slice(array_keys($rests), 0, abs($amount) - array_sum($parts)) as $i) {
            $parts[$i]++;
        }
        return array_map(static fn (int $part): int => $amount < 0 ? -$part : $part, $parts);
    }

    /** @return list<int|float> */
    private static function weights(array $order, string $model): array
    {
        $n = count($order['touches']);
        $only = static fn (int $at): array => array_map(static fn (int $i): int => (int) ($i === $at), $n ? range(0, $n - 1) : []);
        $alike = array_fill(0, $n, 1);
        $indirect = array_keys(array_filter($order['touches'], static fn (array $touch): bool => $touch['channel'] !== 'direct'));
        return match ($model) {
            'last' => $only($n - 1),
            'last_non_direct' => $only($indirect === [] ? $n - 1 : end($indirect)),
            'first' => $only(0),
            'linear' => $alike,
            'position' => $n < 3 ? $alike : [40 * ($n - 2), ...array_fill(0, $n - 2, 20), 40 * ($n - 2)],
            'time_decay' => array_map(static fn (array $touch): float => 2 ** (-max(0, $order['placed'] - $touch['at']) / (7 * Story::DAY)), $order['touches']),
        };
    }
}
