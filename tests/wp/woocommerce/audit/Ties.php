<?php

declare(strict_types=1);

namespace Touchline\Tests\Audit;

/** Which identifiers belong together. */
final class Ties
{
    /** @var array<string, string> */
    private array $parent = [];

    public function of(string $identity): string
    {
        while (isset($this->parent[$identity])) {
            $identity = $this->parent[$identity];
        }
        return $identity;
    }

    /** @param list<string> $group */
    public function join(array $group): void
    {
        foreach ($group as $identity) {
            [$one, $other] = [$this->of($identity), $this->of($group[0])];
            if ($one !== $other) {
                $this->parent[$one] = $other;
            }
        }
    }
}
