<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Dimensions;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\Query;
use Touchline\WP\Engine;

/** [+ Filter] in the bar: choose by what, type a part of the name, and take one of what is found. Links and a form, no script. */
final class AddFilter
{
    private const MOST = 20;

    /**
     * @param array<string, mixed> $overview
     * @return array<string, mixed>|null the report whose rows can be chosen; null: nobody asks
     */
    public static function ask(Engine $engine, Query $query, array $overview): ?array
    {
        if ($query->find === null) {
            return null;
        }
        // Names of a fixed list are those of the site's language, which the engine does not know.
        $known = Dimensions::keys($query->find) !== null || in_array($query->find, ['country', 'hour'], true);
        $rest = array_diff_key($query->filters, [$query->find => 0]);
        $report = $engine->report('dimension', ['filter' => $rest] + $query->report([
            'currency' => $overview['currency'],
            'dim' => $query->find,
            'credit' => 'all',
            'limit' => $known ? Query::MOST : self::MOST,
            'search' => $known || $query->findText === '' ? null : $query->findText,
        ]), false);
        return $known ? self::named($query, $report) : $report;
    }

    /**
     * @param array<string, mixed> $report
     * @return array<string, mixed>
     */
    private static function named(Query $query, array $report): array
    {
        $found = array_filter($report['rows'], static fn (array $row): bool => $query->findText === ''
            || mb_stripos(Dimensions::name((string) $query->find, (string) $row['key']), $query->findText) !== false);
        return ['rows' => array_slice(array_values($found), 0, self::MOST), 'count' => count($found)] + $report;
    }

    /** @param array<string, mixed>|null $found what ask() gave */
    public static function render(Query $query, ?array $found, ?string $currency): void
    {
        printf(
            '<details class="tl-add"%s><summary class="button">%s</summary><div class="tl-drop"><form method="get" action="%s">',
            $found === null ? '' : ' open',
            esc_html__('+ Filter', 'touchline'),
            esc_url(admin_url('admin.php'))
        );
        Html::hidden($query->arguments(FilterBar::here($query)));
        printf('<label class="tl-choice"><span>%s</span><select name="find">', esc_html__('Only', 'touchline'));
        foreach (Dimensions::groups() as $group => $dimensions) {
            printf('<optgroup label="%s">', esc_attr($group));
            foreach ($dimensions as $name) {
                printf('<option value="%s"%s>%s</option>', esc_attr($name), selected($query->find, $name, false), esc_html(Dimensions::all()[$name]));
            }
            echo '</optgroup>';
        }
        printf(
            '</select></label><label class="tl-choice"><span>%s</span><input type="search" name="find_text" value="%s"></label>'
            . '<button class="button">%s</button></form>',
            esc_html__('with this in the name', 'touchline'),
            esc_attr($query->findText),
            esc_html__('Search', 'touchline')
        );
        if ($found !== null && $query->find !== null) {
            self::found($query, $query->find, $found, $currency);
        }
        echo '</div></details>';
    }

    /** @param array<string, mixed> $found */
    private static function found(Query $query, string $dimension, array $found, ?string $currency): void
    {
        $rows = array_filter($found['rows'], static fn (array $row): bool => Dimensions::holds($dimension, (string) $row['key']));
        if ($rows === []) {
            printf('<p class="tl-none" role="status">%s</p>', esc_html__('Nothing of that name in this period.', 'touchline'));
            return;
        }
        printf('<ul class="tl-answer" aria-label="%s">', esc_attr(Dimensions::all()[$dimension]));
        foreach ($rows as $row) {
            $keys = array_values(array_unique(array_merge($query->filters[$dimension] ?? [], [(string) $row['key']])));
            $address = $query->address(FilterBar::here($query) + ['filter' => [$dimension => $keys] + $query->filters]);
            printf(
                '<li>%s %s</li>',
                Html::link($address, Dimensions::name($dimension, (string) $row['key'], (string) ($row['label'] ?? ''))),
                Html::figure(Money::text((string) $row['revenue'], $currency))
            );
        }
        echo '</ul>';
        if ((int) $found['count'] > count($found['rows'])) {
            printf('<p class="tl-muted">%s</p>', esc_html__('These sold most. Type a part of the name to find others.', 'touchline'));
        }
    }
}
