--TEST--
The owner's own rules come before ours: in classify(), and when the store ingests
--FILE--
<?php
require __DIR__ . '/common.inc';
use function Touchline\classify;

same('own', 'social', classify('channel', 'https://www.forum.example/', [['social', 'forum\.example$']]));
same('ours after it', 'organic_search', classify('channel', 'https://www.google.com/', [['social', 'forum\.example$']]));
same('none', null, classify('bot', 'curl/8.5', [['none', '^curl/']]));
same('any language', 'support', classify('intent', 'ГДЕ МОЙ ЗАКАЗ', [['support', 'где мой заказ']]));
refused('no pattern', fn () => classify('bot', 'x', [['mine', 'a(']]));
refused('no label', fn () => classify('intent', 'x', [['anger', 'x']]));
refused('no list', fn () => classify('bot', 'x', ['mine' => 'x']));

$store = store(['rules' => ['channel' => [['social', '(^|\.)forum\.example$']], 'bot' => [['Watcher', 'Watcher']], 'medium' => [['whatsapp', '^wa-club/']]]]);
$store->recordMany([
    view('ann', MONDAY, ['referrer' => 'https://forum.example/thread']),
    view('bob', MONDAY, ['source' => 'wa-club', 'medium' => 'post']),
    view('cyd', MONDAY, ['user_agent' => 'Watcher/1.0']),
]);
same('bots', 1, $store->ingest()['bots']);
same('visits', ['social' => 1, 'whatsapp' => 1], array_column($store->report('dimension', ['dim' => 'channel', 'orderby' => 'label', 'order' => 'asc'])['rows'],
    'sessions', 'key'));
refused('a list of another kind', fn () => store(['rules' => ['smell' => []]])->ingest());
refused('rules that are none', fn () => store(['rules' => 'mine']));
?>
--EXPECT--
own: ok
ours after it: ok
none: ok
any language: ok
no pattern: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'rules' of 'bot': a pattern is none: missing closing parenthesis at character 3
no label: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'rules' of 'intent': a label is unknown; docs/api.md lists them
no list: Touchline\QueryException 62
  an option of the query has a wrong type or value: 'rules' of 'bot': it must be lists by kind: bot, device, channel, medium, intent
bots: ok
visits: ok
a list of another kind: Touchline\StoreException 40
  an option of the store is unknown or has a wrong value: 'rules' of 'smell': it must be lists by kind: bot, device, channel, medium, intent
rules that are none: Touchline\StoreException 40
  an option of the store is unknown or has a wrong value: 'rules' must be lists of [label, pattern] by kind
