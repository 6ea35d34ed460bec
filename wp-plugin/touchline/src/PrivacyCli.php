<?php

declare(strict_types=1);

namespace Touchline\WP;

/** `wp touchline`: subject, erase, prune, rotate-key. */
final class PrivacyCli
{
    public function __construct(private Engine $engine, private Erasure $erasure, private KeyRotation $rotation)
    {
    }

    public function hook(): void
    {
        if (! defined('WP_CLI') || ! WP_CLI) {
            return;
        }
        foreach (['subject', 'erase', 'prune'] as $verb) {
            \WP_CLI::add_command("touchline $verb", [$this, $verb]);
        }
        \WP_CLI::add_command('touchline rotate-key', [$this, 'rotate']);
    }

    /**
     * Prints all that is known of a person.
     *
     * ## OPTIONS
     *
     * <kind>
     * : email, phone, customer, wa_id, bsuid or visitor.
     *
     * <value>
     * : The address, number or id, in clear.
     *
     * [--format=<format>]
     * : json, or count for how many records of each kind there are.
     * ---
     * default: json
     * options:
     *   - json
     *   - count
     * ---
     *
     * @param list<string> $args
     * @param array<string, string> $options
     */
    public function subject(array $args, array $options): void
    {
        $known = $this->guarded(fn (): array => $this->engine->subject($args[0], $args[1]));
        if (($options['format'] ?? 'json') === 'json') {
            \WP_CLI::line((string) wp_json_encode($known, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE));
            return;
        }
        $rows = [];
        foreach (array_filter($known, is_array(...)) as $name => $records) {
            $rows[] = ['records' => $name, 'count' => count($records)];
        }
        \WP_CLI\Utils\format_items('table', $rows, ['records', 'count']);
    }

    /**
     * Erases a person: no byte stays in the store's files; orders stay with their amounts, tied to nobody.
     *
     * ## OPTIONS
     *
     * <kind>
     * : email (with the account and the orders of that address), phone, customer, wa_id, bsuid or visitor.
     *
     * <value>
     * : The address, number or id, in clear.
     *
     * [--yes]
     * : Do not ask.
     *
     * @param list<string> $args
     * @param array<string, string|bool> $options
     */
    public function erase(array $args, array $options): void
    {
        $this->ready();
        \WP_CLI::confirm(sprintf('Erase whoever is behind %s %s? This cannot be undone.', $args[0], $args[1]), $options);
        $n = $this->guarded(fn (): int => $args[0] === 'email' ? $this->address($args[1]) : $this->erasure->person($args[0], $args[1]));
        \WP_CLI::success(sprintf('%d records erased or cut.', $n));
    }

    /**
     * Deletes what visitors did before a time. Orders, what they earned and the daily numbers stay.
     *
     * ## OPTIONS
     *
     * <before>
     * : So many months ago, or a date such as 2025-01-31, on the site's calendar.
     *
     * [--yes]
     * : Do not ask.
     *
     * @param list<string> $args
     * @param array<string, string|bool> $options
     */
    public function prune(array $args, array $options): void
    {
        $this->ready();
        $before = self::moment($args[0]);
        \WP_CLI::confirm(sprintf(
            'Delete what visitors did before %s? This cannot be undone.',
            (string) wp_date('Y-m-d', intdiv($before, 1000))
        ), $options);
        $gone = $this->guarded(fn (): array => $this->engine->prune($before));
        \WP_CLI::success(sprintf(
            '%d visits, %d events, %d touches and %d messages deleted; %d identities are known by nothing any more.',
            $gone['sessions'],
            $gone['events'],
            $gone['touches'],
            $gone['messages'],
            $gone['identities']
        ));
    }

    /**
     * Makes a new identity key and, from the shop's users and orders, all fingerprints again.
     *
     * Whoever is in none of them is not recognised again; no figure changes. After a failure, run it again.
     *
     * ## OPTIONS
     *
     * [--new-key=<key>]
     * : Where the key is set in wp-config.php: the one that you put there at once, 16 to 64 characters.
     *
     * [--yes]
     * : Do not ask.
     *
     * @param list<string> $args
     * @param array<string, string|bool> $options
     */
    public function rotate(array $args, array $options): void
    {
        $this->ready();
        \WP_CLI::confirm('Make a new identity key? This cannot be undone.', $options);
        $key = $options['new-key'] ?? null;
        try {
            $done = $this->guarded(fn (): array => $this->rotation->rotate(is_string($key) ? $key : null));
        } catch (\DomainException $error) {
            \WP_CLI::error($error->getMessage());
        }
        \WP_CLI::success(sprintf(
            '%d fingerprints made again; %d are in no user and no order and will not be recognised again.',
            $done['kept'],
            $done['dropped']
        ));
    }

    private function address(string $email): int
    {
        for ($n = 0, $page = 1, $done = false; ! $done; $page++) {
            ['n' => $more, 'done' => $done] = $this->erasure->address($email, $page);
            $n += $more;
        }
        return $n;
    }

    private static function moment(string $before): int
    {
        if (ctype_digit($before) && (int) $before >= 1 && (int) $before <= 1200) {
            return Retention::before((int) $before, new \DateTimeImmutable('today', wp_timezone()));
        }
        $day = \DateTimeImmutable::createFromFormat('!Y-m-d', $before, wp_timezone());
        if ($day === false || $day->format('Y-m-d') !== $before) {
            \WP_CLI::error('Say how many months ago, such as 25, or a date such as 2025-01-31.');
        }
        return $day->getTimestamp() * 1000;
    }

    /**
     * @template T
     * @param callable(): T $do
     * @return T
     */
    private function guarded(callable $do): mixed
    {
        $this->ready();
        try {
            return $do();
        } catch (\Touchline\Exception $error) {
            \WP_CLI::error($error->getMessage());
        }
    }

    private function ready(): void
    {
        if (! $this->engine->ready()) {
            \WP_CLI::error((string) $this->engine->reason());
        }
    }
}
