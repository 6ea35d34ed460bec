--TEST--
pseudonym() refuses a short key, an unknown kind and a value that is nobody's
--FILE--
<?php
require __DIR__ . '/common.inc';
use function Touchline\pseudonym;
$key = '0123456789abcdef';
refused('no key', fn () => pseudonym('email', 'ann@example.com', ''));
refused('15 bytes', fn () => pseudonym('email', 'ann@example.com', substr($key, 1)));
refused('65 bytes', fn () => pseudonym('email', 'ann@example.com', str_repeat('k', 65)));
refused('kind', fn () => pseudonym('mail', 'ann@example.com', $key));
refused('nothing', fn () => pseudonym('email', '', $key));
refused('blanks', fn () => pseudonym('email', "  \t ", $key));
refused('an erased address', fn () => pseudonym('email', 'deleted@site.invalid', $key));
refused('zeros', fn () => pseudonym('phone', '000-0000', $key));
refused('no digits', fn () => pseudonym('phone', 'call me', $key));
refused('the guests', fn () => pseudonym('customer', '0', $key));
refused('a million bytes', fn () => pseudonym('email', str_repeat('x', MILLION), $key));
?>
--EXPECT--
no key: Touchline\EventException 55
  personal data needs the identity key: the key must have 16 to 64 bytes, it has 0
15 bytes: Touchline\EventException 55
  personal data needs the identity key: the key must have 16 to 64 bytes, it has 15
65 bytes: Touchline\EventException 55
  personal data needs the identity key: the key must have 16 to 64 bytes, it has 65
kind: Touchline\EventException 52
  a field of the event has a wrong type or value: kind 'mail' is none of customer, email, phone, wa_id, bsuid, visitor
nothing: Touchline\EventException 52
  a field of the event has a wrong type or value: the value given as email identifies nobody
blanks: Touchline\EventException 52
  a field of the event has a wrong type or value: the value given as email identifies nobody
an erased address: Touchline\EventException 52
  a field of the event has a wrong type or value: the value given as email identifies nobody
zeros: Touchline\EventException 52
  a field of the event has a wrong type or value: the value given as phone identifies nobody
no digits: Touchline\EventException 52
  a field of the event has a wrong type or value: the value given as phone identifies nobody
the guests: Touchline\EventException 52
  a field of the event has a wrong type or value: the value given as customer identifies nobody
a million bytes: Touchline\EventException 52
  a field of the event has a wrong type or value: the value given as email identifies nobody
