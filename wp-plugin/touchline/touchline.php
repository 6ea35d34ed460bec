<?php

/**
 * Plugin Name:       Touchline
 * Description:       Which WhatsApp conversations become sales: the button, the capture and the report, computed by the touchline PHP extension.
 * Version:           0.1.0
 * Requires at least: 6.5
 * Requires PHP:      8.1
 * Author:            The Touchline team
 * License:           GPL-2.0-or-later
 * License URI:       https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain:       touchline
 * Domain Path:       /languages
 * WC requires at least: 9.0
 * WC tested up to:   11.0
 */

declare(strict_types=1);

defined('ABSPATH') || exit;

spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'Touchline\\WP\\')) {
        $file = __DIR__ . '/src/' . str_replace('\\', '/', substr($class, 13)) . '.php';
        if (is_file($file)) {
            require $file;
        }
    }
});

Touchline\WP\Plugin::boot(__FILE__);
