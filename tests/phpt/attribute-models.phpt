--TEST--
attribute(): the four models on paths worked out by hand
--FILE--
<?php
require __DIR__ . '/common.inc';
use function Touchline\attribute;
$show = function (string $what, array $credits): void {
    echo $what, ':';
    foreach ($credits as $key => $row) {
        echo " $key=", $row['value'], '/', round($row['conversions'], 4);
    }
    echo "\n";
};
$paths = [
    ['touches' => ['search', 'whatsapp', 'direct'], 'value' => 100],
    ['touches' => ['direct', 'direct'], 'value' => 50, 'conversions' => 2],
    ['touches' => ['whatsapp', 'whatsapp', 'email'], 'value' => 101],
];
foreach (['last', 'last_non_direct', 'first', 'linear'] as $model) {
    $show($model, attribute($paths, $model));
}
/* linear: 100 over three is 34, 33, 33; 50 over two is 25 and 25; 101 over three is 34, 34, 33. */
$show('nothing', attribute([], 'last'));
$show('a refund', attribute([['touches' => ['a', 'b', 'c'], 'value' => -100]], 'linear'));
$show('less than the touches', attribute([['touches' => ['a', 'b', 'c'], 'value' => 2]], 'linear'));
$show('zero', attribute([['touches' => ['a', 'b'], 'value' => 0, 'conversions' => 0, 'nulls' => 9]], 'linear'));
$show('not direct by its name', attribute([['touches' => ['a', ['key' => 'direct']], 'value' => 9]], 'last_non_direct'));
$show('direct by its flag', attribute([['touches' => ['a', ['key' => 'typed in', 'direct' => true]], 'value' => 9]], 'last_non_direct'));
$show('keys that are numbers', attribute([['touches' => ['7', '08'], 'value' => 9]], 'last'));
?>
--EXPECT--
last: search=0/0 whatsapp=0/0 direct=150/3 email=101/1
last_non_direct: search=0/0 whatsapp=100/1 direct=50/2 email=101/1
first: search=100/1 whatsapp=101/1 direct=50/2 email=0/0
linear: search=34/0.3333 whatsapp=101/1 direct=83/2.3333 email=33/0.3333
nothing:
a refund: a=-34/0.3333 b=-33/0.3333 c=-33/0.3333
less than the touches: a=1/0.3333 b=1/0.3333 c=0/0.3333
zero: a=0/0 b=0/0
not direct by its name: a=0/0 direct=9/1
direct by its flag: a=9/1 typed in=0/0
keys that are numbers: 7=0/0 08=9/1
