<?php

declare(strict_types=1);

namespace Touchline\WP\Button;

use Touchline\WP\Admin\Mistakes;

/** When the floating button comes: at once, or at the first of what the merchant chose. */
final class Moments
{
    public const OPTION = 'touchline_moments';
    /** Most of each number: seconds, percent of the page, minutes. */
    public const MOST = ['after' => 600, 'scroll' => 100, 'idle' => 120];
    /** What products that are out of stock mean for it. */
    public const STOCK = ['', 'also', 'only'];

    public function number(string $name): int
    {
        return (int) $this->all()[$name];
    }

    public function onExit(): bool
    {
        return (bool) $this->all()['exit'];
    }

    public function stock(): string
    {
        return (string) $this->all()['stock'];
    }

    /**
     * What the browser waits for on this page: [] when the button is there at once, null when it does not come.
     *
     * @return array<string, int>|null
     */
    public function here(?\WC_Product $product): ?array
    {
        $chosen = array_filter([
            'after' => $this->number('after'), 'scroll' => $this->number('scroll'), 'exit' => (int) $this->onExit(), 'idle' => $this->number('idle'),
        ]);
        $soldOut = $product !== null && ! $product->is_in_stock();
        $variations = $product !== null && $product->is_type('variable') ? ['stock' => 1] : [];
        return match (true) {
            $this->stock() === 'only' && ! $soldOut => $variations ?: null,
            $this->stock() === 'also' && $soldOut => [],
            $this->stock() === 'also' && $chosen !== [] => $chosen + $variations,
            default => $chosen,
        };
    }

    /**
     * What was typed into the form, or set by a program. What is wrong keeps what was there and is named.
     *
     * @return array<string, mixed>
     */
    public function sanitize(mixed $typed): array
    {
        $old = $this->all();
        $typed = is_array($typed) ? $typed : [];
        $typed += isset($typed['_form']) ? [] : $old;
        $new = ['exit' => ! empty($typed['exit']), 'stock' => in_array($typed['stock'] ?? null, self::STOCK, true) ? $typed['stock'] : $old['stock']];
        foreach (self::MOST as $name => $most) {
            $value = is_scalar($typed[$name] ?? '') ? trim((string) ($typed[$name] ?? '')) : '?';
            $value = $value === '' ? '0' : $value;
            $new[$name] = ctype_digit($value) && (int) $value <= $most ? (int) $value : $old[$name];
            if ($new[$name] !== (int) $value || ! ctype_digit($value)) {
                /* translators: 1: what was typed, 2: a number */
                $words = __('“%1$s” is not a number from 0 to %2$d. What was there was kept.', 'touchline');
                Mistakes::add(self::OPTION, self::OPTION . "[$name]", $value, sprintf($words, sanitize_text_field($value), $most));
            }
        }
        return $new;
    }

    /** @return array<string, mixed> */
    private function all(): array
    {
        $defaults = ['after' => 0, 'scroll' => 0, 'exit' => false, 'idle' => 0, 'stock' => ''];
        $known = get_option(self::OPTION, []);
        return array_merge($defaults, array_intersect_key(is_array($known) ? $known : [], $defaults));
    }
}
