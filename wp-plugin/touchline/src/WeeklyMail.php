<?php

declare(strict_types=1);

namespace Touchline\WP;

use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\Query;
use Touchline\WP\Admin\View\Cards;
use Touchline\WP\Admin\View\Findings;
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
        $lines = array_merge(Sentence::lines($query, $overview), Findings::lines($query, $overview['findings']));
        $tables = [__('Figures', 'touchline') => Cards::plain($query, $overview)];
        foreach (['channel' => __('Where sales came from', 'touchline'), 'product' => __('What WhatsApp sold', 'touchline')] as $dim => $title) {
            $report = $this->engine->report('dimension', $query->report(['dim' => $dim, 'limit' => self::FEW, 'currency' => $overview['currency']]));
            $tables[$title] = self::rows($dim, $report['rows'], $overview['currency']);
        }
        $tables = array_filter($tables);
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
     * @return list<array{string, string, string}> name, money, orders
     */
    private static function rows(string $dim, array $rows, ?string $currency): array
    {
        $list = [];
        foreach ($rows as $row) {
            $name = $dim === 'channel' ? Words::channel((string) $row['key']) : (string) ($row['label'] ?? $row['key']);
            $name = $name === '' ? __('Fees and amounts without a product', 'touchline') : $name;
            $orders = (string) $row['orders'];
            /* translators: %s: number of orders */
            $words = sprintf(_n('%s order', '%s orders', Format::plural($orders), 'touchline'), Format::orders($orders));
            $list[] = [$name, Money::text((string) $row['revenue'], $currency), $words];
        }
        return $list;
    }

    /**
     * One column that is as wide as the client lets it be, styles where they are used: what mail clients hold on to.
     *
     * @param list<string> $lines
     * @param array<string, list<array{string, string, string}>> $tables
     */
    private static function html(string $range, array $lines, array $tables, string $address): string
    {
        $html = sprintf('<p style="color:#50575e;margin:0 0 8px">%s</p>', esc_html($range));
        foreach ($lines as $i => $line) {
            $html .= sprintf('<p style="font-size:%s;margin:0 0 8px">%s</p>', $i === 0 ? '18px' : '14px', Admin\View\Html::sentence($line));
        }
        foreach ($tables as $title => $rows) {
            $html .= self::table($title, $rows);
        }
        return sprintf(
            '<!doctype html><html lang="%s" dir="%s"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
            . '<title>%s</title></head><body style="background:#f0f0f1;margin:0;padding:16px"><div style="background:#fff;border-radius:8px;color:#1d2327;'
            . 'font-family:-apple-system,Segoe UI,Roboto,Arial,sans-serif;font-size:14px;line-height:1.5;margin:0 auto;max-width:600px;padding:16px">%s'
            . '<p style="margin:24px 0 0"><a href="%s" style="background:#2271b1;border-radius:4px;color:#fff;display:inline-block;padding:8px 16px;'
            . 'text-decoration:none">%s</a></p></div></body></html>',
            esc_attr(get_bloginfo('language')),
            is_rtl() ? 'rtl' : 'ltr',
            esc_html__('Touchline', 'touchline'),
            $html,
            esc_url($address),
            esc_html__('Open the report', 'touchline')
        );
    }

    /** @param list<array{string, string, string}> $rows */
    private static function table(string $title, array $rows): string
    {
        $html = sprintf(
            '<h2 style="font-size:15px;margin:24px 0 4px">%s</h2><table style="border-collapse:collapse;width:100%%">',
            esc_html($title)
        );
        foreach ($rows as [$name, $figure, $more]) {
            $html .= sprintf(
                '<tr><th scope="row" style="border-top:1px solid #dcdcde;font-weight:400;padding:6px 8px 6px 0;text-align:start;word-break:break-word">%s</th>'
                . '<td style="border-top:1px solid #dcdcde;padding:6px 0;text-align:end"><strong style="white-space:nowrap">%s</strong><br>'
                . '<span style="color:#50575e;font-size:12px">%s</span></td></tr>',
                esc_html($name),
                esc_html($figure),
                esc_html($more)
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
            $text .= "\n$title\n";
            foreach ($rows as [$name, $figure, $more]) {
                /* translators: 1: name of a figure, channel or product, 2: the figure, 3: more about it, such as the number of orders */
                $text .= sprintf(__('%1$s: %2$s (%3$s)', 'touchline'), $name, $figure, $more) . "\n";
            }
        }
        return $text . "\n" . __('Open the report', 'touchline') . ': ' . $address . "\n";
    }
}
