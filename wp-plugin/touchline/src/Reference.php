<?php

declare(strict_types=1);

namespace Touchline\WP;

/** The field 'WhatsApp reference' on an order: staff type the code that a customer's first message carried. */
final class Reference
{
    use Guarded;

    private const FIELD = 'touchline_reference';

    public function __construct(private Engine $engine)
    {
    }

    public function hook(): void
    {
        add_action('woocommerce_admin_order_data_after_order_details', $this->render(...), 10, 1);
        // After WooCommerce has saved the order itself (40), before its mails and actions (50).
        add_action('woocommerce_process_shop_order_meta', $this->save(...), 45, 1);
    }

    private function render(mixed $order): void
    {
        if (! $order instanceof \WC_Order || ! in_array($order->get_type(), wc_get_order_types('order-count'), true) || Orders::erased($order)) {
            return;
        }
        printf(
            '<p class="form-field form-field-wide"><label for="%1$s">%2$s</label><input type="text" id="%1$s" name="%1$s" value="%3$s"'
                . ' maxlength="32" autocomplete="off" spellcheck="false" aria-describedby="%1$s_help" placeholder="K7Q2-M9XA">'
                . '<span class="description" id="%1$s_help">%4$s</span></p>',
            esc_attr(self::FIELD),
            esc_html__('WhatsApp reference', 'touchline'),
            esc_attr(self::printed((string) $order->get_meta(Orders::CODE))),
            esc_html($this->help($order))
        );
    }

    private function help(\WC_Order $order): string
    {
        $code = (string) $order->get_meta(Orders::CODE);
        if ($code === '') {
            return __('The code in the customer\'s first WhatsApp message. It tells Touchline which click led to this order.', 'touchline');
        }
        $at = (int) $order->get_meta(Orders::CODE_AT);
        $entered = sprintf(
            /* translators: 1: user name, 2: date */
            __('Entered by %1$s on %2$s.', 'touchline'),
            (string) $order->get_meta(Orders::CODE_BY),
            $at > 0 ? (string) wp_date((string) get_option('date_format'), $at) : '-'
        );
        try {
            $known = ! $this->engine->ready() || ! empty($this->engine->report('code', ['code' => $code])['found']);
        } catch (\Touchline\Exception) {
            $known = true;
        }
        return $known ? $entered : $entered . ' ' . __('No click with this code has been seen: please check it.', 'touchline');
    }

    private function save(mixed $id): void
    {
        $this->safely(function () use ($id): void {
            // phpcs:disable WordPress.Security -- the code is checked by the engine, character by character.
            $nonce = isset($_POST['woocommerce_meta_nonce']) && is_string($_POST['woocommerce_meta_nonce']) ? wp_unslash($_POST['woocommerce_meta_nonce']) : '';
            $typed = isset($_POST[self::FIELD]) && is_string($_POST[self::FIELD]) ? trim(wp_unslash($_POST[self::FIELD])) : null;
            // phpcs:enable
            if ($typed === null || ! wp_verify_nonce($nonce, 'woocommerce_save_data') || ! current_user_can('edit_shop_orders')) {
                return;
            }
            $order = is_numeric($id) ? wc_get_order((int) $id) : false;
            if ($order instanceof \WC_Order) {
                $this->change($order, $typed);
            }
        });
    }

    private function change(\WC_Order $order, string $typed): void
    {
        $before = (string) $order->get_meta(Orders::CODE);
        if (Orders::erased($order) || $typed === $before || $typed === self::printed($before)) {
            return;
        }
        if ($typed === '') {
            foreach ([Orders::CODE, Orders::CODE_BY, Orders::CODE_AT] as $key) {
                $order->delete_meta_data($key);
            }
            $order->save_meta_data();
            return;
        }
        $code = $this->understood($typed);
        if ($code === null || $code === $before) {
            return;
        }
        $order->update_meta_data(Orders::CODE, $code);
        $order->update_meta_data(Orders::CODE_BY, wp_get_current_user()->user_login);
        $order->update_meta_data(Orders::CODE_AT, (string) time());
        $order->save_meta_data();
    }

    /** The code as the engine reads it; null, and a notice on the order's screen, when it is none. */
    private function understood(string $typed): ?string
    {
        try {
            $code = $this->engine->ready() ? $this->engine->report('code', ['code' => substr($typed, 0, 64)])['code'] ?? null : '';
        } catch (\Touchline\Exception $error) {
            $this->engine->log($error);
            $code = '';
        }
        if (is_string($code) && $code !== '') {
            return $code;
        }
        \WC_Admin_Meta_Boxes::add_error($code === ''
            ? __('The WhatsApp reference could not be checked, so it was not saved. The Touchline page says why.', 'touchline')
            : sprintf(
                /* translators: %s: what was typed */
                __('"%s" is no WhatsApp reference, so it was not saved. A reference has 8 letters and digits, such as K7Q2-M9XA.', 'touchline'),
                esc_html($typed)
            ));
        return null;
    }

    private static function printed(string $code): string
    {
        return strlen($code) === 8 ? substr($code, 0, 4) . '-' . substr($code, 4) : $code;
    }
}
