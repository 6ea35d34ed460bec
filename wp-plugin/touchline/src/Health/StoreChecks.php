<?php

declare(strict_types=1);

namespace Touchline\WP\Health;

use Touchline\WP\Admin\Format;
use Touchline\WP\Checkup;
use Touchline\WP\Cron;
use Touchline\WP\Engine;
use Touchline\WP\ErrorLog;
use Touchline\WP\Extension;

/** Is what counts there, whole, up to date, with room, and on time? */
final class StoreChecks
{
    private const LATE = 15 * MINUTE_IN_SECONDS;
    private const TOO_LATE = HOUR_IN_SECONDS;
    private const LOW = 1073741824;
    private const TOO_LOW = 134217728;
    private const OFF = MINUTE_IN_SECONDS;
    private const AHEAD = 5 * MINUTE_IN_SECONDS;

    public function __construct(private readonly Engine $engine)
    {
    }

    public function extension(): Result
    {
        $problem = Extension::problem(Extension::version());
        if ($problem !== null) {
            return new Result(
                Result::CRITICAL,
                __('Touchline’s PHP extension cannot be used', 'touchline'),
                $problem,
                __('Your shop and its WhatsApp button go on working. No customer sees this.', 'touchline')
            );
        }
        /* translators: %s: a version */
        $text = sprintf(__('It is version %s, which is one that the plugin takes.', 'touchline'), (string) Extension::version());
        return new Result(Result::GOOD, __('Touchline’s PHP extension is loaded', 'touchline'), $text);
    }

    public function store(): Result
    {
        if (! $this->engine->ready()) {
            $reason = (string) $this->engine->reason();
            return new Result(Result::CRITICAL, __('Touchline’s store cannot be opened', 'touchline'), $reason, Advice::words($this->engine->code()));
        }
        $check = Checkup::last();
        $bad = $check['result'] !== null && empty($check['result']['ok']);
        if ($bad) {
            return new Result(
                Result::CRITICAL,
                __('Touchline’s store is damaged', 'touchline'),
                implode(' ', array_map('strval', (array) ($check['result']['problems'] ?? []))),
                Advice::words(Advice::CORRUPT),
                'quality'
            );
        }
        return $this->troubled() ?? new Result(Result::GOOD, __('Touchline’s store opens and is whole', 'touchline'), $check['at'] === null
            ? __('All of it is checked once a week, for the first time within a week.', 'touchline')
            /* translators: %s: date and time */
            : sprintf(__('All of it was checked on %s, and nothing is wrong with it.', 'touchline'), Format::moment($check['at'] * 1000)));
    }

    /** It opens, but not everything went well since yesterday. */
    private function troubled(): ?Result
    {
        foreach (ErrorLog::all() as $error) {
            if ($error['class'] === 'Touchline\StoreException' && time() - $error['at'] < DAY_IN_SECONDS) {
                return new Result(
                    Result::RECOMMENDED,
                    __('Something went wrong in Touchline’s store lately', 'touchline'),
                    sprintf('%s: %s', Format::moment($error['at'] * 1000), $error['message']),
                    Advice::words($error['code']),
                    'status'
                );
            }
        }
        return Checkup::last()['state'] !== 'failed' ? null : new Result(
            Result::RECOMMENDED,
            __('The last check of Touchline’s store did not come to its end', 'touchline'),
            __('PHP ended it before it was through.', 'touchline'),
            __('On the command line it has all the time it needs: wp touchline check', 'touchline')
        );
    }

    /** @param array<string, mixed> $state Store::state() */
    public function ingest(array $state): Result
    {
        $last = is_int($state['last_ingest_at']) ? intdiv($state['last_ingest_at'], 1000) : 0;
        $waits = (int) $state['pending_bytes'] > 0 && time() - $last > self::LATE;
        $status = ! $waits ? Result::RECOMMENDED : (time() - $last > self::TOO_LATE ? Result::CRITICAL : Result::RECOMMENDED);
        $when = $last === 0
            ? __('No event has been counted yet.', 'touchline')
            /* translators: %s: date and time */
            : sprintf(__('Events were counted last on %s.', 'touchline'), Format::moment($last * 1000));
        $failed = Cron::failed();
        if ($failed !== null && ! $failed['extension']) {
            /* translators: %s: kind and version of PHP and where it lies */
            $text = sprintf(__('The system’s cron calls WordPress with a PHP that has no Touchline extension: %s.', 'touchline'), $failed['php']);
            return new Result($status, __('The PHP of WordPress’s cron lacks Touchline’s extension', 'touchline'), "$text $when", __(
                'Load the extension in that PHP too (php --ini names its folder of settings), or let the cron call wp-cron.php over the web.',
                'touchline'
            ));
        }
        $next = wp_next_scheduled(Cron::INGEST);
        if ($next === false || time() - $next > self::LATE) {
            return new Result($status, __('WordPress’s cron does not run', 'touchline'), __(
                'Touchline’s tasks are overdue: counting, the weekly mail, retention and this page’s own looks wait.',
                'touchline'
            ) . " $when", defined('DISABLE_WP_CRON') && constant('DISABLE_WP_CRON')
                ? __('DISABLE_WP_CRON is set in wp-config.php: let the system’s cron call wp-cron.php every five minutes.', 'touchline')
                : __('See whether the server can reach its own address, or let the system’s cron call wp-cron.php every five minutes.', 'touchline'));
        }
        return $waits
            ? new Result($status, __('Touchline is behind with counting', 'touchline'), sprintf(
                /* translators: %s: size, such as 3 MB */
                __('%s of events are not counted yet.', 'touchline'),
                Facts::size((int) $state['pending_bytes'])
            ) . " $when", __('Run: wp touchline ingest. If it fails, it says why.', 'touchline'))
            : new Result(Result::GOOD, __('Touchline counts what happens every five minutes', 'touchline'), $when);
    }

    /** @param array<string, mixed> $state Store::state() */
    public function disk(array $state): Result
    {
        $free = function_exists('disk_free_space') ? @disk_free_space((string) $state['directory']) : false;
        [$spool, $most] = [(int) $state['spool_bytes'], (int) $state['spool_max_bytes']];
        /* translators: 1: size, 2: largest size */
        $text = sprintf(__('%1$s of at most %2$s wait to be counted or removed.', 'touchline'), Facts::size($spool), Facts::size($most));
        if ($free !== false) {
            /* translators: %s: size, such as 20 GB */
            $text .= ' ' . sprintf(__('The disk has %s left.', 'touchline'), Facts::size((int) $free));
        }
        if (($free !== false && $free < self::LOW) || $spool * 2 > $most) {
            $urgent = ($free !== false && $free < self::TOO_LOW) || $spool * 10 > $most * 9;
            return new Result($urgent ? Result::CRITICAL : Result::RECOMMENDED, __('Touchline is running out of room', 'touchline'), $text, __(
                'Make room on the disk, and see that ingest runs. When there is none left new events are refused; nothing that was taken is lost.',
                'touchline'
            ));
        }
        return new Result(Result::GOOD, __('Touchline’s store has room', 'touchline'), $text);
    }

    /** @param array<string, mixed> $state Store::state() */
    public function clock(array $state): Result
    {
        $database = self::databaseTime();
        $now = time();
        if ($database !== null && abs($database - $now) > self::OFF) {
            return new Result(Result::RECOMMENDED, __('The web server’s clock and the database’s differ', 'touchline'), sprintf(
                /* translators: 1 and 2: date and time */
                __('Here it is %1$s, in the database %2$s.', 'touchline'),
                Format::moment($now * 1000),
                Format::moment($database * 1000)
            ), __('Let both servers keep their time by NTP: visits and orders are put in order by it.', 'touchline'));
        }
        if (is_int($state['newest_at']) && intdiv($state['newest_at'], 1000) - $now > self::AHEAD) {
            return new Result(Result::RECOMMENDED, __('Touchline has events of the future', 'touchline'), sprintf(
                /* translators: 1 and 2: date and time */
                __('The newest event is of %1$s, and it is %2$s.', 'touchline'),
                Format::moment($state['newest_at']),
                Format::moment($now * 1000)
            ), __('Either the server’s clock was wrong once, or a file was imported whose times are.', 'touchline'));
        }
        return new Result(Result::GOOD, __('The clocks agree', 'touchline'), __('Web server, database and events are of one time.', 'touchline'));
    }

    public static function databaseTime(): ?int
    {
        global $wpdb;
        $quiet = $wpdb->suppress_errors();
        $time = $wpdb->get_var('SELECT UNIX_TIMESTAMP()'); // phpcs:ignore WordPress.DB -- the time of now
        $wpdb->suppress_errors($quiet);
        return is_numeric($time) ? (int) $time : null;
    }
}
