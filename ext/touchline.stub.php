<?php

/**
 * The PHP API of the touchline extension. This file is its one source:
 * ext/touchline_arginfo.h is generated from it by script/stubs.
 *
 * @generate-class-entries
 */

namespace Touchline {

    /** Every failure is one of the three classes below; getCode() is a number of docs/errors.md. */
    class Exception extends \RuntimeException
    {
    }

    /** The store's directory, spool or database cannot be used. */
    class StoreException extends Exception
    {
    }

    /** An event was refused; nothing was written. */
    class EventException extends Exception
    {
    }

    /** A report, model or option is unknown or has a wrong value. */
    class QueryException extends Exception
    {
    }

    /**
     * One directory with its spool and database. Opening is cheap: the database is opened by the first
     * call that needs it.
     *
     * @strict-properties
     * @not-serializable
     */
    final class Store
    {
        private function __construct() {}

        /**
         * Options (docs/api.md): create, identity_key, site, adopt, paid_statuses, excluded_statuses, rules, query
         * (defaults laid under the query of every report), spool_max_bytes.
         */
        public static function open(string $dir, array $options = []): Store {}

        /** Returns the event's id, 32 hex characters. The same event, or the same own `id`, counts once. */
        public function record(array $event): string {}

        /** Returns how many events were recorded. Stops at the first that is refused. */
        public function recordMany(iterable $events): int {}

        /** Moves spooled events into the database; 0: until the spool is empty. */
        public function ingest(int $budgetMs = 0): array {}

        /** docs/reports.md has the names, the queries and the shapes. */
        public function report(string $name, array $query = []): array {}

        /**
         * Streams the records behind figures in constant memory: orders, credits, touches, sessions, events, clicks, messages
         * (docs/reports.md, Rows).
         */
        public function rows(string $name, array $query = []): \Iterator {}

        /**
         * Writes a table to a file in constant memory and returns the number of its rows: one of rows(), or a report's list of
         * rows ("report:orders" where both have the name). Formats: csv, json, ndjson, xlsx. $progress(int $rows) is called
         * now and then; false stops the export. The file is there whole or not at all. $layout sets out csv and xlsx for people:
         * headings, words for keys, what holds for all rows (docs/reports.md, Exports).
         */
        public function export(string $name, array $query, string $file, string $format, ?callable $progress = null, array $layout = []): int {}

        /** Why an order earned what; the query says model, window and measure. */
        public function journey(string $orderId, array $query = []): array {}

        /**
         * All that the store knows of the person behind a customer, email, phone, wa_id, bsuid (in clear) or visitor;
         * 'found' false: nobody. docs/privacy.md.
         */
        public function subject(string $kind, string $value): array {}

        /**
         * Deletes that person from store and spool; the orders stay with their amounts, tied to nobody for ever. Returns how
         * many records were deleted or cut. After a failure: call it again.
         */
        public function erase(string $kind, string $value): int {}

        /** Deletes what visitors did and wrote before this time; orders, their paths and the daily roll-ups stay. */
        public function prune(int $beforeMs): array {}

        /**
         * A new identity key: each of $people, [kind, value in clear], keeps its ties under it; identities that are not among
         * them keep what was counted and are never matched again. Returns kept and dropped. After a failure: call it again
         * with the same key.
         */
        public function rekey(string $key, iterable $people): array {}

        /** Sizes and lag, at once however large the store is. */
        public function state(): array {}

        /** The same, and whether all of it is whole: reads the store from end to end. */
        public function check(): array {}
    }

    /**
     * What Store::rows() gives: one array a record. It can be gone through again; it then reads again.
     *
     * @strict-properties
     * @not-serializable
     */
    final class Rows implements \Iterator
    {
        private function __construct() {}

        public function current(): mixed {}

        public function key(): mixed {}

        public function next(): void {}

        public function rewind(): void {}

        public function valid(): bool {}
    }

    /**
     * Shares the value and the conversions of paths out to the keys of their touches, exactly.
     * Models: last, last_non_direct, first, linear, position, time_decay, markov, shapley. Options (docs/api.md):
     * window_ms, max_touches, transform, transform_key, positions, half_life_ms, order.
     */
    function attribute(array $paths, string $model, array $options = []): array {}

    function sessionize(array $events, array $options = []): array {}

    /** $own: rules [label, pattern] of the owner, which come first. */
    function classify(string $rules, string $subject, array $own = []): ?string {}

    function normalize_phone(string $phone, string $country): ?string {}

    function pseudonym(string $kind, string $value, string $key): string {}
}
