// Every tab of the report page, with figures and without, as people with other eyes, hands and screens meet it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { administrator, lately, launch, php, site } from './site.mjs';

const REPORT = `${site.URL}/wp-admin/admin.php?page=touchline`;
const NARROW = { width: 390, height: 844 };
const EMPTY = '&period=custom&from=2019-01-01&to=2019-01-02';
let browser;
let admin;
let order;

before(async () => {
  // Two people come by Google and press the button; one buys at once, the other by e-mail two hours later.
  order = php(`(function () {
    $engine = Touchline\\WP\\Plugin::engine();
    $then = (time() - 4 * HOUR_IN_SECONDS) * 1000;
    $agent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36';
    foreach (['tabsone', 'tabstwo'] as $who) {
      $seen = ['visitor' => $who, 'path' => '/tabs-with-quite-a-long-address-that-must-not-push-the-page-aside/', 'user_agent' => $agent];
      $engine->import(['type' => 'page_view', 'at' => $then, 'id' => "$who-v", 'source' => 'google', 'medium' => 'cpc', 'campaign' => 'Donaudampfschifffahrtsgesellschaft'] + $seen);
      $engine->import(['type' => 'button_click', 'at' => $then + 60000, 'id' => "$who-c", 'product' => 'tabs', 'product_name' => 'Kraftfahrzeughaftpflichtversicherung'] + $seen);
      $engine->import(['type' => 'order', 'at' => $then + 7200000, 'id' => "$who-o", 'order' => $who, 'number' => $who, 'status' => 'completed',
        'currency' => get_option('woocommerce_currency', 'EUR'), 'placed_at' => $then + 7200000, 'paid_at' => $then + 7200000, 'total' => '1234.50',
        'visitor' => $who, 'created_via' => 'test']);
    }
    $engine->import(['type' => 'page_view', 'at' => $then + 7100000, 'id' => 'tabstwo-m', 'visitor' => 'tabstwo', 'path' => '/', 'source' => 'news', 'medium' => 'email', 'user_agent' => $agent]);
    $engine->ingest(0);
    update_option('show_avatars', ''); // WordPress's own, from elsewhere
    return 'tabsone';
  })()`);
  browser = await launch();
  admin = await administrator(browser);
});
after(async () => browser?.close());

async function tabs() {
  const page = await admin.newPage();
  await page.goto(REPORT);
  const found = await page.$$eval('.tl-tabs a', (links) => links.map((a) => new URL(a.href).searchParams.get('tab') ?? 'overview'));
  await page.close();
  assert.ok(found.length > 4, found.join());
  return found;
}

async function look(address, size) {
  const page = await admin.newPage();
  if (size) await page.setViewportSize(size);
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('request', (request) => new URL(request.url()).host === new URL(site.URL).host || errors.push(request.url()));
  const answer = await page.goto(address);
  assert.equal(answer.status(), 200, address);
  assert.equal(await page.locator('.tl-trouble').count(), 0, await page.innerText('#wpbody-content'));
  return { page, errors };
}

async function violations(page) {
  const { violations: found } = await new AxeBuilder({ page }).include('.wrap.tl').analyze();
  return found.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ').slice(0, 300)}`);
}

test('no tab has an obstacle that axe knows, loads from elsewhere, or breaks a script', async () => {
  const more = [`journeys&id=${order}`, 'journeys&path[]=paid_search&path[]=whatsapp', 'quality&cause=no_visitor', 'paths&dim=page'];
  const all = await tabs();
  const week = lately();
  const addresses = [...all, ...more].map((tab) => tab + week).concat(all.map((tab) => tab + EMPTY));
  for (const address of addresses) {
    const { page, errors } = await look(`${REPORT}&tab=${address}`);
    assert.deepEqual(await violations(page), [], address);
    assert.deepEqual(errors, [], address);
    await page.close();
  }
});

test('nothing scrolls sideways on a telephone, at 320 pixels or from right to left', async () => {
  const week = lately();
  for (const tab of [...await tabs(), `journeys&id=${order}`]) {
    const { page } = await look(`${REPORT}&tab=${tab}${week}`, NARROW);
    for (const width of [NARROW.width, 320]) {
      await page.setViewportSize({ ...NARROW, width });
      for (const direction of ['ltr', 'rtl']) {
        const wide = await page.evaluate((dir) => {
          document.documentElement.dir = dir;
          document.body.classList.toggle('rtl', dir === 'rtl');
          const edge = document.querySelector('.wrap.tl').getBoundingClientRect();
          const inBox = (element) => element.closest('.tl-scroll, .screen-reader-text, [aria-hidden="true"]');
          return [...document.querySelectorAll('.wrap.tl *')].filter((element) => {
            const box = element.getBoundingClientRect();
            return box.width > 1 && box.height > 1 && (box.right > edge.right + 1 || box.left < edge.left - 1) && !inBox(element.parentElement);
          }).map((element) => element.outerHTML.slice(0, 160));
        }, direction);
        assert.deepEqual(wide, [], `${tab} at ${width}, ${direction}`);
      }
    }
    await page.close();
  }
});

test('a check of the store is asked for on the page and found there a moment later', async () => {
  const page = await admin.newPage();
  await page.goto(`${REPORT}&tab=quality`);
  await page.click('text=Check the store');
  await page.waitForLoadState();
  for (let i = 0; i < 20 && (await page.innerText('.wrap.tl')).includes('under way'); i++) {
    await page.waitForTimeout(500);
    await page.goto(`${REPORT}&tab=quality`);
  }
  assert.match(await page.innerText('.wrap.tl'), /Checked on[^]*Nothing is wrong with the store/);
  assert.deepEqual(await violations(page), []);
  await page.close();
});

test('the figures of a tab stand in the page without JavaScript', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, storageState: await admin.storageState() });
  const page = await context.newPage();
  await page.goto(`${REPORT}&tab=paths${lately()}`);
  assert.match(await page.innerText('.wrap.tl'), /On average an order takes/);
  await page.goto(`${REPORT}&tab=journeys&id=${order}`);
  assert.match(await page.innerText('.tl-story'), /Order placed/);
  await context.close();
});
