// With consent, what the browser could not tell is told by the next page, in its order, and counts once. Without consent nothing is kept.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { cli, launch, php, shopper, site } from './site.mjs';

let browser;
const choose = (mode) => php(`[update_option('touchline_privacy', ['mode' => '${mode}', 'limit' => 0]), 1]`);

before(async () => {
  php("[update_option('touchline_settings', ['number' => '4915228895456']), 1]");
  choose('consent');
  browser = await launch();
});
after(async () => {
  await browser?.close();
  choose('');
});

const kept = (page) => page.evaluate(() => JSON.parse(sessionStorage.getItem('touchline')) ?? []);
const visits = (campaign) => {
  cli('touchline', 'ingest');
  const report = php(`Touchline\\WP\\Plugin::engine()->report('dimension', ['dim' => 'campaign', 'limit' => 2000, 'credit' => 'all'])['rows']`);
  return report.find((row) => row.key === campaign)?.sessions ?? 0;
};

/** A shopper whose words go nowhere while the switch is off. */
async function cutOff(agrees) {
  const context = await shopper(browser);
  await context.addCookies([{ name: agrees ? 'unused' : 'ask', value: '1', url: site.URL }]);
  const page = await context.newPage();
  const line = { open: false, told: [] };
  await page.route(/touchline-beacon|touchline\/v1\/beacon/, (route) => {
    line.told.push(JSON.parse(route.request().postData()));
    return line.open ? route.continue() : route.abort();
  });
  return { context, page, line };
}

test('what was lost comes with the next page, before it, in one request', async () => {
  const campaign = `lost${Date.now()}`;
  const { context, page, line } = await cutOff(true);
  await page.goto(`${site.URL}/?utm_source=story&utm_medium=social&utm_campaign=${campaign}`);
  await page.waitForTimeout(700);
  assert.ok((await kept(page)).length >= 1);
  line.open = true;
  line.told.length = 0;
  await page.goto(`${site.URL}/sample-page/`);
  await page.waitForTimeout(700);
  const together = line.told.find((list) => list.some((event) => event.path === '/sample-page/'));
  const views = together.filter((event) => event.type === 'page_view');
  assert.deepEqual(views.map((event) => [event.path, event.campaign]), [['/', campaign], ['/sample-page/', undefined]]);
  assert.deepEqual(await kept(page), []);
  assert.equal(visits(campaign), 1);
  // An answer that got lost on its way: the same is told again, and is nothing new.
  await page.evaluate((list) => sessionStorage.setItem('touchline', JSON.stringify(list)), together.map((event) => JSON.stringify([event])));
  await page.goto(`${site.URL}/sample-page/?again`);
  await page.waitForTimeout(700);
  assert.equal(visits(campaign), 1);
  await context.close();
});

test('what is kept has an end', async () => {
  const { context, page } = await cutOff(true);
  for (let i = 0; i < 12; i++) await page.goto(`${site.URL}/?utm_campaign=${'long'.repeat(40)}${i}`).then(() => page.waitForTimeout(150));
  const list = await kept(page);
  assert.ok(list.length > 0 && list.length <= 9, `${list.length}`);
  assert.match(list.at(-1), /long11"/);
  await context.close();
});

test('who did not agree has nothing kept', async () => {
  const { context, page } = await cutOff(false);
  await page.goto(site.URL);
  await page.waitForTimeout(700);
  const names = await page.evaluate(() => [...Object.keys(sessionStorage), ...Object.keys(localStorage)]);
  assert.deepEqual(names.filter((name) => name.includes('touchline')), []);
  await context.close();
});
