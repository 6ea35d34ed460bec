<?php

/** What the plugin calls of WP-CLI, for static analysis only: Packagist's stubs of it cannot be had with this WordPress. */

namespace {
    class WP_CLI
    {
        /** @param callable|object|class-string $callable @param array<string, mixed> $args */
        public static function add_command(string $name, $callable, array $args = []): bool {}
        public static function log(string $message): void {}
        public static function line(string $message = ''): void {}
        public static function success(string $message): void {}
        public static function warning(string $message): void {}
        /** @param array<string, string|bool> $options ends the process unless yes is among them or typed */
        public static function confirm(string $question, array $options = []): void {}
        /** @return never */
        public static function error(string $message, bool $exit = true) {}
        /** @return never */
        public static function halt(int $code) {}
    }
    class WP_CLI_Command {}
}

namespace WP_CLI\Utils {
    /** @return \cli\progress\Bar|\WP_CLI\NoOp */
    function make_progress_bar(string $message, int $count, int $interval = 100) {}
    /** @param array<int, mixed> $items @param array<int, string>|string $fields */
    function format_items(string $format, array $items, $fields): void {}
    /** @param array<string, mixed> $args @param mixed $default @return mixed */
    function get_flag_value(array $args, string $flag, $default = null) {}
}

namespace WP_CLI {
    class NoOp
    {
        public function tick(int $increment = 1, ?string $message = null): void {}
        public function finish(): void {}
    }
}

namespace cli\progress {
    class Bar
    {
        public function tick(int $increment = 1, ?string $message = null): void {}
        public function finish(): void {}
    }
}
