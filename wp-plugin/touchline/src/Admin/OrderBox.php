<?php

declare(strict_types=1);

namespace Touchline\WP\Admin;

use Touchline\WP\Admin\View\Html;
use Touchline\WP\Admin\View\Journey;
use Touchline\WP\Engine;
use Touchline\WP\Settings;

/** The box on an order's screen: which touches led to it, what each earned, and on what evidence. In both of WooCommerce's storages. */
final class OrderBox
{
    private const INGEST_MS = 100;

    public function __construct(private readonly Engine $engine, private readonly Settings $settings)
    {
    }

    public function hook(): void
    {
        // After WooCommerce's own boxes (30), so that it stands below what was ordered.
        add_action('add_meta_boxes', [$this, 'add'], 40);
    }

    public function add(string $screen): void
    {
        if (! function_exists('wc_get_page_screen_id') || $screen !== wc_get_page_screen_id('shop-order')) {
            return;
        }
        if (! current_user_can('view_touchline') || ! current_user_can('edit_shop_orders')) {
            return;
        }
        Page::style();
        add_meta_box('touchline-order', __('How this order came about', 'touchline'), [$this, 'render'], $screen, 'normal', 'high');
    }

    /** @param \WC_Order|\WP_Post $order WooCommerce gives its own object, or a post where orders are kept as posts */
    public function render(object $order): void
    {
        $id = $order instanceof \WP_Post ? $order->ID : $order->get_id();
        echo '<div class="tl tl-box">';
        if (! $this->engine->ready()) {
            printf('<p>%s</p>', esc_html((string) $this->engine->reason()));
        } else {
            $this->journey((string) $id);
        }
        echo '</div>';
    }

    private function journey(string $id): void
    {
        try {
            $this->engine->ingest(self::INGEST_MS);
            $journey = $this->engine->journey($id);
        } catch (\Touchline\QueryException) {
            printf('<p>%s</p>', esc_html__('Touchline has not seen this order yet. It does a moment after the order is saved.', 'touchline'));
            return;
        } catch (\Touchline\Exception $failure) {
            printf('<p>%s</p>', esc_html($failure->getMessage()));
            return;
        }
        Journey::render($journey, $this->settings->measure());
        $address = add_query_arg(['page' => Page::SLUG, 'tab' => 'journeys', 'id' => rawurlencode($id)], admin_url('admin.php'));
        printf('<p>%s</p>', Html::link($address, __('The whole journey on a time line', 'touchline')));
    }
}
