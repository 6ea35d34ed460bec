<?php

/** What a theme may call. */

declare(strict_types=1);

use Touchline\WP\Plugin;

defined('ABSPATH') || exit;

if (! function_exists('touchline_whatsapp')) {
    /**
     * The WhatsApp button as HTML, escaped, ready to be printed; '' while no number is set.
     *
     * @param array{label?: string, message?: string, product?: int} $options the words on it, the message instead of the settings' one, the
     *     number of the product that it is about (the page's own when absent)
     */
    function touchline_whatsapp(array $options = []): string
    {
        return Plugin::button()->html('function', $options['label'] ?? '', $options['message'] ?? '', $options['product'] ?? 0);
    }
}
