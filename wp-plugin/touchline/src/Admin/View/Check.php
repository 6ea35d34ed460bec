<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Query;

/** Is the store whole, and up to date? The whole look takes its time in a large store, so it is asked for. */
final class Check
{
    /** @param array<string, mixed>|null $check */
    public static function render(Query $query, ?array $check, ?int $asOf): void
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
        if ($check === null) {
            printf(
                '<p>%s</p><p>%s</p></section>',
                esc_html__('A check reads the whole store and holds orders against their touches and refunds. In a large store it takes a while.', 'touchline'),
                Html::link($query->address(['check' => 1]) . '#tl-check', __('Check the store now', 'touchline'), 'button')
            );
            return;
        }
        self::verdict($check);
        echo '<dl class="tl-facts">';
        foreach (self::facts($check) as $term => $value) {
            printf('<div><dt>%s</dt><dd>%s</dd></div>', esc_html($term), Html::figure($value));
        }
        echo '</dl></section>';
    }

    /** @param array<string, mixed> $check */
    private static function verdict(array $check): void
    {
        if ($check['ok']) {
            printf('<p><strong>%s</strong></p>', esc_html__('Nothing is wrong with the store.', 'touchline'));
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
