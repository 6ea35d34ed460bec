<?php

declare(strict_types=1);

namespace Touchline\WP\Button;

use Touchline\WP\Admin\Field;
use Touchline\WP\Settings;

/** The part of the settings page about the button's places and looks. */
final class LookForm
{
    private readonly Field $field;

    public function __construct(private readonly Look $look)
    {
        $this->field = new Field(Look::OPTION);
    }

    public function hook(): void
    {
        add_action('admin_init', [$this, 'register'], 11); // below the number and the message
    }

    public function register(): void
    {
        register_setting(Settings::GROUP, Look::OPTION, ['type' => 'array', 'sanitize_callback' => [$this->look, 'sanitize']]);
        add_settings_section('touchline_places', __('Where the button stands', 'touchline'), [$this, 'intro'], Settings::BUTTON);
        add_settings_section('touchline_look', __('How it looks', 'touchline'), '__return_null', Settings::BUTTON);
        foreach ($this->places() as $name => [$label, $render]) {
            add_settings_field("touchline_$name", $label, $render, Settings::BUTTON, 'touchline_places', ['label_for' => "touchline-$name"]);
        }
        foreach ($this->looks() as $name => [$label, $render]) {
            add_settings_field("touchline_$name", $label, $render, Settings::BUTTON, 'touchline_look', ['label_for' => "touchline-$name"]);
        }
    }

    public function intro(): void
    {
        $this->field->mark();
        echo '<p>' . wp_kses(sprintf(
            /* translators: 1: a shortcode, 2: a PHP call; both stay as they are */
            __('Anywhere else: the block "WhatsApp button", the shortcode %1$s, or %2$s in a template.', 'touchline'),
            '<code>[touchline_whatsapp]</code>',
            '<code>touchline_whatsapp()</code>'
        ), ['code' => []]) . '</p>';
    }

    /** @return array<string, array{string, callable}> name => label, what prints it */
    private function places(): array
    {
        $corners = ['right' => __('Bottom right', 'touchline'), 'left' => __('Bottom left', 'touchline'), 'none' => __('No floating button', 'touchline')];
        return [
            'wide' => [__('On computers', 'touchline'), fn () => $this->field->select('wide', $this->look->text('wide'), $corners)],
            'phone' => [__('On phones', 'touchline'), fn () => $this->field->select('phone', $this->look->text('phone'), $corners)],
            'off' => [__('Not floating on', 'touchline'), fn () => $this->field->boxes(
                'off',
                __('Kinds of pages without the floating button', 'touchline'),
                self::pages(),
                $this->look->off()
            )],
            'only' => [__('Floating on these pages only', 'touchline'), fn () => $this->field->textarea(
                'only',
                $this->look->text('only'),
                __('One path a line; * stands for anything. Empty: everywhere.', 'touchline'),
                "/product/*\n/contact"
            )],
            'except' => [__('Not on these pages', 'touchline'), fn () => $this->field->textarea(
                'except',
                $this->look->text('except'),
                __('One path a line; * stands for anything.', 'touchline'),
                "/jobs/*\n/imprint"
            )],
            'product' => [__('On products', 'touchline'), fn () => $this->box('product', __('Show a button below "Add to cart"', 'touchline'))],
            'cart' => [__('In the cart', 'touchline'), fn () => $this->box('cart', __('Show a link for questions above the cart', 'touchline'))],
            'checkout' => [__('At the checkout', 'touchline'), fn () => $this->box(
                'checkout',
                __('Show a link for questions above the checkout', 'touchline')
            )],
        ];
    }

    /** @return array<string, array{string, callable}> name => label, what prints it */
    private function looks(): array
    {
        return [
            'colour' => [__('Colour', 'touchline'), fn () => $this->field->colour('colour', $this->look->text('colour'))],
            'size' => [__('Size', 'touchline'), fn () => $this->field->select('size', $this->look->text('size'), [
                'small' => __('Small', 'touchline'), 'medium' => __('Medium', 'touchline'), 'large' => __('Large', 'touchline'),
            ])],
            'bubble' => [__('Text beside the floating button', 'touchline'), fn () => $this->field->text(
                'bubble',
                $this->look->text('bubble'),
                __('Empty: the round button alone. On phones it is the round button always.', 'touchline'),
                __('Questions? We are here.', 'touchline')
            )],
            'scheme' => [__('That text is', 'touchline'), fn () => $this->field->select('scheme', $this->look->text('scheme'), [
                'light' => __('light', 'touchline'), 'dark' => __('dark', 'touchline'), 'auto' => __('as the visitor\'s device', 'touchline'),
            ])],
            'label_product' => [__('Words on products', 'touchline'), fn () => $this->field->text(
                'label_product',
                $this->look->text('label_product'),
                __('Empty: the standard words, in the page\'s language.', 'touchline'),
                Labels::product()
            )],
            'label_help' => [__('Words in cart and checkout', 'touchline'), fn () => $this->field->text(
                'label_help',
                $this->look->text('label_help'),
                __('Empty: the standard words, in the page\'s language.', 'touchline'),
                Labels::help()
            )],
        ];
    }

    private function box(string $name, string $label): void
    {
        $this->field->box($name, $this->look->is($name), $label);
    }

    /** @return array<string, string> */
    public static function pages(): array
    {
        return [
            'home' => __('Front page', 'touchline'), 'shop' => __('Shop', 'touchline'), 'category' => __('Categories', 'touchline'),
            'product' => __('Products', 'touchline'), 'cart' => __('Cart', 'touchline'), 'checkout' => __('Checkout', 'touchline'),
            'account' => __('Account', 'touchline'), 'order' => __('Orders', 'touchline'), 'search' => __('Search', 'touchline'),
            'page' => __('Pages', 'touchline'), 'post' => __('Posts', 'touchline'), 'other' => __('All others', 'touchline'),
        ];
    }
}
