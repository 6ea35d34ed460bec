<?php

/**
 * What the beacon file calls, without WordPress. It lies here and not in that file, so that an update of the plugin brings what belongs together.
 */

declare(strict_types=1);

namespace Touchline\WP;

/** @param array<string, array<string, array<string, mixed>>> $sites path of a site => host => what holds there */
return static function (array $sites, string $path): void {
    foreach (['Extension', 'Address', 'Tie', 'Day', 'Browser', 'Collect'] as $class) {
        require __DIR__ . "/$class.php";
    }
    if (! Extension::fits(phpversion('touchline'))) {
        http_response_code(503);
        return;
    }
    $asked = $_GET['s'] ?? $path; // phpcs:ignore WordPress.Security -- looked up, nothing else
    Collect::serve(is_string($asked) ? $sites[$asked] ?? [] : []);
};
