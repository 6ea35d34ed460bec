<?php

/**
 * Visitors of a shop, all at once: each opens a product, tells the beacon what a browser tells, every second one presses the button, every
 * fourth one buys. Prints what was told and ordered, as JSON.
 *   visitors.php URL VISITORS
 */

declare(strict_types=1);

const AGENT = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const ADDRESS = ['first_name' => 'Kim', 'last_name' => 'Load', 'address_1' => 'Kai 1', 'city' => 'Hamburg', 'postcode' => '20095', 'country' => 'DE'];

/** @var array<string, int> $told */
$told = [];
/** @var list<int> $orders */
$orders = [];

/**
 * What one visitor does: yields [method, url, body, headers] and is given [status, body, headers].
 *
 * @param array<string, mixed> $product
 * @return Generator<int, array{string, string, string, list<string>}, array{int, string, array<string, string>}, void>
 */
function visitor(string $site, int $number, array $product): Generator
{
    global $told, $orders;
    [$status, $page] = yield ['GET', $product['permalink'] . "?utm_source=load&utm_medium=cpc&utm_campaign=c$number", '', []];
    expect($status === 200, "the page answered $status");
    preg_match('/data-touchline="([^"]+)"/', $page, $match);
    $config = json_decode(html_entity_decode($match[1] ?? 'null', ENT_QUOTES), true);
    $common = ['path' => (string) parse_url($product['permalink'], PHP_URL_PATH), 'view' => bin2hex(random_bytes(8)), 'page_type' => 'product',
        'product' => (string) $product['id'], 'product_name' => $product['name']];
    $events = [['type' => 'product_view', 'source' => 'load', 'medium' => 'cpc', 'campaign' => "c$number"]];
    $events[] = ['type' => 'button_seen', 'placement' => 'floating'];
    if ($number % 2 === 0) {
        $events[] = ['type' => 'button_click', 'placement' => 'floating', 'code' => sprintf('%08d', $number)];
    }
    foreach ($events as $event) {
        [$status] = yield ['POST', "$config[endpoint]?c=1", (string) json_encode([$event + $common]), ['Content-Type: text/plain', "Origin: $site"]];
        expect($status === 204, "the beacon answered $status");
        $told[$event['type']] = ($told[$event['type']] ?? 0) + 1;
    }
    if ($number % 4 !== 0) {
        return;
    }
    [$status] = yield ['GET', "$site/?add-to-cart=$product[id]", '', []];
    expect($status === 200, "the cart answered $status");
    [, , $headers] = yield ['GET', "$site/wp-json/wc/store/v1/cart", '', []];
    $order = ['billing_address' => ADDRESS + ['email' => "load$number@example.com", 'phone' => ''], 'shipping_address' => ADDRESS, 'payment_method' => 'cod'];
    $json = ['Content-Type: application/json', 'Nonce: ' . ($headers['nonce'] ?? '')];
    [$status, $answer] = yield ['POST', "$site/wp-json/wc/store/v1/checkout", (string) json_encode($order), $json];
    $id = json_decode($answer, true)['order_id'] ?? 0;
    expect($status === 200 && $id > 0, "the checkout answered $status: " . substr($answer, 0, 200));
    $orders[] = (int) $id;
}

function expect(bool $so, string $else): void
{
    $so || throw new RuntimeException($else);
}

/** @param array{string, string, string, list<string>} $request */
function start(CurlMultiHandle $all, CurlHandle $curl, array $request): void
{
    [$method, $url, $body, $headers] = $request;
    curl_setopt_array($curl, [CURLOPT_URL => $url, CURLOPT_CUSTOMREQUEST => $method, CURLOPT_HTTPHEADER => $headers, CURLOPT_POSTFIELDS => $body,
        CURLOPT_HTTPGET => $method === 'GET', CURLOPT_RETURNTRANSFER => true, CURLOPT_FOLLOWLOCATION => true, CURLOPT_COOKIEFILE => '', CURLOPT_TIMEOUT => 600,
        CURLOPT_USERAGENT => AGENT, CURLOPT_HEADER => true]);
    curl_multi_add_handle($all, $curl);
}

/** @return array{int, string, array<string, string>} */
function answer(CurlHandle $curl): array
{
    $text = (string) curl_multi_getcontent($curl);
    $size = curl_getinfo($curl, CURLINFO_HEADER_SIZE);
    preg_match_all('/^([a-z-]+): *(.*?)\r?$/mi', substr($text, 0, $size), $lines, PREG_SET_ORDER);
    return [curl_getinfo($curl, CURLINFO_RESPONSE_CODE), substr($text, $size), array_combine(
        array_map(static fn (array $line): string => strtolower($line[1]), $lines),
        array_column($lines, 2)
    )];
}

[, $site, $count] = $argv;
$products = json_decode((string) file_get_contents("$site/wp-json/wc/store/v1/products?per_page=20"), true, 64, JSON_THROW_ON_ERROR);
$products = array_values(array_filter($products, static fn (array $one): bool => $one['type'] === 'simple' && $one['is_in_stock']));
$all = curl_multi_init();
$visits = [];
for ($number = 0; $number < (int) $count; $number++) {
    $visit = visitor($site, $number, $products[$number % count($products)]);
    $curl = curl_init() ?: throw new RuntimeException('curl');
    $visits[spl_object_id($curl)] = $visit;
    start($all, $curl, $visit->current());
}
$errors = [];
$requests = 0;
$began = hrtime(true);
do {
    curl_multi_exec($all, $running);
    while (($done = curl_multi_info_read($all)) !== false) {
        $curl = $done['handle'];
        $visit = $visits[spl_object_id($curl)];
        curl_multi_remove_handle($all, $curl);
        $requests++;
        try {
            $visit->send(answer($curl));
            if ($visit->valid()) {
                start($all, $curl, $visit->current());
                $running = 1;
            }
        } catch (Throwable $error) {
            $errors[] = $error->getMessage();
        }
    }
    $running > 0 && curl_multi_select($all, 0.5);
} while ($running > 0);
fprintf(STDERR, "%d requests in %.1f s, %d orders, %d failed\n", $requests, (hrtime(true) - $began) / 1e9, count($orders), count($errors));
echo json_encode(['told' => $told, 'orders' => $orders, 'errors' => $errors]), "\n";
