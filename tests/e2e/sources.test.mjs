// Where a visit came from, from the address and the referrer in a real browser to the channel of the report.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { cli, launch, php, PERSON, shopper, site } from './site.mjs';

let browser;
before(async () => {
  browser = await launch();
  php("[update_option('touchline_settings', ['number' => '4915228895456']), update_option('touchline_privacy', ['mode' => 'cookieless', 'limit' => 0]), 1]");
});
after(async () => {
  await browser?.close();
  php("[update_option('touchline_privacy', ['limit' => 0]), 1]");
});

// query, referrer, channel
const ways = [
  ['', '', 'direct'],
  ['utm_source=news&utm_medium=email&utm_campaign=spring', '', 'email'],
  ['utm_source=google&utm_medium=cpc', 'https://www.google.com/', 'paid_search'],
  ['utm_source=whatsapp&utm_medium=chat', '', 'whatsapp'],
  ['utm_source=instagram&utm_medium=social', '', 'social'],
  ['gclid=a1', 'https://www.google.com/', 'paid_search'],
  ['wbraid=a1', '', 'paid_search'],
  ['gbraid=a1', '', 'paid_search'],
  ['msclkid=a1', 'https://www.bing.com/', 'paid_search'],
  ['fbclid=a1', '', 'paid_social'],
  ['fbclid=a1', 'https://l.facebook.com/', 'social'], // Facebook adds it to links in posts too
  ['ttclid=a1', '', 'paid_social'],
  ['ctwa_clid=a1', '', 'whatsapp'],
  ['', 'https://www.google.com/', 'organic_search'],
  ['', 'https://www.instagram.com/', 'social'],
  ['', 'https://web.whatsapp.com/', 'whatsapp'],
  ['', 'https://blog.example.org/boots/', 'referral'],
  ['', 'https://www.paypal.com/', 'direct'],
  ['', 'https://checkout.stripe.com/', 'direct'],
  ['', 'https://pay.mollie.com/', 'direct'],
];

test('each source becomes its channel, and nothing else of the address is told', async () => {
  const run = Date.now().toString(36);
  const told = [];
  for (const [i, [query, referrer]] of ways.entries()) {
    // Without cookies the browser's name tells visitors apart.
    const context = await shopper(browser, { userAgent: `${PERSON} Test/${run}.${i}` });
    const page = await context.newPage();
    page.on('request', (request) => /touchline-beacon|touchline\/v1\/beacon/.test(request.url()) && told.push(request.postData()));
    await page.goto(`${site.URL}/from-${run}-${i}/?${query}&secret=s3cr3t&email=kim@mail.example`, referrer ? { referer: referrer } : {});
    await page.waitForTimeout(300);
    await context.close();
  }
  cli('touchline', 'ingest');
  for (const [i, [query, referrer, channel]] of ways.entries()) {
    const path = `/from-${run}-${i}/`;
    const rows = php(`Touchline\\WP\\Plugin::engine()->report('dimension', ['dim' => 'channel', 'filter' => ['landing' => ['${path}']], 'limit' => 2000])['rows']`);
    assert.deepEqual(rows.filter((row) => row.sessions > 0).map((row) => [row.key, row.sessions]), [[channel, 1]], `${query} from ${referrer}`);
  }
  assert.equal(told.length >= ways.length, true);
  assert.doesNotMatch(told.join(), /s3cr3t|kim@|secret/);
});
