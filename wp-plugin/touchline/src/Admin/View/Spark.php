<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

/** A line of a few days without axis or figures: its shape is the message, the figure stands above it. */
final class Spark
{
    private const WIDTH = 100;
    private const HEIGHT = 24;

    /** @param list<string|null> $values one a day, null: none; fewer than three have no shape */
    public static function render(array $values): string
    {
        $known = array_map('floatval', array_filter($values, static fn (?string $value): bool => $value !== null));
        $low = $known === [] ? 0.0 : min(0.0, min($known));
        $high = $known === [] ? 0.0 : max($known);
        if (count($known) < 3 || $high <= $low) {
            return '';
        }
        $path = '';
        foreach ($known as $i => $value) { // a day without a value is passed over
            $x = $i / (count($values) - 1) * self::WIDTH;
            $path .= sprintf('%s%.1F %.1F', $path === '' ? 'M' : 'L', $x, ($high - $value) / ($high - $low) * self::HEIGHT);
        }
        return sprintf(
            '<svg class="tl-spark" viewBox="-1 -1 %d %d" preserveAspectRatio="none" aria-hidden="true" focusable="false"><path d="%s"/></svg>',
            self::WIDTH + 2,
            self::HEIGHT + 2,
            esc_attr($path)
        );
    }
}
