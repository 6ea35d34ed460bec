<?php

declare(strict_types=1);

namespace Touchline\Tests\Audit;

/** What is easily got wrong, each in people of its own. */
final class Cases
{
    private const PATH = '/product/1/';

    public function __construct(private readonly Story $story)
    {
    }

    public function tell(): void
    {
        $this->time();
        $this->chats();
        $this->people();
        $this->money();
        $this->carts();
    }

    /** @param array<string, mixed> $more */
    private function look(string $who, int $at, string $arrival, array $more = []): void
    {
        $this->story->view($who, $at, $arrival, self::PATH, 'product', Story::product(1) + $more);
    }

    private function click(string $who, int $at): string
    {
        return $this->story->click($who, $at, self::PATH, 'product', Story::product(1));
    }

    private function time(): void
    {
        $s = $this->story;
        // Clicked and ordered within one second; WooCommerce's second has no fraction.
        $at = Story::at('2025-03-05 10:00:00.100');
        $this->look('audit-second', $at, 'ad');
        $this->click('audit-second', $at + 60000 + 400);
        $s->order('second', $at + 60000, ['visitor' => 'audit-second', 'paid' => intdiv($at + 60000, 1000)]);
        // A visit goes on after exactly thirty minutes, and not a millisecond later.
        $at = Story::at('2025-03-06 10:00');
        $this->look('audit-gap', $at, 'ad');
        $this->look('audit-gap', $at + 30 * Story::MINUTE, '');
        $this->look('audit-gap', $at + 60 * Story::MINUTE + 1, '');
        // Another campaign begins another visit.
        $at = Story::at('2025-03-07 10:00');
        $this->look('audit-change', $at, 'ad');
        $this->look('audit-change', $at + Story::MINUTE, 'letter');
        $this->click('audit-change', $at + 2 * Story::MINUTE);
        $s->order('change', $at + 4 * Story::MINUTE, ['visitor' => 'audit-change']);
        // Twice on one page within ten seconds is one click; on another page, or later, it is another.
        $at = Story::at('2025-03-08 10:00');
        $this->look('audit-twice', $at, 'search');
        foreach ([1000, 5000, 11500] as $after) {
            $this->click('audit-twice', $at + $after);
        }
        $s->click('audit-twice', $at + 12000, '/shop/', 'shop');
        // The window's edge; the calendar's, where a day has 23 hours; midnight on the last of a month.
        foreach (
            [['edge', '2025-03-10 10:00:00', 7 * Story::DAY], ['out', '2025-03-10 11:00:00', 7 * Story::DAY + 1000],
            ['spring', '2025-03-30 01:59:00', 30 * Story::MINUTE], ['month', '2025-03-31 23:58:00', 2 * Story::MINUTE],
            ['before', '2025-02-28 23:58:00', 2 * Story::MINUTE - 1000]] as [$name, $local, $later]
        ) {
            $this->look("audit-$name", Story::at($local), 'letter');
            $this->click("audit-$name", Story::at($local) + 500);
            $s->order($name, Story::at($local) + $later, ['visitor' => "audit-$name"]);
        }
        // The chat is about a pay link: placed, clicked, paid.
        $at = Story::at('2025-03-11 10:00');
        $this->look('audit-pay', $at, 'looks');
        $s->order('pay', $at + Story::MINUTE, ['visitor' => 'audit-pay', 'paid' => intdiv($at, 1000) + 7200]);
        $this->look('audit-pay', $at + Story::HOUR, '');
        $this->click('audit-pay', $at + Story::HOUR + 5000);
        // What is clicked after the order was paid earned nothing.
        $at = Story::at('2025-03-12 10:00');
        $this->look('audit-late', $at, 'blog');
        $s->order('late', $at + Story::MINUTE, ['visitor' => 'audit-late']);
        $this->click('audit-late', $at + 10 * Story::MINUTE);
    }

    private function chats(): void
    {
        $s = $this->story;
        $write = fn (int $at, string $phone, array $more = []) => $s->say(
            '',
            $at,
            'message',
            ['message' => "case$at", 'direction' => 'in', 'wa_id' => $phone] + $more
        );
        // Nobody clicked, but the order's phone wrote.
        $at = Story::at('2025-03-13 10:00');
        $write($at, '4915228890001');
        $write($at + Story::HOUR, '4915228890001');
        $s->order('phone', $at + 2 * Story::DAY, ['phone' => '+49 1522 8890001']);
        // An advertisement that leads into a chat.
        $write($at + 1, '4915228890002', ['ctwa_clid' => 'click-1', 'ad_id' => '77']);
        $s->order('ctwa', $at + Story::DAY, ['phone' => '01522 8890002']);
        // The code came back from another's phone.
        $this->look('audit-code', $at, 'ad');
        $code = $this->click('audit-code', $at + 3000);
        $write($at + 90000, '4915228890003', ['code' => $code, 'intent' => 'order']);
        $s->order('code', $at + Story::HOUR, ['visitor' => 'audit-code']);
        // Staff typed the code on an order that was made by telephone.
        $this->look('audit-typed', $at + 5, 'looks');
        $code = $this->click('audit-typed', $at + 3005);
        $s->order('typed', $at + 3 * Story::DAY, ['via' => 'admin', 'email' => '',
            'meta' => ['_touchline_code' => $code, '_touchline_code_by' => 'ann', '_touchline_code_at' => (string) intdiv($at, 1000)]]);
        // A code that two pressed ties nobody.
        foreach (['one', 'two'] as $who) {
            $this->look("audit-both-$who", $at + 7, 'search');
            $s->say("audit-both-$who", $at + 3007, 'button_click', ['path' => self::PATH, 'page_type' => 'product', 'code' => 'K00TW077'] + Story::product(1));
        }
        $write($at + 99000, '4915228890004', ['code' => 'K00TW077']);
        $write($at + 9 * Story::DAY, '4915228890005', ['code' => 'K00TW077']);
        $s->order('both', $at + Story::DAY, ['phone' => '+4915228890004', 'visitor' => 'audit-both-one']);
        // Questions about an order earn nothing.
        $s->view('audit-support', $at, 'ad', '/my-account/', 'account'); // a week and ten minutes before the order, which is no visit in the window
        $s->click('audit-support', $at + 15 * Story::MINUTE, '/my-account/', 'account');
        $s->order('support', $at + 7 * Story::DAY + 10 * Story::MINUTE, ['visitor' => 'audit-support']);
    }

    private function people(): void
    {
        $s = $this->story;
        $at = Story::at('2025-03-18 12:00');
        // One who logs in on two devices: the telephone's click earns what the desk orders.
        $s->view('audit-phone', $at, 'looks', self::PATH, 'product', Story::product(1), 'mobile', 'AT');
        $this->click('audit-phone', $at + 5000);
        $s->say('audit-phone', $at + 6000, 'identify', ['by' => 'login', 'customer' => '770001']);
        $s->view('audit-desk', $at + Story::DAY, 'direct', '/shop/', 'shop');
        $s->say('audit-desk', $at + Story::DAY + 1000, 'identify', ['by' => 'login', 'customer' => '770001']);
        $s->order('desk', $at + Story::DAY + Story::HOUR, ['visitor' => 'audit-desk']);
        $s->order('desk-again', $at + 20 * Story::DAY, ['visitor' => 'audit-desk', 'email' => 'desk@audit.example']);
        // A browser that is known for a day only.
        $this->look('day-audit-1', $at + 9, 'ad');
        $this->click('day-audit-1', $at + 4009);
        $s->order('day', $at + Story::HOUR, ['visitor' => 'day-audit-1', 'email' => 'daily@audit.example']);
        $this->look('day-audit-2', $at + 2 * Story::DAY, 'letter');
        $s->order('day-again', $at + 2 * Story::DAY + Story::HOUR, ['visitor' => 'day-audit-2', 'email' => 'daily@audit.example']);
        // By nobody; by somebody of whom nothing was seen; long after the last visit.
        $s->order('nobody', $at + 11000, ['email' => '', 'via' => 'admin']);
        $s->order('unseen', $at + 12000, ['visitor' => 'audit-unseen']);
        $this->look('audit-long', Story::at('2025-02-02 12:00'), 'blog');
        $s->order('long', $at + 13000, ['visitor' => 'audit-long']);
        // A short link opened, alone and before a click.
        $link = ['kind' => 'short', 'token' => 'audit1', 'source' => 'qr', 'medium' => 'print', 'campaign' => 'counter'];
        foreach (['link', 'linked'] as $n => $who) {
            $browser = ['user_agent' => 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0'];
            $s->say("audit-$who", $at + 15000 + $n, 'link_open', ['path' => self::PATH] + $browser + $link);
            $this->look("audit-$who", $at + 16000 + $n, '', array_diff_key($link, ['kind' => 1, 'token' => 1]));
            if ($n === 1) {
                $this->click("audit-$who", $at + 20000);
            }
            $s->order($who, $at + Story::HOUR + $n * 1000, ['visitor' => "audit-$who"]);
        }
    }

    private function money(): void
    {
        $s = $this->story;
        $at = Story::at('2025-03-20 12:00');
        $click = function (string $who, string $arrival = 'ad') use (&$at): string {
            $at += Story::HOUR + 7;
            $this->look("audit-$who", $at, $arrival);
            $this->click("audit-$who", $at + 5000);
            return "audit-$who";
        };
        $later = static fn (int $days): int => Story::at('2025-03-20 12:00') + $days * Story::DAY + Story::HOUR;
        $s->order('parts', $at + Story::DAY, ['visitor' => $click('parts'), 'lines' => [[1, 2], [5, 1]],
            'refunds' => [['lines', $later(2)], ['amount', $later(3)], ['rest', $later(14)]]]);
        $s->order('whole', $at + Story::DAY, ['visitor' => $click('whole'), 'status' => 'refunded', 'refunds' => [['rest', $later(20)]]]);
        $s->order('fee', $at + Story::DAY, ['visitor' => $click('fee'), 'lines' => [[3, 3], [8, 1]], 'fee' => '5.55', 'coupon' => true]);
        $s->order('discount', $at + Story::DAY, ['visitor' => $click('discount'), 'lines' => [[3, 1], [9, 7]], 'fee' => '-4.20']);
        $s->order('dollar', $at + Story::DAY, ['visitor' => $click('dollar'), 'currency' => 'USD', 'refunds' => [['amount', $later(6)]]]);
        $s->order('test', $at + Story::DAY, ['visitor' => $click('test'), 'meta' => ['_wcpay_mode' => 'test']]);
        $s->order('market', $at + Story::DAY, ['visitor' => $click('market'), 'meta' => ['_marketplace_part' => 'yes']]);
        $s->order('first', $at + Story::DAY, ['visitor' => $click('first'), 'email' => 'renewing@audit.example']);
        $s->order('renewal', $at + 20 * Story::DAY, ['via' => 'subscription', 'email' => 'renewing@audit.example', 'refunds' => [['amount', $later(24)]]]);
        $s->order('free', $at + Story::DAY, ['visitor' => $click('free'), 'lines' => [], 'fee' => '0.00', 'shipping' => null]);
        $s->order('feeonly', $at + Story::DAY, ['visitor' => $click('feeonly'), 'lines' => [], 'fee' => '12.34']);
        foreach (['trash', 'failed', 'cancelled', 'pending', 'on-hold'] as $status) {
            $s->order("is-$status", $at + Story::DAY, ['visitor' => $click("is-$status"), 'status' => $status,
                'paid' => in_array($status, ['trash', 'cancelled'], true) ? intdiv($at, 1000) + 86400 : null]);
        }
    }

    /** A person's cart under each definition of winning back. */
    private function carts(): void
    {
        $s = $this->story;
        $at = Story::at('2025-03-14 08:00');
        $buy = fn (string $who, int $when, array $more = []) => $s->order("cart-$who", $when, ['visitor' => "audit-cart-$who"] + $more);
        $people = ['straight', 'any', 'touch', 'link', 'oldlink', 'lost', 'late', 'emptied', 'await', 'support', 'other', 'swap', 'cancelled', 'hour', 'more'];
        foreach ($people as $n => $who) {
            $visitor = "audit-cart-$who";
            $begin = $at + $n * 7 * Story::MINUTE;
            $s->view($visitor, $begin, array_keys(Story::ARRIVALS)[$n % 8], self::PATH, 'product', Story::product(1), ['desktop', 'mobile'][$n % 2]);
            $s->cart($visitor, $begin + 60000, 1, '108.4' . ($n % 10), 1);
            if ($n % 3 === 0) {
                $s->say($visitor, $begin + 90000, 'checkout', ['step' => 'start']);
            }
            $this->goesOn($who, $visitor, $begin, $buy);
        }
    }

    /** @param callable(string, int, array<string, mixed>): void $buy */
    private function goesOn(string $who, string $visitor, int $begin, callable $buy): void
    {
        $s = $this->story;
        $open = fn (int $when) => $s->say($visitor, $when, 'link_open', ['path' => '/cart/', 'kind' => 'recovery', 'token' => "back$who"]);
        match ($who) {
            'straight' => $buy($who, $begin + 10 * Story::MINUTE, []),
            'any' => $buy($who, $begin + 2 * Story::DAY, []),
            'touch' => [$this->look($visitor, $begin + Story::DAY, ''), $this->click($visitor, $begin + Story::DAY + 4000),
                $buy($who, $begin + 3 * Story::DAY, ['refunds' => [['amount', $begin + 5 * Story::DAY]]])],
            'link' => [$open($begin + Story::DAY), $buy($who, $begin + 2 * Story::DAY, ['fee' => '2.00'])],
            'oldlink' => [$open($begin + Story::DAY), $buy($who, $begin + 9 * Story::DAY, [])],
            'late' => $buy($who, $begin + 31 * Story::DAY, []),
            'emptied' => $s->cart($visitor, $begin + 3 * Story::MINUTE, 0, '0', 1, 'remove'),
            'await' => $buy($who, $begin + 8 * Story::MINUTE, ['status' => 'on-hold', 'paid' => null]),
            'support' => [$s->view($visitor, $begin + Story::DAY, '', '/my-account/', 'account'),
                $s->click($visitor, $begin + Story::DAY + 9000, '/my-account/', 'account'),
                $buy($who, $begin + 2 * Story::DAY, [])],
            'other' => $buy($who, $begin + 2 * Story::DAY, ['currency' => 'USD']),
            'swap' => [$s->cart($visitor, $begin + 4 * Story::MINUTE, 0, '0', 1, 'remove'), $s->cart($visitor, $begin + 6 * Story::MINUTE, 2, '83.95', 5),
                $buy($who, $begin + 20 * Story::MINUTE, [])],
            'cancelled' => $buy($who, $begin + 9 * Story::MINUTE, ['status' => 'cancelled']),
            'hour' => $buy($who, $begin + 61 * Story::MINUTE, []), // the cart's last event is a minute after its beginning
            'more' => [$s->cart($visitor, $begin + 5 * Story::HOUR, 3, '233.33', 2), $buy($who, $begin + 6 * Story::HOUR, [])],
            default => null,
        };
    }
}
