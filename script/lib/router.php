<?php

/** Router of PHP's built-in server for a WordPress with pretty permalinks. */

declare(strict_types=1);

$root = rtrim((string) $_SERVER['DOCUMENT_ROOT'], '/');
$path = rawurldecode((string) parse_url((string) $_SERVER['REQUEST_URI'], PHP_URL_PATH));
$file = $root . $path;

if (str_contains($path, '/touchline-') && str_contains($path, '/uploads/')) {
    // What the .htaccess of the store's folder does on Apache.
    http_response_code(403);
    return true;
}
if (is_dir($file) && is_file(rtrim($file, '/') . '/index.php')) {
    $file = rtrim($file, '/') . '/index.php';
    $_SERVER['SCRIPT_NAME'] = rtrim($path, '/') . '/index.php';
} elseif (is_file($file)) {
    if (! str_ends_with($file, '.php')) {
        return false;
    }
    $_SERVER['SCRIPT_NAME'] = $path;
} else {
    $file = $root . '/index.php';
    $_SERVER['SCRIPT_NAME'] = '/index.php';
}
$_SERVER['PHP_SELF'] = $_SERVER['SCRIPT_NAME'];
$_SERVER['SCRIPT_FILENAME'] = $file;
chdir(dirname($file));
require $file;
return true;
