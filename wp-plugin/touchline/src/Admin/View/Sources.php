<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Dimensions;
use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\Query;
use Touchline\WP\Admin\ScreenOptions;
use Touchline\WP\Admin\Words;
use Touchline\WP\Admin\Units;
use Touchline\WP\Engine;

/** The tab Sources: one table by any dimension, from which each row leads into the next. */
final class Sources implements Tab
{
    /** Columns that are not shown until somebody asks for them in the screen options. */
    public const HIDDEN = ['engaged', 'bounce', 'quality', 'refunds'];
    private const ID = 'tl-sources';
    /** Into which dimension a row leads. */
    private const NEXT = [
        'channel' => 'source', 'source' => 'campaign', 'medium' => 'source', 'campaign' => 'content', 'content' => 'landing', 'landing' => 'page',
        'page' => 'product', 'page_type' => 'page', 'product' => 'campaign', 'category' => 'product', 'device' => 'channel', 'country' => 'channel',
        'entry' => 'page', 'intent' => 'page', 'evidence' => 'channel', 'customer' => 'channel', 'weekday' => 'hour', 'hour' => 'page',
    ];
    /** Into which it leads when that one is filtered by already. */
    private const ELSE = ['channel', 'campaign', 'landing', 'page', 'product', 'device', 'country', 'hour'];
    /** Whose keys are names that can be searched in. */
    private const NAMED = ['source', 'medium', 'campaign', 'content', 'landing', 'page', 'product', 'category'];

    public static function title(): string
    {
        return __('Sources', 'touchline');
    }

    /** @return array<string, string> */
    public static function columns(): array
    {
        return [
            'sessions' => __('Visits', 'touchline'),
            'engaged' => __('Engaged', 'touchline'),
            'bounce' => __('Bounced', 'touchline'),
            'quality' => __('Quality', 'touchline'),
            'clicks' => __('Clicks', 'touchline'),
            'engagement' => __('Clicked', 'touchline'),
            'chats' => __('Chats', 'touchline'),
            'orders' => __('Orders', 'touchline'),
            'conversion' => __('Ordered', 'touchline'),
            'revenue' => __('Sales', 'touchline'),
            'share' => __('Share', 'touchline'),
            'refunds' => __('Refunds', 'touchline'),
            'per_session' => __('Per visit', 'touchline'),
        ];
    }

    public static function ask(Engine $engine, Query $query, array $overview): array
    {
        return $engine->report('dimension', $query->report([
            'currency' => $overview['currency'],
            'dim' => self::dimension($query),
            'credit' => $query->credit,
            'search' => self::search($query),
            'orderby' => self::column($query),
            'order' => $query->order,
            'limit' => $query->perPage,
            'offset' => $query->offset(),
        ]));
    }

    public static function render(Query $query, array $overview, array $data): void
    {
        $dimension = self::dimension($query);
        self::choose($query, $dimension);
        printf(
            '<section class="tl-card" aria-labelledby="%1$s">%2$s<h2 id="%1$s">%3$s</h2><p class="tl-muted">%4$s</p>',
            esc_attr(self::ID),
            self::crumbs($query, $dimension),
            esc_html(Dimensions::all()[$dimension]),
            esc_html(Dimensions::says($dimension, self::all($query)))
        );
        self::findings($query, $dimension, $data, $overview['currency']);
        self::tools($query, $dimension);
        if ($data['rows'] === []) {
            printf('<p class="tl-none">%s</p></section>', esc_html(self::nothing($query)));
            return;
        }
        $columns = self::shown($data['total'], $overview['chats']);
        self::table($query, $dimension, $data, $columns, $overview['currency']);
        Pages::render($query, (int) $data['count'], self::kept($query), '#' . self::ID);
        Dimension::unclicked($dimension, $data['rows']);
        self::notes($query, $columns);
        echo '</section>';
    }

    private static function dimension(Query $query): string
    {
        return $query->dim ?? 'channel';
    }

    private static function column(Query $query): string
    {
        return $query->column(['label', ...array_diff(array_keys(self::columns()), ['share'])]);
    }

    /** Are all sales shown? By channel they always are, as is what is filtered by channel. */
    private static function all(Query $query): bool
    {
        return $query->credit === 'all' || self::dimension($query) === 'channel' || isset($query->filters['channel']);
    }

    private static function search(Query $query): ?string
    {
        return $query->search !== '' && in_array(self::dimension($query), self::NAMED, true) ? $query->search : null;
    }

    private static function nothing(Query $query): string
    {
        return self::search($query) === null
            ? __('Nothing in this period yet. Visits, clicks and orders stand here as soon as they are counted.', 'touchline')
            /* translators: %s: what was searched for */
            : sprintf(__('Nothing here is called “%s”.', 'touchline'), $query->search);
    }

    /** @return array<string, mixed> what of this view another address of it keeps */
    private static function kept(Query $query): array
    {
        return [
            'dim' => $query->dim,
            'credit' => $query->credit === 'whatsapp' ? null : $query->credit,
            's' => self::search($query),
            'orderby' => self::column($query) === 'revenue' ? null : self::column($query),
            'order' => $query->order === 'desc' ? null : $query->order,
        ];
    }

    /**
     * Which row stands out, where enough visits bear it.
     *
     * @param array<string, mixed> $report
     */
    private static function findings(Query $query, string $dimension, array $report, ?string $currency): void
    {
        $says = [
            /* translators: 1: name of a source, campaign or page, 2 and 3: per cent */
            'engagement' => esc_html__('Most press the button: %1$s, %2$s of the visits, against %3$s of all.', 'touchline'),
            'per_session' => self::all($query)
                /* translators: 1: name of a source, campaign or page, 2 and 3: amounts of money */
                ? esc_html__('A visit brings most: %1$s, %2$s in sales, against %3$s of all.', 'touchline')
                /* translators: 1: name of a source, campaign or page, 2 and 3: amounts of money */
                : esc_html__('A visit brings WhatsApp most: %1$s, %2$s in sales, against %3$s of all.', 'touchline'),
        ];
        $found = '';
        foreach (array_filter($report['best']) as $name => $row) {
            $key = (string) $row['key'];
            $found .= '<li>' . Html::sentence(sprintf(
                $says[$name],
                Html::strong(Dimensions::name($dimension, $key, (string) $row['label'])),
                Html::figure(self::figure($query, $row, (string) $name, $currency)),
                Html::figure(self::figure($query, $report['total'], (string) $name, $currency))
            )) . '</li>';
        }
        echo $found === '' ? '' : '<ul class="tl-findings">' . $found . '</ul>';
    }

    /** Every dimension, by the question that it answers. */
    private static function choose(Query $query, string $chosen): void
    {
        printf('<nav class="tl-card tl-groups" aria-label="%s">', esc_attr__('Told apart by', 'touchline'));
        foreach (Dimensions::groups() as $question => $dimensions) {
            printf('<div class="tl-choose"><span>%s</span>', esc_html($question));
            foreach ($dimensions as $dimension) {
                printf(
                    '<a href="%s"%s>%s</a>',
                    esc_url($query->address(['dim' => $dimension, 'credit' => self::kept($query)['credit']])),
                    $dimension === $chosen ? ' aria-current="true"' : '',
                    esc_html(Dimensions::all()[$dimension])
                );
            }
            echo '</div>';
        }
        echo '</nav>';
    }

    /** The way here: each filter is a step, and each step leads back to it. */
    private static function crumbs(Query $query, string $dimension): string
    {
        if ($query->filters === []) {
            return '';
        }
        $credit = self::kept($query)['credit'];
        $steps = [Html::link($query->address(['filter' => null, 'dim' => array_key_first($query->filters), 'credit' => $credit]), __('All', 'touchline'))];
        $names = array_keys($query->filters);
        foreach ($names as $i => $name) {
            $words = implode(', ', array_map(static fn (string $key): string => Dimensions::name($name, $key), $query->filters[$name]));
            $before = array_slice($query->filters, 0, $i + 1);
            $next = $names[$i + 1] ?? null;
            $steps[] = $next === null
                ? '<span aria-current="location"><bdi>' . esc_html($words) . '</bdi></span>'
                : Html::link($query->address(['filter' => $before, 'dim' => $next, 'credit' => $credit]), $words);
        }
        return sprintf(
            '<nav class="tl-crumbs" aria-label="%s">%s</nav>',
            esc_attr__('The way here', 'touchline'),
            implode(' <span aria-hidden="true">›</span> ', $steps)
        );
    }

    /** Whose sales, and the search. */
    private static function tools(Query $query, string $dimension): void
    {
        echo '<div class="tl-tools">';
        if ($dimension !== 'channel' && ! isset($query->filters['channel'])) {
            printf('<div class="tl-choose" role="group" aria-label="%s">', esc_attr__('Whose sales', 'touchline'));
            foreach (Words::credits() as $credit => $words) {
                printf(
                    '<a href="%s"%s>%s</a>',
                    esc_url($query->address(['credit' => $credit === 'whatsapp' ? null : $credit] + self::kept($query))),
                    $credit === $query->credit ? ' aria-current="true"' : '',
                    esc_html($words)
                );
            }
            echo '</div>';
        }
        if (in_array($dimension, self::NAMED, true)) {
            self::searchForm($query, self::kept($query));
        }
        echo '</div>';
    }

    /** @param array<string, mixed> $kept what of the view stays */
    public static function searchForm(Query $query, array $kept): void
    {
        printf(
            '<form class="tl-find" role="search" aria-label="%s" method="get" action="%s">',
            esc_attr__('Search names', 'touchline'),
            esc_url(admin_url('admin.php'))
        );
        Html::hidden($query->arguments(['s' => null] + $kept));
        printf(
            '<label><span class="screen-reader-text">%1$s</span><input type="search" name="s" value="%2$s" placeholder="%1$s"></label>'
            . ' <button class="button">%3$s</button></form>',
            esc_attr__('Search names', 'touchline'),
            esc_attr($query->search),
            esc_html__('Search', 'touchline')
        );
    }

    /**
     * What the dimension can tell.
     *
     * @param array<string, mixed> $total
     * @return array<string, string>
     */
    private static function shown(array $total, bool $chats): array
    {
        $columns = self::columns();
        foreach (['sessions', 'engaged', 'bounce', 'quality', 'clicks', 'engagement', 'chats', 'conversion', 'per_session'] as $name) {
            if ($total[$name] === null || ($name === 'chats' && ! $chats)) {
                unset($columns[$name]);
            }
        }
        return $columns;
    }

    /**
     * @param array<string, mixed> $report
     * @param array<string, string> $columns
     */
    private static function table(Query $query, string $dimension, array $report, array $columns, ?string $currency): void
    {
        printf(
            '<div class="tl-scroll" tabindex="0" role="group" aria-labelledby="%1$s"><table class="tl-table tl-rows tl-wide" role="table"'
            . ' aria-labelledby="%1$s"><thead role="rowgroup"><tr role="row">',
            esc_attr(self::ID)
        );
        self::head($query, 'label', Dimensions::all()[$dimension]);
        foreach ($columns as $name => $words) {
            self::head($query, $name, $words);
        }
        printf(
            '</tr></thead><tbody role="rowgroup"><tr class="tl-totals" role="row"><th scope="row" role="rowheader">%s</th>',
            esc_html(self::search($query) === null ? __('Total', 'touchline') : __('Total of all rows', 'touchline'))
        );
        self::cells($query, $report['total'], $columns, $currency, null);
        echo '</tr>';
        foreach ($report['rows'] as $row) {
            self::row($query, $dimension, $row, $columns, $currency);
        }
        echo '</tbody></table></div>';
    }

    private static function head(Query $query, string $name, string $words): void
    {
        $class = self::hiding($name);
        if ($name === 'share') {
            printf('<th scope="col" role="columnheader" class="%s">%s</th>', esc_attr($class), esc_html($words));
            return;
        }
        $address = static fn (string $order): string => $query->address(['orderby' => $name, 'order' => $order] + self::kept($query)) . '#' . self::ID;
        Table::heading($name, $words, [self::column($query), $query->order], $address, $class);
    }

    /** WordPress's own script hides a column by these classes. */
    private static function hiding(string $name): string
    {
        return 'column-' . $name . (in_array($name, ScreenOptions::hidden(), true) ? ' hidden' : '');
    }

    /**
     * @param array<string, mixed> $row
     * @param array<string, string> $columns
     */
    private static function row(Query $query, string $dimension, array $row, array $columns, ?string $currency): void
    {
        $key = (string) $row['key'];
        $label = Dimensions::name($dimension, $key, (string) $row['label']);
        $filters = [$dimension => [$key]] + $query->filters;
        // The newest filter stands last, as the last step of the way.
        $filters = array_diff_key($filters, [$dimension => 0]) + [$dimension => [$key]];
        $can = Dimensions::holds($dimension, $key);
        printf(
            '<tr role="row"><th scope="row" role="rowheader">%s%s<span class="tl-share" aria-hidden="true"><span style="inline-size:%s"></span></span></th>',
            $dimension === 'channel' ? '<span class="tl-dot tl-dot-' . esc_attr($key) . '" aria-hidden="true"></span>' : '',
            $can ? Html::link($query->address([
                'dim' => self::next($query, $dimension),
                'filter' => $filters,
                'credit' => self::kept($query)['credit'],
            ]), $label) : esc_html($label),
            esc_attr(Format::width($row['share']['percent'] ?? null))
        );
        $part = self::all($query) ? null : 'whatsapp';
        self::cells($query, $row, $columns, $currency, $can ? $query->ordersAddress($part, [$dimension => $key]) : null);
        echo '</tr>';
    }

    private static function next(Query $query, string $dimension): string
    {
        foreach ([self::NEXT[$dimension], ...self::ELSE] as $next) {
            if ($next !== $dimension && ! isset($query->filters[$next])) {
                return $next;
            }
        }
        return self::NEXT[$dimension];
    }

    /**
     * @param array<string, mixed> $row
     * @param array<string, string> $columns
     * @param ?string $orders address of the orders behind it
     */
    private static function cells(Query $query, array $row, array $columns, ?string $currency, ?string $orders): void
    {
        foreach ($columns as $name => $words) {
            $figure = self::figure($query, $row, $name, $currency);
            $text = Html::figure($figure);
            if ($name === 'orders' && $orders !== null && (float) $row['orders'] > 0) {
                $text = sprintf('<a href="%s">%s</a>', esc_url($orders), $text);
            }
            $class = 'tl-cell-' . $name . ' ' . self::hiding($name) . ($figure === Format::DASH ? ' tl-nothing' : '');
            printf('<td role="cell" class="%s" data-label="%s">%s</td>', esc_attr($class), esc_attr(self::unit($row, $name, $words)), $text);
        }
    }

    /** @param array<string, mixed> $row */
    private static function unit(array $row, string $name, string $words): string
    {
        return match ($name) {
            'orders' => Units::orders((string) $row['orders']),
            'sessions', 'clicks', 'chats' => Units::of($name, (int) $row[$name]),
            'engaged' => __('engaged', 'touchline'),
            'bounce' => __('bounced', 'touchline'),
            'quality' => __('points', 'touchline'),
            'engagement' => __('clicked', 'touchline'),
            'conversion' => __('ordered', 'touchline'),
            'refunds' => __('refunded', 'touchline'),
            'per_session' => __('per visit', 'touchline'),
            default => $words,
        };
    }

    /** @param array<string, mixed> $row */
    private static function figure(Query $query, array $row, string $name, ?string $currency): string
    {
        if ($name === 'share') {
            return isset($row['share']) ? Format::rate($row['share'], true) : '';
        }
        if ($row[$name] === null) {
            return Format::DASH;
        }
        return match ($name) {
            'revenue', 'refunds', 'per_session' => Money::text((string) $row[$name], $currency),
            'orders' => Format::orders((string) $row['orders']),
            'engaged', 'bounce' => Format::sample($row[$name], Format::count((int) $row[$name]['n']), (int) $row['sessions']),
            'quality' => Format::points((string) $row['quality']['points'], true),
            'engagement' => Format::sample($row['engagement'], Format::count((int) $row['clicks']), (int) $row['sessions']),
            'conversion' => Format::sample($row['conversion'], Format::orders((string) $row['orders']), self::base($query, $row)),
            default => Format::count((int) $row[$name]),
        };
    }

    /**
     * Of how many they ordered.
     *
     * @param array<string, mixed> $row
     */
    private static function base(Query $query, array $row): int
    {
        return (int) (self::all($query) ? $row['sessions'] : $row['clicks']);
    }

    /**
     * What the columns mean that say how visits went and who clicked, as far as they are shown.
     *
     * @param array<string, string> $columns
     */
    private static function went(array $columns): string
    {
        $said = [
            'engaged' => __('Engaged: visits of 10 seconds, two pages or something in the cart.', 'touchline'),
            'bounce' => __('Bounced: all other visits.', 'touchline'),
            'quality' => __('Quality: 0 to 100 points for time, scrolling, products and choosing, on average; the button’s clicks are not in it.', 'touchline'),
            'engagement' => __('Clicked: people who clicked the button, of the visits.', 'touchline'),
        ];
        return implode(' ', array_diff_key(array_intersect_key($said, $columns), array_flip(ScreenOptions::hidden())));
    }

    /** @param array<string, string> $columns */
    private static function notes(Query $query, array $columns): void
    {
        printf(
            '<p class="tl-muted">%s %s</p>',
            esc_html(self::went($columns)),
            esc_html(
                self::all($query)
                    ? __('Ordered: orders of these visits. Of fewer than 30 no rate is given, but the numbers.', 'touchline')
                    : __('Ordered: orders through WhatsApp, of the people who clicked. Of fewer than 30 no rate is given, but the numbers.', 'touchline')
            )
        );
    }
}
