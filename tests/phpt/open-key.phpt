--TEST--
A damaged, cut or lost key file is named, and no new key takes its place
--FILE--
<?php
require __DIR__ . '/common.inc';
use Touchline\Store;
$dir = scratch();
Store::open($dir, ['create' => true])->record(view('v1', MONDAY));
$key = file_get_contents("$dir/key");
$flipped = $key;
$flipped[20] = chr(ord($flipped[20]) ^ 1);
file_put_contents("$dir/key", $flipped);
refused('one bit flipped', fn () => Store::open($dir));
file_put_contents("$dir/key", substr($key, 0, 47));
refused('one byte short', fn () => Store::open($dir));
file_put_contents("$dir/key", $key . 'x');
refused('one byte long', fn () => Store::open($dir));
unlink("$dir/key");
refused('lost', fn () => Store::open($dir, ['create' => true]));
file_put_contents("$dir/key", $key);
Store::open($dir);
echo "put back: opened\n";
?>
--EXPECT--
one bit flipped: Touchline\StoreException 15
  the store's key file is damaged: <DIR>/key; restore it from a backup, no event in the spool can be read without it
one byte short: Touchline\StoreException 15
  the store's key file is damaged: <DIR>/key; restore it from a backup, no event in the spool can be read without it
one byte long: Touchline\StoreException 15
  the store's key file is damaged: <DIR>/key; restore it from a backup, no event in the spool can be read without it
lost: Touchline\StoreException 15
  the store's key file is damaged: <DIR>/key is missing; restore it from a backup, or empty the directory to begin anew
put back: opened
