<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Dimensions;
use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Query;

/** What stands out, a sentence each with its figures and the way to its rows. What numbers do not bear the engine has left out. */
final class Findings
{
    /**
     * As markup of Html::sentence().
     *
     * @param list<array<string, mixed>> $findings
     * @return list<string>
     */
    public static function lines(Query $query, array $findings): array
    {
        return array_map(static fn (array $finding): string => self::line($query, $finding), $findings);
    }

    /** @param list<array<string, mixed>> $findings */
    public static function render(Query $query, array $findings): void
    {
        if ($findings === []) {
            return;
        }
        echo '<ul class="tl-findings">';
        foreach (self::lines($query, $findings) as $line) {
            printf('<li>%s</li>', Html::sentence($line));
        }
        printf('</ul><p class="tl-muted">%s</p>', Html::term('findings', __('So large a difference is hardly chance.', 'touchline')));
    }

    /** @param array<string, mixed> $finding */
    private static function line(Query $query, array $finding): string
    {
        $with = Html::figure(Format::rate($finding['with']));
        $without = Html::figure(Format::rate($finding['without']));
        if ($finding['kind'] === 'change') {
            $words = $finding['better']
                /* translators: 1 and 2: shares in per cent */
                ? __('More of those who clicked ordered: %1$s, before %2$s.', 'touchline')
                /* translators: 1 and 2: shares in per cent */
                : __('Fewer of those who clicked ordered: %1$s, before %2$s.', 'touchline');
            return sprintf(esc_html($words), $with, $without);
        }
        $name = self::name($query, $finding);
        $of = Html::figure(Format::count((int) $finding['with']['of']));
        if ($finding['kind'] === 'engagement') {
            $words = $finding['better']
                /* translators: 1: name of a campaign or channel, 2 and 4: shares in per cent, 3: number of visits */
                ? __('%1$s makes people click on WhatsApp: %2$s of %3$s visits, elsewhere %4$s.', 'touchline')
                /* translators: 1: name of a campaign or channel, 2 and 4: shares in per cent, 3: number of visits */
                : __('%1$s brings few clicks on WhatsApp: %2$s of %3$s visits, elsewhere %4$s.', 'touchline');
            return sprintf(esc_html($words), $name, $with, $of, $without);
        }
        if ((int) $finding['with']['n'] === 0) {
            /* translators: 1: name of a campaign, page or product, 2: number of people, 3: a share in per cent */
            $words = __('%1$s: none of %2$s who clicked ordered, elsewhere %3$s.', 'touchline');
            return sprintf(esc_html($words), $name, $of, $without);
        }
        $words = $finding['better']
            /* translators: 1: name of a campaign, page or product, 2 and 4: shares in per cent, 3: number of people */
            ? __('%1$s: a click is worth more here. %2$s of %3$s who clicked ordered, elsewhere %4$s.', 'touchline')
            /* translators: 1: name of a campaign, page or product, 2 and 4: shares in per cent, 3: number of people */
            : __('%1$s: a click is worth less here. %2$s of %3$s who clicked ordered, elsewhere %4$s.', 'touchline');
        return sprintf(esc_html($words), $name, $with, $of, $without);
    }

    /**
     * Leads to the row of the table by this dimension, with its visits, clicks and orders.
     *
     * @param array<string, mixed> $finding
     */
    private static function name(Query $query, array $finding): string
    {
        $dimension = (string) $finding['dim'];
        $key = (string) $finding['key'];
        $name = Dimensions::name($dimension, $key, (string) ($finding['label'] ?? ''));
        return Html::link(
            $query->address(['tab' => 'sources', 'dim' => $dimension, 'filter' => [$dimension => [$key]] + $query->filters]),
            /* translators: %s: name of a campaign, where a sentence begins */
            $dimension === 'campaign' ? sprintf(__('Campaign “%s”', 'touchline'), $name) : $name
        );
    }
}
