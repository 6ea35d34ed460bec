<?php

declare(strict_types=1);

namespace Touchline\WP;

/**
 * Which versions of the PHP extension this plugin takes: from NEEDS on, as long as the API is the same. Another API has another first number,
 * before 1.0 another second one (docs/decisions/). fits() calls no WordPress, since the beacon file asks it too.
 */
final class Extension
{
    public const NEEDS = '0.1.0';

    public static function version(): string|false
    {
        return phpversion('touchline');
    }

    public static function fits(string|false $version): bool
    {
        return $version !== false && version_compare($version, self::NEEDS, '>=') && self::api($version) === self::api(self::NEEDS);
    }

    /** Why not, in one sentence, and what to do. */
    public static function problem(string|false $version): ?string
    {
        if (self::fits($version)) {
            return null;
        }
        if ($version === false) {
            return __(
                'The PHP extension touchline is not loaded. Install it as its README says and restart PHP; until then visits are not counted.',
                'touchline'
            );
        }
        if (version_compare($version, self::NEEDS, '<')) {
            /* translators: 1: installed version, 2: version needed */
            $words = __('The PHP extension touchline is version %1$s; this plugin needs %2$s. Update the extension and restart PHP.', 'touchline');
            return sprintf($words, $version, self::NEEDS);
        }
        /* translators: 1: installed version, 2: versions that the plugin takes, such as 0.1.x */
        $words = __('The PHP extension touchline is version %1$s, newer than this plugin, which takes %2$s. Update the plugin.', 'touchline');
        return sprintf($words, $version, self::api(self::NEEDS) . '.x');
    }

    /** The numbers that two versions with the same API have in common. */
    private static function api(string $version): string
    {
        [$major, $minor] = explode('.', $version . '.0');
        return $major === '0' ? "0.$minor" : $major;
    }
}
