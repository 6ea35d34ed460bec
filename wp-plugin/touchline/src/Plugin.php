<?php

declare(strict_types=1);

namespace Touchline\WP;

use Touchline\WP\Admin\Commands;
use Touchline\WP\Admin\Dashboard;
use Touchline\WP\Admin\OrderBox;
use Touchline\WP\Admin\OrdersColumn;
use Touchline\WP\Admin\OrdersFilter;
use Touchline\WP\Admin\Page;
use Touchline\WP\Button\Look;
use Touchline\WP\Button\LookForm;
use Touchline\WP\Button\Places;
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
        $button = self::$button = new Button($settings, $look, $beacon, $choice, $file);
        require_once __DIR__ . '/functions.php';
        $files = new Export\Files($directory);
        $erasure = new Erasure($engine, $files);
        $jobs = new Export\Jobs($engine, $files);
        $rotation = new KeyRotation($engine, $orders);

        foreach (
            [
                new Capabilities(), $settings, $beacon, $button, new Places($button, $look, $file), new LookForm($look), new ChoiceForm($choice, $beacon),
                new Cron($engine, $beacon), new Checkup($engine), new Notices($engine),
                new Cli($engine), new Binding($engine, $visitor), new CartHooks($engine, $visitor), new OrderHooks($engine, $orders),
                new Reference($engine), new Backfill($engine, $orders), new Page($engine, $settings), new OrderBox($engine, $settings),
                new OrdersColumn($engine, $settings), new OrdersFilter($engine, $settings),
                new Dashboard($engine, $settings), new WeeklyMail($engine, $settings),
                new Export\Command($engine, $files), $jobs, new Export\Download($engine, $settings, $files, $jobs),
                new Export\Rest($engine, $settings, $files),
                $erasure, new Privacy($engine, $erasure), new PrivacyCli($engine, $erasure, $rotation), $rotation,
                new Retention($engine, $settings), new ChangeLog(), new Commands(),
            ] as $part
        ) {
            $part->hook();
        }
        self::declare($file);
        register_activation_hook($file, static function () use ($engine, $beacon): void {
            $engine->activate();
            $beacon->write();
            Cron::schedule();
        });
        register_deactivation_hook($file, static function () use ($beacon): void {
            $beacon->remove();
            Cron::unschedule();
            WeeklyMail::unschedule();
        });
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
