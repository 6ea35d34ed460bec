<?php

declare(strict_types=1);

namespace Touchline\WP\Admin;

use Touchline\WP\Engine;
use Touchline\WP\Settings;

/** A filter above the list of orders, in both of WooCommerce's storages: what the order came by, or on what evidence. */
final class OrdersFilter
{
    private const NAME = 'touchline_came_by';
    private const EVIDENCE = 'evidence_';

    /** How many orders answer to the filter, when they are more than can be listed. */
    private int $beyond = 0;

    public function __construct(private readonly Engine $engine, private readonly Settings $settings)
    {
    }

    public function hook(): void
    {
        add_action('admin_init', function (): void {
            if (! function_exists('WC') || ! current_user_can('view_touchline')) {
                return;
            }
            foreach (['woocommerce_order_list_table_restrict_manage_orders', 'restrict_manage_posts'] as $above) {
                add_action($above, [self::class, 'render']);
            }
            add_filter('woocommerce_shop_order_list_table_prepare_items_query_args', [$this, 'narrowTable']);
            add_action('pre_get_posts', [$this, 'narrowPosts']); // after WooCommerce's search has put its ids there
            add_action('admin_notices', [$this, 'notice']); // where orders are posts
            add_action('woocommerce_order_list_table_extra_tablenav', [$this, 'notice'], 5, 0);
        });
    }

    public static function render(string $type): void
    {
        if ($type !== 'shop_order') {
            return;
        }
        printf(
            '<label class="screen-reader-text" for="%1$s">%2$s</label><select id="%1$s" name="%1$s"><option value="">%3$s</option>',
            esc_attr(self::NAME),
            esc_html__('Filter by what the order came by', 'touchline'),
            esc_html__('Came by anything', 'touchline')
        );
        foreach (self::choices() as $value => $words) {
            printf('<option value="%s"%s>%s</option>', esc_attr($value), selected(self::chosen(), $value, false), esc_html($words));
        }
        echo '</select>';
    }

    /**
     * @param array<string, mixed> $args of wc_get_orders()
     * @return array<string, mixed>
     */
    public function narrowTable(array $args): array
    {
        $ids = $this->ids();
        return $ids === null ? $args : ['id' => $ids] + $args;
    }

    public function narrowPosts(\WP_Query $posts): void
    {
        $ids = $posts->is_main_query() && $posts->get('post_type') === 'shop_order' ? $this->ids() : null;
        if ($ids !== null) {
            $found = $posts->get('post__in');
            $posts->set('post__in', is_array($found) && $found !== [] ? (array_values(array_intersect($ids, $found)) ?: [0]) : $ids);
        }
    }

    /** More than the engine gives at once are not passed over in silence. */
    public function notice(): void
    {
        if ($this->beyond === 0) {
            return;
        }
        printf('<div class="notice notice-info inline"><p>%s</p></div>', esc_html(sprintf(
            /* translators: 1: number of orders listed, 2: number of orders in all */
            __('Listed are the newest %1$s of %2$s such orders. Choose a month to see others.', 'touchline'),
            Format::count(Query::MOST),
            Format::count($this->beyond)
        )));
        $this->beyond = 0;
    }

    /** @return list<int>|null null: the list stays as it is; none found: an id that no order has */
    private function ids(): ?array
    {
        $chosen = self::chosen();
        if ($chosen === '' || ! $this->engine->ready()) {
            return null;
        }
        try {
            $found = $this->engine->report('order_keys', self::query($chosen) + self::month() + [
                'model' => $this->settings->model(),
                'window' => $this->settings->window(),
                'limit' => Query::MOST,
            ], false);
        } catch (\Touchline\Exception $error) {
            $this->engine->log($error);
            return null;
        }
        $this->beyond = (int) $found['count'] > Query::MOST ? (int) $found['count'] : 0;
        return array_map('intval', array_column($found['rows'], 'order')) ?: [0];
    }

    /** @return array<string, mixed> */
    private static function query(string $chosen): array
    {
        return str_starts_with($chosen, self::EVIDENCE)
            ? ['filter' => ['evidence' => [substr($chosen, strlen(self::EVIDENCE))]]]
            : ['part' => $chosen];
    }

    /**
     * The month that the list is narrowed to, so that the newest are the newest of it.
     *
     * @return array<string, int>
     */
    private static function month(): array
    {
        $month = sanitize_text_field(wp_unslash($_GET['m'] ?? '')); // phpcs:ignore WordPress.Security.NonceVerification -- a list is read
        $first = preg_match('/^[0-9]{6}$/', $month) === 1 ? \DateTimeImmutable::createFromFormat('!Ym', $month, wp_timezone()) : false;
        return $first === false ? [] : ['from' => Period::ms($first), 'to' => Period::ms($first->modify('+1 month'))];
    }

    private static function chosen(): string
    {
        $chosen = sanitize_text_field(wp_unslash($_GET[self::NAME] ?? '')); // phpcs:ignore WordPress.Security.NonceVerification -- a list is read
        return isset(self::choices()[$chosen]) ? $chosen : '';
    }

    /** @return array<string, string> value => words */
    private static function choices(): array
    {
        $parts = array_diff_key(Words::parts(), ['renewals' => 0]);
        $evidence = [];
        foreach (array_diff_key(Words::evidences(), ['none' => 0]) as $key => $words) {
            /* translators: %s: what ties an order to a chat, such as "Code came back" */
            $evidence[self::EVIDENCE . $key] = sprintf(__('WhatsApp evidence: %s', 'touchline'), $words);
        }
        return $parts + $evidence;
    }
}
