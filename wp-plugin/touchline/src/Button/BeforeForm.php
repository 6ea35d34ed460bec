<?php

declare(strict_types=1);

namespace Touchline\WP\Button;

use Touchline\WP\Admin\Field;
use Touchline\WP\Settings;

/** The part of the settings page about what stands before the chat. */
final class BeforeForm
{
    private readonly Field $field;

    public function __construct(private readonly Before $before)
    {
        $this->field = new Field(Before::OPTION);
    }

    public function hook(): void
    {
        add_action('admin_init', [$this, 'register'], 11);
    }

    public function register(): void
    {
        register_setting(Settings::GROUP, Before::OPTION, ['type' => 'array', 'sanitize_callback' => [$this->before, 'sanitize']]);
        add_settings_section('touchline_before', __('Before the chat', 'touchline'), fn () => $this->field->mark(), Settings::BUTTON);
        foreach ($this->fields() as $name => [$label, $render]) {
            add_settings_field("touchline_$name", $label, $render, Settings::BUTTON, 'touchline_before', ['label_for' => "touchline-$name"]);
        }
    }

    /** @return array<string, array{string, callable}> name => label, what prints it */
    private function fields(): array
    {
        return [
            'qr' => [__('On computers', 'touchline'), fn () => $this->field->box(
                'qr',
                $this->before->hasQr(),
                __('Show a QR code, to go on with the chat on the phone', 'touchline')
            )],
            'wording' => [__('Opt-in', 'touchline'), function (): void {
                $this->field->textarea(
                    'wording',
                    $this->before->wording(),
                    __(
                        'Beside a box that is not ticked. Links (<a href="...">) are kept. Each tick is recorded with time and wording. Empty: no question.',
                        'touchline'
                    ),
                    Labels::optIn()
                );
                $this->wordings();
            }],
            'required' => [__('Without the tick', 'touchline'), fn () => $this->field->box(
                'required',
                $this->before->isRequired(),
                __('No chat: the box must be ticked', 'touchline')
            )],
        ];
    }

    /** So that a record can be read: which mark was which wording. */
    private function wordings(): void
    {
        $wordings = $this->before->wordings();
        if ($wordings === []) {
            return;
        }
        printf('<details class="tl-wordings"><summary>%s</summary><ul>', esc_html__('All wordings so far', 'touchline'));
        foreach ($wordings as $mark => $one) {
            printf(
                '<li><code>%s</code> %s: %s</li>',
                esc_html((string) $mark),
                esc_html(wp_date((string) get_option('date_format') . ' ' . get_option('time_format'), $one['since']) ?: ''),
                wp_kses($one['text'], ['a' => ['href' => []]])
            );
        }
        echo '</ul></details>';
    }
}
