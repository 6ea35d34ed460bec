/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Orders that no touch earned, each with its cause; and at which hours people click and buy. */
#include "tl_report.h"

#include <string.h>

/* ---- unattributed --------------------------------------------------------------------------------------------------
 */

static const char *const causes[] = {"no_visitor", "no_touch", "outside_window", "support"};
#define CAUSES (sizeof causes / sizeof *causes)

typedef struct listing {
    const tl_query *query;
    tl_out *out;
    tl_value *rows;
    int64_t n, orders[CAUSES], value[CAUSES];
} listing;

static size_t number_of(tl_slice cause) {
    for (size_t i = 0; i < CAUSES; i++) {
        if (tl_slice_eq(cause, tl_slice_of(causes[i]))) {
            return i;
        }
    }
    return 0;
}

static tl_value order_row(const listing *l, const tl_order_row *order, tl_slice cause, int64_t amount) {
    tl_value row = tl_map();
    tl__put(l->out, &row, "order", tl__text(l->out, order->key));
    tl__put(l->out, &row, "number", tl__text(l->out, order->number));
    tl__put(l->out, &row, "placed_at", tl_int(order->placed_at));
    tl__put(l->out, &row, "status", tl__text(l->out, order->status));
    tl__put_money(l->out, &row, "total", amount, amount);
    tl__put(l->out, &row, "cause", tl_str(cause));
    return row;
}

static tl_code on_unknown(void *ctx, const tl_order_row *order, const tl_credit *credit, const tl_movement *m,
                          tl_err *err) {
    listing *l = ctx;
    (void)err;
    if (credit->n || order->renewal) {
        return TL_OK;
    }
    tl_slice cause = tl__cause(order, l->query->window_ms);
    size_t i = number_of(cause);
    l->value[i] += m->amount;
    if (m->refund) {
        return TL_OK;
    }
    l->orders[i]++;
    if (l->n >= l->query->offset && l->n < l->query->offset + l->query->limit) {
        tl__add(l->out, l->rows, order_row(l, order, cause, m->amount));
    }
    l->n++;
    return TL_OK;
}

tl_code tl__report_unattributed(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    tl_value rows = tl_list(), sums = tl_map(), total = tl_map();
    listing l = {.query = q, .out = out, .rows = &rows};
    tl_slice currency;
    int64_t value = 0;
    if (tl__currency_of(store, q, out->arena, &currency, err) != TL_OK ||
        tl__movements(store, q, q->period, currency, on_unknown, &l, err) != TL_OK) {
        return err->code;
    }
    for (size_t i = 0; i < CAUSES; i++) {
        tl_value sum = tl_map();
        tl__put(out, &sum, "orders", tl_int(l.orders[i]));
        tl__put_money(out, &sum, "total", l.value[i], l.value[i]);
        tl__put(out, &sums, causes[i], sum);
        value += l.value[i];
    }
    tl__put(out, &total, "orders", tl_int(l.n));
    tl__put_money(out, &total, "total", value, value);
    tl__put(out, answer, "currency", tl__text(out, currency));
    tl__put(out, answer, "rows", rows);
    tl__put(out, answer, "count", tl_int(l.n));
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

static tl_code on_click(void *ctx, const tl_traits *click, int64_t person, bool wrote, tl_err *err) {
    heat *h = ctx;
    int hour, weekday;
    bool passes;
    (void)person;
    (void)wrote;
    if (tl__passes(h->query, TL_CLICK_DIMS, click, &passes, err) != TL_OK || !passes) {
        return err->code;
    }
    tl__local_hour(h->query, click->at, &hour, &weekday);
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
        tl__clicks_each(store, q->period, q->window_ms, on_click, &h, err) != TL_OK) {
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
