<?php

declare(strict_types=1);

namespace Touchline\WP\Export;

use Touchline\WP\Cli\Reports;
use Touchline\WP\Engine;

/** `wp touchline export` */
final class Command
{
    public function __construct(private readonly Engine $engine, private readonly Files $files)
    {
    }

    public function hook(): void
    {
        if (defined('WP_CLI') && WP_CLI) {
            \WP_CLI::add_command('touchline export', [$this, 'export']);
        }
    }

    /**
     * Writes a table to a file, however many rows it has (docs/reports.md, Exports).
     *
     * ## OPTIONS
     *
     * <name>
     * : Rows: orders, credits, touches, sessions, events, clicks, messages. Or the table of a report: daily, dimension, paths, models, ...; report:orders is
     * the report of that name.
     *
     * [--file=<file>]
     * : The file, which is replaced when it is there; - for standard output, which is the default.
     *
     * [--format=<format>]
     * : csv, xlsx, json or ndjson. Default: what the file's name ends with, else csv.
     *
     * [--headings=<headings>]
     * : Of csv and xlsx: names, which never change and are those of JSON, or words, with keys in words too, as on the pages.
     * ---
     * default: names
     * options:
     *   - names
     *   - words
     * ---
     *
     * [--from=<date>]
     * : First day of the period, on the site's calendar.
     *
     * [--to=<date>]
     * : The day after the last.
     *
     * [--<field>=<value>]
     * : Any other option of the query, as of `wp touchline report`.
     *
     * ## EXAMPLES
     *
     *     wp touchline export orders --from=2026-01-01 --to=2027-01-01 --file=orders.xlsx
     *     wp touchline export dimension --dim=campaign --headings=words --file=campaigns.xlsx
     *
     * @param list<string> $args
     * @param array<string, string> $options
     */
    public function export(array $args, array $options): void
    {
        if (! $this->engine->ready()) {
            \WP_CLI::error((string) $this->engine->reason());
        }
        $file = $options['file'] ?? '-';
        $ending = strtolower(pathinfo($file, PATHINFO_EXTENSION));
        $format = $options['format'] ?? (isset(Files::FORMATS[$ending]) ? $ending : 'csv');
        $words = ($options['headings'] ?? 'names') === 'words';
        unset($options['file'], $options['format'], $options['headings']);
        $id = Files::id();
        try {
            $path = $file === '-' ? $this->files->path($id) : $file;
            $rows = $this->engine->export($args[0] ?? '', Reports::query($options), $path, $format, null, $words);
        } catch (\Touchline\Exception $error) {
            \WP_CLI::error($error->getMessage());
        }
        if ($file !== '-') {
            /* translators: 1: number of rows, 2: name of a file */
            \WP_CLI::success(sprintf(_n('%1$d row in %2$s.', '%1$d rows in %2$s.', $rows, 'touchline'), $rows, $file));
            return;
        }
        readfile($this->files->path($id));
        $this->files->remove($id);
    }
}
