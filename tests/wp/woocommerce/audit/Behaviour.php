<?php

declare(strict_types=1);

namespace Touchline\Tests\Audit;

/** Who is who, visits, clicks, chats and touches, from the raw log of events by docs/metrics.md alone. */
final class Behaviour
{
    private const CHANNELS = ['google/cpc' => 'paid_search', 'instagram/paid_social' => 'paid_social', 'newsletter/email' => 'email',
        'whatsapp/broadcast' => 'whatsapp', 'qr/print' => 'other'];
    private const REFERRERS = ['www.google.com' => 'organic_search', 'l.instagram.com' => 'social', 'blog.example' => 'referral',
        'www.facebook.com' => 'social'];
    private const INTENTS = ['account' => 'support', 'order' => 'support', 'checkout' => 'order', 'home' => 'presale', 'shop' => 'presale',
        'category' => 'presale', 'product' => 'presale', 'cart' => 'presale', 'search' => 'presale'];
    private const SEEN = ['page_view', 'product_view', 'search', 'variation', 'engagement', 'button_seen', 'button_click', 'link_open', 'cart', 'checkout'];
    public const NOTHING = ['channel' => '', 'entry' => '', 'source' => '', 'medium' => '', 'campaign' => '', 'content' => '', 'landing' => '', 'device' => '',
        'country' => '', 'page' => '', 'page_type' => '', 'product' => '', 'intent' => ''];

    /** @var list<array<string, mixed>> */
    public array $sessions = [];
    /** @var list<array<string, mixed>> clicks that count */
    public array $clicks = [];
    /** @var list<array<string, mixed>> oldest first */
    public array $touches = [];
    /** @var list<array{at: int, person: string, intent: string}> that came in */
    public array $messages = [];
    public int $bots = 0;
    private readonly Ties $ties;
    /** The same without telephone numbers. */
    private readonly Ties $known;
    /** @var array<string, array<string, true>> code => who pressed */
    private array $pressed = [];
    /** @var list<array<string, mixed>> without bots */
    public array $events;

    /**
     * @param list<array<string, mixed>> $events
     * @param array<int, array<string, mixed>> $orders of Books
     */
    public function __construct(array $events, array $orders)
    {
        $this->ties = new Ties();
        $this->known = new Ties();
        $people = array_filter($events, static fn (array $event): bool => ! str_contains($event['user_agent'] ?? '', 'bot'));
        $this->bots = count($events) - count($people);
        $this->events = array_values($people);
        foreach ($this->events as $event) {
            if ($event['type'] === 'button_click') {
                $this->pressed[$event['code']][$event['visitor']] = true;
            }
        }
        $this->tie($orders);
        $this->visits();
        $this->chats();
        usort($this->touches, static fn (array $a, array $b): int => $a['at'] <=> $b['at']);
    }

    /** The one to whom an identifier belongs: 'v:...' a browser, 'c:' a customer, 'e:' an address, 'p:' a telephone, 'k:' a code. */
    public function person(string $identity): string
    {
        return $this->ties->of($identity);
    }

    /** Are the two tied by more than a telephone number? */
    public function knows(string $one, string $other): bool
    {
        return $this->known->of($one) === $this->known->of($other);
    }

    /** @return list<string> */
    public static function ofOrder(array $order): array
    {
        return array_keys(array_filter(['v:' . $order['visitor'] => $order['visitor'], 'c:' . $order['customer'] => $order['customer'],
            'e:' . $order['email'] => $order['email'], 'p:' . $order['phone'] => $order['phone'], 'k:' . $order['code'] => $order['code']]));
    }

    /** @return list<string> whose touches are in the order's path: its person's, and those of its browser's day */
    public function peopleOf(array $order): array
    {
        return array_values(array_unique(array_map($this->person(...), self::ofOrder($order))));
    }

    private function tie(array $orders): void
    {
        $groups = array_map(self::ofOrder(...), $orders);
        foreach ($this->events as $event) {
            $event += ['visitor' => '', 'customer' => '', 'wa_id' => '', 'code' => ''];
            $groups[] = array_keys(array_filter(["v:$event[visitor]" => $event['visitor'], "c:$event[customer]" => $event['customer'],
                "p:$event[wa_id]" => $event['wa_id'], "k:$event[code]" => $event['code']]));
        }
        foreach ($groups as $group) {
            $codeOnly = array_values(array_filter($group, static fn (string $id): bool => str_starts_with($id, 'k:')));
            $day = array_values(array_filter($group, static fn (string $id): bool => str_starts_with($id, 'v:day-')));
            $rest = array_values(array_filter(array_diff($group, $day), fn (string $id): bool => ! $this->ambiguous($id)));
            $this->join($day !== [] && $codeOnly !== [] ? [...$day, ...$codeOnly] : []);
            $this->join($rest);
        }
    }

    private function ambiguous(string $identity): bool
    {
        return str_starts_with($identity, 'k:') && count($this->pressed[substr($identity, 2)] ?? []) > 1;
    }

    /** @param list<string> $group */
    private function join(array $group): void
    {
        $this->ties->join($group);
        $this->known->join(array_values(array_filter($group, static fn (string $id): bool => ! str_starts_with($id, 'p:'))));
    }

    /** @return array<string, string> */
    private static function origin(array $event): array
    {
        $named = array_intersect_key($event, ['source' => 1, 'medium' => 1, 'campaign' => 1, 'content' => 1]);
        $referrer = (string) parse_url($event['referrer'] ?? '', PHP_URL_HOST);
        $channel = $named !== [] ? self::CHANNELS["$event[source]/$event[medium]"] : ($referrer === '' ? 'direct' : self::REFERRERS[$referrer]);
        $entry = $channel === 'whatsapp' ? 'campaign' : '';
        if (($event['kind'] ?? '') === 'recovery') {
            [$channel, $entry] = ['whatsapp', 'recovery'];
        }
        return ['channel' => $channel, 'entry' => $entry] + $named;
    }

    private static function device(string $agent): string
    {
        return match (true) {
            $agent === '' => '', str_contains($agent, 'iPad') => 'tablet', str_contains($agent, 'iPhone') => 'mobile', default => 'desktop',
        };
    }

    private function visits(): void
    {
        $byVisitor = [];
        foreach ($this->events as $event) {
            if (isset($event['visitor']) && in_array($event['type'], self::SEEN, true)) {
                $byVisitor[$event['visitor']][] = $event;
            }
        }
        foreach ($byVisitor as $visitor => $events) {
            usort($events, static fn (array $a, array $b): int => $a['at'] <=> $b['at']);
            $visit = [];
            foreach ($events as $event) {
                $named = $event['campaign'] ?? null;
                if (
                    $visit !== [] && ($event['at'] - end($visit)['at'] > 30 * Story::MINUTE || $event['at'] - $visit[0]['at'] > Story::DAY
                    || ($named !== null && $named !== ($visit[0]['campaign'] ?? null)))
                ) {
                    $this->visit((string) $visitor, $visit);
                    $visit = [];
                }
                $visit[] = $event;
            }
            $this->visit((string) $visitor, $visit);
        }
    }

    /** @param non-empty-list<array<string, mixed>> $events */
    private function visit(string $visitor, array $events): void
    {
        $views = array_values(array_filter($events, static fn (array $e): bool => in_array($e['type'], ['page_view', 'product_view'], true)));
        $came = array_values(array_filter($events, static fn (array $e): bool => in_array($e['type'], ['page_view', 'product_view', 'link_open'], true)));
        $first = static fn (string $field): string => (string) current(array_filter(array_column($events, $field)));
        $of = ['landing' => $first('path'), 'device' => self::device($first('user_agent')), 'country' => $first('country')]
            + ($came === [] ? ['channel' => 'direct'] : self::origin($came[0])) + self::NOTHING;
        $session = ['visitor' => $visitor, 'person' => $this->person("v:$visitor"), 'start' => $events[0]['at'], 'end' => end($events)['at'],
            'events' => $events,
            'views' => count($views), 'products' => array_values(array_unique(array_filter(array_column($views, 'product')))), 'clicks' => 0] + $of;
        $session += self::quality($events, $session);
        $touch = ['person' => $session['person'], 'identity' => "v:$visitor", 'session' => $session['start'], 'code' => ''];
        if ($events[0]['type'] !== 'link_open') {
            $page = ['page' => $events[0]['path'], 'page_type' => $events[0]['page_type'] ?? '', 'product' => $events[0]['product'] ?? ''];
            $this->touches[] = $touch + ['at' => $session['start'], 'kind' => 'session'] + $page + $of;
        }
        foreach ($events as $event) {
            if ($event['type'] === 'link_open') {
                $this->touches[] = $touch + ['at' => $event['at'], 'kind' => 'link', 'page' => $event['path']] + self::origin($event)
                    + ['landing' => $of['landing'], 'device' => $of['device'], 'country' => $of['country']] + self::NOTHING;
            }
        }
        $counting = $this->clicksOf($session, $of);
        $session['clicks'] = count($counting);
        $earning = array_values(array_filter($counting, static fn (array $click): bool => $click['intent'] !== 'support')) ?: $counting;
        if ($earning !== []) {
            $this->touches[] = ['channel' => 'whatsapp', 'entry' => 'button', 'kind' => 'click'] + $earning[0] + $touch;
        }
        $this->sessions[] = $session;
    }

    /** @return list<array<string, mixed>> pressed again on the same page within ten seconds is the same click */
    private function clicksOf(array $session, array $of): array
    {
        $counting = [];
        $last = [];
        foreach ($session['events'] as $event) {
            if ($event['type'] !== 'button_click' || $event['at'] - ($last[$event['path']] ?? -Story::DAY) < 10_000) {
                continue;
            }
            $last[$event['path']] = $event['at'];
            $counting[] = ['at' => $event['at'], 'person' => $session['person'], 'identity' => 'v:' . $session['visitor'], 'session' => $session['start'],
                'code' => $event['code'], 'page' => $event['path'], 'page_type' => $event['page_type'], 'product' => $event['product'] ?? '',
                'intent' => $event['intent'] ?? self::INTENTS[$event['page_type']] ?? 'other'] + $of;
        }
        array_push($this->clicks, ...$counting);
        return $counting;
    }

    /** Points in 1/1500: 40 a minute, 20 a page to its end, 20 three products, 20 for choosing. @return array{engaged: bool, quality: int} */
    private static function quality(array $events, array $session): array
    {
        $active = [];
        $depth = 0;
        foreach ($events as $event) {
            if ($event['type'] === 'engagement') {
                $active[$event['view']] = max($active[$event['view']] ?? 0, $event['active_ms']);
                $depth = max($depth, $event['depth']);
            }
        }
        $types = array_column($events, 'type');
        $cart = array_intersect(['cart', 'checkout'], $types) !== [];
        $chose = $cart || array_intersect(['search', 'variation'], $types) !== [];
        $ms = array_sum($active);
        return ['engaged' => $ms >= 10_000 || $session['views'] >= 2 || $cart, 'active' => $ms,
            'quality' => min($ms, 60_000) + 300 * $depth + 10_000 * min(3, count($session['products'])) + ($chose ? 30_000 : 0)];
    }

    /** A chat ends where nobody wrote for a day, where another code came back, and where an advertisement began one. */
    private function chats(): void
    {
        $written = [];
        foreach ($this->events as $event) {
            if ($event['type'] === 'message' && $event['direction'] === 'in') {
                $written[$event['wa_id']][] = $event;
                $this->messages[] = ['at' => $event['at'], 'person' => $this->person('p:' . $event['wa_id']), 'intent' => $event['intent'] ?? ''];
            }
        }
        usort($this->messages, static fn (array $a, array $b): int => $a['at'] <=> $b['at']);
        foreach ($written as $phone => $messages) {
            usort($messages, static fn (array $a, array $b): int => $a['at'] <=> $b['at']);
            $chat = null;
            foreach ($messages as $n => $message) {
                $code = $message['code'] ?? '';
                $ad = isset($message['ctwa_clid']);
                $begins = $chat === null || $message['at'] - $messages[$n - 1]['at'] > Story::DAY || ($code !== '' && $code !== $chat['code'])
                    || ($ad && $chat['entry'] !== 'ad');
                if ($begins && $chat !== null) {
                    $this->touches[] = $chat;
                }
                $chat = $begins ? ['at' => $message['at'], 'kind' => 'chat', 'person' => $this->person("p:$phone"), 'identity' => "p:$phone", 'session' => 0,
                    'code' => $code, 'channel' => 'whatsapp', 'entry' => $ad ? 'ad' : 'organic'] + self::NOTHING : $chat;
                $chat['intent'] = $chat['intent'] ?: $message['intent'] ?? '';
            }
            $this->touches[] = $chat;
        }
    }

    /** Who pressed with this code; '': nobody, or two did. */
    public function presser(string $code): string
    {
        $who = array_keys($this->pressed[$code] ?? []);
        return count($who) === 1 ? 'v:' . $who[0] : '';
    }
}
