/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Orders that no touch earned, each with its cause; and at which hours people click and buy. */
#include "tl_report.h"

#include <stdlib.h>
#include <string.h>

/* ---- unattributed --------------------------------------------------------------------------------------------------
 */

static const char *const causes[] = {"no_visitor", "no_touch", "outside_window", "support", "erased"};
#define CAUSES (sizeof causes / sizeof *causes)

typedef struct found {
    tl_slice key, number, status;
    int64_t placed_at, amount;
    size_t cause;
} found;

typedef struct listing {
    const tl_query *query;
    tl_arena *arena;
    found *rows;
    size_t n, cap;
    int64_t orders[CAUSES], value[CAUSES];
} listing;

static size_t number_of(tl_slice cause) {
    for (size_t i = 0; i < CAUSES; i++) {
        if (tl_slice_eq(cause, tl_slice_of(causes[i]))) {
            return i;
        }
    }
    return 0;
}

static found *add_row(listing *l) {
    if (l->n == l->cap) {
        size_t cap = l->cap ? l->cap * 2 : 64;
        found *grown = tl_arena_alloc(l->arena, cap * sizeof *grown);
        if (!grown) {
            return NULL;
        }
        if (l->n) {
            memcpy(grown, l->rows, l->n * sizeof *grown);
        }
        l->rows = grown;
        l->cap = cap;
    }
    return &l->rows[l->n++];
}

static tl_code keep(listing *l, const tl_order_row *order, size_t cause, int64_t amount, tl_err *err) {
    found *f = add_row(l);
    if (f) {
        *f = (found){tl_arena_dup(l->arena, order->key),
                     tl_arena_dup(l->arena, order->number),
                     tl_arena_dup(l->arena, order->status),
                     order->placed_at,
                     amount,
                     cause};
    }
    return f && f->key.ptr && f->number.ptr && f->status.ptr
               ? TL_OK
               : tl_fail(err, TL_E_NOMEM, "listing orders without a touch");
}

static tl_code on_unknown(void *ctx, const tl_order_row *order, const tl_credit *credit, const tl_movement *m,
                          tl_err *err) {
    listing *l = ctx;
    if (credit->n || order->renewal) {
        return TL_OK;
    }
    size_t i = number_of(tl__cause(order, l->query->window_ms));
    l->value[i] += m->amount;
    if (m->refund) {
        return TL_OK;
    }
    l->orders[i]++;
    bool wanted = !l->query->cause.len || tl_slice_eq(l->query->cause, tl_slice_of(causes[i]));
    return wanted ? keep(l, order, i, m->amount, err) : TL_OK;
}

static int newest_first(const void *x, const void *y) {
    const found *a = x, *b = y;
    if (a->placed_at != b->placed_at) {
        return a->placed_at > b->placed_at ? -1 : 1;
    }
    return tl__by_text(b->key, a->key);
}

static tl_value order_row(const found *f, tl_out *out) {
    tl_value row = tl_map();
    tl__put(out, &row, "order", tl_str(f->key));
    tl__put(out, &row, "number", tl_str(f->number));
    tl__put(out, &row, "placed_at", tl_int(f->placed_at));
    tl__put(out, &row, "status", tl_str(f->status));
    tl__put_money(out, &row, "total", f->amount, f->amount);
    tl__put(out, &row, "cause", tl_str(tl_slice_of(causes[f->cause])));
    return row;
}

static tl_value page_of(listing *l, tl_out *out) {
    tl_value list = tl_list();
    size_t from = (size_t)l->query->offset, to = from + (size_t)l->query->limit;
    if (l->n) {
        qsort(l->rows, l->n, sizeof *l->rows, newest_first);
    }
    for (size_t i = from; i < l->n && i < to; i++) {
        tl__add(out, &list, order_row(&l->rows[i], out));
    }
    return list;
}

tl_code tl__report_unattributed(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    tl_value sums = tl_map(), total = tl_map();
    listing l = {.query = q, .arena = out->arena};
    tl_slice currency;
    int64_t value = 0, orders = 0;
    if (tl__currency_of(store, q, out->arena, &currency, err) != TL_OK ||
        tl__movements(store, q, q->period, currency, on_unknown, &l, err) != TL_OK) {
        return err->code;
    }
    for (size_t i = 0; i < CAUSES; i++) {
        value += l.value[i];
        orders += l.orders[i];
    }
    for (size_t i = 0; i < CAUSES; i++) {
        tl_value sum = tl_map();
        tl__put(out, &sum, "orders", tl_int(l.orders[i]));
        tl__put(out, &sum, "share", tl__rate(out, l.orders[i], orders));
        tl__put_money(out, &sum, "total", l.value[i], l.value[i]);
        tl__put(out, &sums, causes[i], sum);
    }
    tl__put(out, &total, "orders", tl_int(orders));
    tl__put_money(out, &total, "total", value, value);
    tl__put(out, answer, "currency", tl__text(out, currency));
    tl__put(out, answer, "rows", page_of(&l, out));
    tl__put(out, answer, "count", tl_int((int64_t)l.n));
    tl__put(out, answer, "causes", sums);
    tl__put(out, answer, "total", total);
    return TL_OK;
}

/* ---- heatmap -------------------------------------------------------------------------------------------------------
 */

typedef struct heat {
    const tl_query *query;
    int64_t clicks[7][24], orders[7][24], value[7][24];
} heat;

static tl_code on_click(void *ctx, const tl_clicked *click, tl_err *err) {
    heat *h = ctx;
    int hour, weekday;
    bool passes;
    if (tl__passes(h->query, TL_CLICK_DIMS, &click->traits, &passes, err) != TL_OK || !passes) {
        return err->code;
    }
    tl__local_hour(h->query, click->traits.at, &hour, &weekday);
    h->clicks[weekday - 1][hour]++;
    return TL_OK;
}

static tl_code on_sale(void *ctx, const tl_order_row *order, const tl_credit *credit, const tl_movement *m,
                       tl_err *err) {
    heat *h = ctx;
    tl_sums sums = {0};
    int hour, weekday;
    (void)err;
    if (order->renewal) {
        return TL_OK;
    }
    tl__sums_add(&sums, order, credit, m);
    tl__local_hour(h->query, order->placed_at, &hour, &weekday);
    h->orders[weekday - 1][hour] += sums.confirmed_conv + sums.click_only_conv;
    h->value[weekday - 1][hour] += tl__sums_whatsapp(&sums);
    return TL_OK;
}

tl_code tl__report_heatmap(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    heat h = {.query = q};
    tl_slice currency;
    tl_value list = tl_list();
    if (tl__currency_of(store, q, out->arena, &currency, err) != TL_OK ||
        tl__movements(store, q, q->period, currency, on_sale, &h, err) != TL_OK ||
        tl__clicks_each(store, q, q->period, on_click, &h, err) != TL_OK) {
        return err->code;
    }
    for (int d = 0; d < 7; d++) {
        for (int hour = 0; hour < 24; hour++) {
            tl_value row = tl_map();
            tl__put(out, &row, "weekday", tl_int(d + 1));
            tl__put(out, &row, "hour", tl_int(hour));
            tl__put(out, &row, "clicks", tl_int(h.clicks[d][hour]));
            tl__put(out, &row, "orders", tl__orders_figure(out, h.orders[d][hour]));
            tl__put_money(out, &row, "revenue", h.value[d][hour], h.value[d][hour]);
            tl__add(out, &list, row);
        }
    }
    tl__put(out, answer, "currency", tl__text(out, currency));
    tl__put(out, answer, "rows", list);
    return TL_OK;
}
