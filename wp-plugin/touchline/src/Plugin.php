<?php

declare(strict_types=1);

namespace Touchline\WP;

use Touchline\WP\Admin\Commands;
use Touchline\WP\Admin\Dashboard;
use Touchline\WP\Admin\OrderBox;
use Touchline\WP\Admin\OrdersColumn;
use Touchline\WP\Admin\OrdersFilter;
use Touchline\WP\Admin\Page;
use Touchline\WP\Button\Before;
use Touchline\WP\Button\BeforeForm;
use Touchline\WP\Button\Extras;
use Touchline\WP\Button\Look;
use Touchline\WP\Button\LookForm;
use Touchline\WP\Button\Moments;
use Touchline\WP\Button\MomentsForm;
use Touchline\WP\Button\Places;
use Touchline\WP\Button\Team;
use Touchline\WP\Button\TeamForm;
use Touchline\WP\Privacy\Choice;
use Touchline\WP\Privacy\ChoiceForm;

/** Builds every part once and hands each what it needs. */
final class Plugin
{
    public const VERSION = '0.1.0';

    private static ?Engine $engine = null;
    private static ?Button $button = null;

    public static function boot(string $file): void
    {
        $settings = new Settings();
        $directory = new Directory();
        $engine = self::$engine = new Engine($settings, $directory);
        $choice = new Choice();
        $visitor = new Visitor($choice, $directory);
        $orders = new Orders();
        $beacon = new Beacon($engine, $directory, $choice);
        $look = new Look();
        [$team, $moments, $before] = [new Team($settings), new Moments(), new Before()];
        $extras = new Extras($team, $moments, $before, $look, $file);
        $button = self::$button = new Button($settings, $look, $extras, $beacon, $choice, $file);
        require_once __DIR__ . '/functions.php';
        $files = new Export\Files($directory);
        $erasure = new Erasure($engine, $files);
        $jobs = new Export\Jobs($engine, $files);
        $rotation = new KeyRotation($engine, $orders);
        $closed = new Health\Closed($directory);
        $checks = new Health\Checks($engine, $beacon, $closed, $choice);
        $facts = new Health\Facts($checks, $beacon, $choice);
        $status = new Health\StatusPage($checks, $facts);
        $backfill = new Backfill($engine, $orders);
        $reconcile = new Reconcile($engine, $orders, $backfill);

        foreach (
            [
                new Network($file, $engine, $beacon), new Cron($engine, $beacon, $closed),
                new Health\SiteHealth($checks, $facts), $status, new Health\Command($checks),
                new Capabilities(), $settings, $beacon, $button, new Places($button, $look, $file), new LookForm($look), new MomentsForm($moments),
                new TeamForm($team), new BeforeForm($before), new ChoiceForm($choice, $beacon),
                new Checkup($engine), new Notices($engine),
                new Cli($engine), new Cli\Reports($engine), new Binding($engine, $visitor), new CartHooks($engine, $visitor), new OrderHooks($engine, $orders),
                new Reference($engine), new Page($engine, $settings, $status), new OrderBox($engine, $settings),
                new OrdersColumn($engine, $settings), new OrdersFilter($engine, $settings),
                new Dashboard($engine, $settings), new WeeklyMail($engine, $settings),
                new Export\Command($engine, $files), $jobs, new Export\Download($engine, $settings, $files, $jobs),
                new Export\Rest($engine, $settings, $files),
                $erasure, new Privacy($engine, $erasure), new PrivacyCli($engine, $erasure, $rotation), $rotation,
                new Retention($engine, $settings), new Links\Links(), new Links\Opening($engine, $settings, $visitor), new Links\Desk($settings),
                new Reviews($engine, $visitor),
                new BackfillCli($engine, $backfill), new BackfillJob($engine, $backfill),
                new ReconcileCli($engine, $reconcile), new ReconcileJob($engine, $reconcile),
                new ChangeLog(), new Commands(),
            ] as $part
        ) {
            $part->hook();
        }
        self::declare($file);
    }

    public static function engine(): Engine
    {
        return self::$engine ?? throw new \LogicException('Touchline is not loaded');
    }

    public static function button(): Button
    {
        return self::$button ?? throw new \LogicException('Touchline is not loaded');
    }

    /** Both storages of orders and both checkouts are at home here. */
    private static function declare(string $file): void
    {
        add_action('before_woocommerce_init', static function () use ($file): void {
            $features = 'Automattic\WooCommerce\Utilities\FeaturesUtil';
            if (class_exists($features)) {
                $features::declare_compatibility('custom_order_tables', $file, true);
                $features::declare_compatibility('cart_checkout_blocks', $file, true);
            }
        });
    }
}
