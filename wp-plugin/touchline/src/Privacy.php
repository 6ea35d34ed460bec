<?php

declare(strict_types=1);

namespace Touchline\WP;

/** WordPress's own privacy tools: what is known of a customer, its erasure, and words for the shop's privacy policy. */
final class Privacy
{
    private const ORDERS_A_PAGE = 50;
    private const ITEMS_A_PAGE = 500;

    public function __construct(private Engine $engine, private Erasure $erasure)
    {
    }

    public function hook(): void
    {
        add_filter('wp_privacy_personal_data_exporters', $this->exporters(...));
        // Before WooCommerce's: once it has made the orders anonymous, nobody finds them by the address.
        add_filter('wp_privacy_personal_data_erasers', $this->erasers(...), 1);
        add_action('admin_init', $this->policy(...));
    }

    private function exporters(mixed $all): mixed
    {
        $ours = ['exporter_friendly_name' => __('Touchline: visits and WhatsApp', 'touchline'), 'callback' => [$this, 'export']];
        return is_array($all) ? $all + ['touchline' => $ours] : $all;
    }

    private function erasers(mixed $all): mixed
    {
        $ours = ['eraser_friendly_name' => __('Touchline: visits and WhatsApp', 'touchline'), 'callback' => [$this, 'erase']];
        return is_array($all) ? ['touchline' => $ours] + $all : $all;
    }

    /**
     * @return array{data: list<array<string, mixed>>, done: bool}|\WP_Error
     */
    public function export(string $email, int $page = 1): array|\WP_Error
    {
        try {
            $items = $this->items($email);
        } catch (\Throwable $error) {
            $this->engine->log($error);
            return new \WP_Error('touchline', self::failed($error));
        }
        $from = (max(1, $page) - 1) * self::ITEMS_A_PAGE;
        return ['data' => array_slice($items, $from, self::ITEMS_A_PAGE), 'done' => $from + self::ITEMS_A_PAGE >= count($items)];
    }

    /**
     * @return array{items_removed: bool, items_retained: bool, messages: list<string>, done: bool}
     */
    public function erase(string $email, int $page = 1): array
    {
        try {
            ['n' => $n, 'orders' => $orders, 'done' => $done] = $this->erasure->address($email, $page);
        } catch (\Throwable $error) {
            $this->engine->log($error);
            return ['items_removed' => false, 'items_retained' => true, 'messages' => [self::failed($error)], 'done' => true];
        }
        return ['items_removed' => $n + $orders > 0, 'items_retained' => false, 'messages' => [], 'done' => $done];
    }

    /**
     * In the same order each time it is asked, so that pages can be cut from it.
     *
     * @return list<array<string, mixed>>
     */
    private function items(string $email): array
    {
        $known = Identifiers::ofAddress($email);
        for ($page = 1; ($orders = Identifiers::orders($email, $page, self::ORDERS_A_PAGE)) !== []; $page++) {
            $known = array_unique([...$known, ...Identifiers::ofOrders($orders)], SORT_REGULAR);
        }
        $items = [];
        $told = [];
        foreach ($known as [$kind, $value]) {
            $subject = $this->engine->subject($kind, $value);
            if ($subject['found'] && ! isset($told[$subject['person']])) {
                $told[$subject['person']] = true;
                array_push($items, ...PrivacyItems::of($subject));
            }
        }
        return $items;
    }

    private static function failed(\Throwable $error): string
    {
        return sprintf(
            /* translators: %s: why */
            __('Touchline could not finish, so something of what it knows is still there. Please try again. The reason: %s', 'touchline'),
            $error->getMessage()
        );
    }

    private function policy(): void
    {
        wp_add_privacy_policy_content('Touchline', wp_kses_post(PrivacyItems::policy()));
    }
}
