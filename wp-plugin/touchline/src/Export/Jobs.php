<?php

declare(strict_types=1);

namespace Touchline\WP\Export;

use Touchline\WP\Background;
use Touchline\WP\Engine;

/**
 * Exports that are too large for a request: made by Action Scheduler where WooCommerce is, else by WP-Cron, kept for a day.
 *
 * @phpstan-type Job array{user: int, title: string, format: string, state: string, rows: int, at: int, error: string, name: string,
 *     query: array<string, mixed>}
 */
final class Jobs
{
    public const WAITS = 'waits';
    public const RUNS = 'runs';
    public const DONE = 'done';
    public const FAILED = 'failed';
    private const HOOK = 'touchline_export';
    private const PREFIX = 'touchline_export_';
    /** Of one person, told on the page. */
    private const MOST = 10;
    private const LIST = 'touchline_exports';

    public function __construct(private readonly Engine $engine, private readonly Files $files)
    {
    }

    public function hook(): void
    {
        add_action(self::HOOK, [$this, 'run']);
        add_action('touchline_probe', [$this->files, 'purge']);
    }

    /** @param array{name: string, query: array<string, mixed>, title: string} $what */
    public function start(int $user, array $what, string $format): string
    {
        $id = Files::id();
        self::save($id, $what + ['user' => $user, 'format' => $format, 'state' => self::WAITS, 'rows' => 0, 'at' => time(), 'error' => '']);
        update_user_meta($user, self::LIST, array_slice([$id, ...array_keys(self::of($user))], 0, self::MOST));
        Background::later(self::HOOK, [$id]);
        return $id;
    }

    /** A scheduler that calls twice makes it once. */
    public function run(string $id): void
    {
        $job = self::get($id);
        if ($job === null || $job['state'] !== self::WAITS) {
            return;
        }
        wp_raise_memory_limit('admin');
        if (function_exists('set_time_limit')) {
            @set_time_limit(0); // some hosts forbid it; in the background, nobody waits
        }
        self::save($id, $job = ['state' => self::RUNS] + $job);
        $told = microtime(true);
        $progress = static function (int $rows) use ($id, $job, &$told): bool {
            if (microtime(true) - $told > 1) {
                $told = microtime(true);
                self::save($id, ['rows' => $rows] + $job);
            }
            return true;
        };
        try {
            $rows = $this->engine->export($job['name'], $job['query'], $this->files->path($id), $job['format'], $progress, true);
            self::save($id, ['state' => self::DONE, 'rows' => $rows, 'at' => time()] + $job);
        } catch (\Throwable $error) {
            $this->engine->log($error);
            self::save($id, ['state' => self::FAILED, 'error' => $error->getMessage()] + $job);
        }
    }

    /** @return Job|null null: there never was one, or its time is over */
    public static function get(string $id): ?array
    {
        /** @var Job|false $job nobody else writes it */
        $job = get_transient(self::PREFIX . $id);
        return $job === false ? null : $job;
    }

    /** @return array<string, Job> */
    public static function of(int $user): array
    {
        $ids = get_user_meta($user, self::LIST, true);
        $jobs = [];
        foreach (is_array($ids) ? $ids : [] as $id) {
            $jobs[(string) $id] = self::get((string) $id);
        }
        return array_filter($jobs);
    }

    /** @param array<string, mixed> $job */
    private static function save(string $id, array $job): void
    {
        set_transient(self::PREFIX . $id, $job, Files::KEPT);
    }
}
