<?php

declare(strict_types=1);

namespace Touchline\WP;

/**
 * `wp touchline backfill`.
 *
 * @phpstan-import-type Sum from Backfill
 */
final class BackfillCli
{
    public function __construct(private Engine $engine, private Backfill $backfill)
    {
    }

    public function hook(): void
    {
        if (defined('WP_CLI') && WP_CLI) {
            \WP_CLI::add_command('touchline backfill', $this->cli(...));
        }
    }

    /**
     * Brings in the orders that the shop had before Touchline.
     *
     * ## OPTIONS
     *
     * [--batch=<number>]
     * : How many orders to read before they go into the store.
     * ---
     * default: 200
     * ---
     *
     * [--restart]
     * : Begin with the oldest order again instead of going on where the last run stopped.
     *
     * @param list<string> $args
     * @param array<string, string|bool> $options
     */
    private function cli(array $args, array $options): void
    {
        if (! function_exists('wc_get_order')) {
            \WP_CLI::error('WooCommerce is not active: there are no orders to bring in.');
        }
        if (! $this->engine->ready()) {
            \WP_CLI::error((string) $this->engine->reason());
        }
        if (! empty($options['restart'])) {
            $this->backfill->restart();
        }
        $batch = isset($options['batch']) && is_numeric($options['batch']) ? (int) $options['batch'] : Backfill::BATCH;
        if ($batch < 1) {
            \WP_CLI::error('--batch must be 1 or more.');
        }
        $progress = \WP_CLI\Utils\make_progress_bar('Orders', $this->backfill->left());
        $sum = Backfill::nothing();
        for ($next = $sum; $next !== null && ! $sum['stopped'];) {
            $sum = $next;
            $next = $sum['stopped'] ? null : $this->backfill->step($sum, $batch, $progress->tick(...));
        }
        $progress->finish();
        $this->report($sum);
    }

    /** @param Sum $sum */
    private function report(array $sum): void
    {
        $line = sprintf('%d orders brought in, %d drafts left out.', $sum['orders'], $sum['drafts']);
        if ($sum['refused'] === []) {
            \WP_CLI::success($line);
            return;
        }
        \WP_CLI::warning('Refused: ' . implode(', ', $sum['refused']) . '. The reasons are on the Touchline page.');
        \WP_CLI::error($line . ($sum['stopped'] ? ' Stopped: the store takes no orders. Run the command again to go on.' : ''));
    }
}
