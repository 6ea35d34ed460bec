<?php

/** php -n uninstall.php FILE STORE yes|no: runs uninstall.php in a WordPress that only says what it is asked to delete. */

declare(strict_types=1);

[, $file, $store, $delete] = $argv;
define('WP_UNINSTALL_PLUGIN', 'touchline/touchline.php');
define('TOUCHLINE_DIR', $store);
define('TOUCHLINE_TEST_DELETE', $delete === 'yes');

function told(string $what): bool
{
    echo $what, "\n";
    return true;
}
function get_option(string $name, mixed $otherwise = false): mixed
{
    return ['touchline_settings' => ['delete_data' => TOUCHLINE_TEST_DELETE], 'touchline_site_id' => 'x'][$name] ?? $otherwise;
}
function delete_option(string $name): bool
{
    return told("option $name");
}
function delete_site_option(string $name): bool
{
    return told("network $name");
}
function delete_metadata(string $type, int $id, string $key, string $value, bool $all): bool
{
    return told("meta $key");
}
function wp_unschedule_hook(string $hook): bool
{
    return told("task $hook");
}
function is_multisite(): bool
{
    return false;
}
/** @param array<string, mixed> $query @return list<int> */
function get_posts(array $query): array
{
    return $query['post_type'] === ['touchline_link'] ? [7] : [];
}
function wp_delete_post(int $id, bool $force): bool
{
    return told("post $id" . ($force ? '' : ' to the trash'));
}
function untrailingslashit(string $path): string
{
    return rtrim($path, '/');
}

$wpdb = new class () {
    public string $options = 'wp_options';
    public string $postmeta = 'wp_postmeta';
    public string $prefix = 'wp_';

    public function esc_like(string $text): string // phpcs:ignore PSR1.Methods.CamelCapsMethodName
    {
        return $text;
    }

    public function prepare(string $sql, string ...$values): string
    {
        return vsprintf(str_replace('%i', '%s', $sql), $values);
    }

    public function get_var(string $sql): string // phpcs:ignore PSR1.Methods.CamelCapsMethodName
    {
        return substr($sql, strlen('SHOW TABLES LIKE '));
    }

    public function query(string $sql): bool
    {
        return told("sql $sql");
    }
};
require $file;
