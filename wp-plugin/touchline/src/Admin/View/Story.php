<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\OrderLink;
use Touchline\WP\Admin\Query;

/** One order's journey on a time line: what the person did, when the order was placed, counted and refunded, and what each touch earned. */
final class Story
{
    /** @param array<string, mixed> $journey */
    public static function render(Query $query, array $journey): void
    {
        printf(
            '<section class="tl-card" aria-labelledby="tl-story"><p class="tl-crumb">%s</p><h2 id="tl-story">%s</h2>',
            Html::link($query->address(['tab' => 'journeys']), __('← All journeys', 'touchline')),
            /* translators: %s: number of an order */
            esc_html(sprintf(__('Order #%s', 'touchline'), $journey['number'] ?? $journey['order']))
        );
        self::facts($journey);
        Journey::summary($journey, $query->measure);
        if ($journey['touches'] === []) {
            printf('<p>%s</p>', esc_html(Journey::cause($journey['cause'] ?? null)));
        }
        self::line($journey);
        echo '</section>';
        self::models($journey);
    }

    /** @param array<string, mixed> $journey */
    private static function facts(array $journey): void
    {
        $facts = [esc_html(Orders::status((string) $journey['status']))];
        if ($journey['person'] !== null) {
            $facts[] = sprintf(
                /* translators: %s: eight characters that stand for a person without saying who it is */
                esc_html__('Person %s (a pseudonym)', 'touchline'),
                '<code>' . esc_html((string) $journey['person']) . '</code>'
            );
        }
        if ($journey['shop'] !== null) {
            /* translators: %s: where WooCommerce thinks an order came from */
            $facts[] = esc_html(sprintf(__('WooCommerce says: %s', 'touchline'), Journey::origin($journey['shop'])));
        }
        $link = OrderLink::html((string) $journey['order'], (string) $journey['number']);
        if (str_contains($link, '<a ')) {
            /* translators: %s: link to an order */
            $facts[] = sprintf(esc_html__('%s in WooCommerce', 'touchline'), $link);
        }
        printf('<p class="tl-muted">%s</p>', Html::sentence(implode(' · ', $facts)));
    }

    /** @param array<string, mixed> $journey */
    private static function line(array $journey): void
    {
        $items = [];
        foreach ($journey['touches'] as $touch) {
            $items[] = [(int) $touch['at'], 0, self::touch($journey, $touch)];
        }
        $placed = (int) $journey['placed_at'];
        /* translators: %s: amount of money */
        $words = sprintf(__('Order placed: %s with tax and shipping', 'touchline'), self::money($journey, (string) $journey['total']));
        // WooCommerce keeps whole seconds: what was clicked in the same one came before.
        $placed = $placed % 1000 === 0 ? min($placed + 999, max($placed, $journey['counted_at'] ?? PHP_INT_MAX)) : $placed;
        $items[] = [$placed, 1, self::event($words)];
        if (is_int($journey['counted_at'])) {
            $items[] = [$journey['counted_at'], 2, self::event(__('Paid or accepted: counts as a sale', 'touchline'))];
        }
        foreach ($journey['refunds'] as $refund) {
            $words = $journey['touches'] === [] || ! $journey['counts']
                /* translators: %s: amount of money */
                ? __('Refunded: %s with tax and shipping', 'touchline')
                /* translators: %s: amount of money */
                : __('Refunded: %s with tax and shipping; credit is taken back in the same shares', 'touchline');
            $items[] = [(int) $refund['at'], 3, self::event(sprintf($words, self::money($journey, (string) $refund['total'])))];
        }
        usort($items, static fn (array $a, array $b): int => [$a[0], $a[1]] <=> [$b[0], $b[1]]);
        echo '<ol class="tl-story">';
        foreach ($items as [$at, , $html]) {
            printf('<li><span class="tl-when">%s</span>%s</li>', esc_html(Format::moment($at)), $html); // phpcs:ignore -- escaped where it was made
        }
        echo '</ol>';
    }

    /** @param array<string, mixed> $journey */
    private static function money(array $journey, string $amount): string
    {
        return Money::text($amount, (string) $journey['currency']);
    }

    private static function event(string $words): string
    {
        return sprintf('<span class="tl-mark" aria-hidden="true"></span><span class="tl-what"><strong>%s</strong></span>', esc_html($words));
    }

    /**
     * @param array<string, mixed> $journey
     * @param array<string, mixed> $touch
     */
    private static function touch(array $journey, array $touch): string
    {
        $why = Journey::why($journey, $touch);
        $credit = $why === null
            ? sprintf(
                '%s %s',
                Html::figure(Format::percent((string) $touch['share'])),
                Html::strong(self::money($journey, (string) $touch['credit']))
            )
            : '<span class="tl-muted">' . esc_html($why === '' ? Format::DASH : $why) . '</span>';
        return sprintf(
            '<span class="tl-mark" aria-hidden="true"><span class="tl-dot tl-dot-%s"></span></span><span class="tl-what"><strong>%s</strong>%s'
            . '<br>%s</span><span class="tl-credit">%s</span>',
            esc_attr((string) $touch['channel']),
            esc_html(Journey::what($touch)),
            Journey::chat($touch) . Journey::quality($touch),
            Journey::where($touch),
            $credit
        );
    }

    /** @param array<string, mixed> $journey */
    private static function models(array $journey): void
    {
        if ($journey['touches'] === []) {
            return;
        }
        printf(
            '<section class="tl-card" aria-labelledby="tl-models"><h2 id="tl-models">%s</h2><p class="tl-muted">%s</p>',
            esc_html__('Under every model', 'touchline'),
            esc_html__(
                'What each touch earns of this order, refunds taken off. Markov and Shapley look at all orders at once, so they say nothing of one.',
                'touchline'
            )
        );
        Journey::modelsTable($journey);
        echo '</section>';
    }
}
