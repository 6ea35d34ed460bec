<?php

declare(strict_types=1);

namespace Touchline\WP;

/** Where the store lies: TOUCHLINE_DIR, php.ini's touchline.dir, else a folder with a random name in uploads, closed to the web. */
final class Directory
{
    private const OPTION = 'touchline_directory';
    private const DENY = [
        'index.php' => "<?php\n// Silence.\n",
        '.htaccess' => "<IfModule mod_authz_core.c>\nRequire all denied\n</IfModule>\n<IfModule !mod_authz_core.c>\nDeny from all\n</IfModule>\n",
        'web.config' => "<?xml version=\"1.0\"?>\n<configuration><system.webServer><authorization><remove users=\"*\" roles=\"\" verbs=\"\"/>"
            . "<add accessType=\"Deny\" users=\"*\"/></authorization></system.webServer></configuration>\n",
    ];

    public function path(): string
    {
        $named = self::named();
        if ($named === '') {
            return wp_upload_dir(null, false)['basedir'] . '/' . $this->name();
        }
        return is_multisite() && ! is_main_site() ? self::ofSite(get_current_blog_id()) : $named;
    }

    /** Where another than the main site of a network has its store when the server's owner chose the folder. */
    public static function ofSite(int $site): string
    {
        return self::named() . "/site-$site";
    }

    /** The folder that the server's owner chose for the store; a network's other sites lie in it. */
    public static function named(): string
    {
        if (defined('TOUCHLINE_DIR') && is_string(constant('TOUCHLINE_DIR')) && constant('TOUCHLINE_DIR') !== '') {
            return untrailingslashit((string) constant('TOUCHLINE_DIR'));
        }
        // A PHP without the extension knows what stands in php.ini all the same.
        $ini = ini_get('touchline.dir') ?: get_cfg_var('touchline.dir');
        return is_string($ini) ? untrailingslashit($ini) : '';
    }

    /** Makes the folder and what closes it to the web. The store's own files are the extension's business. */
    public function prepare(): string
    {
        $path = $this->path();
        if (! is_dir($path)) {
            wp_mkdir_p(dirname($path));
            @mkdir($path, 0700); // a failure shows when the store is opened, with its reason
        }
        foreach (self::DENY as $name => $content) {
            if (is_dir($path) && ! is_file("$path/$name")) {
                @file_put_contents("$path/$name", $content);
            }
        }
        return $path;
    }

    /** A new folder, for a site that was copied. One that the server's owner named stays theirs to change. */
    public function renew(): void
    {
        self::fresh(); // at once: a request beside this one that found none would make another
    }

    /** Deletes a store, and nothing that is none; those of a network's other sites, which may lie in it, are theirs. */
    public static function delete(string $folder): void
    {
        if (is_file("$folder/key")) {
            self::clear($folder);
        }
    }

    private static function clear(string $folder): void
    {
        foreach (array_diff(scandir($folder) ?: [], ['.', '..']) as $name) {
            $path = "$folder/$name";
            if (is_link($path) || ! is_dir($path)) {
                unlink($path);
            } elseif (preg_match('/^site-\d+$/D', $name) !== 1) {
                self::clear($path);
            }
        }
        @rmdir($folder); // one of another site in it keeps it
    }

    private function name(): string
    {
        $name = get_option(self::OPTION);
        if (! is_string($name) || preg_match('/^touchline-[0-9a-f]{16}$/D', $name) !== 1) {
            return self::fresh();
        }
        return $name;
    }

    private static function fresh(): string
    {
        $name = 'touchline-' . bin2hex(random_bytes(8));
        update_option(self::OPTION, $name, true);
        return $name;
    }
}
