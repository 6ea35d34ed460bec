<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\CartWords;
use Touchline\WP\Admin\Dimensions;
use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\Query;
use Touchline\WP\Admin\Units;
use Touchline\WP\Admin\Words;

/** The tables of carts: by what counts as won back, by channel, with and without WhatsApp, by product. */
final class CartTables
{
    /** Rows of channels and products. */
    public const MOST = 20;
    private const FEW = 8;

    /** @param array<string, mixed> $report */
    public static function back(Query $query, array $report): void
    {
        Figures::open('tl-back', __('What brought them back', 'touchline'), __(
            'The last thing that shoppers did between leaving the cart and the order; a direct visit only where there was nothing else.',
            'touchline'
        ));
        if ($report['back'] === []) {
            printf('<p class="tl-none">%s</p></section>', esc_html__('No cart of this period has been won back yet.', 'touchline'));
            return;
        }
        $won = $report['total']['any'];
        Figures::head('tl-back', [__('What they did', 'touchline'), __('Carts', 'touchline'), __('Share', 'touchline'), __('Bought for', 'touchline')]);
        Table::figures(Html::link(Carts::address($query, 'any'), __('All won back', 'touchline')), [
            'carts' => [Units::of('carts', (int) $won['carts']), Format::count((int) $won['carts'])],
            'share' => ['', ''],
            'revenue' => ['', Money::text((string) $won['revenue'], $report['currency'])],
        ], 'tl-totals');
        foreach ($report['back'] as $row) {
            $label = sprintf(
                '<span class="tl-dot tl-dot-%s" aria-hidden="true"></span>%s',
                esc_attr((string) $row['channel']),
                esc_html(CartWords::back((string) $row['channel'], $row['entry']))
            );
            Table::figures($label . Table::bar($row['share']), [
                'carts' => [Units::of('carts', (int) $row['carts']), Format::count((int) $row['carts'])],
                'share' => ['', Format::rate($row['share'], true)],
                'revenue' => ['', Money::text((string) $row['revenue'], $report['currency'])],
            ]);
        }
        Figures::close();
    }

    /** @param array<string, mixed> $report */
    public static function recoveries(Query $query, array $report): void
    {
        Figures::open('tl-recoveries', __('Won back: three definitions side by side', 'touchline'), __(
            'Shops and tools count differently. Each row is a part of the one below it; an order wins back one cart.',
            'touchline'
        ));
        $columns = [
            __('What counts', 'touchline'), __('Carts', 'touchline'), __('Recovery rate', 'touchline'), __('Bought for', 'touchline'),
            __('Of the money left', 'touchline'),
        ];
        Figures::head('tl-recoveries', $columns);
        foreach (CartWords::recoveries() as $name => [$title, $says]) {
            $row = $report['total'][$name];
            $label = Html::link(Carts::address($query, $name), $title) . '<span class="tl-muted tl-says">' . esc_html($says) . '</span>';
            Table::figures($label, [
                'carts' => [Units::of('carts', (int) $row['carts']), Format::count((int) $row['carts'])],
                'rate' => [__('of those left', 'touchline'), self::rate($row['of_carts'])],
                'revenue' => ['', Money::text((string) $row['revenue'], $report['currency'])],
                'money' => [__('of the money left', 'touchline'), Format::rate($row['of_money'], true)],
            ]);
        }
        echo Table::END; // phpcs:ignore WordPress.Security.EscapeOutput -- markup of our own
        printf('<p class="tl-muted">%s</p></section>', esc_html(sprintf(
            /* translators: 1: "Net sales" or "Total sales", 2: such as "12 carts", 3: amount of money */
            __('Orders as they were placed (%1$s), against %2$s left, worth %3$s. Of fewer than 30 carts no rate is given.', 'touchline'),
            Words::measure($query->measure),
            CartWords::carts((int) $report['total']['abandoned']['carts']),
            Money::text((string) $report['total']['abandoned']['value'], $report['currency'])
        )));
    }

    /** @param array<string, mixed> $report */
    public static function channels(Query $query, array $report): void
    {
        Figures::open('tl-cart-channels', __('Carts by channel', 'touchline'), __('By what brought the visit in which the cart began.', 'touchline'));
        $columns = self::columns(Dimensions::all()['channel']);
        Figures::head('tl-cart-channels', $columns);
        Table::figures(esc_html__('All', 'touchline'), self::cells($report['total'], $report['currency']), 'tl-totals');
        foreach ($report['rows'] as $i => $row) {
            if ($i === self::FEW) {
                Figures::rest('tl-cart-channels', $columns);
            }
            $key = (string) $row['key'];
            $label = sprintf('<span class="tl-dot tl-dot-%s" aria-hidden="true"></span>', esc_attr($key))
                . Html::link($query->address(['filter' => ['channel' => [$key]] + $query->filters]), Words::channel($key));
            Table::figures($label, self::cells($row, $report['currency']));
        }
        Figures::close(count($report['rows']) > self::FEW);
    }

    /** @param array<string, mixed> $report */
    public static function whatsapp(array $report): void
    {
        Figures::open('tl-cart-whatsapp', __('With WhatsApp and without', 'touchline'), __(
            'With: the shopper clicked, wrote or came by WhatsApp in the cart’s time or within the window before. That does not show that it is the cause.',
            'touchline'
        ));
        Figures::head('tl-cart-whatsapp', [
            __('Carts', 'touchline'), __('Started', 'touchline'), __('Ordered at once', 'touchline'), __('Won back', 'touchline'),
        ]);
        foreach (['with' => __('With WhatsApp', 'touchline'), 'without' => __('Without', 'touchline')] as $name => $words) {
            $row = $report['whatsapp'][$name];
            Table::figures(esc_html($words), [
                'carts' => [Units::of('carts', (int) $row['started']['carts']), Format::count((int) $row['started']['carts'])],
                'ordered' => [__('ordered at once', 'touchline'), self::rate($row['ordered']['of_carts'])],
                'won' => [__('won back', 'touchline'), self::rate($row['any']['of_carts'])],
            ]);
        }
        Figures::close();
    }

    /** @param array<string, mixed> $report */
    public static function products(array $report): void
    {
        Figures::open(
            'tl-cart-products',
            __('What lay in the carts that were left', 'touchline'),
            __('A cart with two products stands in two rows.', 'touchline')
        );
        if ($report['products'] === []) {
            printf('<p class="tl-none">%s</p></section>', esc_html__('Nothing in this period yet.', 'touchline'));
            return;
        }
        $columns = [__('Product', 'touchline'), __('Carts left', 'touchline'), __('Share', 'touchline'), __('Won back', 'touchline')];
        Figures::head('tl-cart-products', $columns);
        foreach ($report['products'] as $i => $row) {
            if ($i === self::FEW) {
                Figures::rest('tl-cart-products', $columns);
            }
            Table::figures('<bdi>' . esc_html((string) $row['label']) . '</bdi>', [
                'carts' => [Units::of('carts', (int) $row['carts']), Format::count((int) $row['carts'])],
                'share' => [__('of those left', 'touchline'), Format::rate($row['share'], true)],
                'won' => [__('won back', 'touchline'), self::rate($row['won'])],
            ]);
        }
        Figures::close(count($report['products']) > self::FEW);
    }

    /** @return list<string> */
    private static function columns(string $first): array
    {
        return [
            $first, __('Started', 'touchline'), __('Worth', 'touchline'), __('Ordered at once', 'touchline'), __('Left', 'touchline'),
            __('Worth of these', 'touchline'),
            __('Won back', 'touchline'), __('Bought for', 'touchline'),
        ];
    }

    /**
     * @param array<string, mixed> $row
     * @return array<string, array{string, string}>
     */
    private static function cells(array $row, ?string $currency): array
    {
        return [
            'carts' => [Units::of('carts', (int) $row['started']['carts']), Format::count((int) $row['started']['carts'])],
            'revenue' => ['', Money::text((string) $row['started']['value'], $currency)],
            'ordered' => [__('ordered at once', 'touchline'), self::rate($row['ordered']['of_carts'])],
            'left' => [__('left', 'touchline'), Format::count((int) $row['abandoned']['carts'])],
            'worth' => [__('left', 'touchline'), Money::text((string) $row['abandoned']['value'], $currency)],
            'won' => [__('won back', 'touchline'), self::rate($row['any']['of_carts'])],
            'bought' => [__('bought for', 'touchline'), Money::text((string) $row['any']['revenue'], $currency)],
        ];
    }

    /** @param array{n: int, of: int, percent: ?string} $rate */
    private static function rate(array $rate): string
    {
        return Format::sample($rate, Format::count($rate['n']), $rate['of']);
    }
}
