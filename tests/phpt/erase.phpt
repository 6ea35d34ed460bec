--TEST--
erase() leaves no byte of a person in any file, all money where it was, and the rest as if the person had never come
--FILE--
<?php
require __DIR__ . '/common.inc';

const KEY = '0123456789abcdef0123456789abcdef';
const ANNA = ['visitor' => 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1', 'second' => 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2', 'code' => 'ANNAC0DE',
    'email' => 'anna@example.org', 'customer' => '4711', 'phone' => '491701111111', 'message' => 'wamid.ANNA-0001-ANNA', 'query' => 'annas secret wish',
    'token' => 'annas-recovery-token', 'wording' => 'whatsapp:a22a0f0e0d0c'];

/** @return list<array<string, mixed>> what Anna did */
function anna(): array
{
    $at = MONDAY + HOUR;
    return [
        view(ANNA['visitor'], $at, ['source' => 'google', 'medium' => 'cpc']),
        ['type' => 'search', 'visitor' => ANNA['visitor'], 'at' => $at + 1000, 'query' => ANNA['query']],
        ['type' => 'search', 'visitor' => ANNA['visitor'], 'at' => $at + 1500, 'query' => 'shoes'],
        ['type' => 'product_view', 'visitor' => ANNA['visitor'], 'at' => $at + 1700, 'path' => '/boot', 'product' => '7', 'product_name' => 'Boot'],
        ['type' => 'button_click', 'visitor' => ANNA['visitor'], 'at' => $at + 2000, 'path' => '/', 'code' => ANNA['code']],
        ['type' => 'consent', 'visitor' => ANNA['visitor'], 'at' => $at + 2001, 'state' => 'granted', 'code' => ANNA['code'], 'purposes' => 'whatsapp:everybodys'],
        // From a browser that may not be known: it is hers by the code alone.
        ['type' => 'consent', 'at' => $at + 3000, 'state' => 'granted', 'code' => ANNA['code'], 'purposes' => ANNA['wording']],
        ['type' => 'link_open', 'at' => $at + 4000, 'path' => '/cart', 'kind' => 'recovery', 'token' => ANNA['token']],
        ['type' => 'message', 'message' => ANNA['message'], 'direction' => 'in', 'at' => $at + 60_000, 'wa_id' => ANNA['phone'], 'code' => ANNA['code']],
        ['type' => 'identify', 'visitor' => ANNA['second'], 'at' => $at + 90_000, 'by' => 'login', 'customer' => ANNA['customer']],
        ['type' => 'link_open', 'visitor' => ANNA['second'], 'at' => $at + 95_000, 'path' => '/cart', 'kind' => 'recovery', 'token' => ANNA['token']],
        annas_order($at + 100_000),
    ];
}

/** @return array<string, mixed> */
function annas_order(int $at, string $status = 'processing'): array
{
    return order('1', $at, ['status' => $status, 'placed_at' => MONDAY + HOUR + 100_000, 'paid_at' => MONDAY + HOUR + 100_000, 'visitor' => ANNA['visitor'],
        'email' => ANNA['email'], 'customer' => ANNA['customer'], 'phone' => '+' . ANNA['phone'], 'total' => '129.90', 'token' => ANNA['token'],
        'code' => ANNA['code'], 'code_by' => 'Mo', 'code_at' => $at]);
}

/** @return list<array<string, mixed>> what others did, enough for pages of the database to be split and moved */
function others(): array
{
    mt_srand(7);
    $events = [['type' => 'consent', 'at' => MONDAY + HOUR, 'state' => 'granted', 'code' => '00000001', 'purposes' => 'whatsapp:everybodys']];
    for ($i = 0; $i < 6000; $i++) {
        $visitor = md5('other' . mt_rand(0, 700));
        $at = MONDAY + mt_rand(0, 3 * DAY);
        $events[] = match ($i % 5) {
            0 => ['type' => 'search', 'visitor' => $visitor, 'at' => $at, 'query' => 'shoes'],
            1 => ['type' => 'button_click', 'visitor' => $visitor, 'at' => $at, 'path' => '/', 'code' => sprintf('%08d', $i)],
            2 => order("o$i", $at, ['visitor' => $visitor, 'email' => "p$i@example.org", 'total' => '10.00']),
            default => view($visitor, $at, ['source' => 'news', 'medium' => 'email']),
        };
    }
    return $events;
}

/** What of Anna stands in the files of the store. */
function left(string $dir): array
{
    $needles = [...array_values(ANNA)];
    foreach (['email', 'customer', 'phone'] as $kind) {
        $pseudonym = Touchline\pseudonym($kind, ANNA[$kind], KEY);
        array_push($needles, $pseudonym, (string) hex2bin($pseudonym));
    }
    $found = [];
    $files = new RecursiveIteratorIterator(new RecursiveDirectoryIterator($dir, FilesystemIterator::SKIP_DOTS));
    foreach ($files as $file) {
        foreach ($needles as $needle) {
            if (strlen($needle) > 4 && str_contains((string) file_get_contents((string) $file), $needle)) {
                $found[] = basename((string) $file) . ': ' . (preg_match('/^[ -~]+$/', $needle) ? $needle : bin2hex($needle));
            }
        }
    }
    return $found;
}

/** What the pages show, but for how orders are shared out. */
function figures(Touchline\Store $store): array
{
    $rows = static fn (string $kind): array => array_map(
        static fn (array $row): array => array_diff_key($row, ['person' => 0]),
        iterator_to_array($store->rows($kind), false)
    );
    $sorted = static function (array $rows): array {
        sort($rows);
        return $rows;
    };
    return [$sorted($rows('sessions')), $sorted($rows('clicks')), $sorted($rows('touches')), $sorted($rows('messages')),
        $store->report('dimension', ['dim' => 'source', 'credit' => 'all']), $store->report('dimension', ['dim' => 'product'])['total']['sessions']];
}

$dir = scratch();
$store = Touchline\Store::open($dir, ['create' => true, 'identity_key' => KEY]);
$all = [...anna(), ...others()];
shuffle($all);
$store->recordMany($all);
$store->ingest();
// Damage in the spool that ingest kept aside, with Anna in it, and a frame that was cut off.
$segment = glob("$dir/spool/*.tls")[0];
file_put_contents($segment, str_repeat("\xee", 20) . ANNA['visitor'] . str_repeat("\xee", 20), FILE_APPEND);
$store->record(view('bbbb', MONDAY + 5));
$store->ingest();
echo 'before: ', count(left($dir)) > 10 ? 'Anna is in the files' : 'Anna is not there', "\n";

$known = $store->subject('email', ' Anna@Example.org ');
echo 'known of her: ', implode(', ', array_map(static fn (string $k): string => $k . ' ' . count($known[$k]),
    ['identities', 'orders', 'sessions', 'touches', 'events', 'messages'])), "\n";
echo 'agreed to: ', implode(', ', array_filter(array_column($known['events'], 'purposes'))), "\n";
echo 'searched for: ', implode(', ', array_filter(array_column($known['events'], 'query'))), "\n";
same('as for her second browser', $known, $store->subject('visitor', ANNA['second']));
same('somebody else', ['found' => false, 'n' => 0], ['found' => $store->subject('email', 'x@y.org')['found'], 'n' => $store->erase('email', 'x@y.org')]);
$money = $store->report('overview')['identity'];

echo 'erased: ', $store->erase('email', 'ANNA@example.org'), "\n";
same('left', [], left($dir));
$check = $store->check();
same('check', [true, []], [$check['ok'], $check['problems']]);
same('not found', false, $store->subject('customer', ANNA['customer'])['found']);
same('total', $money['total'], $store->report('overview')['identity']['total']);
same('her order', ['erased', [], null], [($j = $store->journey('1'))['cause'], $j['touches'], $j['person']]);
$agreed = array_filter(iterator_to_array($store->rows('events'), false), static fn (array $row): bool => $row['type'] === 'consent');
same('what others agreed to', [['00000001', 'granted', 'whatsapp:everybodys']], array_map(static fn (array $row): array => [$row['code'], $row['state'], $row['purposes']], array_values($agreed)));
echo 'searches: ', implode(', ', array_unique(array_filter(array_column(iterator_to_array($store->rows('events'), false), 'query')))), "\n";

$without = Touchline\Store::open(scratch(), ['create' => true, 'identity_key' => KEY]);
$without->recordMany([...others(), view('bbbb', MONDAY + 5)]);
$without->record(array_diff_key(annas_order(MONDAY + HOUR + 100_000), array_flip(['visitor', 'email', 'customer', 'phone', 'token', 'code', 'code_by', 'code_at'])));
$without->ingest();
same('the rest', figures($without), figures($store));

// The shop still knows her, and says so with the next snapshot and when all is brought in again.
$store->recordMany([annas_order(MONDAY + DAY, 'completed'), ['type' => 'identify', 'by' => 'import', 'order' => '1', 'customer' => ANNA['customer']]]);
$store->ingest();
$journey = $store->journey('1');
same('told again', ['completed', 'erased', null], [$journey['status'], $journey['cause'], $journey['person']]);
same('not tied again', false, $store->subject('customer', ANNA['customer'])['found']);
foreach (['email', 'customer', 'phone'] as $kind) {
    $store->erase($kind, ANNA[$kind]);
}
same('left in the spool', [], left($dir));
same('check', true, $store->check()['ok']);
// What she does from now on is hers again.
$store->recordMany([view(ANNA['visitor'], MONDAY + 2 * DAY), order('2', MONDAY + 2 * DAY + 1, ['visitor' => ANNA['visitor'], 'email' => ANNA['email']])]);
$store->ingest();
same('anew', ['found' => true, 'orders' => ['2']], ['found' => ($s = $store->subject('email', ANNA['email']))['found'], 'orders' => array_column($s['orders'], 'order')]);

foreach (['shoe size' => '44', 'email' => ''] as $kind => $value) {
    refused((string) $kind, static fn () => $store->erase((string) $kind, $value));
}
refused('without a key', static fn () => store()->erase('email', 'a@b.org'));
?>
--EXPECT--
before: Anna is in the files
known of her: identities 6, orders 1, sessions 2, touches 4, events 8, messages 1
agreed to: whatsapp:everybodys, whatsapp:a22a0f0e0d0c
searched for: annas secret wish, shoes
as for her second browser: ok
somebody else: ok
erased: 11
left: ok
check: ok
not found: ok
total: ok
her order: ok
what others agreed to: ok
searches: shoes
the rest: ok
told again: ok
not tied again: ok
left in the spool: ok
check: ok
anew: ok
shoe size: Touchline\EventException 52
  a field of the event has a wrong type or value: kind 'shoe size' is none of customer, email, phone, wa_id, bsuid, visitor
email: Touchline\EventException 52
  a field of the event has a wrong type or value: the value given as email identifies nobody
without a key: Touchline\EventException 55
  personal data needs the identity key: the key must have 16 to 64 bytes, it has 0
