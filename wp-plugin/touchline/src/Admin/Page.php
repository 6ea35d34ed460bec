<?php

declare(strict_types=1);

namespace Touchline\WP\Admin;

use Touchline\WP\Admin\View\AddFilter;
use Touchline\WP\Admin\View\CodeSearch;
use Touchline\WP\Admin\View\Definitions;
use Touchline\WP\Admin\View\FilterBar;
use Touchline\WP\Admin\View\Html;
use Touchline\WP\Admin\View\Start;
use Touchline\WP\Admin\View\Trouble;
use Touchline\WP\Engine;
use Touchline\WP\Export\Menu;
use Touchline\WP\Health\StatusPage;
use Touchline\WP\KeyRotation;
use Touchline\WP\Settings;

/** WooCommerce > Touchline. Everything is asked of the engine first, then printed, so that a failure never leaves half a page. */
final class Page
{
    public const SLUG = 'touchline';
    private const INGEST_MS = 100;

    private string $screen = '';

    public function __construct(private readonly Engine $engine, private readonly Settings $settings, private readonly ?StatusPage $status = null)
    {
    }

    public function hook(): void
    {
        add_action('admin_menu', [$this, 'menu'], 55);
        add_action('admin_enqueue_scripts', [$this, 'assets']);
        ScreenOptions::hook();
    }

    public function menu(): void
    {
        $title = __('Touchline', 'touchline');
        $this->screen = (string) (function_exists('WC')
            ? add_submenu_page('woocommerce', $title, $title, 'view_touchline', self::SLUG, [$this, 'render'])
            : add_menu_page($title, $title, 'view_touchline', self::SLUG, [$this, 'render'], 'dashicons-whatsapp', 56));
        add_action('load-' . $this->screen, fn () => (new ScreenOptions())->show($this->screen));
    }

    public function assets(string $screen): void
    {
        if ($this->screen === '' || $screen !== $this->screen) {
            return;
        }
        self::style();
        $file = dirname(__DIR__, 2) . '/assets/admin.js';
        wp_enqueue_script('touchline-admin', self::url('admin.js'), [], (string) filemtime($file), ['in_footer' => true, 'strategy' => 'defer']);
    }

    /** The one style of the pages; the order's box uses it too. */
    public static function style(): void
    {
        wp_enqueue_style('touchline-admin', self::url('admin.min.css'), [], (string) filemtime(dirname(__DIR__, 2) . '/assets/admin.min.css'));
    }

    public function render(): void
    {
        if (! current_user_can('view_touchline')) {
            wp_die(esc_html__('You may not see this page.', 'touchline'), '', ['response' => 403]);
        }
        // A report is read, nothing is changed: the address needs no nonce.
        $query = Query::of($this->settings, wp_unslash($_GET)); // phpcs:ignore
        echo '<div class="wrap tl">';
        if ($query->tab === Tabs::SETTINGS && self::maySettings()) {
            $this->head($query, null);
            $this->settings->render();
            KeyRotation::form();
        } elseif ($query->tab === Tabs::STATUS && self::maySettings() && $this->status !== null) {
            $this->head($query, null);
            $this->status->render();
        } elseif (! $this->engine->ready()) {
            $this->head($query, null);
            Trouble::render((string) $this->engine->reason());
        } else {
            $this->report($query);
        }
        echo '</div>';
    }

    private function report(Query $query): void
    {
        $notices = $query->notices();
        try {
            $progress = $this->engine->ingest(self::INGEST_MS);
            if ($progress['done'] === false) {
                $notices[] = __('There are events that are not counted yet. Load this page again in a moment.', 'touchline');
            }
        } catch (\Touchline\Exception $failure) {
            // What was counted before can still be shown.
            $notices[] = $failure->getMessage();
        }
        try {
            $data = $this->ask($query);
        } catch (\Touchline\Exception $failure) {
            $this->head($query, null);
            $this->notices(array_diff($notices, [$failure->getMessage()]));
            Trouble::render($failure->getMessage());
            return;
        }
        $overview = $data['overview'];
        $this->head($query, $overview['as_of']);
        $settings = $query->address(['tab' => 'settings']);
        // Links are made before the first visit.
        if ($overview['as_of'] === null && $query->tab !== Tabs::LINKS) {
            $this->notices($notices);
            Start::render($this->settings->number() !== '', false, $settings, self::maySettings());
            return;
        }
        echo '<div class="tl-bar">';
        FilterBar::render($query, array_column($overview['currencies'], 'currency'), $overview['currency'], $data['find']);
        Menu::render($this->engine, $query, wp_unslash($_GET)); // phpcs:ignore
        echo '</div>';
        $this->notices($notices);
        if ($data['code'] !== null) {
            CodeSearch::result($query, $data['code']);
        }
        if ($this->settings->number() === '') {
            $this->missingNumber($settings);
        }
        echo '<div id="tl-content" tabindex="-1">';
        $this->view($query)::render($query, $overview, $data['tab']);
        echo '</div>';
        Definitions::render();
    }

    /** @return array<string, mixed> */
    private function ask(Query $query): array
    {
        // All but the first need of the overview what stands around every page alone.
        $basics = $this->view($query) !== Tabs::VIEWS[Tabs::FIRST];
        $overview = $this->engine->report($basics ? 'basics' : 'overview', $query->report(), ! $basics);
        $data = ['overview' => $overview, 'code' => null, 'find' => null];
        if ($query->code !== '') {
            $data['code'] = $this->engine->report('code', $query->report(['code' => $query->code]));
        }
        if ($overview['as_of'] === null && $query->tab !== Tabs::LINKS) {
            return $data;
        }
        $data['find'] = AddFilter::ask($this->engine, $query, $overview);
        $data['tab'] = $this->view($query)::ask($this->engine, $query, $overview);
        return $data;
    }

    /** @return class-string<View\Tab> the settings have a page of their own, which not everybody may see */
    private function view(Query $query): string
    {
        return Tabs::VIEWS[$query->tab] ?? Tabs::VIEWS[Tabs::FIRST];
    }

    private function head(Query $query, ?int $asOf): void
    {
        if ($asOf !== null) {
            printf('<a class="screen-reader-text tl-skip" href="#tl-content">%s</a>', esc_html__('Skip to the figures', 'touchline'));
        }
        printf('<div class="tl-head"><h1>%s</h1>', esc_html__('Touchline', 'touchline'));
        if ($asOf !== null) {
            /* translators: %s: date and time of the newest event */
            printf('<p class="tl-muted">%s</p>', esc_html(sprintf(__('As of %s', 'touchline'), Format::moment($asOf))));
            CodeSearch::form($query);
        }
        printf('</div><hr class="wp-header-end"><nav class="tl-tabs" aria-label="%s">', esc_attr__('Touchline', 'touchline'));
        foreach (Tabs::titles() as $tab => $name) {
            if (in_array($tab, Tabs::OF_ADMINISTRATORS, true) && ! self::maySettings()) {
                continue;
            }
            printf(
                '<a href="%s"%s>%s</a>',
                esc_url($query->address(['tab' => $tab === Tabs::FIRST ? null : $tab])),
                $tab === $query->tab ? ' aria-current="page"' : '',
                esc_html($name)
            );
        }
        echo '</nav>';
    }

    /** @param array<string> $notices */
    private function notices(array $notices): void
    {
        foreach ($notices as $words) {
            Trouble::notice($words);
        }
    }

    private function missingNumber(string $settings): void
    {
        printf(
            '<div class="notice notice-info inline tl-notice"><p>%s %s</p></div>',
            esc_html__('No WhatsApp number is set, so the button does not show on your shop.', 'touchline'),
            self::maySettings() ? Html::link($settings, __('Enter it', 'touchline')) : ''
        );
    }

    public static function maySettings(): bool
    {
        return current_user_can('manage_woocommerce') || current_user_can('manage_options');
    }

    private static function url(string $file): string
    {
        return plugins_url('assets/' . $file, dirname(__DIR__, 2) . '/touchline.php');
    }
}
