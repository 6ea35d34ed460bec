// What the browser tests share: the site that script/site assembled, a browser, a shopper, an administrator.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const dir = process.env.TOUCHLINE_SITE;
if (!dir) throw new Error('TOUCHLINE_SITE names no site: run script/test-browser');

export const site = Object.fromEntries(
  readFileSync(`${dir}/site.env`, 'utf8').trim().split('\n').map((line) => line.split(/=(.*)/s).slice(0, 2)),
);
site.dir = dir;
site.shots = process.env.TOUCHLINE_SHOTS ?? `${dir}/shots`;
mkdirSync(site.shots, { recursive: true });

// Headless Chromium names itself so; bots are kept out of every figure, and these shoppers are none.
export const PERSON = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

export const launch = (...more) => chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', ...more],
});

/** A shopper's own browser context. Pages of WhatsApp answer locally: nothing leaves the machine. */
export async function shopper(browser, options = {}) {
  const context = await browser.newContext({ userAgent: PERSON, viewport: { width: 1280, height: 900 }, ...options });
  await context.route(/https?:\/\/(?!127\.0\.0\.1)/, (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<p>elsewhere' }));
  return context;
}

export async function administrator(browser, options = {}) {
  const context = await shopper(browser, options);
  const page = await context.newPage();
  await page.goto(`${site.URL}/wp-login.php`);
  await page.fill('#user_login', site.ADMIN);
  await page.fill('#user_pass', site.PASSWORD);
  await page.click('#wp-submit');
  await page.waitForURL(/wp-admin/);
  await page.close();
  return context;
}

/** Presses the block checkout's button until the order is placed: while the shop works out what is to pay, WooCommerce hears no press. */
export async function placeOrder(page) {
  for (let press = 0; press < 5 && !/order-received/.test(page.url()); press++) {
    await page.waitForTimeout(1500);
    await page.click('.wc-block-components-checkout-place-order-button', { timeout: 5000 }).catch(() => {});
    await page.waitForURL(/order-received/, { timeout: 15000 }).catch(() => {});
  }
}

/** Runs a PHP expression inside the site and gives back what it returns. */
export function php(expression) {
  const file = `${dir}/e2e.php`;
  execFileSync('sh', ['-c', 'cat > "$0"', file], { input: `<?php echo json_encode((static fn () => ${expression})());` });
  const out = execFileSync(`${dir}/run`, [file], { encoding: 'utf8' });
  return JSON.parse(out.trim().split('\n').pop());
}

/** The last seven days of the shop's currency: a week to date may have begun a minute ago, and other suites sell in other currencies, too. */
export const lately = () => php(`sprintf('&period=custom&from=%s&to=%s&currency=%s',
  wp_date('Y-m-d', time() - 6 * DAY_IN_SECONDS), wp_date('Y-m-d'), get_option('woocommerce_currency', 'EUR'))`);

export const cli = (...words) => execFileSync(`${dir}/wp`, words, { encoding: 'utf8' });
