<?php

/** Router of PHP's built-in server for a WordPress with pretty permalinks. */

declare(strict_types=1);

$root = rtrim((string) $_SERVER['DOCUMENT_ROOT'], '/');
$path = rawurldecode((string) parse_url((string) $_SERVER['REQUEST_URI'], PHP_URL_PATH));
$file = $root . $path;

if (str_contains($path, '/touchline-') && str_contains($path, '/uploads/') && ! is_file("$root/uploads-are-open")) {
    // What the .htaccess of the store's folder does on Apache; a test opens it, as nginx does that knows of nothing.
    http_response_code(403);
    return true;
}
// As WordPress's rules for a network of sites in sub-folders have it.
if (! file_exists($file) && preg_match('~^/[_0-9a-zA-Z-]+(/(?:wp-(?:content|admin|includes)(?:/.*)?|.*\.php))$~D', $path, $match) === 1) {
    if (file_exists($root . $match[1])) {
        $path = $match[1];
        $file = $root . $path;
    }
    if (is_file($file) && ! str_ends_with($file, '.php')) {
        $types = ['css' => 'text/css', 'js' => 'text/javascript', 'svg' => 'image/svg+xml'];
        header('Content-Type: ' . ($types[pathinfo($file, PATHINFO_EXTENSION)] ?? (string) mime_content_type($file)));
        readfile($file);
        return true;
    }
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
