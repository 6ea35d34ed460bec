--TEST--
A store belongs to one site; another one is refused until it adopts the store
--FILE--
<?php
require __DIR__ . '/common.inc';
use Touchline\Store;
$dir = scratch();
Store::open($dir, ['create' => true, 'site' => '7 https://shop.example']);
Store::open($dir, ['site' => '7 https://shop.example']);
refused('a copy of the site', fn () => Store::open($dir, ['site' => '7 https://staging.example']));
Store::open($dir, ['site' => '8 https://new.example', 'adopt' => true]);
refused('the one before', fn () => Store::open($dir, ['site' => '7 https://shop.example']));
Store::open($dir);
echo "without a site: opened\n";
?>
--EXPECT--
a copy of the site: Touchline\StoreException 16
  the store belongs to another site: it is that of '7 https://shop.example', not of '7 https://staging.example'; open it with adopt if the site has moved
the one before: Touchline\StoreException 16
  the store belongs to another site: it is that of '8 https://new.example', not of '7 https://shop.example'; open it with adopt if the site has moved
without a site: opened
