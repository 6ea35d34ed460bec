<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\CartWords;
use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\Query;

/** The carts that a figure was made from, newest first. */
final class CartList
{
    private const PRODUCTS = 3;

    /** @param array<string, mixed> $report */
    public static function render(Query $query, array $report): void
    {
        $states = CartWords::states();
        $title = $query->state === 'started' ? __('Carts', 'touchline')
            /* translators: %s: what became of them, such as "Lost" */
            : sprintf(__('Carts: %s', 'touchline'), $states[$query->state]);
        printf('<section class="tl-card" aria-labelledby="tl-cart-list"><h2 id="tl-cart-list">%s</h2>', esc_html($title));
        self::choice($query, $states);
        if ($report['rows'] === []) {
            printf('<p class="tl-none">%s</p></section>', esc_html__('None in this period.', 'touchline'));
            return;
        }
        Table::begin('tl-cart-list', array_values(self::columns()), 'tl-cart-rows');
        self::total($report);
        foreach ($report['rows'] as $row) {
            self::row($query, $row);
        }
        echo Table::END; // phpcs:ignore WordPress.Security.EscapeOutput -- markup of our own
        Pages::render($query, (int) $report['count'], ['state' => $query->state === 'started' ? null : $query->state], '#tl-cart-list');
        echo '</section>';
    }

    /** @param array<string, string> $states */
    private static function choice(Query $query, array $states): void
    {
        printf('<nav class="tl-choose" aria-label="%1$s"><span aria-hidden="true">%1$s</span>', esc_attr__('Show carts', 'touchline'));
        foreach ($states as $name => $words) {
            printf(
                '<a href="%s"%s>%s</a>',
                esc_url(Carts::address($query, $name)),
                $name === $query->state ? ' aria-current="true"' : '',
                esc_html($name === 'started' ? __('All', 'touchline') : $words)
            );
        }
        echo '</nav>';
    }

    /** @return array<string, string> */
    private static function columns(): array
    {
        return [
            'person' => __('Shopper', 'touchline'), 'value' => __('Worth', 'touchline'), 'state' => __('What became of it', 'touchline'),
            'started' => __('Began', 'touchline'), 'last' => __('Last touched', 'touchline'), 'products' => __('What lay in it', 'touchline'),
            'order' => __('Order', 'touchline'), 'bought' => __('Bought for', 'touchline'),
        ];
    }

    /** @param array<string, mixed> $report */
    private static function total(array $report): void
    {
        Table::row(esc_html(CartWords::carts((int) $report['count'])), [
            'revenue' => ['', Html::figure(Money::text((string) $report['total']['value'], $report['currency']))],
            'state tl-nothing' => ['', ''],
            'started tl-nothing' => ['', ''],
            'last tl-nothing' => ['', ''],
            'products tl-nothing' => ['', ''],
            'order tl-nothing' => ['', ''],
            'bought' => [__('bought for', 'touchline'), Html::figure(Money::text((string) $report['total']['revenue'], $report['currency']))],
        ], 'tl-totals');
    }

    /** @param array<string, mixed> $row */
    private static function row(Query $query, array $row): void
    {
        $order = $row['order'] === null ? '' : Html::link(
            $query->journeyAddress((string) $row['order']),
            /* translators: %s: number of an order */
            sprintf(__('#%s', 'touchline'), $row['number'] ?? $row['order'])
        );
        Table::row('<code>' . esc_html((string) $row['person']) . '</code>', [
            'revenue' => ['', Html::figure(Money::text((string) $row['value'], $row['currency']))],
            'state tl-word' => ['', self::state($row)],
            'started tl-word' => [__('began', 'touchline'), Html::figure(Format::moment((int) $row['started_at']))],
            'last tl-word' => [__('last touched', 'touchline'), Html::figure(Format::moment((int) $row['last_at']))],
            'products tl-word' . ($row['products'] === [] ? ' tl-nothing' : '') => ['', self::products($row['products'])],
            'order tl-word' . ($order === '' ? ' tl-nothing' : '') => ['', $order],
            'bought' . ($order === '' ? ' tl-nothing' : '') => [
                __('bought for', 'touchline'),
                $order === '' ? '' : Html::figure(Money::text((string) $row['revenue'], $row['currency'])),
            ],
        ]);
    }

    /** @param array<string, mixed> $row */
    private static function state(array $row): string
    {
        $how = match (true) {
            $row['by_any'] => self::back($row),
            $row['abandoned_at'] !== null && $row['checkout_at'] !== null => __('at the checkout', 'touchline'),
            default => '',
        };
        return esc_html(CartWords::state((string) $row['state'])) . ($how === '' ? '' : ' <span class="tl-muted">' . esc_html($how) . '</span>');
    }

    /** @param array<string, mixed> $row */
    private static function back(array $row): string
    {
        $back = CartWords::back((string) $row['back_channel'], $row['back_entry']);
        return match (true) {
            /* translators: %s: what brought a shopper back, such as "E-mail"; WhatsApp had a part in it, too */
            $row['by_touch'] && $row['back_channel'] !== 'whatsapp' => sprintf(__('by: %s, after a WhatsApp touch', 'touchline'), $back),
            /* translators: %s: what brought a shopper back, such as "E-mail" */
            default => sprintf(__('by: %s', 'touchline'), $back),
        };
    }

    /** @param list<string|null> $products */
    private static function products(array $products): string
    {
        $names = implode(', ', array_map('strval', array_slice($products, 0, self::PRODUCTS)));
        $more = count(array_slice($products, self::PRODUCTS));
        return '<bdi>' . esc_html($more === 0 ? $names : sprintf(
            /* translators: 1: names of products, 2: number of others */
            _n('%1$s and %2$s more', '%1$s and %2$s more', $more, 'touchline'),
            $names,
            Format::count($more)
        )) . '</bdi>';
    }
}
