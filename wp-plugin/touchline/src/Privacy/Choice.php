<?php

declare(strict_types=1);

namespace Touchline\WP\Privacy;

use Touchline\WP\Address;

/**
 * How visitors are known, as the merchant chose.
 *
 * @phpstan-import-type Site from \Touchline\WP\Collect
 */
final class Choice
{
    public const OPTION = 'touchline_privacy';
    public const MODES = ['consent', 'cookieless', 'off'];
    public const SIGNALS = ['dnt', 'gpc'];
    private const LIMIT = 300;
    private const MOST = 10000;
    private const DEFAULTS = [
        'mode' => '', 'dnt' => false, 'gpc' => true, 'roles' => ['administrator', 'shop_manager'], 'out' => '', 'proxies' => '', 'limit' => self::LIMIT,
    ];

    public function mode(): string
    {
        $mode = $this->all()['mode'];
        return in_array($mode, self::MODES, true) ? $mode : self::standard();
    }

    /** '' while the merchant leaves it to us. */
    public function chosen(): string
    {
        return (string) $this->all()['mode'];
    }

    /** By consent where a tool asks for it, else without anything on the device. */
    public static function standard(): string
    {
        return self::hasTool() ? 'consent' : 'cookieless';
    }

    /** Does a consent tool speak the WP Consent API? */
    public static function hasTool(): bool
    {
        return function_exists('wp_has_consent');
    }

    public function honours(string $signal): bool
    {
        return (bool) $this->all()[$signal];
    }

    public function limit(): int
    {
        return (int) $this->all()['limit'];
    }

    /** @return list<string> roles whose visits are none */
    public function roles(): array
    {
        return array_values(array_map('strval', (array) $this->all()['roles']));
    }

    /** Is this one of the shop's own people? */
    public function isStaff(): bool
    {
        return array_intersect($this->roles(), wp_get_current_user()->roles) !== [] || (is_multisite() && is_super_admin());
    }

    /** @return list<string> addresses and ranges, one a line in the form */
    public function lines(string $name): array
    {
        $text = (string) $this->all()[$name];
        return $text === '' ? [] : explode("\n", $text);
    }

    /**
     * What the beacon has to know.
     *
     * @return Site
     */
    public function site(string $store): array
    {
        return [
            'store' => $store, 'mode' => $this->mode(), 'dnt' => $this->honours('dnt'), 'gpc' => $this->honours('gpc'),
            'proxies' => $this->lines('proxies'), 'out' => $this->lines('out'), 'limit' => $this->limit(),
        ];
    }

    /**
     * What was typed into the form, or set by a program.
     *
     * @return array<string, mixed>
     */
    public function sanitize(mixed $typed): array
    {
        $old = $this->all();
        $typed = is_array($typed) ? $typed : [];
        $typed += isset($typed['_form']) ? ['roles' => []] : $old;
        $mode = $typed['mode'] ?? '';
        $limit = $typed['limit'] ?? $old['limit'];
        return [
            'mode' => $mode === '' || in_array($mode, self::MODES, true) ? $mode : $old['mode'],
            'dnt' => ! empty($typed['dnt']),
            'gpc' => ! empty($typed['gpc']),
            'roles' => array_values(array_intersect(array_keys(wp_roles()->roles), (array) $typed['roles'])),
            'out' => self::ranges('out', $typed['out'] ?? ''),
            'proxies' => self::ranges('proxies', $typed['proxies'] ?? ''),
            'limit' => max(0, min(self::MOST, is_numeric($limit) ? (int) $limit : self::LIMIT)),
        ];
    }

    /** What is no address is left out and named. */
    private static function ranges(string $name, mixed $typed): string
    {
        $kept = [];
        foreach (preg_split('/[\s,]+/', is_string($typed) ? sanitize_textarea_field($typed) : '', -1, PREG_SPLIT_NO_EMPTY) ?: [] as $range) {
            if (Address::isRange($range)) {
                $kept[] = $range;
                continue;
            }
            /* translators: %s: what was typed */
            $message = sprintf(__('%s is no address such as 203.0.113.7 or 10.0.0.0/8 and was left out.', 'touchline'), $range);
            add_settings_error(self::OPTION, $name, $message);
        }
        return implode("\n", array_slice(array_unique($kept), 0, 100));
    }

    /** @return array<string, mixed> */
    private function all(): array
    {
        $known = get_option(self::OPTION, []);
        return array_merge(self::DEFAULTS, array_intersect_key(is_array($known) ? $known : [], self::DEFAULTS));
    }
}
