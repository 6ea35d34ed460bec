// The page Status: its text is copied by the button, and where the browser keeps the clipboard shut it stands there to be taken.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { administrator, launch, php, site } from './site.mjs';

const STATUS = `${site.URL}/wp-admin/admin.php?page=touchline&tab=status`;
let browser;

before(async () => { browser = await launch(); });
after(() => browser.close());

test('the button copies all of the page as text, without what is secret', async () => {
  const admin = await administrator(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await admin.newPage();
  await page.goto(STATUS);
  await page.click('text=Copy as text');
  await page.waitForSelector('button:has-text("Copied")');
  const text = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(text, /^Touchline, \d{4}-\d\d-\d\d/);
  assert.match(text, /\[good\] extension: /);
  const secrets = php("[basename((new Touchline\\WP\\Directory())->path()), get_option('touchline_identity_key'), get_option('touchline_site_id')]");
  for (const secret of secrets) assert.ok(secret.length > 10 && !text.includes(secret), 'a secret is copied');
  await admin.close();
});

test('where there is no clipboard the text is opened and selected', async () => {
  const admin = await administrator(browser);
  const page = await admin.newPage();
  await page.addInitScript(() => { navigator.clipboard.writeText = () => Promise.reject(new Error('shut')); });
  await page.goto(STATUS);
  await page.click('text=Copy as text');
  await page.waitForSelector('#tl-status-text:focus');
  const selected = await page.$eval('#tl-status-text', (box) => box.selectionEnd - box.selectionStart === box.value.length && box.value.length > 500);
  assert.ok(selected);
  await admin.close();
});
