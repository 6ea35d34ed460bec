// From a click on the WhatsApp button to its revenue in wp-admin, in a real browser. The shop's own order says what is right.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { administrator, cli, launch, php, placeOrder, shopper, site } from './site.mjs';

const woocommerce = site.WOOCOMMERCE === 'yes' ? false : 'WooCommerce is not here';
const REPORT = `${site.URL}/wp-admin/admin.php?page=touchline`;
let browser;
let admin;
let code;
let order;
let earnedBefore;

before(async () => {
  php(`update_option('touchline_settings', array_merge((array) get_option('touchline_settings', []), ['country' => 'DE', 'number' => '4915228895456']))`);
  browser = await launch();
  admin = await administrator(browser);
});
after(async () => browser?.close());

const earned = () => {
  cli('touchline', 'ingest');
  return php(`(function () {
    $today = (new DateTimeImmutable('today', wp_timezone()))->getTimestamp() * 1000;
    $r = Touchline\\WP\\Plugin::engine()->report('overview', ['currency' => get_woocommerce_currency(), 'from' => $today, 'to' => $today + 86400000]);
    return [$r['identity']['whatsapp_micros'], $r['identity']['whatsapp'], get_woocommerce_currency()];
  })()`);
};

const product = () => php(`(function () { $p = wc_get_products(['limit' => 1, 'orderby' => 'ID', 'order' => 'ASC'])[0]; return ['id' => $p->get_id(), 'url' => get_permalink($p->get_id()), 'name' => $p->get_name()]; })()`);

/** Presses the button and gives back the wa.me address that it opened. */
async function press(page, selector) {
  const [popup] = await Promise.all([page.context().waitForEvent('page'), page.click(selector)]);
  await popup.waitForLoadState();
  const address = popup.url();
  await popup.close();
  return address;
}

test('a shopper sees the button, presses it, and pays over the block checkout', { skip: woocommerce }, async () => {
  const { url, id } = product();
  [earnedBefore] = earned();
  const context = await shopper(browser);
  const page = await context.newPage();
  await page.goto(`${url}?utm_source=google&utm_medium=cpc&utm_campaign=winter`);
  await page.waitForTimeout(1600); // the button counts as seen after a second in view
  const address = new URL(await press(page, '.touchline-button'));
  assert.equal(address.hostname, 'wa.me');
  assert.equal(address.pathname, '/4915228895456');
  code = /Ref:? ?([0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{4})/.exec(address.searchParams.get('text'))?.[1];
  assert.ok(code, `no reference code in: ${address.searchParams.get('text')}`);

  await page.goto(`${site.URL}/?add-to-cart=${id}`);
  await page.goto(`${site.URL}/checkout/`);
  await page.fill('#email', 'shopper.e2e@example.com');
  for (const [field, value] of [['first_name', 'Ada'], ['last_name', 'Shopper'], ['address_1', 'Kai 1'], ['postcode', '20095'], ['city', 'Hamburg']]) {
    await page.fill(`#shipping-${field}`, value);
  }
  await page.click('#radio-control-wc-payment-method-options-cod');
  await placeOrder(page);
  assert.match(page.url(), /order-received/);
  order = Number(/order-received\/(\d+)/.exec(page.url())[1]);
  await context.close();

  const seen = php(`[wc_get_order(${order})->get_meta('_touchline_visitor'), wc_get_order(${order})->get_status()]`);
  assert.match(seen[0], /^[0-9a-f]{32}$/, 'the visitor is on the order');
  assert.equal(seen[1], 'processing');
});

test('a name that is cut inside a character loses no visit', async () => {
  const context = await shopper(browser);
  const page = await context.newPage();
  const answer = page.waitForResponse(/beacon/);
  await page.goto(`${site.URL}/?utm_source=cut&utm_campaign=${'a'.repeat(189)}${encodeURIComponent('\u{1F45F}')}`);
  assert.equal((await answer).status(), 204);
  await context.close();
});

test('the report leads with what that click earned, to the cent', { skip: woocommerce }, async () => {
  // The shop's own figures in cents: total, tax and shipping as WooCommerce rounds them for the customer.
  const net = php(`(int) round(100 * (wc_get_order(${order})->get_total() - wc_get_order(${order})->get_total_tax() - wc_get_order(${order})->get_shipping_total()))`);
  const [micros, printed, currency] = earned();
  assert.equal(Math.round((micros - earnedBefore) / 10000), net, 'the click earned the order, to the cent');
  const page = await admin.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(`${REPORT}&period=today&currency=${currency}`);
  const text = await page.innerText('#wpbody-content');
  const shown = Number(printed).toLocaleString('en-US', { minimumFractionDigits: 2 });
  assert.ok(text.includes(shown), `the page does not say ${shown}:\n${text}`);
  assert.match(text, /WhatsApp/);
  assert.deepEqual(errors, []);
  await page.screenshot({ path: `${site.shots}/overview-1280.png`, fullPage: true });
  await page.close();
});

test('the order says which touch earned what, and on what evidence', { skip: woocommerce }, async () => {
  const page = await admin.newPage();
  await page.goto(`${site.URL}/wp-admin/admin.php?page=wc-orders&action=edit&id=${order}`);
  const box = await page.innerText('#touchline-order');
  assert.ok(box.includes(code.replace('-', '')) || box.includes(code), box);
  await page.screenshot({ path: `${site.shots}/order-1280.png`, fullPage: true });
  await page.close();
});

test('the search box takes the code and shows its product and its order', { skip: woocommerce }, async () => {
  const { name } = product();
  const page = await admin.newPage();
  await page.goto(`${REPORT}&code=${code.toLowerCase()}`);
  const text = await page.innerText('#wpbody-content');
  assert.ok(text.includes(name), text);
  assert.ok(text.includes(String(order)), text);
  await page.close();
});

test('a code typed on an order that staff made ties it to the click', { skip: woocommerce }, async () => {
  const made = php(`(function () { $o = wc_create_order(['created_via' => 'admin']); $o->add_product(wc_get_products(['limit' => 1, 'orderby' => 'ID', 'order' => 'ASC'])[0]); $o->set_billing_email('pay.link@example.com'); $o->calculate_totals(); $o->save(); return $o->get_id(); })()`);
  const page = await admin.newPage();
  await page.goto(`${site.URL}/wp-admin/admin.php?page=wc-orders&action=edit&id=${made}`);
  await page.fill('[name="touchline_reference"]', ` ${code.toLowerCase()} `);
  await page.selectOption('#order_status', 'wc-processing');
  await page.click('button.save_order');
  await page.waitForLoadState('networkidle');
  cli('touchline', 'ingest');
  const journey = php(`Touchline\\WP\\Plugin::engine()->journey('${made}')`);
  assert.equal(journey.evidence, 'code');
  assert.equal(journey.code.by, site.ADMIN);
  await page.close();
});

test('the report reads without JavaScript and fits 390 pixels', async () => {
  const context = await administrator(browser, { viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await page.goto(`${REPORT}&period=today`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `the page scrolls sideways by ${wide} pixels`);
  await page.screenshot({ path: `${site.shots}/overview-390.png`, fullPage: true });
  await context.close();

  const plain = await administrator(browser, { javaScriptEnabled: false });
  const quiet = await plain.newPage();
  await quiet.goto(`${REPORT}&period=today`);
  assert.match(await quiet.innerText('#wpbody-content'), /WhatsApp/);
  await plain.close();
});

test('the report has no accessibility violation', async () => {
  const page = await admin.newPage();
  await page.goto(`${REPORT}&period=today`);
  const { violations } = await new AxeBuilder({ page }).include('#wpbody-content').analyze();
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ').slice(0, 300)}`), []);
  await page.close();
});

test('a bad value in the address falls back and says so', async () => {
  const page = await admin.newPage();
  const answer = await page.goto(`${REPORT}&period=fortnight&model=psychic&window=-3&currency=%3Cb%3E`);
  assert.equal(answer.status(), 200);
  assert.match(await page.innerText('#wpbody-content'), /fortnight|psychic/);
  await page.close();
});
