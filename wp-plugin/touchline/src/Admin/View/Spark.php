<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

/** A line of a few days without axis or figures: its shape is the message, the figure stands above it. */
final class Spark
{
    private const WIDTH = 100;
    private const HEIGHT = 24;

    /** @param list<float> $values one a day; fewer than three have no shape */
    public static function render(array $values): string
    {
        if (count($values) < 3) {
            return '';
        }
        $low = min(0.0, min($values));
        $high = max($values);
        if ($high <= $low) {
            return '';
        }
        $points = [];
        foreach ($values as $i => $value) {
            $points[] = sprintf('%.1F,%.1F', $i / (count($values) - 1) * self::WIDTH, ($high - $value) / ($high - $low) * self::HEIGHT);
        }
        return sprintf(
            '<svg class="tl-spark" viewBox="-1 -1 %d %d" preserveAspectRatio="none" aria-hidden="true" focusable="false"><polyline points="%s"/></svg>',
            self::WIDTH + 2,
            self::HEIGHT + 2,
            esc_attr(implode(' ', $points))
        );
    }
}
