<?php

declare(strict_types=1);

namespace Touchline\WP;

use Touchline\WP\Health\Closed;
use Touchline\WP\Health\Nodes;

/** Ingest every 5 minutes, a look at the beacon and the store's folder every hour, retention and the comparison with the shop every day, a check of the whole store every week. */
final class Cron
{
    public const INGEST = 'touchline_ingest';
    public const PROBE = 'touchline_probe';
    private const INTERVALS = [
        self::INGEST => 'touchline_five_minutes', self::PROBE => 'hourly', Retention::HOOK => 'daily', ReconcileJob::HOOK => 'daily', Checkup::HOOK => 'weekly',
    ];
    private const BUDGET_MS = 20000;
    /** What the last run could not do: a PHP of the command line may have no extension. */
    private const FAILED = 'touchline_cron';

    public function __construct(private Engine $engine, private Beacon $beacon, private Closed $closed)
    {
    }

    public function hook(): void
    {
        add_filter('cron_schedules', [self::class, 'schedules']);
        add_action(self::INGEST, [$this, 'ingest']);
        add_action(self::PROBE, [$this, 'look']);
        add_action('init', [self::class, 'schedule']);
    }

    /** A PHP of the command line without the extension returns quietly and leaves word: the web server's PHP has its turn. */
    public function ingest(): void
    {
        if (! $this->engine->ready()) {
            update_option(self::FAILED, [
                'at' => time(), 'php' => PHP_SAPI . ' ' . PHP_VERSION . ' ' . PHP_BINARY, 'extension' => Extension::version() !== false,
                'reason' => (string) $this->engine->reason(),
            ], false);
            return;
        }
        try {
            $this->engine->ingest(self::BUDGET_MS);
            Nodes::leave((string) $this->engine->state()['store_id']);
            delete_option(self::FAILED);
        } catch (\Throwable $error) {
            $this->engine->log($error);
        }
    }

    public function look(): void
    {
        $this->beacon->look();
        if ($this->engine->ready()) {
            $this->closed->prove();
        }
    }

    /** @return array{at: int, php: string, extension: bool, reason: string}|null null: the last run did its work */
    public static function failed(): ?array
    {
        $kept = get_option(self::FAILED);
        return is_array($kept) ? [
            'at' => (int) ($kept['at'] ?? 0), 'php' => (string) ($kept['php'] ?? ''), 'extension' => ! empty($kept['extension']),
            'reason' => (string) ($kept['reason'] ?? ''),
        ] : null;
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
        foreach (self::INTERVALS as $hook => $interval) {
            if (wp_next_scheduled($hook) === false) {
                // A look at the whole store is no matter of the first minute.
                wp_schedule_event(time() + ($interval === 'weekly' ? 7 * DAY_IN_SECONDS : MINUTE_IN_SECONDS), $interval, $hook);
            }
        }
    }
}
