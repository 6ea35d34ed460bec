// The bar, the palette and the chart of the report page, as a merchant uses them: by mouse, by keyboard, without JavaScript.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { administrator, launch, php, site } from './site.mjs';

const REPORT = `${site.URL}/wp-admin/admin.php?page=touchline`;
const CAMPAIGN = 'Palettentest Süd & "Nord"';
let browser;
let admin;

before(async () => {
  php(`(function () {
    $engine = Touchline\\WP\\Plugin::engine();
    $then = (time() - 5 * HOUR_IN_SECONDS) * 1000;
    $agent = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1';
    $seen = ['visitor' => 'pagestest', 'path' => '/pages-test/', 'user_agent' => $agent];
    $engine->import(['type' => 'page_view', 'at' => $then, 'id' => 'pagestest-v', 'source' => 'x', 'medium' => 'cpc', 'campaign' => '${CAMPAIGN}'] + $seen);
    $engine->import(['type' => 'button_click', 'at' => $then + 60000, 'id' => 'pagestest-c'] + $seen);
    $engine->import(['type' => 'order', 'at' => $then + 120000, 'id' => 'pagestest-o', 'order' => 'pagestest', 'number' => 'pagestest', 'status' => 'completed',
      'currency' => get_option('woocommerce_currency', 'EUR'), 'placed_at' => $then + 120000, 'paid_at' => $then + 120000, 'total' => '77.70',
      'visitor' => 'pagestest', 'created_via' => 'test']);
    $engine->ingest(0);
    update_option('show_avatars', '');
    return true;
  })()`);
  browser = await launch();
  admin = await administrator(browser);
});
after(async () => browser?.close());

async function violations(page) {
  const { violations: found } = await new AxeBuilder({ page }).include('.wrap.tl').analyze();
  return found.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ').slice(0, 300)}`);
}

test('a filter is searched, taken, kept on every tab and taken away, without JavaScript', async () => {
  // wp-admin fades from page to page, and while it does a press falls beside.
  const context = await browser.newContext({ javaScriptEnabled: false, reducedMotion: 'reduce', storageState: await admin.storageState() });
  const page = await context.newPage();
  // Suites before this one sold in other currencies, too.
  await page.goto(`${REPORT}&period=week&measure=total&currency=${php(`get_option('woocommerce_currency', 'EUR')`)}`);
  await page.click('.tl-add > summary');
  await page.selectOption('.tl-add select', 'campaign');
  await page.fill('.tl-add input[type=search]', 'palettentest');
  await page.click('.tl-add button');
  assert.equal(await page.locator('.tl-add li a').count(), 1);
  await page.click('.tl-add li a');
  assert.match(await page.innerText('.tl-chips'), /Campaign: Palettentest Süd & "Nord"/);
  assert.match(await page.innerText('.tl-earned'), /77\.70/);
  await page.click('.tl-tabs >> text=Paths');
  assert.match(await page.innerText('.tl-chips'), /Palettentest/);
  assert.match(page.url(), /measure=total/);
  await page.click('.tl-chip a');
  assert.equal(await page.locator('.tl-chip').count(), 0);
  await context.close();
});

test('names of a fixed list are found in the words of the site', async () => {
  const page = await admin.newPage();
  await page.goto(`${REPORT}&period=week&find=device&find_text=pho`);
  assert.deepEqual(await page.$$eval('.tl-add li a', (links) => links.map((a) => a.textContent)), ['Phone']);
  assert.deepEqual(await violations(page), []);
  await page.goto(`${REPORT}&period=week&find=campaign&find_text=nosuchcampaign`);
  assert.match(await page.innerText('.tl-add [role=status]'), /Nothing of that name/);
  await page.close();
});

test('on a telephone the bar is one button that says what holds', async () => {
  const page = await admin.newPage();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${REPORT}&period=week&filter[device][]=mobile`);
  assert.equal(await page.locator('.tl-filter-form').isVisible(), false);
  assert.match(await page.innerText('.tl-filter > summary'), /Week to date, 1 filter/);
  await page.click('.tl-filter > summary');
  await page.click('.tl-add > summary');
  assert.equal(await page.locator('.tl-add select').isVisible(), true);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 390, `${wide} px`);
  await page.close();
});

test('the command palette leads to the tabs', async () => {
  const page = await admin.newPage();
  await page.goto(`${site.URL}/wp-admin/index.php`);
  const has = await page.evaluate(() => !!window.wp?.commands);
  if (!has) return; // before WordPress 6.9 the palette is in the editors alone
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Touchline: Journeys');
  await page.waitForSelector('text=Touchline: Journeys');
  await Promise.all([page.waitForURL(/tab=journeys/), page.keyboard.press('Enter')]);
  await page.close();
});

test('the keyboard skips tabs and filters', async () => {
  const page = await admin.newPage();
  await page.goto(`${REPORT}&period=week`);
  await page.focus('.tl-skip');
  const box = await page.locator('.tl-skip').boundingBox();
  assert.ok(box.width > 40 && box.height > 15, 'seen while it has the focus');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'tl-content');
  await page.close();
});

test('a changed setting is a flag on the chart and a line below it', async () => {
  php(`(function () {
    $old = get_option('touchline_settings');
    update_option('touchline_settings', ['window' => 14] + (array) $old);
    update_option('touchline_settings', $old);
    return true;
  })()`);
  const page = await admin.newPage();
  await page.goto(`${REPORT}&period=week`);
  assert.match(await page.innerText('.tl-notes'), /Window.*14 days, before 7 days/);
  const days = await page.locator('tr[data-day]').count();
  if (days > 1) {
    await page.locator('.tl-flag').last().click();
    assert.match(page.url(), /#tl-note-\d/);
  }
  assert.deepEqual(await violations(page), []);
  await page.close();
});
