<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Dimensions;
use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Names;
use Touchline\WP\Admin\Query;
use Touchline\WP\Admin\Words;

/** One form, the same on every tab. It sends itself by GET, so the address says what is shown, with and without JavaScript. */
final class FilterBar
{
    private const WINDOWS = [1, 3, 7, 14, 30, 60, 90];

    /**
     * @param list<string> $currencies
     * @param array<string, mixed>|null $found of AddFilter
     */
    public static function render(Query $query, array $currencies, ?string $currency, ?array $found = null): void
    {
        printf(
            '<details class="tl-filter" open><summary>%s</summary><div class="tl-filter-row"><form class="tl-filter-form" method="get" action="%s">',
            esc_html(sprintf(
                /* translators: %s: the period that is shown */
                __('Shown: %s', 'touchline'),
                self::shown($query)
            )),
            esc_url(admin_url('admin.php'))
        );
        self::hidden($query);
        self::select('period', __('Period', 'touchline'), Words::periods(), $query->period->name);
        self::dates($query);
        self::select('compare', __('Compare with', 'touchline'), Words::compare(), $query->period->compare);
        self::select('model', __('Who earned it', 'touchline'), Words::models($query->positions), $query->model);
        self::select('window', __('Window', 'touchline'), self::windows($query->window), (string) $query->window);
        self::select('measure', __('Sales as', 'touchline'), Words::measures(), $query->measure);
        if (count($currencies) > 1 || $query->currency !== null) {
            $all = array_unique(array_merge($currencies, $currency === null ? [] : [$currency]));
            self::select('currency', __('Currency', 'touchline'), array_combine($all, $all), $currency ?? '');
        }
        printf('<button class="button tl-apply">%s</button></form>', esc_html__('Show', 'touchline'));
        AddFilter::render($query, $found, $currency);
        echo '</div></details>';
        self::periods($query);
        self::chips($query);
    }

    /** What the folded bar says: the period, and how many filters hold. */
    private static function shown(Query $query): string
    {
        $period = Words::periods()[$query->period->name];
        $filters = count($query->filters, COUNT_RECURSIVE) - count($query->filters);
        return $filters === 0 ? $period : sprintf(
            /* translators: 1: the period that is shown, 2: number of filters */
            _n('%1$s, %2$s filter', '%1$s, %2$s filters', $filters, 'touchline'),
            $period,
            Format::count($filters)
        );
    }

    private static function periods(Query $query): void
    {
        $period = $query->period;
        $words = Format::range($period->from, $period->lastDay());
        if ($period->compareFrom !== null && $period->compareLastDay() !== null) {
            $words = sprintf(
                $period->running
                    /* translators: 1: the period that is shown, 2: the period it is compared with */
                    ? __('%1$s, compared with %2$s, up to the same hour', 'touchline')
                    /* translators: 1: the period that is shown, 2: the period it is compared with */
                    : __('%1$s, compared with %2$s', 'touchline'),
                $words,
                Format::range($period->compareFrom, $period->compareLastDay())
            );
        }
        printf('<p class="tl-period">%s</p>', esc_html($words));
    }

    /** What the form does not ask for but must keep. */
    private static function hidden(Query $query): void
    {
        $asked = ['period', 'from', 'to', 'compare', 'model', 'window', 'measure', 'currency'];
        Html::hidden(array_diff_key($query->arguments(self::here($query)), array_flip($asked)));
    }

    /** The filters that hold, each with a link that takes it away. */
    private static function chips(Query $query): void
    {
        if ($query->filters === []) {
            return;
        }
        printf('<ul class="tl-chips" aria-label="%s">', esc_attr__('Filters', 'touchline'));
        foreach ($query->filters as $name => $keys) {
            foreach ($keys as $key) {
                $rest = array_values(array_diff($keys, [$key]));
                $words = Dimensions::name($name, $key, Names::of($name, $key));
                printf(
                    '<li class="tl-chip">%s: <bdi>%s</bdi> <a href="%s" aria-label="%s">×</a></li>',
                    esc_html(Dimensions::all()[$name]),
                    esc_html($words),
                    esc_url($query->address(self::here($query) + ['filter' => array_filter([$name => $rest] + $query->filters)])),
                    /* translators: %s: what is filtered by, such as the name of a campaign */
                    esc_attr(sprintf(__('Take this filter away: %s', 'touchline'), $words))
                );
            }
        }
        if (count($query->filters, COUNT_RECURSIVE) - count($query->filters) > 1) {
            printf('<li>%s</li>', Html::link($query->address(self::here($query) + ['filter' => null]), __('Take all away', 'touchline')));
        }
        printf('<li class="tl-muted">%s</li></ul>', esc_html__('Every figure is of these alone.', 'touchline'));
    }

    /** @return array<string, string|list<string>|null> what of this view the address of another filter keeps */
    public static function here(Query $query): array
    {
        return [
            'dim' => $query->dim,
            'part' => $query->part,
            'path' => $query->path,
            'id' => $query->id,
            'credit' => $query->credit === 'whatsapp' ? null : $query->credit,
        ];
    }

    private static function dates(Query $query): void
    {
        printf(
            '<span class="tl-dates"><label>%s <input type="date" name="from" value="%s"></label>'
            . '<label>%s <input type="date" name="to" value="%s"></label></span>',
            esc_html__('From', 'touchline'),
            esc_attr($query->customFrom()),
            esc_html__('to', 'touchline'),
            esc_attr($query->customTo())
        );
    }

    /** @return array<int, string> */
    private static function windows(int $chosen): array
    {
        $windows = array_unique(array_merge(self::WINDOWS, [$chosen]));
        sort($windows);
        $names = [];
        foreach ($windows as $days) {
            $names[$days] = Format::days($days);
        }
        return $names;
    }

    /** @param array<int|string, string> $names */
    private static function select(string $name, string $label, array $names, string $chosen): void
    {
        printf('<label class="tl-choice"><span>%s</span><select name="%s">', esc_html($label), esc_attr($name));
        foreach ($names as $value => $words) {
            $value = (string) $value;
            printf('<option value="%s"%s>%s</option>', esc_attr($value), $value === $chosen ? ' selected' : '', esc_html($words));
        }
        echo '</select></label>';
    }
}
