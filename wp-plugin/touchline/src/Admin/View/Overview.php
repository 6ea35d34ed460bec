<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Query;
use Touchline\WP\Engine;

/** The first tab: what WhatsApp earned, what changed, and where it came from. */
final class Overview implements Tab
{
    private const DIMENSIONS = ['channel', 'page', 'product', 'campaign'];

    public static function title(): string
    {
        return __('Overview', 'touchline');
    }

    public static function ask(Engine $engine, Query $query, array $overview): array
    {
        $data = [
            'notes' => Notes::of($engine, $query),
            'carts' => Carts::summary($engine, $query, $overview),
            'daily' => $engine->report('daily', $query->report(['currency' => $overview['currency']])),
        ];
        foreach (self::DIMENSIONS as $dimension) {
            $chosen = $query->dim === $dimension;
            $data['dimensions'][$dimension] = $engine->report('dimension', $query->report([
                'currency' => $overview['currency'],
                'dim' => $dimension,
                'limit' => $chosen ? $query->perPage : Dimension::FEW,
                'offset' => $chosen ? $query->offset() : 0,
            ] + ($chosen ? ['orderby' => $query->column(Dimension::COLUMNS), 'order' => $query->order] : [])));
        }
        return $data;
    }

    public static function render(Query $query, array $overview, array $data): void
    {
        $currency = $overview['currency'];
        Sentence::render($query, $overview);
        Cards::render($query, $overview, $data['daily']['days'], $data['carts']);
        Questions::render($query);
        Chain::render($query, $overview);
        Daily::render($query, $data['daily'], $currency, $overview['compared'], $data['notes']);
        echo '<div class="tl-pair">';
        foreach ($data['dimensions'] as $dimension => $report) {
            Dimension::render($query, (string) $dimension, $report, $currency, $overview['chats']);
        }
        echo '</div>';
        Identity::render($query, $overview);
    }
}
