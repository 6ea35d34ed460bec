#!/usr/bin/env node
// SPDX-License-Identifier: GPL-2.0-or-later
// The sample store: four months of Fjord & Sole, a small shoe shop, as events (docs/format.md), one JSON object a line.
//   node generate.mjs [--end DAY|TIME] [--seed TEXT] [--truth FILE] >sample.ndjson
// --end: the last day (whole), or the moment after which nothing happens; now when absent. The same seed and end give the same lines.
// --truth: what the reports must say, by construction: each story in stories.mjs says by hand what it must earn.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Chance } from './chance.mjs';
import { snapshot, statesOf } from './orders.mjs';
import { BOTS, PAGES, PRODUCTS } from './shop.mjs';
import { Shopper, DAY, HOUR } from './shopper.mjs';
import { beginsAt, DAYS, STORIES, storiesOf } from './stories.mjs';

const { values: options } = parseArgs({ options: { end: { type: 'string' }, seed: { type: 'string', default: 'fjord' }, truth: { type: 'string' } } });

function endOf(text) {
  if (text === undefined) return Math.floor(Date.now() / 1000) * 1000;
  const at = Date.parse(text);
  if (Number.isNaN(at)) {
    console.error(`--end ${text}: give a day such as 2026-11-23, or a time such as 2026-11-23T16:00Z`);
    process.exit(1);
  }
  return /^\d{4}-\d\d-\d\d$/.test(text) ? at + DAY : at;
}

class World {
  events = [];
  orders = [];
  carts = [];
  #messages = 0;
  truth = { visits: 0, seen: 0, clicks: 0, bots: 0 };

  constructor(end) {
    this.end = end;
  }

  write(event) {
    if (event.at < this.end) this.events.push(event);
  }

  order(order) {
    if (order.at < this.end) this.orders.push(order);
  }

  cart(cart) {
    if (cart.at !== undefined) this.carts.push(cart);
  }

  nextMessage() {
    this.#messages += 1;
    return this.#messages;
  }
}

function bots(world, midnight, chance) {
  for (let n = chance.whole(1, 4); n > 0; n -= 1) {
    const product = chance.of(PRODUCTS);
    const at = midnight + chance.whole(0, DAY - 1);
    world.truth.bots += at < world.end ? 1 : 0;
    world.write({ type: 'product_view', at, path: product.path, page_type: 'product', product: product.id, product_name: product.name, user_agent: chance.of(BOTS) });
  }
}

/** Staff try the checkout once a month; the shop marks such orders as tests. */
function testOrder(world, midnight, chance) {
  const tester = new Shopper(99999, chance, world);
  tester.at = midnight + 10 * HOUR;
  tester.arrive('direct', PAGES.home);
  tester.buy(tester.basket(PRODUCTS[5]), { part: 'none' }, { test: true });
}

function live(world, seed) {
  const first = world.end - ((world.end - 1) % DAY) - 1 - (DAYS - 1) * DAY;
  let number = 0;
  for (let day = 0; day < DAYS; day += 1) {
    const midnight = first + day * DAY;
    const chance = new Chance(seed, 'day', day);
    for (const story of storiesOf(day, midnight, chance)) {
      number += 1;
      const shopper = new Shopper(number, new Chance(seed, 'shopper', number), world);
      shopper.at = beginsAt(midnight, shopper.chance);
      STORIES[story](shopper);
    }
    bots(world, midnight, chance);
    if (day % 30 === 12) testOrder(world, midnight, new Chance(seed, 'test', day));
  }
}

/** Numbers orders by time and writes their snapshots; leaves on each what the last one says. */
function settle(world, seed) {
  world.orders.sort((a, b) => a.at - b.at);
  world.orders.forEach((order, i) => {
    order.number = 1001 + i;
    for (const state of statesOf(order, new Chance(seed, 'order', order.visitor ?? order.phone, i))) {
      if (state.at >= world.end) break;
      world.write(snapshot(order, state));
      order.last = state;
    }
  });
}

const nothing = () => ({ orders: 0, total: 0, whatsapp: 0, confirmed: 0, click_only: 0, other: 0, unknown: 0, refunded: 0 });

function book(row, part, amount) {
  row.total += amount;
  row[part] += amount;
  if (part === 'confirmed' || part === 'click_only') row.whatsapp += amount;
}

/**
 * What became of the carts, a person's one after the other. A cart of whom another one waits, not 31 days old, is that one; it is over
 * with an order that counts or awaits its payment.
 */
function cartsOf(world) {
  const told = { started: 0, started_value: 0, ordered: 0, ordered_revenue: 0, awaiting: 0, abandoned: 0, abandoned_value: 0, any: 0, any_revenue: 0, link: 0 };
  const waiting = new Map();
  const ends = ({ order }) => order?.last !== undefined && !order.test && (order.last.counts || order.last.status === 'on-hold');
  const book = ({ value, left, order, at, done, leftAt }) => {
    const counts = order !== undefined && order.last.counts;
    told.started += 1;
    told.started_value += value * 10000;
    if (!left) {
      told[counts ? 'ordered' : 'awaiting'] += 1;
      told.ordered_revenue += counts ? order.sums.net : 0;
      return;
    }
    told.abandoned += 1;
    told.abandoned_value += value * 10000;
    if (counts && order.at <= (leftAt ?? done) + HOUR + 30 * DAY) {
      told.any += 1;
      told.any_revenue += order.sums.net;
      told.link += order.token === undefined ? 0 : 1;
    }
  };
  for (const cart of [...world.carts].sort((a, b) => a.at - b.at)) {
    const before = waiting.get(cart.person);
    if (before && cart.at - before.done <= 31 * DAY) {
      Object.assign(before, { leftAt: before.leftAt ?? before.done, done: cart.done, order: ends(cart) ? cart.order : undefined });
    } else {
      if (before) book({ ...before, left: true });
      waiting.set(cart.person, { ...cart, order: ends(cart) ? cart.order : undefined });
    }
    const now = waiting.get(cart.person);
    if (now.order !== undefined) {
      book({ ...now, left: now.leftAt !== undefined });
      waiting.delete(cart.person);
    }
  }
  for (const cart of waiting.values()) book({ ...cart, left: true });
  return told;
}

/** Sums in micros: sales on the day of the order, refunds on theirs. */
function truthOf(world, seed) {
  const overall = nothing();
  const months = {};
  const channels = {};
  const evidence = {};
  const rows = (at) => [overall, (months[new Date(at).toISOString().slice(0, 7)] ??= nothing())];
  for (const { at, earns, last, sums, test } of world.orders) {
    if (!last.counts || test) continue;
    const taken = last.refunds.reduce((sum, refund) => sum + refund.net, 0);
    for (const row of rows(at)) {
      row.orders += 1;
      book(row, earns.part, sums.net);
    }
    for (const refund of last.refunds) {
      for (const row of rows(refund.at)) {
        row.refunded += refund.net;
        book(row, earns.part, -refund.net);
      }
    }
    const channel = earns.channel ?? 'unknown';
    channels[channel] = (channels[channel] ?? 0) + sums.net - taken;
    if (earns.evidence) evidence[earns.evidence] = (evidence[earns.evidence] ?? 0) + 1;
  }
  return {
    seed, end: new Date(world.end).toISOString(), currency: 'EUR', model: 'last_non_direct', window_days: 7, measure: 'net', unit: 'micros',
    zones: 'from UTC-6 to UTC+1 an order and a refund lie in the same month',
    events: world.events.length, ...world.truth, overall, months: Object.fromEntries(Object.entries(months).sort()), channels, evidence,
    carts: cartsOf(world),
  };
}

const world = new World(endOf(options.end));
live(world, options.seed);
settle(world, options.seed);
world.events.sort((a, b) => a.at - b.at);
if (options.truth) writeFileSync(options.truth, `${JSON.stringify(truthOf(world, options.seed), null, 2)}\n`);
process.stdout.write(world.events.map((event) => `${JSON.stringify(event)}\n`).join(''));
