<?php

declare(strict_types=1);

namespace Touchline\Tests\Audit;

/** What is printed on the pages: the figures asked for above, and tables whose columns of money add up to the total they print. */
trait HeldPages
{
    /** Tables that print all of their rows, by what stands above their first column. */
    private const WHOLE = ['overview' => 'sales by day', 'sources' => 'Channel', 'products' => 'Product', 'paths' => 'Touches|Days',
        'carts' => 'Channel|by the day', 'quality' => 'Cause'];

    private static function page(string $tab, Question $q): \DOMXPath
    {
        $document = new \DOMDocument();
        $document->loadHTML('<?xml encoding="utf-8"?>' . self::$shop->answer("page $tab $q"), LIBXML_NOERROR);
        return new \DOMXPath($document);
    }

    /** @return list<string> */
    private static function texts(\DOMXPath $page, string $path, ?\DOMNode $in = null): array
    {
        return array_map(static fn (\DOMNode $node): string => trim((string) $node->textContent), iterator_to_array($page->query($path, $in) ?: [], false));
    }

    private static function amount(string $text, string $currency): ?int
    {
        $sign = preg_quote(['EUR' => '€', 'USD' => '$'][$currency], '/');
        return preg_match("/^(-?)$sign([0-9,]+\.[0-9]{2})$/u", $text, $part) === 1 ? Books::micros($part[1] . str_replace(',', '', $part[2])) : null;
    }

    /** @dataProvider asked */
    public function testTheCardAndTheTotalLineAsPrinted(Question $q): void
    {
        $page = self::page('overview', $q);
        $line = self::$money->line($q);
        $card = self::amount(self::texts($page, "(//ul[@class='tl-cards']/li)[1]//bdi")[0], $q->currency);
        self::assertNotNull($card);
        self::assertLessThan(10_000, abs($card - $line['money']['whatsapp']), 'the card');
        $orders = self::texts($page, "(//ul[@class='tl-cards']/li)[3]/p[contains(@class, 'tl-big')]")[0];
        self::assertOrders($line['orders']['whatsapp'], str_replace(',', '', $orders), 'the orders');
        $renewals = $line['orders']['renewals'] || $line['money']['renewals'] ? ['renewals'] : [];
        $parts = ['whatsapp', 'confirmed', 'click_only', 'other', 'unknown', ...$renewals, 'total'];
        $amounts = array_map(static fn (string $text): ?int => self::amount($text, $q->currency), self::texts($page, "//p[@class='tl-identity']//bdi"));
        self::assertCount(count($parts), $amounts, implode(', ', $parts));
        $printed = array_combine($parts, $amounts) + ['renewals' => 0];
        foreach ($parts as $part) {
            self::assertLessThan(10_000, abs($printed[$part] - $line['money'][$part]), $part);
        }
        self::assertSame($card, $printed['whatsapp'], 'the card is in the total line');
        self::assertSame($printed['whatsapp'], $printed['confirmed'] + $printed['click_only']);
        self::assertSame($printed['total'], $printed['whatsapp'] + $printed['other'] + $printed['unknown'] + $printed['renewals'], 'it adds up');
    }

    /** @dataProvider asked */
    public function testTablesAddUpAsPrinted(Question $q): void
    {
        foreach (self::WHOLE as $tab => $names) {
            if ($tab === 'carts' && ($q->filter !== [] || $q->currency !== 'EUR')) {
                continue;
            }
            $page = self::page($tab, $q);
            $added = 0;
            foreach ($page->query("//table[.//tr[contains(@class, 'tl-totals')]]") ?: [] as $table) {
                $name = self::texts($page, './caption|.//thead//th', $table)[0];
                $added += preg_match("/$names/", $name) ? $this->assertTable($page, $table, "$tab, $name", $q) : 0;
            }
            $tab === 'quality' || self::assertGreaterThan(0, $added, "columns of money on $tab"); // each order may have a touch
        }
        $line = self::$money->line($q)['money'];
        $overview = self::page('overview', $q);
        $days = self::texts($overview, "//table[contains(@class, 'tl-day-table')]//tr[contains(@class, 'tl-totals')]/td");
        foreach (['1' => 'WhatsApp', 'last()' => 'all sales'] as $place => $part) {
            self::assertContains(self::texts($overview, "(//p[@class='tl-identity']//bdi)[$place]")[0], $days, "$part of all days as in the total line");
        }
        foreach (['sources', 'products'] as $tab) {
            $cells = self::texts(self::page($tab, $q), "(//tr[contains(@class, 'tl-totals')])[1]/*");
            $total = array_map(static fn (string $text): ?int => self::amount($text, $q->currency), $cells);
            $apart = array_map(static fn (?int $amount): int => abs((int) $amount - $line['total'] + $line['renewals']), $total);
            self::assertLessThan(10_000, min($apart), "$tab: all sales, renewals apart, are in the row of totals");
        }
    }

    /** Its columns of money add up, those of which there is a rest further down too. Answers how many. */
    private function assertTable(\DOMXPath $page, \DOMNode $table, string $of, Question $q): int
    {
        $added = 0;
        $rows = array_map(
            static fn (\DOMNode $row): array => self::texts($page, 'th|td', $row),
            iterator_to_array(
                $page->query(
                    "(. | ancestor::section[1]//details//table[not(.//tr[contains(@class, 'tl-totals')])])//tr[td and not(contains(@class, 'tl-totals'))]",
                    $table
                ) ?: [],
                false
            )
        );
        foreach (self::texts($page, ".//tr[contains(@class, 'tl-totals')]/*", $table) as $column => $total) {
            $amount = self::amount($total, $q->currency);
            if ($amount !== null && ! ($column === 13 && str_starts_with($of, 'sources'))) { // sales of a visit are no sum
                $sum = array_sum(array_map(static fn (array $row): int => (int) self::amount($row[$column] ?? '', $q->currency), $rows));
                self::assertSame($amount, $sum, "$of: column $column");
                $added++;
            }
        }
        return $added;
    }
}
