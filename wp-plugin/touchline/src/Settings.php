<?php

declare(strict_types=1);

namespace Touchline\WP;

use Touchline\WP\Admin\Field;
use Touchline\WP\Admin\Mistakes;
use Touchline\WP\Admin\Query;
use Touchline\WP\Admin\Words;

/** What the merchant chose, and the form to choose it with (WordPress's Settings API, on the tab Settings of our page). */
final class Settings
{
    public const OPTION = 'touchline_settings';
    public const GROUP = 'touchline';
    /** The part of the settings page that is about the button. */
    public const BUTTON = 'touchline_button';
    public const DEFAULTS = [
        'number' => '', 'country' => '', 'message' => '',
        'model' => 'last_non_direct', 'window' => 7, 'half_life' => 7, 'positions' => '40,20,40', 'measure' => 'net', 'on_hold' => false, 'cart_idle' => 60,
        'delete_data' => false, 'weekly_to' => '', 'keep_months' => 25,
    ];

    private readonly Field $field;

    public function __construct()
    {
        $this->field = new Field(self::OPTION);
    }

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

    public function model(): string
    {
        return (string) $this->get('model');
    }

    public function window(): int
    {
        return (int) $this->get('window');
    }

    /** Days, of the model that gives more to what is nearer. */
    public function halfLife(): int
    {
        return (int) $this->get('half_life');
    }

    /** @return array{int, int, int} of the model by position: first, all between, last */
    public function positions(): array
    {
        return self::three((string) $this->get('positions')) ?? Query::POSITIONS;
    }

    public function measure(): string
    {
        return (string) $this->get('measure');
    }

    public function onHold(): bool
    {
        return (bool) $this->get('on_hold');
    }

    /** Minutes after which a cart with which nothing is done counts as left. */
    public function cartIdle(): int
    {
        return max(15, min(1440, (int) $this->get('cart_idle')));
    }

    /** @return list<string> who gets the weekly mail */
    public function weeklyTo(): array
    {
        $all = array_map('trim', explode(',', (string) $this->get('weekly_to')));
        return array_values(array_filter($all, static fn (string $one): bool => is_email($one) !== false));
    }

    /** How long what visitors did is kept; 0: for ever. */
    public function keepMonths(): int
    {
        return (int) $this->get('keep_months');
    }

    public static function capability(): string
    {
        return current_user_can('manage_woocommerce') ? 'manage_woocommerce' : 'manage_options';
    }

    public function register(): void
    {
        register_setting(self::GROUP, self::OPTION, ['type' => 'array', 'sanitize_callback' => [$this, 'sanitize']]);
        add_settings_section('touchline_button', __('The WhatsApp button', 'touchline'), '__return_null', self::BUTTON);
        add_settings_section('touchline_figures', __('How figures are made', 'touchline'), static function (): void {
            printf('<p>%s</p>', esc_html__(
                'The pages open with these; each can be asked for others. A change holds for the past too, and is noted beside the chart.',
                'touchline'
            ));
        }, self::GROUP);
        add_settings_section('touchline_mail', __('Report by e-mail', 'touchline'), '__return_null', self::GROUP);
        add_settings_section('touchline_data', __('Data', 'touchline'), '__return_null', self::GROUP);
        foreach ($this->fields() as $name => [$section, $label, $render]) {
            $page = $section === 'button' ? self::BUTTON : self::GROUP;
            add_settings_field("touchline_$name", $label, $render, $page, "touchline_$section", ['label_for' => "touchline-$name"]);
        }
    }

    public function render(): void
    {
        settings_errors();
        echo '<form method="post" action="' . esc_url(admin_url('options.php')) . '" class="tl-settings">';
        settings_fields(self::GROUP);
        self::contents();
        do_settings_sections(self::BUTTON);
        do_settings_sections(self::GROUP);
        submit_button();
        echo '</form>';
    }

    /** The sections by name; each becomes a place to go to. */
    private static function contents(): void
    {
        global $wp_settings_sections;
        printf('<nav class="tl-card tl-choose" aria-label="%s">', esc_attr__('On this page', 'touchline'));
        foreach ([self::BUTTON, self::GROUP] as $page) {
            foreach ($wp_settings_sections[$page] ?? [] as $id => $section) {
                $wp_settings_sections[$page][$id]['before_section'] = sprintf('<section id="%s">', esc_attr("$id-section"));
                $wp_settings_sections[$page][$id]['after_section'] = '</section>';
                printf('<a href="#%s">%s</a>', esc_attr("$id-section"), esc_html((string) $section['title']));
            }
        }
        printf('<a href="#touchline-key">%s</a></nav>', esc_html__('Key of the fingerprints', 'touchline'));
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
            'model' => self::oneOf($typed['model'] ?? '', array_keys(Words::models()), (string) $old['model']),
            'window' => max(1, min(90, (int) ($typed['window'] ?? $old['window']))),
            'half_life' => max(1, min(Query::LONGEST_HALF_LIFE, (int) ($typed['half_life'] ?? $old['half_life']))),
            'positions' => $this->sanitizePositions((string) ($typed['positions'] ?? implode(',', $this->positions()))),
            'measure' => self::oneOf($typed['measure'] ?? '', ['net', 'total'], (string) $old['measure']),
            'on_hold' => ! empty($typed['on_hold']),
            'cart_idle' => max(15, min(1440, (int) ($typed['cart_idle'] ?? $old['cart_idle']))),
            'keep_months' => (int) self::oneOf($typed['keep_months'] ?? '', array_map('strval', array_keys(self::spans())), (string) $old['keep_months']),
            'delete_data' => ! empty($typed['delete_data']),
            'weekly_to' => self::sanitizeMails((string) ($typed['weekly_to'] ?? '')),
        ];
    }

    /** @return array{int, int, int}|null */
    private static function three(string $typed): ?array
    {
        if (preg_match('/^\s*(\d{1,3})\s*[,:\/ ]\s*(\d{1,3})\s*[,:\/ ]\s*(\d{1,3})\s*$/', $typed, $part) !== 1) {
            return null;
        }
        $three = [(int) $part[1], (int) $part[2], (int) $part[3]];
        return $three === [0, 0, 0] ? null : $three;
    }

    private function sanitizePositions(string $typed): string
    {
        $three = self::three($typed);
        if ($three === null) {
            Mistakes::add(self::OPTION, self::OPTION . '[positions]', sanitize_text_field($typed), __(
                'Three numbers are needed, such as 40, 20, 40. What was there was kept.',
                'touchline'
            ));
        }
        return implode(',', $three ?? $this->positions());
    }

    /** What is no address is left out and named. */
    private static function sanitizeMails(string $typed): string
    {
        $kept = [];
        $wrong = [];
        foreach (array_filter(array_map('trim', preg_split('/[\s,;]+/', $typed) ?: [])) as $address) {
            if (is_email($address)) {
                $kept[] = sanitize_email($address);
                continue;
            }
            $wrong[] = $address;
        }
        if ($wrong !== []) {
            Mistakes::add(self::OPTION, self::OPTION . '[weekly_to]', $typed, sprintf(
                /* translators: %s: what was typed */
                __('Not an e-mail address, and left out: %s.', 'touchline'),
                implode(', ', $wrong)
            ));
        }
        return implode(', ', array_unique($kept));
    }

    private static function sanitizeNumber(string $typed, string $country, string $old): string
    {
        $typed = trim(sanitize_text_field($typed));
        if ($typed === '') {
            return '';
        }
        $digits = self::digits($typed, $country);
        if ($digits !== null) {
            return $digits;
        }
        Mistakes::add(self::OPTION, self::OPTION . '[number]', $typed, sprintf(
            /* translators: %s: what was typed */
            __(
                '“%s” cannot be a phone number of that country. Write it with its country code, such as +49 1522 8895456. Until then the one before is used.',
                'touchline'
            ),
            $typed
        ));
        return $old;
    }

    /** A number in E.164 digits, null when that country has none like it. */
    public static function digits(string $typed, string $country): ?string
    {
        if (function_exists('Touchline\normalize_phone')) {
            return \Touchline\normalize_phone($typed, $country);
        }
        return preg_match('/^\+?([1-9][0-9]{7,14})$/D', str_replace([' ', '-', '(', ')', '.'], '', $typed), $m) === 1 ? $m[1] : null;
    }

    /** @param list<string> $words */
    private static function oneOf(mixed $value, array $words, string $otherwise): string
    {
        return is_string($value) && in_array($value, $words, true) ? $value : $otherwise;
    }

    /** @return array<int, string> months => words */
    private static function spans(): array
    {
        return [
            6 => __('6 months', 'touchline'), 13 => __('13 months: a year and one', 'touchline'),
            25 => __('25 months: two years and one', 'touchline'), 38 => __('38 months', 'touchline'), 0 => __('For ever', 'touchline'),
        ];
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
            'number' => ['button', __('WhatsApp number', 'touchline'), fn () => $this->field->text(
                'number',
                $this->number() === '' ? '' : '+' . $this->number(),
                __('As you would dial it, or with its country code.', 'touchline')
            )],
            'message' => ['button', __('Message', 'touchline'), fn () => $this->field->textarea(
                'message',
                (string) $this->get('message'),
                /* translators: the words in braces stay as they are */
                __(
                    'Filled in: {site}, {page}, {link}, {product}, {variation}, {sku}, {price}, {cart}, {name}. What is not known goes with its phrase.',
                    'touchline'
                ),
                self::standardMessage()
            )],
            'model' => ['figures', __('Model', 'touchline'), fn () => $this->field->select(
                'model',
                $this->model(),
                Words::models($this->positions()),
                __('Which touch before an order earns it. What a change would do, for the same orders, stands on the tab Models.', 'touchline')
            )],
            'window' => ['figures', __('Window in days', 'touchline'), fn () => $this->field->number(
                'window',
                $this->window(),
                1,
                90,
                '',
                __('How long before the order a touch may lie and still earn. A longer one finds more, and more that had no part in it.', 'touchline')
            )],
            'half_life' => ['figures', __('Half-life in days', 'touchline'), fn () => $this->field->number(
                'half_life',
                $this->halfLife(),
                1,
                Query::LONGEST_HALF_LIFE,
                '',
                __('Of “More the nearer to the order”: a touch that is so much older has half the share.', 'touchline')
            )],
            'positions' => ['figures', __('Shares by position', 'touchline'), fn () => $this->field->text(
                'positions',
                implode(', ', $this->positions()),
                __('First touch, all between, last touch: the ratio in which they share an order, for the model by position.', 'touchline')
            )],
            'measure' => ['figures', __('Measure', 'touchline'), fn () => $this->field->select('measure', $this->measure(), [
                'net' => __('Net sales: without tax and shipping', 'touchline'), 'total' => __('Total: what was paid', 'touchline'),
            ], __('Net sales are those of WooCommerce Analytics, dated when the order was placed.', 'touchline'))],
            'on_hold' => ['figures', __('Orders awaiting payment', 'touchline'), fn () => $this->field->box(
                'on_hold',
                $this->onHold(),
                __('Count orders that are on hold', 'touchline'),
                __('For shops paid by bank transfer: the order counts at once, and not at all if the money never comes.', 'touchline')
            )],
            'cart_idle' => ['figures', __('A cart counts as left after', 'touchline'), fn () => $this->field->number(
                'cart_idle',
                $this->cartIdle(),
                15,
                1440,
                __('minutes in which nothing was done with it (15 to 1440)', 'touchline')
            )],
            'weekly_to' => ['mail', __('Addresses', 'touchline'), fn () => $this->field->text(
                'weekly_to',
                (string) $this->get('weekly_to'),
                __('Who gets last week’s figures on Monday mornings, with commas between them. Empty: nobody.', 'touchline')
            )],
            'keep_months' => ['data', __('Keep what visitors did for', 'touchline'), fn () => $this->field->select(
                'keep_months',
                (string) $this->keepMonths(),
                self::spans(),
                __(
                    'Older visits, clicks and messages are deleted once a day, for good. Orders, what WhatsApp earned with them and the daily numbers stay.',
                    'touchline'
                )
            )],
            'delete_data' => ['data', __('When the plugin is deleted', 'touchline'), fn () => $this->field->box(
                'delete_data',
                (bool) $this->get('delete_data'),
                __('Delete all data with the plugin', 'touchline')
            )],
        ];
    }

    private function countries(): void
    {
        $this->field->mark();
        $countries = function_exists('WC') && WC()->countries !== null ? WC()->countries->get_countries() : [];
        if ($countries !== []) {
            $this->field->select('country', $this->country(), ['' => __('Choose', 'touchline')] + array_map('strval', $countries));
            return;
        }
        $this->field->text('country', $this->country(), __('Two letters, such as DE.', 'touchline'));
    }
}
