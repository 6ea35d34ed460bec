<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\Query;
use Touchline\WP\Admin\Units;
use Touchline\WP\Engine;
use Touchline\WP\Links\Desk;
use Touchline\WP\Links\Link;
use Touchline\WP\Links\Links as Kept;

/** The tab Links: the shop's short links, made here, and what each brought. Of the whole shop, whatever is filtered. */
final class Links implements Tab
{
    private const ID = 'tl-links';
    private const COLUMNS = ['label', 'opens', 'persons', 'orders', 'revenue'];

    public static function title(): string
    {
        return __('Links', 'touchline');
    }

    public static function ask(Engine $engine, Query $query, array $overview): array
    {
        $all = array_diff_key($query->report(['currency' => $overview['currency'], 'limit' => Query::MOST]), ['filter' => 0]);
        return ['report' => $engine->report('links', $all), 'links' => Kept::all()];
    }

    public static function render(Query $query, array $overview, array $data): void
    {
        ['report' => $report, 'links' => $links] = $data;
        $edit = LinkForm::asked();
        self::done($links);
        $rows = self::rows($links, $report['rows']);
        self::lead($rows, $report['total'], $overview['currency']);
        if (Desk::may()) {
            LinkForm::render($edit, $query->address(), $edit !== null || $links === []);
        }
        if ($rows !== []) {
            self::table($query, self::chosen($query, $rows), $report, $overview['currency']);
        }
    }

    /**
     * What was just done.
     *
     * @param list<Link> $links
     */
    private static function done(array $links): void
    {
        $done = sanitize_key(wp_unslash($_GET['link'] ?? '')); // phpcs:ignore WordPress.Security -- it chooses among words
        foreach ($links as $link) {
            if ((string) $link->id === $done) {
                printf(
                    '<div class="notice notice-success inline tl-notice" role="status"><p>%s <code>%s</code> %s</p></div>',
                    esc_html__('Your link:', 'touchline'),
                    esc_html($link->address()),
                    self::copy($link) // phpcs:ignore WordPress.Security.EscapeOutput -- escaped where it is made
                );
            }
        }
        $words = ['deleted' => __('The link was deleted.', 'touchline'), 'gone' => __('This link was deleted by somebody else.', 'touchline')];
        if (isset($words[$done])) {
            Trouble::notice($words[$done]);
        }
    }

    /**
     * @param list<array<string, mixed>> $rows
     * @param array<string, mixed> $total
     */
    private static function lead(array $rows, array $total, ?string $currency): void
    {
        printf('<section class="tl-card tl-lead"><p class="tl-earned">%s</p><p class="tl-muted">%s</p></section>', $rows === []
            ? esc_html__('Short links on your own domain, counted from the opening to the paid order', 'touchline')
            : Html::sentence(sprintf(
                /* translators: 1: number of times, 2: amount of money */
                esc_html(_n(
                    'Your links were opened %1$s time and earned %2$s.',
                    'Your links were opened %1$s times and earned %2$s.',
                    (int) $total['opens'],
                    'touchline'
                )),
                Html::strong(Format::count((int) $total['opens'])),
                Html::strong(Money::text((string) $total['revenue'], $currency))
            )), $rows === []
            ? esc_html__('For a newsletter, a profile or a leaflet: this page says how many opened it and what they bought.', 'touchline')
            : esc_html__('Previews of messengers, bots and your own staff do not count. Filters do not change this page.', 'touchline'));
    }

    /**
     * @param list<Link> $links
     * @param list<array<string, mixed>> $figures a row of every link, and of those that were deleted
     * @return list<array<string, mixed>>
     */
    private static function rows(array $links, array $figures): array
    {
        $byCode = array_column($links, null, 'code');
        return array_map(static function (array $row) use ($byCode): array {
            $link = $byCode[$row['key']] ?? null;
            return ['link' => $link, 'label' => $link->name ?? $row['key'], 'made' => $link->id ?? 0] + $row;
        }, $figures);
    }

    /**
     * Those that are searched for, in the order that is asked for; equal ones the newest first.
     *
     * @param list<array<string, mixed>> $rows
     * @return list<array<string, mixed>>
     */
    private static function chosen(Query $query, array $rows): array
    {
        $found = array_filter($rows, static function (array $row) use ($query): bool {
            $link = $row['link'];
            $where = $link instanceof Link ? implode(' ', [$link->name, $link->code, $link->target, $link->text, ...array_values($link->utm)]) : $row['label'];
            return $query->search === '' || mb_stripos($where, $query->search) !== false;
        });
        $by = ['orders' => 'orders_micros', 'revenue' => 'revenue_micros'][$column = self::column($query)] ?? $column;
        usort($found, static fn (array $a, array $b): int => (($by === 'label' ? strnatcasecmp($a[$by], $b[$by]) : $a[$by] <=> $b[$by])
            * ($query->order === 'asc' ? 1 : -1)) ?: [$b['opens'], $b['made']] <=> [$a['opens'], $a['made']]);
        return $found;
    }

    private static function column(Query $query): string
    {
        return $query->column(self::COLUMNS);
    }

    /**
     * @param list<array<string, mixed>> $rows
     * @param array<string, mixed> $report
     */
    private static function table(Query $query, array $rows, array $report, ?string $currency): void
    {
        printf(
            '<section class="tl-card" aria-labelledby="%1$s"><h2 id="%1$s">%2$s</h2><p class="tl-muted">%3$s</p><div class="tl-tools">',
            esc_attr(self::ID),
            esc_html__('Every link', 'touchline'),
            esc_html__('Earned: the credit of the link and of the WhatsApp clicks in the visit that it brought, by the model above.', 'touchline')
        );
        Sources::searchForm($query, self::kept($query));
        echo '</div>';
        if ($report['count'] > Query::MOST) {
            printf('<p class="tl-muted">%s</p>', esc_html(sprintf(
                /* translators: 1: how many links are listed, 2: how many there are */
                __('The %1$s links that earned most are listed, of %2$s. The export has all of them.', 'touchline'),
                Format::count(Query::MOST),
                Format::count((int) $report['count'])
            )));
        }
        if ($rows === []) {
            /* translators: %s: what was searched for */
            $words = sprintf(__('No link has “%s” in its name, address or campaign.', 'touchline'), $query->search);
            printf('<p class="tl-none">%s</p></section>', esc_html($words));
            return;
        }
        $columns = [
            'label' => __('Link', 'touchline'), 'opens' => __('Opens', 'touchline'), 'persons' => __('People', 'touchline'),
            'orders' => __('Orders', 'touchline'), 'revenue' => __('Earned', 'touchline'),
        ];
        Table::sortable(self::ID, $columns, [self::column($query), $query->order], static fn (string $column, string $order): string
            => $query->address(['orderby' => $column, 'order' => $order] + self::kept($query)));
        $words = $query->search === '' ? __('Total', 'touchline') : __('Total of all rows', 'touchline');
        Table::figures(esc_html($words), self::cells($report['total'] + ['persons' => null], $currency), 'tl-totals');
        foreach (array_slice($rows, $query->offset(), $query->perPage) as $row) {
            Table::figures(self::name($query, $row), self::cells($row, $currency));
        }
        echo Table::END;
        Pages::render($query, count($rows), self::kept($query), '#' . self::ID);
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
        $link = $row['link'];
        if (! $link instanceof Link) {
            $deleted = esc_html__('deleted', 'touchline');
            return sprintf('<bdi>%s</bdi> <span class="tl-muted">%s</span>', esc_html($row['label']), $deleted);
        }
        $campaign = $link->utm['campaign'] ?? '';
        $sources = $query->address(['tab' => 'sources', 'dim' => 'content', 'credit' => 'all', 'filter' => ['campaign' => [$campaign]]]);
        return sprintf(
            '<span class="tl-name"><bdi>%s</bdi></span><span class="tl-link-line"><code><bdi>%s</bdi></code> %s %s</span>'
                . '<span class="tl-note"><bdi>%s</bdi> · %s</span>',
            esc_html($link->name),
            esc_html((string) preg_replace('#^https?://#', '', $link->address())),
            self::copy($link),
            Desk::may() ? Html::link($query->address(['edit' => $link->id] + self::kept($query)) . '#tl-link', __('Edit', 'touchline')) : '',
            $link->isChat() ? esc_html__('WhatsApp chat', 'touchline') : esc_html(rawurldecode($link->target)),
            $campaign === '' ? esc_html(implode(' / ', $link->utm)) : Html::link($sources, implode(' / ', $link->utm))
        );
    }

    /** Shown by the script, which copies. */
    private static function copy(Link $link): string
    {
        return sprintf(
            '<button type="button" class="button button-small tl-copy" data-copy="%s" data-done="%s" hidden>%s'
                . '<span class="screen-reader-text"> %s</span></button>',
            esc_attr($link->address()),
            esc_attr__('Copied', 'touchline'),
            esc_html__('Copy', 'touchline'),
            esc_html($link->name)
        );
    }

    /**
     * @param array<string, mixed> $row
     * @return array<string, array{string, string}>
     */
    private static function cells(array $row, ?string $currency): array
    {
        $count = static fn (mixed $value): string => $value === null ? Format::DASH : Format::count((int) $value);
        return [
            'opens' => [Units::of('opens', (int) $row['opens']), $count($row['opens'])],
            'persons' => [Units::of('persons', (int) $row['persons']), $count($row['persons'])],
            'orders' => [Units::orders((string) $row['orders']), Format::orders((string) $row['orders'])],
            'revenue' => ['', Money::text((string) $row['revenue'], $currency)],
        ];
    }
}
