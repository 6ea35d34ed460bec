<?php

declare(strict_types=1);

namespace Touchline\WP;

/**
 * What is known of browsers that keep nothing: one keyed hash a day (UTC). The day's key is random, lies in the store's closed folder and is
 * destroyed when the day after it is over; from then on nobody can say whose hash it was.
 * Nothing in this file may call WordPress.
 */
final class Day
{
    private const PREFIX = 'day-';
    private const FOLDER = 'days';
    /** A visit that is under way at midnight stays one visit: within half an hour, in the first hour of the day. */
    private const GAP_MINUTES = 30;
    private const CARRIED_MINUTES = 60;
    private const SLOTS = 65536;
    /** A day's file: its key, two bytes a visitor (the minute it was last heard in), eight a network (a minute, how often in it, how often today). */
    private const KEY_BYTES = 32;
    private const NETWORKS_AT = self::KEY_BYTES + 2 * self::SLOTS;
    private const NETWORK_BYTES = 8;
    public const REFUSED = 'refused';
    public const LIMITED = 'limited';

    private string $folder;

    /** @var array<string, string> day => key */
    private array $keys = [];

    /** @var array<string, string> what a browser shows on a day => its hash */
    private array $hashes = [];

    /** @var array<string, resource> day => its file, open for as long as this request */
    private array $files = [];

    /** @var array{string, string} today and yesterday */
    private array $days;

    public function __construct(string $store, private int $now)
    {
        $this->folder = $store . '/' . self::FOLDER;
        $this->days = [gmdate('Y-m-d', $now), gmdate('Y-m-d', $now - 86400)];
    }

    public static function is(string $visitor): bool
    {
        return preg_match('/^day-[0-9a-f]{32}$/D', $visitor) === 1;
    }

    /** The visitor of this request by nothing but what it shows; null when there is no key to be had. */
    public function visitor(string $address, string $agent, string $host): ?string
    {
        $today = $this->hash($this->day(0), $address, $agent, $host);
        $minute = intdiv($this->now % 86400, 60);
        if ($today !== null && $minute < self::CARRIED_MINUTES && $this->seen($this->day(0), $today) === null) {
            $yesterday = $this->hash($this->day(1), $address, $agent, $host);
            $last = $yesterday === null ? null : $this->seen($this->day(1), $yesterday);
            if ($last !== null && 1440 + $minute - $last <= self::GAP_MINUTES) {
                return $yesterday;
            }
        }
        return $today;
    }

    /** The hash under which this browser was heard of today, else yesterday: a click at 23:55 is the order's of 00:45. */
    public function heard(string $address, string $agent, string $host): ?string
    {
        foreach ([0, 1] as $ago) {
            $hash = $this->hash($this->day($ago), $address, $agent, $host);
            if ($hash !== null && $this->seen($this->day($ago), $hash) !== null) {
                return $hash;
            }
        }
        return null;
    }

    /** Notes that the visitor was heard of now. Two hashes that share a place only make each other look alive for longer. */
    public function hear(string $visitor, string $address, string $agent, string $host): void
    {
        $ago = $visitor === $this->hash($this->day(0), $address, $agent, $host) ? 0 : 1;
        $this->put($this->day($ago), self::slot($visitor), pack('n', 1 + $ago * 1440 + intdiv($this->now % 86400, 60)));
    }

    /**
     * Ties a visitor to a shop's session, customer or e-mail. When it was tied to another one the address is shared, and the hash says nothing
     * of anybody.
     */
    public function tie(string $visitor, string $kind, string $value): Tie
    {
        $key = $this->key($this->day(0), true);
        if ($key === null) {
            return Tie::Shared;
        }
        $same = true;
        $known = false;
        foreach ([0, 1] as $ago) {
            $with = $ago === 0 ? $key : $this->key($this->day(1), false);
            $line = $with === null ? '' : self::line($with, $visitor, $kind, $value);
            foreach ($with === null ? [] : (@file($this->file('tied', $this->day($ago)), FILE_IGNORE_NEW_LINES) ?: []) as $other) {
                $known = $known || $other === $line;
                $same = $same && ($other === $line || substr($other, 0, 17) !== substr($line, 0, 17));
            }
        }
        if (! $known) {
            file_put_contents($this->file('tied', $this->day(0)), self::line($key, $visitor, $kind, $value) . "\n", FILE_APPEND);
        }
        return $same ? Tie::Own : ($known ? Tie::Shared : Tie::NowShared);
    }

    /**
     * May this network send more now? A count a minute and one a day, in a place that the day's key gives it; nothing of the address is kept.
     * No lock, whoever writes: of two at the same moment one may be missed.
     */
    public function allows(string $network, int $limit): bool
    {
        $key = $this->key($this->day(0), true);
        if ($key === null) {
            return true;
        }
        $minute = intdiv($this->now, 60) % 65536;
        $at = self::NETWORKS_AT + self::NETWORK_BYTES * (int) hexdec(substr(hash_hmac('sha256', "network $network", $key), 0, 4));
        $known = unpack('nminute/ncount/Nday', str_pad($this->get($this->day(0), $at, self::NETWORK_BYTES), self::NETWORK_BYTES, "\0"));
        $known = is_array($known) ? $known : ['minute' => 0, 'count' => 0, 'day' => 0];
        $count = $known['minute'] === $minute ? $known['count'] : 0;
        $allowed = $limit === 0 || $count < $limit;
        $this->put($this->day(0), $at, pack('nnN', $minute, $allowed ? min($count + 1, 65535) : $count, $known['day'] + 1));
        return $allowed;
    }

    /**
     * How many requests there were on the busier of today and yesterday, and how many of them from the network that sent most.
     *
     * @return array{all: int, most: int}
     */
    public function load(): array
    {
        $busier = ['all' => 0, 'most' => 0];
        foreach ([0, 1] as $ago) {
            $sums = ['all' => 0, 'most' => 0];
            $places = @file_get_contents($this->file('key', $this->day($ago)), false, null, self::NETWORKS_AT);
            foreach (str_split((string) $places, self::NETWORK_BYTES) as $place) {
                $known = strlen($place) === self::NETWORK_BYTES ? unpack('Nday', $place, 4) : false;
                $day = is_array($known) ? (int) $known['day'] : 0;
                $sums = ['all' => $sums['all'] + $day, 'most' => max($sums['most'], $day)];
            }
            $busier = $sums['all'] > $busier['all'] ? $sums : $busier;
        }
        return $busier;
    }

    /** Counts a request that was not taken, by one byte: forged or malformed, or more than the limit lets in. */
    public function refuse(string $why = self::REFUSED): void
    {
        $file = $this->file($why, $this->day(0));
        if (is_dir($this->folder) && (! is_file($file) || filesize($file) < 10_000_000)) {
            @file_put_contents($file, '.', FILE_APPEND);
        }
    }

    /** How many requests were not taken for that reason, today and yesterday. */
    public function refused(string $why): int
    {
        $count = 0;
        foreach ([0, 1] as $ago) {
            $file = $this->file($why, $this->day($ago));
            clearstatcache(true, $file);
            $count += is_file($file) ? (int) filesize($file) : 0;
        }
        return $count;
    }

    /** Destroys the keys of days before yesterday, and what lay beside them. */
    public function forget(): void
    {
        foreach (@scandir($this->folder) ?: [] as $name) {
            $file = $this->folder . '/' . $name;
            if (preg_match('/-\d{4}-\d\d-\d\d$/D', $name) === 1 && substr($name, -10) < $this->day(1)) {
                if (str_contains($file, '/key-')) {
                    @file_put_contents($file, random_bytes(self::KEY_BYTES));
                }
                @unlink($file);
            }
        }
    }

    private function hash(string $day, string $address, string $agent, string $host): ?string
    {
        $key = $this->key($day, $day === $this->day(0));
        if ($key === null || $address === '') {
            return null;
        }
        return $this->hashes["$day\0$address\0$agent\0$host"] ??= self::PREFIX . substr(hash_hmac('sha256', "$address\0$agent\0$host", $key), 0, 32);
    }

    /** The minute of the day in which this hash was last heard of. */
    private function seen(string $day, string $visitor): ?int
    {
        $two = $this->get($day, self::slot($visitor), 2);
        $minute = strlen($two) === 2 ? ord($two[0]) * 256 + ord($two[1]) : 0;
        return $minute === 0 ? null : $minute - 1;
    }

    /** @param positive-int $bytes */
    private function get(string $day, int $at, int $bytes): string
    {
        return $this->open($day, false) && fseek($this->files[$day], $at) === 0 ? (string) fread($this->files[$day], $bytes) : '';
    }

    private function put(string $day, int $at, string $bytes): void
    {
        if ($this->open($day, true) && fseek($this->files[$day], $at) === 0) {
            fwrite($this->files[$day], $bytes);
        }
    }

    private function key(string $day, bool $make): ?string
    {
        return $this->open($day, $make) ? $this->keys[$day] : null;
    }

    /** Opens a day's file once a request, and reads the key in it. */
    private function open(string $day, bool $make): bool
    {
        if (isset($this->keys[$day])) {
            return true;
        }
        $path = $this->file('key', $day);
        $file = @fopen($path, 'r+') ?: ($make && $this->make($path) ? @fopen($path, 'r+') : false);
        if ($file === false) {
            return false;
        }
        stream_set_read_buffer($file, 0); // others write to it, too
        $key = (string) fread($file, self::KEY_BYTES);
        if (strlen($key) !== self::KEY_BYTES) {
            return false;
        }
        $this->files[$day] = $file;
        $this->keys[$day] = $key;
        return true;
    }

    /** Of two requests that begin a day, the one whose key is there first gives it to both. */
    private function make(string $file): bool
    {
        if (! is_dir(dirname($this->folder)) || (! is_dir($this->folder) && ! @mkdir($this->folder, 0700) && ! is_dir($this->folder))) {
            return false;
        }
        $this->forget();
        $own = $file . '.' . bin2hex(random_bytes(6));
        if (@file_put_contents($own, random_bytes(self::KEY_BYTES)) === self::KEY_BYTES) {
            chmod($own, 0600);
            // Some hosts forbid link(), some disks have none: then the later one's key holds, and at most a first visit of the day counts twice.
            (function_exists('link') && @link($own, $file)) || is_file($file) || @rename($own, $file);
        }
        @unlink($own);
        return is_file($file);
    }

    private static function slot(string $visitor): int
    {
        return self::KEY_BYTES + 2 * ((int) hexdec(substr($visitor, strlen(self::PREFIX), 4)) % self::SLOTS);
    }

    /** The visitor's part and kind first, what it is tied to behind it. */
    private static function line(string $key, string $visitor, string $kind, string $value): string
    {
        return substr(hash_hmac('sha256', "$visitor $kind", $key), 0, 16) . ' ' . substr(hash_hmac('sha256', "$kind $value", $key), 0, 16);
    }

    /** @param 0|1 $ago */
    private function day(int $ago): string
    {
        return $this->days[$ago];
    }

    private function file(string $what, string $day): string
    {
        return "$this->folder/$what-$day";
    }
}
