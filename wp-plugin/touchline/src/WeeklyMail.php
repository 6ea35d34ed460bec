<?php

declare(strict_types=1);

namespace Touchline\WP;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\Query;
use Touchline\WP\Admin\View\Sentence;
use Touchline\WP\Admin\Words;

/** Monday morning's mail: what WhatsApp earned last week, in words, and where it came from. HTML, with the same as text. */
final class WeeklyMail
{
    private const HOOK = 'touchline_weekly';
    private const FEW = 5;
    private const INGEST_MS = 5000;

    public function __construct(private readonly Engine $engine, private readonly Settings $settings)
    {
    }

    public function hook(): void
    {
        add_action(self::HOOK, [$this, 'send']);
        add_action('init', [$this, 'schedule']);
    }

    /** Mondays at eight on the site's clock; not at all while nobody is to get it. */
    public function schedule(): void
    {
        $next = wp_next_scheduled(self::HOOK);
        if ($this->settings->weeklyTo() === []) {
            $next === false || self::unschedule();
            return;
        }
        if ($next === false) {
            $monday = new \DateTimeImmutable('next monday 08:00', wp_timezone());
            wp_schedule_event($monday->getTimestamp(), 'weekly', self::HOOK);
        }
    }

    public static function unschedule(): void
    {
        wp_clear_scheduled_hook(self::HOOK);
    }

    public function send(): void
    {
        $to = $this->settings->weeklyTo();
        if ($to === [] || ! $this->engine->ready()) {
            return;
        }
        try {
            $mail = $this->mail();
        } catch (\Throwable $error) {
            $this->engine->log($error);
            return;
        }
        $asText = static function (\PHPMailer\PHPMailer\PHPMailer $mailer) use ($mail): void {
            $mailer->AltBody = $mail['text'];
        };
        add_action('phpmailer_init', $asText);
        $sent = wp_mail($to, $mail['subject'], $mail['html'], ['Content-Type: text/html; charset=UTF-8']);
        remove_action('phpmailer_init', $asText);
        if (! $sent) {
            $this->engine->log(new \RuntimeException(__('The weekly report could not be mailed: WordPress could not send it.', 'touchline')));
        }
    }

    /** @return array{subject: string, html: string, text: string} */
    public function mail(): array
    {
        $query = Query::of($this->settings, ['period' => 'last_week']);
        $this->engine->ingest(self::INGEST_MS);
        $overview = $this->engine->report('overview', $query->report());
        $lines = Sentence::lines($query, $overview);
        $tables = [];
        foreach (['channel' => __('Where sales came from', 'touchline'), 'product' => __('What WhatsApp sold', 'touchline')] as $dim => $title) {
            $report = $this->engine->report('dimension', $query->report(['dim' => $dim, 'limit' => self::FEW, 'currency' => $overview['currency']]));
            $tables[$title] = self::rows($dim, $report['rows'], $overview['currency']);
        }
        $range = Format::range($query->period->from, $query->period->lastDay());
        $address = $query->address();
        return [
            /* translators: 1: name of the site, 2: first and last day */
            'subject' => sprintf(__('%1$s: WhatsApp from %2$s', 'touchline'), wp_specialchars_decode((string) get_bloginfo('name'), ENT_QUOTES), $range),
            'html' => self::html($range, $lines, $tables, $address),
            'text' => self::text($range, $lines, $tables, $address),
        ];
    }

    /**
     * @param list<array<string, mixed>> $rows
     * @return list<array{string, string, string}> name, orders, money
     */
    private static function rows(string $dim, array $rows, ?string $currency): array
    {
        $list = [];
        foreach ($rows as $row) {
            $name = $dim === 'channel' ? Words::channel((string) $row['key']) : (string) ($row['label'] ?? $row['key']);
            $name = $name === '' ? __('Fees and amounts without a product', 'touchline') : $name;
            $list[] = [$name, Format::orders((string) $row['orders']), Money::text((string) $row['revenue'], $currency)];
        }
        return $list;
    }

    /**
     * @param list<string> $lines
     * @param array<string, list<array{string, string, string}>> $tables
     */
    private static function html(string $range, array $lines, array $tables, string $address): string
    {
        $html = sprintf('<div style="font-family:sans-serif;max-width:600px;color:#1d2327"><p style="color:#50575e">%s</p>', esc_html($range));
        foreach ($lines as $i => $line) {
            $html .= sprintf('<p style="font-size:%s">%s</p>', $i === 0 ? '18px' : '14px', Admin\View\Html::sentence($line));
        }
        foreach ($tables as $title => $rows) {
            $html .= $rows === [] ? '' : self::table($title, $rows);
        }
        return $html . sprintf('<p style="margin-top:24px"><a href="%s">%s</a></p></div>', esc_url($address), esc_html__('Open the report', 'touchline'));
    }

    /** @param list<array{string, string, string}> $rows */
    private static function table(string $title, array $rows): string
    {
        $cell = 'padding:4px 8px;border-top:1px solid #dcdcde;';
        $html = sprintf('<h2 style="font-size:15px;margin:24px 0 4px">%s</h2><table style="border-collapse:collapse;width:100%%">', esc_html($title));
        foreach (array_merge([['', __('Orders', 'touchline'), __('Sales', 'touchline')]], $rows) as [$name, $orders, $money]) {
            $html .= sprintf(
                '<tr><td style="%1$s">%2$s</td><td style="%1$stext-align:right">%3$s</td><td style="%1$stext-align:right">%4$s</td></tr>',
                $cell,
                esc_html($name),
                esc_html($orders),
                esc_html($money)
            );
        }
        return $html . '</table>';
    }

    /**
     * @param list<string> $lines
     * @param array<string, list<array{string, string, string}>> $tables
     */
    private static function text(string $range, array $lines, array $tables, string $address): string
    {
        $text = $range . "\n\n";
        foreach ($lines as $line) {
            $text .= html_entity_decode(wp_strip_all_tags($line), ENT_QUOTES | ENT_HTML5, 'UTF-8') . "\n";
        }
        foreach ($tables as $title => $rows) {
            $text .= $rows === [] ? '' : "\n$title\n";
            foreach ($rows as [$name, $orders, $money]) {
                /* translators: 1: name of a channel or product, 2: amount of money, 3: number of orders */
                $text .= sprintf(__('%1$s: %2$s (orders: %3$s)', 'touchline'), $name, $money, $orders) . "\n";
            }
        }
        return $text . "\n" . $address . "\n";
    }
}
