<?php

declare(strict_types=1);

namespace Touchline\WP\Button;

use Touchline\WP\Button;

/** Where a button stands besides floating: products, cart, checkout, the block, the shortcode; functions.php has the template's call. */
final class Places
{
    /** Blocks that stand for "Add to cart" and may not fire WooCommerce's classic hooks. */
    private const PRODUCT_BLOCKS = ['woocommerce/add-to-cart-form', 'woocommerce/add-to-cart-with-options'];
    public const SHORTCODE = 'touchline_whatsapp';

    /** @var array<string, true> places that stand once a page */
    private array $shown = [];

    public function __construct(private readonly Button $button, private readonly Look $look, private readonly string $plugin)
    {
    }

    public function hook(): void
    {
        add_action('woocommerce_after_add_to_cart_form', function (): void {
            echo $this->product(); // phpcs:ignore -- escaped where it is made
        });
        foreach (['cart', 'checkout'] as $place) {
            // Above, where nothing moves when the shop's own script redraws what is below.
            add_action($place === 'cart' ? 'woocommerce_before_cart' : 'woocommerce_before_checkout_form', function () use ($place): void {
                echo $this->help($place); // phpcs:ignore -- escaped where it is made
            }, 5);
            add_filter("render_block_woocommerce/$place", fn (string $html): string => $this->help($place) . $html);
        }
        foreach (self::PRODUCT_BLOCKS as $block) {
            add_filter("render_block_$block", fn (string $html): string => $html . $this->product());
        }
        add_shortcode(self::SHORTCODE, [$this, 'shortcode']);
        add_action('init', [$this, 'register']);
    }

    public function register(): void
    {
        register_block_type(plugin_dir_path($this->plugin) . 'block', ['render_callback' => [$this, 'block']]);
        wp_set_script_translations('touchline-whatsapp-editor-script', 'touchline');
    }

    /**
     * @param array<string, mixed> $attributes
     */
    public function block(array $attributes, string $content, ?\WP_Block $block = null): string
    {
        $context = $block->context ?? [];
        $product = ($context['postType'] ?? '') === 'product' ? (int) ($context['postId'] ?? 0) : 0;
        $html = $this->button->html('block', (string) ($attributes['label'] ?? ''), (string) ($attributes['message'] ?? ''), $product);
        return $html === '' ? '' : '<div ' . get_block_wrapper_attributes() . '>' . $html . '</div>';
    }

    public function shortcode(mixed $attributes): string
    {
        $given = shortcode_atts(['label' => '', 'message' => '', 'product' => ''], (array) $attributes, self::SHORTCODE);
        return $this->button->html('shortcode', (string) $given['label'], (string) $given['message'], absint($given['product']));
    }

    private function product(): string
    {
        if (! $this->look->is('product') || isset($this->shown['product']) || Page::product() === null) {
            return '';
        }
        $this->shown['product'] = true;
        return $this->button->html('product', $this->look->text('label_product') ?: Labels::product());
    }

    private function help(string $place): string
    {
        if (! $this->look->is($place) || isset($this->shown[$place]) || Page::type() !== $place) {
            return '';
        }
        $this->shown[$place] = true;
        return $this->button->html($place, $this->look->text('label_help') ?: Labels::help());
    }
}
