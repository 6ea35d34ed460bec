<?php

declare(strict_types=1);

namespace Touchline\WP;

/** The visitor's browser: a random id in a cookie that the beacon sets by HTTP. */
final class Visitor
{
    public function id(): ?string
    {
        return Collect::known();
    }
}
