<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;

/** What goes with buying: the share of people who ordered, with something done before it and without. */
final class Interactions
{
    private const ID = 'tl-interactions';

    /**
     * @param array<string, mixed> $report of interactions
     * @param bool $chats are chats measured?
     */
    public static function render(array $report, bool $chats): void
    {
        $rows = array_values(array_filter($report['rows'], static fn (array $row): bool => $chats || $row['key'] !== 'chat'));
        printf(
            '<section class="tl-card" aria-labelledby="%1$s"><h2 id="%1$s">%2$s</h2><p class="tl-muted">%3$s</p>',
            esc_attr(self::ID),
            esc_html__('What goes with buying', 'touchline'),
            esc_html__('People with a visit in this period: how many ordered, with this done before their order and without.', 'touchline')
        );
        if ((int) $report['persons'] === 0) {
            printf('<p class="tl-none">%s</p></section>', esc_html__('Nobody has visited in this period yet.', 'touchline'));
            return;
        }
        self::findings($rows);
        self::table($rows);
        printf('<p class="tl-muted">%s</p></section>', esc_html__(
            'That is no proof that it is the reason: who is about to buy does more. In brackets: the 95% interval. From 30 people a side.',
            'touchline'
        ));
    }

    /** @param list<array<string, mixed>> $rows */
    private static function findings(array $rows): void
    {
        foreach ($rows as $row) {
            if ($row['finding'] === true) {
                printf('<p>%s</p>', Html::sentence(sprintf(
                    /* translators: 1: what people did, such as "who clicked the WhatsApp button", 2: a number such as 2.4 */
                    esc_html__('People %1$s ordered %2$s times as often as the others.', 'touchline'),
                    esc_html(self::who((string) $row['key'])),
                    Html::strong(number_format_i18n((float) $row['ratio'], 1))
                )));
            }
        }
    }

    /** @param list<array<string, mixed>> $rows */
    private static function table(array $rows): void
    {
        Table::begin(self::ID, [
            __('People', 'touchline'), __('Who did, ordered', 'touchline'), __('Who did not, ordered', 'touchline'), __('Ratio', 'touchline'),
        ]);
        foreach ($rows as $row) {
            Table::figures(esc_html(self::who((string) $row['key'])), [
                'with' => [__('ordered', 'touchline'), self::share($row['with'])],
                'without' => [__('of the others', 'touchline'), self::share($row['without'])],
                'ratio' => [$row['ratio'] === null ? '' : __('times as often', 'touchline'), self::ratio($row)],
            ]);
        }
        echo Table::END; // phpcs:ignore WordPress.Security.EscapeOutput -- markup of our own
    }

    /** @param array{n: int, of: int, percent: ?string} $rate */
    private static function share(array $rate): string
    {
        if ($rate['of'] < Format::SAMPLE || $rate['percent'] === null) {
            /* translators: 1: how many, 2: of how many */
            return sprintf(__('%1$s of %2$s', 'touchline'), Format::count($rate['n']), Format::count($rate['of']));
        }
        /* translators: 1: a share in per cent, 2: how many, 3: of how many */
        return sprintf(__('%1$s (%2$s of %3$s)', 'touchline'), Format::rate($rate, true), Format::count($rate['n']), Format::count($rate['of']));
    }

    /** @param array<string, mixed> $row */
    private static function ratio(array $row): string
    {
        if ($row['ratio'] === null) {
            return $row['enough'] === true ? Format::DASH : __('too few people', 'touchline');
        }
        return sprintf(
            /* translators: 1: a ratio such as 2.40, 2 and 3: the ends of the interval in which it lies */
            __('%1$s (%2$s to %3$s)', 'touchline'),
            number_format_i18n((float) $row['ratio'], 2),
            number_format_i18n((float) $row['low'], 2),
            number_format_i18n((float) $row['high'], 2)
        );
    }

    private static function who(string $key): string
    {
        return self::all()[$key] ?? $key;
    }

    /** @return array<string, string> what people did => they, with it done */
    public static function all(): array
    {
        return [
            'click' => __('who clicked the WhatsApp button', 'touchline'),
            'chat' => __('who wrote on WhatsApp', 'touchline'),
            'search' => __('who searched the shop', 'touchline'),
            'variation' => __('who chose a variation', 'touchline'),
            'products' => __('who looked at three products or more in a visit', 'touchline'),
            'minute' => __('who stayed for a minute or longer', 'touchline'),
            'return' => __('who came again', 'touchline'),
        ];
    }
}
