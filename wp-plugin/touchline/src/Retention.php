<?php

declare(strict_types=1);

namespace Touchline\WP;

/** Deletes what visitors did long ago, once a day, as the settings say. Orders and what they earned stay. */
final class Retention
{
    public const HOOK = 'touchline_prune';

    public function __construct(private Engine $engine, private Settings $settings)
    {
    }

    public function hook(): void
    {
        add_action(self::HOOK, [$this, 'run']);
    }

    public function run(): void
    {
        $months = $this->settings->keepMonths();
        if ($months === 0 || ! $this->engine->ready()) {
            return;
        }
        try {
            $this->engine->prune(self::before($months, new \DateTimeImmutable('today', wp_timezone())));
        } catch (\Throwable $error) {
            $this->engine->log($error);
        }
    }

    /** The same day so many months ago, or that month's last one; in ms. */
    public static function before(int $months, \DateTimeImmutable $today): int
    {
        $then = $today->modify("-$months months");
        $then = $then->format('j') === $today->format('j') ? $then : $then->modify('last day of previous month');
        return $then->getTimestamp() * 1000;
    }
}
