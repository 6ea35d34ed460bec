<?php

/** php in-wordpress.php WORDPRESS URL FILE [ARGUMENT...]: runs FILE inside a loaded WordPress. FILE `-`: from standard input. */

declare(strict_types=1);

// WordPress is loaded in the global scope and would overwrite a variable of ours.
define('TOUCHLINE_RUN', $argv[3]);
$url = $argv[2];
$_SERVER['HTTP_HOST'] = (string) parse_url($url, PHP_URL_HOST) . ':' . (string) parse_url($url, PHP_URL_PORT);
$_SERVER['REQUEST_URI'] = '/';
$_SERVER['REQUEST_METHOD'] = 'GET';
require $argv[1] . '/wp-load.php';
if (TOUCHLINE_RUN === '-') {
    eval('?>' . stream_get_contents(STDIN));
} else {
    require TOUCHLINE_RUN;
}
