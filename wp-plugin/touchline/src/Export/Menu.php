<?php

declare(strict_types=1);

namespace Touchline\WP\Export;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Query;
use Touchline\WP\Admin\View\Html;
use Touchline\WP\Engine;

/**
 * [Export v] on the page: a form without JavaScript, and the exports that are being made.
 *
 * @phpstan-import-type Job from Jobs
 */
final class Menu
{
    /** @param array<mixed> $get the page's address, without slashes */
    public static function render(Engine $engine, Query $query, array $get): void
    {
        printf(
            '<details class="tl-export"><summary class="button">%s</summary><form method="post" action="%s">',
            esc_html__('Export', 'touchline'),
            esc_url(admin_url('admin-post.php'))
        );
        Html::hidden(['action' => Download::ACTION, 'view' => http_build_query($get)]);
        wp_nonce_field(Download::ACTION);
        printf('<label class="tl-choice"><span>%s</span><select name="what">', esc_html__('Table', 'touchline'));
        self::group(__('On this page', 'touchline'), 'table', Tables::shown($engine));
        self::group(__('The rows behind it', 'touchline'), 'rows', Tables::rows($query));
        printf('</select></label><label class="tl-choice"><span>%s</span><select name="format">', esc_html__('Format', 'touchline'));
        foreach (Files::FORMATS as $format => $name) {
            printf('<option value="%s">%s</option>', esc_attr($format), esc_html($name));
        }
        printf('</select></label><button class="button button-primary">%s</button></form></details>', esc_html__('Download', 'touchline'));
        self::jobs();
    }

    /** @param array<string, string> $names */
    private static function group(string $title, string $kind, array $names): void
    {
        printf('<optgroup label="%s">', esc_attr($title));
        foreach ($names as $key => $name) {
            printf('<option value="%s">%s</option>', esc_attr("$kind/$key"), esc_html($name));
        }
        echo '</optgroup>';
    }

    private static function jobs(): void
    {
        $jobs = Jobs::of(get_current_user_id());
        if ($jobs === []) {
            return;
        }
        printf('<ul class="tl-exports" aria-label="%s" role="status">', esc_attr__('Exports', 'touchline'));
        foreach ($jobs as $id => $job) {
            printf(
                '<li%s>%s (%s): %s</li>',
                in_array($job['state'], [Jobs::WAITS, Jobs::RUNS], true) ? ' data-tl-reload' : '',
                esc_html($job['title']),
                esc_html(Files::FORMATS[$job['format']]),
                self::state($id, $job) // phpcs:ignore WordPress.Security.EscapeOutput -- escaped there
            );
        }
        echo '</ul>';
    }

    /** @param Job $job */
    private static function state(string $id, array $job): string
    {
        $rows = Format::count($job['rows']);
        return match ($job['state']) {
            Jobs::DONE => Html::link(Download::address($id), sprintf(
                /* translators: %s: number of rows */
                _n('download %s row', 'download %s rows', $job['rows'], 'touchline'),
                $rows
            )) . ' ' . esc_html(sprintf(
                /* translators: %s: date and time */
                __('until %s', 'touchline'),
                Format::moment(($job['at'] + Files::KEPT) * 1000)
            )),
            Jobs::FAILED => esc_html($job['error']),
            Jobs::RUNS => esc_html(sprintf(
                /* translators: %s: number of rows */
                _n('%s row so far', '%s rows so far', $job['rows'], 'touchline'),
                $rows
            )),
            default => esc_html__('begins in a moment', 'touchline'),
        };
    }
}
