<?php

/**
 * Packagist has WP-CLI's core without its bundled commands. WooCommerce ends the process where the bundled `wp plugin` is missing
 * (it extends that class), so its base class is declared here, without commands of its own.
 */

declare(strict_types=1);

if (! class_exists('Plugin_Command')) {
    // phpcs:ignore Squiz.Classes.ValidClassName, PSR1.Classes.ClassDeclaration
    class Plugin_Command extends WP_CLI_Command
    {
    }
}

// WP-CLI's own libraries are older than PHP 8.2: what they should write another way is nobody's business who runs a command here.
set_error_handler(
    static fn (int $level, string $words, string $file): bool => str_contains($file, '/vendor/mustache/'),
    E_DEPRECATED
);
