<?php

declare(strict_types=1);

namespace Touchline\WP;

/**
 * The WhatsApp button: floating, and below a product's "Add to cart". Its HTML is the same for every visitor, so that page caches may keep it:
 * a plain wa.me link, to which the script adds the reference code at the click.
 */
final class Button
{
    /** Blocks that stand for "Add to cart" and may not fire WooCommerce's classic hooks. */
    private const BLOCKS = ['woocommerce/add-to-cart-form', 'woocommerce/add-to-cart-with-options'];

    private bool $onProduct = false;

    public function __construct(private Settings $settings, private Beacon $beacon, private string $plugin)
    {
    }

    public function hook(): void
    {
        add_action('wp_enqueue_scripts', [$this, 'assets']);
        add_action('wp_footer', [$this, 'floating']);
        add_action('woocommerce_after_add_to_cart_form', [$this, 'product']);
        foreach (self::BLOCKS as $block) {
            add_filter("render_block_$block", [$this, 'afterBlock']);
        }
    }

    public function assets(): void
    {
        if ($this->settings->number() === '') {
            return;
        }
        $folder = plugin_dir_path($this->plugin) . 'assets/';
        foreach (['button.css', 'button.js'] as $file) {
            $version = (string) filemtime($folder . $file);
            $url = plugins_url("assets/$file", $this->plugin);
            $file === 'button.css'
                ? wp_enqueue_style('touchline-button', $url, [], $version)
                : wp_enqueue_script('touchline-button', $url, [], $version, ['in_footer' => true, 'strategy' => 'defer']);
        }
    }

    public function floating(): void
    {
        if ($this->settings->number() === '') {
            return;
        }
        $product = self::shown();
        $config = array_filter([
            'endpoint' => $this->beacon->endpoint(),
            'page_type' => self::pageType(),
            'product' => self::productId(),
            'product_name' => $product === null ? null : Orders::name($product->get_name(), 200),
            'off' => self::isStaff() ? '1' : null,
        ], static fn (?string $value): bool => $value !== null && $value !== '');
        // Without & and quotes of its own: esc_attr() would leave what looks like an entity in a name as it is, and the browser would decode it.
        $json = (string) wp_json_encode($config, JSON_HEX_AMP | JSON_HEX_QUOT | JSON_HEX_APOS | JSON_HEX_TAG);
        printf('<div class="touchline" data-touchline="%s">', esc_attr($json));
        if ($this->settings->floating()) {
            $this->link('floating', 'touchline-floating touchline-' . $this->settings->position(), __('Chat with us on WhatsApp', 'touchline'), false);
        }
        echo '</div>';
    }

    public function product(): void
    {
        if ($this->settings->number() === '' || ! $this->settings->productButton() || $this->onProduct || ! self::isProduct()) {
            return;
        }
        $this->onProduct = true;
        $this->link('product', 'touchline-product', __('Ask about this product on WhatsApp', 'touchline'), true);
    }

    public function afterBlock(string $html): string
    {
        ob_start();
        $this->product();
        return $html . ob_get_clean();
    }

    private function link(string $placement, string $class, string $label, bool $shown): void
    {
        $url = 'https://wa.me/' . $this->settings->number() . '?text=' . rawurlencode($this->text());
        printf(
            '<a class="touchline-button %1$s" href="%2$s" data-placement="%3$s" target="_blank" rel="noopener nofollow"%4$s>%5$s%6$s</a>',
            esc_attr($class),
            esc_url($url),
            esc_attr($placement),
            $shown ? '' : ' aria-label="' . esc_attr($label) . '"',
            self::ICON, // phpcs:ignore -- our own constant
            $shown ? '<span>' . esc_html($label) . '</span>' : ''
        );
    }

    /** A speech bubble with a receiver in it. */
    private const ICON = '<svg aria-hidden="true" focusable="false" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" '
        . 'stroke-width="1.8" stroke-linejoin="round"><path d="M12 3a9 9 0 0 0-7.800 13.500L3 21l4.600-1.200A9 9 0 1 0 12 3Z"/>'
        . '<path fill="currentColor" stroke="none" d="M9.300 7.300c-.3-.6-.6-.6-1-.6-.8 0-1.700 1-1.700 2.300 0 1 .7 2.500 2.300 4.200 1.800 1.900 3.900 2.900 '
        . '5.400 2.900 1.500 0 2.600-1 2.700-1.900.1-.5 0-.6-.3-.8l-1.900-.9c-.4-.2-.6-.1-.8.2l-.8 1c-.2.2-.4.2-.7.1-1.500-.6-2.800-1.800-3.500-3.200'
        . '-.1-.3-.1-.4.1-.6l.7-.8c.2-.2.2-.5.1-.7Z"/></svg>';

    /** The message of this page. A placeholder without a value goes, with the blank before it. */
    private function text(): string
    {
        $product = self::shown();
        $name = $product !== null ? (string) Orders::name($product->get_name(), 200) : '';
        $page = $product !== null ? $name : (is_front_page() ? '' : (string) Orders::name(wp_get_document_title(), 200));
        $values = [
            '{site}' => wp_specialchars_decode((string) get_bloginfo('name'), ENT_QUOTES),
            '{page}' => $page !== '' ? $page : __('your shop', 'touchline'),
            '{product}' => $name,
            '{sku}' => $product !== null ? $product->get_sku() : '',
            '{price}' => $product !== null ? self::price($product) : '',
        ];
        $text = $this->settings->message();
        foreach ($values as $name => $value) {
            $text = $value === '' ? str_replace([" $name", $name], '', $text) : str_replace($name, $value, $text);
        }
        return $text;
    }

    private static function price(\WC_Product $product): string
    {
        return html_entity_decode(wp_strip_all_tags(wc_price((float) wc_get_price_to_display($product))), ENT_QUOTES, 'UTF-8');
    }

    private static function isProduct(): bool
    {
        return function_exists('is_product') && is_product();
    }

    private static function shown(): ?\WC_Product
    {
        $product = self::isProduct() && function_exists('wc_get_product') ? wc_get_product(get_queried_object_id()) : null;
        return $product instanceof \WC_Product ? $product : null;
    }

    private static function productId(): ?string
    {
        return self::isProduct() ? (string) get_queried_object_id() : null;
    }

    /** Staff look at their own shop all day: what they do is no visit. */
    private static function isStaff(): bool
    {
        return current_user_can('edit_posts') || current_user_can('manage_woocommerce');
    }

    private static function pageType(): string
    {
        if (function_exists('is_woocommerce')) {
            foreach (
                [
                    'order' => is_wc_endpoint_url('order-received') || is_wc_endpoint_url('view-order'), 'checkout' => is_checkout(), 'cart' => is_cart(),
                    'account' => is_account_page(), 'product' => is_product(), 'category' => is_product_taxonomy(), 'shop' => is_shop(),
                ] as $type => $is
            ) {
                if ($is) {
                    return $type;
                }
            }
        }
        return match (true) {
            is_search() => 'search',
            is_front_page() => 'home',
            is_page() => 'page',
            is_singular() => 'post',
            default => 'other',
        };
    }
}
