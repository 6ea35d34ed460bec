<?php

declare(strict_types=1);

namespace Touchline\WP;

/** Brings in the orders that the shop had before Touchline, oldest first, and goes on where it was stopped. */
final class Backfill
{
    private const OPTION = 'touchline_backfill_last';
    private const BATCH = 200;
    /** So many refusals in a row mean that the store does not take orders at all. */
    private const GIVE_UP = 10;

    public function __construct(private Engine $engine, private Orders $orders)
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
            delete_option(self::OPTION);
        }
        $batch = isset($options['batch']) && is_numeric($options['batch']) ? (int) $options['batch'] : self::BATCH;
        if ($batch < 1) {
            \WP_CLI::error('--batch must be 1 or more.');
        }
        $this->report($this->walk($batch));
    }

    /** @return array{orders: int, drafts: int, refused: list<int>, stopped: bool} */
    private function walk(int $batch): array
    {
        $last = (int) get_option(self::OPTION, 0);
        $sum = ['orders' => 0, 'drafts' => 0, 'refused' => [], 'stopped' => false];
        $progress = \WP_CLI\Utils\make_progress_bar('Orders', $this->orders->countAfter($last));
        for ($ids = $this->orders->idsAfter($last, $batch); $ids !== []; $ids = $sum['stopped'] ? [] : $this->orders->idsAfter($last, $batch)) {
            $refusals = 0;
            $taken = $last;
            foreach ($ids as $id) {
                $answer = $this->bring($id);
                $progress->tick();
                if ($answer === false) {
                    $sum['refused'][] = $id;
                    if (++$refusals >= self::GIVE_UP) {
                        $sum['stopped'] = true;
                        break;
                    }
                    continue;
                }
                [$refusals, $taken] = [0, $id];
                $sum[$answer === null ? 'drafts' : 'orders']++;
            }
            // A store that takes no orders gets those again next time; an order that is refused among others does not hold up the rest.
            $last = $sum['stopped'] ? $taken : $id;
            update_option(self::OPTION, $last, false);
            $this->engine->ingest(0);
            wp_cache_flush_runtime();
        }
        $progress->finish();
        return $sum;
    }

    /** @return bool|null true: recorded; false: refused; null: a draft, in which nothing has been ordered */
    private function bring(int $id): ?bool
    {
        $event = $this->orders->snapshot($id);
        if ($event === null) {
            return null;
        }
        $accepted = $this->orders->acceptedAt($id);
        if ($accepted !== null && $accepted < $event['at']) {
            // A moment of its own, not a field of the newest snapshot, so that the order's next change does not forget it.
            return $this->engine->record(Orders::stamp($event, $accepted)) && $this->engine->record($event);
        }
        return $this->engine->record($event);
    }

    /** @param array{orders: int, drafts: int, refused: list<int>, stopped: bool} $sum */
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
