<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Admin\Query;
use Touchline\WP\Engine;

/** A tab of the page: everything is asked of the engine first, then printed. Admin\Tabs lists them. */
interface Tab
{
    public static function title(): string;

    /**
     * @param array<string, mixed> $overview the report of that name, which every tab has
     * @return array<string, mixed>
     */
    public static function ask(Engine $engine, Query $query, array $overview): array;

    /**
     * @param array<string, mixed> $overview
     * @param array<string, mixed> $data what ask() gave
     */
    public static function render(Query $query, array $overview, array $data): void;
}
