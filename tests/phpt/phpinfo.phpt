--TEST--
phpinfo() shows versions, the directory and what this process did
--INI--
touchline.dir=/srv/touchline
--FILE--
<?php
require __DIR__ . '/common.inc';
$store = store();
$store->recordMany([view('v1', MONDAY), view('v1', MONDAY + 1), view('v1', MONDAY + 2)]);
try {
    $store->record(['type' => 'nothing']);
} catch (Touchline\EventException) {
}
$store->ingest();
(new ReflectionExtension('touchline'))->info();
same('version', (new ReflectionExtension('touchline'))->getVersion(), phpversion('touchline'));
?>
--EXPECTF--

touchline

Touchline => %d.%d.%d
Event format => %d
Store format => %d
SQLite => 3.%d.%d
PCRE2 => 10.%s
libsodium => 1.%s
libxlsxwriter => %s
Store directory => /srv/touchline
Events recorded by this process => 3
Events refused by this process => 1
Events ingested by this process => 3

Directive => Local Value => Master Value
touchline.dir => /srv/touchline => /srv/touchline
version: ok
