<?php

/**
 * What WordPress's plugin directory asks of a plugin's code and Plugin Check looks for, as far as one file shows it.
 *   plugin-rules.php FOLDER   prints what breaks a rule
 */

declare(strict_types=1);

const PREFIX = '/^_?touchline/';

/** Files that the beacon loads where there is no WordPress to ask. */
const BARE = ['Address', 'Browser', 'Collect', 'Day', 'Extension', 'Tie', 'serve'];

const NEVER = [
    'eval', 'exec', 'shell_exec', 'system', 'passthru', 'proc_open', 'popen', 'create_function', 'extract', 'base64_decode', 'str_rot13', 'unserialize',
    'move_uploaded_file', 'wp_redirect', 'load_plugin_textdomain', 'query_posts', 'mysqli_query', 'mysql_query', 'var_dump', 'print_r', 'debug_backtrace',
    'error_reporting', 'date', 'date_default_timezone_set', 'rand', 'mt_rand', 'srand', 'curl_init', 'fsockopen', 'goto', 'phpinfo',
    'session_start', 'wp_get_sidebars_widgets', 'strip_tags', 'json_encode',
];


/** Functions whose first text is a name that all plugins share. */
const NAMED = [
    'apply_filters', 'do_action', 'add_option', 'update_option', 'delete_option', 'set_transient', 'get_transient', 'delete_transient', 'add_shortcode',
    'register_setting', 'wp_schedule_event', 'wp_schedule_single_event', 'wp_next_scheduled', 'wp_clear_scheduled_hook', 'wp_register_script',
    'wp_register_style', 'wp_enqueue_script', 'wp_enqueue_style', 'add_settings_section',
];
/** Others' own, which a plugin may ask for by name. */
const FOREIGN = ['woocommerce_analytics_excluded_order_statuses'];

const DECLARING = [T_DECLARE, T_NAMESPACE, T_USE, T_FINAL, T_ABSTRACT, T_READONLY, T_CLASS, T_INTERFACE, T_TRAIT, T_ENUM, T_FUNCTION, T_CONST];

/** Position of the text domain. */
const TEXTS = ['__' => 1, '_e' => 1, 'esc_html__' => 1, 'esc_html_e' => 1, 'esc_attr__' => 1, 'esc_attr_e' => 1, '_x' => 2, '_ex' => 2, 'esc_html_x' => 2,
    'esc_attr_x' => 2, '_n' => 3, '_nx' => 4];

/** @var list<string> $wrong */
$wrong = [];

/**
 * The arguments of the call whose name stands at $i, each as its tokens.
 *
 * @param list<PhpToken> $tokens without whitespace and comments
 * @return list<list<PhpToken>>
 */
function arguments(array $tokens, int $i): array
{
    $arguments = [[]];
    for ($depth = 0, $j = $i + 1; isset($tokens[$j]); $j++) {
        $depth += match ($tokens[$j]->text) {
            '(', '[', '{' => 1,
            ')', ']', '}' => -1,
            default => 0,
        };
        if ($depth === 0) {
            break;
        }
        if ($depth === 1 && $tokens[$j]->text === ',') {
            $arguments[] = [];
        } elseif ($j > $i + 1) {
            $arguments[count($arguments) - 1][] = $tokens[$j];
        }
    }
    return $arguments;
}

/**
 * Nothing that runs when somebody opens the file by its address: it asks for WordPress first, declares only, or returns a value.
 *
 * @param list<PhpToken> $tokens
 */
function guarded(array $tokens, string $source): bool
{
    if (preg_match('/^(?:defined\(\'(?:ABSPATH|WP_UNINSTALL_PLUGIN)\'\) \|\| exit;|return (?:\[|static function ))/m', $source) === 1) {
        return true;
    }
    for ($i = 1, $depth = 0; isset($tokens[$i]); $i++) {
        $depth += ['{' => 1, '}' => -1][$tokens[$i]->text] ?? 0;
        $starts = $depth === 0 && in_array($tokens[$i - 1]->text, [';', '}', '<?php'], true) && $tokens[$i]->text !== '}';
        if ($starts && ! $tokens[$i]->is(DECLARING)) {
            return false;
        }
    }
    return true;
}

/**
 * @param list<PhpToken> $tokens
 * @return Generator<int, string> line => what is wrong with a call
 */
function calls(array $tokens, bool $bare): Generator
{
    foreach ($tokens as $i => $token) {
        $name = $token->text;
        $called = $token->is([T_STRING, T_EVAL]) && ($tokens[$i + 1]->text ?? '') === '('
            && ! $tokens[$i - 1]->is([T_OBJECT_OPERATOR, T_NULLSAFE_OBJECT_OPERATOR, T_DOUBLE_COLON, T_FUNCTION, T_NEW]);
        if (! $called) {
            continue;
        }
        if (in_array($name, NEVER, true) && ! ($bare && $name === 'json_encode')) {
            yield $token->line => "$name() has no place in a plugin";
        }
        $first = arguments($tokens, $i)[0];
        $text = count($first) === 1 && $first[0]->is(T_CONSTANT_ENCAPSED_STRING) ? substr($first[0]->text, 1, -1) : null;
        if (in_array($name, NAMED, true) && $text !== null && preg_match(PREFIX, $text) !== 1 && ! in_array($text, FOREIGN, true)) {
            yield $token->line => "$name(): the name $text does not begin with touchline";
        }
        if (isset(TEXTS[$name])) {
            $domain = implode('', array_map(static fn (PhpToken $one): string => $one->text, arguments($tokens, $i)[TEXTS[$name]] ?? []));
            if ($domain !== "'touchline'") {
                yield $token->line => "$name(): the text domain is not 'touchline'";
            }
            if (array_filter($first, static fn (PhpToken $one): bool => ! $one->is(T_CONSTANT_ENCAPSED_STRING) && $one->text !== '.') !== []) {
                yield $token->line => "$name(): the text is no plain text";
            }
        }
    }
}

/** @return Generator<int, string> */
function lines(string $source, bool $bare): Generator
{
    foreach (explode("\n", $source) as $number => $line) {
        $input = preg_match('/\$_(?:GET|POST|REQUEST|COOKIE|SERVER|FILES)\b/', $line) === 1;
        if ($input && ! $bare && preg_match('/wp_unslash\(|isset\(|empty\(/', $line) !== 1) {
            yield $number + 1 => 'what comes from outside goes through wp_unslash()';
        }
        if (str_contains($line, 'error_log(') && ! ($bare && str_contains($line, 'phpcs:ignore'))) {
            yield $number + 1 => 'error_log() is for code that has no WordPress, and says so';
        }
    }
}

$folder = rtrim($argv[1], '/');
foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator($folder, FilesystemIterator::SKIP_DOTS)) as $file) {
    if (! str_ends_with((string) $file, '.php')) {
        continue;
    }
    $source = (string) file_get_contents((string) $file);
    $tokens = array_values(array_filter(
        PhpToken::tokenize($source),
        static fn (PhpToken $token): bool => ! $token->is([T_WHITESPACE, T_COMMENT, T_DOC_COMMENT])
    ));
    array_walk($tokens, static fn (PhpToken $token) => $token->text = $token->is(T_OPEN_TAG) ? trim($token->text) : $token->text);
    $where = substr((string) $file, strlen($folder) + 1);
    $bare = in_array($file->getBasename('.php'), BARE, true) && dirname($where) === 'src';
    if (! guarded($tokens, $source)) {
        $wrong[] = "$where: runs when it is opened by its address: defined('ABSPATH') || exit;";
    }
    foreach ($tokens as $token) {
        if ($token->is([T_START_HEREDOC, T_OPEN_TAG_WITH_ECHO]) || $token->text === '`' || ($token->is(T_OPEN_TAG) && $token->text !== '<?php')) {
            $wrong[] = "$where:$token->line: heredoc, short tags and backticks are not taken";
        }
    }
    foreach ([calls($tokens, $bare), lines($source, $bare)] as $found) {
        foreach ($found as $line => $what) {
            $wrong[] = "$where:$line: $what";
        }
    }
}
echo $wrong === [] ? '' : implode("\n", $wrong) . "\n";
