<?php

declare(strict_types=1);

namespace Touchline\Tests;

/** Fills a cart and pays, on either checkout. */
final class Shopper extends Browser
{
    private const ADDRESS = [
        'first_name' => 'Kim', 'last_name' => 'Test', 'address_1' => 'Kai 1', 'city' => 'Hamburg', 'postcode' => '20095', 'country' => 'DE',
    ];

    private static int $number = 0;

    public string $email;

    /** @param string $device what tells this browser from others where there are no cookies */
    public function __construct(string $url, string $device = '')
    {
        parent::__construct($url, "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 $device");
        $this->email = sprintf('shopper%d.%s@example.com', ++self::$number, bin2hex(random_bytes(4)));
    }

    /** @return int the order's number */
    public function buyOnBlocks(string $payment, int $quantity = 1, string $phone = ''): int
    {
        $answer = $this->placeOnBlocks($payment, $this->fill($quantity), $phone);
        return (int) ($answer['order_id'] ?? throw new \RuntimeException('refused: ' . json_encode($answer)));
    }

    /** Puts the first product into the cart over the Store API; answers the nonce. */
    public function fill(int $quantity = 1): string
    {
        $product = $this->json('GET', '/wp-json/wc/store/v1/products?per_page=1&orderby=id&order=asc')[0]['id'];
        $this->json('GET', '/wp-json/wc/store/v1/cart');
        $nonce = $this->headers['nonce'];
        $this->json('POST', '/wp-json/wc/store/v1/cart/add-item', ['id' => $product, 'quantity' => $quantity], ["Nonce: $nonce"]);
        return $nonce;
    }

    /** @return array<string, mixed> */
    public function placeOnBlocks(string $payment, string $nonce, string $phone = ''): array
    {
        $this->get('/checkout/');
        return $this->json('POST', '/wp-json/wc/store/v1/checkout', [
            'billing_address' => self::ADDRESS + ['email' => $this->email, 'phone' => $phone], 'shipping_address' => self::ADDRESS,
            'payment_method' => $payment,
        ], ["Nonce: $nonce"]);
    }

    /** What a headless shop sends: a token for the cart, and whatever cookies lie about on its server. */
    public function buyHeadless(string $payment): int
    {
        $this->json('GET', '/wp-json/wc/store/v1/cart');
        $token = ['Cart-Token: ' . $this->headers['cart-token'], 'Nonce: ' . $this->headers['nonce']]; // which WooCommerce 9 asks for, too
        $product = $this->json('GET', '/wp-json/wc/store/v1/products?per_page=1&orderby=id&order=asc')[0]['id'];
        $this->json('POST', '/wp-json/wc/store/v1/cart/add-item', ['id' => $product, 'quantity' => 1], $token);
        return (int) $this->json('POST', '/wp-json/wc/store/v1/checkout', [
            'billing_address' => self::ADDRESS + ['email' => $this->email, 'phone' => ''], 'shipping_address' => self::ADDRESS, 'payment_method' => $payment,
        ], $token)['order_id'];
    }

    public function buyClassic(string $payment, int $quantity = 1): int
    {
        $product = $this->json('GET', '/wp-json/wc/store/v1/products?per_page=1&orderby=id&order=asc')[0]['id'];
        $this->get("/?add-to-cart=$product&quantity=$quantity");
        preg_match('/name="woocommerce-process-checkout-nonce" value="([^"]+)"/', $this->get('/classic-checkout/'), $match)
            || throw new \RuntimeException('the classic checkout shows no form');
        $fields = ['billing_email' => $this->email, 'billing_phone' => '', 'payment_method' => $payment, 'woocommerce-process-checkout-nonce' => $match[1]];
        foreach (self::ADDRESS as $name => $value) {
            $fields["billing_$name"] = $value;
        }
        $answer = json_decode($this->send('POST', '/?wc-ajax=checkout', $fields), true);
        return (int) ($answer['order_id'] ?? throw new \RuntimeException('refused: ' . json_encode($answer)));
    }

    /** A gateway's button on the cart, or on a product. */
    public function buyExpress(int $quantity = 1): int
    {
        $this->fill($quantity);
        $answer = json_decode($this->send('POST', '/?wc-ajax=touchline_test_express'), true);
        return (int) ($answer['order_id'] ?? throw new \RuntimeException('refused: ' . json_encode($answer)));
    }

    public function login(string $password): self
    {
        $this->get('/wp-login.php');
        $this->send('POST', '/wp-login.php', ['log' => $this->email, 'pwd' => $password, 'testcookie' => '1', 'redirect_to' => $this->url . '/shop/']);
        return $this;
    }

    /** Opens a pay link and pays by what it offers. */
    public function payByLink(string $link, string $payment): void
    {
        $html = $this->get($link);
        $fields = ['payment_method' => $payment] + self::form($html, '//form[@id="order_review"]');
        $this->send('POST', $link, $fields);
    }
}
