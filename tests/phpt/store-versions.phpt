--TEST--
A store of any version before opens, goes on where it stopped, and reports what it did
--FILE--
<?php
require __DIR__ . '/common.inc';
use Touchline\Store;

/* What the fixtures were made from: ann came by an ad, clicked, wrote, and paid 100.00 net, 20.00 of which went back; 50.00 by staff; and a
 * visit that was still in the spool. Of version 4 also: she looked around before, ben did not, and a visit of October had been pruned.
 * Of the other store of version 4: she had filled a cart, bob left one of 30.00, and cle emptied hers. Of version 6: she filled one, too. */
foreach (['1', '2', '3', '4', '4-carts', '6'] as $version) {
    echo "version $version\n";
    $dir = scratch();
    mkdir("$dir/spool", 0700, true);
    chmod($dir, 0700);
    $from = __DIR__ . "/fixtures/store-v$version";
    copy("$from/key", "$dir/key");
    copy("$from/site", "$dir/site");
    $segment = basename(glob("$from/*.tls")[0]);
    copy("$from/$segment", "$dir/spool/$segment");
    file_put_contents("$dir/store.db", gzdecode((string) file_get_contents("$from/store.db.gz")));
    array_map(fn (string $file) => chmod($file, 0600), ["$dir/key", "$dir/site", "$dir/store.db", "$dir/spool/$segment"]);

    $store = Store::open($dir, ['identity_key' => str_repeat('k', 32), 'site' => 'fixture']);
    $identity = $store->report('overview')['identity'];
    same('before ingest', ['80.00', '50.00', '130.00'], [$identity['whatsapp'], $identity['unknown'], $identity['total']]);
    same('ingest', 1, $store->ingest()['events']);
    if ($version === '4-carts') {
        $carts = array_map(static fn (array $cart): array => [$cart['state'], $cart['value'], $cart['order'], $cart['products']], iterator_to_array($store->rows('carts'), false));
        sort($carts);
        same('carts', [['emptied', '15.00', null, ['7']], [time() > MONDAY / 1000 + 31 * 86400 ? 'lost' : 'open', '30.00', null, ['7']],
            ['ordered', '100.00', '1', ['Boot']]], $carts);
    }
    if ($version === '6') {
        // Days of before are packed now: ann put something into her cart after her click, wrote, bought, and gave some of it back.
        $chain = array_column($store->report('overview', ['from' => MONDAY - 7 * DAY, 'to' => MONDAY])['chain'], 'count', 'step');
        same('the chain', ['click' => 1, 'chat' => 1, 'cart' => 1, 'order' => 1, 'refunded' => 1], array_diff_key($chain, ['seen' => 0]));
    }
    $check = $store->check();
    same('check', [true, []], [$check['ok'], $check['problems']]);
    same('evidence', 'code', $store->journey('1')['evidence']);
    $store->record(order('3', MONDAY + DAY, ['lines' => [['product' => '7', 'name' => 'Sock', 'quantity' => 1, 'net' => '100', 'category' => 'socks']]]));
    $store->ingest();
    same('a new order', '230.00', $store->report('overview')['identity']['total']);
    if ($version === '4') {
        // Ann looked at 2 products in 30 of 60 seconds, half a page down, and searched; came again for a moment. Ben did not stay.
        same('quality', ['63.3', '0.0', '0.0'], array_column(iterator_to_array($store->rows('sessions'), false), 'quality'));
        foreach (['channel', 'landing', 'device', 'country', 'hour', 'product'] as $dim) {
            $total = $store->report('dimension', ['dim' => $dim, 'from' => MONDAY])['total'];
            $looked = $dim === 'product' ? 1 : 3; // visits that looked at any
            same("by $dim", [1, $looked, 95000, $looked], [$total['engaged']['n'], $total['engaged']['of'], $total['quality']['sum'], $total['quality']['of']]);
        }
        // A visit that was deleted by its age before anybody asked how it went.
        $total = $store->report('dimension', ['dim' => 'channel'])['total'];
        same('not known', [4, null, null, null], [$total['sessions'], $total['engaged'], $total['bounce'], $total['quality']]);
    }
}
?>
--EXPECT--
version 1
before ingest: ok
ingest: ok
check: ok
evidence: ok
a new order: ok
version 2
before ingest: ok
ingest: ok
check: ok
evidence: ok
a new order: ok
version 3
before ingest: ok
ingest: ok
check: ok
evidence: ok
a new order: ok
version 4
before ingest: ok
ingest: ok
check: ok
evidence: ok
a new order: ok
quality: ok
by channel: ok
by landing: ok
by device: ok
by country: ok
by hour: ok
by product: ok
not known: ok
version 4-carts
before ingest: ok
ingest: ok
carts: ok
check: ok
evidence: ok
a new order: ok
version 6
before ingest: ok
ingest: ok
the chain: ok
check: ok
evidence: ok
a new order: ok
