--TEST--
classify(): bots, previews, devices, referrers and campaigns as the public lists know them
--FILE--
<?php
require __DIR__ . '/common.inc';
use function Touchline\classify;
$chrome = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
$phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';
$tablet = 'Mozilla/5.0 (iPad; CPU OS 16_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.0 Mobile/15E148 Safari/604.1';
foreach ([
    ['bot', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'],
    ['bot', 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)'],
    ['bot', 'WhatsApp/2.23.20.0 A'],
    ['bot', 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)'],
    ['bot', $chrome], ['bot', $phone], ['bot', ''],
    ['device', $chrome], ['device', $phone], ['device', $tablet], ['device', ''],
    ['channel', 'https://www.google.com/'], ['channel', 'www.google.de'], ['channel', 'https://duckduckgo.com/?q=boots'],
    ['channel', 'https://l.instagram.com/'], ['channel', 'https://www.facebook.com/'], ['channel', 'https://web.whatsapp.com/'], ['channel', 'https://wa.me/491711234567'],
    ['channel', 'https://www.paypal.com/checkoutnow'], ['channel', 'https://a-blog.example/boots'], ['channel', 'https://notgoogle.com/'], ['channel', ''],
    ['medium', 'google/cpc'], ['medium', 'google/organic'], ['medium', 'newsletter/email'], ['medium', 'facebook/paid_social'], ['medium', 'whatsapp/chat'], ['medium', '/'],
] as [$rules, $subject]) {
    printf("%-8s %-14s %s\n", $rules, classify($rules, $subject) ?? 'null', strlen($subject) > 48 ? substr($subject, 0, 45) . '...' : $subject);
}
refused('no such rules', fn () => classify('robots', 'x'));
same('a million bytes end', true, strlen((string) classify('bot', str_repeat('a', MILLION))) < 100);
same('a NUL byte', null, classify('channel', "goo\0gle.com"));
same('not UTF-8', null, classify('bot', "\xff\xfe\xed\xa0\xbd"));
?>
--EXPECT--
bot      Googlebot      Mozilla/5.0 (compatible; Googlebot/2.1; +http...
bot      bingbot        Mozilla/5.0 (compatible; bingbot/2.0; +http:/...
bot      preview        WhatsApp/2.23.20.0 A
bot      preview        facebookexternalhit/1.1 (+http://www.facebook...
bot      null           Mozilla/5.0 (Windows NT 10.0; Win64; x64) App...
bot      null           Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like ...
bot      null           
device   desktop        Mozilla/5.0 (Windows NT 10.0; Win64; x64) App...
device   mobile         Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like ...
device   tablet         Mozilla/5.0 (iPad; CPU OS 16_0 like Mac OS X)...
device   null           
channel  organic_search https://www.google.com/
channel  organic_search www.google.de
channel  organic_search https://duckduckgo.com/?q=boots
channel  social         https://l.instagram.com/
channel  social         https://www.facebook.com/
channel  whatsapp       https://web.whatsapp.com/
channel  whatsapp       https://wa.me/491711234567
channel  payment        https://www.paypal.com/checkoutnow
channel  null           https://a-blog.example/boots
channel  null           https://notgoogle.com/
channel  null           
medium   paid_search    google/cpc
medium   organic_search google/organic
medium   email          newsletter/email
medium   paid_social    facebook/paid_social
medium   whatsapp       whatsapp/chat
medium   other          /
no such rules: Touchline\QueryException 65
  there is no set of rules of that name: 'robots'; there are bot, device, channel, medium and intent
a million bytes end: ok
a NUL byte: ok
not UTF-8: ok
