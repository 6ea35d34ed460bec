<?php

declare(strict_types=1);

namespace Touchline\WP\Health;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\View\Html;
use Touchline\WP\Checkup;
use Touchline\WP\ErrorLog;
use Touchline\WP\Settings;

/** The tab Status: what works and what does not, what somebody who helps has to know, and what went wrong lately. */
final class StatusPage
{
    private const ASK = 'touchline_status';
    private const CLEAR = 'touchline_clear_errors';

    public function __construct(private readonly Checks $checks, private readonly Facts $facts)
    {
    }

    public function hook(): void
    {
        add_action('admin_post_' . self::ASK, [$this, 'ask']);
        add_action('admin_post_' . self::CLEAR, [$this, 'clear']);
    }

    public function ask(): void
    {
        self::allowed(self::ASK);
        array_map($this->checks->ask(...), Checks::SLOW);
        self::back('');
    }

    public function clear(): void
    {
        self::allowed(self::CLEAR);
        ErrorLog::clear();
        self::back('#tl-errors');
    }

    public function render(): void
    {
        $results = $this->sorted();
        $facts = $this->facts->all();
        $this->tests($results);
        $this->text($results, $facts);
        $this->facts($facts);
        $this->errors();
    }

    /** @return array<string, Result> what is worst first */
    private function sorted(): array
    {
        $rank = array_flip([Result::CRITICAL, Result::RECOMMENDED, Result::GOOD]);
        $results = $this->checks->all();
        uasort($results, static fn (Result $a, Result $b): int => $rank[$a->status] <=> $rank[$b->status]);
        return $results;
    }

    /** @param array<string, Result> $results */
    private function tests(array $results): void
    {
        $bad = count(array_filter($results, static fn (Result $result): bool => $result->status !== Result::GOOD));
        printf('<section class="tl-card" aria-labelledby="tl-status"><h2 id="tl-status">%s</h2><ul class="tl-status">', esc_html($bad === 0
            ? __('Everything is in order', 'touchline')
            /* translators: %s: a number */
            : sprintf(_n('%s thing to look at', '%s things to look at', $bad, 'touchline'), Format::count($bad))));
        foreach ($results as $result) {
            printf(
                '<li class="tl-is-%s"><strong>%s</strong> <span class="tl-badge">%s</span><p>%s</p>%s</li>',
                esc_attr($result->status),
                esc_html($result->label),
                esc_html(self::word($result->status)),
                esc_html(Facts::masked($result->text)),
                $result->do === '' ? '' : '<p class="tl-do">' . esc_html($result->do) . ' ' // phpcs:ignore WordPress.Security.EscapeOutput -- escaped here
                    . ($result->tab === '' || $result->tab === 'status' ? '' : Html::link(
                        admin_url('admin.php?page=touchline&tab=' . $result->tab),
                        __('Go there', 'touchline')
                    )) . '</p>'
            );
        }
        echo '</ul>';
        self::form(self::ASK, __('Look again', 'touchline'));
        echo '</section>';
    }

    private static function word(string $status): string
    {
        return match ($status) {
            Result::GOOD => __('in order', 'touchline'),
            Result::CRITICAL => __('critical', 'touchline'),
            default => __('should be improved', 'touchline'),
        };
    }

    /**
     * @param array<string, Result> $results
     * @param array<string, array{string, string}> $facts
     */
    private function text(array $results, array $facts): void
    {
        $lines = ['Touchline, ' . gmdate('Y-m-d H:i') . ' UTC', ''];
        foreach ($results as $name => $result) {
            $lines[] = "[$result->status] $name: $result->label. $result->text";
        }
        $lines[] = '';
        foreach ($facts as [$label, $value]) {
            $lines[] = "$label: $value";
        }
        $lines[] = '';
        foreach (ErrorLog::all() as $error) {
            $lines[] = gmdate('Y-m-d H:i:s', $error['at']) . " UTC {$error['class']} {$error['code']}: {$error['message']}";
        }
        printf(
            '<section class="tl-card" aria-labelledby="tl-copy"><h2 id="tl-copy">%s</h2><p class="tl-muted">%s</p>'
                . '<p><button type="button" class="button tl-copy" data-copy-of="tl-status-text" data-done="%s" hidden>%s</button></p>'
                . '<details><summary>%s</summary>'
                . '<textarea id="tl-status-text" class="tl-text large-text code" rows="16" readonly dir="ltr" aria-label="%s">%s</textarea>'
                . '</details></section>',
            esc_html__('For whoever helps you', 'touchline'),
            esc_html__('All of this page as plain text. It holds no key, no password, no figures and nothing of your customers.', 'touchline'),
            esc_attr__('Copied', 'touchline'),
            esc_html__('Copy as text', 'touchline'),
            esc_html__('Show the text', 'touchline'),
            esc_attr__('All of this page as plain text', 'touchline'),
            esc_textarea(Facts::masked(implode("\n", $lines)))
        );
    }

    /** @param array<string, array{string, string}> $facts */
    private function facts(array $facts): void
    {
        printf('<section class="tl-card" aria-labelledby="tl-facts"><h2 id="tl-facts">%s</h2><dl class="tl-facts">', esc_html__('This site', 'touchline'));
        foreach ($facts as [$label, $value]) {
            printf('<div><dt>%s</dt><dd><bdi>%s</bdi></dd></div>', esc_html($label), esc_html($value));
        }
        echo '</dl>';
        if (isset($facts['checked']) && Checkup::last()['state'] !== 'waiting') {
            Checkup::form();
        }
        echo '</section>';
    }

    private function errors(): void
    {
        $errors = ErrorLog::all();
        printf('<section class="tl-card" aria-labelledby="tl-errors"><h2 id="tl-errors">%s</h2>', esc_html__('The last errors', 'touchline'));
        if ($errors === []) {
            printf('<p class="tl-none">%s</p></section>', esc_html__('None.', 'touchline'));
            return;
        }
        echo '<ul class="tl-errors">';
        foreach ($errors as $error) {
            $first = Format::moment($error['first'] * 1000);
            $last = Format::moment($error['at'] * 1000);
            printf(
                '<li><p class="tl-muted">%s</p><p><code>%s</code></p>%s</li>',
                /* translators: 1: date and time of the first time, 2: of the last */
                esc_html($first === $last ? $last : sprintf(__('%1$s, last %2$s', 'touchline'), $first, $last)),
                esc_html(Facts::masked($error['message'])),
                Advice::words($error['code']) === '' ? '' : '<p class="tl-do">' . esc_html(Advice::words($error['code'])) . '</p>'
            );
        }
        echo '</ul>';
        self::form(self::CLEAR, __('Clear the list', 'touchline'));
        echo '</section>';
    }

    private static function form(string $action, string $label): void
    {
        printf('<form method="post" action="%s">', esc_url(admin_url('admin-post.php')));
        wp_nonce_field($action);
        printf('<input type="hidden" name="action" value="%s"><button class="button">%s</button></form>', esc_attr($action), esc_html($label));
    }

    private static function allowed(string $action): void
    {
        check_admin_referer($action);
        if (! current_user_can(Settings::capability())) {
            wp_die(esc_html__('You may not do this.', 'touchline'), '', ['response' => 403]);
        }
    }

    private static function back(string $to): void
    {
        wp_safe_redirect(admin_url('admin.php?page=touchline&tab=status') . $to);
        exit;
    }
}
