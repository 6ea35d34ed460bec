<?php

/**
 * A product's page with and without the plugin, in turn, as script/lib/without-plugin.php times it.
 *   page.php URL ROUNDS TIMES   TIMES: the file that it writes to
 */

declare(strict_types=1);

[, $site, $rounds, $times] = $argv;
$products = json_decode((string) file_get_contents("$site/wp-json/wc/store/v1/products?per_page=1"), true, 64, JSON_THROW_ON_ERROR);
$curl = curl_init() ?: throw new RuntimeException('curl');

/** @param list<string> $headers */
$get = static function (array $headers, bool $with) use ($curl, $products): void {
    curl_setopt_array($curl, [CURLOPT_URL => $products[0]['permalink'], CURLOPT_RETURNTRANSFER => true, CURLOPT_HTTPHEADER => $headers]);
    $page = (string) curl_exec($curl);
    curl_getinfo($curl, CURLINFO_RESPONSE_CODE) === 200 || throw new RuntimeException('the page does not answer');
    str_contains($page, 'data-touchline') === $with || throw new RuntimeException('the plugin is not where it should be');
};
$warm = 40; // every worker has compiled everything
for ($i = -$warm; $i < (int) $rounds; $i++) {
    foreach ($i % 2 === 0 ? [true, false] : [false, true] as $with) {
        $get([...($i < 0 ? [] : ['X-Time: 1']), ...($with ? [] : ['X-Without-Touchline: 1'])], $with);
    }
}

$all = ['with' => [[], []], 'without' => [[], []]];
foreach (file($times, FILE_IGNORE_NEW_LINES) ?: [] as $line) {
    [$which, $wall, $cpu] = explode(' ', $line);
    $all[$which][0][] = (float) $wall;
    $all[$which][1][] = (float) $cpu;
}
foreach (['wall clock', 'processor'] as $kind => $name) {
    $middle = [];
    foreach ($all as $which => $kinds) {
        sort($kinds[$kind]);
        $middle[$which] = $kinds[$kind][intdiv(count($kinds[$kind]), 2)];
    }
    $more = $middle['with'] - $middle['without'];
    $figures = [$name, $middle['with'], $middle['without'], $more, 100 * $more / $middle['without'], count($all['with'][$kind])];
    vprintf("%-11s with %.2f ms, without %.2f ms: %+.2f ms, %+.2f%% (medians of %d)\n", $figures);
}
