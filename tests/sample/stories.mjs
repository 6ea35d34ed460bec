// SPDX-License-Identifier: GPL-2.0-or-later
// What shoppers do, and what each story must earn by last_non_direct within 7 days: said here by hand, story by story, never computed.
//   earns: { part: confirmed | click_only | other | unknown, channel, evidence }
import { FJELL, ORDINARY, ORIGINS, PAGES, PRODUCTS, SNEAKERS } from './shop.mjs';
import { HOUR, isWeekend, MINUTE } from './shopper.mjs';

const whatsapp = (evidence) => ({ part: evidence === 'click' ? 'click_only' : 'confirmed', channel: 'whatsapp', evidence });
const by = (origin) => ({ part: 'other', channel: ORIGINS[origin].channel });

const anyProduct = (s) => s.chance.of(PRODUCTS.slice(1, 9));
/** Whoever asks, asks about the Fjell boot: how does it fit? */
const askedProduct = (s) => (s.chance.yes(62) ? FJELL : anyProduct(s));
const anyOrigin = (s) => s.chance.weighted(ORDINARY);

/** Lands somewhere, ends on the product's page. */
function comeFor(s, product, origin) {
  const page = s.chance.of([PAGES.home, PAGES.shop, PAGES.boots, product === FJELL ? PAGES.measure : PAGES.shop]);
  if (s.chance.yes(45)) {
    s.arrive(origin, undefined, product);
  } else {
    s.arrive(origin, page);
    s.look(undefined, product);
  }
}

function askWithCode(s, origin = anyOrigin(s)) {
  const product = askedProduct(s);
  comeFor(s, product, origin);
  s.click();
  return product;
}

/** The next visit of somebody who types the address. */
function comeBack(s, product) {
  s.arrive('direct', undefined, product);
}

export const STORIES = {
  /** Looks around; one in fifteen presses the button, and that is that. */
  browse(s) {
    const product = anyProduct(s);
    s.arrive(anyOrigin(s), s.chance.of([PAGES.home, PAGES.shop, PAGES.boots, PAGES.sneakers, PAGES.measure]));
    for (let more = s.chance.weighted([[0, 45], [1, 25], [2, 18], [3, 12]]); more > 0; more -= 1) {
      s.look(s.chance.of([PAGES.shop, PAGES.delivery, PAGES.measure]), s.chance.yes(70) ? s.chance.of([product, ...PRODUCTS]) : undefined);
    }
    if (s.chance.yes(6)) s.click();
  },

  /** The sneaker drop: many press the button and ask for the price, nobody buys. */
  drop(s) {
    s.arrive('drop', undefined, s.chance.of(SNEAKERS));
    if (s.chance.yes(50)) s.look(PAGES.sneakers);
    if (s.chance.yes(24)) {
      s.click();
      if (s.chance.yes(35)) s.chat({ code: s.code });
    }
  },

  buysAtOnce(s) {
    const origin = anyOrigin(s);
    const product = anyProduct(s);
    comeFor(s, product, origin);
    s.buy(s.basket(product), by(origin));
  },

  /** Thinks about it for some days and then types the address. */
  buysLater(s) {
    const origin = s.chance.of(['search', 'winter', 'newsletter', 'blog']);
    const product = anyProduct(s);
    comeFor(s, product, origin);
    s.sleep(1, 5);
    comeBack(s, product);
    s.buy(s.basket(product), by(origin));
  },

  /** Pressed the button, was never seen to write, bought. */
  clickedAndBought(s) {
    const product = askWithCode(s);
    if (s.chance.yes(60)) {
      s.sleep(1, 5);
      comeBack(s, product);
    } else {
      s.look(undefined, product);
    }
    s.buy(s.basket(product), whatsapp('click'));
  },

  /** On the telephone they press the button and log in, on the computer they log in and buy. */
  clickedElsewhere(s) {
    const customer = String(5000 + s.number);
    const login = () => s.write('identify', { visitor: s.visitor, by: 'login', customer, email: s.email });
    const product = askWithCode(s);
    login();
    s.otherBrowser();
    s.sleep(1, 4);
    comeBack(s, product);
    login();
    s.buy(s.basket(product), whatsapp('click'), { customer });
  },

  /** The code came back in the chat, the chat was answered, the shopper bought. Nobody answers at the weekend, and nobody buys. */
  askedAndBought(s) {
    const product = askWithCode(s);
    if (!s.chat({ code: s.code })) return;
    if (s.chance.yes(50)) s.sleep(1, 5);
    else s.wait(40 * MINUTE, 90 * MINUTE);
    comeBack(s, product);
    s.buy(s.basket(product), whatsapp('code'));
  },

  /** They took the code out of the text; the telephone number tells. */
  askedWithoutCode(s) {
    const product = askWithCode(s);
    if (!s.chat()) return;
    s.sleep(1, 4);
    comeBack(s, product);
    s.buy(s.basket(product), whatsapp('phone'));
  },

  /** Asked, and did not buy. */
  askedInVain(s) {
    askWithCode(s);
    s.chat({ code: s.code });
  },

  /** The number stood on a flyer: no click, a chat, an order with the same telephone. */
  wroteAndBought(s) {
    const product = askedProduct(s);
    if (!s.chat()) return;
    s.sleep(1, 4);
    comeBack(s, product);
    s.buy(s.basket(product), whatsapp('phone'));
  },

  /** Staff type the code into the order they make. */
  orderedInTheChat(s) {
    const product = askWithCode(s);
    if (!s.chat({ code: s.code })) return;
    s.orderedByStaff(s.basket(product), whatsapp('code'), { code: s.code, code_by: 'aoife' });
  },

  /** Came to the chat by an ad, ordered in it. */
  cameByAd(s) {
    if (!s.chat({ ad_id: '120210000000001', ctwa_clid: s.chance.text('abcdefghijklmnopqrstuvwxyz0123456789', 24) })) return;
    s.orderedByStaff(s.basket(FJELL), whatsapp('ad'));
  },

  /** Left a full cart, got a message, came back by its link. */
  wonBack(s) {
    const product = anyProduct(s);
    const lines = s.basket(product);
    const token = s.chance.text('abcdefghijklmnopqrstuvwxyz0123456789', 20);
    comeFor(s, product, anyOrigin(s));
    s.leaveCart(lines);
    s.wait(2 * HOUR, 3 * HOUR);
    s.send({ template: 'cart_recovery', category: 'marketing' });
    s.sleep(1, 2);
    s.world.truth.visits += s.at < s.world.end ? 1 : 0;
    s.write('link_open', { visitor: s.visitor, path: '/cart/', kind: 'recovery', token, user_agent: s.agent });
    s.wait(1000, 3000);
    s.buy(lines, whatsapp('token'), { token });
  },

  /** Left a full cart, for good. */
  leftCart(s) {
    const product = anyProduct(s);
    comeFor(s, product, anyOrigin(s));
    s.leaveCart(s.basket(product));
  },

  /** Left a full cart, thought about it, came back by themselves. */
  cameBackForIt(s) {
    const origin = s.chance.of(['search', 'winter', 'newsletter', 'blog']);
    const product = anyProduct(s);
    const lines = s.basket(product);
    comeFor(s, product, origin);
    s.leaveCart(lines);
    s.sleep(1, 5);
    comeBack(s, product);
    s.buy(lines, by(origin));
  },

  /** Left a full cart, came back with a question, was never seen to write, bought. */
  askedAboutCart(s) {
    const product = anyProduct(s);
    const lines = s.basket(product);
    comeFor(s, product, anyOrigin(s));
    s.leaveCart(lines);
    s.sleep(1, 2);
    comeBack(s, product);
    s.click();
    s.buy(lines, whatsapp('click'));
  },

  /** Asked on WhatsApp, but the newsletter brought them back to buy. */
  newsletterWasLast(s) {
    const product = askWithCode(s);
    s.chat({ code: s.code });
    s.sleep(1, 4);
    s.arrive('newsletter', undefined, product);
    s.buy(s.basket(product), by('newsletter'));
  },

  /** Ten days after the click nothing is left of it. */
  tooLate(s) {
    const product = askWithCode(s);
    s.sleep(10, 14);
    comeBack(s, product);
    s.buy(s.basket(product), by('direct'));
  },

  /** Buys, presses the button about the parcel, buys again a month later by a search. */
  regular(s) {
    const customer = String(5000 + s.number);
    const product = anyProduct(s);
    comeFor(s, product, 'search');
    s.buy(s.basket(product), by('search'), { customer });
    s.sleep(2, 4);
    s.arrive('direct', PAGES.account);
    s.click();
    s.sleep(20, 30);
    comeFor(s, product, 'search');
    s.buy(s.basket(anyProduct(s)), by('search'), { customer });
  },

  /** By telephone or on the market: nothing is known. */
  neverSeen(s) {
    s.orderedByStaff(s.basket(anyProduct(s)), { part: 'unknown' });
  },

  /** Got the message about the first frost; some come, some of them buy. */
  broadcast(s) {
    s.send({ template: 'first_frost', category: 'marketing' });
    if (s.chance.yes(60)) return;
    s.wait(20 * MINUTE, 3 * HOUR);
    const product = s.chance.of(PRODUCTS.slice(0, 4));
    s.arrive('broadcast', undefined, product);
    if (s.chance.yes(12)) s.buy(s.basket(product), whatsapp('click'));
  },
};

/** Of a thousand shoppers of an ordinary day. */
const ORDINARY_DAY = [
  ['browse', 832], ['leftCart', 30], ['cameBackForIt', 6], ['askedAboutCart', 4], ['buysAtOnce', 32], ['buysLater', 11], ['clickedAndBought', 4], ['clickedElsewhere', 1], ['askedAndBought', 9], ['askedWithoutCode', 2],
  ['askedInVain', 34], ['wroteAndBought', 2], ['orderedInTheChat', 4], ['cameByAd', 2], ['wonBack', 3], ['newsletterWasLast', 3], ['tooLate', 3], ['regular', 5], ['neverSeen', 9],
];

/** The stories that begin on a day; day counts from 0. */
export function storiesOf(day, at, chance) {
  const visitors = Math.round((isWeekend(at) ? 46 : 40) * (0.8 + (day / 120) * 0.5) * (0.85 + chance.next() * 0.3));
  const stories = Array.from({ length: visitors }, () => chance.weighted(ORDINARY_DAY));
  if (day >= 30 && day < 72) stories.push(...Array.from({ length: chance.whole(7, 12) }, () => 'drop'));
  if (day === 84) stories.push(...Array.from({ length: 160 }, () => 'broadcast'));
  return stories;
}

/** When a story begins, in UTC: early enough that it ends before midnight, in Galway too. */
export function beginsAt(midnight, chance) {
  const hour = chance.weighted([[7, 2], [8, 3], [9, 5], [10, 7], [11, 8], [12, 9], [13, 8], [14, 7], [15, 6], [16, 6], [17, 7], [18, 8], [19, 8]]);
  return midnight + hour * HOUR + chance.whole(0, HOUR - 1);
}

export const DAYS = 120;
