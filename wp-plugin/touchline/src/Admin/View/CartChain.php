<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\CartWords;
use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\Query;

/** From the first item to the order, and what became of the carts that were left: numbers, money, and the loss named. */
final class CartChain
{
    private const FIRST = ['started', 'checkout', 'ordered', 'awaiting', 'emptied', 'active', 'abandoned'];
    private const LEFT = ['any', 'open', 'lost'];
    /** Steps that say nothing where there are none. */
    private const RARE = ['awaiting', 'emptied', 'active', 'open'];

    /** @param array<string, mixed> $report */
    public static function render(Query $query, array $report): void
    {
        printf(
            '<section class="tl-card" aria-labelledby="tl-cart-chain"><h2 id="tl-cart-chain">%s</h2>',
            esc_html__('What became of the carts', 'touchline')
        );
        self::steps($query, $report, self::FIRST);
        if ((int) $report['total']['abandoned']['carts'] > 0) {
            printf('<h3>%s</h3>', esc_html__('Of the carts that were left', 'touchline'));
            self::steps($query, $report, self::LEFT);
        }
        printf('<p class="tl-muted">%s</p></section>', esc_html__(
            'Carts at what they were worth when they were left, without tax and shipping; in the second list “won back” shows what the orders brought.',
            'touchline'
        ));
    }

    /**
     * @param array<string, mixed> $report
     * @param list<string> $names
     */
    private static function steps(Query $query, array $report, array $names): void
    {
        echo '<ol class="tl-chain">';
        foreach ($names as $name) {
            $step = $report['total'][$name];
            if ((int) $step['carts'] > 0 || ! in_array($name, self::RARE, true)) {
                self::step($query, $report, $name, $step);
            }
        }
        echo '</ol>';
    }

    /**
     * @param array<string, mixed> $report
     * @param array<string, mixed> $step
     */
    private static function step(Query $query, array $report, string $name, array $step): void
    {
        $lost = self::lost($report, $name);
        printf(
            '<li class="tl-step tl-went-%s"><span class="tl-step-name">%s</span>'
            . '<span class="tl-step-bar" aria-hidden="true"><span style="inline-size:%s"></span></span>'
            . '<span class="tl-step-count">%s</span><span class="tl-step-rate">%s</span><span class="tl-step-money">%s</span>%s</li>',
            esc_attr($name),
            Html::link(Carts::address($query, $name), CartWords::states()[$name]),
            esc_attr($name === 'started' ? '100%' : Format::width($step['of_carts']['percent'])),
            Html::figure(Format::count((int) $step['carts'])),
            esc_html(self::rate($name, $step)),
            Html::figure(Money::text((string) ($name === 'any' ? $step['revenue'] : $step['value']), $report['currency'])),
            $lost === null ? '' : '<span class="tl-step-lost">' . esc_html($lost) . '</span>'
        );
    }

    /** @param array<string, mixed> $step */
    private static function rate(string $name, array $step): string
    {
        if ($name === 'started') {
            return '';
        }
        $words = in_array($name, self::LEFT, true)
            /* translators: %s: per cent */
            ? __('%s of those left', 'touchline')
            /* translators: %s: per cent */
            : __('%s of those started', 'touchline');
        return sprintf($words, Format::rate($step['of_carts'], true));
    }

    /** @param array<string, mixed> $report */
    private static function lost(array $report, string $name): ?string
    {
        $before = $report['before_checkout'];
        if ($name !== 'checkout' || (int) $before['carts'] === 0) {
            return null;
        }
        return sprintf(
            /* translators: 1: number of carts, 2: amount of money */
            _n('%1$s never reached it (%2$s)', '%1$s never reached it (%2$s)', (int) $before['carts'], 'touchline'),
            Format::count((int) $before['carts']),
            Money::text((string) $before['value'], $report['currency'])
        );
    }
}
