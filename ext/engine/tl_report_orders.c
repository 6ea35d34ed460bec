/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The orders behind a figure: those placed in the period and those refunded in it, as far as they are part of it. */
#include "tl_report.h"

#include <stdlib.h>
#include <string.h>

typedef struct row {
    tl_order_row order;
    tl_sums sums; /* of the movements in the period */
    int64_t refunded, evidence, entry;
    tl_slice channels; /* of the touches in the window, a byte each, oldest first */
    bool earned;       /* by what the filters let pass */
} row;

typedef struct listing {
    tl_store *store;
    const tl_query *query;
    tl_arena *arena;
    row *rows;
    size_t n, cap;
    int64_t current;
} listing;

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "listing orders");
}

static row *add_row(listing *l) {
    if (l->n == l->cap) {
        size_t cap = l->cap ? l->cap * 2 : 64;
        row *grown = tl_arena_alloc(l->arena, cap * sizeof *grown);
        if (!grown) {
            return NULL;
        }
        if (l->n) {
            memcpy(grown, l->rows, l->n * sizeof *grown);
        }
        l->rows = grown;
        l->cap = cap;
    }
    memset(&l->rows[l->n], 0, sizeof *l->rows);
    return &l->rows[l->n++];
}

/* Copies what the listing keeps: the order itself lives only as long as the walk over it. */
static bool keep_order(listing *l, row *r, const tl_order_row *order) {
    tl_slice *texts[] = {&r->order.key, &r->order.number, &r->order.status, &r->order.currency};
    const tl_slice from[] = {order->key, order->number, order->status, order->currency};
    r->order.id = order->id;
    r->order.placed_at = order->placed_at;
    for (int i = 0; i < 4; i++) {
        *texts[i] = from[i].len ? tl_arena_dup(l->arena, from[i]) : TL_S("");
        if (!texts[i]->ptr) {
            return false;
        }
    }
    return true;
}

static int64_t entry_of(const tl_order_row *order, const tl_credit *credit, const tl_movement *m) {
    for (size_t i = credit->n; i-- > 0;) {
        const tl_touchpoint *t = &order->touches[credit->eligible[i]];
        if (t->channel == TL_CHANNEL_WHATSAPP && m->credits[i]) {
            return t->entry;
        }
    }
    return 0;
}

/* With a filter, an order is listed when a touch that passes earned something of it. */
static bool earned(const tl_credit *credit, const tl_movement *m) {
    for (size_t i = 0; i < credit->n; i++) {
        if (credit->passes[i] && (m->credits[i] || (m->conversions && m->conversions[i]))) {
            return true;
        }
    }
    return credit->n == 0;
}

static bool keep_channels(listing *l, row *r, const tl_order_row *order, const tl_credit *credit) {
    r->channels = TL_S("");
    if (credit->n) {
        char *bytes = tl_arena_alloc(l->arena, credit->n);
        for (size_t i = 0; bytes && i < credit->n; i++) {
            bytes[i] = (char)order->touches[credit->eligible[i]].channel;
        }
        r->channels = (tl_slice){bytes, credit->n};
    }
    return r->channels.ptr != NULL;
}

/* Is its path the one that is asked for? */
static tl_code took_path(const tl_query *q, const tl_order_row *order, const tl_credit *credit, bool *took,
                         tl_err *err) {
    *took = !q->path || (q->path->n == credit->n && !order->renewal);
    for (size_t i = 0; q->path && *took && i < credit->n; i++) {
        tl_traits traits = tl__traits_of(order, credit->evidence, &order->touches[credit->eligible[i]]);
        tl_slice key;
        if (tl__key(q, q->dim ? q->dim : TL_DIM_CHANNEL, &traits, &key, err) != TL_OK) {
            return err->code;
        }
        *took = tl_slice_eq(key, q->path->as.items[i].as.s);
    }
    return TL_OK;
}

static tl_code on_movement(void *ctx, const tl_order_row *order, const tl_credit *credit, const tl_movement *m,
                           tl_err *err) {
    listing *l = ctx;
    bool took;
    if (took_path(l->query, order, credit, &took, err) != TL_OK || !took) {
        return err->code;
    }
    if (l->current != order->id) {
        row *fresh = add_row(l);
        if (!fresh || !keep_order(l, fresh, order) || !keep_channels(l, fresh, order, credit)) {
            return no_memory(err);
        }
        fresh->evidence = credit->evidence;
        l->current = order->id;
    }
    row *r = &l->rows[l->n - 1];
    tl__sums_add(&r->sums, order, credit, m);
    r->earned |= !l->query->filtered || earned(credit, m);
    r->refunded += m->refund ? -m->amount : 0;
    r->entry = r->entry ? r->entry : entry_of(order, credit, m);
    return TL_OK;
}

static bool wanted(const tl_query *q, const row *r) {
    const tl_sums *s = &r->sums;
    bool whatsapp = s->confirmed || s->click_only || s->confirmed_conv || s->click_only_conv;
    switch (q->part) {
    case TL_PART_WHATSAPP:
        return r->earned && whatsapp;
    case TL_PART_CONFIRMED:
        return r->earned && (s->confirmed || s->confirmed_conv);
    case TL_PART_CLICK_ONLY:
        return r->earned && (s->click_only || s->click_only_conv);
    case TL_PART_OTHER:
        return r->earned && (s->other || s->other_conv);
    case TL_PART_UNKNOWN:
        return r->earned && (s->unknown || s->unknown_conv);
    case TL_PART_RENEWALS:
        return r->earned && (s->renewals || s->renewals_conv);
    case TL_PART_ALL:
        break;
    }
    return r->earned;
}

static void keep_wanted(listing *l) {
    size_t kept = 0;
    for (size_t i = 0; i < l->n; i++) {
        if (wanted(l->query, &l->rows[i])) {
            l->rows[kept++] = l->rows[i];
        }
    }
    l->n = kept;
}

static int newest_first(const void *x, const void *y) {
    const row *a = x, *b = y;
    if (a->order.placed_at != b->order.placed_at) {
        return a->order.placed_at > b->order.placed_at ? -1 : 1;
    }
    return tl__by_text(b->order.key, a->order.key); /* no id: those depend on the order of ingest */
}

/* ---- printing
 * ---------------------------------------------------------------------------------------------------------- */

enum { TOTAL, WHATSAPP, OTHER, UNKNOWN, COLUMNS };
static const char *const column_names[COLUMNS] = {"total", "whatsapp", "other", "unknown"};

static int64_t amount(const row *r, int column) {
    const int64_t amounts[] = {tl__sums_total(&r->sums), tl__sums_whatsapp(&r->sums), r->sums.other, r->sums.unknown};
    return amounts[column];
}

static tl_value print_row(const row *r, int64_t *const printed[COLUMNS], size_t i, tl_out *out) {
    tl_value map = tl_map();
    tl_slice entry = tl_word_of(tl_entry_words, (int)r->entry);
    tl_value path = tl_list();
    for (size_t t = 0; t < r->channels.len; t++) {
        tl__add(out, &path, tl_str(tl_word_of(tl_channel_words, (unsigned char)r->channels.ptr[t])));
    }
    tl__put(out, &map, "order", tl_str(r->order.key));
    tl__put(out, &map, "number", tl_str(r->order.number));
    tl__put(out, &map, "placed_at", tl_int(r->order.placed_at));
    tl__put(out, &map, "status", tl_str(r->order.status));
    tl__put(out, &map, "currency", tl_str(r->order.currency));
    for (int c = 0; c < COLUMNS; c++) {
        tl__put_money(out, &map, column_names[c], printed[c][i], amount(r, c));
    }
    tl__put_money(out, &map, "refunded", r->refunded, r->refunded);
    tl__put(out, &map, "evidence", tl_str(tl_word_of(tl_evidence_words, (int)r->evidence)));
    tl__put(out, &map, "entry", entry.len ? tl_str(entry) : tl_null());
    tl__put(out, &map, "path", path);
    return map;
}

/* The totals as the total line prints them: its parts add up, and WhatsApp's is its card's. */
static void print_totals(const int64_t totals[COLUMNS], int decimals, int64_t printed[COLUMNS]) {
    const int64_t parts[] = {totals[WHATSAPP], totals[OTHER], totals[UNKNOWN],
                             totals[TOTAL] - totals[WHATSAPP] - totals[OTHER] - totals[UNKNOWN]};
    int64_t of[4];
    tl__money_round_column(parts, 4, totals[TOTAL], decimals, of);
    tl__money_pin(parts, 4, 0, decimals, of);
    tl__money_round_column(&totals[TOTAL], 1, totals[TOTAL], decimals, &printed[TOTAL]);
    memcpy(&printed[WHATSAPP], of, 3 * sizeof *of);
}

static tl_code print(listing *l, tl_out *out, tl_value *answer, tl_err *err) {
    int64_t *printed[COLUMNS], totals[COLUMNS] = {0}, told[COLUMNS];
    int64_t *exact = tl_arena_alloc(l->arena, (l->n + 1) * sizeof *exact);
    tl_value list = tl_list(), total = tl_map();
    for (size_t i = 0; i < l->n; i++) {
        for (int c = 0; c < COLUMNS; c++) {
            totals[c] += amount(&l->rows[i], c);
        }
    }
    print_totals(totals, out->decimals, told);
    for (int c = 0; c < COLUMNS; c++) {
        printed[c] = tl_arena_alloc(l->arena, (l->n + 1) * sizeof **printed);
        if (!exact || !printed[c]) {
            return no_memory(err);
        }
        for (size_t i = 0; i < l->n; i++) {
            exact[i] = amount(&l->rows[i], c);
        }
        tl__money_round_column(exact, l->n, told[c], out->decimals, printed[c]);
        tl__put_money(out, &total, column_names[c], told[c], totals[c]);
    }
    size_t from = (size_t)l->query->offset, to = from + (size_t)l->query->limit;
    for (size_t i = from; i < l->n && i < to; i++) {
        tl__add(out, &list, print_row(&l->rows[i], printed, i, out));
    }
    tl__put(out, answer, "rows", list);
    tl__put(out, answer, "count", tl_int((int64_t)l->n));
    tl__put(out, answer, "total", total);
    return TL_OK;
}

tl_code tl__report_orders(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    listing l = {.store = store, .query = q, .arena = out->arena};
    tl_slice currency;
    if (tl__currency_of(store, q, out->arena, &currency, err) != TL_OK ||
        tl__movements(store, q, q->period, currency, on_movement, &l, err) != TL_OK) {
        return err->code;
    }
    keep_wanted(&l);
    if (l.n) {
        qsort(l.rows, l.n, sizeof *l.rows, newest_first);
    }
    tl__put(out, answer, "currency", tl__text(out, currency));
    return print(&l, out, answer, err);
}

/* The same orders of every currency, by key alone, for a list of the shop's own. */
tl_code tl__report_order_keys(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    listing l = {.store = store, .query = q, .arena = out->arena};
    tl_value list = tl_list();
    if (tl__movements(store, q, q->period, q->currency, on_movement, &l, err) != TL_OK) {
        return err->code;
    }
    keep_wanted(&l);
    if (l.n) {
        qsort(l.rows, l.n, sizeof *l.rows, newest_first);
    }
    size_t from = (size_t)q->offset, to = from + (size_t)q->limit;
    for (size_t i = from; i < l.n && i < to; i++) {
        tl_value map = tl_map();
        tl__put(out, &map, "order", tl_str(l.rows[i].order.key));
        tl__add(out, &list, map);
    }
    tl__put(out, answer, "rows", list);
    tl__put(out, answer, "count", tl_int((int64_t)l.n));
    return TL_OK;
}
