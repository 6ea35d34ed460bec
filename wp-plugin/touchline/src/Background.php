<?php

declare(strict_types=1);

namespace Touchline\WP;

/** Work that is too long for a request, in steps that each ask for the next: by Action Scheduler where WooCommerce is, else by WP-Cron. */
final class Background
{
    /** A step takes so long at most, and a bit: PHP gives thirty seconds in many places. */
    public const STEP_SECONDS = 15;
    /** Whoever has not moved for so long has been ended. */
    public const PATIENCE = 10 * MINUTE_IN_SECONDS;

    /** @param list<mixed> $arguments of the hook */
    public static function later(string $hook, array $arguments = []): void
    {
        if (function_exists('as_enqueue_async_action')) {
            as_enqueue_async_action($hook, $arguments, Traces::GROUP);
            return;
        }
        wp_schedule_single_event(time(), $hook, $arguments);
        spawn_cron();
    }

    /** @param callable(): bool $step does some of it, and says whether there is more */
    public static function steps(callable $step): void
    {
        if (function_exists('set_time_limit')) {
            @set_time_limit(300); // some hosts forbid it; then it takes the time it gets
        }
        for ($end = microtime(true) + self::STEP_SECONDS; $step() && microtime(true) < $end;) {
            wp_cache_flush_runtime();
        }
    }
}
