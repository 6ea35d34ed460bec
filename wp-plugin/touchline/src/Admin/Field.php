<?php

declare(strict_types=1);

namespace Touchline\WP\Admin;

/** Prints the fields of one option's form. The id of a field is `touchline-NAME`, for its label; of what stands there more than once, with its own prefix. */
final class Field
{
    public function __construct(private readonly string $option, private readonly string $prefix = 'touchline')
    {
    }

    public function id(string $name): string
    {
        return $this->prefix . '-' . str_replace('][', '-', $name);
    }

    /** @param string $name of what lies deeper, hours][mon */
    public function name(string $name): string
    {
        return $this->option . "[$name]";
    }

    /** Says that what is saved was typed into the form, so that an unticked box is an answer. */
    public function mark(): void
    {
        echo '<input type="hidden" name="' . esc_attr($this->name('_form')) . '" value="1">';
    }

    public function text(string $name, string $value, string $help, string $placeholder = ''): void
    {
        $this->line($name, $value, $placeholder, 'regular-text', $help);
        $this->help($name, $help);
    }

    /** A line of text without help of its own. */
    public function line(string $name, string $value, string $placeholder, string $class = '', string $help = ''): void
    {
        printf(
            '<input type="text" class="%s" id="%s" name="%s" value="%s" placeholder="%s"%s>',
            esc_attr($class),
            esc_attr($this->id($name)),
            esc_attr($this->name($name)),
            esc_attr($this->typed($name, $value)),
            esc_attr($placeholder),
            $this->described($name, $help)
        );
        $this->mistake($name);
    }

    public function textarea(string $name, string $value, string $help, string $placeholder = ''): void
    {
        printf(
            '<textarea class="large-text" rows="3" id="%s" name="%s" placeholder="%s"%s>%s</textarea>',
            esc_attr($this->id($name)),
            esc_attr($this->name($name)),
            esc_attr($placeholder),
            $this->described($name, $help),
            esc_textarea($this->typed($name, $value))
        );
        $this->mistake($name);
        $this->help($name, $help);
    }

    private function typed(string $name, string $value): string
    {
        return Mistakes::at($this->name($name))[0] ?? $value;
    }

    private function mistake(string $name): void
    {
        $mistake = Mistakes::at($this->name($name));
        if ($mistake !== null) {
            printf('<p class="tl-warn" id="%s">%s</p>', esc_attr($this->id($name) . '-wrong'), esc_html($mistake[1]));
        }
    }

    public function number(string $name, int $value, int $from, int $to, string $unit = '', string $help = ''): void
    {
        printf(
            '<input type="number" min="%d" max="%d" class="small-text" id="%s" name="%s" value="%d"%s> %s',
            (int) $from,
            (int) $to,
            esc_attr($this->id($name)),
            esc_attr($this->name($name)),
            (int) $value,
            $this->described($name, $help),
            esc_html($unit)
        );
        $this->mistake($name);
        $this->help($name, $help);
    }

    private function described(string $name, string $help): string
    {
        $wrong = Mistakes::at($this->name($name)) !== null;
        $by = trim(($wrong ? $this->id($name) . '-wrong ' : '') . ($help === '' ? '' : $this->id($name) . '-help'));
        return ($by === '' ? '' : ' aria-describedby="' . esc_attr($by) . '"') . ($wrong ? ' aria-invalid="true"' : '');
    }

    private function help(string $name, string $help): void
    {
        if ($help !== '') {
            printf('<p class="description" id="%s">%s</p>', esc_attr($this->id($name) . '-help'), esc_html($help));
        }
    }

    public function colour(string $name, string $value): void
    {
        printf('<input type="color" id="%s" name="%s" value="%s">', esc_attr($this->id($name)), esc_attr($this->name($name)), esc_attr($value));
    }

    public function box(string $name, bool $on, string $label, string $help = ''): void
    {
        printf(
            '<label><input type="checkbox" id="%s" name="%s" value="1"%s%s> %s</label>',
            esc_attr($this->id($name)),
            esc_attr($this->name($name)),
            checked($on, true, false),
            $this->described($name, $help),
            esc_html($label)
        );
        $this->help($name, $help);
    }

    /**
     * Several of several.
     *
     * @param array<string, string> $options
     * @param list<string> $on
     */
    public function boxes(string $name, string $legend, array $options, array $on): void
    {
        printf('<fieldset id="%s"><legend class="screen-reader-text">%s</legend>', esc_attr($this->id($name)), esc_html($legend));
        foreach ($options as $key => $label) {
            printf(
                '<label class="tl-choice"><input type="checkbox" name="%s" value="%s"%s> %s</label> ',
                esc_attr($this->name($name) . '[]'),
                esc_attr($key),
                checked(in_array($key, $on, true), true, false),
                esc_html($label)
            );
        }
        echo '</fieldset>';
    }

    /** @param array<int|string, string> $options */
    public function select(string $name, string $value, array $options, string $help = ''): void
    {
        $id = $this->id($name);
        printf(
            '<select id="%s" name="%s"%s>',
            esc_attr($id),
            esc_attr($this->name($name)),
            $this->described($name, $help)
        );
        foreach ($options as $key => $label) {
            printf('<option value="%s"%s>%s</option>', esc_attr((string) $key), selected($value, (string) $key, false), esc_html($label));
        }
        echo '</select>';
        $this->help($name, $help);
    }
}
