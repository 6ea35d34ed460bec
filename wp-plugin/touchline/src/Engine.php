<?php

declare(strict_types=1);

namespace Touchline\WP;

use Touchline\Store;
use Touchline\WP\Admin\TimeZone;
use Touchline\WP\Export\Layout;
use Touchline\WP\Links\Links;

/** The one door to the extension. What fails here is remembered for the pages and never reaches the shop. */
final class Engine
{
    /** Orders that two requests told of at almost one moment: they are read once more. */
    public const AGAIN = 'touchline_orders_again';
    private const KEY = 'touchline_identity_key';
    private const SITE = 'touchline_site_id';
    /** StoreException's code SITE: docs/errors.md. */
    private const OTHER_SITE = 16;

    private ?Store $store = null;
    private ?string $reason = null;
    private int $code = 0;
    /** Of a network of sites each has a store of its own. */
    private int $blog = 0;
    /** @var array<string, array{string, array<string, mixed>}> */
    private array $asked = [];

    /** @param string|false|null $version of the extension; null: the one that is loaded */
    public function __construct(private Settings $settings, private Directory $directory, private string|false|null $version = null)
    {
    }

    /** Can events be recorded and reports be read? The reason says why not. */
    public function ready(): bool
    {
        if ($this->blog !== get_current_blog_id()) {
            $this->forget();
            $this->blog = get_current_blog_id();
        }
        if ($this->store === null && $this->reason === null) {
            $this->connect();
        }
        return $this->store !== null;
    }

    public function reason(): ?string
    {
        return $this->ready() ? null : $this->reason;
    }

    /** The number in docs/errors.md of what keeps the store shut; 0: nothing, or what has none. */
    public function code(): int
    {
        return $this->ready() ? 0 : $this->code;
    }

    /** Does the store belong to another site, of which this one is a copy or the new address? */
    public function otherSite(): bool
    {
        return $this->code() === self::OTHER_SITE;
    }

    /** @param array<string, mixed> $event */
    public function record(array $event): bool
    {
        try {
            $this->open()->record($event);
            return true;
        } catch (\Throwable $error) {
            $this->log($error);
            return false;
        }
    }

    /**
     * As record(), but the caller wants to know why not.
     *
     * @param array<string, mixed> $event
     * @throws \Touchline\Exception
     */
    public function import(array $event): void
    {
        $this->open()->record($event);
    }

    /** @return array<string, mixed> */
    public function ingest(int $budgetMs): array
    {
        $done = $this->open()->ingest($budgetMs);
        if ($done['again'] !== []) {
            do_action(self::AGAIN, $done['again']);
        }
        return $done;
    }

    /**
     * @param array<string, mixed> $query
     * @param bool $shown a table of the page, which can be exported
     * @return array<string, mixed>
     */
    public function report(string $name, array $query = [], bool $shown = true): array
    {
        if ($shown) {
            $this->asked[$name . (is_string($query['dim'] ?? null) ? ':' . $query['dim'] : '')] = [$name, $query];
        }
        return $this->open()->report($name, $query + self::known($name));
    }

    /**
     * The reports of this request: what a page shows can so be exported as it was asked for.
     *
     * @return array<string, array{string, array<string, mixed>}> name, with the dimension behind it => name and query
     */
    public function asked(): array
    {
        return $this->asked;
    }

    /**
     * Writes a table to a file (docs/reports.md, Exports).
     *
     * @param array<string, mixed> $query
     * @param (callable(int): bool)|null $progress
     * @param bool $inWords of csv and xlsx: headings and keys for people
     * @return int rows
     */
    public function export(string $name, array $query, string $file, string $format, ?callable $progress = null, bool $inWords = false): int
    {
        $usual = ['model' => $this->settings->model(), 'window' => $this->settings->window(), 'measure' => $this->settings->measure(),
            'positions' => $this->settings->positions()];
        $layout = Layout::of($name, $query + $usual, $format, $inWords);
        return $this->open()->export($name, $query + self::known($name), $file, $format, $progress, $layout);
    }

    /**
     * What of a report's query the shop alone knows: its links, with those that nobody opened.
     *
     * @return array<string, mixed>
     */
    private static function known(string $name): array
    {
        return in_array($name, ['links', 'report:links'], true) ? ['links' => Links::known()] : [];
    }

    /**
     * @param array<string, mixed> $query
     * @return array<string, mixed>
     */
    public function journey(string $order, array $query = []): array
    {
        return $this->open()->journey($order, $query);
    }

    /** @return array<string, mixed> sizes and lag */
    public function state(): array
    {
        return $this->open()->state();
    }

    /** @return array<string, mixed> */
    public function check(): array
    {
        return $this->open()->check();
    }

    /**
     * All that is known of the person behind an identifier.
     *
     * @return array<string, mixed>
     */
    public function subject(string $kind, string $value): array
    {
        return $this->open()->subject($kind, $value);
    }

    /** @return int how many records were deleted or cut. The shop's orders are Erasure's to mark. */
    public function erase(string $kind, string $value): int
    {
        return $this->open()->erase($kind, $value);
    }

    /** @return array<string, mixed> */
    public function prune(int $beforeMs): array
    {
        return $this->open()->prune($beforeMs);
    }

    /**
     * A new identity key. It is kept as soon as the store has it; one in wp-config.php is its owner's to change.
     *
     * @param iterable<array{string, string}> $people
     * @return array{kept: int, dropped: int}
     */
    public function rekey(string $key, iterable $people): array
    {
        ['kept' => $kept, 'dropped' => $dropped] = $this->open()->rekey($key, $people);
        if (! self::keyIsConstant()) {
            update_option(self::KEY, $key, false);
        }
        return ['kept' => (int) $kept, 'dropped' => (int) $dropped];
    }

    /** Did the server's owner set the identity key? */
    public static function keyIsConstant(): bool
    {
        return defined('TOUCHLINE_IDENTITY_KEY');
    }

    /** Keeps the last errors for the page Status. */
    public function log(\Throwable $error): void
    {
        ErrorLog::add($error);
    }

    /** Makes the keys and the store, so that the first visitor finds them. */
    public function activate(): void
    {
        self::identityKey();
        self::siteId();
        $this->ready();
    }

    /** The site has a new address: its store goes with it. */
    public function adopt(): void
    {
        $this->forget();
        $this->connect(['adopt' => true]);
    }

    /** This site is a copy: it gets a store and an id of its own and leaves the other one alone. */
    public function separate(): void
    {
        update_option(self::SITE, bin2hex(random_bytes(8)), false);
        $this->directory->renew();
        $this->forget();
        $this->connect();
    }

    private function forget(): void
    {
        $this->store = null;
        $this->reason = null;
        $this->code = 0;
    }

    private function open(): Store
    {
        if (! $this->ready() || $this->store === null) {
            throw new \RuntimeException((string) $this->reason);
        }
        return $this->store;
    }

    /** @param array<string, mixed> $more */
    private function connect(array $more = []): void
    {
        $this->reason = Extension::problem($this->version ?? Extension::version());
        if ($this->reason !== null) {
            return;
        }
        try {
            $path = $this->directory->prepare();
            $this->store = Store::open($path, $more + $this->options());
        } catch (\Throwable $error) {
            $this->code = (int) $error->getCode();
            $this->reason = $error->getMessage();
        }
    }

    /** @return array<string, mixed> */
    private function options(): array
    {
        return [
            'create' => true,
            'identity_key' => self::identityKey(),
            'site' => self::siteId() . ' ' . home_url('/'),
            // Lists of [label, pattern] by kind (bot, device, channel, medium, intent) that come before the engine's own: docs/api.md.
            'rules' => (array) apply_filters('touchline_rules', []),
            'query' => [
                'tz' => TimeZone::transitions(wp_timezone(), (int) strtotime('2015-01-01 UTC') * 1000, (time() + 3 * YEAR_IN_SECONDS) * 1000),
                'decimals' => function_exists('wc_get_price_decimals') ? wc_get_price_decimals() : 2,
                'model' => $this->settings->model(),
                'window' => $this->settings->window(),
                'half_life_ms' => $this->settings->halfLife() * DAY_IN_SECONDS * 1000,
                'positions' => $this->settings->positions(),
                'measure' => $this->settings->measure(),
                'on_hold' => $this->settings->onHold(),
            ],
        ] + (function_exists('wc_get_is_paid_statuses') ? self::statuses() : []);
    }

    /** @return array{paid_statuses: list<string>, excluded_statuses: list<string>} */
    private static function statuses(): array
    {
        ['paid' => $paid, 'excluded' => $excluded] = Orders::statuses();
        return ['paid_statuses' => $paid, 'excluded_statuses' => $excluded];
    }

    /** Keys the pseudonyms. It lies apart from the store, so that one leaked backup opens neither. */
    private static function identityKey(): string
    {
        if (self::keyIsConstant()) {
            return (string) constant('TOUCHLINE_IDENTITY_KEY');
        }
        return self::once(self::KEY, 32);
    }

    private static function siteId(): string
    {
        return self::once(self::SITE, 8);
    }

    private static function once(string $option, int $bytes): string
    {
        $value = get_option($option);
        if (! is_string($value) || $value === '') {
            $value = bin2hex(random_bytes(max(1, $bytes)));
            add_option($option, $value, '', false);
            $value = (string) get_option($option); // another request may have been first
        }
        return $value;
    }
}
