--TEST--
Store::open() obeys open_basedir
--FILE--
<?php
require __DIR__ . '/common.inc';
$dir = scratch();
foreach (['', '/inside', '/outside'] as $name) {
    mkdir($dir . $name, 0700);
}
symlink("$dir/outside", "$dir/inside/link");
echo other_php(sprintf('$dir = %s; require %s;', var_export($dir, true), var_export(__DIR__ . '/common.inc', true)) . <<<'CODE'
    use Touchline\Store;
    Store::open("$dir/inside/store", ['create' => true]);
    Store::open("$dir/inside/store");
    echo "inside: opened\n";
    refused('outside', fn () => Store::open("$dir/outside", ['create' => true]));
    refused('up and out', fn () => Store::open("$dir/inside/../outside", ['create' => true]));
    refused('through a link', fn () => Store::open("$dir/inside/link/store", ['create' => true]));
    refused('a name that begins alike', fn () => Store::open("$dir/inside-too", ['create' => true]));
    chdir("$dir/inside");
    Store::open('relative', ['create' => true]);
    echo "relative: opened\n";
    refused('relative, out', fn () => Store::open('../outside/store', ['create' => true]));
    CODE, ['open_basedir' => "$dir/inside/:" . __DIR__]);
same('nothing was made outside', [], array_diff(scandir("$dir/outside"), ['.', '..']));
?>
--EXPECT--
inside: opened
outside: Touchline\StoreException 14
  the store's directory is outside open_basedir: <DIR>/outside; add it to open_basedir or choose another place
up and out: Touchline\StoreException 14
  the store's directory is outside open_basedir: <DIR>/outside; add it to open_basedir or choose another place
through a link: Touchline\StoreException 14
  the store's directory is outside open_basedir: <DIR>/outside/store; add it to open_basedir or choose another place
a name that begins alike: Touchline\StoreException 14
  the store's directory is outside open_basedir: <DIR>/inside-too; add it to open_basedir or choose another place
relative: opened
relative, out: Touchline\StoreException 14
  the store's directory is outside open_basedir: <DIR>/outside/store; add it to open_basedir or choose another place
nothing was made outside: ok
