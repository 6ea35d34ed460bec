<?php

declare(strict_types=1);

namespace Touchline\WP;

/** Ingest every 5 minutes, a look at the beacon every hour, retention and the comparison with the shop every day. */
final class Cron
{
    private const INGEST = 'touchline_ingest';
    private const PROBE = 'touchline_probe';
    private const BUDGET_MS = 20000;

    public function __construct(private Engine $engine, private Beacon $beacon)
    {
    }

    public function hook(): void
    {
        add_filter('cron_schedules', [self::class, 'schedules']);
        add_action(self::INGEST, [$this, 'ingest']);
        add_action(self::PROBE, [$this->beacon, 'look']);
        add_action('init', [self::class, 'schedule']);
    }

    /** A PHP of the command line without the extension returns quietly: the web server's PHP has its turn. */
    public function ingest(): void
    {
        if (! $this->engine->ready()) {
            return;
        }
        try {
            $this->engine->ingest(self::BUDGET_MS);
        } catch (\Throwable $error) {
            $this->engine->log($error);
        }
    }

    /**
     * @param array<string, array{interval: int, display: string}> $all
     * @return array<string, array{interval: int, display: string}>
     */
    public static function schedules(array $all): array
    {
        $all['touchline_five_minutes'] = ['interval' => 5 * MINUTE_IN_SECONDS, 'display' => 'Touchline, every 5 minutes'];
        return $all;
    }

    public static function schedule(): void
    {
        add_filter('cron_schedules', [self::class, 'schedules']);
        $daily = [Retention::HOOK => 'daily', ReconcileJob::HOOK => 'daily'];
        foreach ([self::INGEST => 'touchline_five_minutes', self::PROBE => 'hourly'] + $daily as $hook => $interval) {
            if (wp_next_scheduled($hook) === false) {
                wp_schedule_event(time() + MINUTE_IN_SECONDS, $interval, $hook);
            }
        }
    }

    public static function unschedule(): void
    {
        wp_clear_scheduled_hook(self::INGEST);
        wp_clear_scheduled_hook(self::PROBE);
        Checkup::unschedule();
        wp_clear_scheduled_hook(Retention::HOOK);
        ReconcileJob::unschedule();
        BackfillJob::unschedule();
    }
}
