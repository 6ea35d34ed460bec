<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\OrderLink;
use Touchline\WP\Admin\Query;
use Touchline\WP\Admin\Words;

/** A reference code from a chat leads to the product and page it was pressed on, the visit and the orders. */
final class CodeSearch
{
    public static function form(Query $query): void
    {
        printf(
            '<form class="tl-search" role="search" method="get" action="%s">',
            esc_url(admin_url('admin.php'))
        );
        foreach ($query->arguments(['tab' => null]) as $name => $value) {
            if (is_scalar($value)) {
                printf('<input type="hidden" name="%s" value="%s">', esc_attr($name), esc_attr((string) $value));
            }
        }
        printf(
            '<label for="tl-code">%s</label><input id="tl-code" type="search" name="code" value="%s" placeholder="K7Q2-M9XA" maxlength="40"'
            . ' autocomplete="off" spellcheck="false"><button class="button">%s</button></form>',
            esc_html__('Reference code', 'touchline'),
            esc_attr($query->code),
            esc_html__('Find', 'touchline')
        );
    }

    /** @param array<string, mixed> $found */
    public static function result(Query $query, array $found): void
    {
        printf('<section class="tl-card tl-found" aria-labelledby="tl-found"><h2 id="tl-found">%s</h2>', esc_html(self::title($query, $found)));
        if ($found['code'] === null) {
            printf(
                '<p>%s</p>',
                esc_html__('A code has eight letters and digits, such as K7Q2-M9XA. It stands in the first message of a chat.', 'touchline')
            );
        } elseif (! $found['found']) {
            printf(
                '<p>%s</p>',
                esc_html__('Nobody clicked the button with this code here. Look for a mistaken letter, or for another website of yours.', 'touchline')
            );
        } else {
            self::details($query, $found);
        }
        printf('<p>%s</p></section>', Html::link($query->address(), __('Close', 'touchline')));
    }

    /** @param array<string, mixed> $found */
    private static function title(Query $query, array $found): string
    {
        if ($found['code'] === null) {
            /* translators: %s: what was typed */
            return sprintf(__('“%s” is no reference code', 'touchline'), $query->code);
        }
        $code = self::pretty((string) $found['code']);
        return $found['found']
            /* translators: %s: a reference code */
            ? sprintf(__('Code %s', 'touchline'), $code)
            /* translators: %s: a reference code */
            : sprintf(__('Code %s is not known', 'touchline'), $code);
    }

    /** Eight characters in two groups, as the message shows them. */
    public static function pretty(string $code): string
    {
        return strlen($code) === 8 ? substr($code, 0, 4) . '-' . substr($code, 4) : $code;
    }

    /** @param array<string, mixed> $found */
    private static function details(Query $query, array $found): void
    {
        if ($found['ambiguous']) {
            printf(
                '<p class="tl-warn">%s</p>',
                esc_html__('Two visitors clicked the button with this code, so it ties no order to either of them.', 'touchline')
            );
        }
        $click = $found['click'];
        $visit = $found['visit'];
        $rows = [];
        if (is_array($click)) {
            $name = (string) ($click['product_name'] ?? '');
            $rows[__('Product', 'touchline')] = esc_html(($name ?: (string) ($click['product'] ?? '')) ?: Format::DASH);
            $rows[__('Page', 'touchline')] = self::page((string) $click['path']);
            $rows[__('Clicked', 'touchline')] = esc_html(Format::moment((int) $click['at']) . ', ' . Words::placement($click['placement'] ?? null));
        }
        if (is_array($visit)) {
            $rows[__('Visit', 'touchline')] = esc_html(self::visit($visit));
        }
        $rows[__('Orders', 'touchline')] = self::orders($found['orders']);
        echo '<dl class="tl-facts">';
        foreach ($rows as $term => $html) {
            printf('<div><dt>%s</dt><dd>%s</dd></div>', esc_html($term), Html::sentence($html));
        }
        echo '</dl>';
    }

    private static function page(string $path): string
    {
        return Html::link(home_url($path), $path);
    }

    /** @param array<string, mixed> $visit */
    private static function visit(array $visit): string
    {
        $from = array_filter([
            Words::channel((string) $visit['channel']),
            (string) ($visit['source'] ?? ''),
            (string) ($visit['campaign'] ?? ''),
        ], static fn (string $part): bool => $part !== '');
        return sprintf(
            /* translators: 1: where the visit came from, 2: when, 3: number of pages, 4: address of the first page */
            _n('%1$s, %2$s, %3$s page from %4$s on', '%1$s, %2$s, %3$s pages from %4$s on', (int) $visit['pages'], 'touchline'),
            implode(' / ', array_unique($from)),
            Format::moment((int) $visit['at']),
            Format::count((int) $visit['pages']),
            (string) ($visit['landing'] ?? '') ?: Format::DASH
        );
    }

    /** @param list<array<string, mixed>> $orders */
    private static function orders(array $orders): string
    {
        if ($orders === []) {
            return esc_html__('None yet', 'touchline');
        }
        $links = [];
        foreach ($orders as $order) {
            $links[] = sprintf(
                '%s (%s, %s)',
                OrderLink::html((string) $order['order'], (string) $order['number']),
                esc_html(Format::moment((int) $order['placed_at'])),
                esc_html(Words::evidence((string) $order['evidence']))
            );
        }
        return implode(', ', $links);
    }
}
