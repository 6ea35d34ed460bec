--TEST--
Text: NUL bytes, control characters, what is no UTF-8 and what is too long are refused; what is odd but right is not
--FILE--
<?php
require __DIR__ . '/common.inc';
$dir = scratch();
$store = Touchline\Store::open($dir, ['create' => true]);
foreach ([
    'a NUL byte' => "/a\0b",
    'a line feed' => "/a\nb",
    'DEL' => "/a\x7fb",
    'a lone surrogate' => "/\xed\xa0\xbd",
    'half of a pair in each' => "/\xed\xa0\xbd\xed\xb8\x80",
    'an overlong slash' => "\xc0\xaf",
    'beyond Unicode' => "\xf4\x90\x80\x80",
    'cut within a character' => "/\xe2\x82",
    'Latin-1' => "/caf\xe9",
    '1025 bytes' => str_repeat('x', 1025),
    'a million bytes' => str_repeat('x', MILLION),
] as $what => $path) {
    refused($what, fn () => $store->record(['path' => $path] + view('v1', MONDAY)));
}
same('nothing was written', 0, spool_bytes($dir));
foreach (['1024 bytes' => str_repeat('x', 1024), 'Arabic' => "/\u{0645}\u{0631}\u{062d}\u{0628}\u{0627}", 'emoji' => "/\u{1f45f}",
    'the last character' => "/\u{10fffd}", 'quotes' => "/'\";--", 'a BOM' => "\u{feff}/"] as $what => $path) {
    same($what, 32, strlen($store->record(['path' => $path] + view('v1', MONDAY))));
}
same('ingested', 6, $store->ingest()['events']);
?>
--EXPECT--
a NUL byte: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'path' of 'page_view' must be text of at most 1024 bytes, in valid UTF-8 and without control characters
a line feed: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'path' of 'page_view' must be text of at most 1024 bytes, in valid UTF-8 and without control characters
DEL: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'path' of 'page_view' must be text of at most 1024 bytes, in valid UTF-8 and without control characters
a lone surrogate: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'path' of 'page_view' must be text of at most 1024 bytes, in valid UTF-8 and without control characters
half of a pair in each: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'path' of 'page_view' must be text of at most 1024 bytes, in valid UTF-8 and without control characters
an overlong slash: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'path' of 'page_view' must be text of at most 1024 bytes, in valid UTF-8 and without control characters
beyond Unicode: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'path' of 'page_view' must be text of at most 1024 bytes, in valid UTF-8 and without control characters
cut within a character: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'path' of 'page_view' must be text of at most 1024 bytes, in valid UTF-8 and without control characters
Latin-1: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'path' of 'page_view' must be text of at most 1024 bytes, in valid UTF-8 and without control characters
1025 bytes: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'path' of 'page_view' must be text of at most 1024 bytes, in valid UTF-8 and without control characters
a million bytes: Touchline\EventException 52
  a field of the event has a wrong type or value: field 'path' of 'page_view' must be text of at most 1024 bytes, in valid UTF-8 and without control characters
nothing was written: ok
1024 bytes: ok
Arabic: ok
emoji: ok
the last character: ok
quotes: ok
a BOM: ok
ingested: ok
