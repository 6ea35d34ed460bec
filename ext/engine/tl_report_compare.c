/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What reconcile asks: which of the shop's orders are known otherwise than they are, and which are known at all. */
#include "tl_event.h"
#include "tl_report.h"

static const tl_word difference_words[] = {
    {TL_DIFFERS_MISSING, {"missing", 7}}, {TL_DIFFERS_STATUS, {"status", 6}}, {TL_DIFFERS_AMOUNTS, {"amounts", 7}},
    {TL_DIFFERS_REFUNDS, {"refunds", 7}}, {TL_DIFFERS_LINES, {"lines", 5}},   {TL_DIFFERS_DATES, {"dates", 5}},
    {TL_DIFFERS_KIND, {"kind", 4}},       {TL_DIFFERS_PEOPLE, {"people", 6}}, {-1, {"", 0}}};

static void add_difference(tl_out *out, tl_value *rows, const tl_event *e, const tl_compared *c) {
    tl_value row = tl_map(), differs = tl_list();
    for (const tl_word *w = difference_words; w->number > 0; w++) {
        if (c->differs & (unsigned)w->number) {
            tl__add(out, &differs, tl_str(w->word));
        }
    }
    tl__put(out, &row, "order", tl__text(out, e->fields[TL_FIELD_ORDER].s));
    tl__put(out, &row, "differs", differs);
    tl__put(out, &row, "known_at", tl__time(c->snapshot_at));
    tl__add(out, rows, row);
}

tl_code tl__report_differences(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    tl_value rows = tl_list();
    tl_event e;
    tl_compared c;
    int64_t now = store->host.now_ms(store->host.ctx);
    for (uint32_t i = 0; q->snapshots && i < q->snapshots->n; i++) {
        if (tl__event_parse(&q->snapshots->as.items[i], &store->keys, now, out->arena, &e, err) != TL_OK) {
            return err->code;
        }
        if (e.type != TL_TYPE_ORDER) {
            return tl_fail(err, TL_E_QUERY_VALUE, "'snapshots' are events of type order");
        }
        if (tl__order_compare(store, &e, &c, err) != TL_OK) {
            return err->code;
        }
        if (c.differs) {
            add_difference(out, &rows, &e, &c);
        }
    }
    tl__put(out, answer, "rows", rows);
    return TL_OK;
}

typedef struct listing {
    tl_out *out;
    tl_value rows;
    int64_t last;
} listing;

static void on_known(void *ctx, const tl_known *k) {
    listing *l = ctx;
    tl_value row = tl_map();
    tl__put(l->out, &row, "order", tl__text(l->out, k->key));
    tl__put(l->out, &row, "number", tl__text(l->out, k->number));
    tl__put(l->out, &row, "status", tl__text(l->out, k->status));
    tl__put(l->out, &row, "currency", tl__text(l->out, k->currency));
    tl__put(l->out, &row, "placed_at", tl_int(k->placed_at));
    tl__put(l->out, &row, "total_micros", tl_int(k->total));
    tl__put(l->out, &row, "tax_micros", tl_int(k->tax));
    tl__put(l->out, &row, "shipping_micros", tl_int(k->shipping));
    tl__add(l->out, &l->rows, row);
    l->last = k->id;
}

tl_code tl__report_known(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    listing l = {.out = out, .rows = tl_list()};
    if (tl__orders_known(store, q, on_known, &l, err) != TL_OK) {
        return err->code;
    }
    bool more = (int64_t)l.rows.n == q->limit;
    tl__put(out, answer, "rows", l.rows);
    tl__put(out, answer, "next", more ? tl_int(l.last) : tl_null());
    return TL_OK;
}
