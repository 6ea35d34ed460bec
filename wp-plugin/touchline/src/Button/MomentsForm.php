<?php

declare(strict_types=1);

namespace Touchline\WP\Button;

use Touchline\WP\Admin\Field;
use Touchline\WP\Settings;

/** The part of the settings page about when the floating button comes. */
final class MomentsForm
{
    private readonly Field $field;

    public function __construct(private readonly Moments $moments)
    {
        $this->field = new Field(Moments::OPTION);
    }

    public function hook(): void
    {
        add_action('admin_init', [$this, 'register'], 11);
    }

    public function register(): void
    {
        register_setting(Settings::GROUP, Moments::OPTION, ['type' => 'array', 'sanitize_callback' => [$this->moments, 'sanitize']]);
        add_settings_section('touchline_moments', __('When the floating button comes', 'touchline'), [$this, 'intro'], Settings::BUTTON);
        foreach ($this->fields() as $name => [$label, $render]) {
            add_settings_field("touchline_$name", $label, $render, Settings::BUTTON, 'touchline_moments', ['label_for' => "touchline-$name"]);
        }
    }

    public function intro(): void
    {
        $this->field->mark();
        printf('<p>%s</p>', esc_html__('At once. Where something is chosen here, at the first of it that happens; 0 stands for nothing.', 'touchline'));
    }

    /** @return array<string, array{string, callable}> name => label, what prints it */
    private function fields(): array
    {
        return [
            'after' => [__('After', 'touchline'), fn () => $this->number('after', __('seconds on the page', 'touchline'))],
            'scroll' => [__('Having read', 'touchline'), fn () => $this->number('scroll', __('percent of the page', 'touchline'))],
            'exit' => [__('About to leave', 'touchline'), fn () => $this->field->box(
                'exit',
                $this->moments->onExit(),
                __('When the mouse leaves the page at its top; on phones, when the visitor scrolls back up', 'touchline')
            )],
            'idle' => [__('Cart left alone', 'touchline'), fn () => $this->number(
                'idle',
                __('minutes without doing anything, with something in the cart', 'touchline')
            )],
            'stock' => [__('Products out of stock', 'touchline'), fn () => $this->field->select('stock', $this->moments->stock(), [
                '' => __('Make no difference', 'touchline'), 'also' => __('Show it there at once', 'touchline'),
                'only' => __('Show it there only', 'touchline'),
            ])],
        ];
    }

    private function number(string $name, string $unit): void
    {
        $this->field->number($name, $this->moments->number($name), 0, Moments::MOST[$name], $unit);
    }
}
