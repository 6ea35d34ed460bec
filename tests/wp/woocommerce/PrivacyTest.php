<?php

declare(strict_types=1);

namespace Touchline\Tests;

require_once __DIR__ . '/support/ShopTestCase.php';

/** A customer's requests in WordPress's own privacy tools, from start to end, and what the files of the store hold afterwards. */
final class PrivacyTest extends ShopTestCase
{
    private const PASSWORD = 'Long-Enough-42!';

    protected static function storage(): string
    {
        return 'hpos';
    }

    /** @var list<string> two of the customer's own */
    private array $phones = [];

    protected function setUp(): void
    {
        $number = random_int(1_000_000, 4_000_000);
        $this->phones = ['0170 ' . $number, '0170 ' . ($number + 1)];
    }

    /** @return array{Shopper, int, list<int>} with an account: its number, and the orders, one of them with another phone */
    private function customer(): array
    {
        $shopper = self::clicker();
        $account = self::shop('customer', $shopper->email, self::PASSWORD);
        $shopper->login(self::PASSWORD);
        $first = self::byWhatsApp($shopper->buyOnBlocks('cod', 2, $this->phones[0]));
        return [$shopper, $account, [$first, self::byWhatsApp($shopper->buyOnBlocks('cod', 1, $this->phones[1]))]];
    }

    /** @param list<int> $orders @return list<string> what would tell in a file that the customer is there */
    private function traces(Shopper $shopper, int $account, array $orders): array
    {
        $phones = array_map(static fn (string $phone): string => '49' . strtr(substr($phone, 1), [' ' => '']), $this->phones);
        return self::shop('traces', $shopper->email, $account, $phones, $orders);
    }

    /** @param list<string> $traces @return list<string> the files that hold one of them, and which */
    private static function found(array $traces): array
    {
        return self::shop('found', $traces);
    }

    public function testErasureFromTheRequestToTheLastByte(): void
    {
        [$shopper, $account, $orders] = $this->customer();
        $other = self::byWhatsApp(self::clicker()->buyOnBlocks('cod', 1, '0170 9999999'));
        $before = $this->assertAddsUp('ordered');
        $total = self::shop('look', 0)['report']['identity'];
        $traces = $this->traces($shopper, $account, $orders);
        self::assertCount(6, $traces, 'browser, e-mail, account, two phones, of both orders one browser');
        $visitor = self::shop('order', $orders[0])['visitor'];
        self::assertStringEndsWith(": $visitor", implode(' ', self::found([self::shop('exported', $visitor)])), 'in an export, too');
        self::assertNotSame([], self::found($traces), 'the customer is in the files');

        $answer = self::staff()->privacyRequest('remove', $shopper->email);
        self::assertSame([], self::found($traces), (string) json_encode($answer));
        self::assertTrue($answer[0]['items_removed']);
        $after = self::shop('look', 0)['report']['identity'];
        self::assertSame([$total['total_micros'], $total['orders'] ?? null], [$after['total_micros'], $after['orders'] ?? null]);
        array_map(self::byNobody(...), $orders);
        self::assertSame($before, $this->assertAddsUp('erased'));
        self::assertSame('erased', self::shop('journey', $orders[0])['cause']);
        self::assertNotNull(self::shop('journey', $other)['person']);

        // WooCommerce keeps the address on the orders by default; nothing that is done to them brings it back.
        self::assertSame($shopper->email, self::shop('email', $orders[0]));
        self::shop('status', $orders[0], 'completed');
        self::staff()->saveOrder($orders[1], ['order_status' => 'wc-completed', '_touchline_code' => 'K7Q2-M9XA'], static::storage());
        self::cli('touchline', 'backfill', '--restart');
        self::assertArrayHasKey($orders[0], $this->assertAddsUp('changed and brought in again'));
        self::assertSame(['completed', 'erased', null], array_values(array_intersect_key(
            array_replace(['status' => 0, 'cause' => 0, 'person' => 0], self::shop('journey', $orders[0])),
            ['status' => 0, 'cause' => 0, 'person' => 0]
        )));
        self::assertSame([], self::found($traces), 'still nothing');
        self::assertTrue(self::shop('check')['ok']);

        // What comes from now on is the customer's own again.
        $again = self::byOthers($shopper->buyOnBlocks('cod', 1, $this->phones[0]));
        $this->assertAddsUp('ordered again');
        self::assertNotNull(self::shop('journey', $again)['person']);
    }

    public function testErasureWhereWooCommerceErasesTheOrdersToo(): void
    {
        [$shopper, $account, $orders] = $this->customer();
        $before = $this->assertAddsUp('ordered');
        $traces = $this->traces($shopper, $account, $orders);
        self::shop('option', 'woocommerce_erasure_request_removes_order_data', 'yes');
        self::staff()->privacyRequest('remove', $shopper->email);
        self::shop('option', 'woocommerce_erasure_request_removes_order_data', 'no');
        array_map(self::byNobody(...), $orders);
        self::assertSame($before, $this->assertAddsUp('erased'));
        self::assertSame([], self::found($traces));
        self::assertStringNotContainsString($shopper->email, self::shop('email', $orders[0]));
    }

    /** 'Remove personal data' in the list of orders, or WooCommerce's own retention: an order at a time. */
    public function testAnOrderMadeAnonymousIsCutAndWithTheLastOneThePersonGoes(): void
    {
        [$shopper, $account, [$old, $new]] = $this->customer();
        $before = $this->assertAddsUp('ordered');
        $traces = $this->traces($shopper, $account, [$old, $new]);
        self::shop('erase', $old);
        self::byNobody($old);
        self::assertSame($before, $this->assertAddsUp('the older one'));
        self::assertNull(self::shop('journey', $old)['person']);
        self::assertNotNull(self::shop('journey', $new)['person'], 'still a customer');
        self::assertSame('', self::shop('order', $old)['visitor']);
        self::shop('erase', $new);
        self::byNobody($new);
        self::assertSame($before, $this->assertAddsUp('the newer one'));
        self::assertSame([], self::found($traces));
    }

    public function testExportTellsAllInWords(): void
    {
        [$shopper, , $orders] = $this->customer();
        $this->assertAddsUp('ordered');
        $groups = self::shop('personalData', $shopper->email);
        $said = static fn (string $group): string => (string) json_encode(array_column($groups[$group] ?? [], 'value'), JSON_UNESCAPED_UNICODE);
        self::assertStringContainsString('Pressed the WhatsApp button', $said('touchline-events'));
        self::assertStringContainsString((string) $orders[1], $said('touchline-orders'));
        self::assertStringContainsString('WhatsApp', $said('touchline-events'));
        self::assertArrayHasKey('touchline-visits', $groups);
        self::assertArrayHasKey('touchline-identities', $groups);
        $nobody = array_keys(self::shop('personalData', 'nobody@example.com'));
        self::assertSame([], array_filter($nobody, static fn (string $group): bool => str_starts_with($group, 'touchline')));
        $answers = self::staff()->privacyRequest('export', $shopper->email);
        $file = (string) tempnam(sys_get_temp_dir(), 'tl');
        file_put_contents($file, self::staff()->get(end($answers)['url']));
        self::assertStringContainsString('Pressed the WhatsApp button', (string) file_get_contents("zip://$file#index.html"));
        unlink($file);
    }

    /** Settings > Key of the fingerprints, as an administrator does it, with WordPress's cron as it runs. */
    public function testANewKeyKeepsEverybodyWhomTheShopKnows(): void
    {
        self::shop('due', 'touchline_rotate_key'); // whatever was asked for before
        [$shopper, $account, $orders] = $this->customer();
        $before = $this->assertAddsUp('ordered');
        $person = self::shop('journey', $orders[0])['person'];
        $key = self::shop('key');
        $traces = array_slice($this->traces($shopper, $account, $orders), 0, 2);
        self::assertNotSame([], self::found($traces));

        $screen = '/wp-admin/admin.php?page=touchline&tab=settings';
        $fields = Browser::form(self::staff()->get($screen), '//form[.//input[@name="action" and @value="touchline_rotate_key"]]');
        self::staff()->send('POST', '/wp-admin/admin-post.php', $fields);
        self::assertFalse(self::shop('scheduled', 'touchline_rotate_key'), 'not sure');
        self::staff()->send('POST', '/wp-admin/admin-post.php', ['_wpnonce' => 'forged', 'sure' => '1'] + $fields);
        self::assertSame([403, false], [self::staff()->status, self::shop('scheduled', 'touchline_rotate_key')]);
        $page = self::staff()->send('POST', '/wp-admin/admin-post.php', ['sure' => '1'] + $fields);
        self::assertStringContainsString('in the background', $page);
        self::shop('due', 'touchline_rotate_key');
        self::assertMatchesRegularExpression('/New key made on .*: \d+ fingerprints made again/', self::staff()->get($screen));
        self::assertNotSame($key, self::shop('key'));

        self::assertSame([], array_filter(self::found($traces), static fn (string $file): bool => str_contains($file, '.db')), 'the old ones are gone');
        $again = self::byWhatsApp($shopper->buyOnBlocks('cod', 1, $this->phones[0]));
        self::assertEquals($before, array_diff_key($this->assertAddsUp('ordered again'), [$again => 0])); // in whatever order
        self::assertSame($person, self::shop('journey', $again)['person'], 'recognised by the account');
        $phone = self::shop('create', 'processing', 'checkout', [], 1, '', $this->phones[1]);
        self::byWhatsApp($phone);
        $this->assertAddsUp('ordered by phone');
        self::assertSame($person, self::shop('journey', $phone)['person'], 'recognised by the phone alone');
        self::assertStringContainsString('fingerprints made again', self::cli('touchline', 'rotate-key', '--yes'));
    }
}
