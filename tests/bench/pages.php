<?php

/**
 * What each tab of the page costs in a WordPress of script/site, with the store that shop.php made: milliseconds of the whole tab and of
 * the engine in it, as the clock and the processor say, each time by a handle of its own. An empty page costs none of it.
 *   SITE/php pages.php STORE SITE [all]    prints JSON; a month, with `all` ten months as well
 */

declare(strict_types=1);

[, $store, $site] = $argv;
define('TOUCHLINE_DIR', $store);
define('TOUCHLINE_IDENTITY_KEY', str_repeat('k', 32));
preg_match('/^URL=(.+)$/m', (string) file_get_contents("$site/site.env"), $url);
$_SERVER += ['HTTP_HOST' => (string) parse_url($url[1], PHP_URL_HOST), 'REQUEST_METHOD' => 'GET', 'REQUEST_URI' => '/wp-admin/admin.php'];
define('WP_ADMIN', true);
require "$site/wordpress/wp-load.php";
require_once ABSPATH . 'wp-admin/includes/admin.php';
wp_set_current_user(1);
set_current_screen('woocommerce_page_touchline');

/** Milliseconds of processor time so far. */
function spent(): float
{
    $use = getrusage() ?: [];
    return ($use['ru_utime.tv_sec'] + $use['ru_stime.tv_sec']) * 1e3 + ($use['ru_utime.tv_usec'] + $use['ru_stime.tv_usec']) / 1e3;
}

/** As a request has it: nothing has been read yet. */
function opened(): Touchline\WP\Engine
{
    global $opened;
    $opened = new Touchline\WP\Engine(new Touchline\WP\Settings(), new Touchline\WP\Directory());
    $opened->ready() || exit($opened->reason() . "\n");
    return $opened;
}

/** @return array<string, array{string, array<string, mixed>}> what the page that was rendered last asked */
function asked(): array
{
    global $opened;
    return $opened->asked();
}

/** @return array{float, float} the median of five: by the clock, by the processor */
function median(callable $do): array
{
    [$clock, $processor] = [[], []];
    for ($i = 0; $i < 5; $i++) {
        [$began, $used] = [hrtime(true), spent()];
        $do();
        $clock[] = (hrtime(true) - $began) / 1e6;
        $processor[] = spent() - $used;
    }
    sort($clock);
    sort($processor);
    return [round($clock[2], 1), round($processor[2], 1)];
}

$periods = ['month' => ['from' => '2026-04-01', 'to' => '2026-04-30'], 'ten months' => ['from' => '2026-01-01', 'to' => '2026-10-27']];
$out = [];
foreach (($argv[3] ?? '') === 'all' ? $periods : ['month' => $periods['month']] as $name => $period) {
    foreach (array_keys(Touchline\WP\Admin\Tabs::VIEWS) as $tab) {
        $_GET = $period + ['page' => 'touchline', 'period' => 'custom', 'compare' => 'previous_period', 'tab' => $tab];
        $html = '';
        [$clock, $processor] = median(static function () use (&$html): void {
            ob_start();
            (new Touchline\WP\Admin\Page(opened(), new Touchline\WP\Settings()))->render();
            $html = (string) ob_get_clean();
        });
        str_contains($html, 'tl-trouble') && exit(wp_strip_all_tags($html) . "\n");
        // In the order of the page and by one handle, since what one report has read is there for the next.
        $asked = asked();
        $reports = [];
        for ($i = 0; $i < 5; $i++) {
            $engine = opened();
            foreach ($asked as $key => [$report, $query]) {
                $used = spent();
                $engine->report($report, $query, false);
                $reports[$key][] = spent() - $used;
            }
        }
        $reports = array_map(static function (array $times): float {
            sort($times);
            return round($times[2], 1);
        }, $reports);
        arsort($reports);
        $out[$name][$tab] = ['page_ms' => $clock, 'page_cpu_ms' => $processor, 'engine_cpu_ms' => round(array_sum($reports), 1),
            'html_kb' => intdiv(strlen($html), 1024), 'reports_cpu_ms' => $reports];
    }
}
echo json_encode($out, JSON_PRETTY_PRINT), "\n";
