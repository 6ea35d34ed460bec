<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\Query;
use Touchline\WP\Admin\Words;

/** From the button seen to the order refunded: how many came that far, and what was lost on the way. */
final class Chain
{
    /** People from which on a loss is called a finding: with fewer it may be chance. */
    public const FINDING = 30;

    /** @param array<string, mixed> $overview */
    public static function render(Query $query, array $overview): void
    {
        printf(
            '<section class="tl-card" aria-labelledby="tl-chain"><h2 id="tl-chain">%s</h2><ol class="tl-chain">',
            esc_html__('From button to order', 'touchline')
        );
        foreach ($overview['chain'] as $i => $step) {
            self::step($query, $step, $overview, self::before($overview['chain'], $i));
        }
        echo '</ol>';
        $notes = [__('Seen counts page views. From the click on, each person counts once in a step, when it was reached within the window.', 'touchline')];
        if (in_array(true, array_column($overview['chain'], 'open'), true)) {
            $notes[] = __('So far: the window of the latest clicks is still open, so these numbers can grow.', 'touchline');
        }
        printf('<p class="tl-muted">%s%s</p></section>', esc_html(implode(' ', $notes)), Html::sentence(self::visits($overview['visits'])));
    }

    /**
     * How the visits went that the chain begins with.
     *
     * @param array<string, mixed>|null $visits
     */
    private static function visits(?array $visits): string
    {
        if ($visits === null || ($visits['engaged']['percent'] ?? null) === null) {
            return '';
        }
        $before = $visits['previous_engaged']['percent'] ?? null;
        $words = $before === null
            /* translators: 1: number of visits, 2: share in per cent */
            ? _n('Of %1$s visit %2$s was engaged.', 'Of %1$s visits %2$s were engaged.', (int) $visits['sessions'], 'touchline')
            /* translators: 1: number of visits, 2 and 3: shares in per cent */
            : _n('Of %1$s visit %2$s was engaged, before %3$s.', 'Of %1$s visits %2$s were engaged, before %3$s.', (int) $visits['sessions'], 'touchline');
        return ' ' . sprintf(
            esc_html($words),
            Html::figure(Format::count((int) $visits['sessions'])),
            Html::term('engaged', Format::rate($visits['engaged'])),
            Html::figure(Format::percent($before ?? '0'))
        );
    }

    /**
     * @param array<string, mixed> $step
     * @param array<string, mixed> $overview
     */
    private static function step(Query $query, array $step, array $overview, string $before): void
    {
        $name = (string) $step['step'];
        printf('<li class="tl-step tl-step-%s">', esc_attr($name));
        if (! $step['measured']) {
            printf(
                '<span class="tl-step-name">%s</span><span class="tl-step-none">%s</span></li>',
                esc_html(Words::step($name)),
                esc_html(self::unmeasured($name, $query->filters !== []))
            );
            return;
        }
        $lost = self::lost($before, $name, $step['lost']);
        printf(
            '<span class="tl-step-name">%s</span><span class="tl-step-bar" aria-hidden="true"><span style="inline-size:%s"></span></span>'
            . '<span class="tl-step-count">%s</span><span class="tl-step-rate">%s</span><span class="tl-step-money">%s</span>%s</li>',
            self::name($query, $name),
            esc_attr(self::width($name, $step)),
            Html::figure(Format::count((int) $step['count'])),
            self::rate($before, $step),
            $step['money'] === null ? '' : Html::figure(Money::text($step['money'], $overview['currency'])),
            $lost === null ? '' : self::loss($lost, $overview['leak'] ?? null, $name)
        );
    }

    /**
     * The step that the engine compares this one with: the measured one before it, but the click where fewer wrote than came so far
     * (a cart needs no chat).
     *
     * @param list<array<string, mixed>> $chain
     */
    private static function before(array $chain, int $i): string
    {
        for ($j = $i - 1; $j >= 0; $j--) {
            $aside = $chain[$j]['step'] === 'chat' && $chain[$j]['count'] < $chain[$i]['count'];
            if ($chain[$j]['measured'] && ! $aside) {
                return (string) $chain[$j]['step'];
            }
        }
        return '';
    }

    private static function name(Query $query, string $name): string
    {
        return match ($name) {
            'seen', 'click' => Html::link('#tl-page', Words::step($name)),
            'order', 'refunded' => Html::link($query->ordersAddress('whatsapp'), Words::step($name)),
            default => esc_html(Words::step($name)),
        };
    }

    /**
     * Page views and persons are two things, so the first bar is full and persons begin anew below it.
     *
     * @param array<string, mixed> $step
     */
    private static function width(string $name, array $step): string
    {
        $whole = ($name === 'seen' || $name === 'click') && $step['count'] > 0;
        return $whole ? '100%' : Format::width($step['of_first']['percent'] ?? null);
    }

    /** @param array<string, mixed> $step */
    private static function rate(string $before, array $step): string
    {
        $rate = $step['of_previous'] ?? null;
        if ($rate === null || $rate['percent'] === null) {
            return '';
        }
        $words = $step['open']
            /* translators: 1: per cent, 2: name of a step, such as "Button seen" */
            ? __('%1$s of “%2$s” so far', 'touchline')
            /* translators: 1: per cent, 2: name of a step, such as "Button seen" */
            : __('%1$s of “%2$s”', 'touchline');
        return esc_html(sprintf($words, Format::percent($rate['percent'], true), Words::step($before)));
    }

    /**
     * Every loss is named; the greatest is marked.
     *
     * @param array<string, mixed>|null $leak
     */
    private static function loss(string $lost, ?array $leak, string $name): string
    {
        $greatest = $leak !== null && $leak['to'] === $name && $leak['of'] >= self::FINDING;
        return sprintf(
            '<span class="tl-step-lost%s">%s</span>',
            $greatest ? ' tl-leak' : '',
            /* translators: %s: what was lost, such as "12 put nothing into a cart" */
            esc_html($greatest ? sprintf(__('The biggest leak: %s', 'touchline'), $lost) : $lost)
        );
    }

    private static function unmeasured(string $name, bool $filtered): string
    {
        return match (true) {
            $name === 'chat' =>
                __('Not measured yet: no WhatsApp message has come in (wp touchline import brings them). The chain goes on from the click.', 'touchline'),
            $name === 'seen' && $filtered => __('Not known while a filter holds.', 'touchline'),
            $name === 'seen' => __('Not measured yet: it begins when the button has been in view on your shop for a second.', 'touchline'),
            $name === 'click' => __('Not measured yet: it begins with the first click on the button.', 'touchline'),
            default => __('Not measured yet.', 'touchline'),
        };
    }

    private static function lost(string $before, string $name, ?int $lost): ?string
    {
        if ($lost === null || $lost < 1) {
            return null;
        }
        $words = match ($before . '>' . $name) {
            /* translators: %s: number of page views */
            'seen>click' => _n('%s view without a click', '%s views without a click', $lost, 'touchline'),
            /* translators: %s: number of people */
            'click>chat' => _n('%s clicked and never wrote', '%s clicked and never wrote', $lost, 'touchline'),
            /* translators: %s: number of people */
            'click>cart', 'chat>cart' => _n('%s put nothing into a cart', '%s put nothing into a cart', $lost, 'touchline'),
            /* translators: %s: number of people */
            'click>order', 'chat>order' => _n('%s did not buy', '%s did not buy', $lost, 'touchline'),
            /* translators: %s: number of people */
            'cart>order' => _n('%s left a full cart behind', '%s left a full cart behind', $lost, 'touchline'),
            default => null,
        };
        return $words === null ? null : sprintf($words, Format::count($lost));
    }
}
