<?php

declare(strict_types=1);

namespace Touchline\WP\Admin;

use DateTimeImmutable;
use DateTimeZone;
use Touchline\WP\Collect;
use Touchline\WP\Settings;

/**
 * What the page's address asks for, checked. A value that does not hold falls back to its default, and a notice says so: whatever
 * stands in the address, there is a page.
 */
final class Query
{
    /** What the tables can be sorted by (docs/reports.md), all together: each has some of them. */
    public const COLUMNS = ['label', 'sessions', 'clicks', 'engagement', 'chats', 'orders', 'conversion', 'revenue', 'refunds', 'per_session', 'buy',
        'support', 'bought', 'after', 'without', 'opens', 'persons'];
    public const PER_PAGE = 50;
    /** As many rows as the engine gives at once. */
    public const MOST = 2000;
    private const SEARCH_BYTES = 200;
    private const LONGEST_WINDOW = 90;
    public const LONGEST_HALF_LIFE = 365;
    private const HALF_LIFE = 7;
    /** Minutes, as the engine takes it when nothing is said. */
    private const CART_IDLE = 60;
    public const POSITIONS = [40, 20, 40];
    /** Values of one filter. */
    private const FILTER_KEYS = 50;
    private const LONGEST_PATH = 50;

    public readonly string $tab;
    public readonly Period $period;
    public readonly string $model;
    public readonly int $window;
    public readonly string $measure;
    public readonly ?string $currency;
    public readonly ?string $part;
    public readonly ?string $dim;
    public readonly string $orderby;
    public readonly string $order;
    public readonly int $paged;
    /** Rows of a table, as the person who reads chose in the screen options. */
    public readonly int $perPage;
    public readonly string $search;
    /** Whose sales a table by a dimension shows: whatsapp, all. */
    public readonly string $credit;
    public readonly string $code;
    /** The one order whose journey is told, by the shop's number for it; '': a list. */
    public readonly string $id;
    /** Why no touch is known of the orders that are listed; '': none is chosen. */
    public readonly string $cause;
    /** Which carts are listed: of CartWords::states(). */
    public readonly string $state;
    /** The number that somebody typed to find an order by. */
    public readonly string $number;
    /** @var list<string> the one way of orders that is asked for, as keys of the dimension; []: any */
    public readonly array $path;
    /** Days, of the model time_decay. */
    public readonly int $halfLife;
    /** @var array{int, int, int} of the model position: first, all between, last */
    public readonly array $positions;
    /** @var array<string, list<string>> dimension => the keys that are asked for */
    public readonly array $filters;
    /** By what somebody looks for a filter to add, and a part of its name. */
    public readonly ?string $find;
    public readonly string $findText;
    /** @var list<string> what was not understood, as sentences */
    private array $notices = [];

    /**
     * @param array<mixed> $get the address, without slashes
     * @param array{model: string, window: int, measure: string, on_hold: bool, decimals: int, per_page?: int, half_life?: int,
     *     positions?: array{int, int, int}, cart_idle?: int} $defaults
     */
    public function __construct(
        private array $get,
        private readonly array $defaults,
        private readonly DateTimeZone $zone,
        private readonly int $weekStart,
        private readonly DateTimeImmutable $now
    ) {
        $tab = $get['tab'] ?? '';
        $this->get['tab'] = is_string($tab) ? Tabs::RENAMED[$tab] ?? $tab : $tab;
        $this->tab = $this->choice('tab', Tabs::titles(), Tabs::FIRST) ?? Tabs::FIRST;
        $this->period = $this->period();
        $this->model = $this->choice('model', Words::models(), $defaults['model']) ?? $defaults['model'];
        $this->window = $this->number('window', $defaults['window'], self::LONGEST_WINDOW);
        $this->halfLife = $this->number('half_life', $defaults['half_life'] ?? self::HALF_LIFE, self::LONGEST_HALF_LIFE);
        $this->positions = $this->positions();
        $this->measure = $this->choice('measure', Words::measures(), $defaults['measure']) ?? $defaults['measure'];
        $this->currency = $this->currency();
        $this->part = $this->choice('part', Words::parts(), null);
        $this->dim = $this->choice('dim', Dimensions::all(), null);
        $this->orderby = $this->choice('orderby', array_fill_keys(self::COLUMNS, ''), 'revenue') ?? 'revenue';
        $this->order = $this->choice('order', ['asc' => '', 'desc' => ''], 'desc') ?? 'desc';
        $this->paged = $this->number('paged', 1, 100000);
        $this->perPage = max(1, min(self::MOST, $defaults['per_page'] ?? self::PER_PAGE));
        $this->search = $this->text($get['s'] ?? '', self::SEARCH_BYTES);
        $this->credit = $this->choice('credit', Words::credits(), 'whatsapp') ?? 'whatsapp';
        $this->code = $this->text($get['code'] ?? '', 64);
        $this->id = $this->text($get['id'] ?? '', 64);
        $this->cause = $this->choice('cause', Words::causes(), null) ?? '';
        $this->state = $this->choice('state', CartWords::states(), 'started') ?? 'started';
        $this->number = ltrim($this->text($get['number'] ?? '', 64), '# ');
        $this->path = $this->path();
        $this->filters = $this->filters();
        $this->find = $this->choice('find', Dimensions::all(), null);
        $this->findText = $this->text($get['find_text'] ?? '', self::SEARCH_BYTES);
    }

    /**
     * What an address asks for, on this site and by these settings.
     *
     * @param array<mixed> $get the address, without slashes
     */
    public static function of(Settings $settings, array $get): self
    {
        return new self(
            $get,
            [
                'model' => $settings->model(),
                'window' => $settings->window(),
                'half_life' => $settings->halfLife(),
                'positions' => $settings->positions(),
                'measure' => $settings->measure(),
                'on_hold' => $settings->onHold(),
                'decimals' => Money::decimals(),
                'per_page' => ScreenOptions::rows(),
                'cart_idle' => $settings->cartIdle(),
            ],
            wp_timezone(),
            (int) get_option('start_of_week', 1),
            new DateTimeImmutable('now')
        );
    }

    /** @return list<string> */
    public function notices(): array
    {
        return $this->notices;
    }

    /**
     * The options of a report; of what is given, null is left out.
     *
     * @param array<string, mixed> $more
     * @return array<string, mixed>
     */
    public function report(array $more = []): array
    {
        $from = Period::ms($this->period->from);
        $to = Period::ms($this->period->to);
        $options = [
            'from' => $from,
            'to' => $to,
            'model' => $this->model,
            'window' => $this->window,
            'measure' => $this->measure,
            'decimals' => $this->defaults['decimals'],
            'on_hold' => $this->defaults['on_hold'],
            'tz' => TimeZone::transitions($this->zone, min($from, $this->compareFrom() ?? $from), $to),
        ];
        if ($this->period->compareFrom !== null && $this->period->compareTo !== null) {
            $options['compare_from'] = Period::ms($this->period->compareFrom);
            $options['compare_to'] = Period::ms($this->period->compareTo);
        }
        if ($this->halfLife !== $this->usualHalfLife()) {
            $options['half_life_ms'] = $this->halfLife * DAY_IN_SECONDS * 1000;
        }
        if ($this->positions !== $this->usualPositions()) {
            $options['positions'] = $this->positions;
        }
        if (($this->defaults['cart_idle'] ?? self::CART_IDLE) !== self::CART_IDLE) {
            $options['idle_ms'] = $this->defaults['cart_idle'] * MINUTE_IN_SECONDS * 1000;
        }
        if ($this->currency !== null) {
            $options['currency'] = $this->currency;
        }
        if ($this->filters !== []) {
            $options['filter'] = $this->filters;
        }
        return array_filter($more, static fn (mixed $value): bool => $value !== null) + $options;
    }

    /**
     * What the address must hold to show the same again, with changes; null takes a name away.
     *
     * @param array<string, string|int|null|array<mixed>> $change
     * @return array<string, mixed>
     */
    public function arguments(array $change = []): array
    {
        $period = $this->period;
        $all = $change + [
            'page' => 'touchline',
            'tab' => $this->tab === Tabs::FIRST ? null : $this->tab,
            'period' => $period->name === Period::DEFAULT ? null : $period->name,
            'from' => $period->name === 'custom' ? $period->from->format('Y-m-d') : null,
            'to' => $period->name === 'custom' ? $this->customTo() : null,
            'compare' => $period->compare === 'previous_period' ? null : $period->compare,
            'model' => $this->model === $this->defaults['model'] ? null : $this->model,
            'window' => $this->window === $this->defaults['window'] ? null : $this->window,
            'measure' => $this->measure === $this->defaults['measure'] ? null : $this->measure,
            'half_life' => $this->halfLife === $this->usualHalfLife() ? null : $this->halfLife,
            'positions' => $this->positions === $this->usualPositions() ? null : implode(',', $this->positions),
            'currency' => $this->currency,
            'filter' => $this->filters,
        ];
        return array_filter($all, static fn ($value): bool => $value !== null && $value !== '' && $value !== []);
    }

    /** @param array<string, string|int|null|array<mixed>> $change */
    public function address(array $change = []): string
    {
        return admin_url('admin.php') . '?' . http_build_query($this->arguments($change), '', '&', PHP_QUERY_RFC3986);
    }

    /**
     * The orders behind a figure.
     *
     * @param array<string, string> $filters dimension => key, beside the filters that hold already
     */
    public function ordersAddress(?string $part, array $filters = []): string
    {
        $only = array_map(static fn (string $key): array => [$key], $filters);
        return $this->address(['tab' => 'journeys', 'part' => $part, 'filter' => $only + $this->filters]);
    }

    /** The journey of one order. */
    public function journeyAddress(string $order): string
    {
        return $this->address(['tab' => 'journeys', 'id' => $order]);
    }

    /**
     * Beside the filters, what tells the rows of a list of orders apart from others, as the address holds it.
     *
     * @return array<string, string|list<string>|null>
     */
    public function chosen(): array
    {
        return ['part' => $this->part, 'path' => $this->path, 'dim' => $this->path === [] ? null : $this->dim];
    }

    /**
     * By which of its columns a table is sorted.
     *
     * @param array<string> $columns
     */
    public function column(array $columns): string
    {
        return in_array($this->orderby, $columns, true) ? $this->orderby : 'revenue';
    }

    public function offset(): int
    {
        return ($this->paged - 1) * $this->perPage;
    }

    public function customFrom(): string
    {
        return $this->period->from->format('Y-m-d');
    }

    public function customTo(): string
    {
        return $this->period->name === 'custom' && $this->period->running
            ? $this->text($this->get['to'] ?? '', 10)
            : $this->period->lastDay()->format('Y-m-d');
    }

    private function compareFrom(): ?int
    {
        return $this->period->compareFrom === null ? null : Period::ms($this->period->compareFrom);
    }

    private function period(): Period
    {
        $compare = $this->choice('compare', Words::compare(), 'previous_period') ?? 'previous_period';
        $name = $this->choice('period', Words::periods(), Period::DEFAULT) ?? Period::DEFAULT;
        if ($name === 'custom') {
            $from = $this->text($this->get['from'] ?? '', 10);
            $to = $this->text($this->get['to'] ?? '', 10);
            $period = Period::custom($from, $to, $compare, $this->zone, $this->now);
            if ($period !== null) {
                return $period;
            }
            $this->notices[] = sprintf(
                /* translators: 1 and 2: what was given as first and last day, 3: name of a period */
                __(
                    'From “%1$s” to “%2$s” is no period: give two days, the earlier first and not in the future, within three years. Shown instead: %3$s.',
                    'touchline'
                ),
                $from,
                $to,
                Words::periods()[Period::DEFAULT]
            );
            $name = Period::DEFAULT;
        }
        return Period::named($name, $compare, $this->zone, $this->weekStart, $this->now);
    }

    /** @param array<string, string> $allowed value => its name */
    private function choice(string $name, array $allowed, ?string $default): ?string
    {
        $given = $this->get[$name] ?? '';
        if ($given === '') {
            return $default;
        }
        $value = $this->text($given, 40);
        if (isset($allowed[$value])) {
            return $value;
        }
        $this->refuse($name, $value, $default === null ? __('everything', 'touchline') : (($allowed[$default] ?? '') ?: $default));
        return $default;
    }

    private function number(string $name, int $default, int $most): int
    {
        $given = $this->get[$name] ?? '';
        if ($given === '') {
            return $default;
        }
        $value = $this->text($given, 20);
        if (preg_match('/^[1-9][0-9]{0,6}$/', $value) === 1 && (int) $value <= $most) {
            return (int) $value;
        }
        $this->refuse($name, $value, (string) $default);
        return $default;
    }

    private function currency(): ?string
    {
        $given = $this->get['currency'] ?? '';
        if ($given === '') {
            return null;
        }
        $value = $this->text($given, 20);
        if (preg_match('/^[A-Z]{3}$/', $value) === 1) {
            return $value;
        }
        $this->refuse('currency', $value, __('the one with the largest sales', 'touchline'));
        return null;
    }

    /** By channel, sales are those that the chosen channels earned, WhatsApp's or not: docs/reports.md, Dimensions. */
    public function ofOtherChannels(): bool
    {
        return ($this->filters['channel'] ?? ['whatsapp']) !== ['whatsapp'];
    }

    /** What the settings say, which the engine takes where nothing else is asked for. */
    private function usualHalfLife(): int
    {
        return $this->defaults['half_life'] ?? self::HALF_LIFE;
    }

    /** @return array{int, int, int} */
    private function usualPositions(): array
    {
        return $this->defaults['positions'] ?? self::POSITIONS;
    }

    /** @return array{int, int, int} */
    private function positions(): array
    {
        $given = $this->get['positions'] ?? '';
        $given = is_array($given) ? implode(',', array_filter($given, 'is_scalar')) : $given; // as a form without a script sends it
        if ($given === '') {
            return $this->usualPositions();
        }
        $value = $this->text($given, 20);
        if (preg_match('/^([0-9]{1,3}),([0-9]{1,3}),([0-9]{1,3})$/', $value, $part) === 1 && (int) $part[1] + (int) $part[2] + (int) $part[3] > 0) {
            return [(int) $part[1], (int) $part[2], (int) $part[3]];
        }
        $this->refuse('positions', $value, implode(',', $this->usualPositions()));
        return $this->usualPositions();
    }

    /** @return list<string> */
    private function path(): array
    {
        $given = $this->get['path'] ?? [];
        $path = [];
        foreach (is_array($given) ? array_slice($given, 0, self::LONGEST_PATH) : [] as $key) {
            $path[] = $this->text($key, 1024);
        }
        return $path;
    }

    /** @return array<string, list<string>> */
    private function filters(): array
    {
        $given = $this->get['filter'] ?? [];
        $filters = [];
        foreach (is_array($given) ? $given : [] as $name => $values) {
            $name = (string) $name;
            $values = is_array($values) ? array_slice(array_values($values), 0, self::FILTER_KEYS) : [$values];
            if (! isset(Dimensions::all()[$name]) || $values === []) {
                $this->refuse('filter', $this->text($name, 40), __('everything', 'touchline'));
                continue;
            }
            $keys = $this->keys($name, $values);
            if ($keys !== []) {
                $filters[$name] = $keys;
            }
        }
        return $filters;
    }

    /**
     * @param list<mixed> $values
     * @return list<string>
     */
    private function keys(string $dimension, array $values): array
    {
        $keys = [];
        foreach ($values as $value) {
            $key = $this->text($value, Dimensions::bytes($dimension));
            if (Dimensions::holds($dimension, $key)) {
                $keys[] = $key;
            } elseif ($key !== '') {
                $this->refuse($dimension, $key, __('everything', 'touchline'));
            }
        }
        return array_values(array_unique($keys));
    }

    private function refuse(string $name, string $value, string $shown): void
    {
        $this->notices[] = sprintf(
            /* translators: 1: what was given in the address, 2: name of the part of the address, 3: what is shown in its place */
            __('“%1$s” is not known as “%2$s” in the address of this page. Shown instead: %3$s.', 'touchline'),
            $value,
            $name,
            $shown
        );
    }

    /** One line of text; anything but a plain value is nothing. */
    private function text(mixed $given, int $longest): string
    {
        return (string) Collect::text($given, $longest);
    }
}
