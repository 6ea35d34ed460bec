<?php

/**
 * Makes a copy of the plugin such that xgettext sees all that WordPress translates: the block's and the plugin's own names as calls, and
 * each call's first text on its own line, below the translators' comment.
 *   pot.php FOLDER   changes the copy
 */

declare(strict_types=1);

$folder = $argv[1];
$block = json_decode((string) file_get_contents("$folder/block/block.json"), true, 16, JSON_THROW_ON_ERROR);
$calls = "<?php\n";
foreach (['title' => [$block['title']], 'description' => [$block['description']], 'keyword' => $block['keywords']] as $kind => $texts) {
    foreach ($texts as $text) {
        $calls .= sprintf("_x(%s, %s);\n", var_export($text, true), var_export("block $kind", true));
    }
}
file_put_contents("$folder/block/block.json", $calls);

preg_match_all('/^ \* (Plugin Name|Description|Author): +(.+)$/m', (string) file_get_contents("$folder/touchline.php"), $header, PREG_SET_ORDER);
foreach ($header as [, $field, $text]) {
    $call = sprintf("/* translators: %s of the plugin */\n__(%s);\n", $field, var_export($text, true));
    file_put_contents("$folder/touchline.php", $call, FILE_APPEND);
}

foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator($folder)) as $file) {
    if (str_ends_with((string) $file, '.php')) {
        $source = (string) file_get_contents((string) $file);
        file_put_contents((string) $file, preg_replace('/\b((?:esc_(?:html|attr))?_[_enx]+|_[enx]+)\(\s+/', '$1(', $source));
    }
}
