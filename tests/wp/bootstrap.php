<?php

/** Boots the WordPress of the folder in TOUCHLINE_SITE (script/site makes one) into this process. */

declare(strict_types=1);

(static function (): void {
    $dir = (string) getenv('TOUCHLINE_SITE');
    if (! is_file("$dir/site.env")) {
        fwrite(STDERR, "TOUCHLINE_SITE names no site: run script/test wordpress, or script/site up --dir FOLDER first.\n");
        exit(1);
    }
    foreach (file("$dir/site.env", FILE_IGNORE_NEW_LINES) ?: [] as $line) {
        [$name, $value] = explode('=', $line, 2);
        putenv("TOUCHLINE_$name=$value");
    }
    $url = (string) getenv('TOUCHLINE_URL');
    $_SERVER['HTTP_HOST'] = parse_url($url, PHP_URL_HOST) . ':' . parse_url($url, PHP_URL_PORT);
    $_SERVER['REQUEST_URI'] = '/';
    $_SERVER['REQUEST_METHOD'] = 'GET';
    define('TOUCHLINE_TEST_WORDPRESS', "$dir/wordpress/wp-load.php");
})();
require TOUCHLINE_TEST_WORDPRESS;
