<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Dimensions;
use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\Query;
use Touchline\WP\Admin\Units;
use Touchline\WP\Admin\Words;

/** Sales by channel, page, product or campaign. The first row is the total, and it is the card's. */
final class Dimension
{
    public const FEW = 8;
    /** What it can be sorted by. */
    public const COLUMNS = ['label', 'sessions', 'clicks', 'chats', 'orders', 'revenue'];

    /** @param array<string, mixed> $report */
    public static function render(Query $query, string $dimension, array $report, ?string $currency, bool $chats): void
    {
        $others = $dimension !== 'channel' && $query->ofOtherChannels();
        printf(
            '<section class="tl-card tl-dimension" aria-labelledby="tl-%1$s"><h2 id="tl-%1$s">%2$s</h2><p class="tl-muted">%3$s</p>',
            esc_attr($dimension),
            esc_html($others ? Dimensions::all()[$dimension] : self::title($dimension)),
            esc_html($others ? Dimensions::says($dimension, true) : self::says($dimension))
        );
        if ($report['rows'] === []) {
            printf('<p class="tl-none">%s</p></section>', esc_html__('Nothing in this period yet.', 'touchline'));
            return;
        }
        $columns = self::columns($query, $dimension, $chats);
        printf(
            '<div class="tl-scroll" tabindex="0" role="group" aria-labelledby="tl-%1$s"><table class="tl-table tl-rows" role="table"'
            . ' aria-labelledby="tl-%1$s"><thead role="rowgroup"><tr role="row">',
            esc_attr($dimension)
        );
        foreach ($columns as $name => $words) {
            self::head($query, $dimension, $name, $words);
        }
        echo '</tr></thead><tbody role="rowgroup">';
        self::total($report['total'], $columns, $currency);
        foreach ($report['rows'] as $row) {
            self::row($query, $dimension, $row, $columns, $currency);
        }
        echo '</tbody></table></div>';
        self::unclicked($dimension, $report['rows']);
        self::more($query, $dimension, $report);
        echo '</section>';
    }

    /**
     * More orders of WhatsApp than clicks beside them look like a mistake: why it is none.
     *
     * @param list<array<string, mixed>> $rows
     */
    public static function unclicked(string $dimension, array $rows): void
    {
        foreach ($dimension === 'channel' ? $rows : [] as $row) {
            if ($row['key'] === 'whatsapp' && (float) $row['orders'] > (int) $row['clicks']) {
                printf('<p class="tl-muted">%s</p>', esc_html__(
                    'WhatsApp has more orders than clicks: a click stands with the channel that brought the visit; chats, ads and campaign messages need none.',
                    'touchline'
                ));
            }
        }
    }

    private static function title(string $dimension): string
    {
        return match ($dimension) {
            'channel' => __('Where sales come from', 'touchline'),
            'page' => __('Pages that WhatsApp sales began on', 'touchline'),
            'product' => __('What WhatsApp sells', 'touchline'),
            default => __('Campaigns behind WhatsApp sales', 'touchline'),
        };
    }

    private static function says(string $dimension): string
    {
        return match ($dimension) {
            'channel' => __('All sales, each with the channel that earned them.', 'touchline'),
            'page' => Dimensions::says('page', false),
            'product' => __('Products in the orders that WhatsApp earned.', 'touchline'),
            default => __('What had brought people who then clicked the button, or came from WhatsApp.', 'touchline'),
        };
    }

    /** @return array<string, string> */
    private static function columns(Query $query, string $dimension, bool $chats): array
    {
        $columns = [
            'label' => Dimensions::all()[$dimension],
            'revenue' => Words::measure($query->measure),
            'share' => __('Share', 'touchline'),
            'orders' => __('Orders', 'touchline'),
            'chats' => __('Chats', 'touchline'),
            'clicks' => __('Clicks', 'touchline'),
            'sessions' => __('Visits', 'touchline'),
        ];
        unset($columns[$chats ? 'clicks' : 'chats']); // no room for both: the tab Sources has them all
        return $columns;
    }

    private static function head(Query $query, string $dimension, string $name, string $words): void
    {
        if ($name === 'share') {
            printf('<th scope="col" role="columnheader">%s</th>', esc_html($words));
            return;
        }
        $sorted = ($query->dim === $dimension || ($query->dim === null && $name === 'revenue')) && $query->orderby === $name;
        $next = $sorted && $query->order === 'desc' ? 'asc' : 'desc';
        if ($name === 'label') {
            $next = $sorted && $query->order === 'asc' ? 'desc' : 'asc';
        }
        $address = $query->address(['dim' => $dimension, 'orderby' => $name, 'order' => $next]) . '#tl-' . $dimension;
        printf(
            '<th scope="col" role="columnheader"%s><a href="%s">%s<span aria-hidden="true" class="tl-sort">%s</span></a></th>',
            $sorted ? ' aria-sort="' . ($query->order === 'asc' ? 'ascending' : 'descending') . '"' : '',
            esc_url($address),
            esc_html($words),
            esc_html($sorted ? ($query->order === 'asc' ? '▲' : '▼') : '')
        );
    }

    /**
     * @param array<string, mixed> $total
     * @param array<string, string> $columns
     */
    private static function total(array $total, array $columns, ?string $currency): void
    {
        printf('<tr class="tl-totals" role="row"><th scope="row" role="rowheader">%s</th>', esc_html__('Total', 'touchline'));
        self::cells($total, $columns, $currency);
        echo '</tr>';
    }

    /**
     * @param array<string, mixed> $row
     * @param array<string, string> $columns
     */
    private static function row(Query $query, string $dimension, array $row, array $columns, ?string $currency): void
    {
        $key = (string) $row['key'];
        $label = Dimensions::name($dimension, $key, (string) $row['label']);
        $address = match (true) {
            $key === '' && ! Dimensions::mayBeUnnamed($dimension) => null,
            $dimension === 'channel' && $key === 'unknown' => $query->ordersAddress('unknown'),
            $dimension === 'channel' && $key === 'whatsapp' => $query->ordersAddress('whatsapp'),
            $dimension === 'channel' => $query->ordersAddress(null, ['channel' => $key]),
            default => $query->ordersAddress($query->ofOtherChannels() ? null : 'whatsapp', [$dimension => $key]),
        };
        printf(
            '<tr role="row"><th scope="row" role="rowheader">%s%s<span class="tl-share" aria-hidden="true"><span style="inline-size:%s"></span></span></th>',
            $dimension === 'channel' ? '<span class="tl-dot tl-dot-' . esc_attr($key) . '" aria-hidden="true"></span>' : '',
            $address === null ? esc_html($label) : Html::link($address, $label),
            esc_attr(Format::width($row['share']['percent'] ?? null))
        );
        self::cells($row, $columns, $currency);
        echo '</tr>';
    }

    /**
     * @param array<string, mixed> $row
     * @param array<string, string> $columns
     */
    private static function cells(array $row, array $columns, ?string $currency): void
    {
        foreach ($columns as $name => $words) {
            if ($name === 'label') {
                continue;
            }
            $value = match ($name) {
                'revenue' => Money::text((string) $row['revenue'], $currency),
                'orders' => Format::orders((string) $row['orders']),
                'share' => isset($row['share']) ? Format::rate($row['share'], true) : '',
                default => $row[$name] === null ? Format::DASH : Format::count((int) $row[$name]),
            };
            $unit = match ($name) {
                'orders' => Units::orders((string) $row['orders']),
                'clicks', 'chats', 'sessions' => Units::of($name, (int) $row[$name]),
                default => $words,
            };
            $class = $name . ($value === Format::DASH ? ' tl-nothing' : '');
            printf('<td role="cell" class="tl-cell-%s" data-label="%s">%s</td>', esc_attr($class), esc_attr($unit), Html::figure($value));
        }
    }

    /** @param array<string, mixed> $report */
    private static function more(Query $query, string $dimension, array $report): void
    {
        $count = (int) $report['count'];
        if ($query->dim !== $dimension) {
            if ($count > count($report['rows'])) {
                $address = $query->address(['dim' => $dimension]) . '#tl-' . $dimension;
                /* translators: %s: number of rows */
                printf('<p>%s</p>', Html::link($address, sprintf(__('All %s', 'touchline'), Format::count($count))));
            }
            return;
        }
        Pages::render($query, $count, ['dim' => $dimension, 'orderby' => $query->orderby, 'order' => $query->order], '#tl-' . $dimension);
    }
}
