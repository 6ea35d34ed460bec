<?php

declare(strict_types=1);

namespace Touchline\WP\Admin;

/** The tabs that are reports, in their order: name in the address => what shows it. The settings and the status come after them. */
final class Tabs
{
    public const FIRST = 'overview';
    public const SETTINGS = 'settings';
    public const LINKS = 'links';
    public const STATUS = 'status';
    /** Only for who may change the settings. */
    public const OF_ADMINISTRATORS = [self::SETTINGS, self::STATUS];
    /** @var array<string, class-string<View\Tab>> */
    public const VIEWS = [
        self::FIRST => View\Overview::class,
        'sources' => View\Sources::class,
        'products' => View\Products::class,
        'models' => View\Models::class,
        'paths' => View\Paths::class,
        'journeys' => View\Journeys::class,
        'carts' => View\Carts::class,
        self::LINKS => View\Links::class,
        'quality' => View\Quality::class,
    ];

    /** What a tab was called before => its name now: links that somebody kept go on working. */
    public const RENAMED = ['orders' => 'journeys'];

    /** @return array<string, string> name in the address => title */
    public static function titles(): array
    {
        $titles = array_map(static fn (string $view): string => $view::title(), self::VIEWS);
        return $titles + [self::SETTINGS => __('Settings', 'touchline'), self::STATUS => __('Status', 'touchline')];
    }
}
