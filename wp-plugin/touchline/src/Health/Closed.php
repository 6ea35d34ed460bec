<?php

declare(strict_types=1);

namespace Touchline\WP\Health;

use Touchline\WP\Directory;

/**
 * Is the store's folder closed to the web? Proved by fetching files that lie in it as the store's own do: nobody but the web server knows what
 * it gives out.
 */
final class Closed
{
    private const OPTION = 'touchline_closed';

    public function __construct(private readonly Directory $directory)
    {
    }

    /** Tries it, and keeps what came of it. */
    public function prove(): void
    {
        $url = $this->url();
        [$state, $answer] = $url === null ? ['outside', ''] : $this->fetch($url);
        update_option(self::OPTION, ['at' => time(), 'state' => $state, 'answer' => $answer], false);
    }

    /** @return array{at: int, state: string, answer: string} state: none, outside (of the web root), closed, open, unproved */
    public static function last(): array
    {
        $kept = get_option(self::OPTION, []);
        $kept = is_array($kept) ? $kept : [];
        return ['at' => (int) ($kept['at'] ?? 0), 'state' => (string) ($kept['state'] ?? 'none'), 'answer' => (string) ($kept['answer'] ?? '')];
    }

    /**
     * A server may give out what has an ending and run, or keep, what has none.
     *
     * @return array{string, string}
     */
    private function fetch(string $url): array
    {
        $last = ['unproved', ''];
        foreach (['', '.db'] as $ending) {
            $name = 'probe-' . bin2hex(random_bytes(8)) . $ending;
            $token = bin2hex(random_bytes(16));
            $file = $this->directory->path() . '/' . $name;
            if (@file_put_contents($file, $token) === false) {
                return ['unproved', __('no file can be written in it', 'touchline')];
            }
            @chmod($file, 0600);
            $answer = wp_remote_get("$url/$name", ['timeout' => 5, 'sslverify' => false]);
            @unlink($file);
            if (is_wp_error($answer)) {
                return ['unproved', $answer->get_error_message()];
            }
            $last = ['closed', (string) wp_remote_retrieve_response_code($answer)];
            if (str_contains(wp_remote_retrieve_body($answer), $token)) {
                return ['open', $last[1]];
            }
        }
        return $last;
    }

    /** The folder's address; null where it lies below nothing that the web server gives out. */
    private function url(): ?string
    {
        $path = wp_normalize_path((string) (realpath($this->directory->path()) ?: $this->directory->path()));
        $uploads = wp_upload_dir(null, false);
        $roots = [
            [(string) $uploads['basedir'], (string) $uploads['baseurl']], [(string) constant('WP_CONTENT_DIR'), content_url()], [ABSPATH, site_url()],
            [(string) wp_unslash($_SERVER['DOCUMENT_ROOT'] ?? ''), (string) preg_replace('~^(\w+://[^/]+).*~', '$1', home_url())],
        ];
        foreach ($roots as [$folder, $url]) {
            $folder = $folder === '' ? '' : untrailingslashit(wp_normalize_path((string) (realpath($folder) ?: $folder)));
            if ($folder !== '' && str_starts_with($path, "$folder/")) {
                return untrailingslashit($url) . implode('/', array_map(rawurlencode(...), explode('/', substr($path, strlen($folder)))));
            }
        }
        return null;
    }
}
