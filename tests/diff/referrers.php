<?php

/**
 * Every host that Snowplow's public list of referrers names as a search engine, a network or a mailer is one for us, too.
 *   referrers.php FILE    data/referers.json of npm's @cgamesplay/referer-parser
 */

declare(strict_types=1);

const CHANNELS = ['search' => 'organic_search', 'social' => 'social', 'email' => 'email'];
// Where we mean something else: one host that is a mailer and a search engine, a path that no host tells, WhatsApp's own channel, and
// networks whose search box the list counts as an engine.
const OURS = ['inbox.com/search/' => 'email', 'mail.ru' => 'email', 'orange.fr/webmail' => 'organic_search', 'com.whatsapp' => 'whatsapp',
    'web.whatsapp.com' => 'whatsapp', 'whatsapp.com' => 'whatsapp', 'digg.com' => 'social'];

$passed = $failed = 0;
foreach (json_decode((string) file_get_contents($argv[1]), true, 512, JSON_THROW_ON_ERROR) as $medium => $sources) {
    foreach (isset(CHANNELS[$medium]) ? $sources : [] as $name => $source) {
        foreach ($source['domains'] as $domain) {
            $got = Touchline\classify('channel', "https://$domain");
            $wanted = OURS[$domain] ?? CHANNELS[$medium];
            if ($got === $wanted) {
                $passed++;
                continue;
            }
            $failed++;
            echo "$name: $domain is " . ($got ?? 'a referral') . ", not $wanted\n";
        }
    }
}
echo "$passed passed, $failed failed\n";
exit($failed === 0 && $passed > 1000 ? 0 : 1);
