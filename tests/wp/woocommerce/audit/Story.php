<?php

declare(strict_types=1);

namespace Touchline\Tests\Audit;

/**
 * Three months of a shop, the same at every run: what browsers and WhatsApp tell (docs/format.md), and the orders that WooCommerce is to hold.
 * Beside what people do at random stands what is easily got wrong, each in a person of its own (Cases).
 */
final class Story
{
    public const ZONE = 'Europe/Berlin'; // its clocks go forward on 30 March 2025
    public const FIRST = '2025-02-01';
    public const LAST = '2025-04-30';
    public const MINUTE = 60_000;
    public const HOUR = 3_600_000;
    public const DAY = 86_400_000;

    private const AGENTS = [
        'desktop' => 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
        'mobile' => 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
        'tablet' => 'Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/604.1',
        'bot' => 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    ];
    public const ARRIVALS = [
        'direct' => [], 'search' => ['referrer' => 'https://www.google.com/'],
        'ad' => ['source' => 'google', 'medium' => 'cpc', 'campaign' => 'winter', 'content' => 'boots', 'referrer' => 'https://www.google.com/'],
        'looks' => ['source' => 'instagram', 'medium' => 'paid_social', 'campaign' => 'looks', 'referrer' => 'https://l.instagram.com/'],
        'letter' => ['source' => 'newsletter', 'medium' => 'email', 'campaign' => 'march'],
        'club' => ['source' => 'whatsapp', 'medium' => 'broadcast', 'campaign' => 'club'],
        'blog' => ['referrer' => 'https://blog.example/shoes'], 'post' => ['referrer' => 'https://www.facebook.com/'],
    ];
    private const PAGES = [['/', 'home'], ['/shop/', 'shop'], ['/kontakt/', 'page'], ['/my-account/', 'account'], ['/winter/', 'category']];

    /** @var list<array<string, mixed>> */
    public array $events = [];
    /** @var list<array<string, mixed>> */
    public array $orders = [];
    private int $seed = 20250201;
    private int $codes = 0;
    private int $serial = 0;

    public function __construct()
    {
        for ($i = 0; $i < 230; $i++) {
            $this->person($i);
        }
        (new Cases($this))->tell();
        // Bots and link previews, who look and press like anybody else.
        for ($i = 0; $i < 12; $i++) {
            $at = self::at(sprintf('2025-03-%02d 09:00', $i + 1));
            $bot = ['user_agent' => self::AGENTS['bot']];
            $this->say("bot$i", $at, 'page_view', ['path' => '/shop/', 'page_type' => 'shop'] + $bot);
            $this->say("bot$i", $at + 2000, 'button_click', ['path' => '/shop/', 'page_type' => 'shop', 'code' => $this->code()] + $bot);
        }
    }

    /** Milliseconds of a local time. */
    public static function at(string $local): int
    {
        $at = new \DateTimeImmutable($local, new \DateTimeZone(self::ZONE));
        return $at->getTimestamp() * 1000 + intdiv((int) $at->format('u'), 1000);
    }

    /** @param array<string, mixed> $fields */
    public function say(string $visitor, int $at, string $type, array $fields = []): void
    {
        $this->events[] = ['type' => $type, 'at' => $at, 'id' => 'audit' . ++$this->serial] + ($visitor === '' ? [] : ['visitor' => $visitor]) + $fields;
    }

    /** @param array<string, mixed> $fields */
    public function order(string $key, int $placed, array $fields): void
    {
        $this->orders[] = $fields + ['key' => $key, 'placed' => intdiv($placed, 1000), 'paid' => intdiv($placed, 1000) + 40, 'accepted' => null,
            'status' => 'completed', 'currency' => 'EUR', 'lines' => [[1, 1]], 'shipping' => '4.193277310924', 'fee' => null, 'coupon' => false,
            'refunds' => [], 'visitor' => null, 'email' => "$key@audit.example", 'phone' => '', 'customer' => 0, 'via' => 'checkout', 'meta' => [],
            'country' => 'DE'];
    }

    public function code(): string
    {
        $digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
        $this->codes++;
        return 'K0000' . $digits[intdiv($this->codes, 1024) % 32] . $digits[intdiv($this->codes, 32) % 32] . $digits[$this->codes % 32];
    }

    /** Of 0 to $n - 1; the same at every run, on every PHP. */
    public function pick(int $n): int
    {
        $this->seed = ($this->seed * 1103515245 + 12345) & 0x7fffffff;
        return intdiv($this->seed, 65536) % $n;
    }

    /** @param array<string, mixed> $more */
    public function view(
        string $who,
        int $at,
        string $arrival,
        string $path,
        string $type,
        array $more = [],
        string $device = 'desktop',
        string $country = 'DE'
    ): string {
        $view = "view$this->serial";
        $this->say($who, $at, isset($more['product']) ? 'product_view' : 'page_view', ['path' => $path, 'page_type' => $type, 'view' => $view] + $more
            + ($arrival === '' ? [] : self::ARRIVALS[$arrival]) + ['user_agent' => self::AGENTS[$device], 'country' => $country]);
        return $view;
    }

    /** The product's number in the plan; the shop's own takes its place when events are told. @return array{product: string, product_name: string} */
    public static function product(int $number): array
    {
        return ['product' => "#$number", 'product_name' => "#name$number"];
    }

    /** @param array<string, mixed> $more */
    public function click(string $who, int $at, string $path, string $type, array $more = []): string
    {
        $code = $this->code();
        $this->say($who, $at, 'button_click', ['path' => $path, 'page_type' => $type, 'code' => $code] + $more);
        return $code;
    }

    /** @param array<string, mixed> $more */
    public function cart(string $who, int $at, int $items, string $value, int $product, string $action = 'add', array $more = []): void
    {
        $this->say($who, $at, 'cart', $more + ['action' => $action, 'items' => $items, 'value' => $value, 'currency' => 'EUR'] + self::product($product));
    }

    private function person(int $i): void
    {
        $who = "audit-person-$i";
        $device = ['desktop', 'mobile', 'mobile', 'tablet'][$this->pick(4)];
        $country = ['DE', 'DE', 'AT', 'FR'][$this->pick(4)];
        $phone = '49152288' . str_pad((string) (10000 + $i), 5, '0', STR_PAD_LEFT);
        $at = self::at(self::FIRST) + $this->pick(80) * self::DAY + $this->pick(86400) * 1000 + $this->pick(1000);
        $visits = 1 + $this->pick(4);
        $buys = $this->pick(3) === 0 ? $this->pick($visits) : -1;
        for ($visit = 0; $visit < $visits; $visit++) {
            $end = $this->visit($who, $at, $device, $country, $phone);
            if ($visit === $buys && $end < self::at('2025-04-29')) {
                $this->buy($who, $i, $end, $phone, $country);
            }
            $at = $end + self::HOUR + $this->pick(14 * 24 * 60) * self::MINUTE + $this->pick(60000);
        }
    }

    private function visit(string $who, int $at, string $device, string $country, string $phone): int
    {
        $arrival = array_keys(self::ARRIVALS)[$this->pick(8)];
        for ($page = 0, $pages = 1 + $this->pick(4); $page < $pages; $page++) {
            $product = $this->pick(9) + 1;
            [$path, $type] = self::PAGES[$this->pick(5)];
            $looks = $this->pick(2) === 0;
            [$path, $type, $of] = $looks ? ["/product/$product/", 'product', self::product($product)] : [$path, $type, []];
            $view = $this->view($who, $at, $page === 0 ? $arrival : '', $path, $type, $of, $device, $country);
            $this->say($who, $at + 1100, 'button_seen', ['path' => $path, 'page_type' => $type, 'view' => $view]);
            if ($this->pick(3) === 0) {
                $code = $this->click($who, $at + 9000 + $this->pick(9000), $path, $type, $of);
                if ($this->pick(2) === 0) {
                    $this->say('', $at + 60000 + $this->pick(600000), 'message', ['message' => "m$this->serial", 'direction' => 'in', 'wa_id' => $phone]
                        + ($this->pick(4) > 0 ? ['code' => $code] : [])
                        + ($this->pick(3) > 0 ? [] : ['intent' => ['order', 'presale', 'support'][$this->pick(3)]]));
                }
            }
            if ($this->pick(5) === 0) {
                $this->say($who, $at + 20000, 'search', ['query' => 'boots', 'results' => 3]);
            }
            if ($looks && $this->pick(4) === 0) {
                $this->say($who, $at + 21000, 'variation', ['product' => "#$product", 'variation' => '42']);
            }
            $seconds = 3 + $this->pick(70);
            $this->say($who, $at + 25000, 'engagement', ['view' => $view, 'active_ms' => $seconds * 400, 'depth' => $this->pick(101)]);
            $this->say($who, $at + 30000 + $seconds * 1000, 'engagement', ['view' => $view, 'active_ms' => $seconds * 1000, 'depth' => $this->pick(101)]);
            $at += 101000 + $seconds * 1000 + $this->pick(999);
        }
        if ($this->pick(4) === 0) {
            $this->cart($who, $at, 1, (string) (20 + $this->pick(100)) . '.' . (10 + $this->pick(89)), $this->pick(9) + 1);
            $at += 50000;
            if ($this->pick(2) === 0) {
                $this->say($who, $at, 'checkout', ['step' => 'start']);
            }
        }
        return $at;
    }

    private function buy(string $who, int $i, int $end, string $phone, string $country): void
    {
        $lines = [];
        for ($line = 0, $n = 1 + $this->pick(3); $line < $n; $line++) {
            $lines[] = [$this->pick(9) + 1, 1 + $this->pick(3)];
        }
        $placed = $end + 90000 + $this->pick(200) * 1000 + $this->pick(1000);
        $kind = $this->pick(12);
        $fields = ['visitor' => $who, 'lines' => $lines, 'country' => $country, 'phone' => $this->pick(2) === 0 ? "+$phone" : ''];
        if ($this->pick(3) === 0) {
            $fields['refunds'] = [[['lines', 'amount', 'rest'][$this->pick(3)], $placed + $this->pick(40 * 24) * self::HOUR + self::HOUR]];
        }
        $fields += match ($kind) {
            0 => ['status' => 'on-hold', 'paid' => null], 1 => ['status' => 'cancelled'], 2 => ['status' => 'pending', 'paid' => null],
            3 => ['fee' => '3.50'], 4 => ['coupon' => true], 5 => ['currency' => 'USD'],
            6, 7 => ['status' => 'processing', 'paid' => null, 'accepted' => $placed + 2500],
            8 => ['paid' => intdiv($placed, 1000) + 3 * 86400],
            default => [],
        };
        if (in_array($fields['status'] ?? '', ['on-hold', 'cancelled', 'pending'], true)) {
            $fields['refunds'] = [];
        }
        $this->order("p$i", $placed, $fields);
    }
}
