<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;
use Touchline\WP\Checkup;

/** Is the store whole, and up to date? What the last look at all of it found. */
final class Check
{
    /** @param array{at: int|null, state: string, result: array<string, mixed>|null} $check */
    public static function render(array $check, ?int $asOf): void
    {
        printf(
            '<section class="tl-card" aria-labelledby="tl-check"><h2 id="tl-check">%s</h2><p class="tl-muted">%s</p>',
            esc_html__('The store', 'touchline'),
            esc_html(sprintf(
                /* translators: %s: date and time */
                __('The newest event that is counted is of %s. Events are counted every five minutes, and when this page is opened.', 'touchline'),
                Format::moment((int) $asOf)
            ))
        );
        $words = self::words($check['state']);
        if ($words !== '') {
            printf('<p>%s</p>', esc_html($words));
        }
        if ($check['result'] !== null) {
            self::verdict($check['result'], (int) $check['at']);
        }
        if ($check['state'] !== 'waiting') {
            Checkup::form();
        }
        echo '</section>';
    }

    private static function words(string $state): string
    {
        return match ($state) {
            'waiting' => __('A check is under way. In a large store it takes minutes; load this page again to see what it found.', 'touchline'),
            'failed' => __('The last check did not come to its end. On the command line it has all the time it needs: wp touchline check', 'touchline'),
            'none' => __(
                'A check reads the whole store: it holds orders against their touches and refunds, and events against what was recorded.',
                'touchline'
            ),
            default => '',
        };
    }

    /** @param array<string, mixed> $check */
    private static function verdict(array $check, int $at): void
    {
        /* translators: %s: date and time */
        printf('<p class="tl-muted">%s</p>', esc_html(sprintf(__('Checked on %s.', 'touchline'), Format::moment($at * 1000))));
        if ($check['ok']) {
            printf('<p><strong>%s</strong></p><dl class="tl-facts">', esc_html__('Nothing is wrong with the store.', 'touchline'));
            foreach (self::facts($check) as $term => $value) {
                printf('<div><dt>%s</dt><dd>%s</dd></div>', esc_html($term), Html::figure($value));
            }
            echo '</dl>';
            return;
        }
        echo '<ul class="tl-warn" role="status">';
        foreach ($check['problems'] as $problem) {
            printf('<li>%s</li>', esc_html((string) $problem));
        }
        echo '</ul>';
    }

    /**
     * @param array<string, mixed> $check
     * @return array<string, string>
     */
    private static function facts(array $check): array
    {
        $size = static fn (int $bytes): string => (string) (size_format($bytes, 1) ?: Format::count(0));
        return [
            __('Events', 'touchline') => Format::count((int) $check['events']),
            __('Visits', 'touchline') => Format::count((int) $check['sessions']),
            __('People', 'touchline') => Format::count((int) $check['persons']),
            __('Touches', 'touchline') => Format::count((int) $check['touches']),
            __('Orders', 'touchline') => Format::count((int) $check['orders']),
            __('Events of bots, kept out', 'touchline') => Format::count((int) $check['bots']),
            __('Identities shared by several people, which tie nobody', 'touchline') => Format::count((int) $check['shared_identities']),
            __('Counted last', 'touchline') => is_int($check['last_ingest_at']) ? Format::moment($check['last_ingest_at']) : Format::DASH,
            __('Not counted yet', 'touchline') => $size((int) $check['pending_bytes']),
            __('Unreadable, put aside', 'touchline') => Format::count((int) $check['quarantined']),
            __('Database', 'touchline') => $size((int) $check['db_bytes']),
            __('Recorded events as they came', 'touchline') => $size((int) $check['spool_bytes']),
        ];
    }
}
