<?php

declare(strict_types=1);

namespace Touchline\Tests;

require_once __DIR__ . '/support/Reconciling.php';

final class ReconcileTest extends Reconciling
{
    protected static function storage(): string
    {
        return 'hpos';
    }
}
