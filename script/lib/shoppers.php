<?php

/**
 * Shoppers of the demo: real requests over HTTP, as a browser makes them: pages, the beacon, the cart, the block checkout.
 * php shoppers.php URL DIR. The order numbers of those who paid go to DIR/orders.json, for merchant.php.
 */

declare(strict_types=1);

const PEOPLE = [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
];

/** Where shoppers come from: what the landing address carries, and the page that linked to it. */
const ARRIVALS = [
    'ad' => ['utm_source=google&utm_medium=cpc&utm_campaign=winter-boots', 'https://www.google.com/'],
    'search' => ['', 'https://www.google.com/'],
    'instagram' => ['utm_source=instagram&utm_medium=paid_social&utm_campaign=looks', 'https://l.instagram.com/'],
    'newsletter' => ['utm_source=newsletter&utm_medium=email&utm_campaign=november', ''],
    'broadcast' => ['utm_source=whatsapp&utm_medium=broadcast&utm_campaign=club', ''],
    'direct' => ['', ''],
];

/** One shopper's browser: cookies, a user agent, and the pages it has seen. */
final class Shopper
{
    private CurlHandle $curl;
    private string $page = '';
    /** @var array<string, string> of the last answer */
    private array $headers = [];
    /** @var array<string, mixed> */
    private array $config = [];

    public function __construct(private string $site, int $number)
    {
        $this->curl = curl_init() ?: throw new RuntimeException('curl');
        curl_setopt_array($this->curl, [
            CURLOPT_RETURNTRANSFER => true, CURLOPT_FOLLOWLOCATION => true, CURLOPT_COOKIEFILE => '', CURLOPT_TIMEOUT => 60,
            CURLOPT_USERAGENT => PEOPLE[$number % count(PEOPLE)],
            CURLOPT_HEADERFUNCTION => function (CurlHandle $_, string $line): int {
                [$name, $value] = explode(':', $line, 2) + [1 => ''];
                $this->headers[strtolower($name)] = trim($value);
                return strlen($line);
            },
        ]);
    }

    /** Opens a page as a reader does: the script on it tells the beacon of the view. */
    public function open(string $url, string $referrer = ''): void
    {
        $this->page = $this->send('GET', $url, null, $referrer === '' ? [] : ["Referer: $referrer"]);
        preg_match('/data-touchline="([^"]+)"/', $this->page, $match)
            || throw new RuntimeException("no WhatsApp button on $url");
        $this->config = json_decode(html_entity_decode($match[1], ENT_QUOTES), true, 16, JSON_THROW_ON_ERROR);
        $this->config['url'] = $url;
        $this->config['view'] = bin2hex(random_bytes(8));
        parse_str((string) parse_url($url, PHP_URL_QUERY), $query);
        $landing = ['referrer' => $referrer];
        foreach (['source', 'medium', 'campaign'] as $name) {
            $landing[$name] = (string) ($query['utm_' . $name] ?? '');
        }
        $this->tell(isset($this->config['product']) ? 'product_view' : 'page_view', array_filter($landing));
        usleep(2000); // two events of one millisecond have no order, and no browser is that fast
        $this->tell('button_seen', ['placement' => 'floating']);
    }

    /** Presses the button. Returns the reference code that the message carries. */
    public function press(): string
    {
        $code = '';
        for ($i = 0; $i < 8; $i++) {
            $code .= '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[random_int(0, 31)];
        }
        $this->tell('button_click', ['placement' => 'floating', 'code' => $code]);
        return $code;
    }

    public function buy(int $product, string $email, string $payment, int $quantity = 1): int
    {
        $this->send('GET', "$this->site/?add-to-cart=$product&quantity=$quantity");
        $this->send('GET', "$this->site/wp-json/wc/store/v1/cart");
        $address = [
            'first_name' => 'Kim', 'last_name' => 'Demo', 'address_1' => 'Kai 1', 'city' => 'Hamburg', 'postcode' => '20095', 'country' => 'DE',
        ];
        $answer = json_decode($this->send(
            'POST',
            "$this->site/wp-json/wc/store/v1/checkout",
            json_encode([
                'billing_address' => $address + ['email' => $email, 'phone' => ''],
                'shipping_address' => $address, 'payment_method' => $payment,
            ], JSON_THROW_ON_ERROR),
            ['Content-Type: application/json', 'Nonce: ' . ($this->headers['nonce'] ?? '')]
        ), true);
        return (int) ($answer['order_id'] ?? throw new RuntimeException('the checkout refused: ' . json_encode($answer)));
    }

    /** @param array<string, string> $fields */
    private function tell(string $type, array $fields): void
    {
        $event = ['type' => $type, 'path' => (string) parse_url($this->config['url'], PHP_URL_PATH), 'view' => $this->config['view']] + $fields;
        foreach (['page_type', 'product', 'product_name'] as $name) {
            if (isset($this->config[$name]) && ($name === 'page_type' || $type !== 'page_view')) {
                $event[$name] = (string) $this->config[$name];
            }
        }
        $endpoint = $this->config['endpoint'] . (str_contains($this->config['endpoint'], '?') ? '&c=1' : '?c=1'); // everybody agrees
        $this->send('POST', $endpoint, json_encode([$event], JSON_THROW_ON_ERROR), ['Content-Type: text/plain', "Origin: $this->site"]);
    }

    /** @param list<string> $headers */
    private function send(string $method, string $url, ?string $body = null, array $headers = []): string
    {
        $this->headers = [];
        curl_setopt_array($this->curl, [
            CURLOPT_URL => $url, CURLOPT_CUSTOMREQUEST => $method, CURLOPT_HTTPHEADER => $headers,
            CURLOPT_POSTFIELDS => $body ?? '', CURLOPT_HTTPGET => $method === 'GET',
        ]);
        $answer = curl_exec($this->curl);
        $status = curl_getinfo($this->curl, CURLINFO_RESPONSE_CODE);
        if (! is_string($answer) || $status >= 500) {
            throw new RuntimeException("$method $url answered $status");
        }
        return $answer;
    }
}

[, $site, $dir] = $argv;
$answer = (string) file_get_contents("$site/wp-json/wc/store/v1/products?per_page=20&orderby=id&order=asc");
$products = json_decode($answer, true, 64, JSON_THROW_ON_ERROR);

// arrival, product looked at (its place in the list), presses the button, how it is paid ('' when it is not), pieces
$visits = [
    ['ad', 0, true, 'cod', 1], ['ad', 0, true, '', 1], ['ad', 1, true, 'bacs', 1], ['ad', 2, false, 'cod', 1], ['ad', 2, true, '', 1],
    ['search', 0, true, 'cod', 1], ['search', 3, false, 'cod', 2], ['search', 4, false, '', 1], ['search', 6, true, 'cod', 1],
    ['instagram', 3, true, '', 1], ['instagram', 3, true, '', 1], ['instagram', 2, true, '', 1], ['instagram', 4, false, '', 1],
    ['newsletter', 5, false, 'cod', 1], ['newsletter', 5, true, 'cod', 1], ['newsletter', 7, false, 'cod', 3],
    ['broadcast', 6, false, 'cod', 1], ['broadcast', 0, false, 'bacs', 1], ['broadcast', 1, false, '', 1],
    ['direct', 0, true, 'cod', 2], ['direct', 8, false, 'cod', 1], ['direct', 1, true, 'cod', 1], ['direct', 2, false, '', 1], ['direct', 3, false, '', 1],
];
$orders = [];
$codes = [];
foreach ($visits as $number => [$arrival, $place, $presses, $payment, $pieces]) {
    [$query, $referrer] = ARRIVALS[$arrival];
    $shopper = new Shopper($site, $number);
    $shopper->open("$site/" . ($query === '' ? '' : "?$query"), $referrer);
    $product = $products[$place];
    $shopper->open($product['permalink']);
    if ($presses) {
        $code = $shopper->press();
        if ($payment === '') {
            $codes[] = ['code' => $code, 'product' => $product['id']];
        }
    }
    if ($payment !== '') {
        sleep((int) $presses); // WooCommerce dates an order by the second: nobody clicks and pays within one
        $orders[] = ['id' => $shopper->buy($product['id'], sprintf('shopper%d@example.com', $number + 1), $payment, $pieces), 'payment' => $payment];
    }
    fwrite(STDERR, sprintf("\r    %d of %d visits, %d orders", $number + 1, count($visits), count($orders)));
}
fwrite(STDERR, "\n");
file_put_contents("$dir/orders.json", json_encode(['orders' => $orders, 'codes' => $codes]));
