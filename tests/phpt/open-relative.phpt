--TEST--
A relative path is the script's at the time of opening, whatever the script's directory is later
--FILE--
<?php
require __DIR__ . '/common.inc';
use Touchline\Store;
$dir = scratch();
mkdir("$dir", 0700);
chdir($dir);
$store = Store::open('store', ['create' => true]);
chdir('/');
$store->record(view('v1', MONDAY));
same('in its place', true, spool_bytes("$dir/store") > 0);
?>
--EXPECT--
in its place: ok
