<?php

declare(strict_types=1);

namespace Touchline\WP\Health;

use Touchline\WP\Address;
use Touchline\WP\Admin\Format;
use Touchline\WP\Beacon;
use Touchline\WP\Day;
use Touchline\WP\Privacy\Choice;

/** Do browsers reach what counts them, is everybody else kept out, and is each known apart? */
final class WebChecks
{
    /** Of fewer requests a day nothing is said. */
    private const ENOUGH = 200;

    public function __construct(private readonly Beacon $beacon, private readonly Choice $choice)
    {
    }

    public function beacon(): Result
    {
        $state = $this->beacon->state();
        if ($state['ok']) {
            /* translators: %s: date and time */
            $text = sprintf(__('The fast file answers. It was tried last on %s.', 'touchline'), Format::moment($state['checked'] * 1000));
            return new Result(Result::GOOD, __('Browsers reach Touchline', 'touchline'), $text);
        }
        $text = match (true) {
            ! $state['written'] => __('The file touchline-beacon.php cannot be written to the site’s root folder.', 'touchline'),
            /* translators: %s: status of HTTP or error message */
            default => sprintf(__('The file touchline-beacon.php answers “%s” in place of 204.', 'touchline'), $state['answer']),
        };
        $do = $state['written']
            ? __('Let the web server, its firewall and the CDN run touchline-beacon.php at the site’s root, for POST too.', 'touchline')
            : __('Let PHP write in the site’s root folder once, or put an empty file of that name there that PHP may write.', 'touchline');
        if ($state['rest'] !== '' && $state['rest'] !== '204') {
            return new Result(Result::CRITICAL, __('Browsers do not reach Touchline', 'touchline'), $text . ' ' . sprintf(
                /* translators: %s: status of HTTP or error message */
                __('WordPress’s REST address for it answers “%s” too: no visit is counted.', 'touchline'),
                $state['rest']
            ), $do);
        }
        return new Result(Result::RECOMMENDED, __('Browsers reach Touchline by the slow way', 'touchline'), $text . ' '
            . __('Visits come over WordPress’s REST address instead, which costs the server far more.', 'touchline'), $do);
    }

    public function closed(): Result
    {
        $last = Closed::last();
        $nginx = __('On nginx, add to the server’s settings: location ~ /touchline-[0-9a-f]+/ { deny all; } and load them again.', 'touchline');
        $else = __('Or put the store where the web server gives out nothing: TOUCHLINE_DIR in wp-config.php.', 'touchline');
        return match ($last['state']) {
            'open' => new Result(
                Result::CRITICAL,
                __('Touchline’s store can be read over the web', 'touchline'),
                __('A file that was put into its folder for a test came back over the web. So would the store.', 'touchline'),
                "$nginx $else"
            ),
            'closed' => new Result(Result::GOOD, __('Touchline’s store is closed to the web', 'touchline'), sprintf(
                /* translators: %s: status of HTTP */
                __('A file that was put into its folder for a test did not come back over the web: the server answered %s.', 'touchline'),
                $last['answer']
            )),
            'outside' => new Result(
                Result::GOOD,
                __('Touchline’s store is closed to the web', 'touchline'),
                __('It lies below no folder that the web server gives out.', 'touchline')
            ),
            default => new Result(
                Result::RECOMMENDED,
                __('Nobody has proved yet that Touchline’s store is closed to the web', 'touchline'),
                $last['state'] === 'none'
                    ? __('It is tried once an hour, and by the button on the page Status.', 'touchline')
                    /* translators: %s: error message */
                    : sprintf(__('It could not be tried: %s.', 'touchline'), $last['answer']),
                $last['state'] === 'none' ? '' : __('See whether the server can reach its own address.', 'touchline'),
                'status'
            ),
        };
    }

    public function senders(): Result
    {
        ['all' => $all, 'most' => $most] = $this->beacon->day()->load();
        $limited = $this->beacon->day()->refused(Day::LIMITED);
        /* translators: %s: number of requests */
        $counts = sprintf(__('The limit kept out %s requests today and yesterday.', 'touchline'), Format::count($limited));
        $proxy = $this->unlisted();
        if ($proxy !== null || ($all >= self::ENOUGH && $most * 2 > $all)) {
            $text = $proxy !== null
                /* translators: %s: IP address */
                ? sprintf(__('Your own request came through %s, which says that it passes on others’.', 'touchline'), $proxy)
                /* translators: 1: number of requests, 2: of how many */
                : sprintf(__('One address sent %1$s of the %2$s requests of a day.', 'touchline'), Format::count($most), Format::count($all));
            return new Result(Result::RECOMMENDED, __('A proxy is probably not listed as trusted', 'touchline'), "$text $counts", __(
                'If a CDN or load balancer stands before this server, enter its addresses under Trusted proxies: else all its visitors share one limit, and '
                    . 'without cookies those with the same browser are taken for one.',
                'touchline'
            ), 'settings');
        }
        if ($limited * 20 > $all && $limited >= self::ENOUGH) {
            return new Result(Result::RECOMMENDED, __('Touchline’s limit keeps many requests out', 'touchline'), $counts, __(
                'If they are your shoppers’, for example of one large network, raise “Most a minute from one address”.',
                'touchline'
            ), 'settings');
        }
        return new Result(Result::GOOD, __('Visitors are known apart by their addresses', 'touchline'), $counts);
    }

    /** The proxy of the request that is answered just now, when it is not listed. */
    private function unlisted(): ?string
    {
        $address = (string) wp_unslash($_SERVER['REMOTE_ADDR'] ?? ''); // phpcs:ignore WordPress.Security -- compared, and escaped where it is printed
        $named = isset($_SERVER['HTTP_X_FORWARDED_FOR']) || isset($_SERVER['HTTP_CF_CONNECTING_IP']);
        return $named && $address !== '' && ! Address::in($address, $this->choice->lines('proxies')) ? $address : null;
    }

    public function nodes(): Result
    {
        $several = Nodes::several();
        if ($several === []) {
            $text = __('No second web server counts beside this one.', 'touchline');
            return new Result(Result::GOOD, __('All of Touchline is in one store', 'touchline'), $text);
        }
        /* translators: %s: names of servers */
        $text = __('Servers with a store each write by turns: %s. Each one’s pages show but what happened on it.', 'touchline');
        $text = sprintf($text, implode(', ', $several));
        return new Result(Result::CRITICAL, __('Several web servers count apart', 'touchline'), $text, __(
            'Let one server answer touchline-beacon.php, checkout, wp-admin and cron. A store that several servers share is not there yet.',
            'touchline'
        ));
    }
}
