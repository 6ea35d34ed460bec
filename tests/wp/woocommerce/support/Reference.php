<?php

declare(strict_types=1);

namespace Touchline\Tests;

/**
 * What the orders themselves add up to: metrics.md's rules on WooCommerce's objects, order by order, in whole millionths. Knows nothing of
 * Touchline's code.
 */
final class Reference
{
    /**
     * @return array<int, int> order => net sales in micros, refunds taken off; counted orders only
     */
    public static function net(int $fromSecond): array
    {
        $net = [];
        foreach (wc_get_orders(['type' => 'shop_order', 'status' => array_keys(wc_get_order_statuses()), 'limit' => -1]) as $order) {
            if ($order->get_date_created()->getTimestamp() >= $fromSecond && self::counts($order)) {
                $net[$order->get_id()] = self::left($order);
            }
        }
        return $net;
    }

    private static function counts(\WC_Order $order): bool
    {
        $seen = (array) get_option('touchline_test_statuses', []);
        $had = [...($seen[$order->get_id()] ?? []), $order->get_status()];
        return ! in_array($order->get_status(), ['pending', 'failed', 'cancelled', 'trash', 'checkout-draft', 'auto-draft'], true)
            && ($order->get_date_paid() || array_intersect($had, ['processing', 'completed']))
            && $order->get_meta('_wcpay_mode') !== 'test' && $order->get_meta('_marketplace_part') !== 'yes';
    }

    private static function left(\WC_Order $order): int
    {
        $total = self::micros($order->get_total('edit'));
        $left = $total - self::micros($order->get_total_tax('edit')) - self::micros($order->get_shipping_total('edit'));
        $refunds = $order->get_refunds();
        usort($refunds, static fn ($a, $b): int => [$a->get_date_created(), $a->get_id()] <=> [$b->get_date_created(), $b->get_id()]);
        foreach ($refunds as $refund) {
            $amount = abs(self::micros($refund->get_amount('edit')));
            $total -= $amount;
            if ($refund->get_items(['line_item', 'fee', 'shipping']) !== []) {
                $left -= $amount - abs(self::micros($refund->get_total_tax('edit'))) - abs(self::micros($refund->get_shipping_total('edit')));
            } else {
                // Without lines: all of it is net, unless nothing of the order is left.
                $left = $total === 0 ? 0 : $left - $amount;
            }
        }
        return $left;
    }

    /** A decimal in millionths, half away from zero. */
    private static function micros(mixed $decimal): int
    {
        preg_match('/^(-?)(\d+)(?:\.(\d+))?$/D', (string) $decimal, $part) || throw new \UnexpectedValueException("no decimal: $decimal");
        $fraction = substr(($part[3] ?? '') . '0000000', 0, 7);
        $micros = (int) $part[2] * 1_000_000 + (int) substr($fraction, 0, 6) + ($fraction[6] >= '5' ? 1 : 0);
        return $part[1] === '-' ? -$micros : $micros;
    }
}
