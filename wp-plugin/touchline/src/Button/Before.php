<?php

declare(strict_types=1);

namespace Touchline\WP\Button;

/** What stands between the press and the chat: the merchant's opt-in, and on computers a QR code for the phone. */
final class Before
{
    public const OPTION = 'touchline_before';
    private const LONGEST = 500;
    /** A wording may link to the shop's privacy policy. */
    private const TAGS = ['a' => ['href' => []]];

    /** The wording of the opt-in as HTML with links only, '' while none is asked for. */
    public function wording(): string
    {
        return (string) $this->all()['wording'];
    }

    public function isRequired(): bool
    {
        return (bool) $this->all()['required'];
    }

    public function hasQr(): bool
    {
        return (bool) $this->all()['qr'];
    }

    /** @return array<string, array{text: string, since: int}> every wording there was, by its mark, oldest first */
    public function wordings(): array
    {
        return array_filter((array) $this->all()['wordings'], static fn (mixed $one): bool => is_array($one) && isset($one['text'], $one['since']));
    }

    /** By this a record names its wording. */
    public static function mark(string $wording): string
    {
        return substr(hash('sha256', $wording), 0, 12);
    }

    public static function html(string $wording): string
    {
        return wp_kses($wording, self::TAGS);
    }

    /**
     * What was typed into the form, or set by a program. A wording that was in use is never forgotten: records name it.
     *
     * @return array<string, mixed>
     */
    public function sanitize(mixed $typed): array
    {
        $old = $this->all();
        $typed = is_array($typed) ? $typed : [];
        $form = isset($typed['_form']);
        $typed += $form ? [] : $old;
        $known = (array) $old['wordings'];
        $known = ($form || ! is_array($typed['wordings']) ? [] : $typed['wordings']) + $known;
        $wording = trim((string) preg_replace('/\s+/', ' ', self::html(is_string($typed['wording'] ?? null) ? $typed['wording'] : '')));
        if (mb_strlen($wording) > self::LONGEST) {
            /* translators: %d: a number */
            $words = __('The opt-in is longer than %d characters. What was there was kept.', 'touchline');
            add_settings_error(self::OPTION, 'wording', sprintf($words, self::LONGEST));
            $wording = (string) $old['wording'];
        }
        return [
            'wording' => $wording, 'required' => ! empty($typed['required']), 'qr' => ! empty($typed['qr']),
            'wordings' => $known + ($wording === '' ? [] : [self::mark($wording) => ['text' => $wording, 'since' => time()]]),
        ];
    }

    /** @return array<string, mixed> */
    private function all(): array
    {
        $defaults = ['wording' => '', 'required' => false, 'qr' => false, 'wordings' => []];
        $known = get_option(self::OPTION, []);
        return array_merge($defaults, array_intersect_key(is_array($known) ? $known : [], $defaults));
    }
}
