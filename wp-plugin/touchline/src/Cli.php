<?php

declare(strict_types=1);

namespace Touchline\WP;

/** `wp touchline`: import, ingest, report, check. (`backfill` is Backfill's.) */
final class Cli
{
    /** docs/reports.md, Dimensions */
    private const DIMENSIONS = [
        'channel', 'source', 'medium', 'campaign', 'content', 'page', 'page_type', 'landing', 'device', 'country', 'entry', 'product', 'category',
        'evidence', 'customer', 'hour', 'weekday',
    ];

    /** Longer than any event can be in JSON, where each byte may take six. */
    private const LINE_BYTES = 1_048_576;
    /** So much is read before it is moved from the spool into the store. */
    private const SPOOL_BYTES = 67_108_864;

    public function __construct(private Engine $engine)
    {
    }

    public function hook(): void
    {
        if (! defined('WP_CLI') || ! WP_CLI) {
            return;
        }
        foreach (['import', 'ingest', 'report', 'check'] as $verb) {
            \WP_CLI::add_command("touchline $verb", [$this, $verb]);
        }
    }

    /**
     * Reads events from a file, one JSON object a line (docs/format.md).
     *
     * A line that is wrong is named with its number and reason, and the rest goes on. The same file twice changes nothing.
     *
     * ## OPTIONS
     *
     * <file>
     * : The file, or - for standard input.
     *
     * @param list<string> $args
     */
    public function import(array $args): void
    {
        $this->ready();
        $name = $args[0] ?? '-';
        // A folder opens as a file does, and reads as an empty one.
        $handle = $name === '-' ? STDIN : (is_dir($name) ? false : @fopen($name, 'rb'));
        if (! is_resource($handle)) {
            \WP_CLI::error(sprintf('%s cannot be read.', $name));
        }
        $sum = ['good' => 0, 'bad' => 0, 'number' => 0, 'new' => 0];
        try {
            $this->lines($handle, $sum);
            $sum['new'] += $this->ingested();
        } catch (\Touchline\Exception $error) {
            \WP_CLI::error(sprintf('Stopped after line %d: %s. The same file again takes the rest.', $sum['number'], $error->getMessage()));
        }
        \WP_CLI::log(sprintf('%d lines taken, %d of them new events, %d refused.', $sum['good'], $sum['new'], $sum['bad']));
        if ($sum['bad'] > 0) {
            \WP_CLI::halt(1);
        }
        \WP_CLI::success('Imported.');
    }

    /**
     * @param resource $handle
     * @param array{good: int, bad: int, number: int, new: int} $sum lines taken, refused and read, and new events
     */
    private function lines($handle, array &$sum): void
    {
        $bytes = 0;
        while (($line = fgets($handle, self::LINE_BYTES)) !== false) {
            $sum['number']++;
            $whole = self::endLine($handle, $line);
            // Some programs mark a file as UTF-8 by its first bytes.
            $line = $sum['number'] === 1 && str_starts_with($line, "\xEF\xBB\xBF") ? substr($line, 3) : $line;
            if (trim($line) === '') {
                continue;
            }
            try {
                $this->engine->import($whole ? self::event($line) : throw new \UnexpectedValueException('it is too long: an event has at most 64 KiB'));
                $sum['good']++;
            } catch (\JsonException | \Touchline\EventException | \UnexpectedValueException $error) {
                $sum['bad']++;
                fwrite(STDERR, "line {$sum['number']}: " . $error->getMessage() . "\n");
            }
            if ($sum['number'] % 5000 === 0) {
                \WP_CLI::log("{$sum['number']} lines read ...");
            }
            if (($bytes += strlen($line)) > self::SPOOL_BYTES) {
                $sum['new'] += $this->ingested(); // or the spool would fill up
                $bytes = 0;
            }
        }
    }

    private function ingested(): int
    {
        return (int) $this->engine->ingest(0)['events'];
    }

    /**
     * Reads past the rest of a line that is longer than any event.
     *
     * @param resource $handle
     */
    private static function endLine($handle, string $line): bool
    {
        $whole = true;
        while (! str_ends_with($line, "\n") && ($rest = fgets($handle, self::LINE_BYTES)) !== false) {
            [$line, $whole] = [$rest, false];
        }
        return $whole;
    }

    /** @return array<string, mixed> */
    private static function event(string $line): array
    {
        $event = json_decode($line, true, 16, JSON_THROW_ON_ERROR);
        if (! is_array($event)) {
            throw new \UnexpectedValueException('it is no JSON object');
        }
        if (! isset($event['at'])) {
            throw new \UnexpectedValueException("field 'at' is missing: an imported event says when it happened");
        }
        return $event;
    }

    /** Moves what the spool holds into the store. */
    public function ingest(): void
    {
        $this->ready();
        try {
            $done = $this->engine->ingest(0);
        } catch (\Touchline\Exception $error) {
            \WP_CLI::error($error->getMessage());
        }
        if ($done['busy']) {
            \WP_CLI::log('Another ingest is at work.');
            return;
        }
        \WP_CLI::success(sprintf(
            '%d events, %d duplicates, %d bots, %d orders, %d rejected, in %d ms.',
            $done['events'],
            $done['duplicates'],
            $done['bots'],
            $done['orders'],
            $done['rejected'],
            $done['ms']
        ));
    }

    /**
     * Prints a report of docs/reports.md.
     *
     * ## OPTIONS
     *
     * <name>
     * : overview, daily, dimension, orders, code, funnel, paths, path_length, time_lag, assists, models, unattributed,
     * heatmap, steps, windows, products, interactions or quality_bands; or journey and an order.
     *
     * [<order>]
     * : The order, for journey.
     *
     * [--from=<date>]
     * : First day of the period, on the site's calendar.
     *
     * [--to=<date>]
     * : The day after the last.
     *
     * [--<field>=<value>]
     * : Any other option of the query (model, window, measure, currency, dim, credit, part, code, limit, offset, ...); and each dimension, to
     * see only what has this value there: --campaign=winter.
     *
     * [--format=<format>]
     * : json, or table for the reports that have rows.
     *
     * @param list<string> $args
     * @param array<string, string> $options
     */
    public function report(array $args, array $options): void
    {
        $this->ready();
        $format = $options['format'] ?? 'json';
        unset($options['format']);
        try {
            $answer = ($args[0] ?? '') === 'journey'
                ? $this->engine->journey($args[1] ?? '')
                : $this->engine->report($args[0] ?? '', self::query($options));
        } catch (\Touchline\Exception $error) {
            \WP_CLI::error($error->getMessage());
        }
        $rows = $answer['rows'] ?? $answer['days'] ?? null;
        if ($format === 'table' && is_array($rows) && $rows !== []) {
            $rows = array_map(static fn (array $row): array => array_filter($row, static fn (mixed $value): bool => ! is_array($value)), $rows);
            \WP_CLI\Utils\format_items('table', $rows, array_keys($rows[0]));
            return;
        }
        \WP_CLI::line((string) wp_json_encode($answer, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE));
    }

    /** Says whether the store is whole, how large it is and how far behind. */
    public function check(): void
    {
        $this->ready();
        try {
            $state = $this->engine->check();
        } catch (\Touchline\Exception $error) {
            \WP_CLI::error($error->getMessage());
        }
        \WP_CLI::line((string) wp_json_encode($state, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES));
        if (! $state['ok']) {
            \WP_CLI::halt(1);
        }
    }

    /**
     * @param array<string, string> $options
     * @return array<string, mixed>
     */
    public static function query(array $options): array
    {
        $filter = array_map(static fn (string $key): array => [$key], array_intersect_key($options, array_flip(self::DIMENSIONS)));
        $query = $filter === [] ? [] : ['filter' => $filter];
        foreach (array_diff_key($options, $filter) as $name => $value) {
            $query[$name] = match (true) {
                in_array($name, ['from', 'to', 'compare_from', 'compare_to'], true) => self::moment($name, $value),
                ctype_digit($value) && $name !== 'code' => (int) $value,
                in_array($value, ['true', 'false'], true) => $value === 'true',
                default => $value,
            };
        }
        return $query;
    }

    private static function moment(string $name, string $value): int
    {
        $day = \DateTimeImmutable::createFromFormat('!Y-m-d', $value, wp_timezone());
        if ($day === false) {
            \WP_CLI::error("--$name is a date such as 2026-11-23.");
        }
        return $day->getTimestamp() * 1000;
    }

    private function ready(): void
    {
        if (! $this->engine->ready()) {
            \WP_CLI::error((string) $this->engine->reason());
        }
    }
}
