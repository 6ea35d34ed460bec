<?php

declare(strict_types=1);

namespace Touchline\WP;

/**
 * The browser that a request comes from, as far as the shop's mode and the visitor's choice let it be known: by a cookie, by the day's hash, or
 * not at all. Nothing in this file may call WordPress.
 *
 * @phpstan-import-type Site from Collect
 */
final class Browser
{
    public const COOKIE = 'touchline_visitor';
    private const COOKIE_DAYS = 400;

    private Day $day;
    private string $address;
    private string $agent;
    private string $host;

    /**
     * @param Site $site
     * @param array<mixed> $server
     */
    public function __construct(private array $site, private array $server, int $now)
    {
        $this->day = new Day($site['store'], $now);
        $this->address = Address::of($server, $site['proxies']);
        $this->agent = is_string($server['HTTP_USER_AGENT'] ?? null) ? $server['HTTP_USER_AGENT'] : '';
        $this->host = is_string($server['HTTP_HOST'] ?? null) ? strtolower($server['HTTP_HOST']) : '';
    }

    /** False when this network sends too much; that is counted. */
    public function allowed(): bool
    {
        $allowed = $this->day->allows(Address::network($this->address), $this->site['limit']);
        if (! $allowed) {
            $this->day->refuse(Day::LIMITED);
        }
        return $allowed;
    }

    /** Is it left out by the shop's rules or by its own signal? */
    public function leftOut(): bool
    {
        return $this->site['mode'] === 'off'
            || ($this->site['dnt'] && ($this->server['HTTP_DNT'] ?? '') === '1')
            || ($this->site['gpc'] && ($this->server['HTTP_SEC_GPC'] ?? '') === '1')
            || Address::in($this->address, $this->site['out']);
    }

    /**
     * Who tells, and what joins the day's hash to a new cookie. Without consent a cookie of before goes.
     *
     * @param string $consent '1' given, '0' refused or withdrawn, else not asked yet
     * @return array{?string, list<array<string, string|int>>}
     */
    public function visitor(string $consent, bool $tells): array
    {
        $known = self::known();
        $byCookie = $this->site['mode'] === 'consent' && $consent === '1' && ! $this->leftOut();
        if (! $byCookie && isset($_COOKIE[self::COOKIE])) {
            $this->cookie('', 1);
        }
        if ($this->leftOut() || ($this->site['mode'] === 'consent' && $consent === '0')) {
            return [null, []];
        }
        if ($byCookie) {
            return $known !== null ? [$known, []] : $this->begin();
        }
        $visitor = $this->day->visitor($this->address, $this->agent, $this->host);
        if ($visitor !== null && $tells) {
            $this->day->hear($visitor, $this->address, $this->agent, $this->host);
        }
        return [$visitor, []];
    }

    /** The day's hash under which this browser was heard of. */
    public function heard(): ?string
    {
        return $this->leftOut() ? null : $this->day->heard($this->address, $this->agent, $this->host);
    }

    public function tie(string $visitor, string $kind, string $value): Tie
    {
        return $this->day->tie($visitor, $kind, $value);
    }

    /** The visitor of the request's cookie. */
    public static function known(): ?string
    {
        $id = $_COOKIE[self::COOKIE] ?? null;
        return is_string($id) && preg_match('/^[0-9a-f]{32}$/D', $id) === 1 ? $id : null;
    }

    /**
     * A new visitor, with its cookie on the way to the browser. What it did today before it agreed is its own: a code that nobody else has
     * ties the two.
     *
     * @return array{string, list<array<string, string|int>>}
     */
    private function begin(): array
    {
        $id = bin2hex(random_bytes(16));
        $this->cookie($id, time() + self::COOKIE_DAYS * 86400);
        $before = $this->heard();
        $joined = [];
        foreach ($before === null || $this->day->tie($before, 'consent', $id) !== Tie::Own ? [] : [$before, $id] as $visitor) {
            $joined[] = ['type' => 'identify', 'by' => 'consent', 'visitor' => $visitor, 'code' => $code ??= self::code()];
        }
        return [$id, $joined];
    }

    /** A reference code. */
    public static function code(): string
    {
        $code = '';
        foreach (unpack('C8', random_bytes(8)) ?: [] as $byte) {
            $code .= '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[$byte % 32];
        }
        return $code;
    }

    private function cookie(string $value, int $expires): void
    {
        setcookie(self::COOKIE, $value, [
            'expires' => $expires, 'path' => '/', 'httponly' => true, 'samesite' => 'Lax',
            'secure' => ($this->server['HTTPS'] ?? 'off') !== 'off' || ($this->server['HTTP_X_FORWARDED_PROTO'] ?? '') === 'https',
        ]);
        unset($_COOKIE[self::COOKIE]);
        if ($value !== '') {
            $_COOKIE[self::COOKIE] = $value;
        }
    }
}
