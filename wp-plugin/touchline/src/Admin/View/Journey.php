<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\Words;

/** The touches before one order, oldest first, and what each of them earned. */
final class Journey
{
    /** @param array<string, mixed> $journey */
    public static function render(array $journey, string $measure): void
    {
        self::summary($journey, $measure);
        if ($journey['touches'] === []) {
            printf('<p>%s</p>', esc_html(self::cause($journey['cause'] ?? null)));
            self::refunds($journey);
            return;
        }
        self::touches($journey);
        self::refunds($journey);
        self::models($journey);
    }

    /** @param array<string, mixed> $journey */
    public static function summary(array $journey, string $measure): void
    {
        $currency = (string) $journey['currency'];
        $parts = [sprintf(
            $measure === 'total'
                /* translators: %s: amount of money */
                ? __('%s in total', 'touchline')
                /* translators: %s: amount of money */
                : __('%s net', 'touchline'),
            Money::text((string) $journey[$measure === 'total' ? 'total' : 'net'], $currency)
        )];
        if ((float) $journey['refunded'] !== 0.0) {
            /* translators: %s: amount of money */
            $parts[] = sprintf(__('%s of it refunded', 'touchline'), Money::text((string) $journey['refunded'], $currency));
        }
        /* translators: %s: name of a model */
        $parts[] = sprintf(__('Model: %s', 'touchline'), Words::models()[$journey['model']] ?? $journey['model']);
        /* translators: %s: number of days */
        $parts[] = sprintf(_n('Window: %s day', 'Window: %s days', (int) $journey['window'], 'touchline'), Format::count((int) $journey['window']));
        printf('<p class="tl-muted">%s</p>', esc_html(implode(' · ', $parts)));
        if ($journey['reason'] !== null) {
            printf('<p class="tl-warn">%s</p>', esc_html(self::reason((string) $journey['reason'])));
        }
        printf(
            '<p class="tl-evidence"><span class="tl-grade tl-grade-%s">%s</span> %s</p>',
            esc_attr((string) $journey['evidence']),
            esc_html(Words::evidence((string) $journey['evidence'])),
            esc_html(Words::evidenceSentence((string) $journey['evidence']))
        );
        self::code($journey['code'] ?? null);
    }

    /** @param array<string, mixed>|null $code */
    private static function code(?array $code): void
    {
        if ($code === null) {
            return;
        }
        $by = (string) ($code['by'] ?? '');
        $words = $by === ''
            /* translators: 1: reference code */
            ? __('Code %1$s was entered on this order.', 'touchline')
            /* translators: 1: reference code, 2: who, 3: when */
            : __('Code %1$s was entered by %2$s on %3$s.', 'touchline');
        $at = is_int($code['at'] ?? null) ? Format::moment($code['at']) : Format::DASH;
        printf('<p>%s</p>', esc_html(sprintf($words, CodeSearch::pretty((string) $code['code']), $by, $at)));
        if ($code['ambiguous'] ?? false) {
            printf('<p class="tl-warn">%s</p>', esc_html__('Two visitors clicked the button with this code, so it ties the order to neither.', 'touchline'));
        }
    }

    /** @param array<string, mixed> $journey */
    private static function touches(array $journey): void
    {
        $currency = (string) $journey['currency'];
        printf(
            '<div class="tl-scroll" tabindex="0" role="group" aria-label="%1$s"><table class="tl-table tl-touches">'
            . '<caption class="screen-reader-text">%1$s</caption><thead><tr>'
            . '<th scope="col" class="tl-word">%2$s</th><th scope="col" class="tl-word">%3$s</th><th scope="col" class="tl-word">%4$s</th>'
            . '<th scope="col">%5$s</th><th scope="col">%6$s</th></tr></thead><tbody>',
            esc_attr__('Touches before this order', 'touchline'),
            esc_html__('When', 'touchline'),
            esc_html__('Touch', 'touchline'),
            esc_html__('Where', 'touchline'),
            esc_html__('Share', 'touchline'),
            esc_html__('Earned', 'touchline')
        );
        foreach ($journey['touches'] as $touch) {
            self::touch($touch, $currency, self::why($journey, $touch));
        }
        echo '</tbody></table></div>';
    }

    /** @param array<string, mixed> $touch */
    private static function touch(array $touch, string $currency, ?string $why): void
    {
        printf(
            '<tr><th scope="row" class="tl-word">%s</th><td class="tl-word"><span class="tl-dot tl-dot-%s" aria-hidden="true"></span>%s%s</td>'
            . '<td class="tl-word">%s</td><td>%s</td><td>%s%s</td></tr>',
            esc_html(Format::moment((int) $touch['at'])),
            esc_attr((string) $touch['channel']),
            esc_html(self::what($touch)),
            self::chat($touch) . self::quality($touch),
            self::where($touch),
            Html::figure($why === null ? Format::percent((string) $touch['share'], true) : Format::DASH),
            Html::figure($why === null ? Money::text((string) $touch['credit'], $currency) : Format::DASH),
            $why === null || $why === '' ? '' : '<br><span class="tl-muted">' . esc_html($why) . '</span>'
        );
    }

    /** @param array<string, mixed> $touch */
    public static function what(array $touch): string
    {
        $parts = [Words::channel((string) $touch['channel'])];
        $parts[] = (string) (Words::entry($touch['entry'] ?? null) ?? '');
        if (($touch['kind'] ?? '') === 'session') {
            $parts[] = (string) ($touch['source'] ?? '');
            $campaign = (string) ($touch['campaign'] ?? '');
            /* translators: %s: name of a campaign */
            $parts[] = $campaign === '' ? '' : sprintf(__('campaign “%s”', 'touchline'), $campaign);
        }
        return implode(', ', array_unique(array_filter($parts, static fn (string $part): bool => $part !== '')));
    }

    /** @param array<string, mixed> $touch */
    public static function chat(array $touch): string
    {
        if (! is_int($touch['chat_at'] ?? null)) {
            return '';
        }
        /* translators: %s: date and time */
        return '<br><span class="tl-muted">' . esc_html(sprintf(__('wrote %s', 'touchline'), Format::moment($touch['chat_at']))) . '</span>';
    }

    /**
     * How the visit went that begins here.
     *
     * @param array<string, mixed> $touch
     */
    public static function quality(array $touch): string
    {
        if (! isset($touch['quality'])) {
            return '';
        }
        /* translators: %s: points of engagement quality, such as 63.3 */
        $words = sprintf(__('quality %s of 100', 'touchline'), Format::points((string) $touch['quality']));
        return '<br><span class="tl-muted">' . esc_html($words) . '</span>';
    }

    /** @param array<string, mixed> $touch */
    public static function where(array $touch): string
    {
        $name = (string) ($touch['product_name'] ?? '');
        $lines = [];
        if ($name !== '') {
            $lines[] = esc_html($name);
        }
        if ((string) ($touch['path'] ?? '') !== '') {
            $lines[] = Html::link(home_url((string) $touch['path']), (string) $touch['path'], 'tl-path');
        }
        if ((string) ($touch['code'] ?? '') !== '') {
            /* translators: %s: reference code */
            $lines[] = esc_html(sprintf(__('code %s', 'touchline'), CodeSearch::pretty((string) $touch['code'])));
        }
        return $lines === [] ? esc_html(Format::DASH) : implode('<br>', $lines);
    }

    /**
     * Why the touch earned nothing; null when it earned. Where none earns, because the order does not count, none has a reason of its own.
     *
     * @param array<string, mixed> $journey
     * @param array<string, mixed> $touch
     */
    public static function why(array $journey, array $touch): ?string
    {
        $key = $touch['why'] ?? null;
        if ($key === 'model' && $journey['reason'] !== null) {
            return '';
        }
        return match ($key) {
            null => null,
            'outside_window' => __('longer ago than the window', 'touchline'),
            'after_payment' => __('after the payment', 'touchline'),
            'support' => __('a question about an order, no sale', 'touchline'),
            'model' => __('the model gives it to another touch', 'touchline'),
            default => $key,
        };
    }

    /** @param array<string, mixed> $journey */
    private static function refunds(array $journey): void
    {
        foreach ($journey['refunds'] as $refund) {
            $words = $journey['touches'] === []
                /* translators: 1: amount of money, 2: date and time */
                ? __('%1$s net was refunded on %2$s.', 'touchline')
                /* translators: 1: amount of money, 2: date and time */
                : __('%1$s net was refunded on %2$s: credit is taken back in the same shares.', 'touchline');
            printf(
                '<p>%s</p>',
                Html::sentence(sprintf(
                    esc_html($words),
                    Html::figure(Money::text((string) $refund['net'], (string) $journey['currency'])),
                    esc_html(Format::moment((int) $refund['at']))
                ))
            );
        }
    }

    /** @param array<string, mixed> $journey */
    private static function models(array $journey): void
    {
        printf('<details><summary>%s</summary>', esc_html__('Under other models', 'touchline'));
        self::modelsTable($journey);
        echo '</details>';
    }

    /** @param array<string, mixed> $journey */
    public static function modelsTable(array $journey): void
    {
        $models = array_intersect_key(Words::models(), $journey['touches'][0]['models'] ?? []);
        printf(
            '<div class="tl-scroll" tabindex="0" role="group" aria-label="%1$s"><table class="tl-table tl-models">'
            . '<caption class="screen-reader-text">%1$s</caption><thead><tr><th scope="col" class="tl-word">%2$s</th>',
            esc_attr__('What each touch earns under every model', 'touchline'),
            esc_html__('Touch', 'touchline')
        );
        foreach ($models as $name) {
            printf('<th scope="col">%s</th>', esc_html($name));
        }
        echo '</tr></thead><tbody>';
        foreach ($journey['touches'] as $touch) {
            printf('<tr><th scope="row" class="tl-word">%s · %s</th>', esc_html(Format::moment((int) $touch['at'])), esc_html(self::what($touch)));
            foreach (array_keys($models) as $model) {
                printf('<td>%s</td>', Html::figure(Money::text((string) $touch['models'][$model], (string) $journey['currency'])));
            }
            echo '</tr>';
        }
        echo '</tbody></table></div>';
    }

    /** @param array<string, mixed> $shop */
    public static function origin(array $shop): string
    {
        $parts = [Words::channel((string) $shop['channel']), (string) ($shop['source'] ?? ''), (string) ($shop['campaign'] ?? '')];
        return implode(', ', array_unique(array_filter($parts, static fn (string $part): bool => $part !== '')));
    }

    public static function cause(?string $key): string
    {
        return match ($key) {
            'no_visitor' => __(
                'No touch is known: the order was made without a browser of the customer. Made from a chat? Then type its code into “WhatsApp reference”.',
                'touchline'
            ),
            'support' => __('No touch earns this order: all that was clicked were buttons on account and order pages, which ask for support.', 'touchline'),
            'outside_window' => __('No touch earns this order: what was seen of the customer lies longer ago than the window.', 'touchline'),
            'erased' => __('No touch is known any more: the customer asked to be forgotten. The order keeps its amounts.', 'touchline'),
            default => __('No touch is known: nothing was seen of this customer before the order.', 'touchline'),
        };
    }

    private static function reason(string $key): string
    {
        return match ($key) {
            'unpaid' => __('This order does not count yet: it has not been paid or accepted. Below is what it would earn.', 'touchline'),
            'excluded' => __('This order does not count: orders of this status are left out of sales, as in WooCommerce.', 'touchline'),
            'draft' => __('This order does not count: it is a draft.', 'touchline'),
            'trash' => __('This order does not count: it is in the trash.', 'touchline'),
            'test' => __('This order does not count: it was paid in test mode.', 'touchline'),
            'left_out' => __('This order does not count: a rule of this shop leaves it out.', 'touchline'),
            'renewal' => __('This order renews a subscription: it is a sale, but earns no touch any credit.', 'touchline'),
            default => __('This order does not count.', 'touchline'),
        };
    }
}
