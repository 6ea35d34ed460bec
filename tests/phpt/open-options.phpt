--TEST--
Options of Store::open() are refused by name when they are unknown or have a wrong value
--FILE--
<?php
require __DIR__ . '/common.inc';
use Touchline\Store;
$dir = scratch();
foreach ([
    'unknown' => ['colour' => 'red'],
    'a list' => ['create'],
    'create' => ['create' => 1],
    'identity_key' => ['identity_key' => 'too short'],
    'identity_key, long' => ['identity_key' => str_repeat('k', 65)],
    'site' => ['site' => str_repeat('s', 513)],
    'adopt alone' => ['adopt' => true],
    'paid_statuses' => ['paid_statuses' => 'completed'],
    'excluded_statuses' => ['excluded_statuses' => ['failed', 3]],
    'query' => ['query' => 'net'],
    'spool_max_bytes' => ['spool_max_bytes' => 0],
    'an object' => ['query' => ['model' => new stdClass()]],
] as $what => $options) {
    refused($what, fn () => Store::open($dir, $options + ['create' => true]));
}
same('nothing was made', false, file_exists($dir));
Store::open($dir, ['create' => true, 'identity_key' => null, 'site' => null, 'query' => [], 'paid_statuses' => null]);
same('null is absent', true, file_exists($dir));
?>
--EXPECT--
unknown: Touchline\StoreException 40
  an option of the store is unknown or has a wrong value: 'colour'
a list: Touchline\StoreException 40
  an option of the store is unknown or has a wrong value: '0'
create: Touchline\StoreException 40
  an option of the store is unknown or has a wrong value: 'create' must be true or false
identity_key: Touchline\StoreException 40
  an option of the store is unknown or has a wrong value: 'identity_key' must be a string of 16 to 64 bytes
identity_key, long: Touchline\StoreException 40
  an option of the store is unknown or has a wrong value: 'identity_key' must be a string of 16 to 64 bytes
site: Touchline\StoreException 40
  an option of the store is unknown or has a wrong value: 'site' must be text of 1 to 512 bytes
adopt alone: Touchline\StoreException 40
  an option of the store is unknown or has a wrong value: 'adopt' needs 'site'
paid_statuses: Touchline\StoreException 40
  an option of the store is unknown or has a wrong value: 'paid_statuses' must be a list of statuses, each text of 1 to 64 bytes
excluded_statuses: Touchline\StoreException 40
  an option of the store is unknown or has a wrong value: 'excluded_statuses' must be a list of statuses, each text of 1 to 64 bytes
query: Touchline\StoreException 40
  an option of the store is unknown or has a wrong value: 'query' must be an array of options of reports by name
spool_max_bytes: Touchline\StoreException 40
  an option of the store is unknown or has a wrong value: 'spool_max_bytes' must be a whole number above 0
an object: Touchline\StoreException 40
  an option of the store is unknown or has a wrong value: 'model': an object cannot be taken; give strings, numbers, true, false, null and arrays of them
nothing was made: ok
null is absent: ok
