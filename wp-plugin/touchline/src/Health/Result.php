<?php

declare(strict_types=1);

namespace Touchline\WP\Health;

/** What one test found: in a line, in a sentence, and what to do. */
final class Result
{
    public const GOOD = 'good';
    public const RECOMMENDED = 'recommended';
    public const CRITICAL = 'critical';

    /** @param string $tab of our page on which it is put right; '': not there */
    public function __construct(
        public readonly string $status,
        public readonly string $label,
        public readonly string $text,
        public readonly string $do = '',
        public readonly string $tab = ''
    ) {
    }
}
