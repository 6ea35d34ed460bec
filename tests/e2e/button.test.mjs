// The button as shoppers meet it: nothing moves, nothing comes from elsewhere, it works without JavaScript, and it tells what was done.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { launch, php, shopper, site } from './site.mjs';

const woocommerce = site.WOOCOMMERCE === 'yes' ? false : 'WooCommerce is not here';
let browser;

const look = (values) => php(`[update_option('touchline_button', ${php_array(values)}), 1]`);
const settings = (values) => php(`[update_option('touchline_settings', ${php_array({ country: 'DE', number: '4915228895456', ...values })}), 1]`);
const php_array = (value) => `json_decode('${JSON.stringify(value).replace(/[\\']/g, '\\$&')}', true)`;
const product = () => php(`(function () { $p = wc_get_products(['limit' => 1, 'orderby' => 'ID', 'order' => 'ASC'])[0]; return ['id' => $p->get_id(), 'url' => get_permalink($p->get_id()), 'name' => $p->get_name()]; })()`);
const text = (href) => new URL(href).searchParams.get('text');

before(async () => {
  browser = await launch();
  settings({});
});
after(async () => {
  look({});
  settings({});
  await browser?.close();
});

/** What of ours moved while the page came up (the Layout Instability API), and which hosts it asked. */
async function arrive(url, options) {
  const context = await shopper(browser, options);
  const page = await context.newPage();
  const hosts = new Set();
  page.on('request', (request) => request.url().startsWith('http') && hosts.add(new URL(request.url()).host));
  await page.addInitScript(() => {
    window.moved = [];
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => entry.sources.forEach(({ node }) => {
      const element = node?.nodeType === 1 ? node : node?.parentElement;
      if (element?.closest('.touchline, .touchline-button')) window.moved.push(element.outerHTML.slice(0, 120));
    }))).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(url);
  await page.waitForTimeout(1500);
  return { context, page, hosts, moved: await page.evaluate(() => window.moved) };
}

test('nothing moves, nothing comes from elsewhere, at any width', { skip: woocommerce }, async () => {
  look({ bubble: 'Questions? We are here.' });
  for (const viewport of [{ width: 1280, height: 900 }, { width: 390, height: 844 }]) {
    const { context, page, hosts, moved } = await arrive(product().url, { viewport });
    assert.deepEqual(moved, []);
    assert.deepEqual([...hosts], [new URL(site.URL).host]);
    assert.ok(await page.isVisible('.touchline-floating') && await page.isVisible('[data-placement=product]'));
    assert.equal(await page.isVisible('.touchline-bubble'), viewport.width > 600);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no sideways scrolling');
    await context.close();
  }
});

test('each device has its own corner, and the text its scheme', async () => {
  look({ wide: 'left', phone: 'right', bubble: 'Hello', scheme: 'auto', size: 'large' });
  const wide = await arrive(site.URL, { colorScheme: 'dark' });
  const box = await wide.page.locator('.touchline-floating').boundingBox();
  assert.deepEqual([box.x, box.width], [20, 64]);
  assert.equal(await wide.page.locator('.touchline-bubble').evaluate((e) => getComputedStyle(e).color), 'rgb(255, 255, 255)');
  await wide.context.close();
  const phone = await arrive(site.URL, { viewport: { width: 390, height: 844 } });
  assert.equal((await phone.page.locator('.touchline-floating').boundingBox()).x, 390 - 20 - 64);
  await phone.context.close();
  look({ phone: 'none' });
  const none = await arrive(site.URL, { viewport: { width: 390, height: 844 } });
  assert.equal(await none.page.isVisible('.touchline-floating'), false);
  await none.context.close();
});

test('without JavaScript it is a plain link, in the cart and at the checkout too', { skip: woocommerce }, async () => {
  look({});
  const context = await shopper(browser, { javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${site.URL}/?add-to-cart=${product().id}`);
  for (const [path, placement] of [['/cart/', 'cart'], ['/checkout/', 'checkout']]) {
    await page.goto(site.URL + path);
    const links = page.locator(`[data-placement=${placement}]`);
    assert.equal(await links.count(), 1, placement);
    assert.match(text(await links.getAttribute('href')), /^Hello .+, I have a question about .+\.$/);
  }
  await context.close();
});

test('the buttons have no accessibility violation', { skip: woocommerce }, async () => {
  look({ bubble: 'Questions? We are here.', colour: '#ffee00' });
  const { context, page } = await arrive(product().url);
  const { violations } = await new AxeBuilder({ page }).include('.touchline-floating').include('[data-placement=product]').analyze();
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ').slice(0, 300)}`), []);
  await context.close();
});
