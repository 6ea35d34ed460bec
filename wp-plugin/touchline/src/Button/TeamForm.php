<?php

declare(strict_types=1);

namespace Touchline\WP\Button;

use Touchline\WP\Admin\Field;
use Touchline\WP\Admin\Mistakes;
use Touchline\WP\Settings;

/**
 * The part of the settings page about who answers and when.
 *
 * @phpstan-import-type Agent from Team
 */
final class TeamForm
{
    private readonly Field $field;

    public function __construct(private readonly Team $team)
    {
        $this->field = new Field(Team::OPTION);
    }

    public function hook(): void
    {
        add_action('admin_init', [$this, 'register'], 11);
    }

    public function register(): void
    {
        register_setting(Settings::GROUP, Team::OPTION, ['type' => 'array', 'sanitize_callback' => [$this->team, 'sanitize']]);
        add_settings_section('touchline_hours', __('Opening hours', 'touchline'), [$this, 'intro'], Settings::BUTTON);
        add_settings_section('touchline_agents', __('Agents', 'touchline'), [$this, 'agents'], Settings::BUTTON);
        foreach ($this->hours() as $name => [$label, $render]) {
            add_settings_field("touchline_$name", $label, $render, Settings::BUTTON, 'touchline_hours', ['label_for' => "touchline-$name"]);
        }
    }

    public function intro(): void
    {
        $this->field->mark();
        printf('<p>%s</p>', wp_kses(sprintf(
            /* translators: 1: the site's time zone, 2: the address of the page where it is set */
            __('By the clock of %1$s, the <a href="%2$s">time zone of this site</a>. Without hours the shop always answers.', 'touchline'),
            esc_html(wp_timezone_string()),
            esc_url(admin_url('options-general.php'))
        ), ['a' => ['href' => []]]));
    }

    /** The agents one below the other, and an empty one for the next. */
    public function agents(): void
    {
        printf('<p>%s</p>', esc_html__(
            'Several people, each with a number of their own. Without agents every chat goes to the number above; so do those of pages that no agent serves.',
            'touchline'
        ));
        self::labelled($this->field, 'share', __('Who gets a chat', 'touchline'), fn () => $this->field->select(
            'share',
            $this->team->isChosen() ? 'choose' : 'turn',
            ['turn' => __('Shared out evenly', 'touchline'), 'choose' => __('Whom the visitor chooses from a list', 'touchline')],
            __('Of those who are there and serve the page: first the ones it is named for, else the ones who serve every page.', 'touchline')
        ));
        $agents = $this->team->agents();
        foreach ($agents as $i => $agent) {
            $this->agent($i, $agent, $agent['name']);
        }
        if (count($agents) < Team::MOST) {
            $empty = ['name' => '', 'role' => '', 'number' => '', 'hours' => [], 'types' => [], 'paths' => ''];
            $this->agent(count($agents), $empty, __('Add an agent', 'touchline'));
        }
    }

    /** @return array<string, array{string, callable}> name => label, what prints it */
    private function hours(): array
    {
        return [
            'hours-mon' => [__('Open', 'touchline'), fn () => $this->week($this->field, $this->team->hours())],
            'closed' => [__('Closed on', 'touchline'), fn () => $this->field->textarea(
                'closed',
                $this->team->closed(),
                __('One a line: a date, the first and the last of several days, or a month and a day for every year.', 'touchline'),
                "2026-12-31\n2026-12-24 - 2027-01-02\n12-25"
            )],
            'offline' => [__('While nobody is there', 'touchline'), function (): void {
                $this->field->textarea(
                    'offline',
                    $this->team->offline(),
                    /* translators: {opens} stays as it is */
                    __('Said before the chat. {opens} is the next opening, on the visitor\'s clock. Empty: the standard words.', 'touchline'),
                    Labels::offline()
                );
                echo '<p>';
                $this->field->box('hide', $this->team->hides(), __('Hide the button instead', 'touchline'));
                echo '</p>';
            }],
        ];
    }

    /** @param array<string, string> $hours */
    private function week(Field $field, array $hours): void
    {
        echo '<div class="tl-week">';
        foreach (Team::weekdays() as $day => $name) {
            printf('<label for="%s">%s</label><div>', esc_attr($field->id("hours][$day")), esc_html($name));
            $field->line("hours][$day", $hours[$day] ?? '', __('closed', 'touchline'));
            echo '</div>';
        }
        printf('</div><p class="description">%s</p>', esc_html__('Such as 9:00-12:30, 14:00-18:00, or 22:00-2:00 into the next day.', 'touchline'));
    }

    /** @param Agent|array{name: string, role: string, number: string, hours: array<string, string>, types: list<string>, paths: string} $agent */
    private function agent(int $number, array $agent, string $title): void
    {
        $field = new Field(Team::OPTION . "[agents][$number]", "touchline-agent$number");
        $new = $agent['name'] === '';
        $open = Mistakes::below(Team::OPTION . "[agents][$number]") ? ' open' : '';
        $summary = $new ? '+ ' . $title : trim($title . ' · ' . $agent['role'], ' ·');
        printf('<details class="tl-agent"%s><summary>%s</summary><div>', esc_attr($open), esc_html($summary));
        self::labelled($field, 'name', __('Name', 'touchline'), fn () => $field->text('name', $agent['name'], '', ''));
        self::labelled($field, 'role', __('Role', 'touchline'), fn () => $field->text('role', $agent['role'], '', __('Sales', 'touchline')));
        self::labelled($field, 'number', __('WhatsApp number', 'touchline'), fn () => $field->text(
            'number',
            $agent['number'] === '' ? '' : '+' . $agent['number'],
            __('As you would dial it, or with its country code.', 'touchline')
        ));
        printf('<fieldset><legend>%s</legend>', esc_html__('Hours of their own; without any, the shop\'s', 'touchline'));
        $this->week($field, $agent['hours']);
        echo '</fieldset>';
        printf('<p class="tl-label">%s</p>', esc_html__('Serves only', 'touchline'));
        $field->boxes('types', __('Kinds of pages that the agent serves', 'touchline'), LookForm::pages(), $agent['types']);
        self::labelled($field, 'paths', __('and these paths', 'touchline'), fn () => $field->textarea(
            'paths',
            $agent['paths'],
            __('One path a line; * stands for anything. Without kinds and paths: every page.', 'touchline'),
            '/product/*'
        ));
        if (! $new) {
            $field->box('remove', false, __('Remove this agent', 'touchline'));
        }
        echo '</div></details>';
    }

    private static function labelled(Field $field, string $name, string $label, callable $render): void
    {
        printf('<p class="tl-label"><label for="%s">%s</label></p>', esc_attr($field->id($name)), esc_html($label));
        $render();
    }
}
