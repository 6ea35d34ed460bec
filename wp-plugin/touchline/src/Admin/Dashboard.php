<?php

declare(strict_types=1);

namespace Touchline\WP\Admin;

use Touchline\WP\Admin\View\Html;
use Touchline\WP\Admin\View\Sentence;
use Touchline\WP\Engine;
use Touchline\WP\Settings;

/** The widget on wp-admin's first page: this month in words, and the way to the rest. */
final class Dashboard
{
    private const INGEST_MS = 50;

    public function __construct(private readonly Engine $engine, private readonly Settings $settings)
    {
    }

    public function hook(): void
    {
        add_action('wp_dashboard_setup', [$this, 'add']);
    }

    public function add(): void
    {
        if (current_user_can('view_touchline')) {
            Page::style();
            wp_add_dashboard_widget('touchline', __('WhatsApp this month', 'touchline'), [$this, 'render']);
        }
    }

    public function render(): void
    {
        echo '<div class="tl">';
        if (! $this->engine->ready()) {
            printf('<p>%s</p></div>', esc_html((string) $this->engine->reason()));
            return;
        }
        $query = Query::of($this->settings, ['period' => 'month']);
        try {
            $this->engine->ingest(self::INGEST_MS);
            $overview = $this->engine->report('overview', $query->report());
        } catch (\Touchline\Exception $failure) {
            printf('<p>%s</p></div>', esc_html($failure->getMessage()));
            return;
        }
        if ($overview['as_of'] === null) {
            printf('<p>%s</p>', esc_html__('Nothing has been seen on your shop yet.', 'touchline'));
        } else {
            foreach (Sentence::lines($query, $overview) as $line) {
                printf('<p>%s</p>', Html::sentence($line));
            }
        }
        printf('<p>%s</p></div>', Html::link($query->address(), __('Open the report', 'touchline')));
    }
}
