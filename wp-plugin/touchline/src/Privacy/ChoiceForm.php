<?php

declare(strict_types=1);

namespace Touchline\WP\Privacy;

use Touchline\WP\Admin\Field;
use Touchline\WP\Beacon;
use Touchline\WP\Day;
use Touchline\WP\Settings;

/** The part of the settings page about how visitors are known and who is left out. */
final class ChoiceForm
{
    private readonly Field $field;

    public function __construct(private readonly Choice $choice, private readonly Beacon $beacon)
    {
        $this->field = new Field(Choice::OPTION);
    }

    public function hook(): void
    {
        add_action('admin_init', [$this, 'register'], 12);
    }

    public function register(): void
    {
        register_setting(Settings::GROUP, Choice::OPTION, ['type' => 'array', 'sanitize_callback' => [$this->choice, 'sanitize']]);
        add_settings_section('touchline_privacy', __('Visitors and privacy', 'touchline'), [$this, 'intro'], Settings::GROUP);
        foreach ($this->fields() as $name => [$label, $render]) {
            add_settings_field("touchline_$name", $label, $render, Settings::GROUP, 'touchline_privacy', ['label_for' => "touchline-$name"]);
        }
    }

    public function intro(): void
    {
        $this->field->mark();
        $modes = [
            __('By consent', 'touchline') => __(
                'Who agrees to statistics and marketing gets a cookie. Who has not answered is counted without; who refuses is not counted.',
                'touchline'
            ),
            __('Without cookies', 'touchline') => __(
                'Nothing is stored on the device. A browser is known for one day: a click earns an order of that day, later only by code or phone.',
                'touchline'
            ),
            __('Off', 'touchline') => __('No visit is counted. Orders, chats and codes that come back still are.', 'touchline'),
        ];
        echo '<dl class="tl-modes">';
        foreach ($modes as $name => $what) {
            echo '<dt><strong>' . esc_html($name) . '</strong></dt><dd>' . esc_html($what) . '</dd>';
        }
        echo '</dl>';
    }

    /** @return array<string, array{string, callable}> name => label, what prints it */
    private function fields(): array
    {
        return [
            'mode' => [__('How visitors are known', 'touchline'), fn () => $this->field->select('mode', $this->choice->chosen(), [
                '' => Choice::hasTool()
                    ? __('Standard: by consent, since a consent tool is here', 'touchline')
                    : __('Standard: without cookies, since no consent tool is here', 'touchline'),
                'consent' => __('By consent', 'touchline'), 'cookieless' => __('Without cookies', 'touchline'), 'off' => __('Off', 'touchline'),
            ])],
            'gpc' => [__('Global Privacy Control', 'touchline'), fn () => $this->field->box(
                'gpc',
                $this->choice->honours('gpc'),
                __('Leave out browsers that send it', 'touchline')
            )],
            'dnt' => [__('Do Not Track', 'touchline'), fn () => $this->field->box(
                'dnt',
                $this->choice->honours('dnt'),
                __('Leave out browsers that send it', 'touchline')
            )],
            'roles' => [__('Your own people', 'touchline'), fn () => $this->field->boxes(
                'roles',
                __('Roles whose visits are not counted', 'touchline'),
                array_map('translate_user_role', wp_roles()->get_names()),
                $this->choice->roles()
            )],
            'out' => [__('Addresses left out', 'touchline'), fn () => $this->field->textarea(
                'out',
                implode("\n", $this->choice->lines('out')),
                __('One a line, such as that of your office: their visits are not counted.', 'touchline'),
                "203.0.113.7\n2001:db8::/32"
            )],
            'proxies' => [__('Trusted proxies', 'touchline'), fn () => $this->field->textarea(
                'proxies',
                implode("\n", $this->choice->lines('proxies')),
                __('Addresses of the CDN or load balancer before this server, one a line. Only theirs is the word on whose request it is.', 'touchline'),
                "10.0.0.0/8\n173.245.48.0/20"
            )],
            'limit' => [__('Most a minute from one address', 'touchline'), fn () => $this->field->number(
                'limit',
                $this->choice->limit(),
                0,
                10000,
                sprintf(
                    /* translators: %s: a number */
                    __('messages of visitors\' browsers; 0: no limit. Kept out by it today and yesterday: %s', 'touchline'),
                    number_format_i18n($this->beacon->day()->refused(Day::LIMITED))
                )
            )],
        ];
    }
}
