<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;
use Touchline\WP\Background;
use Touchline\WP\BackfillJob;
use Touchline\WP\Reconcile;
use Touchline\WP\ReconcileJob;
use Touchline\WP\Settings;

/**
 * Are the orders here those of the shop? What the comparison found and repaired, and how far the backfill is.
 *
 * @phpstan-import-type Walk from Reconcile
 */
final class Reconciled
{
    /** So many runs that found something are listed. */
    private const FEW = 5;
    /** So many orders of a run are named. */
    private const NAMED = 10;

    public static function render(): void
    {
        if (! function_exists('wc_get_order')) {
            return;
        }
        printf(
            '<section class="tl-card" aria-labelledby="tl-shop-orders"><h2 id="tl-shop-orders">%s</h2><p class="tl-muted">%s</p>',
            esc_html__('The shop’s orders', 'touchline'),
            esc_html__(
                'Every day the orders of the last 30 days are compared with the shop’s, once a week all of them. What differs here is put right; '
                    . 'the shop itself is never changed.',
                'touchline'
            )
        );
        self::comparison();
        self::backfill();
        echo '</section>';
    }

    private static function comparison(): void
    {
        ['walk' => $walk, 'runs' => $runs] = ReconcileJob::state();
        $stuck = $walk !== null && time() - $walk['touched'] > Background::PATIENCE;
        if ($walk !== null && ! $stuck) {
            /* translators: 1: number of orders, 2: number of orders in all */
            self::progress(__('Comparing: %1$s of %2$s orders. Load this page again to see how far it is.', 'touchline'), $walk['orders'], $walk['of']);
        }
        if ($stuck) {
            printf('<p class="tl-warn">%s</p>', esc_html__(
                'A comparison did not come to its end: WordPress’s background tasks do not run. On the command line: wp touchline reconcile',
                'touchline'
            ));
        }
        if ($runs !== []) {
            printf('<p><strong>%s</strong></p>', esc_html(self::verdict($runs[0])));
            self::doubt($runs[0]['doubtful']);
            self::list(array_slice(array_filter($runs, static fn (array $run): bool => $run['found'] !== []), 0, self::FEW));
        }
        if ($walk === null || $stuck) {
            ReconcileJob::form(__('Compare all orders now', 'touchline'));
        }
    }

    /** @param Walk $run */
    private static function verdict(array $run): string
    {
        $orders = sprintf(
            /* translators: 1: date and time, 2: number of orders */
            _n('Compared on %1$s: %2$s order.', 'Compared on %1$s: %2$s orders.', $run['orders'], 'touchline'),
            Format::moment($run['started'] * 1000),
            Format::count($run['orders'])
        );
        if ($run['refused'] > 0) {
            $orders .= ' ' . self::refused($run['refused']);
        }
        if ($run['found'] === []) {
            return $orders . ' ' . __('Nothing differed.', 'touchline');
        }
        /* translators: %s: number of orders */
        return $orders . ' ' . sprintf(_n('%s was put right.', '%s were put right.', $run['repaired'], 'touchline'), Format::count($run['repaired']));
    }

    private static function refused(int $orders): string
    {
        return sprintf(_n(
            /* translators: %s: number of orders */
            '%s could not be put right: the last errors say why.',
            '%s could not be put right: the last errors say why.',
            $orders,
            'touchline'
        ), Format::count($orders));
    }

    private static function doubt(int $orders): void
    {
        if ($orders > 0) {
            printf('<p class="tl-warn">%s</p>', esc_html(sprintf(
                /* translators: %s: number of orders */
                __(
                    '%s known orders are no longer in the shop, and were left as they are: so many seldom go at once. If they were deleted on purpose, '
                        . 'run: wp touchline reconcile --all --remove-gone',
                    'touchline'
                ),
                Format::count($orders)
            )));
        }
    }

    /** @param list<Walk> $runs that found something */
    private static function list(array $runs): void
    {
        if ($runs === []) {
            return;
        }
        printf('<p class="tl-muted">%s</p><ul>', esc_html__('What was found, the latest first:', 'touchline'));
        foreach ($runs as $run) {
            $found = [];
            foreach ($run['found'] as $what => $n) {
                $found[] = self::words($what) . ': ' . Format::count($n);
            }
            printf(
                '<li>%s <span class="tl-note">%s</span></li>',
                esc_html(Format::moment($run['started'] * 1000) . ' › ' . implode(' · ', $found)),
                wp_kses_post(implode(', ', array_map(self::example(...), array_slice($run['examples'], 0, self::NAMED)))
                    . (count($run['examples']) > self::NAMED ? ', …' : ''))
            );
        }
        echo '</ul>';
    }

    /** @param array{order: int, differs: list<string>} $one */
    private static function example(array $one): string
    {
        $order = in_array(Reconcile::GONE, $one['differs'], true) ? false : wc_get_order($one['order']);
        return $order instanceof \WC_Order
            ? Html::link($order->get_edit_order_url(), '#' . $order->get_order_number())
            : '<bdi>' . esc_html('#' . $one['order']) . '</bdi>';
    }

    private static function words(string $what): string
    {
        return match ($what) {
            'missing' => __('not known here', 'touchline'),
            'status' => __('another status', 'touchline'),
            'amounts' => __('other amounts', 'touchline'),
            'refunds' => __('other refunds', 'touchline'),
            'lines' => __('other products', 'touchline'),
            'dates' => __('other dates', 'touchline'),
            'kind' => __('another kind or number', 'touchline'),
            'people' => __('erased in the shop', 'touchline'),
            'gone' => __('deleted in the shop', 'touchline'),
            default => $what,
        };
    }

    private static function backfill(): void
    {
        if (! current_user_can(Settings::capability())) {
            return;
        }
        printf('<h3>%s</h3>', esc_html__('Orders from before Touchline', 'touchline'));
        ['state' => $state, 'sum' => $sum, 'of' => $of, 'at' => $at] = BackfillJob::state();
        $done = $sum === null ? 0 : $sum['orders'];
        if ($state === 'runs') {
            /* translators: 1: number of orders, 2: number of orders in all */
            self::progress(__('Brought in: %1$s of %2$s orders. Load this page again to see how far it is.', 'touchline'), $done, $of);
            return;
        }
        $words = match ($state) {
            'none' => __('Brings in every order of the shop, with the visit that WooCommerce remembers of those from before Touchline.', 'touchline'),
            'done' => sprintf(
                /* translators: 1: number of orders, 2: date and time */
                _n('%1$s order was brought in, on %2$s.', '%1$s orders were brought in, the last on %2$s.', $done, 'touchline'),
                Format::count($done),
                Format::moment($at * 1000)
            ),
            'stopped' => __('It stopped because the store takes no orders: the last errors say why.', 'touchline'),
            /* translators: 1: number of orders, 2: number of orders in all */
            'broken' => sprintf(__('It was broken off after %1$s of %2$s orders.', 'touchline'), Format::count($done), Format::count($of)),
        };
        printf('<p>%s</p>', esc_html($words . ($sum === null || $sum['refused'] === [] ? '' : ' ' . self::refused(count($sum['refused'])))));
        BackfillJob::form(match ($state) {
            'none' => __('Bring in past orders', 'touchline'),
            'broken' => __('Go on', 'touchline'),
            default => __('Bring in all orders again', 'touchline'),
        });
    }

    private static function progress(string $words, int $done, int $of): void
    {
        printf(
            '<p role="status"><progress max="%1$d" value="%2$d"></progress> %3$s</p>',
            (int) max(1, $of),
            (int) $done,
            esc_html(sprintf($words, Format::count($done), Format::count($of)))
        );
    }
}
