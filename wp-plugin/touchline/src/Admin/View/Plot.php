<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

/**
 * The geometry of the daily chart: where columns, lines and labels go. It draws and says no figure; what is printed comes from the
 * engine. The picture is stretched to the width of its box, so x runs over days and everything that must not be stretched lies beside it.
 */
final class Plot
{
    public const HEIGHT = 1000.0;
    /** More days than this stand closer together. */
    public const DENSE = 60;
    private const DAY = 10.0;
    private const LINES = 4;
    private const LABELS = 7;

    private float $top = 0.0;
    private float $bottom = 0.0;
    private float $step = 1.0;
    /** @var array<string, string> */
    private array $paths = [];

    /**
     * @param list<array<string, mixed>> $days
     * @param list<string> $series from the zero line outwards
     */
    public function __construct(private readonly array $days, array $series, private readonly bool $compared)
    {
        $this->scale($series);
        $this->paths = array_fill_keys($series, '');
        foreach ($days as $i => $day) {
            $this->stack($i, $day, $series);
        }
    }

    public function width(): float
    {
        return count($this->days) * self::DAY;
    }

    public function columns(string $series): string
    {
        return $this->paths[$series];
    }

    public function zero(): string
    {
        return self::number($this->y(0.0));
    }

    public function previous(): string
    {
        $path = '';
        $pen = 'M';
        foreach ($this->days as $i => $day) {
            if ($day['previous'] === null) {
                $pen = 'M';
                continue;
            }
            $path .= sprintf('%s%.1F %.1F', $pen, ($i + 0.5) * self::DAY, $this->y((float) $day['previous']));
            $pen = 'L';
        }
        return $path;
    }

    /** @return list<array{string, string, string}> amount, distance from the top in per cent, y */
    public function ticks(): array
    {
        $ticks = [];
        $places = $this->step < 1.0 ? 2 : 0;
        for ($at = $this->top; $at >= $this->bottom - $this->step / 100; $at -= $this->step) {
            $y = $this->y($at);
            $amount = sprintf('%.' . $places . 'F', $at);
            $ticks[] = [(float) $amount === 0.0 ? '0' : $amount, self::percent($y / self::HEIGHT), self::number($y)];
        }
        return $ticks;
    }

    /** @return list<array{string, string}> left edge and width of the days that are not over */
    public function partial(): array
    {
        $spans = [];
        foreach ($this->days as $i => $day) {
            if ($day['partial']) {
                $spans[] = [self::percent($i / count($this->days)), self::percent(1 / count($this->days))];
            }
        }
        return $spans;
    }

    /** Of a day's column; null when it is not drawn. */
    public function middle(string $date): ?string
    {
        $i = array_search($date, array_column($this->days, 'date'), true);
        return $i === false ? null : self::percent(($i + 0.5) / count($this->days));
    }

    /** @return list<array{string, string}> date and the middle of its column */
    public function labels(): array
    {
        $days = count($this->days);
        $every = intdiv($days - 1, self::LABELS) + 1;
        $labels = [];
        for ($i = 0; $i < $days; $i += $every) {
            $labels[] = [(string) $this->days[$i]['date'], self::percent(($i + 0.5) / $days)];
        }
        return $labels;
    }

    /** @param list<string> $series */
    private function scale(array $series): void
    {
        $highest = 0.0;
        $lowest = 0.0;
        foreach ($this->days as $day) {
            $up = 0.0;
            $down = 0.0;
            foreach ($series as $name) {
                $value = (float) $day[$name];
                $value > 0 ? $up += $value : $down += $value;
            }
            $line = $this->compared && $day['previous'] !== null ? (float) $day['previous'] : 0.0;
            $highest = max($highest, $up, $line);
            $lowest = min($lowest, $down, $line);
        }
        $this->step = self::step(max($highest - $lowest, 0.04) / self::LINES);
        while ($this->top < $highest) {
            $this->top += $this->step;
        }
        $this->bottom = $lowest; // no line below it: a day of small refunds does not make the picture half empty
        if ($this->top === $this->bottom) {
            $this->top = $this->step * self::LINES;
        }
    }

    /** The next of 1, 2, 2.5, 5 times a power of ten. */
    private static function step(float $least): float
    {
        $power = 0.01;
        while ($power * 10 <= $least) {
            $power *= 10;
        }
        foreach ([1, 2, 2.5, 5] as $times) {
            if ($power * $times >= $least) {
                return $power * $times;
            }
        }
        return $power * 10;
    }

    /**
     * @param array<string, mixed> $day
     * @param list<string> $series
     */
    private function stack(int $i, array $day, array $series): void
    {
        $gap = count($this->days) > self::DENSE ? 0.5 : 1.5;
        $up = 0.0;
        $down = 0.0;
        foreach ($series as $name) {
            $value = (float) $day[$name];
            if ($value === 0.0) {
                continue;
            }
            $from = $value > 0 ? $up : $down;
            $value > 0 ? $up += $value : $down += $value;
            $this->paths[$name] .= sprintf(
                'M%.1F %.1Fh%.1FV%.1Fh-%.1Fz',
                $i * self::DAY + $gap,
                $this->y($from),
                self::DAY - 2 * $gap,
                $this->y($from + $value),
                self::DAY - 2 * $gap
            );
        }
    }

    private function y(float $value): float
    {
        return ($this->top - $value) / ($this->top - $this->bottom) * self::HEIGHT;
    }

    private static function number(float $number): string
    {
        return sprintf('%.1F', $number);
    }

    private static function percent(float $part): string
    {
        return sprintf('%.3F%%', $part * 100);
    }
}
