<?php

declare(strict_types=1);

namespace Touchline\Tests;

/** What goes wrong behind every hook: a disk that is lost, rows that somebody changes by SQL. And orders from before Touchline. */
final class Breaking
{
    /** The disk with the store is gone; its key was in the backup. */
    public static function lose(): bool
    {
        $directory = (new \Touchline\WP\Directory())->path();
        array_map(unlink(...), [...(glob("$directory/store.db*") ?: []), ...(glob("$directory/spool/*") ?: [])]);
        return ! is_file("$directory/store.db");
    }

    /** @return list<string> orders of the shop's own that the store knows */
    public static function known(): array
    {
        self::engine()->ingest(0);
        return array_column(self::engine()->report('known', ['limit' => 2000])['rows'], 'order');
    }

    /** A column of an order, by SQL. */
    public static function set(int $id, string $what, string $value): int
    {
        global $wpdb;
        $meta = ['total' => '_order_total', 'currency' => '_order_currency'];
        $column = ['total' => 'total_amount', 'currency' => 'currency', 'status' => 'status'];
        $n = 0;
        if (Actions::storage() !== 'posts') {
            $n = (int) $wpdb->update("{$wpdb->prefix}wc_orders", [$column[$what] => $value], ['id' => $id]);
        }
        // In compatibility mode WooCommerce would take back what stands in one of the two alone.
        if (Actions::storage() !== 'hpos') {
            $n = (int) ($what === 'status'
                ? $wpdb->update($wpdb->posts, ['post_status' => $value], ['ID' => $id])
                : $wpdb->update($wpdb->postmeta, ['meta_value' => $value], ['post_id' => $id, 'meta_key' => $meta[$what]]));
        }
        return $n;
    }

    /** An order or a refund, by SQL, as somebody does who cleans up the database. */
    public static function delete(int $id): bool
    {
        global $wpdb;
        $tables = ["{$wpdb->prefix}wc_orders" => 'id', "{$wpdb->prefix}wc_orders_meta" => 'order_id', $wpdb->posts => 'ID', $wpdb->postmeta => 'post_id'];
        foreach ($tables as $table => $key) {
            $wpdb->delete($table, [$key => $id]);
        }
        return true;
    }

    /** Another request read the order a moment later, in a transaction that began before: it saw what is over. */
    public static function stale(int $id, string $status): string
    {
        $event = (new \Touchline\WP\Orders())->snapshot($id);
        self::engine()->import($event);
        self::engine()->import(\Touchline\WP\Orders::stamp(['status' => $status] + $event, $event['at'] + 100));
        usleep(200_000);
        self::engine()->ingest(0);
        return self::engine()->journey((string) $id)['status'];
    }

    /** A snapshot that a clock made which was a day ahead. */
    public static function ahead(int $id, string $status): bool
    {
        $event = (new \Touchline\WP\Orders())->snapshot($id);
        self::engine()->import(\Touchline\WP\Orders::stamp(['status' => $status] + $event, $event['at'] + DAY_IN_SECONDS * 1000));
        return self::engine()->ingest(0)['orders'] > 0;
    }

    /** Orders that the shop never had, under its own kind of numbers. */
    public static function strange(int $from, int $n): bool
    {
        for ($i = 0; $i < $n; $i++) {
            $at = time() * 1000 - 60000;
            self::engine()->import(['type' => 'order', 'order' => (string) ($from + $i), 'at' => $at, 'id' => "strange$from$i", 'status' => 'completed',
                'currency' => 'EUR', 'placed_at' => $at, 'paid_at' => $at, 'total' => '1']);
        }
        return self::engine()->ingest(0)['orders'] >= $n;
    }

    /** The store has forgotten whose the order is; the shop, gone back to a copy of itself, has forgotten that. */
    public static function forgotten(int $id): bool
    {
        $order = wc_get_order($id);
        self::engine()->ingest(0);
        self::engine()->erase('email', $order->get_billing_email());
        return ! \Touchline\WP\Orders::erased($order);
    }

    /** '': nobody is known. */
    public static function person(int $id): string
    {
        self::engine()->ingest(0);
        return self::engine()->journey((string) $id)['person'] ?? '';
    }

    /** The scheduled work, until there is no more; answers how many steps it took. */
    public static function work(string $first, string $step, string $option): int
    {
        $first === '' || do_action($first);
        for ($n = 1; $n < 100; $n++) {
            do_action($step);
            $state = get_option($option);
            if (($state['walk'] ?? null) === null && ($state['over'] ?? true)) {
                return $n;
            }
        }
        throw new \RuntimeException("$step comes to no end: " . json_encode($state));
    }

    /**
     * What is kept under a name; set before, when it is given.
     *
     * @param array<string, mixed>|null $value
     * @return array<string, mixed>
     */
    public static function kept(string $option, ?array $value = null): array
    {
        $value === null || update_option($option, $value, false);
        return (array) get_option($option, []);
    }

    /** An order of a time when there was no Touchline. @param array<string, string> $meta */
    public static function past(string $day, string $total, array $meta, string $email): int
    {
        $order = wc_create_order(['created_via' => 'checkout']);
        $item = new \WC_Order_Item_Fee();
        $item->set_props(['name' => 'Old', 'total' => $total, 'tax_status' => 'none']);
        $order->add_item($item);
        $order->set_billing_email($email);
        foreach ($meta as $key => $value) {
            $order->update_meta_data($key, $value);
        }
        $order->calculate_totals();
        $order->set_status('completed');
        $order->set_date_created("$day 12:00:00");
        $order->set_date_paid("$day 12:00:05");
        $order->set_date_completed("$day 12:00:05");
        return $order->save();
    }

    /**
     * Goes on with a store of its own, in which visits are recorded since just now and kept for ever: what was deleted by its age, as every
     * day somewhere in another suite, no store takes again.
     *
     * @return array<string, mixed> what back() needs
     */
    public static function apart(): array
    {
        $options = ['touchline_site_id', 'touchline_directory', 'touchline_settings'];
        $place = array_combine($options, array_map(get_option(...), $options));
        update_option('touchline_settings', ['keep_months' => 0] + (array) $place['touchline_settings']);
        self::engine()->separate();
        self::engine()->import(['type' => 'page_view', 'visitor' => 'first', 'path' => '/', 'at' => time() * 1000]);
        return $place;
    }

    /** The orders of the past go, in a request of its own: what is told of that is told when it ends. */
    public static function unpast(): bool
    {
        foreach (wc_get_orders(['date_created' => '<2020-01-01', 'limit' => -1]) as $order) {
            $order->delete(true);
        }
        return true;
    }

    /** Goes on with the store of before. @param array<string, mixed> $place */
    public static function back(array $place): bool
    {
        $own = (new \Touchline\WP\Directory())->path();
        array_map(update_option(...), array_keys($place), $place);
        self::engine()->adopt();
        \Touchline\WP\Directory::delete($own);
        return self::engine()->ready();
    }

    /** @return array<string, mixed> */
    public static function told(string $from, string $to): array
    {
        self::engine()->ingest(0);
        $period = ['from' => strtotime("$from UTC") * 1000, 'to' => strtotime("$to UTC") * 1000, 'currency' => 'EUR'];
        $overview = self::engine()->report('overview', $period);
        $channels = self::engine()->report('dimension', ['dim' => 'channel', 'credit' => 'all'] + $period);
        return ['identity' => $overview['identity'], 'first' => $overview['first_event_at'], 'channels' => array_column($channels['rows'], 'revenue', 'key'),
            'visits' => $channels['total']['sessions'], 'card' => $overview['cards']['revenue']];
    }

    private static function engine(): \Touchline\WP\Engine
    {
        return \Touchline\WP\Plugin::engine();
    }
}
