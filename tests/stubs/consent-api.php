<?php

/** What the WP Consent API gives. */

declare(strict_types=1);

function wp_has_consent(string $category): bool
{
}
