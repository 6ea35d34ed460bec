<?php

/**
 * The plugin's readme.txt, as wordpress.org reads it.
 *   readme.php check ROOT     says what is wrong with it
 *   readme.php version ROOT   the one version of plugin, readme and extension
 *   readme.php print ROOT     readme.txt with the changes of this version, from CHANGELOG.md, as many as it holds
 */

declare(strict_types=1);

const SECTIONS = ['Description', 'Installation', 'Frequently Asked Questions', 'Screenshots', 'Changelog'];
const FIELDS = [
    'Contributors' => '/^[a-z0-9-]+(, [a-z0-9-]+)*$/', 'Tags' => '/^[^,]+(, [^,]+){0,4}$/', 'Requires at least' => '/^\d+\.\d+$/',
    'Tested up to' => '/^\d+\.\d+$/', 'Requires PHP' => '/^\d+\.\d+$/', 'Stable tag' => '/^\d+\.\d+\.\d+$/', 'License' => '/^GPL-2\.0-or-later$/',
    'License URI' => '~^https://www\.gnu\.org/licenses/~',
];
const SHORT = 150;
const LARGEST = 10240; // wordpress.org may cut what is longer
const MORE = "* More is told in CHANGELOG.md of the sources.\n";

[, $verb, $root] = $argv;
$plugin = "$root/wp-plugin/touchline";
$readme = (string) file_get_contents("$plugin/readme.txt");

function one(string $pattern, string $text): string
{
    return preg_match($pattern, $text, $match) === 1 ? trim($match[1]) : '';
}

/** @return array<string, string> where a version stands => it */
function versions(string $root, string $readme): array
{
    $plugin = "$root/wp-plugin/touchline";
    return [
        'touchline.php' => one('/^ \* Version: +(.+)$/m', (string) file_get_contents("$plugin/touchline.php")),
        'Plugin::VERSION' => one("/VERSION = '(.+)'/", (string) file_get_contents("$plugin/src/Plugin.php")),
        'TL_VERSION' => one('/define TL_VERSION "(.+)"/', (string) file_get_contents("$root/ext/engine/touchline.h")),
        'Stable tag' => one('/^Stable tag: (.+)$/m', $readme),
    ];
}

/** @return list<string> */
function wrong(string $root, string $plugin, string $readme): array
{
    $wrong = [];
    [$head, $rest] = explode("\n\n", $readme, 2) + [1 => ''];
    if (! str_starts_with($head, "=== Touchline ===\n")) {
        $wrong[] = 'the first line is not the name';
    }
    foreach (FIELDS as $name => $pattern) {
        if (preg_match($pattern, one("/^$name: (.*)$/m", $head)) !== 1) {
            $wrong[] = "'$name' is missing or not as it should be";
        }
    }
    $short = strtok($rest, "\n");
    if ($short === false || strlen($short) > SHORT || str_contains($short, '*')) {
        $wrong[] = 'the short description is one line of ' . SHORT . ' characters at most, without markup';
    }
    preg_match_all('/^== (.+) ==$/m', $readme, $found);
    if ($found[1] !== SECTIONS) {
        $wrong[] = 'sections are ' . implode(', ', SECTIONS);
    }
    $source = (string) file_get_contents("$plugin/touchline.php");
    foreach (['Requires at least', 'Requires PHP', 'License'] as $name) {
        if (one("/^$name: (.*)$/m", $head) !== one("/^ \* $name: +(.*)$/m", $source)) {
            $wrong[] = "'$name' is not that of touchline.php";
        }
    }
    if (count(array_unique(versions($root, $readme))) > 1) {
        $wrong[] = 'versions differ: ' . json_encode(versions($root, $readme));
    }
    $legal = 'https://www.whatsapp.com/legal/';
    foreach (['= External services =', 'wa.me', "{$legal}terms-of-service", "{$legal}privacy-policy"] as $needed) {
        if (! str_contains($readme, $needed)) {
            $wrong[] = "it does not say '$needed'";
        }
    }
    return strlen($readme) > LARGEST - 1000 ? [...$wrong, 'it leaves no room for the changes in ' . LARGEST . ' bytes'] : $wrong;
}

/** What CHANGELOG.md says of its newest version, a line each, in so many bytes. What is not in the plugin is left out. */
function changes(string $root, string $version, int $room): string
{
    $newest = explode("\n## ", (string) file_get_contents("$root/CHANGELOG.md"))[1] ?? '';
    $lines = explode("\n", (string) preg_replace(['/\n  (?=\S)/', '/^- /m'], [' ', '* '], $newest));
    $text = "\n= $version =\n\n";
    foreach (preg_grep('/^\* (?!`script)/', $lines) ?: [] as $line) {
        if (strlen($text) + strlen($line) + strlen(MORE) > $room) {
            return $text . MORE;
        }
        $text .= "$line\n";
    }
    return $text;
}

$wrong = wrong($root, $plugin, $readme);
if ($verb === 'check' || $wrong !== []) {
    echo implode('', array_map(static fn (string $one): string => "readme.txt: $one\n", $wrong));
    exit($wrong === [] ? 0 : 1);
}
$version = versions($root, $readme)['touchline.php'];
echo $verb === 'version' ? "$version\n" : $readme . changes($root, $version, LARGEST - strlen($readme));
