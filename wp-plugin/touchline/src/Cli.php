<?php

declare(strict_types=1);

namespace Touchline\WP;

use Touchline\WP\Cli\Rows;
use Touchline\WP\Health\Nodes;

/** `wp touchline`: import, ingest, check. (The others lie with what they are about: Cli\Reports, Backfill, PrivacyCli, Export, Health.) */
final class Cli
{
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
        foreach (['import', 'ingest', 'check'] as $verb) {
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
     * ## EXAMPLES
     *
     *     wp touchline import chats.ndjson
     *     zcat events.ndjson.gz | wp touchline import -
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

    /**
     * Moves what the spool holds into the store. For the system's cron: with --quiet it says nothing unless something is wrong.
     *
     * ## EXAMPLES
     *
     *     wp touchline ingest --quiet
     */
    public function ingest(): void
    {
        $this->ready();
        try {
            $done = $this->engine->ingest(0);
            Nodes::leave((string) $this->engine->state()['store_id']);
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
     * Says whether the store is whole, how large it is and how far behind. It reads all of it: wp touchline status does not.
     *
     * The exit code is 1 when something is wrong.
     *
     * ## OPTIONS
     *
     * [--format=<format>]
     * : How it is printed.
     * ---
     * default: json
     * options:
     *   - table
     *   - csv
     *   - json
     *   - yaml
     * ---
     *
     * @param list<string> $args
     * @param array<string, string> $options
     */
    public function check(array $args, array $options): void
    {
        $this->ready();
        try {
            $state = $this->engine->check();
        } catch (\Touchline\Exception $error) {
            \WP_CLI::error($error->getMessage());
        }
        Rows::answer($state, null, $options + ['format' => 'json']);
        if (! $state['ok']) {
            \WP_CLI::halt(1);
        }
    }

    private function ready(): void
    {
        if (! $this->engine->ready()) {
            \WP_CLI::error((string) $this->engine->reason());
        }
    }
}
