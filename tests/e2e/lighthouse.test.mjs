// What Lighthouse says of a product's page, as far as the button has a part in it. What WooCommerce and the theme do there is theirs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createServer } from 'node:net';
import lighthouse from 'lighthouse';
import { launch, php, site } from './site.mjs';

const skip = site.WOOCOMMERCE === 'yes' ? false : 'WooCommerce is not here';
const OURS = /\/plugins\/touchline\/|touchline-beacon|wa\.me/;
let browser;
let port;
let url;
let kept;

const freePort = () => new Promise((done) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port: free } = server.address();
    server.close(() => done(free));
  });
});
const number = (value) => php(`update_option('touchline_settings', ['number' => '${value}'] + (array) get_option('touchline_settings', []))`);

before(async () => {
  if (skip) return;
  kept = php(`get_option('touchline_settings', [])`);
  url = php(`get_permalink(wc_get_products(['limit' => 1, 'orderby' => 'ID', 'order' => 'ASC'])[0]->get_id())`);
  port = await freePort();
  browser = await launch(`--remote-debugging-port=${port}`);
});
after(async () => {
  if (skip) return;
  php(`update_option('touchline_settings', json_decode('${JSON.stringify(kept).replaceAll('\\', '\\\\').replaceAll("'", "\\'")}', true))`);
  await browser?.close();
});

async function audit(formFactor) {
  const wide = formFactor === 'desktop';
  const screenEmulation = { mobile: !wide, width: wide ? 1280 : 390, height: 844, deviceScaleFactor: 1, disabled: false };
  const { lhr } = await lighthouse(url, { port, output: 'json', logLevel: 'error', formFactor, screenEmulation, throttlingMethod: 'provided', onlyCategories: ['performance', 'accessibility', 'best-practices'] });
  assert.equal(lhr.runtimeError, undefined, lhr.runtimeError?.message);
  return lhr.audits;
}

/** Everything that an audit points at. */
const pointed = (audits, id) => JSON.stringify(audits[id]?.details?.items ?? []);

for (const formFactor of ['mobile', 'desktop']) {
  test(`Lighthouse finds nothing wrong with the button: ${formFactor}`, { skip }, async () => {
    number('4915228895456');
    const audits = await audit(formFactor);
    const requests = audits['network-requests'].details.items.filter((request) => OURS.test(request.url));
    assert.ok(requests.some((request) => /button\.min\.js/.test(request.url)), 'the button is on the page');
    assert.ok(requests.every((request) => new URL(request.url).origin === new URL(site.URL).origin), 'nothing is asked of anybody else');
    assert.ok(requests.filter((request) => /\.(js|css)/.test(request.url)).reduce((sum, request) => sum + request.resourceSize, 0) < 6144, 'less than 6 KB');
    for (const id of ['render-blocking-resources', 'unminified-javascript', 'unminified-css', 'legacy-javascript', 'errors-in-console', 'deprecations',
      'no-document-write', 'uses-passive-event-listeners', 'third-party-summary', 'layout-shifts', 'non-composited-animations', 'long-tasks']) {
      assert.doesNotMatch(pointed(audits, id), /touchline/, id);
    }
    // axe's rules, as Lighthouse runs them.
    for (const [id, one] of Object.entries(audits).filter(([, one]) => one.score === 0)) {
      assert.doesNotMatch(pointed(audits, id), /touchline-/, `${id}: ${one.title}`);
    }
  });
}
