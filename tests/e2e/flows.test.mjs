// WooCommerce's own flows (@woocommerce/e2e-utils-playwright, which nobody here wrote) by shoppers in a browser, with both checkouts and both
// storages of orders; then each order is held to the shop's own tables by SQL.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { cli, launch, php, placeOrder, shopper, site } from './site.mjs';

// Its modules name their files without endings, which Node.js takes from CommonJS alone.
const { addAProductToCart, createClient, fillShippingCheckoutBlocks, getOrderIdFromUrl } = createRequire(import.meta.url)('@woocommerce/e2e-utils-playwright');
const skip = site.WOOCOMMERCE === 'yes' ? false : 'WooCommerce is not here';
const ADDRESS = { firstName: 'Ada', lastName: 'Flow', address: 'Kai 1', zip: '20095', city: 'Hamburg', isPostalCode: true };
const KEYS = ['ck_touchlineflows', 'cs_touchlineflows'];
let browser;
let products;
let classic;
let identity;
const made = [];

before(async () => {
  if (skip) return;
  php(`update_option('touchline_settings', array_merge((array) get_option('touchline_settings', []), ['country' => 'DE', 'number' => '4915228895456']))`);
  products = php(`array_map(fn ($p) => ['id' => (string) $p->get_id(), 'url' => get_permalink($p->get_id())], wc_get_products(['limit' => 3, 'orderby' => 'ID', 'order' => 'ASC']))`);
  classic = php(`(function () { $id = wp_insert_post(['post_type' => 'page', 'post_status' => 'publish', 'post_title' => 'Classic checkout', 'post_content' => '[woocommerce_checkout]']); return [$id, get_permalink($id)]; })()`);
  php(`$GLOBALS['wpdb']->insert($GLOBALS['wpdb']->prefix . 'woocommerce_api_keys', ['user_id' => 1, 'description' => 'flows', 'permissions' => 'read_write', 'consumer_key' => wc_api_hash('${KEYS[0]}'), 'consumer_secret' => '${KEYS[1]}', 'truncated_key' => 'flows'])`);
  browser = await launch();
  identity = total();
});
after(async () => {
  if (skip) return;
  storage(true);
  php(`[wp_delete_post(${classic[0]}, true), $GLOBALS['wpdb']->delete($GLOBALS['wpdb']->prefix . 'woocommerce_api_keys', ['description' => 'flows'])]`);
  await browser?.close();
});

const storage = (own) => php(`[add_filter('wc_allow_changing_orders_storage_while_sync_is_pending', '__return_true'), update_option('woocommerce_custom_orders_table_enabled', '${own ? 'yes' : 'no'}')]`);

/** All parts of the total line, in micros. */
function total() {
  cli('touchline', 'ingest');
  return php(`Touchline\\WP\\Plugin::engine()->report('overview', ['currency' => 'EUR', 'from' => 0, 'to' => (time() + 86400) * 1000])['identity']`);
}

/** A shopper who lands with an address and a referrer, and maybe asks on WhatsApp. */
async function arrive(landing, { referer, asks }) {
  const context = await shopper(browser, { baseURL: `${site.URL}/` });
  const page = await context.newPage();
  if (referer) await context.route(new URL(referer).origin + '/**', (route) => route.fulfill({ contentType: 'text/html', body: `<a href="${landing}">shop</a>`, headers: { 'Referrer-Policy': 'unsafe-url' } }));
  if (referer) {
    await page.goto(referer);
    await Promise.all([page.waitForURL(landing), page.click('a')]);
  } else {
    await page.goto(landing);
  }
  await page.waitForTimeout(400);
  if (asks) {
    const [popup] = await Promise.all([context.waitForEvent('page'), page.click('.touchline-floating')]);
    await popup.close();
  }
  return { context, page };
}

async function payInBlocks(page, email) {
  await page.goto('checkout/');
  await page.getByLabel('Email address').fill(email);
  await fillShippingCheckoutBlocks(page, ADDRESS);
  await page.getByLabel('Cash on delivery').check();
  await placeOrder(page);
}

async function payClassic(page, email) {
  await page.goto(classic[1]);
  for (const [field, value] of [['first_name', 'Ada'], ['last_name', 'Flow'], ['address_1', 'Kai 1'], ['postcode', '20095'], ['city', 'Hamburg'], ['email', email]]) {
    await page.fill(`#billing_${field}`, value);
  }
  await page.waitForFunction(() => !document.querySelector('.blockOverlay'));
  await page.locator('label[for="payment_method_bacs"]').click();
  await page.waitForFunction(() => !document.querySelector('.blockOverlay'));
  await page.click('#place_order');
}

async function buys({ landing, referer, asks, pays, product, quantity, expect }) {
  const { context, page } = await arrive(landing, { referer, asks });
  await addAProductToCart(page, product, quantity);
  await pays(page, `flow.${Date.now()}@example.com`);
  await page.waitForURL(/order-received/, { timeout: 60000 });
  const id = getOrderIdFromUrl(page);
  made.push({ id, expect });
  await context.close();
  return id;
}

/** What the shop's own tables say of an order, in micros: net before refunds, and what its refunds take of it. */
const shopSays = (id, own) => php(`(function () {
  global $wpdb;
  $micros = fn ($decimal) => (int) round(1000000 * (float) $decimal);
  $one = ${own ? "fn ($id) => $wpdb->get_row($wpdb->prepare(\"SELECT o.total_amount total, o.tax_amount tax, d.shipping_tax_amount shipping_tax, d.shipping_total_amount shipping FROM {$wpdb->prefix}wc_orders o JOIN {$wpdb->prefix}wc_order_operational_data d ON d.order_id = o.id WHERE o.id = %d\", $id), ARRAY_A)"
    : "fn ($id) => array_map(fn ($key) => get_post_meta($id, $key, true), ['total' => '_order_total', 'tax' => '_order_tax', 'shipping_tax' => '_order_shipping_tax', 'shipping' => '_order_shipping'])"};
  $net = function ($id) use ($one, $micros) { $o = array_map($micros, $one($id)); return $o['total'] - $o['tax'] - $o['shipping_tax'] - $o['shipping']; };
  $refunds = ${own ? "$wpdb->get_col($wpdb->prepare(\"SELECT id FROM {$wpdb->prefix}wc_orders WHERE parent_order_id = %d AND type = 'shop_order_refund'\", $ID))" : "$wpdb->get_col($wpdb->prepare(\"SELECT ID FROM {$wpdb->posts} WHERE post_parent = %d AND post_type = 'shop_order_refund'\", $ID))"};
  return [$net($ID), -array_sum(array_map($net, $refunds))];
})()`.replaceAll('$ID', id));

for (const own of [true, false]) {
  const kind = own ? 'orders in tables of their own' : 'orders as posts';
  const say = (what) => `${kind}: ${what}`;

  test(say('an advertisement, a question on WhatsApp, the block checkout'), { skip }, async () => {
    storage(own);
    await buys({
      landing: `${products[0].url}?utm_source=google&utm_medium=cpc&utm_campaign=flows`, asks: true, pays: payInBlocks, product: products[0].id, quantity: 2,
      expect: { own, evidence: 'click', whatsapp: true },
    });
  });

  test(say('a search engine, the classic checkout, paid by bank transfer, confirmed over REST'), { skip }, async () => {
    const id = await buys({
      landing: products[1].url, referer: 'https://www.google.com/search', pays: payClassic, product: products[1].id, quantity: 1,
      expect: { own, evidence: 'none', channel: 'organic_search' },
    });
    const rest = createClient(site.URL, { type: 'oauth1', consumerKey: KEYS[0], consumerSecret: KEYS[1] });
    assert.equal((await rest.put(`wc/v3/orders/${id}`, { status: 'completed' })).data.status, 'completed');
  });

  test(say('nobody sent this shopper; a part is refunded over REST'), { skip }, async () => {
    const id = await buys({
      landing: `${site.URL}/shop/`, pays: payInBlocks, product: products[2].id, quantity: 1, expect: { own, evidence: 'none', channel: 'direct' },
    });
    const rest = createClient(site.URL, { type: 'oauth1', consumerKey: KEYS[0], consumerSecret: KEYS[1] });
    const order = (await rest.get(`wc/v3/orders/${id}`)).data;
    const line = order.line_items[0];
    await rest.post(`wc/v3/orders/${id}/refunds`, {
      api_refund: false, line_items: [{ id: line.id, quantity: 1, refund_total: line.total, refund_tax: [{ id: line.taxes[0].id, refund_total: line.taxes[0].total }] }],
    });
  });

  test(say('each order is what the shop\'s tables say, and earned where it came from'), { skip }, async () => {
    cli('touchline', 'ingest');
    for (const { id, expect } of made.filter((one) => one.expect.own === own)) {
      const [net, refunded] = shopSays(id, own);
      const story = php(`Touchline\\WP\\Plugin::engine()->journey('${id}')`);
      assert.ok(net > 0, `order ${id} has no amount`);
      assert.deepEqual([story.net_micros, story.refunded_micros], [net, refunded], `order ${id}`);
      assert.equal(story.evidence, expect.evidence);
      const earning = story.touches.filter((touch) => touch.credit_micros !== 0);
      assert.equal(earning.reduce((sum, touch) => sum + touch.credit_micros, 0), net - refunded === 0 ? 0 : net - refunded);
      for (const touch of earning) assert.equal(touch.channel, expect.whatsapp ? 'whatsapp' : expect.channel);
    }
  });
}

test('the total line has grown by these orders, to the micro', { skip }, async () => {
  const now = total();
  const parts = ['whatsapp', 'other', 'unknown', 'renewals'].map((part) => now[`${part}_micros`] - identity[`${part}_micros`]);
  const shop = made.map(({ id, expect }) => shopSays(id, expect.own)).map(([net, refunded]) => net - refunded);
  assert.equal(parts.reduce((sum, part) => sum + part, 0), shop.reduce((sum, part) => sum + part, 0));
  const asked = made.flatMap(({ expect }, i) => expect.whatsapp ? [shop[i]] : []);
  assert.equal(parts[0], asked.reduce((sum, part) => sum + part, 0), 'WhatsApp earned the orders of those who asked, and no other');
});
