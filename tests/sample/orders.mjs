// SPDX-License-Identifier: GPL-2.0-or-later
// From a basket to the order's snapshots: payment, parcel, refunds, and all that can go wrong. Amounts are micros, exact.
import { DAY, HOUR, MINUTE, SECOND } from './shopper.mjs';

const CENT = 10000;
const VAT = 23;
const SHIPPING = 590 * CENT; // free from 100 euro on

/** What is left of a gross amount without VAT, in micros. */
const without = (gross) => Math.round((gross * 100) / (100 + VAT));
const cents = (micros) => Math.round(micros / CENT) * CENT;

/** Micros as a decimal string, as a shop writes them. */
export function money(micros) {
  const digits = String(Math.abs(micros)).padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0{1,4}$/, '');
  return `${micros < 0 ? '-' : ''}${digits.slice(0, -6)}.${fraction}`;
}

/** Lines and sums. WooCommerce rounds an order's taxes to cents and leaves shipping unrounded: 5.90 is 4.796748 and tax. */
export function price(lines) {
  const rows = lines.map(({ product, quantity, size }) => {
    const gross = product.price * CENT * quantity;
    return { product: product.id, variation: `${product.id}-${size}`, name: product.name, category: product.category, quantity, gross, net: without(gross) };
  });
  const goods = rows.reduce((sum, row) => sum + row.gross, 0);
  const shippingGross = goods >= 10000 * CENT ? 0 : SHIPPING;
  const shipping = without(shippingGross);
  const tax = cents(rows.reduce((sum, row) => sum + row.gross - row.net, 0) + shippingGross - shipping);
  return { rows, total: goods + shippingGross, tax, shipping, net: goods + shippingGross - tax - shipping };
}

const PAYMENTS = {
  card: { payment: 'stripe', payment_title: 'Card' },
  paypal: { payment: 'paypal', payment_title: 'PayPal' },
  transfer: { payment: 'bacs', payment_title: 'Bank transfer' },
};

/** A refund and what it takes off the net. */
function refund(kind, at, sums) {
  if (kind === 'one line') {
    const row = sums.rows[0];
    const tax = cents(row.gross - row.net);
    return { at, total: row.gross, tax, shipping: 0, lines: true, net: row.gross - tax };
  }
  if (kind === 'goodwill') {
    return { at, total: 10 * 100 * CENT, tax: 0, shipping: 0, lines: false, net: 10 * 100 * CENT };
  }
  return { at, total: sums.total, tax: 0, shipping: 0, lines: false, net: sums.net }; // set to 'refunded' by hand: all that is left
}

/** What becomes of an order: its states in order of time. counts: does it stand among the shop's sales in this state? */
export function statesOf(order, chance) {
  const sums = price(order.lines);
  const states = [];
  const add = (at, status, counts, refunds = []) => states.push({ at, status, counts, refunds, paid_at: order.paid_at });
  const payment = chance.weighted([['card', 62], ['paypal', 25], ['transfer', 13]]);
  const fate = chance.weighted([['kept', 82], ['all back', 5], ['one line', 5], ['goodwill', 3], ['cancelled', 3], ['called off', 2]]);
  order.sums = sums;
  order.method = PAYMENTS[payment];
  if (payment === 'transfer') {
    add(order.at, 'on-hold', false);
    if (fate === 'called off') {
      add(order.at + 10 * DAY, 'cancelled', false);
      return states;
    }
    order.paid_at = order.at + chance.whole(1, 2) * DAY + chance.whole(0, 3) * HOUR;
  } else if (order.created_via === 'admin') {
    add(order.at, 'pending', false);
    order.paid_at = order.at + chance.whole(5, 90) * MINUTE;
  } else {
    order.paid_at = order.at + chance.whole(2, 9) * SECOND;
  }
  add(order.paid_at, 'processing', true);
  if (fate === 'cancelled' || fate === 'called off') {
    add(order.paid_at + chance.whole(2, 20) * HOUR, 'cancelled', false, [refund('all back', order.paid_at + 2 * HOUR, sums)]);
    return states;
  }
  const sent = order.paid_at + chance.whole(20, 60) * HOUR;
  add(sent, 'completed', true);
  if (fate !== 'kept') {
    const back = sent + chance.whole(4, 16) * DAY;
    const day = back - (back % DAY) + chance.whole(9, 17) * HOUR;
    add(day, fate === 'all back' ? 'refunded' : 'completed', true, [refund(fate, day, sums)]);
  }
  return states;
}

/** The event of one state: a whole snapshot, as the shop would record it. */
export function snapshot(order, state) {
  const { sums } = order;
  const event = {
    type: 'order', at: state.at, id: `sample:${order.number}:${state.at}`, order: String(order.number), number: String(order.number), status: state.status,
    currency: 'EUR', placed_at: order.at, total: money(sums.total), tax: money(sums.tax), shipping: money(sums.shipping),
    lines: sums.rows.map(({ gross, net, ...row }) => ({ ...row, net: money(net), tax: money(gross - net) })),
    created_via: order.created_via, country: 'IE', ...order.method,
  };
  for (const field of ['visitor', 'customer', 'email', 'phone', 'code', 'code_by', 'token', 'test']) {
    if (order[field] !== undefined) event[field] = order[field];
  }
  if (order.code) event.code_at = order.at;
  if (state.paid_at) event.paid_at = state.paid_at;
  if (state.refunds.length) {
    event.refunds = state.refunds.map((r, i) => ({ refund: `${order.number}${i + 1}`, at: r.at, total: money(r.total), tax: money(r.tax), shipping: money(r.shipping), lines: r.lines }));
  }
  return event;
}
