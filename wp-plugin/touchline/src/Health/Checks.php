<?php

declare(strict_types=1);

namespace Touchline\WP\Health;

use Touchline\WP\Beacon;
use Touchline\WP\Engine;
use Touchline\WP\Extension;
use Touchline\WP\Privacy\Choice;

/** Every test, by its name: for WordPress's Site Health, the page Status and `wp touchline status` alike. */
final class Checks
{
    /** These ask the web server, which takes its time: their last answer is kept. */
    public const SLOW = ['beacon', 'closed'];
    private const OF_STATE = ['ingest', 'disk', 'clock'];
    private const OTHERS = ['beacon', 'closed', 'senders', 'nodes'];

    private readonly StoreChecks $store;
    private readonly WebChecks $web;

    public function __construct(private readonly Engine $engine, private readonly Beacon $beacon, private readonly Closed $closed, Choice $choice)
    {
        $this->store = new StoreChecks($engine);
        $this->web = new WebChecks($beacon, $choice);
    }

    /** @return list<string> what can be tested as things stand */
    public function names(): array
    {
        if (! Extension::fits(Extension::version())) {
            return ['extension'];
        }
        return $this->state() === null ? ['extension', 'store'] : ['extension', 'store', ...self::OF_STATE, ...self::OTHERS];
    }

    public function run(string $name): Result
    {
        return match ($name) {
            'extension' => $this->store->extension(),
            'ingest' => $this->store->ingest((array) $this->state()),
            'disk' => $this->store->disk((array) $this->state()),
            'clock' => $this->store->clock((array) $this->state()),
            'beacon' => $this->web->beacon(),
            'closed' => $this->web->closed(),
            'senders' => $this->web->senders(),
            'nodes' => $this->web->nodes(),
            default => $this->store->store(),
        };
    }

    /** @return array<string, Result> */
    public function all(): array
    {
        $all = [];
        foreach ($this->names() as $name) {
            $all[$name] = $this->run($name);
        }
        return $all;
    }

    /** Asks the web server again. */
    public function ask(string $name): void
    {
        if ($this->state() === null) {
            return;
        }
        $name === 'closed' ? $this->closed->prove() : $this->beacon->look();
    }

    /** @return array<string, mixed>|null Store::state(); null: the store says nothing, and why stands in the log */
    public function state(): ?array
    {
        if (! $this->engine->ready()) {
            return null;
        }
        try {
            return $this->engine->state();
        } catch (\Throwable $error) {
            $this->engine->log($error);
            return null;
        }
    }
}
