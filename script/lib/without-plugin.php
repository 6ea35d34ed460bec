<?php

/**
 * For script/load, as a must-use plugin: a request that says so runs without Touchline, and each says how long it took from here to its end.
 */

declare(strict_types=1);

$without = isset($_SERVER['HTTP_X_WITHOUT_TOUCHLINE']);
if ($without) {
    add_filter('option_active_plugins', static fn ($plugins) => array_values(array_diff((array) $plugins, ['touchline/touchline.php'])));
}
if (isset($_SERVER['HTTP_X_TIME'])) {
    $cpu = static function (): float {
        $used = getrusage() ?: [];
        return 1000 * ($used['ru_utime.tv_sec'] + $used['ru_stime.tv_sec']) + ($used['ru_utime.tv_usec'] + $used['ru_stime.tv_usec']) / 1000;
    };
    $began = [hrtime(true), $cpu()];
    register_shutdown_function(static function () use ($without, $began, $cpu): void {
        // Behind what others do at the end.
        register_shutdown_function(static function () use ($without, $began, $cpu): void {
            $line = sprintf("%s %.3f %.3f\n", $without ? 'without' : 'with', (hrtime(true) - $began[0]) / 1e6, $cpu() - $began[1]);
            file_put_contents(WP_CONTENT_DIR . '/page-times', $line, FILE_APPEND);
        });
    });
}
