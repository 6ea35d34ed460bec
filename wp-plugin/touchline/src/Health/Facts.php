<?php

declare(strict_types=1);

namespace Touchline\WP\Health;

use Touchline\WP\Admin\Format;
use Touchline\WP\Beacon;
use Touchline\WP\BeaconFile;
use Touchline\WP\Checkup;
use Touchline\WP\Cron;
use Touchline\WP\Day;
use Touchline\WP\Directory;
use Touchline\WP\Engine;
use Touchline\WP\Extension;
use Touchline\WP\Plugin;
use Touchline\WP\Privacy\Choice;

/** What somebody who helps needs to know of this site. No secret: of the store's folder the random part is left out. */
final class Facts
{
    public function __construct(private readonly Checks $checks, private readonly Beacon $beacon, private readonly Choice $choice)
    {
    }

    /** @return array<string, array{string, string}> name => label, value */
    public function all(): array
    {
        return $this->versions() + $this->store() + $this->web();
    }

    public static function size(int $bytes): string
    {
        return (string) (size_format($bytes, $bytes < 1024 ? 0 : 1) ?: Format::count(0));
    }

    /** Takes out of a text what keeps the store from being found over the web. */
    public static function masked(string $text): string
    {
        return (string) preg_replace('/touchline-[0-9a-f]{16}/', 'touchline-…', $text);
    }

    /** @return array<string, array{string, string}> */
    private function versions(): array
    {
        global $wpdb;
        $server = sanitize_text_field(wp_unslash($_SERVER['SERVER_SOFTWARE'] ?? '')); // phpcs:ignore WordPress.Security
        return [
            'plugin' => [__('Plugin', 'touchline'), Plugin::VERSION],
            'extension' => [__('PHP extension', 'touchline'), Extension::version() ?: __('not loaded', 'touchline')],
            'php' => ['PHP', PHP_VERSION . ' (' . PHP_SAPI . ')'],
            'wordpress' => ['WordPress', get_bloginfo('version') . (is_multisite() ? ' (multisite)' : '')],
            'woocommerce' => ['WooCommerce', defined('WC_VERSION') ? (string) constant('WC_VERSION') : Format::DASH],
            'server' => [__('Web server', 'touchline'), $server === '' ? Format::DASH : $server],
            'sqlite' => ['SQLite', (string) ($this->checks->state()['sqlite'] ?? Format::DASH)],
            'database' => [__('WordPress’s database', 'touchline'), (string) $wpdb->db_server_info()],
        ];
    }

    /** @return array<string, array{string, string}> */
    private function store(): array
    {
        $state = $this->checks->state();
        $check = Checkup::last();
        $moment = static fn (mixed $ms): string => is_int($ms) ? Format::moment($ms) : Format::DASH;
        $facts = [
            'folder' => [__('The store’s folder', 'touchline'), self::masked((new Directory())->path())],
            'folder_by' => [__('Chosen by', 'touchline'), Directory::named() === '' ? __('the plugin', 'touchline') : 'TOUCHLINE_DIR, touchline.dir'],
            'key_by' => [__('The identity key lies in', 'touchline'), Engine::keyIsConstant() ? 'wp-config.php' : __('the database', 'touchline')],
        ];
        return $facts + ($state === null ? [] : [
            'store_version' => [__('Version of the store', 'touchline'), (string) $state['store_version']],
            'db_bytes' => [__('Database of the store', 'touchline'), self::size((int) $state['db_bytes'])],
            'spool' => [__('Recorded events as they came', 'touchline'), sprintf(
                /* translators: 1: size, 2: largest size */
                __('%1$s of at most %2$s', 'touchline'),
                self::size((int) $state['spool_bytes']),
                self::size((int) $state['spool_max_bytes'])
            )],
            'pending' => [__('Not counted yet', 'touchline'), self::size((int) $state['pending_bytes'])],
            'quarantined' => [__('Unreadable, put aside', 'touchline'), self::size((int) $state['quarantined'])],
            'last_ingest' => [__('Counted last', 'touchline'), $moment($state['last_ingest_at'])],
            'newest' => [__('Newest event', 'touchline'), $moment($state['newest_at'])],
            'checked' => [__('Checked as a whole', 'touchline'), $check['at'] === null ? Format::DASH : Format::moment($check['at'] * 1000)],
        ]);
    }

    /** @return array<string, array{string, string}> */
    private function web(): array
    {
        $day = $this->beacon->day();
        ['all' => $all, 'most' => $most] = $day->load();
        $state = $this->beacon->state();
        $next = wp_next_scheduled(Cron::INGEST);
        /* translators: 1: how many, 2: of how many */
        $of = __('%1$s of %2$s', 'touchline');
        return [
            'beacon' => [__('Browsers tell', 'touchline'), $state['ok'] ? BeaconFile::url() : $this->beacon->endpoint()],
            'beacon_tried' => [__('The file answered', 'touchline'), $state['checked'] === 0 ? Format::DASH
                : $state['answer'] . ', ' . Format::moment($state['checked'] * 1000)],
            'mode' => [__('How visitors are known', 'touchline'), $this->choice->mode()],
            'limit' => [__('Most a minute from one address', 'touchline'), $this->choice->limit() === 0
                ? __('no limit', 'touchline') : Format::count($this->choice->limit())],
            'limited' => [__('Kept out by it today and yesterday', 'touchline'), Format::count($day->refused(Day::LIMITED))],
            'refused' => [__('Forged, malformed or from elsewhere', 'touchline'), Format::count($day->refused(Day::REFUSED))],
            'largest' => [__('From the address that sent most', 'touchline'), sprintf($of, Format::count($most), Format::count($all))],
            'proxies' => [__('Trusted proxies', 'touchline'), Format::count(count($this->choice->lines('proxies')))],
            'cron' => [__('Next run of WordPress’s cron', 'touchline'), ($next === false ? Format::DASH : Format::moment($next * 1000))
                . (defined('DISABLE_WP_CRON') && constant('DISABLE_WP_CRON') ? ' (DISABLE_WP_CRON)' : '')],
        ];
    }
}
