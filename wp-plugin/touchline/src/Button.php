<?php

declare(strict_types=1);

namespace Touchline\WP;

use Touchline\WP\Button\Extras;
use Touchline\WP\Button\Labels;
use Touchline\WP\Button\Look;
use Touchline\WP\Button\Page;
use Touchline\WP\Button\Text;
use Touchline\WP\Privacy\Choice;

/**
 * The WhatsApp button. Its HTML is the same for every visitor, so that page caches may keep it: a plain wa.me link, to which the script adds
 * the reference code at the click.
 */
final class Button
{
    private const HANDLE = 'touchline-button';
    /** The second script, for what only some shops want. */
    private const CHAT = 'touchline-chat';
    private const CONSENT = 'touchline-consent';

    public function __construct(
        private readonly Settings $settings,
        private readonly Look $look,
        private readonly Extras $extras,
        private readonly Beacon $beacon,
        private readonly Choice $choice,
        private readonly string $plugin
    ) {
    }

    public function hook(): void
    {
        add_action('init', [$this, 'assets'], 9);
        add_action('wp_enqueue_scripts', [$this, 'enqueue']);
        add_action('wp_footer', [$this, 'floating']);
    }

    /** Known to WordPress on every page, the editor's too; loaded where there is a number. */
    public function assets(): void
    {
        wp_prime_option_caches(Traces::ON_EVERY_PAGE); // what an update brought is not there yet: asked for at once, not one by one
        $folder = plugin_dir_path($this->plugin) . 'assets/';
        $url = plugin_dir_url($this->plugin) . 'assets/';
        wp_register_style(self::HANDLE, $url . 'button.min.css', [], (string) filemtime($folder . 'button.min.css'));
        wp_style_add_data(self::HANDLE, 'path', $folder . 'button.min.css'); // small enough for WordPress to put it into the page: nothing waits for it
        wp_add_inline_style(self::HANDLE, sprintf(':root{--touchline:%s;--touchline-ink:%s}', $this->look->text('colour'), $this->look->ink()));
        foreach ([self::HANDLE => 'button', self::CHAT => 'chat', self::CONSENT => 'consent'] as $handle => $name) {
            $needs = match (true) {
                $handle === self::CHAT => [self::HANDLE],
                $handle === self::HANDLE && $this->choice->mode() === 'consent' => [self::CONSENT], // which it asks
                default => [],
            };
            $version = (string) filemtime("$folder$name.min.js");
            wp_register_script($handle, "$url$name.min.js", $needs, $version, ['in_footer' => true, 'strategy' => 'defer']);
        }
    }

    public function enqueue(): void
    {
        if ($this->settings->number() !== '') {
            wp_enqueue_style(self::HANDLE);
            wp_enqueue_script(self::HANDLE);
            $this->extras->enqueue(self::HANDLE);
        }
    }

    /** What the script needs to know, and the floating button. */
    public function floating(): void
    {
        if ($this->settings->number() === '') {
            return;
        }
        $product = Page::product();
        $config = array_filter([
            'endpoint' => $this->beacon->endpoint(),
            'page_type' => Page::type(),
            'product' => $product === null ? null : (string) $product->get_id(),
            'product_name' => $product === null ? null : Orders::name($product->get_name(), 200),
            'cart' => function_exists('WC') ? rest_url('wc/store/v1/cart') : null,
            'search' => is_search() ? (Collect::text(get_search_query(false), 190) ?? '') : null,
            'results' => is_search() ? Page::results() : null,
            'off' => $this->choice->isStaff() ? 2 : ($this->choice->mode() === 'off' ? 1 : null),
        ], static fn (string|int|null $value): bool => $value !== null && $value !== '') + $this->extras->config();
        // Without & and quotes of its own: esc_attr() would leave what looks like an entity in a name as it is, and the browser would decode it.
        $json = (string) wp_json_encode($config, JSON_HEX_AMP | JSON_HEX_QUOT | JSON_HEX_APOS | JSON_HEX_TAG);
        printf('<div class="touchline" data-touchline="%s">', esc_attr($json));
        echo $this->extras->floats() ? $this->floatingLink() : ''; // phpcs:ignore -- escaped where it is made
        echo $this->extras->panel() . '</div>'; // phpcs:ignore -- escaped where it is made
    }

    /**
     * A button as HTML, '' while no number is set.
     *
     * @param string $label the words on it, '' for the standard ones
     * @param string $message '' for the settings' one
     * @param int $about the product it is about, 0 for the page's own
     */
    public function html(string $placement, string $label = '', string $message = '', int $about = 0): string
    {
        $product = $about > 0 ? Page::productOf($about) : Page::product();
        $words = '<span>' . esc_html($label !== '' ? $label : ($product === null ? Labels::chat() : Labels::product())) . '</span>';
        $help = in_array($placement, ['cart', 'checkout'], true);
        $class = $help ? 'touchline-help' : 'touchline-inline touchline-' . $this->look->text('size');
        return $this->link($placement, $class, $words, '', $message, $about > 0 ? $product : null);
    }

    private function floatingLink(): string
    {
        $bubble = $this->look->text('bubble');
        $class = sprintf(
            'touchline-floating touchline-%s touchline-wide-%s touchline-phone-%s touchline-%s',
            $this->look->text('size'),
            $this->look->text('wide'),
            $this->look->text('phone'),
            $this->look->text('scheme')
        );
        $words = $bubble === '' ? '' : '<span class="touchline-bubble" dir="auto">' . esc_html($bubble) . '</span>';
        return $this->link('floating', $class, $words, trim($bubble . ' ' . Labels::chat()));
    }

    private function link(string $placement, string $class, string $words, string $name, string $message = '', ?\WC_Product $about = null): string
    {
        if ($this->settings->number() === '') {
            return '';
        }
        $text = Text::of($message !== '' ? $message : $this->settings->message(), $about ?? Page::product());
        $pieces = $text->forBrowser();
        if ($pieces !== null) {
            wp_enqueue_script(self::CHAT);
        }
        return sprintf(
            '<a class="touchline-button %s" href="%s" data-placement="%s" target="_blank" rel="noopener nofollow"%s%s%s>%s%s</a>',
            esc_attr($class . $this->extras->classes($placement === 'floating')),
            esc_url('https://wa.me/' . $this->extras->number() . '?text=' . rawurlencode($text->plain())),
            esc_attr($placement),
            $about === null ? '' : ' data-product="' . esc_attr((string) $about->get_id()) . '"',
            $pieces === null ? '' : ' data-text="' . esc_attr($pieces) . '"',
            $name === '' ? '' : ' aria-label="' . esc_attr($name) . '"',
            self::ICON,
            $words
        );
    }

    /** A speech bubble with a receiver in it. */
    private const ICON = '<svg aria-hidden="true" focusable="false" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" '
        . 'stroke-width="1.8" stroke-linejoin="round"><path d="M12 3a9 9 0 0 0-7.800 13.500L3 21l4.600-1.200A9 9 0 1 0 12 3Z"/>'
        . '<path fill="currentColor" stroke="none" d="M9.300 7.300c-.3-.6-.6-.6-1-.6-.8 0-1.700 1-1.700 2.300 0 1 .7 2.500 2.300 4.200 1.800 1.900 3.900 2.900 '
        . '5.400 2.900 1.500 0 2.600-1 2.700-1.900.1-.5 0-.6-.3-.8l-1.900-.9c-.4-.2-.6-.1-.8.2l-.8 1c-.2.2-.4.2-.7.1-1.500-.6-2.800-1.800-3.500-3.200'
        . '-.1-.3-.1-.4.1-.6l.7-.8c.2-.2.2-.5.1-.7Z"/></svg>';
}
