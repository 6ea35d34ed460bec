// SPDX-License-Identifier: GPL-2.0-or-later
// One shopper: a browser or two, a telephone, and what they do. Each act writes its events; nothing here decides who earns.
import { AGENTS, EXTRAS, ORIGINS, PAGES } from './shop.mjs';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const isWeekend = (at) => [0, 6].includes(new Date(at).getUTCDay());
const startOfDay = (at) => at - (at % DAY);

export class Shopper {
  /** write(event), order(order): where what happens is kept. */
  constructor(number, chance, world) {
    this.number = number;
    this.chance = chance;
    this.world = world;
    this.visitor = chance.text('0123456789abcdef', 32);
    this.agent = chance.of(AGENTS);
    this.email = `person${number}@example.com`;
    this.phone = `3532091${String(number).padStart(5, '0')}`; // 020 91x xxxx is kept for fiction in Ireland
    this.at = 0;
  }

  write(type, fields) {
    this.world.write({ type, at: this.at, ...fields });
  }

  wait(from, to) {
    this.at += this.chance.whole(from, to);
  }

  /** To a time of day when people shop, some days on. */
  sleep(fromDays, toDays) {
    this.at = startOfDay(this.at) + this.chance.whole(fromDays, toDays) * DAY + this.chance.whole(7 * 60, 20 * 60) * MINUTE + this.chance.whole(0, 59999);
  }

  /** Somebody's other browser. */
  otherBrowser() {
    this.visitor = this.chance.text('0123456789abcdef', 32);
    this.agent = this.chance.of(AGENTS.filter((agent) => agent !== this.agent));
  }

  // ---- visiting

  arrive(origin, page, product) {
    this.world.truth.visits += this.at < this.world.end ? 1 : 0;
    this.look(page, product, { ...ORIGINS[origin].landing, country: 'IE', language: 'en-IE' });
  }

  /** A page view, and mostly what its reader's browser tells when it is left. */
  look(page, product, landing = {}) {
    this.view = this.chance.text('0123456789abcdef', 16);
    this.page = product ? { path: product.path, page_type: 'product' } : page;
    this.product = product;
    const about = product ? { product: product.id, product_name: product.name, category: product.category } : {};
    this.write(product ? 'product_view' : 'page_view', { visitor: this.visitor, view: this.view, ...this.page, ...about, ...landing, user_agent: this.agent });
    this.wait(2 * SECOND, 9 * SECOND);
    if (this.chance.yes(product ? 85 : 40)) this.seeButton();
    this.wait(5 * SECOND, 100 * SECOND);
    if (this.chance.yes(50)) {
      this.write('engagement', { visitor: this.visitor, view: this.view, path: this.page.path, active_ms: this.chance.whole(3, 70) * SECOND, depth: this.chance.whole(1, 10) * 10, user_agent: this.agent });
    }
  }

  #button() {
    const about = this.product ? { product: this.product.id, product_name: this.product.name } : {};
    return { visitor: this.visitor, view: this.view, ...this.page, ...about, placement: this.product ? 'product' : 'floating', user_agent: this.agent };
  }

  seeButton() {
    this.world.truth.seen += this.at < this.world.end ? 1 : 0;
    this.write('button_seen', this.#button());
  }

  click() {
    this.wait(SECOND, 20 * SECOND);
    this.code = this.chance.text('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 8);
    this.world.truth.clicks += this.at < this.world.end ? 1 : 0;
    this.write('button_click', { ...this.#button(), code: this.code });
    this.wait(SECOND, 5 * SECOND);
  }

  // ---- chatting

  #message(direction, fields) {
    this.write('message', { message: `wamid.${this.number}.${this.world.nextMessage()}`, direction, wa_id: this.phone, ...fields });
  }

  say(fields = {}) {
    this.wait(15 * SECOND, 2 * MINUTE);
    this.#message('in', fields);
  }

  send(fields) {
    this.#message('out', { status: this.chance.yes(70) ? 'read' : 'delivered', ...fields });
  }

  /** The shop answers within the hour from Monday to Friday; at the weekend nobody is there. */
  chat(fields = {}) {
    this.say(fields);
    if (isWeekend(this.at)) return false;
    this.wait(2 * MINUTE, 25 * MINUTE);
    this.send({ category: 'service' });
    if (this.chance.yes(70)) this.say();
    this.wait(MINUTE, 6 * MINUTE);
    this.send({ category: 'service' });
    return true;
  }

  // ---- buying

  basket(product) {
    const lines = [{ product, quantity: 1, size: this.chance.of(product.sizes) }];
    if (this.chance.yes(30)) {
      const extra = this.chance.of(EXTRAS.filter((other) => other !== product));
      lines.push({ product: extra, quantity: this.chance.whole(1, 2), size: this.chance.of(extra.sizes) });
    }
    return lines;
  }

  /** What the shop was told of the cart: when it began, what it was worth, when it was last touched. */
  addToCart(lines) {
    const cart = { person: this.number, at: undefined, value: 0, done: 0, order: undefined };
    let items = 0;
    let gross = 0;
    for (const { product, quantity } of lines) {
      items += quantity;
      gross += quantity * product.price;
      const value = Math.round((gross * 100) / 123); // a shop tells what a cart is worth without VAT, here in cents
      this.wait(3 * SECOND, 30 * SECOND);
      this.write('cart', { visitor: this.visitor, action: 'add', product: product.id, product_name: product.name, quantity, items, value: (value / 100).toFixed(2), currency: 'EUR' });
      if (this.at < this.world.end) Object.assign(cart, { at: cart.at ?? this.at, value, done: this.at });
    }
    return cart;
  }

  openCheckout(cart) {
    this.look(PAGES.checkout);
    this.write('checkout', { visitor: this.visitor, step: 'start', currency: 'EUR' });
    cart.done = this.at < this.world.end ? this.at : cart.done;
  }

  /** Fills a cart and goes, some of them at the checkout. */
  leaveCart(lines) {
    const cart = this.addToCart(lines);
    if (this.chance.yes(40)) this.openCheckout(cart);
    this.world.cart({ ...cart, left: true });
  }

  /** Cart, checkout and the order itself, in the visit that is going on. */
  buy(lines, earns, fields = {}) {
    const cart = this.addToCart(lines);
    this.look(PAGES.cart);
    this.openCheckout(cart);
    this.wait(40 * SECOND, 4 * MINUTE);
    const order = { at: this.at, lines, earns, visitor: this.visitor, email: this.email, phone: this.phone, created_via: 'checkout', ...fields };
    this.world.order(order);
    this.world.cart({ ...cart, order });
    this.wait(SECOND, 20 * SECOND);
    this.look(PAGES.thanks, undefined, this.chance.yes(25) ? { referrer: 'https://www.paypal.com/' } : {});
  }

  /** Staff make the order and send a link to pay it. */
  orderedByStaff(lines, earns, fields = {}) {
    this.wait(10 * MINUTE, 50 * MINUTE);
    this.world.order({ at: this.at, lines, earns, email: this.email, phone: this.phone, created_via: 'admin', ...fields });
  }
}
