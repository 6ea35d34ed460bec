<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Dimensions;
use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\Query;
use Touchline\WP\Admin\Units;
use Touchline\WP\Engine;

/** The tab Products: which start chats, what people ask there, and which sell after a chat. */
final class Products implements Tab
{
    private const ID = 'tl-products';

    public static function title(): string
    {
        return __('Products', 'touchline');
    }

    public static function ask(Engine $engine, Query $query, array $overview): array
    {
        return $engine->report('products', $query->report([
            'currency' => $overview['currency'],
            'orderby' => self::column($query),
            'order' => $query->order,
            'search' => $query->search,
            'limit' => $query->perPage,
            'offset' => $query->offset(),
        ]));
    }

    public static function render(Query $query, array $overview, array $data): void
    {
        if ($data['count'] === 0 && $query->search === '') {
            self::nothing();
            return;
        }
        $currency = $overview['currency'];
        $chats = $overview['chats'] === true;
        self::lead($data['total'], $currency, $chats);
        self::findings($query, $data['top'], $currency, $chats);
        self::table($query, $data, $currency, $chats);
    }

    private static function nothing(): void
    {
        printf(
            '<section class="tl-card tl-lead"><h2>%s</h2><p>%s</p></section>',
            esc_html__('No product was looked at or sold in this period', 'touchline'),
            esc_html__(
                'Once shoppers look at products, press the button and order, this page says which products start chats and which sell after one.',
                'touchline'
            )
        );
    }

    private static function column(Query $query): string
    {
        return $query->column(['label', 'sessions', 'clicks', 'chats', 'buy', 'support', 'bought', 'after', 'without', 'revenue']);
    }

    /** @param array<string, mixed> $total */
    private static function lead(array $total, ?string $currency, bool $chats): void
    {
        $words = $chats
            /* translators: 1: amount of money, 2: per cent, 3: amount of money */
            ? __('%1$s were sold after a chat or click, %2$s of all; %3$s without.', 'touchline')
            /* translators: 1: amount of money, 2: per cent, 3: amount of money */
            : __('%1$s were sold after a click on the button, %2$s of all; %3$s without.', 'touchline');
        $nothing = (float) $total['after']['revenue'] === 0.0 && (float) $total['without']['revenue'] === 0.0;
        $sold = $nothing ? esc_html__('Nothing was sold in this period.', 'touchline') : sprintf(
            esc_html($words),
            Html::strong(Money::text((string) $total['after']['revenue'], $currency)),
            Html::figure(Format::rate($total['after']['share'])),
            Html::figure(Money::text((string) $total['without']['revenue'], $currency))
        );
        printf('<section class="tl-card tl-lead"><p class="tl-earned">%s</p>', Html::sentence($sold));
        printf(
            '<p class="tl-muted">%s %s</p></section>',
            esc_html__('After: a click, code, phone number, ad or link within the window ties the order to WhatsApp, whoever earned it.', 'touchline'),
            $chats ? esc_html__('More sales after a chat are no proof that the chat made them.', 'touchline')
                : esc_html__('More sales after a click are no proof that the click made them.', 'touchline')
        );
    }

    /**
     * Three short lists, each an answer.
     *
     * @param array<string, list<array<string, mixed>>> $top
     */
    private static function findings(Query $query, array $top, ?string $currency, bool $chats): void
    {
        echo '<div class="tl-three">';
        self::answer(
            $query,
            'tl-start',
            $chats ? __('Start the most chats', 'touchline') : __('Get the most clicks', 'touchline'),
            __('People who pressed the button on the product’s page.', 'touchline'),
            $top['clicks'],
            static fn (array $row): string => $chats ? self::wrote((int) $row['clicks'], (int) $row['chats']) : self::people((int) $row['clicks'])
        );
        self::answer(
            $query,
            'tl-after',
            $chats ? __('Sell after a chat', 'touchline') : __('Sell after a click', 'touchline'),
            __('Sales in orders tied to WhatsApp.', 'touchline'),
            $top['after'],
            static fn (array $row): string => Money::text((string) $row['after']['revenue'], $currency)
        );
        self::answer(
            $query,
            'tl-help',
            __('Need the most help', 'touchline'),
            __('People who asked for support on the product’s page.', 'touchline'),
            $top['support'],
            static fn (array $row): string => self::people((int) $row['asked']['support'])
        );
        echo '</div>';
    }

    private static function wrote(int $count, int $wrote): string
    {
        /* translators: 1: number of people who pressed the button, 2: how many of them wrote */
        return sprintf(_n('%1$s person, %2$s wrote', '%1$s people, %2$s wrote', $count, 'touchline'), Format::count($count), Format::count($wrote));
    }

    private static function people(int $count): string
    {
        /* translators: %s: number of people */
        return sprintf(_n('%s person', '%s people', $count, 'touchline'), Format::count($count));
    }

    /**
     * @param list<array<string, mixed>> $rows
     * @param callable(array<string, mixed>): string $figure
     */
    private static function answer(Query $query, string $id, string $title, string $says, array $rows, callable $figure): void
    {
        printf(
            '<section class="tl-card" aria-labelledby="%1$s"><h2 id="%1$s">%2$s</h2><p class="tl-muted">%3$s</p>',
            esc_attr($id),
            esc_html($title),
            esc_html($says)
        );
        if ($rows === []) {
            printf('<p class="tl-none">%s</p></section>', esc_html__('None in this period.', 'touchline'));
            return;
        }
        echo '<ol class="tl-answer">';
        foreach ($rows as $row) {
            printf(
                '<li>%s %s</li>',
                self::link($query, $row), // phpcs:ignore WordPress.Security.EscapeOutput -- escaped where it is made
                Html::figure($figure($row))
            );
        }
        echo '</ol></section>';
    }

    /** @return array<string, string> */
    private static function columns(bool $chats): array
    {
        $columns = [
            'sessions' => __('Visits', 'touchline'),
            'clicks' => __('Clicks', 'touchline'),
            'chats' => __('Chats', 'touchline'),
            'buy' => __('To buy', 'touchline'),
            'support' => __('Support', 'touchline'),
            'bought' => __('Bought it', 'touchline'),
            'after' => $chats ? __('After a chat', 'touchline') : __('After a click', 'touchline'),
            'without' => __('Without', 'touchline'),
            'revenue' => __('Sales', 'touchline'),
        ];
        if (! $chats) {
            unset($columns['chats']);
        }
        return $columns;
    }

    /**
     * For narrow screens.
     *
     * @param array<string, mixed> $row
     */
    private static function unit(array $row, string $name, bool $chats): string
    {
        return match ($name) {
            'sessions', 'clicks', 'chats' => Units::of($name, (int) $row[$name]),
            'buy' => __('to buy', 'touchline'),
            'support' => __('support', 'touchline'),
            'bought' => __('bought it', 'touchline'),
            'after' => $chats ? __('after a chat', 'touchline') : __('after a click', 'touchline'),
            'without' => __('without', 'touchline'),
            default => '',
        };
    }

    /** @param array<string, mixed> $report */
    private static function table(Query $query, array $report, ?string $currency, bool $chats): void
    {
        printf(
            '<section class="tl-card" aria-labelledby="%1$s"><h2 id="%1$s">%2$s</h2><p class="tl-muted">%3$s</p><div class="tl-tools">',
            esc_attr(self::ID),
            esc_html__('Every product', 'touchline'),
            esc_html__('To buy: asked before buying. Support: asked for help. Bought it: who ordered it then. Line: the part sold after.', 'touchline')
        );
        Sources::searchForm($query, self::kept($query));
        echo '</div>';
        if ($report['rows'] === []) {
            /* translators: %s: what was searched for */
            printf('<p class="tl-none">%s</p></section>', esc_html(sprintf(__('Nothing here is called “%s”.', 'touchline'), $query->search)));
            return;
        }
        $columns = self::columns($chats && (int) $report['total']['chats'] > 0);
        Table::sortable(self::ID, ['label' => __('Product', 'touchline')] + $columns, [
            self::column($query), $query->order,
        ], static fn (string $column, string $order): string => $query->address(['orderby' => $column, 'order' => $order] + self::kept($query)));
        $words = $query->search === '' ? __('Total', 'touchline') : __('Total of all rows', 'touchline');
        Table::figures(esc_html($words), self::cells($report['total'], $columns, $currency), 'tl-totals');
        foreach ($report['rows'] as $row) {
            Table::figures(self::name($query, $row), self::cells($row, $columns, $currency));
        }
        echo Table::END;
        Pages::render($query, (int) $report['count'], self::kept($query), '#' . self::ID);
        echo '</section>';
    }

    /** @return array<string, mixed> */
    private static function kept(Query $query): array
    {
        return [
            's' => $query->search,
            'orderby' => self::column($query) === 'revenue' ? null : self::column($query),
            'order' => $query->order === 'desc' ? null : $query->order,
        ];
    }

    /** @param array<string, mixed> $row */
    private static function name(Query $query, array $row): string
    {
        return self::link($query, $row) . Table::bar($row['after']['share']);
    }

    /** @param array<string, mixed> $row */
    private static function link(Query $query, array $row): string
    {
        $key = (string) $row['key'];
        $name = Dimensions::name('product', $key, (string) $row['label']);
        return $key === '' ? '<bdi>' . esc_html($name) . '</bdi>' : Html::link(
            $query->address(['tab' => 'sources', 'dim' => 'campaign', 'filter' => ['product' => [$key]] + $query->filters]),
            $name
        );
    }

    /**
     * @param array<string, mixed> $row
     * @param array<string, string> $columns
     * @return array<string, array{string, string}>
     */
    private static function cells(array $row, array $columns, ?string $currency): array
    {
        $cells = [];
        foreach ($columns as $name => $_) {
            $cells[$name] = [self::unit($row, $name, isset($columns['chats'])), self::figure($row, $name, $currency)];
        }
        return $cells;
    }

    /** @param array<string, mixed> $row */
    private static function figure(array $row, string $name, ?string $currency): string
    {
        $value = match ($name) {
            'buy' => $row['asked']['buy'] ?? null,
            'support' => $row['asked']['support'] ?? null,
            default => $row[$name],
        };
        if ($value === null) {
            return Format::DASH;
        }
        return match ($name) {
            'after', 'without' => Money::text((string) $value['revenue'], $currency),
            'revenue' => Money::text((string) $value, $currency),
            'bought' => Format::sample($value, Format::count($value['n']), $value['of']),
            default => Format::count((int) $value),
        };
    }
}
