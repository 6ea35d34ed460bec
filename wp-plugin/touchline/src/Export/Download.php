<?php

declare(strict_types=1);

namespace Touchline\WP\Export;

use Touchline\WP\Admin\Query;
use Touchline\WP\Engine;
use Touchline\WP\Settings;

/** What the page's export form asks for: a file at once, or a job where it would take too long; and the file of a job. */
final class Download
{
    public const ACTION = 'touchline_export';
    private const FILE = 'touchline_export_file';
    /** More rows than these are made in the background. */
    public const AT_ONCE = 50_000;
    /** docs/errors.md, EXPORT_STOPPED */
    private const STOPPED = 24;

    public function __construct(
        private readonly Engine $engine,
        private readonly Settings $settings,
        private readonly Files $files,
        private readonly Jobs $jobs
    ) {
    }

    public function hook(): void
    {
        add_action('admin_post_' . self::ACTION, [$this, 'form']);
        add_action('admin_post_' . self::FILE, [$this, 'file']);
    }

    /** Where the file of a job is given out. */
    public static function address(string $id): string
    {
        return wp_nonce_url(admin_url('admin-post.php?action=' . self::FILE . '&id=' . $id), self::FILE . $id);
    }

    public function form(): void
    {
        $this->allowed(self::ACTION);
        parse_str(self::text('view'), $get);
        $format = self::text('format');
        $back = admin_url('admin.php') . '?' . http_build_query(['page' => 'touchline'] + $get);
        try {
            $what = Tables::find($this->engine, Query::of($this->settings, $get), self::text('what'));
            if ($what === null || ! isset(Files::FORMATS[$format])) {
                wp_die(esc_html__('There is no such table on that page.', 'touchline'), '', ['response' => 400, 'back_link' => true]);
            }
            if (! $this->give($what, $format)) {
                $this->jobs->start(get_current_user_id(), $what, $format);
                wp_safe_redirect($back);
            }
        } catch (\Touchline\Exception $error) {
            wp_die(esc_html($error->getMessage()), '', ['response' => 500, 'back_link' => true]);
        }
        exit;
    }

    /**
     * @param array{name: string, query: array<string, mixed>, title: string} $what
     * @return bool false: it is too large to be made at once
     */
    private function give(array $what, string $format): bool
    {
        $id = Files::id();
        $path = $this->files->path($id);
        $most = (int) apply_filters('touchline_export_at_once', self::AT_ONCE);
        try {
            $this->engine->export($what['name'], $what['query'], $path, $format, static fn (int $rows): bool => $rows <= $most, true);
        } catch (\Touchline\Exception $error) {
            return $error->getCode() === self::STOPPED ? false : throw $error;
        }
        Files::send($path, self::named($what['title']), $format);
        $this->files->remove($id);
        return true;
    }

    public function file(): void
    {
        $id = self::text('id');
        $this->allowed(self::FILE . $id);
        $job = Jobs::get($id);
        if ($job === null || $job['state'] !== Jobs::DONE || $job['user'] !== get_current_user_id() || ! is_file($this->files->path($id))) {
            wp_die(esc_html__('This export is no longer there. Make it again.', 'touchline'), '', ['response' => 404, 'back_link' => true]);
        }
        Files::send($this->files->path($id), self::named($job['title']), $job['format']);
        exit;
    }

    private function allowed(string $action): void
    {
        if (! current_user_can('view_touchline')) {
            wp_die(esc_html__('You may not see this page.', 'touchline'), '', ['response' => 403]);
        }
        check_admin_referer($action);
        if (! $this->engine->ready()) {
            wp_die(esc_html((string) $this->engine->reason()), '', ['response' => 500, 'back_link' => true]);
        }
    }

    private static function named(string $title): string
    {
        return 'touchline-' . sanitize_title($title) . '-' . wp_date('Y-m-d');
    }

    private static function text(string $name): string
    {
        $value = wp_unslash($_REQUEST[$name] ?? ''); // phpcs:ignore -- allowed() looks at the nonce
        return is_string($value) ? $value : '';
    }
}
