<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

/**
 * The geometry of the picture of steps: a column for each touch, a bar for each name in it, and bands from what came before to what came
 * next. It says no figure. Upwards its units are pixels; sideways it is stretched to its box, so words lie beside it as HTML.
 */
final class FlowPlot
{
    public const WIDTH = 1000.0;
    private const BAR = 8.0;
    /** So far apart that two lines of words never touch, however thin their bars are. */
    private const GAP = 17.0;
    private const DRAWN = 240.0;

    public readonly int $columns;
    public readonly float $height;
    /** @var array<int, array{step: int, y: float, size: float}> bars by node */
    private array $bars = [];
    /** @var array<int, array{step: int, y: float, size: float}> bars of orders placed, by the column they stand in */
    private array $placed = [];
    private readonly float $unit;

    /** @param array<string, mixed> $report the engine's report `steps`, with an order at least */
    public function __construct(private readonly array $report)
    {
        $this->columns = count($report['steps']) + 1;
        $this->unit = self::DRAWN / max(1, (int) $report['orders']);
        $lowest = 0.0;
        for ($column = 1; $column <= $this->columns; $column++) {
            $lowest = max($lowest, $this->column($column));
        }
        $this->height = $lowest;
    }

    /** Puts the bars of a column below each other, the orders placed before it on top; gives where it ends. */
    private function column(int $column): float
    {
        $y = 0.0;
        $placed = (int) ($this->report['steps'][$column - 2]['placed']['n'] ?? 0);
        if ($placed > 0) {
            $this->placed[$column] = ['step' => $column, 'y' => $y, 'size' => $placed * $this->unit];
            $y += $placed * $this->unit + self::GAP;
        }
        foreach ($this->report['nodes'] as $i => $node) {
            if ($node['step'] === $column) {
                $this->bars[$i] = ['step' => $column, 'y' => $y, 'size' => $node['orders'] * $this->unit];
                $y += $node['orders'] * $this->unit + self::GAP;
            }
        }
        return $y;
    }

    public function bar(int $node): string
    {
        return self::rectangle($this->x($this->bars[$node]['step']), $this->bars[$node]);
    }

    /** @return array<int, string> column => shape */
    public function placedBars(): array
    {
        return array_map(fn (array $bar): string => self::rectangle($this->x($bar['step']), $bar), $this->placed);
    }

    /** @return list<array{int, string}> the node a band comes from, and its shape */
    public function bands(): array
    {
        $bands = [];
        $left = $this->bars;
        $right = $this->bars;
        $placed = $this->placed;
        // Those who ordered leave on top, as their bar stands on top of the next column.
        $links = $this->report['links'];
        usort($links, static fn (array $a, array $b): int => [$a['from'], $a['to'] ?? -1] <=> [$b['from'], $b['to'] ?? -1]);
        foreach ($links as $link) {
            $size = $link['orders'] * $this->unit;
            $from = $left[$link['from']]['y'];
            $left[$link['from']]['y'] += $size;
            $next = $this->bars[$link['from']]['step'] + 1;
            if ($link['to'] === null) {
                $to = $placed[$next]['y'];
                $placed[$next]['y'] += $size;
            } else {
                $to = $right[$link['to']]['y'];
                $right[$link['to']]['y'] += $size;
            }
            $bands[] = [$link['from'], self::band($this->x($next - 1) + self::BAR, $from, $this->x($next), $to, $size)];
        }
        return $bands;
    }

    /** Where the words of a bar stand, as CSS. */
    public function place(int $node): string
    {
        return $this->css($this->bars[$node]);
    }

    /** @return array<int, string> column => the same for orders placed */
    public function placedPlaces(): array
    {
        return array_map(fn (array $bar): string => $this->css($bar), $this->placed);
    }

    /** @param array{step: int, y: float, size: float} $bar */
    private function css(array $bar): string
    {
        return sprintf(
            'left:%.2F%%;top:%.1Fpx;width:%.2F%%',
            ($this->x($bar['step']) + self::BAR) / self::WIDTH * 100,
            $bar['y'] + max(0.0, $bar['size'] / 2 - self::GAP / 2),
            100 / $this->columns - self::BAR / self::WIDTH * 100
        );
    }

    private function x(int $column): float
    {
        return ($column - 1) * self::WIDTH / $this->columns;
    }

    /** @param array{step: int, y: float, size: float} $bar */
    private static function rectangle(float $x, array $bar): string
    {
        return sprintf('M%.1F %.1Fh%.1Fv%.1Fh-%.1Fz', $x, $bar['y'], self::BAR, max(1.0, $bar['size']), self::BAR);
    }

    private static function band(float $x0, float $y0, float $x1, float $y1, float $size): string
    {
        $middle = ($x0 + $x1) / 2;
        return sprintf(
            'M%1$.1F %3$.1FC%5$.1F %3$.1F %5$.1F %4$.1F %2$.1F %4$.1Fv%6$.1FC%5$.1F %7$.1F %5$.1F %8$.1F %1$.1F %8$.1Fz',
            $x0,
            $x1,
            $y0,
            $y1,
            $middle,
            $size,
            $y1 + $size,
            $y0 + $size
        );
    }
}
