--TEST--
Store::open() makes a store that only its owner can read, and opens the same one again
--FILE--
<?php
require __DIR__ . '/common.inc';
use Touchline\Store;
$dir = scratch();
$first = Store::open($dir, ['create' => true]);
$key = file_get_contents("$dir/key");
printf("directory %o, key %o, %d bytes\n", fileperms($dir) & 0777, fileperms("$dir/key") & 0777, strlen($key));
$again = Store::open($dir);
Store::open($dir, ['create' => true]);
same('the key stays', $key, file_get_contents("$dir/key"));
$event = view('v1', MONDAY);
same('both are one store', $first->record($event), $again->record($event));
?>
--EXPECT--
directory 700, key 600, 48 bytes
the key stays: ok
both are one store: ok
