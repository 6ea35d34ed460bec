<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use Touchline\WP\Orders;

/** What is told of an order that says where it came from. */
final class SnapshotTest extends TestCase
{
    public function testWhereWooCommerceThinksItCameFromNamesNobody(): void
    {
        $order = new WC_Order();
        $meta = ['referrer' => 'https://mail.example/box/?to=kim@mail.example', 'utm_source' => 'news', 'utm_medium' => '(none)',
            'utm_content' => 'kim@mail.example'];
        foreach ($meta as $name => $value) {
            $order->update_meta_data("_wc_order_attribution_$name", $value);
        }
        $order->set_currency('EUR');
        $order->save();
        $told = (array) (new Orders())->snapshot($order->get_id());
        self::assertSame(['https://mail.example/box/', 'news'], [$told['referrer'], $told['source']]);
        self::assertStringNotContainsString('kim', (string) wp_json_encode($told));
        self::assertArrayNotHasKey('medium', $told);
        $order->delete(true);
    }
}
