/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How far the figures can be trusted: who was kept out, which orders do not count, and what the shop itself says of
 * where its orders came from. */
#include "tl_report.h"
#include "tl_table.h"

#include <stdlib.h>

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "looking at what was left out");
}

/* ---- bots ----------------------------------------------------------------------------------------------------------
 */

typedef struct kept_out {
    tl_out *out;
    tl_value list;
    int64_t events, names, from, to;
} kept_out;

static tl_code on_bot(void *ctx, tl_slice name, int64_t events, tl_err *err) {
    kept_out *k = ctx;
    (void)err;
    if (k->names >= k->from && k->names < k->to) {
        tl_value row = tl_map();
        tl__put(k->out, &row, "name", tl__text(k->out, name));
        tl__put(k->out, &row, "events", tl_int(events));
        tl__add(k->out, &k->list, row);
    }
    k->names++;
    k->events += events;
    return TL_OK;
}

tl_code tl__report_bots(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    kept_out k = {.out = out, .list = tl_list(), .from = q->offset, .to = q->offset + q->limit};
    if (tl__bots_each(store, q->period, on_bot, &k, err) != TL_OK) {
        return err->code;
    }
    tl__put(out, answer, "rows", k.list);
    tl__put(out, answer, "count", tl_int(k.names));
    tl__put(out, answer, "events", tl_int(k.events));
    return TL_OK;
}

/* ---- uncounted -----------------------------------------------------------------------------------------------------
 */

typedef struct left_out {
    tl_out *out;
    tl_value list;
} left_out;

static tl_code on_uncounted(void *ctx, const tl_uncounted *u, tl_err *err) {
    left_out *l = ctx;
    tl_value row = tl_map();
    (void)err;
    tl__put(l->out, &row, "reason", tl__text(l->out, u->reason));
    tl__put(l->out, &row, "status", tl__text(l->out, u->status));
    tl__put(l->out, &row, "orders", tl_int(u->orders));
    tl__put_money(l->out, &row, "total", u->amount, u->amount);
    tl__add(l->out, &l->list, row);
    return TL_OK;
}

tl_code tl__report_uncounted(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    left_out l = {.out = out, .list = tl_list()};
    tl_slice currency;
    if (tl__currency_of(store, q, out->arena, &currency, err) != TL_OK ||
        tl__uncounted_each(store, q, currency, on_uncounted, &l, err) != TL_OK) {
        return err->code;
    }
    tl__put(out, answer, "currency", tl__text(out, currency));
    tl__put(out, answer, "rows", l.list);
    return TL_OK;
}

/* ---- find ----------------------------------------------------------------------------------------------------------
 */

static tl_code on_named(void *ctx, tl_slice key, tl_slice number, tl_slice status, int64_t placed_at, tl_err *err) {
    left_out *l = ctx;
    tl_value row = tl_map();
    (void)err;
    tl__put(l->out, &row, "order", tl__text(l->out, key));
    tl__put(l->out, &row, "number", tl__text(l->out, number));
    tl__put(l->out, &row, "status", tl__text(l->out, status));
    tl__put(l->out, &row, "placed_at", tl_int(placed_at));
    tl__add(l->out, &l->list, row);
    return TL_OK;
}

tl_code tl__report_find(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    left_out l = {.out = out, .list = tl_list()};
    if (q->search.len && tl__orders_named(store, q->search, q->limit, on_named, &l, err) != TL_OK) {
        return err->code;
    }
    tl__put(out, answer, "rows", l.list);
    return TL_OK;
}

/* ---- shop ----------------------------------------------------------------------------------------------------------
 */

#define CHANNELS 16 /* and 0: none is known */

typedef struct said {
    const tl_query *query;
    int64_t orders[CHANNELS][CHANNELS], value[CHANNELS][CHANNELS]; /* by the shop's channel and ours */
} said;

/* A direct visit says no more of where the order came from than nothing does. */
static int64_t channel_of(int64_t channel) {
    return channel == TL_CHANNEL_DIRECT || channel < 0 || channel >= CHANNELS ? 0 : channel;
}

static tl_code on_movement(void *ctx, const tl_order_row *order, const tl_credit *credit, const tl_movement *m,
                           tl_err *err) {
    said *s = ctx;
    const tl_source_name *source;
    if (order->renewal) {
        return TL_OK;
    }
    if (tl__name_source(s->query->names, order->shop_source, &source, err) != TL_OK) {
        return err->code;
    }
    int64_t shop = channel_of(source->channel);
    for (size_t i = 0; i < credit->n; i++) {
        int64_t ours = channel_of(order->touches[credit->eligible[i]].channel);
        s->value[shop][ours] += m->credits[i];
        s->orders[shop][ours] += m->conversions ? m->conversions[i] : 0;
    }
    if (credit->n == 0) {
        s->value[shop][0] += m->amount;
        s->orders[shop][0] += m->refund ? 0 : TL_MICROS;
    }
    return TL_OK;
}

typedef struct pair {
    int64_t shop, ours, orders, value;
} pair;

static int by_orders(const void *x, const void *y) {
    const pair *a = x, *b = y;
    if (a->orders != b->orders) {
        return a->orders > b->orders ? -1 : 1;
    }
    int64_t first = a->shop * CHANNELS + a->ours, second = b->shop * CHANNELS + b->ours;
    return first < second ? -1 : first > second;
}

static tl_value channel_value(int64_t channel) {
    return channel ? tl_str(tl_word_of(tl_channel_words, (int)channel)) : tl_null();
}

static tl_code print_pairs(const said *s, tl_out *out, tl_value *answer, tl_err *err) {
    pair *pairs = tl_arena_alloc(out->arena, (size_t)CHANNELS * CHANNELS * sizeof *pairs);
    int64_t same = 0, all = 0;
    size_t n = 0;
    tl_value list = tl_list();
    if (!pairs) {
        return no_memory(err);
    }
    for (int64_t shop = 0; shop < CHANNELS; shop++) {
        for (int64_t ours = 0; ours < CHANNELS; ours++) {
            pair p = {shop, ours, s->orders[shop][ours], s->value[shop][ours]};
            if (p.orders || p.value) {
                pairs[n++] = p;
            }
            all += p.orders;
            same += shop == ours ? p.orders : 0;
        }
    }
    qsort(pairs, n, sizeof *pairs, by_orders);
    for (size_t i = 0; i < n; i++) {
        tl_value row = tl_map();
        tl__put(out, &row, "shop", channel_value(pairs[i].shop));
        tl__put(out, &row, "ours", channel_value(pairs[i].ours));
        tl__put(out, &row, "same", tl_bool(pairs[i].shop == pairs[i].ours));
        tl__put(out, &row, "orders", tl__orders_figure(out, pairs[i].orders));
        tl__put(out, &row, "share", tl__rate(out, pairs[i].orders, all));
        tl__put_money(out, &row, "revenue", pairs[i].value, pairs[i].value);
        tl__add(out, &list, row);
    }
    tl__put(out, answer, "rows", list);
    tl__put(out, answer, "orders", tl__orders_figure(out, all));
    tl__put(out, answer, "same", tl__rate(out, same, all));
    return TL_OK;
}

tl_code tl__report_shop(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    said *s = tl_arena_alloc(out->arena, sizeof *s);
    tl_slice currency;
    if (!s) {
        return no_memory(err);
    }
    *s = (said){.query = q};
    if (tl__currency_of(store, q, out->arena, &currency, err) != TL_OK ||
        tl__movements(store, q, q->period, currency, on_movement, s, err) != TL_OK) {
        return err->code;
    }
    tl__put(out, answer, "currency", tl__text(out, currency));
    return print_pairs(s, out, answer, err);
}
