// SPDX-License-Identifier: GPL-2.0-or-later
// What Fjord & Sole of Galway sells, on which pages, to whom, and where its visitors come from.

const product = (id, slug, name, category, price, sizes) => ({ id: String(id), slug, name, category, price, sizes, path: `/product/${slug}/` });
const sizes = ['38', '39', '40', '41', '42', '43', '44'];

/** Prices are in cents and carry 23% VAT. */
export const PRODUCTS = [
  product(101, 'fjell-hiking-boot', 'Fjell hiking boot', 'Boots', 18900, sizes),
  product(102, 'storm-chelsea-boot', 'Storm Chelsea boot', 'Boots', 15900, sizes),
  product(103, 'harbour-rain-boot', 'Harbour rain boot', 'Boots', 8900, sizes),
  product(104, 'tind-winter-boot', 'Tind winter boot', 'Boots', 21900, sizes),
  product(105, 'skerry-sneaker', 'Skerry sneaker', 'Sneakers', 9900, sizes),
  product(106, 'pier-canvas-sneaker', 'Pier canvas sneaker', 'Sneakers', 6900, sizes),
  product(107, 'lofoten-runner', 'Lofoten runner', 'Sneakers', 12900, sizes),
  product(108, 'sund-sandal', 'Sund sandal', 'Sandals', 7900, sizes),
  product(109, 'strand-clog', 'Strand clog', 'Sandals', 5900, sizes),
  product(110, 'merino-hiking-sock', 'Merino hiking sock', 'Care', 1900, ['S', 'M', 'L']),
  product(111, 'beeswax-care-kit', 'Beeswax care kit', 'Care', 1490, ['one']),
  product(112, 'cork-insole', 'Cork insole', 'Care', 2290, sizes),
];
export const FJELL = PRODUCTS[0];
export const SNEAKERS = PRODUCTS.filter((p) => p.category === 'Sneakers');
export const EXTRAS = PRODUCTS.filter((p) => p.category === 'Care');

export const PAGES = {
  home: { path: '/', page_type: 'home' },
  shop: { path: '/shop/', page_type: 'shop' },
  boots: { path: '/product-category/boots/', page_type: 'category' },
  sneakers: { path: '/product-category/sneakers/', page_type: 'category' },
  measure: { path: '/how-to-measure-your-foot/', page_type: 'post' },
  delivery: { path: '/delivery-and-returns/', page_type: 'page' },
  cart: { path: '/cart/', page_type: 'cart' },
  checkout: { path: '/checkout/', page_type: 'checkout' },
  thanks: { path: '/checkout/order-received/', page_type: 'order' },
  account: { path: '/my-account/orders/', page_type: 'account' },
};

/** Where a visit comes from: what its first page view carries, and the channel that this is. */
export const ORIGINS = {
  direct: { channel: 'direct', landing: {} },
  search: { channel: 'organic_search', landing: { referrer: 'https://www.google.com/' } },
  bing: { channel: 'organic_search', landing: { referrer: 'https://www.bing.com/search' } },
  winter: { channel: 'paid_search', landing: { referrer: 'https://www.google.com/', source: 'google', medium: 'cpc', campaign: 'winter', ad: 'gclid' } },
  instagram: { channel: 'social', landing: { referrer: 'https://l.instagram.com/' } },
  facebook: { channel: 'social', landing: { referrer: 'https://l.facebook.com/', ad: 'fbclid' } },
  drop: { channel: 'paid_social', landing: { source: 'instagram', medium: 'paid_social', campaign: 'sneaker-drop', ad: 'fbclid' } },
  newsletter: { channel: 'email', landing: { source: 'newsletter', medium: 'email', campaign: 'monthly-letter' } },
  webmail: { channel: 'email', landing: { referrer: 'https://mail.google.com/' } },
  blog: { channel: 'referral', landing: { referrer: 'https://hillwalker.example/best-boots' } },
  broadcast: { channel: 'whatsapp', landing: { source: 'whatsapp', medium: 'broadcast', campaign: 'first-frost' } },
};

/** Weights of the origins of an ordinary visit. The sneaker drop runs for six weeks and has its own share. */
export const ORDINARY = [['search', 34], ['winter', 18], ['direct', 17], ['newsletter', 9], ['instagram', 8], ['facebook', 5], ['blog', 5], ['bing', 2], ['webmail', 2]];

export const AGENTS = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
  'Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1',
];
export const BOTS = [
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
  'WhatsApp/2.24.20.89 A',
  'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
];
