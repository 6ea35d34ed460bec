--TEST--
pseudonym(): 32 hex characters, the same for one person's ways of writing, keyed, apart by kind
--FILE--
<?php
require __DIR__ . '/common.inc';
use function Touchline\pseudonym;
$key = '0123456789abcdef';
$mail = pseudonym('email', 'ann@example.com', $key);
same('shape', 1, preg_match('/^[0-9a-f]{32}$/', $mail));
/* Python: hashlib.blake2b(b"email\0ann@example.com", key=b"0123456789abcdef", digest_size=16).hexdigest() */
same('keyed BLAKE2b', '8016f5f94aa8ddc8a8b8b3ee2d206529', $mail);
same('again', $mail, pseudonym('email', 'ann@example.com', $key));
same('case and blanks', $mail, pseudonym('email', "  Ann@Example.COM\n", $key));
same('another address', true, $mail !== pseudonym('email', 'anna@example.com', $key));
same('another key', true, $mail !== pseudonym('email', 'ann@example.com', '0123456789abcdeF'));
same('a key of 64 bytes', true, $mail !== pseudonym('email', 'ann@example.com', str_repeat('k', 64)));
$phone = pseudonym('phone', '+49 171 1234567', $key);
same('phone and wa_id', $phone, pseudonym('wa_id', '491711234567', $key));
same('Brazil, with and without the ninth digit', pseudonym('phone', '+55 11 96123-4567', $key), pseudonym('wa_id', '551161234567', $key));
same('Mexico, 521 and 52', pseudonym('phone', '+52 55 1234 5678', $key), pseudonym('wa_id', '5215512345678', $key));
same('Argentina, 549 and 54', pseudonym('phone', '+54 11 1234 5678', $key), pseudonym('wa_id', '5491112345678', $key));
same('by kind', 5, count(array_unique(array_map(fn ($kind) => pseudonym($kind, '4917112345', $key), ['customer', 'email', 'phone', 'bsuid', 'visitor']))));
?>
--EXPECT--
shape: ok
keyed BLAKE2b: ok
again: ok
case and blanks: ok
another address: ok
another key: ok
a key of 64 bytes: ok
phone and wa_id: ok
Brazil, with and without the ninth digit: ok
Mexico, 521 and 52: ok
Argentina, 549 and 54: ok
by kind: ok
