<?php

declare(strict_types=1);

namespace Touchline\WP;

/** Which address a request comes from. Nothing in this file may call WordPress. */
final class Address
{
    /**
     * REMOTE_ADDR, which nobody can make up; where that is a trusted proxy, the last address it names that is none.
     *
     * @param array<mixed> $server
     * @param list<string> $proxies addresses and ranges, as in `10.0.0.0/8`
     */
    public static function of(array $server, array $proxies): string
    {
        $address = self::plain($server['REMOTE_ADDR'] ?? '');
        $named = is_string($server['HTTP_X_FORWARDED_FOR'] ?? null) ? explode(',', substr($server['HTTP_X_FORWARDED_FOR'], -1000)) : [];
        while ($named !== [] && self::in($address, $proxies)) {
            $before = self::plain(array_pop($named));
            if ($before === '') {
                break;
            }
            $address = $before;
        }
        return $address;
    }

    /** @param list<string> $ranges */
    public static function in(string $address, array $ranges): bool
    {
        foreach ($ranges as $range) {
            if (self::within($address, $range)) {
                return true;
            }
        }
        return false;
    }

    public static function isRange(string $range): bool
    {
        [$base, $bits] = self::parts($range);
        $packed = @inet_pton($base);
        return $packed !== false && ($bits === null || (ctype_digit($bits) && strlen($bits) < 4 && (int) $bits <= strlen($packed) * 8));
    }

    /** Whom a limit is for: a household or server has a whole IPv6 network. */
    public static function network(string $address): string
    {
        $packed = @inet_pton($address);
        return $packed !== false && strlen($packed) === 16 ? substr($packed, 0, 8) : $address;
    }

    private static function within(string $address, string $range): bool
    {
        [$base, $bits] = self::parts($range);
        $one = @inet_pton($address);
        $other = @inet_pton($base);
        if ($one === false || $other === false || strlen($one) !== strlen($other) || ! self::isRange($range)) {
            return false;
        }
        $bits = $bits === null ? strlen($one) * 8 : (int) $bits;
        $whole = intdiv($bits, 8);
        $rest = 0xff << (8 - $bits % 8) & 0xff;
        return substr($one, 0, $whole) === substr($other, 0, $whole)
            && ($bits % 8 === 0 || (ord($one[$whole]) & $rest) === (ord($other[$whole]) & $rest));
    }

    /** @return array{string, ?string} */
    private static function parts(string $range): array
    {
        $parts = explode('/', $range, 2);
        return [$parts[0], $parts[1] ?? null];
    }

    /** Without a port, without brackets; '' for what is no address. An IPv4 address within IPv6 is an IPv4 address. */
    private static function plain(mixed $text): string
    {
        $text = is_string($text) ? trim($text) : '';
        $text = preg_match('/^\[([^\]]+)\](?::\d+)?$|^(\d+\.\d+\.\d+\.\d+):\d+$/D', $text, $match) === 1 ? ($match[2] ?? $match[1]) : $text;
        $text = preg_replace('/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/Di', '', $text);
        return @inet_pton((string) $text) !== false ? (string) $text : '';
    }
}
