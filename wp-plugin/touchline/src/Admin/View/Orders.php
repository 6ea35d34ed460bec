<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Dimensions;
use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\Query;
use Touchline\WP\Admin\Words;

/** The orders that a figure was made from, each with what led to it. */
final class Orders
{
    private const NARROW = ['channel', 'evidence', 'customer'];
    private const AMOUNTS = ['total', 'whatsapp', 'other', 'unknown', 'refunded'];

    /** @param array<string, mixed> $report */
    public static function render(Query $query, array $report): void
    {
        printf('<section class="tl-card" aria-labelledby="tl-orders"><h2 id="tl-orders">%s</h2>', esc_html(self::title($query)));
        self::find($query);
        echo self::chips($query); // phpcs:ignore WordPress.Security.EscapeOutput -- escaped where it is made
        if ($report['rows'] === []) {
            printf('<p class="tl-none">%s</p></section>', esc_html(self::none($query)));
            return;
        }
        $count = (int) $report['count'];
        /* translators: %s: number of orders */
        $words = _n('%s order placed or refunded in the period.', '%s orders placed or refunded in the period.', $count, 'touchline');
        printf('<p class="tl-muted">%s</p>', esc_html(sprintf($words, Format::count($count))));
        self::table($query, $report);
        Pages::render($query, $count, $query->chosen());
        echo '</section>';
    }

    private static function none(Query $query): string
    {
        return $query->part === null && $query->filters === [] && $query->path === []
            ? __('Every order of the period will stand here with what led to it. There is none yet.', 'touchline')
            : __('No order of this period is behind this figure.', 'touchline');
    }

    /** What the list is narrowed by, or one order by its number. */
    private static function find(Query $query): void
    {
        printf('<form class="tl-find" method="get" action="%s">', esc_url(admin_url('admin.php')));
        $asked = array_diff_key($query->filters, array_flip(self::NARROW));
        Html::hidden($query->arguments(['tab' => 'journeys', 'filter' => $asked, 'path' => $query->path, 'dim' => $query->chosen()['dim']]));
        self::select('part', __('Part of the sales', 'touchline'), Words::parts(), (string) $query->part);
        foreach (self::NARROW as $name) {
            $keys = array_diff_key(Dimensions::keys($name) ?? [], ['unknown' => '']);
            self::select("filter[$name][]", Dimensions::all()[$name], $keys, $query->filters[$name][0] ?? '');
        }
        printf(
            '<label class="tl-choice"><span>%s</span><input type="text" name="number" value="%s" size="8" maxlength="40" autocomplete="off"></label>'
            . '<button class="button">%s</button></form>',
            esc_html__('Order number', 'touchline'),
            esc_attr($query->number),
            esc_html__('Find', 'touchline')
        );
    }

    /** @param array<int|string, string> $names */
    private static function select(string $name, string $label, array $names, string $chosen): void
    {
        printf('<label class="tl-choice"><span>%s</span><select name="%s">', esc_html($label), esc_attr($name));
        foreach (['' => __('All', 'touchline')] + $names as $value => $words) {
            printf('<option value="%s"%s>%s</option>', esc_attr((string) $value), (string) $value === $chosen ? ' selected' : '', esc_html($words));
        }
        echo '</select></label>';
    }

    private static function title(Query $query): string
    {
        if ($query->part === null) {
            return __('Journeys', 'touchline');
        }
        /* translators: %s: part of the sales, such as "WhatsApp" */
        return sprintf(__('Journeys: %s', 'touchline'), Words::parts()[$query->part]);
    }

    /** What beside the filters the list is narrowed to, each with a way to take it away. */
    private static function chips(Query $query): string
    {
        $chips = '';
        if ($query->part !== null) {
            $chips .= self::chip(esc_html(Words::parts()[$query->part]), $query->address(['part' => null] + $query->chosen()));
        }
        if ($query->path !== []) {
            $chips .= self::chip(Way::html($query->dim ?? 'channel', $query->path), $query->address(['path' => null, 'dim' => null] + $query->chosen()));
        }
        return $chips === '' ? '' : '<ul class="tl-chips">' . $chips . '</ul>';
    }

    /** @param string $words markup, escaped */
    private static function chip(string $words, string $address): string
    {
        return sprintf(
            '<li class="tl-chip">%s <a href="%s" aria-label="%s">×</a></li>',
            $words,
            esc_url($address),
            esc_attr__('Take this filter away', 'touchline')
        );
    }

    /** @param array<string, mixed> $report */
    private static function table(Query $query, array $report): void
    {
        printf(
            '<div class="tl-scroll" tabindex="0" role="group" aria-label="%1$s"><table class="tl-table tl-rows tl-orders" role="table" aria-label="%1$s">'
            . '<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">%2$s</th>',
            esc_attr(self::title($query)),
            esc_html__('Order', 'touchline')
        );
        foreach (self::columns($query) as $name => $words) {
            $word = in_array($name, self::AMOUNTS, true) ? '' : ' class="tl-word"';
            printf('<th scope="col" role="columnheader"%s>%s</th>', $word, esc_html($words)); // phpcs:ignore WordPress.Security.EscapeOutput
        }
        printf(
            '</tr></thead><tbody role="rowgroup"><tr class="tl-totals" role="row"><th scope="row" role="rowheader">%s</th>',
            esc_html__('Total', 'touchline')
        );
        $currency = (string) ($report['rows'][0]['currency'] ?? '');
        foreach (self::columns($query) as $name => $words) {
            $amount = $report['total'][$name] ?? null;
            self::cell($name, $words, $amount === null ? '' : Html::figure(Money::text((string) $amount, $currency)));
        }
        echo '</tr>';
        foreach ($report['rows'] as $row) {
            self::row($query, $row);
        }
        echo '</tbody></table></div>';
    }

    /** @return array<string, string> money first, what can be read elsewhere last */
    private static function columns(Query $query): array
    {
        return [
            'placed_at' => __('Placed', 'touchline'),
            'total' => Words::measure($query->measure),
            'path' => __('What led to it', 'touchline'),
            'whatsapp' => __('WhatsApp', 'touchline'),
            'evidence' => __('Evidence', 'touchline'),
            'other' => __('Other channels', 'touchline'),
            'unknown' => __('No known touch', 'touchline'),
            'refunded' => __('Refunded', 'touchline'),
            'status' => __('Status', 'touchline'),
        ];
    }

    /** @param array<string, mixed> $row */
    private static function row(Query $query, array $row): void
    {
        printf(
            '<tr role="row"><th scope="row" role="rowheader">%s</th>',
            /* translators: %s: number of an order */
            Html::link($query->journeyAddress((string) $row['order']), sprintf(__('#%s', 'touchline'), $row['number'] === '' ? $row['order'] : $row['number']))
        );
        foreach (self::columns($query) as $name => $words) {
            self::cell($name, $words, in_array($name, self::AMOUNTS, true) ? self::amount($row, $name) : self::word($row, $name));
        }
        echo '</tr>';
    }

    /** On a narrow screen the amount of the order stands beside its number, and what is nothing is left out. */
    private static function cell(string $name, string $words, string $html): void
    {
        $amount = in_array($name, self::AMOUNTS, true);
        printf(
            '<td role="cell" class="tl-cell-%s%s%s" data-label="%s">%s</td>',
            esc_attr($name === 'total' ? 'revenue' : $name),
            $amount ? '' : ' tl-word',
            $html === '' || $html === Html::figure(Format::DASH) ? ' tl-nothing' : '',
            $amount ? esc_attr($words) : '',
            $html // phpcs:ignore WordPress.Security.EscapeOutput -- escaped where it was made
        );
    }

    /** @param array<string, mixed> $row */
    private static function amount(array $row, string $name): string
    {
        $amount = (string) $row[$name];
        $nothing = $name !== 'total' && (float) $amount === 0.0;
        return Html::figure($nothing ? Format::DASH : Money::text($amount, (string) $row['currency']));
    }

    /** @param array<string, mixed> $row */
    private static function word(array $row, string $name): string
    {
        $value = $row[$name];
        return match ($name) {
            'placed_at' => esc_html(Format::moment((int) $value)),
            'evidence' => self::evidence((string) $value, Words::entry($row['entry'])),
            'path' => $value === [] ? Html::figure(Format::DASH) : Way::html('channel', $value),
            default => esc_html(self::status((string) $value)),
        };
    }

    private static function evidence(string $grade, ?string $entry): string
    {
        return sprintf(
            '<span class="tl-grade tl-grade-%s">%s</span>%s',
            esc_attr($grade),
            esc_html(Words::evidence($grade)),
            $entry === null ? '' : ' <span class="tl-muted">' . esc_html($entry) . '</span>'
        );
    }

    public static function status(string $status): string
    {
        return function_exists('wc_get_order_status_name') ? (string) wc_get_order_status_name($status) : $status;
    }
}
