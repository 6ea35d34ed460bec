--TEST--
rekey() gives everybody who is named the pseudonym of the new key; the rest is counted as before and matched no more
--FILE--
<?php
require __DIR__ . '/common.inc';

const OLD = '0123456789abcdef0123456789abcdef';
const NEWER = 'fedcba9876543210fedcba9876543210';
const PEOPLE = [['email', ' Anna@Example.org'], ['customer', '4711'], ['phone', '+491701111111'], ['customer', '0'], ['email', 'never@seen.org']];

$dir = scratch();
$store = Touchline\Store::open($dir, ['create' => true, 'identity_key' => OLD]);
$store->recordMany([
    view('anna', MONDAY, ['source' => 'google', 'medium' => 'cpc']), view('ben', MONDAY, ['source' => 'news', 'medium' => 'email']),
    order('1', MONDAY + 1000, ['visitor' => 'anna', 'email' => 'anna@example.org', 'customer' => '4711', 'phone' => '491701111111', 'total' => '10.00']),
    order('2', MONDAY + 1000, ['visitor' => 'ben', 'email' => 'ben@example.org', 'total' => '20.00']),
]);
$store->ingest();
$figures = static fn (): array => [$store->report('overview'), $store->report('dimension', ['dim' => 'source', 'credit' => 'all']),
    $store->journey('1')['touches'], $store->journey('2')['touches']];
$before = $figures();
$old = array_map(static fn (array $p): string => Touchline\pseudonym($p[0], $p[1], OLD), [...array_slice(PEOPLE, 0, 3), ['email', 'ben@example.org']]);

$in = static function () use ($dir, $old): array {
    $bytes = implode('', array_map(file_get_contents(...), glob("$dir/*.db*") ?: []));
    return array_values(array_filter($old, static fn (string $p): bool => str_contains($bytes, $p)));
};
same('all in the files', $old, $in());

refused('a short key', static fn () => $store->rekey('short', []));
refused('no kind', static fn () => $store->rekey(NEWER, [['shoe', '44']]));
refused('no pair', static fn () => $store->rekey(NEWER, ['email']));
refused('what a generator throws', static fn () => $store->rekey(NEWER, (static function (): Generator {
    yield PEOPLE[0];
    throw new LogicException('stopped');
})()));
same('nothing happened', true, $store->subject('email', 'ben@example.org')['found']);

echo json_encode($store->rekey(NEWER, (static fn (): Generator => yield from PEOPLE)())), "\n";
same('figures', $before, $figures());
same('found', [true, true, true, false], [
    $store->subject('email', 'anna@example.org')['found'], $store->subject('customer', '4711')['found'],
    $store->subject('phone', '491701111111')['found'], $store->subject('email', 'ben@example.org')['found'],
]);
same('his browser', 1, count($store->subject('visitor', 'ben')['orders']));
same('pseudonyms', Touchline\pseudonym('email', 'anna@example.org', NEWER), array_column($store->subject('visitor', 'anna')['identities'], 'pseudonym', 'kind')['email']);
same('none in the files', [], $in());

// What comes now is matched by the new key: by this handle, by one that is opened, never by the old one.
$store->record(order('3', MONDAY + 2000, ['email' => 'anna@example.org', 'total' => '1.00']));
$fresh = Touchline\Store::open($dir, ['identity_key' => NEWER]);
$fresh->record(order('4', MONDAY + 3000, ['customer' => '4711', 'total' => '1.00']));
$fresh->record(order('5', MONDAY + 3000, ['email' => 'ben@example.org', 'total' => '1.00']));
$fresh->ingest();
same('hers', ['1', '3', '4'], array_column($fresh->subject('visitor', 'anna')['orders'], 'order'));
same('his no more', ['2'], array_column($fresh->subject('visitor', 'ben')['orders'], 'order'));

// The process ended before the caller kept the new key: again with the same two keys.
$again = Touchline\Store::open($dir, ['identity_key' => OLD]);
$again->record(order('6', MONDAY + 4000, ['email' => 'anna@example.org', 'total' => '1.00']));
echo json_encode($again->rekey(NEWER, [...PEOPLE, ['email', 'ben@example.org']])), "\n";
same('still hers', true, in_array('3', array_column($again->subject('email', 'anna@example.org')['orders'], 'order'), true));
same('check', true, $again->check()['ok']);
?>
--EXPECT--
all in the files: ok
a short key: Touchline\EventException 55
  personal data needs the identity key: the key must have 16 to 64 bytes, it has 5
no kind: Touchline\EventException 52
  a field of the event has a wrong type or value: kind 'shoe' is none of customer, email, phone, wa_id, bsuid, visitor
no pair: Touchline\EventException 52
  a field of the event has a wrong type or value: rekey() takes people as [kind, value], two strings each
what a generator throws: LogicException 0
  stopped
nothing happened: ok
{"kept":3,"dropped":1}
figures: ok
found: ok
his browser: ok
pseudonyms: ok
none in the files: ok
hers: ok
his no more: ok
{"kept":4,"dropped":2}
still hers: ok
check: ok
