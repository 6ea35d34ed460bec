<?php

declare(strict_types=1);

namespace Touchline\WP\Button;

use Touchline\WP\Admin\Mistakes;
use Touchline\WP\Collect;
use Touchline\WP\Settings;

/**
 * Who answers and when: the shop's hours, and agents with numbers, hours and pages of their own. The browser decides who is there, so that a
 * page that a cache keeps over an evening or a change of the clocks is right.
 *
 * @phpstan-type Agent array{name: string, role: string, number: string, hours: array<string, string>, types: list<string>, paths: string}
 */
final class Team
{
    public const OPTION = 'touchline_team';
    public const MOST = 20;
    private const DATES = 100;
    private const DATE = '(?:\d{4}-)?\d{2}-\d{2}';
    private const NAME = 64;
    private const ROLE = 80;

    public function __construct(private readonly Settings $settings)
    {
    }

    /** @return array<string, string> day => hours as we write them */
    public function hours(): array
    {
        return self::days($this->all()['hours']);
    }

    public function closed(): string
    {
        return (string) $this->all()['closed'];
    }

    /** What the merchant says while nobody is there, '' for the standard words. */
    public function offline(): string
    {
        return (string) $this->all()['offline'];
    }

    /** No button while nobody is there? */
    public function hides(): bool
    {
        return (bool) $this->all()['hide'] && $this->keepsHours();
    }

    /** May the visitor choose among the agents? */
    public function isChosen(): bool
    {
        return $this->all()['share'] === 'choose';
    }

    /** @return list<Agent> */
    public function agents(): array
    {
        return array_values(array_map(self::agent(...), array_filter((array) $this->all()['agents'], 'is_array')));
    }

    /** Is anybody ever away? */
    public function keepsHours(): bool
    {
        return $this->week() !== null || array_filter($this->agents(), static fn (array $agent): bool => Hours::week($agent['hours']) !== null) !== [];
    }

    /** Where a page's plain link goes. */
    public function number(string $pageType, string $path): string
    {
        $here = $this->settings->number() === '' ? [] : $this->here($pageType, $path);
        return $here === [] ? $this->settings->number() : $here[0]['number'];
    }

    /**
     * What the browser decides by; null where there is nothing to decide.
     *
     * @return array<string, mixed>|null
     */
    public function config(string $pageType, string $path): ?array
    {
        $here = $this->here($pageType, $path);
        if ($here === [] && $this->week() === null) {
            return null;
        }
        $agents = array_map(fn (array $agent): array => array_filter([
            'name' => $agent['name'], 'role' => $agent['role'], 'number' => $agent['number'], 'hours' => Hours::week($agent['hours']),
            'own' => self::isNamed($agent) ? 1 : null,
        ], static fn (mixed $value): bool => $value !== null && $value !== ''), $here);
        return array_filter([
            'zone' => Hours::zone(wp_timezone(), time()), 'hours' => $this->week(), 'closed' => self::ranges($this->closed()), 'agents' => $agents,
            'hide' => $this->hides() ? 1 : null, 'offline' => $this->keepsHours() && ! $this->hides() ? ($this->offline() ?: Labels::offline()) : null,
            'choose' => $this->isChosen() ? 1 : null,
        ], static fn (mixed $value): bool => $value !== null);
    }

    /**
     * What was typed into the form, or set by a program. What is wrong keeps what was there and is named.
     *
     * @return array<string, mixed>
     */
    public function sanitize(mixed $typed): array
    {
        $old = $this->all();
        $typed = is_array($typed) ? $typed : [];
        $form = isset($typed['_form']);
        $typed += $form ? [] : $old;
        return [
            'hours' => self::sanitizeDays($typed['hours'] ?? [], $this->hours(), '', self::OPTION),
            'closed' => self::sanitizeDates($typed['closed'] ?? ''),
            'offline' => mb_substr(sanitize_textarea_field(is_string($typed['offline'] ?? null) ? $typed['offline'] : ''), 0, 300),
            'hide' => ! empty($typed['hide']),
            'share' => ($typed['share'] ?? '') === 'choose' ? 'choose' : 'turn',
            'agents' => $this->sanitizeAgents((array) ($typed['agents'] ?? []), $form),
        ];
    }

    /** @return list<list<array{int, int}>>|null the shop's week; null while it is always open */
    private function week(): ?array
    {
        return Hours::week($this->hours()) ?? ($this->closed() === '' ? null : Hours::always());
    }

    /** @return list<Agent> who serves this page: those it is named for first, then who serves every page */
    private function here(string $pageType, string $path): array
    {
        $agents = array_filter($this->agents(), static fn (array $agent): bool => $agent['number'] !== '');
        $named = array_filter($agents, static fn (array $agent): bool => self::isNamed($agent)
            && (in_array($pageType, $agent['types'], true) || Paths::match($path, $agent['paths'])));
        $rest = array_filter($agents, static fn (array $agent): bool => ! self::isNamed($agent));
        return [...array_values($named), ...array_values($rest)];
    }

    /** @param Agent $agent */
    private static function isNamed(array $agent): bool
    {
        return $agent['types'] !== [] || $agent['paths'] !== '';
    }

    /** @return list<array{string, string}> first and last day; of those of every year without it */
    private static function ranges(string $lines): array
    {
        $ranges = [];
        foreach ($lines === '' ? [] : explode("\n", $lines) as $line) {
            $ends = explode(' - ', $line);
            $ranges[] = [$ends[0], $ends[1] ?? $ends[0]];
        }
        // What is over, anywhere on earth and on a page of yesterday, need not be told.
        $past = gmdate('Y-m-d', time() - 3 * DAY_IN_SECONDS);
        return array_values(array_filter($ranges, static fn (array $range): bool => strlen($range[1]) < 10 || $range[1] > $past));
    }

    /**
     * @param array<string, string> $old
     * @return array<string, string>
     */
    private static function sanitizeDays(mixed $typed, array $old, string $whose, string $field): array
    {
        $days = [];
        foreach (Hours::DAYS as $day) {
            $words = sanitize_text_field(is_array($typed) && is_string($typed[$day] ?? null) ? $typed[$day] : '');
            $spans = Hours::spans($words);
            $days[$day] = $spans === null ? $old[$day] ?? '' : Hours::words($spans);
            if ($spans === null) {
                Mistakes::add(self::OPTION, "{$field}[hours][$day]", $words, sprintf(
                    /* translators: 1: a day of the week, with the name of an agent where it is theirs, 2: what was typed */
                    __('%1$s: “%2$s” was not understood. Write hours like 9:00-12:30, 14:00-18:00. Until then those from before hold.', 'touchline'),
                    trim("$whose " . self::weekdays()[$day]),
                    $words
                ));
            }
        }
        return $days;
    }

    /** A date or two a line, with or without its year; what is none is left out and named. */
    private static function sanitizeDates(mixed $typed): string
    {
        $kept = [];
        $wrong = [];
        $lines = preg_split('/\s*[\r\n,;]+\s*/', trim(sanitize_textarea_field(is_string($typed) ? $typed : '')), -1, PREG_SPLIT_NO_EMPTY) ?: [];
        foreach (array_slice($lines, 0, self::DATES) as $line) {
            $found = preg_match('/^(' . self::DATE . ')(?:\s*(?:-|–|to)\s*(' . self::DATE . '))?$/Du', $line, $m) === 1;
            $from = $m[1] ?? '';
            $to = $m[2] ?? $from;
            if ($found && self::isDate($from) && self::isDate($to) && strlen($from) === strlen($to) && $from <= $to) {
                $kept[] = $from === $to ? $from : "$from - $to";
                continue;
            }
            $wrong[] = $line;
        }
        if ($wrong !== []) {
            Mistakes::add(self::OPTION, self::OPTION . '[closed]', implode("\n", $lines), sprintf(
                /* translators: %s: what was typed */
                __('Not understood as a date, and left out: %s. Write 2026-12-24, 2026-12-24 - 2027-01-02, or 12-25 for every year.', 'touchline'),
                implode(', ', $wrong)
            ));
        }
        return implode("\n", array_unique($kept));
    }

    private static function isDate(string $date): bool
    {
        [$year, $month, $day] = array_map('intval', explode('-', strlen($date) === 10 ? $date : "2024-$date"));
        return checkdate($month, $day, $year);
    }

    /**
     * @param array<mixed> $typed
     * @return list<Agent>
     */
    private function sanitizeAgents(array $typed, bool $form): array
    {
        $old = $this->agents();
        $kept = [];
        foreach (array_slice(array_values($typed), 0, self::MOST) as $i => $one) {
            $one = is_array($one) ? $one : [];
            $agent = self::agent($one);
            if (! empty($one['remove']) || ($agent['name'] === '' && $agent['number'] === '')) {
                continue;
            }
            if (! $form) {
                $agent['number'] = '+' . ltrim($agent['number'], '+'); // as we keep it
            }
            $agent['name'] = $agent['name'] !== '' ? $agent['name'] : $agent['number'];
            $field = self::OPTION . '[agents][' . count($kept) . ']'; // where it will stand
            $agent['hours'] = self::sanitizeDays($one['hours'] ?? [], $old[$i]['hours'] ?? [], $agent['name'], $field);
            $agent['number'] = $this->sanitizeNumber($agent, $old[$i]['number'] ?? '', $field);
            $kept[] = $agent;
        }
        return $kept;
    }

    /** @param Agent $agent */
    private function sanitizeNumber(array $agent, string $old, string $field): string
    {
        $digits = Settings::digits($agent['number'], $this->settings->country());
        if ($digits !== null) {
            return $digits;
        }
        $typed = trim($agent['number'], '+');
        $kept = $typed === '' ? '' : $old;
        Mistakes::add(self::OPTION, "{$field}[number]", $agent['number'], sprintf(match (true) {
            /* translators: 2: the name of an agent */
            $typed === '' => __('%2$s has no phone number yet and gets no chats until then.', 'touchline'),
            /* translators: 1: what was typed, 2: the name of an agent */
            $kept === '' => __('“%1$s” cannot be a phone number; %2$s gets no chats until it is right.', 'touchline'),
            /* translators: 1: what was typed, 2: the name of an agent */
            default => __('“%1$s” cannot be a phone number; %2$s keeps the one from before until it is right.', 'touchline'),
        }, $agent['number'], $agent['name']));
        return $kept;
    }

    /**
     * One agent as it is kept, with every field in its shape.
     *
     * @param array<mixed> $one
     * @return Agent
     */
    private static function agent(array $one): array
    {
        $text = static fn (string $name): string => sanitize_text_field(is_string($one[$name] ?? null) ? $one[$name] : '');
        return [
            // An event takes so many bytes of a name.
            'name' => Collect::text($text('name'), self::NAME) ?? '', 'role' => mb_substr($text('role'), 0, self::ROLE),
            'number' => $text('number'), 'hours' => self::days($one['hours'] ?? []),
            'types' => array_values(array_intersect(Look::PAGES, (array) ($one['types'] ?? []))), 'paths' => Paths::lines($one['paths'] ?? ''),
        ];
    }

    /** @return array<string, string> */
    private static function days(mixed $hours): array
    {
        $hours = is_array($hours) ? $hours : [];
        return array_combine(Hours::DAYS, array_map(static fn (string $day): string => is_string($hours[$day] ?? null) ? $hours[$day] : '', Hours::DAYS));
    }

    /** @return array<string, string> day => its name */
    public static function weekdays(): array
    {
        $locale = $GLOBALS['wp_locale'];
        return array_combine(Hours::DAYS, array_map(static fn (int $number): string => $locale->get_weekday($number), [1, 2, 3, 4, 5, 6, 0]));
    }

    /** @return array<string, mixed> */
    private function all(): array
    {
        $defaults = ['hours' => [], 'closed' => '', 'offline' => '', 'hide' => false, 'share' => 'turn', 'agents' => []];
        $known = get_option(self::OPTION, []);
        return array_merge($defaults, array_intersect_key(is_array($known) ? $known : [], $defaults));
    }
}
