<?php

/**
 * What each tab of the page costs in a WordPress of script/site, with the store that shop.php made: milliseconds of the whole tab and of
 * the engine in it, a month and a year. An empty page costs none of it.
 *   SITE/php pages.php STORE SITE    prints JSON
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

$middle = static function (array $times): float {
    sort($times);
    return round($times[intdiv(count($times), 2)] / 1e6, 1);
};
$periods = ['month' => ['from' => '2026-04-01', 'to' => '2026-04-30'], 'ten months' => ['from' => '2026-01-01', 'to' => '2026-10-27']];
$out = [];
foreach ($periods as $name => $period) {
    foreach (array_keys(Touchline\WP\Admin\Tabs::VIEWS) as $tab) {
        $_GET = $period + ['page' => 'touchline', 'period' => 'custom', 'compare' => 'previous_period', 'tab' => $tab];
        $engine = new Touchline\WP\Engine(new Touchline\WP\Settings(), new Touchline\WP\Directory());
        $engine->ready() || exit($engine->reason() . "\n");
        $page = new Touchline\WP\Admin\Page($engine, new Touchline\WP\Settings());
        $whole = [];
        for ($i = 0; $i < 5; $i++) {
            ob_start();
            $began = hrtime(true);
            $page->render();
            $whole[] = hrtime(true) - $began;
            $html = (string) ob_get_clean();
        }
        $reports = [];
        foreach ($engine->asked() as $key => [$report, $query]) {
            $times = [];
            for ($i = 0; $i < 5; $i++) {
                $began = hrtime(true);
                $engine->report($report, $query, false);
                $times[] = hrtime(true) - $began;
            }
            $reports[$key] = $middle($times);
        }
        arsort($reports);
        str_contains($html, 'tl-trouble') && exit(wp_strip_all_tags($html) . "\n");
        $out[$name][$tab] = ['page_ms' => $middle($whole), 'engine_ms' => round(array_sum($reports), 1), 'html_kb' => intdiv(strlen($html), 1024),
            'reports' => $reports];
    }
}
echo json_encode($out, JSON_PRETTY_PRINT), "\n";
