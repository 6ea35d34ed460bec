// A merchant makes a short link, copies it, and a customer follows it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { administrator, cli, launch, php, shopper, site } from './site.mjs';

const TAB = `${site.URL}/wp-admin/admin.php?page=touchline&tab=links`;
let browser;
before(async () => {
  browser = await launch();
  php("[update_option('touchline_settings', ['number' => '4915228895456']), update_option('touchline_privacy', ['mode' => 'cookieless', 'limit' => 0]), 1]");
});
after(async () => {
  await browser?.close();
  php("[update_option('touchline_privacy', ['limit' => 0]), 1]");
});

async function make(admin, fields) {
  const page = await admin.newPage();
  await page.goto(TAB);
  if (!(await page.isVisible('#tl-link-name'))) await page.click('.tl-link-form > summary');
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'to') await page.check(`[name=to][value=${value}]`);
    else await page.fill(`#tl-link-${name}`, value);
  }
  await page.click('.tl-link-form .button-primary >> text=Make the link');
  await page.waitForURL(/link=\d+/);
  return page;
}

test('a link is made, copied, followed and counted', async () => {
  const name = `Leaflet ${Date.now()}`;
  const admin = await administrator(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await make(admin, { name, target: `${site.URL}/sample-page/`, utm_source: 'leaflet', utm_medium: 'print', utm_campaign: 'autumn' });
  await page.click('.notice .tl-copy');
  const address = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(address, /\/go\/[2-9a-z]{6}$/);
  const context = await shopper(browser);
  const visit = await context.newPage();
  await visit.goto(address);
  assert.equal(visit.url(), `${site.URL}/sample-page/?utm_source=leaflet&utm_medium=print&utm_campaign=autumn`);
  await visit.waitForTimeout(700);
  await context.close();
  cli('touchline', 'ingest');
  await page.goto(`${TAB}&s=${encodeURIComponent(name)}&period=today`);
  const row = (await page.locator('tbody tr', { hasText: name }).innerText()).replace(/\s+/g, ' ');
  assert.match(row, /Edit .* 1 1 0 /, row);
  assert.equal(await page.locator('#tl-link-text').isVisible(), false, 'a chat\'s text is asked for where a chat is meant');
  await admin.close();
});

test('a link to a chat begins it with its text and a code', async () => {
  const admin = await administrator(browser);
  const page = await make(admin, { name: `Bio ${Date.now()}`, to: 'chat', text: 'Hello from Instagram', utm_source: 'instagram', utm_medium: 'social' });
  const address = await page.innerText('.notice code');
  const context = await shopper(browser);
  const visit = await context.newPage();
  const asked = [];
  visit.on('request', (request) => asked.push(request.url()));
  await visit.goto(address).catch(() => {}); // where it leads to is not there: nothing leaves the machine
  assert.match(decodeURIComponent(asked.at(-1)), /^https:\/\/wa\.me\/4915228895456\?text=Hello from Instagram \(Ref: \w{4}-\w{4}\)$/);
  await context.close();
  await admin.close();
});
