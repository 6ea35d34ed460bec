--TEST--
A Store comes from open() only: not from new, clone, serialize or reflection; it holds no other properties
--FILE--
<?php
require __DIR__ . '/common.inc';
use Touchline\Store;
$store = store();
refused('new', fn () => new Store());
refused('clone', fn () => clone $store);
refused('serialize', fn () => serialize($store));
refused('unserialize', fn () => unserialize('O:15:"Touchline\Store":0:{}'));
refused('reflection', fn () => (new ReflectionClass(Store::class))->newInstanceWithoutConstructor());
refused('a property', function () use ($store) { $store->name = 'x'; });
refused('the constructor', fn () => $store->__construct());
same('it is final', true, (new ReflectionClass(Store::class))->isFinal());
var_dump($store == $store, $store == store());
unset($store);
gc_collect_cycles();
echo "gone\n";
?>
--EXPECT--
new: Error 0
  Call to private Touchline\Store::__construct() from global scope
clone: Error 0
  Trying to clone an uncloneable object of class Touchline\Store
serialize: Exception 0
  Serialization of 'Touchline\Store' is not allowed
unserialize: Exception 0
  Unserialization of 'Touchline\Store' is not allowed
reflection: ReflectionException 0
  Class Touchline\Store is an internal class marked as final that cannot be instantiated without invoking its constructor
a property: Error 0
  Cannot create dynamic property Touchline\Store::$name
the constructor: Error 0
  Call to private method Touchline\Store::__construct() from global scope
it is final: ok
bool(true)
bool(true)
gone
