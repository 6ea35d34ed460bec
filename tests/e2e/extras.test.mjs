// What only some shops want of the button: hours, agents, moments, the QR code, the opt-in. The truths are worked out by hand, by the clocks of
// Berlin (summer time from the last Sunday of March, 01:00 UTC, to that of October), New York (from the middle of March) and Tokyo (none). A page
// knows the clocks from when it is made, so the Sundays are the coming ones.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import jsQR from 'jsqr';
import { administrator, cli, launch, php, shopper, site } from './site.mjs';

const woocommerce = site.WOOCOMMERCE === 'yes' ? false : 'WooCommerce is not here';
const json = (value) => `json_decode('${JSON.stringify(value).replace(/[\\']/g, '\\$&')}', true)`;
const options = (values) => php(`[${Object.entries(values).map(([name, value]) => `update_option('touchline_${name}', ${json(value)})`).join(',')}]`);
const product = (stock = 'instock') => php(`(function () {
  $p = new WC_Product_Simple();
  $p->set_props(['name' => 'Lantern', 'regular_price' => '20', 'stock_status' => '${stock}', 'sku' => uniqid('L')]);
  $p->save();
  return ['id' => $p->get_id(), 'url' => get_permalink($p->get_id())];
})()`);
const text = (href) => new URL(href).searchParams.get('text');
const FLOATING = '.touchline-floating';
const ALWAYS = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, '00:00-24:00']));
const NEVER = { mon: '', tue: '', wed: '', thu: '', fri: '', sat: '', sun: '' };
const change = (month) => {
  const last = (year) => new Date(Date.UTC(year, month, 31 - new Date(Date.UTC(year, month, 31)).getUTCDay(), 1));
  const year = new Date().getUTCFullYear();
  return last(year) > Date.now() ? last(year) : last(year + 1);
};
const SPRING = change(2);
const AUTUMN = change(9);
const day = (sunday, days, time) => `${new Date(+sunday + days * 86400000).toISOString().slice(0, 10)}T${time}Z`;
let browser;
let zone;

before(async () => {
  browser = await launch();
  zone = php(`[get_option('timezone_string'), get_option('gmt_offset')]`);
  php(`[update_option('timezone_string', 'Europe/Berlin'), update_option('touchline_privacy', ['mode' => 'cookieless', 'limit' => 0])]`);
});
beforeEach(() => options({ settings: { country: 'DE', number: '4915228895456' }, team: [], moments: [], before: [], button: [] }));
after(async () => {
  options({ settings: { country: 'DE', number: '4915228895456' }, team: [], moments: [], before: [], button: [], privacy: { limit: 0 } });
  php(`[update_option('timezone_string', ${json(zone[0])}), update_option('gmt_offset', ${json(zone[1])})]`);
  await browser?.close();
});

/** A page as a shopper has it, what of it moved, whom it asked, what went wrong, and what it told the shop. */
async function arrive(url, settings = {}, at = null) {
  const context = await shopper(browser, settings);
  const page = await context.newPage();
  const seen = { context, page, hosts: new Set(), files: [], errors: [], told: [] };
  page.on('pageerror', (error) => /touchline/.test(error.stack) && seen.errors.push(error.stack)); // others stumble over the faked clock
  page.on('request', (request) => {
    if (request.url().startsWith('http')) seen.hosts.add(new URL(request.url()).host);
    if (/touchline\/assets/.test(request.url())) seen.files.push(/assets\/([a-z]+)/.exec(request.url())[1]);
    if (/touchline-beacon/.test(request.url())) seen.told.push(...JSON.parse(request.postData()));
  });
  await page.addInitScript(() => {
    window.moved = [];
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => entry.sources.forEach(({ node }) => {
      const element = node?.nodeType === 1 ? node : node?.parentElement;
      if (element?.closest('.touchline, .touchline-button')) window.moved.push(element.outerHTML.slice(0, 120));
    }))).observe({ type: 'layout-shift', buffered: true });
  });
  if (at) await page.clock.install({ time: at });
  await page.goto(url);
  return seen;
}

/** Presses, and gives back where the chat opened. */
async function chat(page, selector) {
  const [popup] = await Promise.all([page.context().waitForEvent('page'), page.click(selector)]);
  await popup.waitForLoadState();
  const address = popup.url();
  await popup.close();
  return address;
}

test('hours hold by the shop\'s clock, over midnight and over the change to summer time, wherever the visitor is', async () => {
  options({ team: { hours: { ...NEVER, sat: '22:00-03:30', mon: '09:00-12:30, 14:00-17:00' }, closed: day(SPRING, 8, '').slice(0, 10), hide: true } });
  const truths = [
    [day(SPRING, -1, '20:59:00'), false, 'Saturday 21:59'], [day(SPRING, -1, '21:00:30'), true, 'Saturday 22:00'],
    [day(SPRING, 0, '00:59:00'), true, 'Sunday 01:59, before the change'], [day(SPRING, 0, '01:29:00'), true, 'Sunday 03:29, after it'],
    [day(SPRING, 0, '01:30:30'), false, 'Sunday 03:30'],
    [day(SPRING, 1, '06:59:00'), false, 'Monday 08:59 in summer'], [day(SPRING, 1, '07:00:30'), true, 'Monday 09:00'],
    [day(SPRING, 1, '10:30:30'), false, 'Monday 12:30'], [day(SPRING, 1, '12:00:30'), true, 'Monday 14:00'], [day(SPRING, 1, '15:00:30'), false, 'Monday 17:00'],
    [day(SPRING, -6, '08:00:30'), true, 'a Monday of winter, 09:00'], [day(SPRING, 8, '07:00:30'), false, 'a Monday closed by its date'],
    [day(AUTUMN, -1, '20:00:30'), true, 'Saturday 22:00 in summer'], [day(AUTUMN, 0, '02:29:00'), true, 'Sunday 03:29 in winter'],
  ];
  for (const timezoneId of ['America/New_York', 'Asia/Tokyo']) {
    // One page, as a cache would keep it: made today, looked at then, half a minute after each moment and, on a busy machine, a bit more.
    const { context, page, errors } = await arrive(site.URL, { timezoneId }, day(SPRING, -8, '12:00:00'));
    for (const [at, open, when] of truths) {
      await page.clock.setSystemTime(at);
      await page.clock.runFor(30000);
      assert.equal(await page.isVisible(FLOATING), open, `${when} seen from ${timezoneId}`);
    }
    assert.deepEqual(errors, []);
    await context.close();
  }
});

test('while nobody is there, the press says when somebody is, on the visitor\'s clock; the chat is still to be had', async () => {
  options({ team: { hours: { ...NEVER, sun: '10-12' }, offline: 'Sorry, closed. We answer from {opens} (yes, {opens}). Write!' }, button: { bubble: 'Questions?' } });
  const { context, page, told, errors } = await arrive(site.URL, { timezoneId: 'America/New_York', locale: 'en-US' }, day(SPRING, -1, '12:00:00'));
  // Sunday 10:00 in Berlin's summer is 08:00 UTC, is 04:00 in New York's.
  const words = /^Sorry, closed\. We answer from Sunday (at )?4:00\sAM \(yes, Sunday (at )?4:00\sAM\)\. Write!$/;
  assert.match(await page.innerText('.touchline-bubble'), words);
  assert.match(await page.getAttribute(FLOATING, 'aria-label'), /4:00\sAM\)\. Write! Chat with us on WhatsApp$/);
  await page.click(FLOATING);
  assert.match(await page.innerText('.touchline-offline'), words);
  assert.deepEqual(told.filter(({ type }) => type === 'button_click'), [], 'nothing is pressed yet');
  const address = await chat(page, '.touchline-go');
  assert.match(address, /wa\.me\/4915228895456\?/);
  const [click, ...more] = told.filter(({ type }) => type === 'button_click');
  assert.deepEqual(more, []);
  assert.equal(text(address).match(/Ref: (\S{9})\)$/)[1].replace('-', ''), click.code);
  assert.equal(await page.isVisible('.touchline-panel'), false);
  await page.clock.setSystemTime(day(SPRING, 0, '08:00:10'));
  await page.clock.runFor(30000);
  assert.equal(await page.innerText('.touchline-bubble'), 'Questions?', 'open again');
  assert.match(await chat(page, FLOATING), /wa\.me/, 'without a word before it');
  assert.deepEqual(errors, []);
  await context.close();
});

const agent = (name, number, more = {}) => ({ name, role: `${name}'s role`, number, hours: NEVER, types: [], paths: '', ...more });
const AGENTS = [
  agent('Ada', '4915228895457', { types: ['product'] }),
  agent('Bob', '4915228895458'),
  agent('Cem', '4915228895459'),
  agent('Dora', '4915228895460', { hours: { ...NEVER, mon: '9-10' } }),
];

test('chats are shared out among those who are there; whoever a page is named for has it', { skip: woocommerce }, async () => {
  options({ team: { hours: ALWAYS, agents: AGENTS } });
  const got = {};
  // Who a visit has follows from when it began.
  for (let i = 0; i < 14; i++) {
    const { context, page, told } = await arrive(site.URL, {}, new Date(SPRING - 13 * 3600000 + i * 431000));
    const address = await chat(page, FLOATING);
    assert.equal(await page.getAttribute(FLOATING, 'href'), address);
    await page.clock.runFor(20000);
    assert.equal(new URL(await chat(page, FLOATING)).pathname, new URL(address).pathname, 'the same for the same visitor');
    const { agent: name } = told.find(({ type }) => type === 'button_click');
    assert.equal(AGENTS.find((one) => one.name === name).number, new URL(address).pathname.slice(1));
    got[name] = (got[name] ?? 0) + 1;
    await context.close();
  }
  assert.deepEqual(Object.keys(got).sort(), ['Bob', 'Cem'], 'Ada has products only, Dora is off');
  // A visit keeps its agent from page to page, by the cookie that WooCommerce's own order attribution keeps of its beginning.
  const visit = await shopper(browser);
  const page = await visit.newPage();
  const numbers = [];
  for (let i = 0; i < 7; i++) {
    await page.goto(i ? `${site.URL}/?s=${i}` : site.URL);
    await page.waitForTimeout(700);
    numbers.push(new URL(await chat(page, FLOATING)).pathname);
  }
  assert.match(await page.evaluate(() => document.cookie), /sbjs_first_add/);
  assert.equal(new Set(numbers).size, 1, numbers.join(' '));
  await visit.close();
  const there = await arrive(product().url, {}, day(SPRING, -1, '12:00:00'));
  assert.match(await chat(there.page, '[data-placement=product]'), /wa\.me\/4915228895457\?/);
  await there.context.close();
  const bare = await shopper(browser, { javaScriptEnabled: false });
  const plain = await bare.newPage();
  await plain.goto(site.URL);
  assert.match(await plain.getAttribute(FLOATING, 'href'), /wa\.me\/4915228895458\?/, 'without JavaScript the first who serves the page');
  await bare.close();
});

test('off-hours of all, the page\'s own agent comes before the others, and who is off is no choice', { skip: woocommerce }, async () => {
  const night = { ...NEVER, mon: '20-22' };
  options({ team: { agents: [{ ...AGENTS[0], hours: night }, AGENTS[1], { ...AGENTS[2], hours: night }], share: 'choose' } });
  const { url } = product();
  const noon = await arrive(url, {}, day(SPRING, 1, '10:00:00'));
  assert.match(await chat(noon.page, '[data-placement=product]'), /wa\.me\/4915228895458\?/, 'Ada is off: Bob stands in, and a list of one is none');
  await noon.context.close();
  const late = await arrive(site.URL, {}, day(SPRING, 1, '18:30:00')); // 20:30 in Berlin
  await late.page.click(FLOATING);
  assert.deepEqual(await late.page.$$eval('.touchline-agent span', (all) => all.map((one) => one.textContent)), ['Bob', 'Bob\'s role', 'Cem', 'Cem\'s role']);
  assert.match(await chat(late.page, '.touchline-agents li:nth-child(2) a'), /wa\.me\/4915228895459\?text=.+Ref/);
  // Who takes another one at once writes to that one, and that is a chat of its own.
  await late.page.click(FLOATING);
  const other = await chat(late.page, '.touchline-agents li:nth-child(1) a');
  const clicks = late.told.filter(({ type }) => type === 'button_click');
  assert.deepEqual(clicks.map(({ agent: name }) => name), ['Cem', 'Bob']);
  assert.match(other, /wa\.me\/4915228895458\?/);
  assert.equal(text(other).match(/Ref: (\S{9})\)$/)[1].replace('-', ''), clicks[1].code);
  await late.context.close();
});

test('the floating button comes after a time, at a depth, on leaving, to a cart left alone; until then nobody sees it', { skip: woocommerce }, async () => {
  const { id, url } = product();
  const moment = async (moments, trigger, settings = {}, cart = false) => {
    options({ moments });
    const seen = await arrive(cart ? `${site.URL}/?add-to-cart=${id}` : url, settings);
    const { page } = seen;
    if (cart) await page.goto(url);
    await page.waitForTimeout(1400);
    assert.equal(await page.isVisible(FLOATING), false, `${JSON.stringify(moments)}: not yet`);
    assert.equal(seen.told.some((event) => event.type === 'button_seen' && event.placement === 'floating'), false, 'nor is it counted as seen');
    await trigger(page);
    await page.waitForTimeout(300);
    assert.equal(await page.isVisible(FLOATING), true, JSON.stringify(moments));
    assert.equal((await page.locator(FLOATING).boundingBox()).y > 300, true, 'in its corner');
    await page.waitForTimeout(1300);
    assert.equal(seen.told.filter((event) => event.type === 'button_seen' && event.placement === 'floating').length, 1);
    assert.deepEqual([await page.evaluate(() => window.moved), seen.errors], [[], []]);
    await seen.context.close();
  };
  const leave = (page) => page.evaluate(() => document.documentElement.dispatchEvent(new MouseEvent('mouseout', { bubbles: true, clientY: -3, relatedTarget: null })));
  await moment({ after: 4 }, (page) => page.waitForTimeout(3500)); // a busy machine has the page up seconds after its clock began
  await moment({ scroll: 50, after: 600 }, (page) => page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight)));
  await moment({ exit: true }, leave);
  await moment({ exit: true }, async (page) => {
    await page.evaluate(() => scrollTo(0, 1200));
    await page.waitForTimeout(100);
    await page.evaluate(() => scrollTo(0, 100));
  }, { viewport: { width: 390, height: 500 }, hasTouch: true, isMobile: true });
});

test('a cart left alone for its minutes brings the button, an empty one does not', { skip: woocommerce }, async () => {
  options({ moments: { idle: 3 } });
  const { id, url } = product();
  for (const cart of [true, false]) {
    const { context, page } = await arrive(cart ? `${site.URL}/?add-to-cart=${id}` : url, {}, day(SPRING, -1, '12:00:00'));
    if (cart) await page.goto(url);
    await page.clock.runFor(170000);
    await page.mouse.move(100, 100); // something is done: the minutes begin again
    await page.clock.runFor(170000);
    assert.equal(await page.isVisible(FLOATING), false);
    await page.clock.runFor(15000);
    assert.equal(await page.isVisible(FLOATING), cart);
    await context.close();
  }
});

test('products out of stock show it at once, or alone show it', { skip: woocommerce }, async () => {
  const [there, gone] = [product(), product('outofstock')];
  const visible = async (url, settings = {}) => {
    const { context, page } = await arrive(url, settings);
    await page.waitForTimeout(200);
    const is = await page.isVisible(FLOATING);
    await context.close();
    return is;
  };
  options({ moments: { stock: 'also', after: 600 } });
  assert.deepEqual([await visible(there.url), await visible(gone.url), await visible(site.URL)], [false, true, false]);
  assert.equal(await visible(there.url, { javaScriptEnabled: false }), true, 'without JavaScript it is there');
  options({ moments: { stock: 'only' } });
  assert.deepEqual([await visible(there.url), await visible(gone.url), await visible(site.URL)], [false, true, false]);
});

test('it does not move for whoever wants no motion, and comes by itself where its script does not', async () => {
  options({ moments: { after: 1 } });
  for (const [reducedMotion, motion] of [['reduce', 'none'], ['no-preference', 'touchline-come']]) {
    const { context, page } = await arrive(site.URL, { reducedMotion });
    await page.waitForSelector('html.touchline-come', { state: 'attached' });
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('.touchline-floating')).animationName), motion, reducedMotion);
    await context.close();
  }
  const context = await shopper(browser);
  await context.route(/moments/, (route) => route.abort());
  const page = await context.newPage();
  await page.goto(site.URL);
  assert.equal(await page.isVisible(FLOATING), false);
  await page.waitForTimeout(8500);
  assert.equal(await page.isVisible(FLOATING), true);
  await context.close();
});

/** What a phone reads off the screen. */
async function scan(page) {
  const png = (await page.locator('.touchline-code').screenshot()).toString('base64');
  const blank = await page.context().newPage();
  const { data, width, height } = await blank.evaluate(async (source) => {
    const image = new Image();
    image.src = `data:image/png;base64,${source}`;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    const paper = canvas.getContext('2d');
    paper.drawImage(image, 0, 0);
    return { data: Array.from(paper.getImageData(0, 0, image.width, image.height).data), width: image.width, height: image.height };
  }, png);
  await blank.close();
  return jsQR(Uint8ClampedArray.from(data), width, height)?.data;
}

test('on a computer the press offers the chat\'s link as a QR code: one click, one code, from the shop\'s own host', async () => {
  options({ before: { qr: true }, button: { scheme: 'dark' }, settings: { country: 'DE', number: '4915228895456', message: 'Grüße aus Kyōto 京都, {site} & <co>?' } });
  const { context, page, told, hosts, files, errors } = await arrive(site.URL);
  assert.equal(files.includes('qr'), false, 'not before it is used');
  await page.click(FLOATING);
  await page.waitForSelector('.touchline-code svg');
  const link = await page.getAttribute('.touchline-here', 'href');
  const read = await scan(page);
  assert.equal(read, link);
  const clicks = () => told.filter(({ type }) => type === 'button_click');
  assert.equal(text(read), `Grüße aus Kyōto 京都, ${php(`wp_specialchars_decode(get_bloginfo('name'), ENT_QUOTES)`)} & <co>? (Ref: ${clicks()[0].code.replace(/^.{4}/, '$&-')})`);
  assert.equal(await chat(page, '.touchline-here'), link, 'the same chat on this computer');
  assert.equal(clicks().length, 1);
  assert.equal(await page.isVisible('.touchline-panel'), false);
  assert.deepEqual([[...hosts], errors], [[new URL(site.URL).host], []]);
  await context.close();
  const phone = await arrive(site.URL, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  assert.match(await chat(phone.page, FLOATING), /wa\.me/, 'a phone goes to the chat');
  assert.equal(phone.files.includes('qr'), false);
  await phone.context.close();
});

test('what is agreed to before the chat is in the store, with the click\'s visitor and code; without the tick nothing is', async () => {
  const wording = 'Yes, <a href="/privacy">news</a> & offers please';
  options({ before: { wording, required: false } });
  const { context, page, told } = await arrive(site.URL);
  await page.click(FLOATING);
  assert.equal(await page.isChecked('.touchline-optin input'), false);
  await chat(page, '.touchline-go');
  assert.deepEqual(told.filter(({ type }) => type === 'consent'), []);
  await page.waitForTimeout(10100); // another press
  await page.click(FLOATING);
  await page.check('.touchline-optin input');
  const address = await chat(page, '.touchline-go');
  const code = text(address).match(/Ref: (\S{9})\)$/)[1].replace('-', '');
  const [consent, ...more] = told.filter(({ type }) => type === 'consent');
  assert.deepEqual(more, []);
  assert.equal(consent.purposes, `whatsapp:${php(`substr(hash('sha256', ${json(wording)}), 0, 12)`)}`);
  await context.close();
  cli('touchline', 'ingest');
  const rows = php(`(function () {
    $file = get_temp_dir() . uniqid('touchline') . '.json';
    Touchline\\WP\\Plugin::engine()->export('events', [], $file, 'json');
    $rows = json_decode(file_get_contents($file), true);
    unlink($file);
    return array_values(array_filter($rows, fn ($e) => ($e['code'] ?? '') === '${code}'));
  })()`);
  assert.deepEqual(rows.map(({ type }) => type).sort(), ['button_click', 'consent']);
  assert.ok(rows[0].person);
  assert.equal(rows[0].person, rows[1].person);
});

test('where the tick is required there is no chat without it', async () => {
  options({ before: { wording: 'I agree', required: true } });
  const { context, page, told } = await arrive(site.URL);
  await page.click('.touchline-floating');
  await page.click('.touchline-go');
  await page.waitForTimeout(500);
  assert.equal(context.pages().length, 1);
  assert.deepEqual(told.filter(({ type }) => type === 'button_click'), []);
  await page.click('.touchline-go', { button: 'middle' });
  await page.waitForTimeout(500);
  assert.equal(context.pages().length, 1, 'nor by the middle button');
  await page.keyboard.press('Escape');
  assert.equal(await page.isVisible('.touchline-panel'), false);
  await page.click('.touchline-floating');
  await page.check('.touchline-optin input');
  await Promise.all([context.waitForEvent('page'), page.click('.touchline-go', { button: 'middle' })]);
  assert.match(await page.getAttribute('.touchline-go', 'href'), /wa\.me.+Ref/, 'the middle button presses, too');
  assert.deepEqual(told.map(({ type }) => type).filter((type) => /click|consent/.test(type)), ['button_click', 'consent']);
  await context.close();
});

test('the panel with everything in it: no accessibility violation, nothing moves, on both screens, in both schemes', { skip: woocommerce }, async () => {
  options({
    team: { hours: { ...NEVER, mon: '09:00-09:01' }, agents: [AGENTS[1], AGENTS[2]], share: 'choose' },
    before: { wording: 'Yes, send me <a href="/privacy">news</a>.', qr: true },
  });
  for (const [scheme, viewport] of [['light', { width: 1280, height: 900 }], ['dark', { width: 390, height: 844 }]]) {
    options({ button: { scheme, bubble: 'Questions?' } });
    const { context, page, errors } = await arrive(site.URL, { viewport });
    await page.click(FLOATING);
    const { violations } = await new AxeBuilder({ page }).include('.touchline-panel').analyze();
    assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ').slice(0, 300)}`), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no sideways scrolling');
    assert.deepEqual([await page.evaluate(() => window.moved), errors], [[], []]);
    await context.close();
  }
});

test('a sold-out variation brings the button to a product that is not', { skip: woocommerce }, async () => {
  options({ moments: { stock: 'only' } });
  const url = php(`(function () {
    $parent = new WC_Product_Variable();
    $size = new WC_Product_Attribute();
    $size->set_name('Size');
    $size->set_options(['41', '42']);
    $size->set_variation(true);
    $parent->set_props(['name' => 'Clog', 'attributes' => [$size]]);
    $parent->save();
    foreach (['41' => 'instock', '42' => 'outofstock'] as $option => $stock) {
      $one = new WC_Product_Variation();
      $one->set_props(['parent_id' => $parent->get_id(), 'attributes' => ['size' => (string) $option], 'regular_price' => '9', 'stock_status' => $stock]);
      $one->save();
    }
    WC_Product_Variable::sync($parent->get_id());
    return get_permalink($parent->get_id());
  })()`);
  const { context, page, errors } = await arrive(url);
  await page.selectOption('[name=attribute_size]', '41');
  await page.waitForTimeout(500);
  assert.equal(await page.isVisible(FLOATING), false);
  await page.selectOption('[name=attribute_size]', '42');
  await page.waitForTimeout(500);
  assert.equal(await page.isVisible(FLOATING), true);
  assert.deepEqual(errors, []);
  await context.close();
});

test('from right to left the panel is its own mirror, and what waits outside the page makes no scroll bar', async () => {
  options({ moments: { after: 600 }, before: { wording: 'Yes, please.', qr: true } });
  for (const viewport of [{ width: 1280, height: 900 }, { width: 390, height: 844 }]) {
    const context = await shopper(browser, { viewport });
    await context.route(`${site.URL}/`, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: (await answer.text()).replace('<html ', '<html dir="rtl" ') });
    });
    const page = await context.newPage();
    await page.goto(`${site.URL}/`);
    const room = () => page.evaluate(() => [document.documentElement.scrollWidth <= innerWidth, scrollX]);
    assert.deepEqual(await room(), [true, 0]);
    await page.evaluate(() => document.documentElement.classList.add('touchline-come'));
    await page.click(FLOATING);
    const [panel, cross, box] = await Promise.all(['.touchline-panel', '.touchline-close', '.touchline-optin input'].map((at) => page.locator(at).boundingBox()));
    assert.ok(cross.x - panel.x < 10, 'the cross is on the left');
    assert.ok(box.x > panel.x + panel.width / 2, 'the box on the right');
    assert.deepEqual(await room(), [true, 0]);
    await context.close();
  }
});

test('the form keeps what is right, names what is not, and has room for the next agent', async () => {
  const admin = await administrator(browser);
  const page = await admin.newPage();
  await page.goto(`${site.URL}/wp-admin/admin.php?page=touchline&tab=settings`);
  await page.fill('#touchline-hours-mon', '9-12:30, 14 - 18');
  await page.fill('#touchline-hours-tue', 'mostly');
  await page.fill('#touchline-after', '5');
  await page.click('.tl-agent summary');
  await page.fill('#touchline-agent0-name', 'Ada');
  await page.fill('#touchline-agent0-number', '0152 28895457');
  await page.check('.tl-agent input[value=product]');
  await page.fill('#touchline-wording', 'Yes, <a href="/privacy">news</a>');
  await Promise.all([page.waitForNavigation(), page.click('#submit')]);
  const notices = await page.locator('.notice:visible, .settings-error:visible').allInnerTexts();
  assert.ok(notices.some((words) => /Tuesday: “mostly”/.test(words)), notices.join('\n'));
  const value = (id) => page.inputValue(`#touchline-${id}`);
  assert.deepEqual([await value('hours-mon'), await value('hours-tue'), await value('after')], ['09:00-12:30, 14:00-18:00', 'mostly', '5']);
  assert.match(await page.locator('#touchline-hours-tue-wrong').innerText(), /was not understood/, 'at its field, which keeps it');
  assert.equal(await page.getAttribute('#touchline-hours-tue', 'aria-describedby'), 'touchline-hours-tue-wrong');
  const { violations: wrong } = await new AxeBuilder({ page }).include('.tl-settings').analyze();
  assert.deepEqual(wrong.map((v) => v.id), []);
  await page.fill('#touchline-hours-tue', '');
  assert.equal(await page.inputValue('#touchline-agent0-number'), '+4915228895457');
  assert.deepEqual(await page.locator('.tl-agent summary').allInnerTexts(), ['Ada', '+ Add an agent']);
  assert.match(await page.locator('.tl-wordings li').first().textContent(), /^[0-9a-f]{12} .*Yes, news$/);
  await page.locator('.tl-agent summary').first().click();
  await page.check('#touchline-agent0-remove');
  await Promise.all([page.waitForNavigation(), page.click('#submit')]);
  assert.match(await page.locator('.notice:visible, .settings-error:visible').first().innerText(), /saved/i);
  assert.deepEqual(await page.locator('.tl-agent summary').allInnerTexts(), ['+ Add an agent']);
  assert.equal(await page.inputValue('#touchline-hours-mon'), '09:00-12:30, 14:00-18:00');
  const { violations } = await new AxeBuilder({ page }).include('.tl-settings').analyze();
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ').slice(0, 300)}`), []);
  await admin.close();
});
