--TEST--
Personal data needs the identity key, and never reaches the disk as it is
--FILE--
<?php
require __DIR__ . '/common.inc';
use Touchline\Store;
$dir = scratch();
$plain = Store::open($dir, ['create' => true]);
foreach (['email' => 'ann@example.com', 'phone' => '+491711234567', 'wa_id' => '491711234567', 'customer' => '77', 'bsuid' => 'DE.1A2B'] as $field => $value) {
    refused($field, fn () => $plain->record(['type' => 'identify', 'by' => 'login', 'visitor' => 'v1', $field => $value]));
}
same('nothing was written', 0, spool_bytes($dir));
$keyed = Store::open($dir, ['identity_key' => '0123456789abcdef']);
$keyed->record(['type' => 'identify', 'by' => 'login', 'visitor' => 'v1', 'email' => 'Ann@Example.com', 'phone' => '+491711234567',
    'wa_id' => '491711234567', 'customer' => 'customer-77', 'bsuid' => 'DE.1A2B3C']);
$keyed->ingest();
$found = [];
foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator($dir, FilesystemIterator::SKIP_DOTS)) as $file) {
    foreach (['ann@example.com', 'Ann@Example.com', '1711234567', 'customer-77', 'DE.1A2B3C', '0123456789abcdef'] as $secret) {
        if (str_contains(file_get_contents((string) $file), $secret)) {
            $found[] = $file->getFilename() . ": $secret";
        }
    }
}
same('in no file', [], $found);
?>
--EXPECT--
email: Touchline\EventException 55
  personal data needs the identity key: field 'email' of 'identify': open the store with identity_key
phone: Touchline\EventException 55
  personal data needs the identity key: field 'phone' of 'identify': open the store with identity_key
wa_id: Touchline\EventException 55
  personal data needs the identity key: field 'wa_id' of 'identify': open the store with identity_key
customer: Touchline\EventException 55
  personal data needs the identity key: field 'customer' of 'identify': open the store with identity_key
bsuid: Touchline\EventException 55
  personal data needs the identity key: field 'bsuid' of 'identify': open the store with identity_key
nothing was written: ok
in no file: ok
