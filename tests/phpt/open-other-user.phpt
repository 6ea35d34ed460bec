--TEST--
A process of another user is refused, and told which user to run as
--SKIPIF--
<?php
if (! function_exists('exec') || trim((string) shell_exec('id -u')) !== '0') {
    die('skip needs root, to become another user');
}
if (trim((string) shell_exec('command -v setpriv')) === '') {
    die('skip needs setpriv');
}
if (getenv('TOUCHLINE_VALGRIND')) {
    die('skip runs a process of its own');
}
?>
--FILE--
<?php
require __DIR__ . '/common.inc';
use Touchline\Store;
$dir = scratch();
Store::open($dir, ['create' => true]);
chmod($dir, 0777);
$so = sys_get_temp_dir() . '/touchline-phpt-' . bin2hex(random_bytes(4)) . '.so';
copy(getenv('TOUCHLINE_SO') ?: ini_get('extension_dir') . '/touchline.so', $so);
chmod($so, 0755);
putenv("TOUCHLINE_SO=$so");
$open = 'try { Touchline\Store::open(%s, ["create" => true]); echo "opened"; } catch (Throwable $e) { echo get_class($e), " ", $e->getCode(), " ", $e->getMessage(); }';
$as_nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
$say = fn (string $words) => print(str_replace($dir, '<DIR>', $words) . "\n");
$say(other_php(sprintf($open, var_export($dir, true)), [], $as_nobody));
chmod($dir, 0755);
$say(other_php(sprintf($open, var_export("$dir/new", true)), [], $as_nobody));
mkdir("$dir/own", 0500);
chown("$dir/own", 65534);
$say(other_php(sprintf($open, var_export("$dir/own", true)), [], $as_nobody));
unlink($so);
?>
--EXPECT--
Touchline\StoreException 12 the store belongs to another user: <DIR> belongs to root; run the command as that user: sudo -u 'root' ...
Touchline\StoreException 11 the store's directory cannot be written: cannot make <DIR>/new: Permission denied
Touchline\StoreException 11 the store's directory cannot be written: cannot write in <DIR>/own: Permission denied
