<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\CartWords;
use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\Query;
use Touchline\WP\Engine;

/** The tab Carts: what was put in, what became an order, what was left, and what came back. */
final class Carts implements Tab
{
    /** A cart knows the visit in which it began, and no more. */
    public const KNOWN = ['channel', 'source', 'medium', 'campaign', 'content', 'landing', 'device', 'country', 'entry', 'hour', 'weekday'];

    public static function title(): string
    {
        return __('Carts', 'touchline');
    }

    public static function ask(Engine $engine, Query $query, array $overview): array
    {
        $all = self::options($query, ['currency' => $overview['currency']]);
        return [
            'carts' => $engine->report('carts', ['limit' => CartTables::MOST] + $all),
            'list' => $engine->report('cart_list', ['state' => $query->state, 'limit' => $query->perPage, 'offset' => $query->offset()] + $all),
        ];
    }

    /**
     * The options of a report of carts: of the filters, those that a cart knows.
     *
     * @param array<string, mixed> $more
     * @return array<string, mixed>
     */
    public static function options(Query $query, array $more = []): array
    {
        $options = $query->report($more);
        $filters = array_intersect_key($query->filters, array_flip(self::KNOWN));
        return $filters === [] ? array_diff_key($options, ['filter' => 0]) : ['filter' => $filters] + $options;
    }

    public static function render(Query $query, array $overview, array $data): void
    {
        $report = $data['carts'];
        if ($report['total']['started']['carts'] === 0) {
            self::nothing($query, $report);
            return;
        }
        self::lead($query, $report);
        self::cards($query, $report);
        CartChain::render($query, $report);
        if ((int) $report['total']['abandoned']['carts'] > 0) {
            CartTables::back($query, $report);
            CartTables::recoveries($query, $report);
        }
        CartDays::render($query, $report);
        CartTables::channels($query, $report);
        echo '<div class="tl-pair">';
        CartTables::whatsapp($report);
        CartTables::products($report);
        echo '</div>';
        CartList::render($query, $data['list']);
    }

    /** The list of the carts behind a figure. */
    public static function address(Query $query, string $state): string
    {
        return $query->address(['tab' => 'carts', 'state' => $state === 'started' ? null : $state]) . '#tl-cart-list';
    }

    /**
     * For the overview: the report, null where there is no cart or the filters ask for what carts do not know.
     *
     * @param array<string, mixed> $overview
     * @return array<string, mixed>|null
     */
    public static function summary(Engine $engine, Query $query, array $overview): ?array
    {
        if (array_diff_key($query->filters, array_flip(self::KNOWN)) !== []) {
            return null;
        }
        $report = $engine->report('carts', self::options($query, ['currency' => $overview['currency'], 'limit' => 1, 'back' => false]));
        return $report['total']['started']['carts'] === 0 ? null : $report;
    }

    /** @param array<string, mixed> $report the card of the overview */
    public static function wonBack(Query $query, array $report): void
    {
        $total = $report['total'];
        $says = self::ofLeft($total);
        $figure = Money::text((string) $total['any']['revenue'], $report['currency']);
        $days = array_column(array_column($report['days'], 'any'), 'revenue');
        self::card($query, 'any', Html::term('won-back', __('Carts won back', 'touchline')), $figure, $says, $total, Spark::render($days));
    }

    /** @param array<string, mixed> $total */
    private static function ofLeft(array $total): string
    {
        return (int) $total['abandoned']['carts'] === 0 ? __('no cart was left', 'touchline') : sprintf(
            /* translators: 1: number of carts won back, 2: number of carts left, 3: share in per cent */
            __('%1$s of %2$s carts left: %3$s', 'touchline'),
            Format::count((int) $total['any']['carts']),
            Format::count((int) $total['abandoned']['carts']),
            Format::rate($total['any']['of_carts'])
        );
    }

    // ---- the sentence --------------------------------------------------------------------------------------------------

    /** @param array<string, mixed> $report */
    private static function lead(Query $query, array $report): void
    {
        $total = $report['total'];
        printf(
            '<section class="tl-card tl-lead"><p class="tl-earned">%s</p>',
            Html::sentence(self::left($total, $report['currency']) . ' ' . self::back($total, $report['currency']))
        );
        $more = [self::best($report), self::open($total, $report['currency']), self::time($report['time'])];
        foreach (array_filter($more) as $line) {
            printf('<p>%s</p>', Html::sentence($line));
        }
        self::notes($query, $report);
        echo '</section>';
    }

    /** @param array<string, mixed> $total */
    private static function left(array $total, ?string $currency): string
    {
        $left = (int) $total['abandoned']['carts'];
        if ($left === 0) {
            /* translators: %s: number of carts */
            $words = _n(
                '%s cart was started in this period, and none was left.',
                '%s carts were started in this period, and none was left.',
                (int) $total['started']['carts'],
                'touchline'
            );
            return sprintf(esc_html($words), Html::strong(Format::count((int) $total['started']['carts'])));
        }
        /* translators: 1: number of carts, 2: amount of money, 3: share in per cent, such as "62%" */
        $words = _n(
            '%1$s cart worth %2$s was left: %3$s of those started in this period.',
            '%1$s carts worth %2$s were left: %3$s of those started in this period.',
            $left,
            'touchline'
        );
        return sprintf(
            esc_html($words),
            Html::strong(Format::count($left)),
            Html::strong(Money::text((string) $total['abandoned']['value'], $currency)),
            Html::figure(Format::rate($total['abandoned']['of_carts']))
        );
    }

    /** @param array<string, mixed> $total */
    private static function back(array $total, ?string $currency): string
    {
        $back = (int) $total['any']['carts'];
        if ($back === 0) {
            return (int) $total['abandoned']['carts'] === 0 ? '' : esc_html__('None of them has come back so far.', 'touchline');
        }
        /* translators: 1: number of shoppers, 2: amount of money, 3: number of these */
        $words = _n(
            '%1$s came back and bought for %2$s, %3$s of them after a WhatsApp touch.',
            '%1$s came back and bought for %2$s, %3$s of them after a WhatsApp touch.',
            $back,
            'touchline'
        );
        return sprintf(
            esc_html($words),
            Html::strong(Format::count($back)),
            Html::strong(Money::text((string) $total['any']['revenue'], $currency)),
            Html::figure(Format::count((int) $total['touch']['carts']))
        );
    }

    /** @param array<string, mixed> $report */
    private static function best(array $report): ?string
    {
        $best = $report['back'][0] ?? null;
        return $best === null ? null : sprintf(
            /* translators: 1: such as "E-mail" or "WhatsApp: Button", 2: number of carts, 3: amount of money */
            esc_html__('What brought most of them back: %1$s (%2$s, %3$s).', 'touchline'),
            Html::strong(CartWords::back((string) $best['channel'], $best['entry'])),
            Html::figure(CartWords::carts((int) $best['carts'])),
            Html::figure(Money::text((string) $best['revenue'], $report['currency']))
        );
    }

    /** @param array<string, mixed> $total */
    private static function open(array $total, ?string $currency): ?string
    {
        $open = (int) $total['open']['carts'];
        /* translators: 1: number of carts, 2: amount of money */
        $words = _n(
            '%1$s cart worth %2$s may still come back: its 30 days are not over, so what was won back can grow.',
            '%1$s carts worth %2$s may still come back: their 30 days are not over, so what was won back can grow.',
            $open,
            'touchline'
        );
        return $open === 0 ? null : sprintf(
            esc_html($words),
            Html::strong(Format::count($open)),
            Html::figure(Money::text((string) $total['open']['value'], $currency))
        );
    }

    /** @param array{median_ms: ?int, mean_ms: ?int} $time */
    private static function time(array $time): ?string
    {
        return $time['median_ms'] === null ? null : sprintf(
            /* translators: %s: a span of time, such as "2 days" */
            esc_html__('Half of those who came back did so within %s of leaving the cart.', 'touchline'),
            Html::figure(CartWords::span($time['median_ms']))
        );
    }

    /** @param array<string, mixed> $report */
    private static function notes(Query $query, array $report): void
    {
        $notes = [sprintf(
            /* translators: %s: a span of time, such as "1 hour" */
            __('A cart is left when nothing was done with it for %s and no order of the same person came.', 'touchline'),
            CartWords::idle($report['idle_ms'])
        )];
        if ($report['pruned'] !== null) {
            /* translators: %s: date and time */
            $notes[] = sprintf(__('Carts that began before %s were deleted by their age.', 'touchline'), Format::moment((int) $report['pruned']));
        }
        if (array_diff_key($query->filters, array_flip(self::KNOWN)) !== []) {
            $notes[] = __('Carts know the visit in which they began; the filters by anything else are not put to them.', 'touchline');
        }
        printf('<p class="tl-muted">%s</p>', esc_html(implode(' ', $notes)));
        self::currencies($query, $report);
    }

    /** @param array<string, mixed> $report */
    private static function currencies(Query $query, array $report): void
    {
        $others = [];
        foreach ($report['currencies'] as $row) {
            if ($row['currency'] === $report['currency']) {
                continue;
            }
            $carts = CartWords::carts((int) $row['carts']);
            $others[] = $row['currency'] === null
                /* translators: %s: such as "3 carts" */
                ? esc_html(sprintf(__('%s without a currency', 'touchline'), $carts))
                /* translators: 1: such as "3 carts", 2: currency */
                : Html::link($query->address(['currency' => $row['currency']]), sprintf(__('%1$s in %2$s', 'touchline'), $carts, $row['currency']));
        }
        if ($others !== []) {
            /* translators: %s: list such as "3 carts in USD" */
            printf('<p class="tl-muted">%s</p>', Html::sentence(sprintf(esc_html__('Not among these figures: %s.', 'touchline'), implode(', ', $others))));
        }
    }

    // ---- the cards -----------------------------------------------------------------------------------------------------

    /** @param array<string, mixed> $report */
    private static function cards(Query $query, array $report): void
    {
        $total = $report['total'];
        $money = static fn (string $name, string $of): string => Money::text((string) $total[$name][$of], $report['currency']);
        $count = static fn (string $name): string => CartWords::carts((int) $total[$name]['carts']);
        $title = esc_html__('Figures', 'touchline');
        printf('<section aria-labelledby="tl-cards"><h2 id="tl-cards" class="screen-reader-text">%s</h2><ul class="tl-cards">', $title); // phpcs:ignore
        self::card($query, 'started', esc_html__('Put into carts', 'touchline'), $money('started', 'value'), $count('started'), $total);
        self::card($query, 'abandoned', Html::term('cart-left', __('Left', 'touchline')), $money('abandoned', 'value'), $count('abandoned'), $total);
        self::card($query, 'any', Html::term('won-back', __('Won back', 'touchline')), $money('any', 'revenue'), self::ofLeft($total), $total);
        self::card($query, 'touch', esc_html__('Of these after WhatsApp', 'touchline'), $money('touch', 'revenue'), $count('touch'), $total);
        self::card($query, 'lost', esc_html__('Lost', 'touchline'), $money('lost', 'value'), sprintf(
            /* translators: %s: such as "3 carts" */
            __('%s, 30 days without an order', 'touchline'),
            $count('lost')
        ), $total);
        echo '</ul></section>';
    }

    /**
     * @param string $title markup, escaped
     * @param array<string, mixed> $total
     */
    private static function card(Query $query, string $state, string $title, string $figure, string $says, array $total, string $spark = ''): void
    {
        printf(
            '<li class="tl-card"><h3>%s</h3><p class="tl-big%s"><a href="%s"><bdi>%s</bdi></a></p>%s<p class="tl-muted">%s</p>%s</li>',
            $title, // phpcs:ignore WordPress.Security.EscapeOutput -- escaped by who calls
            mb_strlen($figure) > 10 ? ' tl-long' : '',
            esc_url(self::address($query, $state)),
            esc_html($figure),
            self::change($query, $total[$state]['change'], in_array($state, ['abandoned', 'lost'], true)), // phpcs:ignore WordPress.Security.EscapeOutput
            esc_html($says),
            $spark // phpcs:ignore WordPress.Security.EscapeOutput -- escaped where it is made
        );
    }

    /** @param array{percent: ?string, direction: string}|null $change */
    private static function change(Query $query, ?array $change, bool $lowerIsBetter): string
    {
        if ($query->period->compare === 'none') {
            return '';
        }
        if ($change === null) {
            return '<p class="tl-change tl-flat">' . esc_html__('Nothing to compare with yet', 'touchline') . '</p>';
        }
        [$arrow, $words] = match ($change['direction']) {
            /* translators: %s: per cent */
            'up' => ['▲', __('up %s', 'touchline')],
            /* translators: %s: per cent */
            'down' => ['▼', __('down %s', 'touchline')],
            default => ['=', __('as before', 'touchline')],
        };
        $better = ['up' => $lowerIsBetter ? 'down' : 'up', 'down' => $lowerIsBetter ? 'up' : 'down'];
        return sprintf(
            '<p class="tl-change tl-%s"><span aria-hidden="true">%s</span> %s</p>',
            esc_attr($better[$change['direction']] ?? 'flat'),
            esc_html($arrow),
            sprintf(esc_html($words), Html::figure(Format::percent($change['percent'])))
        );
    }

    // ---- nothing -------------------------------------------------------------------------------------------------------

    /** @param array<string, mixed> $report */
    private static function nothing(Query $query, array $report): void
    {
        $never = $report['first_at'] === null;
        printf(
            '<section class="tl-card tl-lead"><h2>%s</h2><p>%s</p>',
            esc_html($never ? __('No cart has been seen yet', 'touchline') : __('No cart was started in this period', 'touchline')),
            esc_html($never
                ? __('Once somebody puts something into the cart, this page says what became of it: ordered, left, won back or lost, in money.', 'touchline')
                : __('Choose a longer period, or take filters away, to see what became of the carts.', 'touchline'))
        );
        self::notes($query, $report);
        echo '</section>';
    }
}
