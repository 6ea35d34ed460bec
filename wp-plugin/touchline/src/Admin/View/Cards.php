<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\Query;
use Touchline\WP\Admin\Words;

/** Six figures, each with what it is compared with, what it divides by, and the way to its orders. */
final class Cards
{
    /** Characters of a figure from which on it is set smaller, so that it stays on one line. */
    private const LONG = 10;

    /** What the report daily calls the figure of a day. */
    private const DAYS = ['revenue' => 'whatsapp', 'share' => 'share', 'orders' => 'whatsapp_orders', 'aov' => 'aov', 'per_click' => 'per_click'];
    private const RATES = ['share', 'conversion', 'chats'];

    /**
     * @param array<string, mixed> $overview
     * @param list<array<string, mixed>> $days of the report daily
     * @param array<string, mixed>|null $carts what came back takes the place of the last card
     */
    public static function render(Query $query, array $overview, array $days, ?array $carts): void
    {
        $title = esc_html__('Figures', 'touchline');
        printf('<section aria-labelledby="tl-cards"><h2 id="tl-cards" class="screen-reader-text">%s</h2><ul class="tl-cards">', $title);
        foreach (array_slice(self::shown($overview), 0, $carts === null ? null : -1) as $name) {
            self::card($query, $overview, $name, match ($name) {
                'conversion' => $overview['conversion_days'],
                'chats' => $overview['chat_days'],
                default => array_column($days, self::DAYS[$name]),
            });
        }
        if ($carts !== null) {
            Carts::wonBack($query, $carts);
        }
        echo '</ul></section>';
    }

    /**
     * @param array<string, mixed> $overview
     * @param list<string|null> $days
     */
    private static function card(Query $query, array $overview, string $name, array $days): void
    {
        $card = $overview['cards'][$name];
        $currency = $overview['currency'];
        $value = self::value($name, $card['value'], $currency);
        printf('<li class="tl-card"><h3>%s</h3>', self::title($query, $name));
        if ($value === null) {
            printf(
                '<p class="tl-big"><span aria-hidden="true">%s</span></p><p class="tl-muted">%s</p></li>',
                esc_html(Format::DASH),
                esc_html(Words::reason($card['reason'] ?? null))
            );
            return;
        }
        printf(
            '<p class="tl-big%s"><a href="%s"><bdi>%s</bdi></a></p>%s<p class="tl-muted">%s</p>%s</li>',
            mb_strlen($value) > self::LONG ? ' tl-long' : '',
            esc_url(self::rows($query, $name)),
            esc_html($value),
            self::change($query, $card, self::value($name, $card['previous'], $currency), in_array($name, self::RATES, true)),
            esc_html(self::divides($name, $card['value'], $overview)),
            Spark::render($days) // phpcs:ignore WordPress.Security.EscapeOutput -- escaped there
        );
    }

    /** The orders behind, or where clicks and chats stand beside them. */
    private static function rows(Query $query, string $name): string
    {
        return match ($name) {
            'share' => $query->address(['tab' => 'sources', 'dim' => 'channel']),
            'conversion', 'chats', 'per_click' => $query->address(['tab' => 'sources', 'dim' => 'page']),
            default => $query->ordersAddress('whatsapp'),
        };
    }

    /**
     * The same as text, for a mail: title, figure, what it was before.
     *
     * @param array<string, mixed> $overview
     * @return list<array{string, string, string}>
     */
    public static function plain(Query $query, array $overview): array
    {
        $plain = [];
        foreach (self::shown($overview) as $name) {
            $card = $overview['cards'][$name];
            $value = self::value($name, $card['value'], $overview['currency']);
            if ($value !== null) {
                $change = self::change($query, $card, self::value($name, $card['previous'], $overview['currency']), in_array($name, self::RATES, true));
                $plain[] = [self::name($query, $name), $value, html_entity_decode(wp_strip_all_tags($change), ENT_QUOTES | ENT_HTML5, 'UTF-8')];
            }
        }
        return $plain;
    }

    /**
     * @param array<string, mixed> $overview
     * @return list<string>
     */
    private static function shown(array $overview): array
    {
        $conversion = $overview['cards']['chats']['reason'] === 'not_measured' ? 'conversion' : 'chats';
        return ['revenue', 'share', 'orders', $conversion, 'aov', 'per_click'];
    }

    private static function title(Query $query, string $name): string
    {
        $words = self::name($query, $name);
        return match ($name) {
            'revenue' => Html::term('earned', $words),
            'orders' => esc_html($words),
            'per_click' => Html::term('per-click', $words),
            default => Html::term($name, $words),
        };
    }

    private static function name(Query $query, string $name): string
    {
        return match ($name) {
            'revenue' => $query->measure === 'total' ? __('Total sales by WhatsApp', 'touchline') : __('Net sales by WhatsApp', 'touchline'),
            'share' => __('Share of all sales', 'touchline'),
            'orders' => __('Orders by WhatsApp', 'touchline'),
            'conversion' => __('Click to order', 'touchline'),
            'chats' => __('Chat to order', 'touchline'),
            'aov' => __('Average order', 'touchline'),
            default => __('Earned per click', 'touchline'),
        };
    }

    private static function value(string $name, mixed $value, ?string $currency): ?string
    {
        if ($value === null) {
            return null;
        }
        return match ($name) {
            'orders' => Format::orders((string) $value),
            'share', 'conversion', 'chats' => is_array($value) && $value['percent'] !== null ? Format::percent($value['percent']) : null,
            default => Money::text((string) $value, $currency),
        };
    }

    /** @param array<string, mixed> $card */
    private static function change(Query $query, array $card, ?string $previous, bool $rate): string
    {
        if ($query->period->compare === 'none') {
            return '';
        }
        if ($previous === null || ! is_array($card['change'])) {
            return '<p class="tl-change tl-flat">' . esc_html__('Nothing to compare with yet', 'touchline') . '</p>';
        }
        $direction = $card['change']['direction'];
        [$arrow, $words] = match (true) {
            /* translators: %2$s: the figure before */
            $direction === 'up' && $rate => ['▲', __('up from %2$s', 'touchline')],
            /* translators: 1: per cent, 2: the figure before */
            $direction === 'up' => ['▲', __('up %1$s from %2$s', 'touchline')],
            /* translators: %2$s: the figure before */
            $direction === 'down' && $rate => ['▼', __('down from %2$s', 'touchline')],
            /* translators: 1: per cent, 2: the figure before */
            $direction === 'down' => ['▼', __('down %1$s from %2$s', 'touchline')],
            /* translators: %2$s: the figure before */
            default => ['=', __('as before: %2$s', 'touchline')],
        };
        return sprintf(
            '<p class="tl-change tl-%s"><span aria-hidden="true">%s</span> %s</p>',
            esc_attr($direction),
            esc_html($arrow),
            sprintf(esc_html($words), Html::figure(Format::percent($card['change']['percent'])), Html::figure($previous))
        );
    }

    /** @param array<string, mixed> $overview */
    private static function divides(string $name, mixed $value, array $overview): string
    {
        $orders = (string) $overview['cards']['orders']['value'];
        return match ($name) {
            'revenue' => (float) $overview['cards']['orders']['value'] === 0.0 ? '' : __('refunds taken off', 'touchline'),
            'share' => sprintf(
                /* translators: %s: amount of money */
                __('of %s in all', 'touchline'),
                Money::text($overview['identity']['total'], $overview['currency'])
            ),
            'orders' => sprintf(
                /* translators: %s: number of orders */
                __('of %s in all', 'touchline'),
                Format::orders((string) $overview['identity']['total_orders'])
            ),
            'conversion' => sprintf(
                /* translators: 1: people who bought, 2: people who clicked the button */
                __('%1$s of %2$s who clicked the button', 'touchline'),
                Format::count((int) $value['n']),
                Format::count((int) $value['of'])
            ),
            'chats' => sprintf(
                /* translators: 1: people who bought, 2: people who wrote on WhatsApp */
                __('%1$s of %2$s who wrote', 'touchline'),
                Format::count((int) $value['n']),
                Format::count((int) $value['of'])
            ),
            'aov' => sprintf(
                /* translators: %s: number of orders */
                _n('over %s order, before refunds', 'over %s orders, before refunds', Format::plural($orders), 'touchline'),
                Format::orders($orders)
            ),
            default => self::clicks($overview),
        };
    }

    /** @param array<string, mixed> $overview */
    private static function clicks(array $overview): string
    {
        foreach ($overview['chain'] as $step) {
            if ($step['step'] === 'click') {
                return sprintf(
                    /* translators: %s: number of people */
                    _n('over %s person who clicked', 'over %s people who clicked', (int) $step['count'], 'touchline'),
                    Format::count((int) $step['count'])
                );
            }
        }
        return '';
    }
}
