/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_report_carts.h"

/* Won back: an order that counts, at most 30 days after the cart was left; by `touch` with a WhatsApp touch in between,
 * by `link` with a recovery link opened in between, at most 7 days before the order. */
static void take_won(const tl_query *q, const tl_cart *c, tl_cart_fate *f) {
    bool any = c->order && (c->counts || q->on_hold) && c->ordered_at - f->abandoned_at <= TL_CART_LOST;
    f->is[TL_CARTS_ANY] = any;
    f->is[TL_CARTS_TOUCH] = any && c->touched_at >= f->abandoned_at;
    f->is[TL_CARTS_LINK] = any && c->linked_at >= f->abandoned_at && c->ordered_at - c->linked_at <= TL_CART_LINK;
}

static tl_carts state_of(const tl_query *q, const tl_cart *c, const tl_cart_fate *f, int64_t now) {
    if (f->abandoned_at) {
        return f->is[TL_CARTS_ANY]                    ? TL_CARTS_ANY
               : now - f->abandoned_at > TL_CART_LOST ? TL_CARTS_LOST
                                                      : TL_CARTS_OPEN;
    }
    switch ((tl_cart_end)c->end) {
    case TL_CART_ORDERED:
        return c->counts || q->on_hold ? TL_CARTS_ORDERED : TL_CARTS_AWAITING;
    case TL_CART_EMPTIED:
        return TL_CARTS_EMPTIED;
    default:
        return TL_CARTS_ACTIVE;
    }
}

tl_code tl__cart_fate(const tl_query *q, const tl_cart *c, int64_t now, tl_cart_fate *f, tl_err *err) {
    bool left;
    *f = (tl_cart_fate){.abandoned_at = 0};
    if (!tl__cart_pause_find(c->pauses, q->idle_ms, now, &f->holds, &left)) {
        return tl_fail(err, TL_E_DB_CORRUPT, "the pauses of a cart cannot be read");
    }
    if (left) {
        f->abandoned_at = f->holds.at + q->idle_ms;
        take_won(q, c, f);
    }
    f->state = state_of(q, c, f, now);
    f->is[TL_CARTS_STARTED] = f->is[f->state] = true;
    f->is[TL_CARTS_ABANDONED] = left;
    f->checkout_at = c->checkout_at <= f->holds.at ? c->checkout_at : 0;
    f->is[TL_CARTS_CHECKOUT] = f->checkout_at || f->is[TL_CARTS_ORDERED] || f->is[TL_CARTS_ANY];
    bool earned = f->is[TL_CARTS_ORDERED] || f->is[TL_CARTS_ANY];
    f->revenue = earned && c->currency == f->holds.currency ? q->gross ? c->gross : c->net : 0;
    f->whatsapp = c->whatsapp_at && c->whatsapp_at >= c->start - q->window_ms;
    return TL_OK;
}

tl_code tl__cart_traits(const tl_query *q, const tl_cart *c, tl_traits *traits, tl_err *err) {
    const tl_source_name *source;
    if (tl__name_source(q->names, c->source, &source, err) != TL_OK) {
        return err->code;
    }
    *traits = (tl_traits){.at = c->start,
                          .channel = source->channel,
                          .entry = source->entry,
                          .source = c->source,
                          .landing = c->landing,
                          .device = c->device,
                          .country = c->country};
    return TL_OK;
}

/* ---- the currency -------------------------------------------------------------------------------------------------
 */

typedef struct tally {
    const tl_query *query;
    int64_t now, best, most;
    int64_t numbers[32], n[32];
} tally;

static tl_code count_currency(void *ctx, const tl_cart *c, tl_err *err) {
    tally *t = ctx;
    tl_cart_fate f;
    if (tl__cart_fate(t->query, c, t->now, &f, err) != TL_OK || !f.holds.currency) {
        return err->code;
    }
    for (size_t i = 0; i < 32; i++) {
        if (t->numbers[i] && t->numbers[i] != f.holds.currency) {
            continue;
        }
        t->numbers[i] = f.holds.currency;
        if (++t->n[i] > t->most) {
            t->most = t->n[i];
            t->best = t->numbers[i];
        }
        break;
    }
    return TL_OK;
}

tl_code tl__cart_currency(tl_store *store, const tl_query *q, tl_arena *arena, int64_t *currency, tl_err *err) {
    tl_slice orders;
    tally t = {.query = q, .now = store->host.now_ms(store->host.ctx)};
    if (tl__currency_of(store, q, arena, &orders, err) != TL_OK ||
        (!orders.len && tl__carts_each(store, q, q->period, false, NULL, 0, count_currency, &t, err) != TL_OK)) {
        return err->code;
    }
    *currency = orders.len ? tl__currency_number(orders) : t.best;
    return TL_OK;
}

/* ---- a line -------------------------------------------------------------------------------------------------------
 */

static void put_times(const tl_cart *c, const tl_cart_fate *f, tl_out *out, tl_value *row) {
    tl__put(out, row, "started_at", tl_int(c->start));
    tl__put(out, row, "last_at", tl_int(f->holds.at));
    tl__put(out, row, "checkout_at", tl__time(f->checkout_at));
    tl__put(out, row, "abandoned_at", tl__time(f->abandoned_at));
}

static void put_won(const tl_cart_fate *f, tl_out *out, tl_value *row) {
    static const tl_carts ways[] = {TL_CARTS_LINK, TL_CARTS_TOUCH, TL_CARTS_ANY};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        static const char *const names[] = {"by_link", "by_touch", "by_any"};
        tl__put(out, row, names[i], tl_bool(f->is[ways[i]]));
    }
}

void tl__put_touch(tl_out *out, tl_value *row, const char *channel_name, const char *entry_name, int64_t channel,
                   int64_t entry) {
    bool known = channel != 0;
    tl__put(out, row, channel_name, tl_str(known ? tl_word_of(tl_channel_words, (int)channel) : TL_S("unknown")));
    tl__put(out, row, entry_name,
            channel == TL_CHANNEL_WHATSAPP && entry ? tl_str(tl_word_of(tl_entry_words, (int)entry)) : tl_null());
}

static tl_code put_back(tl_store *store, const tl_cart *c, const tl_cart_fate *f, tl_out *out, tl_value *row,
                        tl_err *err) {
    int64_t channel, entry;
    if (!f->is[TL_CARTS_ANY]) {
        tl__put(out, row, "back_channel", tl_null());
        tl__put(out, row, "back_entry", tl_null());
        return TL_OK;
    }
    if (tl__cart_back(store, c, f->abandoned_at, &channel, &entry, err) == TL_OK) {
        tl__put_touch(out, row, "back_channel", "back_entry", channel, entry);
    }
    return err->code;
}

static tl_code put_order(tl_store *store, const tl_cart *c, const tl_cart_fate *f, tl_out *out, tl_value *row,
                         tl_err *err) {
    tl_cart_order order = {TL_S(""), TL_S(""), TL_S("")};
    bool its = c->order && (f->abandoned_at ? f->is[TL_CARTS_ANY] : c->end == TL_CART_ORDERED);
    if (its && tl__cart_order_of(store, c->order, out->arena, &order, err) != TL_OK) {
        return err->code;
    }
    tl__put(out, row, "order", tl__text(out, order.key));
    tl__put(out, row, "number", tl__text(out, order.number));
    tl__put(out, row, "ordered_at", its ? tl_int(c->ordered_at) : tl_null());
    tl__put_money(out, row, "revenue", f->revenue, f->revenue);
    return TL_OK;
}

static tl_code put_products(const tl_query *q, const tl_cart_fate *f, tl_out *out, tl_value *row, tl_err *err) {
    tl_value list = tl_list();
    for (size_t i = 0; i < f->holds.n_products; i++) {
        const tl_dict_name *name;
        if (tl__name_dict(q->names, f->holds.products[i], &name, err) != TL_OK) {
            return err->code;
        }
        tl__add(out, &list, tl__text(out, name->name.len ? name->name : name->value));
    }
    tl__put(out, row, "products", list);
    return TL_OK;
}

tl_code tl__cart_line(tl_store *store, const tl_query *q, const tl_cart *c, const tl_cart_fate *f, tl_out *out,
                      tl_value *row, tl_err *err) {
    const tl_source_name *source;
    char currency[4];
    if (tl__name_source(q->names, c->source, &source, err) != TL_OK) {
        return err->code;
    }
    tl__put(out, row, "person", tl__person_text(store, c->person, out));
    put_times(c, f, out, row);
    tl__put(out, row, "state",
            tl_str(f->state == TL_CARTS_ANY ? TL_S("recovered") : tl_word_of(tl_carts_words, (int)f->state)));
    tl__put(out, row, "items", tl_int(f->holds.items));
    tl__put(out, row, "currency", tl__text(out, tl__currency_text(f->holds.currency, currency)));
    tl__put_money(out, row, "value", f->holds.value, f->holds.value);
    tl__put(out, row, "channel", tl_str(tl_word_of(tl_channel_words, (int)source->channel)));
    tl__put(out, row, "whatsapp", tl_bool(f->whatsapp));
    put_won(f, out, row);
    if (put_back(store, c, f, out, row, err) != TL_OK) {
        return err->code;
    }
    return put_order(store, c, f, out, row, err) == TL_OK ? put_products(q, f, out, row, err) : err->code;
}
