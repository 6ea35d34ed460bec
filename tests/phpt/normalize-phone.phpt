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
    ["\u{660}\u{661}\u{660} \u{661}\u{662}\u{663}\u{664}\u{665}\u{666}\u{667}\u{668}", 'EG', '201012345678'], // Arabic-Indic digits
    ["\u{6f0}\u{6f9}\u{6f1}\u{6f2}\u{6f3}\u{6f4}\u{6f5}\u{6f6}\u{6f7}\u{6f8}\u{6f9}", 'IR', '989123456789'], // Persian ones
    ["\u{ff0b}\u{ff14}\u{ff14}\u{3000}\u{ff08}\u{ff10}\u{ff09}\u{ff12}\u{ff10}\u{2212}7946\u{200e} 0958", '', '442079460958'], // full width
    ["0171\u{ff0b} 1234567", 'DE', null], ["0171\u{e9} 1234567", 'DE', null], ["0171\xd9", 'DE', null], ["0171 1234567\xef\xbc", 'DE', null],
    [str_repeat('1', MILLION), 'DE', null], ["0171\0 1234567", 'DE', null], ['0171 1234567', str_repeat('D', 1000), null],
] as [$phone, $country, $expected]) {
    same((strlen($phone) > 50 ? strlen($phone) . ' bytes' : (preg_match('/^[ -~]*$/', $phone) ? $phone : json_encode($phone, JSON_INVALID_UTF8_SUBSTITUTE))) . ' in ' . substr($country, 0, 2), $expected, normalize_phone($phone, $country));
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
"\u0660\u0661\u0660 \u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668" in EG: ok
"\u06f0\u06f9\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7\u06f8\u06f9" in IR: ok
"\uff0b\uff14\uff14\u3000\uff08\uff10\uff09\uff12\uff10\u22127946\u200e 0958" in : ok
"0171\uff0b 1234567" in DE: ok
"0171\u00e9 1234567" in DE: ok
"0171\ufffd" in DE: ok
"0171 1234567\ufffd" in DE: ok
1000000 bytes in DE: ok
"0171\u0000 1234567" in DE: ok
0171 1234567 in DD: ok
