<?php

declare(strict_types=1);

namespace Touchline\WP\Health;

/** `wp touchline status` */
final class Command
{
    public function __construct(private readonly Checks $checks)
    {
    }

    public function hook(): void
    {
        if (defined('WP_CLI') && WP_CLI) {
            \WP_CLI::add_command('touchline status', [$this, 'status']);
        }
    }

    /**
     * Says what works and what does not, and what to do about it.
     *
     * The exit code is 1 when something is critical. Nothing is read from end to end: wp touchline check does that.
     *
     * ## OPTIONS
     *
     * [--now]
     * : Ask the web server again, in place of its last answer.
     *
     * [--fields=<fields>]
     * : Columns: test, status, label, text, do.
     * ---
     * default: test,status,label
     * ---
     *
     * [--format=<format>]
     * : How rows are printed.
     * ---
     * default: table
     * options:
     *   - table
     *   - csv
     *   - json
     *   - yaml
     *   - count
     *   - ids
     * ---
     *
     * ## EXAMPLES
     *
     *     wp touchline status
     *     wp touchline status --fields=test,status,do --format=json
     *
     * @param list<string> $args
     * @param array<string, string|bool> $options
     */
    public function status(array $args, array $options): void
    {
        if (! empty($options['now'])) {
            array_map($this->checks->ask(...), Checks::SLOW);
        }
        $rows = [];
        $bad = false;
        foreach ($this->checks->all() as $name => $result) {
            $rows[] = ['test' => $name, 'status' => $result->status, 'label' => $result->label, 'text' => $result->text, 'do' => $result->do];
            $bad = $bad || $result->status === Result::CRITICAL;
        }
        $format = (string) ($options['format'] ?? 'table');
        \WP_CLI\Utils\format_items(
            $format,
            $format === 'ids' ? array_column($rows, 'test') : $rows,
            explode(',', (string) ($options['fields'] ?? 'test,status,label'))
        );
        if ($bad) {
            \WP_CLI::halt(1);
        }
    }
}
