<?php

declare(strict_types=1);

namespace Touchline\WP\Admin;

use DateTimeZone;

/** The site's time zone as the engine takes it: a list of [from ms, offset in seconds]. */
final class TimeZone
{
    /** @return non-empty-list<array{int, int}> what holds from $fromMs to $toMs */
    public static function transitions(DateTimeZone $zone, int $fromMs, int $toMs): array
    {
        $first = intdiv($fromMs, 1000);
        // A zone of one fixed offset ('+05:45', as WordPress makes of a UTC choice) has no transitions: false.
        $known = $zone->getTransitions($first, intdiv($toMs, 1000) + 1);
        if ($known === false || $known === []) {
            return [[$fromMs, $zone->getOffset(new \DateTimeImmutable('@' . $first))]];
        }
        $list = [];
        foreach ($known as $one) {
            $list[] = [$one['ts'] * 1000, $one['offset']];
        }
        return $list;
    }
}
