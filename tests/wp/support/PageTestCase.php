<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use Touchline\WP\Admin\Page;
use Touchline\WP\Plugin;
use Touchline\WP\Settings;

/** A tab as it is sent, from events of yesterday that each test makes in a currency of its own. */
abstract class PageTestCase extends TestCase
{
    protected const CURRENCY = '';
    protected const TAB = '';
    protected const MINUTE = 60000;

    public static function setUpBeforeClass(): void
    {
        if (! Plugin::engine()->ready()) {
            self::markTestSkipped((string) Plugin::engine()->reason());
        }
    }

    protected function tearDown(): void
    {
        $_GET = [];
        wp_set_current_user(0);
    }

    /** Yesterday at noon. */
    protected static function begin(): int
    {
        return (new DateTimeImmutable('yesterday 12:00', wp_timezone()))->getTimestamp() * 1000;
    }

    /** @param array<string, mixed> $event */
    protected static function send(string $who, int $at, array $event): void
    {
        $id = strtolower(static::TAB) . $who . $at;
        Plugin::engine()->import($event + ['at' => $at, 'visitor' => static::TAB . "pagetest$who", 'path' => '/' . static::TAB . '-page/', 'id' => $id,
            'user_agent' => 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36']);
    }

    /** @param array<string, mixed> $more */
    protected static function order(?string $who, string $number, int $at, string $total, array $more = []): void
    {
        $order = static::TAB . "-$number";
        $visitor = $who === null ? [] : ['visitor' => static::TAB . "pagetest$who"];
        Plugin::engine()->import($more + $visitor + ['type' => 'order', 'at' => $at, 'id' => "order$order", 'order' => $order, 'status' => 'completed',
            'currency' => static::CURRENCY, 'placed_at' => $at, 'paid_at' => $at, 'total' => $total, 'tax' => '0', 'shipping' => '0', 'created_via' => 'test']);
    }

    protected static function ingest(): void
    {
        Plugin::engine()->ingest(0);
    }

    /** @param array<string, mixed> $get */
    protected static function html(array $get): string
    {
        wp_set_current_user(1);
        $_GET = wp_slash($get + ['page' => 'touchline', 'tab' => static::TAB, 'currency' => static::CURRENCY, 'period' => 'yesterday']);
        ob_start();
        (new Page(Plugin::engine(), new Settings()))->render();
        return (string) ob_get_clean();
    }

    /** What people read. */
    protected static function text(string $html): string
    {
        return (string) preg_replace('/\s+/u', ' ', html_entity_decode(wp_strip_all_tags($html), ENT_QUOTES | ENT_HTML5, 'UTF-8'));
    }

    /** @return list<string> the rows of the tables below a heading, their cells with a bar between */
    protected static function rows(string $html, string $id): array
    {
        $rows = [];
        foreach (self::elements($html, "//section[@aria-labelledby='$id']//tbody/tr") as $row) {
            $cells = [];
            foreach ($row->childNodes as $cell) {
                $cells[] = $cell instanceof DOMElement ? self::cell($cell) : '';
            }
            $rows[] = implode(' | ', $cells);
        }
        return $rows;
    }

    private static function cell(DOMElement $cell): string
    {
        $items = [];
        foreach ($cell->getElementsByTagName('li') as $item) {
            $items[] = trim($item->textContent);
        }
        return $items === []
            ? (string) preg_replace('/[^\x20-\x7e]|' . static::CURRENCY . '/', '', trim($cell->textContent))
            : implode(' > ', $items);
    }

    /** @return list<DOMElement> */
    protected static function elements(string $html, string $path): array
    {
        $document = new DOMDocument();
        $document->loadHTML('<?xml encoding="utf-8"?>' . $html, LIBXML_NOERROR);
        $found = [];
        foreach ((new DOMXPath($document))->query($path) ?: [] as $element) {
            if ($element instanceof DOMElement) {
                $found[] = $element;
            }
        }
        return $found;
    }
}
