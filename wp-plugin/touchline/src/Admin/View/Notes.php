<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Period;
use Touchline\WP\Admin\Query;
use Touchline\WP\ChangeLog;
use Touchline\WP\Engine;

/** What happened beside the sales and may be why they changed: campaigns that began, settings that somebody changed. */
final class Notes
{
    private const CAMPAIGNS = 8;

    /** @return list<array{date: string, words: string}> oldest first */
    public static function of(Engine $engine, Query $query): array
    {
        $notes = [];
        foreach ($engine->report('campaigns', $query->report(['limit' => self::CAMPAIGNS]))['rows'] as $row) {
            $notes[] = ['at' => (int) $row['at'], 'words' => self::campaign($query, $row)];
        }
        foreach (ChangeLog::between(Period::ms($query->period->from), Period::ms($query->period->to)) as $change) {
            $notes[] = ['at' => $change['at'], 'words' => esc_html(ChangeLog::words($change))];
        }
        usort($notes, static fn (array $a, array $b): int => $a['at'] <=> $b['at']);
        return array_map(static fn (array $note): array => ['date' => Format::isoDay($note['at']), 'words' => $note['words']], $notes);
    }

    /** @param array<string, mixed> $row */
    private static function campaign(Query $query, array $row): string
    {
        $visits = (int) $row['visits'];
        return sprintf(
            /* translators: 1: name of a campaign, 2: number of visits */
            esc_html(_n('The campaign %1$s began (%2$s visit).', 'The campaign %1$s began (%2$s visits).', $visits, 'touchline')),
            Html::link($query->address(['tab' => 'sources', 'dim' => 'channel', 'filter' => ['campaign' => [(string) $row['key']]]]), (string) $row['key']),
            Html::figure(Format::count($visits))
        );
    }

    /**
     * A flag for each day of the chart that has a note; it leads to the list.
     *
     * @param list<array{date: string, words: string}> $notes
     */
    public static function flags(array $notes, Plot $plot): void
    {
        foreach ($notes as $i => $note) {
            $left = $plot->middle($note['date']);
            if ($left === null || ($i > 0 && $notes[$i - 1]['date'] === $note['date'])) {
                continue;
            }
            printf(
                '<a class="tl-flag" href="#tl-note-%1$d" style="left:%2$s" aria-label="%3$s">%4$s</a>',
                (int) $i,
                esc_attr($left),
                /* translators: %s: number of a note in the list below a chart */
                esc_attr(sprintf(__('Note %s', 'touchline'), Format::count($i + 1))),
                esc_html(Format::count($i + 1))
            );
        }
    }

    /** @param list<array{date: string, words: string}> $notes */
    public static function render(array $notes): void
    {
        if ($notes === []) {
            return;
        }
        printf('<ol class="tl-notes" aria-label="%s">', esc_attr__('Notes', 'touchline'));
        foreach ($notes as $i => $note) {
            printf(
                '<li id="tl-note-%d" tabindex="-1"><span class="tl-muted">%s</span> %s</li>',
                (int) $i,
                esc_html(Format::chartDay($note['date'])),
                Html::sentence($note['words']) // phpcs:ignore WordPress.Security.EscapeOutput -- sentence() lets through what is allowed
            );
        }
        echo '</ol>';
    }
}
