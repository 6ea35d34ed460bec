<?php

declare(strict_types=1);

namespace Touchline\WP;

/** For classes that hang on the shop's hooks: nothing that goes wrong in them may reach the shop. They have an Engine $engine. */
trait Guarded
{
    private function safely(callable $do): void
    {
        try {
            $do();
        } catch (\Throwable $error) {
            $this->engine->log($error);
        }
    }
}
