<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\Query;

/** The total line: the parts always make up what the shop sold, and each opens its orders. */
final class Identity
{
    /** @param array<string, mixed> $overview */
    public static function render(Query $query, array $overview): void
    {
        $identity = $overview['identity'];
        printf(
            '<section class="tl-card" aria-labelledby="tl-identity"><h2 id="tl-identity">%s</h2><p class="tl-identity">',
            esc_html__('It adds up', 'touchline')
        );
        $part = static fn (string $name): string => Html::link(
            $query->ordersAddress($name),
            Money::text($identity[$name], $overview['currency']),
            'tl-figure'
        );
        $renewals = (string) $identity['renewals_orders'] !== '0' || (float) $identity['renewals'] !== 0.0;
        echo Html::sentence(sprintf(
            esc_html(self::template($query->measure, $renewals)),
            $part('whatsapp'),
            $part('confirmed'),
            $part('click_only'),
            $part('other'),
            $part('unknown'),
            Html::link($query->ordersAddress(null), Money::text($identity['total'], $overview['currency']), 'tl-figure tl-total'),
            $part('renewals')
        ));
        echo '</p>';
        self::counts($identity, $query->filters !== []);
        self::why();
        echo '</section>';
    }

    private static function template(string $measure, bool $renewals): string
    {
        return match (true) {
            $renewals && $measure === 'total' =>
                /* translators: 1 WhatsApp, 2 confirmed, 3 click only, 4 other channels, 5 no known touch, 6 all, 7 renewals: amounts of money */
                __(
                    'WhatsApp %1$s (confirmed %2$s, click only %3$s) + other channels %4$s + no known touch %5$s + renewals %7$s = %6$s total sales',
                    'touchline'
                ),
            $renewals =>
                /* translators: 1 WhatsApp, 2 confirmed, 3 click only, 4 other channels, 5 no known touch, 6 all, 7 renewals: amounts of money */
                __(
                    'WhatsApp %1$s (confirmed %2$s, click only %3$s) + other channels %4$s + no known touch %5$s + renewals %7$s = %6$s net sales',
                    'touchline'
                ),
            $measure === 'total' =>
                /* translators: 1 WhatsApp, 2 confirmed, 3 click only, 4 other channels, 5 no known touch, 6 all: amounts of money */
                __('WhatsApp %1$s (confirmed %2$s, click only %3$s) + other channels %4$s + no known touch %5$s = %6$s total sales', 'touchline'),
            default =>
                /* translators: 1 WhatsApp, 2 confirmed, 3 click only, 4 other channels, 5 no known touch, 6 all: amounts of money */
                __('WhatsApp %1$s (confirmed %2$s, click only %3$s) + other channels %4$s + no known touch %5$s = %6$s net sales', 'touchline'),
        };
    }

    /** @param array<string, mixed> $identity */
    private static function counts(array $identity, bool $filtered): void
    {
        $orders = static fn (string $name): string => Format::orders((string) $identity[$name . '_orders']);
        $words = sprintf(
            /* translators: 1 WhatsApp, 2 other channels, 3 no known touch, 4 all: numbers of orders */
            __('Orders: %1$s by WhatsApp, %2$s by other channels, %3$s without a known touch, %4$s in all.', 'touchline'),
            $orders('whatsapp'),
            $orders('other'),
            $orders('unknown'),
            $orders('total')
        );
        $shop = function_exists('WC') ? ' ' . __('The sum is what WooCommerce sold in the period.', 'touchline') : '';
        $shop = $filtered ? ' ' . __('The sum is what the filters let through.', 'touchline') : $shop;
        printf('<p class="tl-muted">%s</p>', esc_html($words . $shop));
    }

    private static function why(): void
    {
        $words = [
            __('Nothing was seen of such a customer: staff made the order, it came by telephone or from a marketplace, or cookies were refused.', 'touchline'),
            __('Or the visit was before Touchline was installed, or lies longer ago than the window.', 'touchline'),
            __('For an order that staff make from a chat, type the code of its first message into the order’s field “WhatsApp reference”.', 'touchline'),
        ];
        printf(
            '<details class="tl-why"><summary>%s</summary><p>%s</p></details>',
            esc_html__('Why is no touch known?', 'touchline'),
            esc_html(implode(' ', $words))
        );
    }
}
