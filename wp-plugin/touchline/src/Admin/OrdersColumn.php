<?php

declare(strict_types=1);

namespace Touchline\WP\Admin;

use Touchline\WP\Admin\View\Html;
use Touchline\WP\Engine;
use Touchline\WP\Settings;

/** A column of the list of orders, in both of WooCommerce's storages: what brought the order, and on what evidence. */
final class OrdersColumn
{
    private const COLUMN = 'touchline';

    public function __construct(private readonly Engine $engine, private readonly Settings $settings)
    {
    }

    public function hook(): void
    {
        add_action('admin_init', function (): void {
            if (! function_exists('WC') || ! current_user_can('view_touchline')) {
                return;
            }
            foreach (['manage_woocommerce_page_wc-orders_columns', 'manage_edit-shop_order_columns'] as $columns) {
                add_filter($columns, [self::class, 'columns'], 20);
            }
            add_action('manage_woocommerce_page_wc-orders_custom_column', [$this, 'cell'], 10, 2);
            add_action('manage_shop_order_posts_custom_column', [$this, 'cell'], 10, 2);
        });
    }

    /**
     * @param array<string, string> $columns
     * @return array<string, string>
     */
    public static function columns(array $columns): array
    {
        return $columns + [self::COLUMN => __('Came by', 'touchline')];
    }

    /** @param int|\WC_Order $order its number where orders are posts */
    public function cell(string $column, int|\WC_Order $order): void
    {
        if ($column !== self::COLUMN || ! $this->engine->ready()) {
            return;
        }
        $id = (string) ($order instanceof \WC_Order ? $order->get_id() : $order);
        try {
            $journey = $this->engine->journey($id, ['model' => $this->settings->model(), 'window' => $this->settings->window()]);
        } catch (\Touchline\Exception) {
            echo esc_html(Format::DASH); // not seen yet, or a store that is not there: the order's own box says so
            return;
        }
        echo Html::sentence(self::words($journey)); // phpcs:ignore WordPress.Security.EscapeOutput -- sentence() lets through what is allowed
    }

    /** @param array<string, mixed> $journey */
    private static function words(array $journey): string
    {
        $channels = [];
        foreach ($journey['touches'] as $touch) {
            if ($touch['why'] === null) { // it earned
                $channels[(string) $touch['channel']] = esc_html(Words::channel((string) $touch['channel']));
            }
        }
        if ($channels === []) {
            return '<span class="description">' . esc_html(Words::channel('unknown')) . '</span>';
        }
        $words = implode(', ', $channels);
        return isset($channels['whatsapp']) && $journey['evidence'] !== 'none'
            ? sprintf('%s <span class="description">· %s</span>', $words, esc_html(Words::evidence((string) $journey['evidence'])))
            : $words;
    }
}
