--TEST--
sessionize() refuses what it does not know by place and name
--FILE--
<?php
require __DIR__ . '/common.inc';
use function Touchline\sessionize;
$good = ['visitor' => 'v', 'at' => 1];
refused('option', fn () => sessionize([$good], ['gap' => 1]));
refused("an option's value", fn () => sessionize([$good], ['timeout_ms' => -1]));
refused('an option of text', fn () => sessionize([$good], ['max_ms' => '1']));
refused('a list of options', fn () => sessionize([$good], [1800]));
refused('no list', fn () => sessionize($good));
foreach ([
    'no visitor' => ['at' => 1],
    'no time' => ['visitor' => 'v'],
    'a visitor that is a number' => ['visitor' => 7, 'at' => 1],
    'a time of text' => ['visitor' => 'v', 'at' => '1'],
    'a time with a fraction' => ['visitor' => 'v', 'at' => 1.5],
    'a campaign that is a number' => $good + ['campaign' => 7],
    'an unknown key' => $good + ['page' => '/'],
    'empty' => [],
    'no event' => 'v',
] as $what => $event) {
    refused($what, fn () => sessionize([$good, $event]));
}
?>
--EXPECT--
option: Touchline\QueryException 61
  the query has an unknown option: 'gap'; there are timeout_ms, max_ms and campaign
an option's value: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'timeout_ms' must be a whole number of milliseconds, 0 or more
an option of text: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'max_ms' must be a whole number of milliseconds, 0 or more
a list of options: Touchline\QueryException 61
  the query has an unknown option: '0'; there are timeout_ms, max_ms and campaign
no list: Touchline\QueryException 62
  an option of the query has a wrong type or value: events are a list
no visitor: Touchline\QueryException 62
  an option of the query has a wrong type or value: event 1 needs 'visitor' (a string) and 'at' (milliseconds)
no time: Touchline\QueryException 62
  an option of the query has a wrong type or value: event 1 needs 'visitor' (a string) and 'at' (milliseconds)
a visitor that is a number: Touchline\QueryException 62
  an option of the query has a wrong type or value: event 1: 'visitor' is unknown or has a wrong type
a time of text: Touchline\QueryException 62
  an option of the query has a wrong type or value: event 1: 'at' is unknown or has a wrong type
a time with a fraction: Touchline\QueryException 62
  an option of the query has a wrong type or value: event 1: 'at' is unknown or has a wrong type
a campaign that is a number: Touchline\QueryException 62
  an option of the query has a wrong type or value: event 1: 'campaign' is unknown or has a wrong type
an unknown key: Touchline\QueryException 62
  an option of the query has a wrong type or value: event 1: 'page' is unknown or has a wrong type
empty: Touchline\QueryException 62
  an option of the query has a wrong type or value: event 1 is no array of visitor, at and campaign
no event: Touchline\QueryException 62
  an option of the query has a wrong type or value: event 1 is no array of visitor, at and campaign
