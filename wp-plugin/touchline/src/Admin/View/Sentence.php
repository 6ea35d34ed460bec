<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\Query;

/** What WhatsApp earned, in words. Whole sentences, so that they can be translated; the figures are the cards' own. */
final class Sentence
{
    /** @param array<string, mixed> $overview */
    public static function render(Query $query, array $overview): void
    {
        echo '<section class="tl-card tl-lead" aria-labelledby="tl-lead"><h2 id="tl-lead" class="screen-reader-text">';
        echo esc_html__('In words', 'touchline') . '</h2>';
        $lines = self::lines($query, $overview);
        printf('<p class="tl-earned">%s</p>', Html::sentence((string) array_shift($lines)));
        if ($lines !== []) {
            printf('<p>%s</p>', Html::sentence(implode(' ', $lines)));
        }
        Findings::render($query, $overview['findings']);
        self::currencies($query, $overview);
        echo '</section>';
    }

    /**
     * The first says what was earned, the others what stands out; markup of Html::sentence().
     *
     * @param array<string, mixed> $overview
     * @return list<string>
     */
    public static function lines(Query $query, array $overview): array
    {
        return array_values(array_filter([
            self::earned($query, $overview),
            self::change($query, $overview),
            $query->ofOtherChannels() ? null : self::page($query, $overview),
            $query->ofOtherChannels() ? null : self::product($query, $overview),
            self::leak($query, $overview),
        ]));
    }

    /** @param array<string, mixed> $overview */
    private static function earned(Query $query, array $overview): string
    {
        $identity = $overview['identity'];
        $currency = $overview['currency'];
        $orders = (string) $identity['whatsapp_orders'];
        $money = Html::strong(Money::text($identity['whatsapp'], $currency));
        if ((float) $identity['total'] === 0.0 && (float) $orders === 0.0) {
            return esc_html__('No order counts in this period yet. An order counts once it is paid, or accepted for cash on delivery.', 'touchline');
        }
        if ((float) $orders === 0.0) {
            /* translators: %s: amount of money */
            $words = __('WhatsApp earned nothing of the %s sold in this period.', 'touchline');
            return sprintf(esc_html($words), Html::strong(Money::text($identity['total'], $currency)));
        }
        if ($overview['share']['percent'] === null || (float) $identity['whatsapp'] < 0.0) {
            /* translators: 1: amount of money, 2: number of orders */
            $words = _n('WhatsApp earned %1$s with %2$s order.', 'WhatsApp earned %1$s with %2$s orders.', Format::plural($orders), 'touchline');
            return sprintf(esc_html($words), $money, Html::figure(Format::orders($orders)));
        }
        $words = $query->measure === 'total'
            /* translators: 1: amount of money, 2: number of orders, 3: share in per cent */
            ? _n(
                'WhatsApp earned %1$s with %2$s order: %3$s of your total sales.',
                'WhatsApp earned %1$s with %2$s orders: %3$s of your total sales.',
                Format::plural($orders),
                'touchline'
            )
            /* translators: 1: amount of money, 2: number of orders, 3: share in per cent */
            : _n(
                'WhatsApp earned %1$s with %2$s order: %3$s of your net sales.',
                'WhatsApp earned %1$s with %2$s orders: %3$s of your net sales.',
                Format::plural($orders),
                'touchline'
            );
        return sprintf(esc_html($words), $money, Html::figure(Format::orders($orders)), Html::figure(Format::rate($overview['share'])));
    }

    /** @param array<string, mixed> $overview */
    private static function change(Query $query, array $overview): ?string
    {
        $card = $overview['cards']['revenue'];
        if (! is_array($card['change']) || $card['previous'] === null) {
            return null;
        }
        $year = $query->period->compare === 'previous_year';
        $words = match ($card['change']['direction']) {
            'up' => $year
                /* translators: 1: per cent, 2: amount of money */
                ? __('That is %1$s more than a year earlier (%2$s).', 'touchline')
                /* translators: 1: per cent, 2: amount of money */
                : __('That is %1$s more than in the period before (%2$s).', 'touchline'),
            'down' => $year
                /* translators: 1: per cent, 2: amount of money */
                ? __('That is %1$s less than a year earlier (%2$s).', 'touchline')
                /* translators: 1: per cent, 2: amount of money */
                : __('That is %1$s less than in the period before (%2$s).', 'touchline'),
            default => $year
                /* translators: 2: amount of money */
                ? __('That is as much as a year earlier (%2$s).', 'touchline')
                /* translators: 2: amount of money */
                : __('That is as much as in the period before (%2$s).', 'touchline'),
        };
        return sprintf(
            esc_html($words),
            Html::figure(Format::percent($card['change']['percent'])),
            Html::figure(Money::text($card['previous'], $overview['currency']))
        );
    }

    /** @param array<string, mixed> $overview */
    private static function page(Query $query, array $overview): ?string
    {
        $best = $overview['best']['page_type'] ?? null;
        if ($best === null || ($best['share']['percent'] ?? null) === null) {
            return self::address($query, $overview['best']['page'] ?? null);
        }
        $words = match ($best['key']) {
            /* translators: %s: share in per cent */
            'home' => __('The largest part began on the front page (%s).', 'touchline'),
            /* translators: %s: share in per cent */
            'shop', 'category', 'search' => __('The largest part began on lists of products (%s).', 'touchline'),
            /* translators: %s: share in per cent */
            'product' => __('The largest part began on product pages (%s).', 'touchline'),
            /* translators: %s: share in per cent */
            'cart' => __('The largest part began in the cart (%s).', 'touchline'),
            /* translators: %s: share in per cent */
            'checkout' => __('The largest part began at the checkout (%s).', 'touchline'),
            /* translators: %s: share in per cent */
            'account', 'order' => __('The largest part began on account and order pages (%s).', 'touchline'),
            default => null,
        };
        return $words === null ? null : sprintf(esc_html($words), self::orders($query, 'page_type', $best));
    }

    /**
     * The share of a row, with the way to its orders.
     *
     * @param array<string, mixed> $row
     */
    private static function orders(Query $query, string $dimension, array $row): string
    {
        return Html::link($query->ordersAddress('whatsapp', [$dimension => (string) $row['key']]), Format::percent($row['share']['percent']), 'tl-figure');
    }

    /** @param array<string, mixed>|null $page */
    private static function address(Query $query, ?array $page): ?string
    {
        if ($page === null || $page['key'] === '' || $page['share']['percent'] === null) {
            return null;
        }
        if ($page['key'] === '/') {
            /* translators: %s: share in per cent */
            return sprintf(esc_html__('The largest part began on the front page (%s).', 'touchline'), self::orders($query, 'page', $page));
        }
        /* translators: 1: path of a page, 2: share in per cent */
        $words = __('The largest part began on %1$s (%2$s).', 'touchline');
        return sprintf(esc_html($words), Html::figure((string) $page['key']), self::orders($query, 'page', $page));
    }

    /** @param array<string, mixed> $overview */
    private static function product(Query $query, array $overview): ?string
    {
        $best = $overview['best']['product'] ?? null;
        if ($best === null || ($best['key'] ?? '') === '') {
            return null;
        }
        /* translators: 1: name of a product, 2: amount of money */
        $words = __('Best seller through WhatsApp: %1$s (%2$s).', 'touchline');
        return sprintf(
            esc_html($words),
            '<span class="tl-name">' . esc_html($best['label'] === '' ? $best['key'] : $best['label']) . '</span>',
            Html::link(
                $query->ordersAddress('whatsapp', ['product' => (string) $best['key']]),
                Money::text($best['revenue'], $overview['currency']),
                'tl-figure'
            )
        );
    }

    /** @param array<string, mixed> $overview */
    private static function leak(Query $query, array $overview): ?string
    {
        $leak = $overview['leak'] ?? null;
        if ($leak === null || $leak['lost'] < 1 || $leak['of'] < Chain::FINDING) {
            return null;
        }
        $lost = (int) $leak['lost'];
        $words = match ($leak['from'] . '>' . $leak['to']) {
            /* translators: 1: how many of them, 2: number of people */
            'click>chat' => _n(
                'The biggest leak: %1$s of %2$s who clicked the button never wrote.',
                'The biggest leak: %1$s of %2$s who clicked the button never wrote.',
                $lost,
                'touchline'
            ),
            /* translators: 1: how many of them, 2: number of people */
            'click>cart' => _n(
                'The biggest leak: %1$s of %2$s who clicked the button put nothing into a cart.',
                'The biggest leak: %1$s of %2$s who clicked the button put nothing into a cart.',
                $lost,
                'touchline'
            ),
            /* translators: 1: how many of them, 2: number of people */
            'click>order' => _n(
                'The biggest leak: %1$s of %2$s who clicked the button did not buy.',
                'The biggest leak: %1$s of %2$s who clicked the button did not buy.',
                $lost,
                'touchline'
            ),
            /* translators: 1: how many of them, 2: number of people */
            'chat>cart' => _n(
                'The biggest leak: %1$s of %2$s who wrote put nothing into a cart.',
                'The biggest leak: %1$s of %2$s who wrote put nothing into a cart.',
                $lost,
                'touchline'
            ),
            /* translators: 1: how many of them, 2: number of people */
            'chat>order' => _n(
                'The biggest leak: %1$s of %2$s who wrote did not buy.',
                'The biggest leak: %1$s of %2$s who wrote did not buy.',
                $lost,
                'touchline'
            ),
            /* translators: 1: how many of them, 2: number of people */
            'cart>order' => _n(
                'The biggest leak: %1$s of %2$s left a full cart behind.',
                'The biggest leak: %1$s of %2$s left a full cart behind.',
                $lost,
                'touchline'
            ),
            default => null,
        };
        return $words === null ? null : sprintf(
            esc_html($words),
            Html::link($query->address(['tab' => 'sources', 'dim' => 'page']), Format::count($lost), 'tl-figure'),
            Html::figure(Format::count((int) $leak['of']))
        );
    }

    /**
     * Two currencies are never added up: the page shows one and names the others.
     *
     * @param array<string, mixed> $overview
     */
    private static function currencies(Query $query, array $overview): void
    {
        $others = [];
        foreach ($overview['currencies'] as $one) {
            if ($one['currency'] !== $overview['currency']) {
                $others[] = Html::link(
                    $query->address(['currency' => $one['currency']]),
                    // Several currencies share a sign, so the code stands before it (the own formatter shows the code itself).
                    (function_exists('wc_price') ? $one['currency'] . ' ' : '') . Money::text($one['whatsapp'], $one['currency'])
                );
            }
        }
        if ($others !== []) {
            printf(
                '<p class="tl-muted">%s</p>',
                Html::sentence(sprintf(
                    /* translators: 1: currency shown, 2: list of amounts in other currencies */
                    esc_html__('Shown is %1$s. In other currencies WhatsApp earned: %2$s.', 'touchline'),
                    esc_html((string) $overview['currency']),
                    implode(', ', $others)
                ))
            );
        }
    }
}
