<?php

declare(strict_types=1);

namespace Touchline\WP\Export;

use Touchline\WP\Directory;

/** Exported files lie in the store's folder, which is closed to the web: only PHP gives them out, and after a day they are gone. */
final class Files
{
    public const FORMATS = ['csv' => 'CSV', 'xlsx' => 'Excel (XLSX)', 'json' => 'JSON', 'ndjson' => 'NDJSON'];
    public const KEPT = DAY_IN_SECONDS;
    private const TYPES = [
        'csv' => 'text/csv; charset=utf-8',
        'xlsx' => 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'json' => 'application/json; charset=utf-8',
        'ndjson' => 'application/x-ndjson; charset=utf-8',
    ];

    public function __construct(private readonly Directory $directory)
    {
    }

    public static function id(): string
    {
        return bin2hex(random_bytes(16));
    }

    /** Where the file of this id lies; an id is 32 hex characters and nothing else. */
    public function path(string $id): string
    {
        if (preg_match('/^[0-9a-f]{32}$/D', $id) !== 1) {
            throw new \UnexpectedValueException('no id of an export');
        }
        $folder = $this->directory->path() . '/exports';
        if (! is_dir($folder)) {
            @mkdir($folder, 0700); // a failure shows when the file is made, with its reason
        }
        return "$folder/$id";
    }

    public function remove(string $id): void
    {
        $path = $this->path($id);
        if (is_file($path)) {
            unlink($path);
        }
    }

    /** All of them: somebody who may stand in them was erased. They can be made again. */
    public function clear(): void
    {
        array_map(unlink(...), array_filter(glob($this->directory->path() . '/exports/*') ?: [], is_file(...)));
    }

    /** Files that are too old, and what a process that was killed left behind. */
    public function purge(): void
    {
        foreach (glob($this->directory->path() . '/exports/*') ?: [] as $path) {
            if (is_file($path) && filemtime($path) < time() - self::KEPT) {
                unlink($path);
            }
        }
    }

    /** @return array<string, string> */
    public static function headers(string $path, string $name, string $format): array
    {
        return [
            'Content-Type' => self::TYPES[$format],
            'Content-Disposition' => sprintf('attachment; filename="%s.%s"', sanitize_file_name($name), $format),
            'Content-Length' => (string) filesize($path),
            'X-Content-Type-Options' => 'nosniff',
            'Cache-Control' => 'private, no-store',
        ];
    }

    /** Passes a file through without holding it in memory. */
    public static function send(string $path, string $name, string $format): void
    {
        foreach (self::headers($path, $name, $format) as $header => $value) {
            header("$header: $value");
        }
        self::pass($path);
    }

    public static function pass(string $path): void
    {
        while (ob_get_level() > 0 && @ob_end_clean()) {
            continue; // what another plugin buffers would hold the whole file
        }
        readfile($path);
    }
}
