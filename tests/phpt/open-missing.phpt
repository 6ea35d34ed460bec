--TEST--
Store::open() says why there is no store, and what to do
--FILE--
<?php
require __DIR__ . '/common.inc';
use Touchline\Store;
$dir = scratch();
refused('nothing there', fn () => Store::open($dir));
refused('no parent', fn () => Store::open("$dir/a/b", ['create' => true]));
mkdir($dir, 0700);
refused('an empty directory', fn () => Store::open($dir));
refused('no path', fn () => Store::open(''));
refused('a NUL byte', fn () => Store::open("$dir\0x", ['create' => true]));
refused('a path of a million bytes', fn () => Store::open('/' . str_repeat('x', MILLION), ['create' => true]));
file_put_contents("$dir/file", 'x');
refused('a file in its place', fn () => Store::open("$dir/file", ['create' => true]));
refused('below a file', fn () => Store::open("$dir/file/store", ['create' => true]));
echo implode(' ', array_diff(scandir($dir), ['.', '..'])), "\n";
?>
--EXPECT--
nothing there: Touchline\StoreException 10
  the store's directory does not exist or holds no store: <DIR>; make the store with the option create
no parent: Touchline\StoreException 10
  the store's directory does not exist or holds no store: the parent directory of <DIR>/a/b does not exist; make it first
an empty directory: Touchline\StoreException 10
  the store's directory does not exist or holds no store: <DIR> holds no store; make it with the option create
no path: Touchline\StoreException 10
  the store's directory does not exist or holds no store: the path is empty or has a NUL byte in it
a NUL byte: ValueError 0
  Touchline\Store::open(): Argument #1 ($dir) must not contain any null bytes
a path of a million bytes: Touchline\StoreException 10
  the store's directory does not exist or holds no store: the path has 1000001 bytes, at most 4095 are possible
a file in its place: Touchline\StoreException 10
  the store's directory does not exist or holds no store: <DIR>/file is no directory
below a file: Touchline\StoreException 10
  the store's directory does not exist or holds no store: <DIR>/file/store; make the store with the option create
file
