<?php

declare(strict_types=1);

namespace Touchline\WP;

/**
 * `wp touchline reconcile`.
 *
 * @phpstan-import-type Walk from Reconcile
 */
final class ReconcileCli
{
    private const DAYS = 30;

    public function __construct(private readonly Engine $engine, private readonly Reconcile $reconcile)
    {
    }

    public function hook(): void
    {
        if (defined('WP_CLI') && WP_CLI) {
            \WP_CLI::add_command('touchline reconcile', $this->cli(...));
        }
    }

    /**
     * Compares the store with the shop's orders, and repairs the store.
     *
     * The shop is never changed. What is found is also told on the tab Data quality.
     *
     * ## OPTIONS
     *
     * [--days=<number>]
     * : Orders placed or changed in so many days.
     * ---
     * default: 30
     * ---
     *
     * [--all]
     * : All orders.
     *
     * [--dry-run]
     * : Only say what differs.
     *
     * [--remove-gone]
     * : Take orders out of the figures that the shop no longer has even when they are very many.
     *
     * [--format=<format>]
     * : table, json, csv or yaml: the differences, at most 20 orders of them.
     * ---
     * default: table
     * ---
     *
     * @param list<string> $args
     * @param array<string, string|bool> $options
     */
    private function cli(array $args, array $options): void
    {
        if (! function_exists('wc_get_order')) {
            \WP_CLI::error('WooCommerce is not active: there are no orders to compare with.');
        }
        if (! $this->engine->ready()) {
            \WP_CLI::error((string) $this->engine->reason());
        }
        $days = filter_var($options['days'] ?? self::DAYS, FILTER_VALIDATE_INT, ['options' => ['min_range' => 1, 'max_range' => 36500]]);
        if ($days === false) {
            \WP_CLI::error('--days must be 1 or more.');
        }
        $since = empty($options['all']) ? time() - $days * DAY_IN_SECONDS : 0;
        try {
            $walk = $this->walk($this->reconcile->start($since, 'command', ! empty($options['dry-run']), ! empty($options['remove-gone'])));
        } catch (\Touchline\Exception $error) {
            \WP_CLI::error($error->getMessage());
        }
        if (! $walk['dry']) {
            ReconcileJob::told($walk);
        }
        $this->report($walk, is_string($options['format'] ?? null) ? $options['format'] : 'table');
    }

    /**
     * @param Walk $walk
     * @return Walk
     */
    private function walk(array $walk): array
    {
        $progress = \WP_CLI\Utils\make_progress_bar('Orders', $walk['of']);
        for ($before = 0; $walk['phase'] !== 'done'; $before = $walk['orders']) {
            $walk = $this->reconcile->step($walk);
            $progress->tick(max(0, $walk['orders'] - $before));
            wp_cache_flush_runtime();
        }
        $progress->finish();
        return $walk;
    }

    /** @param Walk $walk */
    private function report(array $walk, string $format): void
    {
        $rows = array_map(static fn (array $one): array => ['order' => $one['order'], 'differs' => implode(' ', $one['differs'])], $walk['examples']);
        if ($rows !== [] || $format !== 'table') {
            \WP_CLI\Utils\format_items($format, $rows, ['order', 'differs']);
        }
        $found = [];
        foreach ($walk['found'] as $what => $n) {
            $found[] = "$what $n";
        }
        $line = sprintf(
            '%d orders compared; %s. %s',
            $walk['orders'],
            $found === [] ? 'nothing differs' : 'differences: ' . implode(', ', $found),
            $walk['dry'] ? 'Nothing was changed.' : sprintf('%d repaired, %d refused.', $walk['repaired'], $walk['refused'])
        );
        if ($walk['doubtful'] > 0) {
            \WP_CLI::warning(sprintf('%d known orders are not in the shop, and were left as they are: so many seldom go at once. If it is '
                . 'right, run this again with --all --remove-gone.', $walk['doubtful']));
        }
        if ($walk['refused'] > 0) {
            \WP_CLI::error($line . ' The reasons are on the Touchline page.');
        }
        // Scripts read the table alone.
        $format === 'table' ? \WP_CLI::success($line) : fwrite(STDERR, "$line\n");
    }
}
