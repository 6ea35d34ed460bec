--TEST--
recordMany() stops at the first that is refused, and keeps what came before; a generator's exception comes through
--FILE--
<?php
require __DIR__ . '/common.inc';
$store = store();
refused('the third is wrong', fn () => $store->recordMany([view('v1', MONDAY), view('v1', MONDAY + 1), ['type' => 'nothing'], view('v1', MONDAY + 3)]));
same('two stay', 2, $store->ingest()['events']);
refused('no array', fn () => $store->recordMany([view('v1', MONDAY + 4), 'page_view', view('v1', MONDAY + 5)]));
same('one stays', 1, $store->ingest()['events']);
refused('an object', fn () => $store->recordMany((function () {
    yield new stdClass();
})()));
$finished = false;
$throws = (function () use (&$finished) {
    try {
        yield view('v1', MONDAY + 6);
        throw new LogicException('in the middle');
    } finally {
        $finished = true;
    }
})();
refused('the generator throws', fn () => $store->recordMany($throws));
same('its finally ran', true, $finished);
same('one more stays', 1, $store->ingest()['events']);
$asked = 0;
$endless = (function () use (&$asked) {
    while (true) {
        $asked++;
        yield $asked === 3 ? ['type' => 'nothing'] : view('v2', MONDAY + $asked);
    }
})();
refused('the generator is asked no further', fn () => $store->recordMany($endless));
same('asked', 3, $asked);
same('the store works on', 3, $store->recordMany([view('v3', MONDAY), view('v3', MONDAY + 1), view('v3', MONDAY + 2)]));
?>
--EXPECT--
the third is wrong: Touchline\EventException 50
  the event's type is unknown: 'nothing'
two stay: ok
no array: Touchline\EventException 52
  a field of the event has a wrong type or value: an event is an array, not string
one stays: ok
an object: Touchline\EventException 52
  a field of the event has a wrong type or value: an event is an array, not stdClass
the generator throws: LogicException 0
  in the middle
its finally ran: ok
one more stays: ok
the generator is asked no further: Touchline\EventException 50
  the event's type is unknown: 'nothing'
asked: ok
the store works on: ok
