--TEST--
touchline.dir is empty until it is set, and a script cannot change it
--FILE--
<?php
var_dump(ini_get('touchline.dir'), @ini_set('touchline.dir', '/tmp'), ini_get('touchline.dir'));
$setting = ini_get_all('touchline')['touchline.dir'];
var_dump($setting['access'] === (INI_SYSTEM | INI_PERDIR));
?>
--EXPECT--
string(0) ""
bool(false)
string(0) ""
bool(true)
