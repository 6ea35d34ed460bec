<?php

declare(strict_types=1);

namespace Touchline\WP\Cli;

/** Prints an answer of the engine as WP-CLI's users expect: rows, in the format and with the fields that they ask for. */
final class Rows
{
    /** What names a row. */
    private const IDS = ['order', 'key', 'date', 'step', 'name'];

    /**
     * @param array<string, mixed> $answer
     * @param array<mixed>|null $rows of the answer; null: it has none, its single values are printed
     * @param array<string, string> $options format, fields
     */
    public static function answer(array $answer, ?array $rows, array $options): void
    {
        $format = $options['format'];
        if ($format === 'json') {
            \WP_CLI::line((string) wp_json_encode($answer, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE));
            return;
        }
        if ($rows === null) {
            $rows = [];
            foreach (self::flat($answer, '') as $name => $value) {
                $rows[] = ['field' => $name, 'value' => $value];
            }
        }
        $flat = self::even(array_map(static fn (mixed $row): array => self::flat((array) $row, ''), array_values($rows)));
        if ($format === 'ids') {
            \WP_CLI\Utils\format_items('ids', array_map(self::id(...), $flat), []);
            return;
        }
        if ($format === 'table') {
            $flat = array_map(self::readable(...), $flat);
        }
        $fields = isset($options['fields']) ? explode(',', $options['fields']) : array_keys($flat[0] ?? []);
        if ($flat === [] && $format === 'table') {
            \WP_CLI::log('Nothing.');
            return;
        }
        \WP_CLI\Utils\format_items($format, $flat, $fields);
    }

    /**
     * One value a column: of a rate its per cent, of a list its values, of what lies deeper the names with a dot between. What is there twice,
     * as an amount and in micros, is there once.
     *
     * @param array<mixed> $row
     * @return array<string, mixed>
     */
    private static function flat(array $row, string $before): array
    {
        $flat = [];
        foreach ($row as $name => $value) {
            $column = $before . $name;
            if (str_ends_with((string) $name, '_micros')) {
                continue;
            }
            if (! is_array($value)) {
                $flat[$column] = is_bool($value) ? ($value ? 'yes' : 'no') : $value;
            } elseif (array_key_exists('percent', $value)) {
                $flat[$column] = $value['percent'];
            } elseif (array_is_list($value)) {
                $flat[$column] = array_filter($value, is_array(...)) === []
                    ? implode(' > ', array_map('strval', array_filter($value, is_scalar(...)))) : count($value);
            } else {
                $flat += self::flat($value, "$column.");
            }
        }
        return $flat;
    }

    /**
     * The same columns in every row: where one has nothing, another may have several values that lie deeper.
     *
     * @param list<array<string, mixed>> $rows
     * @return list<array<string, mixed>>
     */
    public static function even(array $rows): array
    {
        $all = array_keys(array_merge([], ...$rows));
        $columns = array_filter($all, static fn (string $one): bool => preg_grep('/^' . preg_quote($one, '/') . '\./', $all) === []);
        $empty = array_fill_keys($columns, null);
        return array_map(static fn (array $row): array => array_merge($empty, array_intersect_key($row, $empty)), $rows);
    }

    /**
     * For people: times on the site's calendar.
     *
     * @param array<string, mixed> $row
     * @return array<string, mixed>
     */
    private static function readable(array $row): array
    {
        foreach ($row as $name => $value) {
            $time = is_int($value) && preg_match('/(?:^|[._])(?:at|as_of)$/D', $name) === 1;
            $row[$name] = $time ? wp_date('Y-m-d H:i:s', intdiv($value, 1000)) : (string) $value;
        }
        return $row;
    }

    /** @param array<string, mixed> $row */
    private static function id(array $row): string
    {
        foreach (self::IDS as $name) {
            if (isset($row[$name])) {
                return (string) $row[$name];
            }
        }
        return (string) (array_values($row)[0] ?? '');
    }
}
