<?php

declare(strict_types=1);

namespace Touchline\WP\Cli;

use Touchline\WP\Engine;

/** `wp touchline`: report, journey. */
final class Reports
{
    /** docs/reports.md, Dimensions */
    private const DIMENSIONS = [
        'channel', 'source', 'medium', 'campaign', 'content', 'page', 'page_type', 'landing', 'device', 'country', 'entry', 'product', 'category',
        'evidence', 'customer', 'hour', 'weekday',
    ];

    /** Under which of these names a report has its rows. */
    private const LISTS = ['rows', 'days', 'chain', 'steps', 'orders'];

    public function __construct(private readonly Engine $engine)
    {
    }

    public function hook(): void
    {
        if (defined('WP_CLI') && WP_CLI) {
            \WP_CLI::add_command('touchline report', [$this, 'report']);
            \WP_CLI::add_command('touchline journey', [$this, 'journey']);
        }
    }

    /**
     * Prints a report of docs/reports.md.
     *
     * ## OPTIONS
     *
     * <name>
     * : overview, daily, dimension, orders, code, find, funnel, paths, path_length, time_lag, assists, models, windows, steps, heatmap,
     * products, carts, cart_list, links, campaigns, quality_bands, interactions, unattributed, uncounted, shop or bots.
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
     * [--fields=<fields>]
     * : Only these columns.
     *
     * [--format=<format>]
     * : json is the whole answer, the others are its rows (of an overview its single values). ids: the orders, or the keys of what the rows are about.
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
     *     wp touchline report dimension --dim=campaign --from=2026-11-01 --to=2026-12-01 --fields=label,orders,revenue
     *     wp touchline report orders --part=whatsapp --format=ids
     *     wp touchline report overview --format=json
     *
     * @param list<string> $args
     * @param array<string, string> $options
     */
    public function report(array $args, array $options): void
    {
        $query = self::query(array_diff_key($options, ['format' => 0, 'fields' => 0]));
        $answer = $this->asked(fn (): array => $this->engine->report($args[0], $query));
        $list = array_values(array_filter(self::LISTS, static fn (string $name): bool => is_array($answer[$name] ?? null)))[0] ?? null;
        // The overview is one answer, of which the chain is but a part.
        Rows::answer($answer, $list === null || $args[0] === 'overview' ? null : $answer[$list], $options);
    }

    /**
     * Tells why an order earned what: its touches, and what each was credited.
     *
     * ## OPTIONS
     *
     * <order>
     * : The order's id.
     *
     * [--model=<model>]
     * : last, last_non_direct, first, linear, position or time_decay. Default: the settings'.
     *
     * [--window=<days>]
     * : How old a touch may be. Default: the settings'.
     *
     * [--measure=<measure>]
     * : net or total. Default: the settings'.
     *
     * [--fields=<fields>]
     * : Only these columns.
     *
     * [--format=<format>]
     * : json is the whole story, the others are its touches.
     * ---
     * default: table
     * options:
     *   - table
     *   - csv
     *   - json
     *   - yaml
     *   - count
     * ---
     *
     * ## EXAMPLES
     *
     *     wp touchline journey 4711
     *     wp touchline journey 4711 --model=linear --format=json
     *
     * @param list<string> $args
     * @param array<string, string> $options
     */
    public function journey(array $args, array $options): void
    {
        $query = self::query(array_diff_key($options, ['format' => 0, 'fields' => 0]));
        $story = $this->asked(fn (): array => $this->engine->journey($args[0], $query));
        if ($options['format'] === 'table') {
            \WP_CLI::log(sprintf(
                'Order %s: %s, %s %s, evidence %s, cause %s; by %s within %d days.',
                $story['number'] ?? $story['order'],
                $story['status'],
                $story['total'],
                $story['currency'],
                $story['evidence'],
                $story['cause'] ?? 'none',
                $story['model'],
                $story['window']
            ));
        }
        $options['fields'] ??= 'at,kind,channel,entry,source,campaign,path,evidence,in_window,share,credit';
        Rows::answer($story, $story['touches'], $options);
    }

    /**
     * @param callable(): array<string, mixed> $ask
     * @return array<string, mixed>
     */
    private function asked(callable $ask): array
    {
        if (! $this->engine->ready()) {
            \WP_CLI::error((string) $this->engine->reason());
        }
        try {
            return $ask();
        } catch (\Touchline\Exception $error) {
            \WP_CLI::error($error->getMessage());
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
}
