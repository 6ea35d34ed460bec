/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The carts behind a figure, newest first. */
#include "tl_report_carts.h"

typedef struct listing {
    tl_store *store;
    const tl_query *query;
    tl_out *out;
    int64_t now, currency, seen, value, revenue;
    tl_value rows;
} listing;

/* Is it in the list? */
static tl_code belongs(const listing *l, const tl_cart *cart, tl_cart_fate *f, bool *is, tl_err *err) {
    tl_traits traits;
    *is = false;
    if (tl__cart_traits(l->query, cart, &traits, err) != TL_OK ||
        tl__passes(l->query, TL_CART_DIMS, &traits, is, err) != TL_OK || !*is ||
        tl__cart_fate(l->query, cart, l->now, f, err) != TL_OK) {
        return err->code;
    }
    *is = f->holds.currency == l->currency && f->is[l->query->carts];
    return TL_OK;
}

static tl_code count(listing *l, const tl_cart_fate *f, tl_err *err) {
    l->seen++;
    return __builtin_add_overflow(l->value, f->holds.value, &l->value) ||
                   __builtin_add_overflow(l->revenue, f->revenue, &l->revenue)
               ? tl_fail(err, TL_E_QUERY_VALUE,
                         "the carts of this period come to more than 9,200,000 million; ask for a shorter one")
               : TL_OK;
}

static tl_code on_cart(void *ctx, const tl_cart *cart, tl_err *err) {
    listing *l = ctx;
    tl_cart_fate f;
    bool is;
    int64_t place = l->seen - l->query->offset;
    if (belongs(l, cart, &f, &is, err) != TL_OK || !is || count(l, &f, err) != TL_OK) {
        return err->code;
    }
    if (place < 0 || place >= l->query->limit) {
        return TL_OK;
    }
    tl_value row = tl_map();
    if (tl__cart_line(l->store, l->query, cart, &f, l->out, &row, err) != TL_OK) {
        return err->code;
    }
    tl__add(l->out, &l->rows, row);
    return TL_OK;
}

tl_code tl__report_cart_list(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    listing l = {.store = store, .query = q, .out = out, .now = store->host.now_ms(store->host.ctx), .rows = tl_list()};
    tl_value total = tl_map();
    char currency[4];
    if (tl__carts_refuse(q, err) != TL_OK || tl__cart_currency(store, q, out->arena, &l.currency, err) != TL_OK ||
        tl__carts_each(store, q, q->period, true, NULL, 0, on_cart, &l, err) != TL_OK) {
        return err->code;
    }
    tl__put_money(out, &total, "value", l.value, l.value);
    tl__put_money(out, &total, "revenue", l.revenue, l.revenue);
    tl__put(out, answer, "currency", tl__text(out, tl__currency_text(l.currency, currency)));
    tl__put(out, answer, "rows", l.rows);
    tl__put(out, answer, "count", tl_int(l.seen));
    tl__put(out, answer, "total", total);
    return TL_OK;
}
