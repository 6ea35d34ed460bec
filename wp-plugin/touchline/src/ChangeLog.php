<?php

declare(strict_types=1);

namespace Touchline\WP;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Words;

/** Keeps when somebody changed a setting that figures or visitors notice, so that the chart can say why it bends. */
final class ChangeLog
{
    public const OPTION = 'touchline_changes';
    private const KEPT = 100;

    public function hook(): void
    {
        add_action('update_option_' . Settings::OPTION, [self::class, 'compare'], 10, 2);
        add_action('add_option_' . Settings::OPTION, static fn (string $name, mixed $new) => self::compare([], $new), 10, 2);
    }

    public static function compare(mixed $old, mixed $new): void
    {
        $old = is_array($old) ? $old : [];
        $new = is_array($new) ? $new : [];
        $log = self::all();
        foreach (array_keys(self::names()) as $name) {
            $from = self::value($old[$name] ?? Settings::DEFAULTS[$name]);
            $to = self::value($new[$name] ?? Settings::DEFAULTS[$name]);
            if ($from !== $to) {
                $log[] = ['at' => time() * 1000, 'what' => $name, 'from' => $from, 'to' => $to];
            }
        }
        if ($log !== self::all()) {
            update_option(self::OPTION, array_slice($log, -self::KEPT), false);
        }
    }

    /** @return list<array{at: int, what: string, from: string, to: string}> of a period in ms, half-open */
    public static function between(int $from, int $to): array
    {
        return array_values(array_filter(self::all(), static fn (array $change): bool => $change['at'] >= $from && $change['at'] < $to));
    }

    /** @param array{at: int, what: string, from: string, to: string} $change */
    public static function words(array $change): string
    {
        $what = self::names()[$change['what']];
        if ($change['what'] === 'number') {
            return __('The WhatsApp number was changed.', 'touchline');
        }
        /* translators: 1: name of a setting, 2: what it was, 3: what it is now */
        return sprintf(__('Setting “%1$s”: %3$s, before %2$s.', 'touchline'), $what, self::said($change['what'], $change['from']), self::said(
            $change['what'],
            $change['to']
        ));
    }

    private static function said(string $what, string $value): string
    {
        return match ($what) {
            'model' => Words::models()[$value] ?? $value,
            'measure' => Words::measures()[$value] ?? $value,
            'window', 'half_life' => Format::days((int) $value),
            'positions' => $value,
            default => $value === '' ? __('no', 'touchline') : __('yes', 'touchline'),
        };
    }

    /** @return array<string, string> */
    private static function names(): array
    {
        return [
            'number' => __('WhatsApp number', 'touchline'),
            'model' => __('Model', 'touchline'),
            'window' => __('Window', 'touchline'),
            'half_life' => __('Half-life', 'touchline'),
            'positions' => __('Shares by position', 'touchline'),
            'measure' => __('Measure', 'touchline'),
            'on_hold' => __('Count orders that are on hold', 'touchline'),
        ];
    }

    private static function value(mixed $value): string
    {
        return is_scalar($value) ? (string) $value : '';
    }

    /** @return list<array{at: int, what: string, from: string, to: string}> */
    private static function all(): array
    {
        $all = [];
        $known = get_option(self::OPTION, []);
        foreach (is_array($known) ? $known : [] as $one) {
            if (is_array($one) && isset($one['at'], $one['from'], $one['to'], self::names()[$one['what'] ?? ''])) {
                $all[] = ['at' => (int) $one['at'], 'what' => (string) $one['what'], 'from' => (string) $one['from'], 'to' => (string) $one['to']];
            }
        }
        return $all;
    }
}
