<?php

declare(strict_types=1);

namespace Touchline\WP\Admin;

use Automattic\WooCommerce\Utilities\OrderUtil;
use Touchline\WP\Admin\View\Html;

/** The way to an order's own screen, in both of WooCommerce's storages. Imported orders without one are only named. */
final class OrderLink
{
    public static function html(string $order, string $number): string
    {
        /* translators: %s: number of an order */
        $words = sprintf(__('#%s', 'touchline'), $number === '' ? $order : $number);
        $address = self::address($order);
        return $address === null ? esc_html($words) : Html::link($address, $words);
    }

    private static function address(string $order): ?string
    {
        if (! function_exists('WC') || ! ctype_digit($order) || ! current_user_can('edit_shop_orders')) {
            return null;
        }
        return OrderUtil::get_order_admin_edit_url((int) $order);
    }
}
