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

test('the link above the cart is a quiet line, however large the theme writes there', { skip: woocommerce }, async () => {
  const { context, page } = await arrive(php("wc_get_cart_url()"));
  const size = (element) => parseFloat(getComputedStyle(element).fontSize);
  const help = await page.$eval('.touchline-help', size);
  assert.ok(help <= await page.$eval('html', size), `${help} pixels`);
  assert.ok(help <= await page.$eval('.touchline-help', (element) => parseFloat(getComputedStyle(element.parentElement).fontSize)));
  await context.close();
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

/** A boot in two sizes, whose prices differ. */
const boot = () => php(`(function () {
  $parent = new WC_Product_Variable();
  $size = new WC_Product_Attribute();
  $size->set_name('Size');
  $size->set_options(['41', '42']);
  $size->set_variation(true);
  $parent->set_props(['name' => 'Rain boot', 'sku' => 'RB-' . uniqid(), 'attributes' => [$size]]);
  $parent->save();
  $made = ['url' => get_permalink($parent->get_id()), 'id' => $parent->get_id()];
  foreach (['41' => '79', '42' => '1089.5'] as $option => $price) {
    $one = new WC_Product_Variation();
    $one->set_props(['parent_id' => $parent->get_id(), 'attributes' => ['size' => $option], 'regular_price' => $price, 'sku' => 'RB-' . $option . uniqid()]);
    $one->save();
    $made[$option] = ['id' => $one->get_id(), 'sku' => $one->get_sku(), 'price' => html_entity_decode(wp_strip_all_tags(wc_price(wc_get_price_to_display($one))))];
  }
  WC_Product_Variable::sync($parent->get_id());
  return $made;
})()`);

const MESSAGE = 'Hello, I am {name}. I want {product} in {variation} (SKU {sku}) for {price}. My cart: {cart}.';

test('the plain link knows nobody; the browser fills in the variation, the cart and the name', { skip: woocommerce }, async () => {
  settings({ message: MESSAGE });
  const made = boot();
  const context = await shopper(browser);
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(made.url);
  const link = page.locator('[data-placement=product]');
  const sku = php(`wc_get_product(${made.id})->get_sku()`);
  assert.equal(text(await link.getAttribute('href')), `Hello. I want Rain boot (SKU ${sku}).`);

  const said = async () => {
    await link.hover();
    await page.waitForTimeout(700);
    const [popup] = await Promise.all([context.waitForEvent('page'), link.click()]);
    await popup.waitForLoadState();
    const words = text(popup.url());
    await popup.close();
    return words.replace(/ \(Ref: [0-9A-Z]{4}-[0-9A-Z]{4}\)$/, '');
  };
  assert.equal(await said(), `Hello. I want Rain boot (SKU ${sku}).`, 'nothing is chosen, nobody is known');

  await page.selectOption('[name=attribute_size]', '42');
  await page.waitForTimeout(300);
  await page.evaluate(async (id) => {
    const cart = await fetch('/wp-json/wc/store/v1/cart');
    const nonce = cart.headers.get('Nonce');
    const post = (path, body) => fetch(`/wp-json/wc/store/v1/cart/${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json', Nonce: nonce }, body: JSON.stringify(body) });
    await post('add-item', { id, quantity: 1 });
    await post('update-customer', { billing_address: { first_name: 'Ada', country: 'DE', postcode: '20095', city: 'Hamburg', address_1: 'Kai 1' } });
  }, made['42'].id);
  await page.waitForTimeout(5200); // the cart is asked for anew after five seconds
  await page.mouse.move(0, 0);
  const total = await page.evaluate(() => fetch('/wp-json/wc/store/v1/cart').then((answer) => answer.json()).then((cart) => cart.totals.total_price));
  const printed = `€${(total / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })}`;
  await page.waitForTimeout(5000);
  assert.equal(await said(), `Hello, I am Ada. I want Rain boot in 42 (SKU ${made['42'].sku}) for ${made['42'].price}. My cart: ${printed}.`);
  assert.deepEqual(errors, []);
  await context.close();
  settings({});
});

test('two visitors get the same page', { skip: woocommerce }, async () => {
  settings({ message: MESSAGE });
  const context = await shopper(browser);
  const page = await context.newPage();
  const links = async () => {
    const html = await (await context.request.get(product().url)).text();
    return html.match(/<a class="touchline-button.*?<\/a>|<div class="touchline" .*?>/gs);
  };
  const nobody = await links();
  await page.goto(`${site.URL}/?add-to-cart=${product().id}`);
  assert.deepEqual(await links(), nobody);
  assert.equal(nobody.length, 3);
  await context.close();
  settings({});
});

/** What a page tells the shop from now on. */
function listen(page) {
  const told = [];
  page.on('request', (request) => /touchline-beacon/.test(request.url()) && told.push(...JSON.parse(request.postData())));
  return told;
}

test('time counts while something is done, depth is the deepest, a variation is told once', { skip: woocommerce }, async () => {
  const made = boot();
  const context = await shopper(browser);
  const page = await context.newPage();
  const told = listen(page);
  await page.goto(made.url);
  await page.waitForTimeout(2500);
  const of = (type) => told.filter((event) => event.type === type);
  await page.evaluate(() => window.dispatchEvent(new Event('pagehide')));
  assert.deepEqual(of('engagement'), [], 'nobody has done anything yet');
  await page.mouse.move(200, 200);
  await page.mouse.wheel(0, 100000);
  await page.waitForTimeout(2300);
  await page.evaluate(() => scrollTo(0, 0));
  await page.selectOption('[name=attribute_size]', '41');
  await page.waitForTimeout(700);
  await page.selectOption('[name=attribute_size]', '42');
  await page.waitForTimeout(700);
  await page.evaluate(() => window.dispatchEvent(new Event('pagehide')));
  await page.waitForTimeout(300);
  assert.deepEqual(of('variation').map((event) => [event.product, event.variation]), [[made.id, made['41'].id], [made.id, made['42'].id]].map((ids) => ids.map(String)));
  const [engagement] = of('engagement');
  assert.equal(of('engagement').length, 1);
  assert.equal(engagement.depth, 100);
  assert.ok(engagement.active_ms >= 2000 && engagement.active_ms <= 5000, `${engagement.active_ms} ms`);
  assert.equal(engagement.view, of('product_view')[0].view);
  await context.close();
});

test('a search says what was looked for and how much was found', async () => {
  const context = await shopper(browser);
  const page = await context.newPage();
  const told = listen(page);
  await page.goto(`${site.URL}/?s=xyzzy`);
  await page.waitForTimeout(500);
  const search = told.find((event) => event.type === 'search');
  assert.deepEqual([search.query, search.results], ['xyzzy', 0]);
  await context.close();
});

test('whoever else measures on the page hears of the click, without its code', async () => {
  const context = await shopper(browser);
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.heard = [];
    window.dataLayer = [];
    window.gtag = (...words) => window.heard.push(['gtag', ...words]);
    window.fbq = (...words) => window.heard.push(['fbq', ...words]);
  });
  await page.goto(site.URL);
  const [popup] = await Promise.all([context.waitForEvent('page'), page.click('.touchline-floating')]);
  await popup.waitForLoadState();
  const [, code] = text(popup.url()).match(/Ref: (\S+)\)/);
  const heard = await page.evaluate(() => [...window.dataLayer, ...window.heard]);
  assert.deepEqual(heard.map((one) => one.event ?? one.slice(0, 3)), ['whatsapp_click', ['gtag', 'event', 'whatsapp_click'], ['fbq', 'track', 'Contact']]);
  assert.equal(heard[0].placement, 'floating');
  assert.ok(!JSON.stringify(heard).includes(code) && !JSON.stringify(heard).includes(code.replace('-', '')));
  await context.close();
});
