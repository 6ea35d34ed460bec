--TEST--
Three exceptions below one; code and domain go together
--FILE--
<?php
require __DIR__ . '/common.inc';
foreach (['Exception', 'StoreException', 'EventException', 'QueryException'] as $name) {
    echo $name, ' < ', implode(' < ', class_parents("Touchline\\$name")), "\n";
}
$store = store();
foreach ([
    fn () => Touchline\Store::open('/nowhere/at/all'),
    fn () => $store->record(['type' => 'page_view']),
    fn () => $store->report('no such report'),
] as $call) {
    try {
        $call();
    } catch (Touchline\Exception $e) {
        echo get_class($e), ' ', $e->getCode(), ' ', $e->getPrevious() === null ? '' : 'has a previous', "\n";
    }
}
?>
--EXPECT--
Exception < RuntimeException < Exception
StoreException < Touchline\Exception < RuntimeException < Exception
EventException < Touchline\Exception < RuntimeException < Exception
QueryException < Touchline\Exception < RuntimeException < Exception
Touchline\StoreException 10 
Touchline\EventException 53 
Touchline\QueryException 60 
