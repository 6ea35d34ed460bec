<?php

declare(strict_types=1);

namespace Touchline\WP\Button;

/** Where the button stands and what it looks like, as the merchant chose. */
final class Look
{
    public const OPTION = 'touchline_button';

    /** Words that a choice may be, the standard one first. */
    public const CHOICES = ['size' => ['medium', 'small', 'large'], 'scheme' => ['light', 'dark', 'auto'], 'corner' => ['right', 'left', 'none']];
    public const PAGES = ['home', 'shop', 'category', 'product', 'cart', 'checkout', 'account', 'order', 'search', 'page', 'post', 'other'];
    private const COLOUR = '#1c7d45';
    private const TEXTS = ['bubble' => 60, 'label_product' => 80, 'label_help' => 80];

    /** @return array<string, mixed> */
    private static function defaults(): array
    {
        return [
            'wide' => 'right', 'phone' => 'right', 'product' => true, 'cart' => true, 'checkout' => true, 'off' => [], 'only' => '', 'except' => '',
            'size' => 'medium', 'colour' => self::COLOUR, 'scheme' => 'light', 'bubble' => '', 'label_product' => '', 'label_help' => '',
        ];
    }

    public function is(string $name): bool
    {
        return (bool) $this->all()[$name];
    }

    public function text(string $name): string
    {
        return (string) $this->all()[$name];
    }

    /** @return list<string> page types without the floating button */
    public function off(): array
    {
        return array_values(array_intersect(self::PAGES, (array) $this->all()['off']));
    }

    /** Does the floating button stand on this page? */
    public function floatsOn(string $pageType, string $path): bool
    {
        return ! in_array($pageType, $this->off(), true)
            && ($this->text('only') === '' || Paths::match($path, $this->text('only')))
            && ! Paths::match($path, $this->text('except'));
    }

    /** White or black on the merchant's colour: whichever reads better (WCAG's contrast). */
    public function ink(): string
    {
        $light = 0.0;
        foreach ([1 => 0.2126, 3 => 0.7152, 5 => 0.0722] as $at => $weight) {
            $part = hexdec(substr($this->text('colour'), $at, 2)) / 255;
            $light += $weight * ($part <= 0.04045 ? $part / 12.92 : (($part + 0.055) / 1.055) ** 2.4);
        }
        return 1.05 / ($light + 0.05) >= 4.5 ? '#fff' : '#000';
    }

    /**
     * What was typed into the form, or set by a program; what is no choice keeps the old one.
     *
     * @return array<string, mixed>
     */
    public function sanitize(mixed $typed): array
    {
        $old = $this->all();
        $typed = is_array($typed) ? $typed : [];
        $form = isset($typed['_form']);
        $typed += $form ? [] : $old;
        $colour = sanitize_hex_color(is_string($typed['colour'] ?? null) ? $typed['colour'] : '');
        $new = [
            'off' => array_values(array_intersect(self::PAGES, (array) ($typed['off'] ?? []))),
            'colour' => $colour !== null && strlen($colour) === 7 ? $colour : $old['colour'],
        ];
        foreach (['wide' => 'corner', 'phone' => 'corner', 'size' => 'size', 'scheme' => 'scheme'] as $name => $kind) {
            $new[$name] = in_array($typed[$name] ?? null, self::CHOICES[$kind], true) ? $typed[$name] : $old[$name];
        }
        foreach (['product', 'cart', 'checkout'] as $name) {
            $new[$name] = ! empty($typed[$name]);
        }
        foreach (self::TEXTS as $name => $limit) {
            $new[$name] = mb_substr(sanitize_text_field(is_string($typed[$name] ?? null) ? $typed[$name] : ''), 0, $limit);
        }
        foreach (['only', 'except'] as $name) {
            $new[$name] = Paths::lines($typed[$name] ?? '');
        }
        return $new;
    }

    /** @return array<string, mixed> */
    private function all(): array
    {
        $known = get_option(self::OPTION, []);
        return array_merge(self::defaults(), array_intersect_key(is_array($known) ? $known : [], self::defaults()));
    }
}
