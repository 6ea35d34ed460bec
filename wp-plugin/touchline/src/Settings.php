<?php

declare(strict_types=1);

namespace Touchline\WP;

use Touchline\WP\Admin\Words;

/** What the merchant chose, and the form to choose it with (WordPress's Settings API, on the tab Settings of our page). */
final class Settings
{
    public const OPTION = 'touchline_settings';
    private const GROUP = 'touchline';
    private const DEFAULTS = [
        'number' => '', 'country' => '', 'message' => '', 'position' => 'right', 'floating' => true, 'product_button' => true,
        'model' => 'last_non_direct', 'window' => 7, 'measure' => 'net', 'on_hold' => false, 'delete_data' => false,
    ];

    public function hook(): void
    {
        add_action('admin_init', [$this, 'register']);
        add_filter('option_page_capability_' . self::GROUP, [self::class, 'capability']);
    }

    /** The WhatsApp number in E.164 digits, '' while none is set. */
    public function number(): string
    {
        return (string) $this->get('number');
    }

    public function country(): string
    {
        $known = (string) $this->get('country');
        $shop = (string) get_option('woocommerce_default_country', '');
        return $known !== '' ? $known : substr($shop, 0, 2);
    }

    public function message(): string
    {
        $message = trim((string) $this->get('message'));
        return $message !== '' ? $message : self::standardMessage();
    }

    /** @return 'left'|'right' */
    public function position(): string
    {
        return $this->get('position') === 'left' ? 'left' : 'right';
    }

    public function floating(): bool
    {
        return (bool) $this->get('floating');
    }

    public function productButton(): bool
    {
        return (bool) $this->get('product_button');
    }

    public function model(): string
    {
        return (string) $this->get('model');
    }

    public function window(): int
    {
        return (int) $this->get('window');
    }

    public function measure(): string
    {
        return (string) $this->get('measure');
    }

    public function onHold(): bool
    {
        return (bool) $this->get('on_hold');
    }

    public static function capability(): string
    {
        return current_user_can('manage_woocommerce') ? 'manage_woocommerce' : 'manage_options';
    }

    public function register(): void
    {
        register_setting(self::GROUP, self::OPTION, ['type' => 'array', 'sanitize_callback' => [$this, 'sanitize']]);
        add_settings_section('touchline_button', __('The WhatsApp button', 'touchline'), '__return_null', self::GROUP);
        add_settings_section('touchline_figures', __('How figures are made', 'touchline'), '__return_null', self::GROUP);
        add_settings_section('touchline_data', __('Data', 'touchline'), '__return_null', self::GROUP);
        foreach ($this->fields() as $name => [$section, $label, $render]) {
            add_settings_field("touchline_$name", $label, $render, self::GROUP, "touchline_$section", ['label_for' => "touchline-$name"]);
        }
    }

    public function render(): void
    {
        settings_errors(self::OPTION);
        echo '<form method="post" action="' . esc_url(admin_url('options.php')) . '" class="tl-settings">';
        settings_fields(self::GROUP);
        do_settings_sections(self::GROUP);
        submit_button();
        echo '</form>';
    }

    /**
     * A field that is wrong keeps its old value and says why.
     *
     * @return array<string, mixed>
     */
    public function sanitize(mixed $typed): array
    {
        $old = $this->all();
        $typed = is_array($typed) ? $typed : [];
        if (! isset($typed['_form'])) {
            return array_intersect_key($typed + $old, self::DEFAULTS); // set by a program, not by the form
        }
        $country = strtoupper(sanitize_text_field((string) ($typed['country'] ?? '')));
        $country = preg_match('/^[A-Z]{2}$/D', $country) === 1 ? $country : '';
        return [
            'country' => $country,
            'number' => self::sanitizeNumber((string) ($typed['number'] ?? ''), $country, (string) $old['number']),
            'message' => sanitize_textarea_field((string) ($typed['message'] ?? '')),
            'position' => ($typed['position'] ?? '') === 'left' ? 'left' : 'right',
            'floating' => ! empty($typed['floating']),
            'product_button' => ! empty($typed['product_button']),
            'model' => self::oneOf($typed['model'] ?? '', array_keys(Words::models()), (string) $old['model']),
            'window' => max(1, min(90, (int) ($typed['window'] ?? $old['window']))),
            'measure' => self::oneOf($typed['measure'] ?? '', ['net', 'total'], (string) $old['measure']),
            'on_hold' => ! empty($typed['on_hold']),
            'delete_data' => ! empty($typed['delete_data']),
        ];
    }

    private static function sanitizeNumber(string $typed, string $country, string $old): string
    {
        $typed = trim(sanitize_text_field($typed));
        if ($typed === '') {
            return '';
        }
        $digits = function_exists('Touchline\normalize_phone')
            ? \Touchline\normalize_phone($typed, $country)
            : (preg_match('/^\+?([1-9][0-9]{7,14})$/D', str_replace([' ', '-', '(', ')', '.'], '', $typed), $m) === 1 ? $m[1] : null);
        if ($digits !== null) {
            return $digits;
        }
        add_settings_error(self::OPTION, 'number', sprintf(
            /* translators: %s: what was typed */
            __(
                '%s is no possible phone number of that country. Write it with its country code, such as +49 1522 8895456. The number in use was kept.',
                'touchline'
            ),
            $typed
        ));
        return $old;
    }

    /** @param list<string> $words */
    private static function oneOf(mixed $value, array $words, string $otherwise): string
    {
        return is_string($value) && in_array($value, $words, true) ? $value : $otherwise;
    }

    private static function standardMessage(): string
    {
        /* translators: {page} and {site} stay as they are: they are filled in with the page's and the shop's name */
        return __('Hello {site}, I have a question about {page}.', 'touchline');
    }

    /** @return array<string, mixed> */
    private function all(): array
    {
        $known = get_option(self::OPTION, []);
        return array_merge(self::DEFAULTS, array_intersect_key(is_array($known) ? $known : [], self::DEFAULTS));
    }

    private function get(string $name): mixed
    {
        return $this->all()[$name];
    }

    // ---- the form ------------------------------------------------------------------------------------------------------

    /** @return array<string, array{string, string, callable}> name => section, label, what prints it */
    private function fields(): array
    {
        return [
            'country' => ['button', __('Country of the number', 'touchline'), fn () => $this->countries()],
            'number' => ['button', __('WhatsApp number', 'touchline'), fn () => $this->text(
                'number',
                $this->number() === '' ? '' : '+' . $this->number(),
                __('As you would dial it, or with its country code.', 'touchline')
            )],
            'message' => ['button', __('Message', 'touchline'), fn () => $this->textarea('message', (string) $this->get('message'), self::standardMessage())],
            'position' => ['button', __('Corner', 'touchline'), fn () => $this->select('position', $this->position(), [
                'right' => __('Right', 'touchline'), 'left' => __('Left', 'touchline'),
            ])],
            'floating' => ['button', __('On every page', 'touchline'), fn () => $this->box(
                'floating',
                $this->floating(),
                __('Show the floating button', 'touchline')
            )],
            'product_button' => ['button', __('On products', 'touchline'), fn () => $this->box(
                'product_button',
                $this->productButton(),
                __('Show a button below "Add to cart"', 'touchline')
            )],
            'model' => ['figures', __('Model', 'touchline'), fn () => $this->select('model', $this->model(), Words::models())],
            'window' => ['figures', __('Window in days', 'touchline'), fn () => $this->numberField('window', $this->window())],
            'measure' => ['figures', __('Measure', 'touchline'), fn () => $this->select('measure', $this->measure(), [
                'net' => __('Net sales: without tax and shipping', 'touchline'), 'total' => __('Total: what was paid', 'touchline'),
            ])],
            'on_hold' => ['figures', __('Orders awaiting payment', 'touchline'), fn () => $this->box(
                'on_hold',
                $this->onHold(),
                __('Count orders that are on hold', 'touchline')
            )],
            'delete_data' => ['data', __('When the plugin is deleted', 'touchline'), fn () => $this->box(
                'delete_data',
                (bool) $this->get('delete_data'),
                __('Delete all data with the plugin', 'touchline')
            )],
        ];
    }

    private static function name(string $name): string
    {
        return self::OPTION . "[$name]";
    }

    private function countries(): void
    {
        echo '<input type="hidden" name="' . esc_attr(self::name('_form')) . '" value="1">';
        $countries = function_exists('WC') && WC()->countries !== null ? WC()->countries->get_countries() : [];
        if ($countries !== []) {
            $this->select('country', $this->country(), ['' => __('Choose', 'touchline')] + array_map('strval', $countries));
            return;
        }
        $this->text('country', $this->country(), __('Two letters, such as DE.', 'touchline'));
    }

    private function text(string $name, string $value, string $help): void
    {
        printf(
            '<input type="text" class="regular-text" id="%1$s" name="%2$s" value="%3$s" aria-describedby="%1$s-help">'
                . '<p class="description" id="%1$s-help">%4$s</p>',
            esc_attr("touchline-$name"),
            esc_attr(self::name($name)),
            esc_attr($value),
            esc_html($help)
        );
    }

    private function textarea(string $name, string $value, string $placeholder): void
    {
        printf(
            '<textarea class="large-text" rows="3" id="%1$s" name="%2$s" placeholder="%3$s">%4$s</textarea><p class="description">%5$s</p>',
            esc_attr("touchline-$name"),
            esc_attr(self::name($name)),
            esc_attr($placeholder),
            esc_textarea($value),
            esc_html(__('{page}, {product}, {price}, {sku} and {site} are filled in. The reference code is added by itself.', 'touchline'))
        );
    }

    private function numberField(string $name, int $value): void
    {
        printf(
            '<input type="number" min="1" max="90" class="small-text" id="%s" name="%s" value="%d">',
            esc_attr("touchline-$name"),
            esc_attr(self::name($name)),
            (int) $value
        );
    }

    private function box(string $name, bool $on, string $label): void
    {
        printf(
            '<label><input type="checkbox" id="%s" name="%s" value="1"%s> %s</label>',
            esc_attr("touchline-$name"),
            esc_attr(self::name($name)),
            checked($on, true, false),
            esc_html($label)
        );
    }

    /** @param array<string, string> $options */
    private function select(string $name, string $value, array $options): void
    {
        printf('<select id="%s" name="%s">', esc_attr("touchline-$name"), esc_attr(self::name($name)));
        foreach ($options as $key => $label) {
            printf('<option value="%s"%s>%s</option>', esc_attr((string) $key), selected($value, (string) $key, false), esc_html($label));
        }
        echo '</select>';
    }
}
