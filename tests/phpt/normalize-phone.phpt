--TEST--
normalize_phone(): E.164 digits for numbers that are possible in a country, null for others
--FILE--
<?php
require __DIR__ . '/common.inc';
use function Touchline\normalize_phone;
foreach ([
    ['0171 1234567', 'DE', '491711234567'], ['+49 (0)171 / 123-4567', 'DE', '491711234567'], ['0049 171 1234567', 'de', '491711234567'],
    ['+49 171 1234567', 'US', '491711234567'], ['(212) 555-2368', 'US', '12125552368'], ['1-212-555-2368', 'US', '12125552368'],
    ['07911 123456', 'GB', '447911123456'], ['11 96123-4567', 'BR', '5511961234567'], ['06 12345678', 'NL', '31612345678'],
    ['02 1234 5678', 'IT', '390212345678'], ['09812345678', '', null], ['+39 02 1234 5678', '', '390212345678'],
    ['', 'DE', null], ['12', 'DE', null], ['no number', 'DE', null], ['0171 1234567', 'XX', null], ['0171 1234567 890 123 456', 'DE', null],
    [str_repeat('1', MILLION), 'DE', null], ["0171\0 1234567", 'DE', null], ['0171 1234567', str_repeat('D', 1000), null],
] as [$phone, $country, $expected]) {
    same((strlen($phone) > 30 ? strlen($phone) . ' bytes' : addcslashes($phone, "\0")) . ' in ' . substr($country, 0, 2), $expected, normalize_phone($phone, $country));
}
?>
--EXPECT--
0171 1234567 in DE: ok
+49 (0)171 / 123-4567 in DE: ok
0049 171 1234567 in de: ok
+49 171 1234567 in US: ok
(212) 555-2368 in US: ok
1-212-555-2368 in US: ok
07911 123456 in GB: ok
11 96123-4567 in BR: ok
06 12345678 in NL: ok
02 1234 5678 in IT: ok
09812345678 in : ok
+39 02 1234 5678 in : ok
 in DE: ok
12 in DE: ok
no number in DE: ok
0171 1234567 in XX: ok
0171 1234567 890 123 456 in DE: ok
1000000 bytes in DE: ok
0171\000 1234567 in DE: ok
0171 1234567 in DD: ok
