/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How many touches an order takes, how many days, and which keys help without being the last. */
#include "tl_report.h"
#include "tl_table.h"

#include <stdlib.h>
#include <string.h>

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "counting paths");
}

/* ---- path_length, time_lag -----------------------------------------------------------------------------------------
 */

#define STEPS_MAX 91 /* days a window can have, and touches: the last row is 'this many or more' */

typedef struct histogram {
    bool days;
    int64_t orders[STEPS_MAX], value[STEPS_MAX];
    int64_t sum; /* of touches, or of milliseconds */
} histogram;

static tl_code on_step(void *ctx, const tl_order_row *order, const tl_credit *credit, const tl_movement *m,
                       tl_err *err) {
    histogram *h = ctx;
    (void)err;
    if (credit->n == 0 || order->renewal) {
        return TL_OK;
    }
    int64_t lag = order->placed_at - order->touches[credit->eligible[0]].at;
    lag = lag > 0 ? lag : 0; /* a chat about the pay link */
    int64_t step = h->days ? lag / TL_DAY_MS : (int64_t)credit->n;
    step = step < STEPS_MAX ? step : STEPS_MAX - 1;
    h->value[step] += m->amount;
    h->orders[step] += !m->refund;
    h->sum += m->refund ? 0 : h->days ? lag : (int64_t)credit->n;
    return TL_OK;
}

static tl_value average(const histogram *h, int64_t orders, tl_out *out) {
    char text[32];
    if (!orders) {
        return tl_null();
    }
    int64_t micros =
        h->days ? tl__muldiv(h->sum, TL_MICROS, orders * TL_DAY_MS) : tl__muldiv(h->sum, TL_MICROS, orders);
    return tl__text(out, (tl_slice){text, tl__money_print(micros, 1, text)});
}

static tl_code histogram_of(tl_store *store, const tl_query *q, bool days, tl_out *out, tl_value *answer, tl_err *err) {
    histogram h = {.days = days};
    tl_slice currency;
    int64_t printed[STEPS_MAX], orders = 0, value = 0;
    tl_value list = tl_list(), total = tl_map();
    if (tl__currency_of(store, q, out->arena, &currency, err) != TL_OK ||
        tl__movements(store, q, q->period, currency, on_step, &h, err) != TL_OK) {
        return err->code;
    }
    for (int i = 0; i < STEPS_MAX; i++) {
        orders += h.orders[i];
        value += h.value[i];
    }
    tl__money_round_column(h.value, STEPS_MAX, value, q->decimals, printed);
    for (int i = 0; i < STEPS_MAX; i++) {
        if (h.orders[i] || h.value[i]) {
            tl_value row = tl_map();
            tl__put(out, &row, days ? "days" : "length", tl_int(i));
            tl__put(out, &row, "orders", tl_int(h.orders[i]));
            tl__put(out, &row, "share", tl__rate(out, h.orders[i], orders));
            tl__put_money(out, &row, "revenue", printed[i], h.value[i]);
            tl__add(out, &list, row);
        }
    }
    tl__put(out, &total, "orders", tl_int(orders));
    tl__put_money(out, &total, "revenue", value, value);
    tl__put(out, answer, "currency", tl__text(out, currency));
    tl__put(out, answer, "rows", list);
    tl__put(out, answer, "total", total);
    tl__put(out, answer, "average", average(&h, orders, out));
    return TL_OK;
}

tl_code tl__report_path_length(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    return histogram_of(store, q, false, out, answer, err);
}

tl_code tl__report_time_lag(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    return histogram_of(store, q, true, out, answer, err);
}

/* ---- assists -------------------------------------------------------------------------------------------------------
 */

typedef struct helper {
    tl_slice key;
    int64_t last_orders, last_value, assisted_orders, assisted_value;
    int64_t seen; /* the movement in which it was counted last */
} helper;

typedef struct assists {
    const tl_query *query;
    tl_arena *arena;
    tl_dim dim;
    tl_table keys;
    helper *helpers;
    size_t cap;
    int64_t movement;
} assists;

static helper *helper_of(assists *a, tl_slice key, tl_err *err) {
    void *helpers = a->helpers;
    helper *h = tl__table_row(&a->keys, key, &helpers, &a->cap, sizeof *h);
    a->helpers = helpers;
    if (!h) {
        no_memory(err);
        return NULL;
    }
    h->key = a->keys.keys[h - a->helpers];
    return h;
}

static tl_code on_path(void *ctx, const tl_order_row *order, const tl_credit *credit, const tl_movement *m,
                       tl_err *err) {
    assists *a = ctx;
    a->movement++;
    for (size_t i = 0; i < credit->n && !order->renewal; i++) {
        tl_traits traits = tl__traits_of(order, credit->evidence, &order->touches[credit->eligible[i]]);
        tl_slice key;
        if (tl__key(a->query, a->dim, &traits, &key, err) != TL_OK) {
            return err->code;
        }
        helper *h = helper_of(a, key, err);
        if (!h) {
            return err->code;
        }
        if (i + 1 == credit->n) {
            h->last_orders += !m->refund;
            h->last_value += m->amount;
        } else if (h->seen != a->movement) { /* an order that one key helped twice is one */
            h->assisted_orders += !m->refund;
            h->assisted_value += m->amount;
            h->seen = a->movement;
        }
    }
    return TL_OK;
}

static int most_helpful(const void *x, const void *y) {
    const helper *a = x, *b = y;
    if (a->assisted_orders != b->assisted_orders) {
        return a->assisted_orders > b->assisted_orders ? -1 : 1;
    }
    if (a->last_orders != b->last_orders) {
        return a->last_orders > b->last_orders ? -1 : 1;
    }
    return tl__by_text(a->key, b->key);
}

tl_code tl__report_assists(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    assists a = {.query = q, .arena = out->arena, .dim = q->dim ? q->dim : TL_DIM_CHANNEL};
    tl_slice currency;
    tl_value list = tl_list();
    tl__table_init(&a.keys, out->arena);
    if (tl__currency_of(store, q, out->arena, &currency, err) != TL_OK ||
        tl__movements(store, q, q->period, currency, on_path, &a, err) != TL_OK) {
        return err->code;
    }
    if (a.keys.n) {
        qsort(a.helpers, a.keys.n, sizeof *a.helpers, most_helpful);
    }
    for (size_t i = (size_t)q->offset; i < a.keys.n && i < (size_t)(q->offset + q->limit); i++) {
        const helper *h = &a.helpers[i];
        tl_value row = tl_map();
        tl__put(out, &row, "key", tl_str(h->key));
        tl__put(out, &row, "assisted_orders", tl_int(h->assisted_orders));
        tl__put_money(out, &row, "assisted", h->assisted_value, h->assisted_value);
        tl__put(out, &row, "last_orders", tl_int(h->last_orders));
        tl__put_money(out, &row, "last", h->last_value, h->last_value);
        tl__add(out, &list, row);
    }
    tl__put(out, answer, "currency", tl__text(out, currency));
    tl__put(out, answer, "rows", list);
    tl__put(out, answer, "count", tl_int(a.keys.n));
    return TL_OK;
}
