/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The orders behind reports, each with its refunds, lines and path. */
#include "tl_store_kept.h"
#include "tl_table.h"

#include <string.h>

bool tl__order_counts(const tl_query *query, const tl_order_row *order) {
    return order->reason == TL_REASON_COUNTS ||
           (query->on_hold && order->reason == TL_REASON_UNPAID && tl_slice_eq(order->status, TL_S("on-hold")));
}

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "reading orders");
}

tl_code tl__order_find(tl_store *store, tl_slice key, int64_t *id, tl_err *err) {
    tl_db *db;
    TL_TRY(tl__db_get(store, &db, err));
    sqlite3_stmt *s =
        tl__bound(db, "SELECT id FROM orders WHERE key = ?1 AND snapshot_at > 0", TL_ARGS(tl__t(key)), err);
    return s ? tl__number(db, s, 0, id, err) : err->code;
}

/* ---- reading a row -------------------------------------------------------------------------------------------------
 */

/* Is the customer new? */
static tl_code find_customer(tl_db *db, tl_order_row *o, tl_err *err) {
    int64_t before;
    if (!o->person) {
        return TL_OK;
    }
    TL_TRY(tl__one(
        db, "SELECT EXISTS(SELECT 1 FROM orders WHERE person = ?1 AND reason = 0 AND (placed_at, key) < (?2, ?3))",
        TL_ARGS(tl__n(o->person), tl__n(o->placed_at), tl__t(o->key)), 0, &before, err));
    o->customer = before ? TL_CUSTOMER_RETURNING : TL_CUSTOMER_NEW;
    return TL_OK;
}

static bool asks_customer(const tl_query *q) {
    return q->dim == TL_DIM_CUSTOMER || q->filter[TL_DIM_CUSTOMER];
}

/* Sums of money are 64 bits of micros, and so are their differences: half of what fits. */
#define MOVED_MAX (INT64_MAX / 2)

static uint64_t size_of(int64_t amount) {
    return amount < 0 ? -(uint64_t)amount : (uint64_t)amount;
}

/* In either measure, so that no report can come to more; and of the lines, whose amounts are weights. Each amount is at
 * most 2^63: the sums are looked at before they can turn over. */
tl_code tl__moved_add(const tl_order_row *o, uint64_t *moved, tl_err *err) {
    uint64_t gross = size_of(o->total), net = size_of(o->total - o->tax - o->shipping), lines = 0;
    *moved += gross > net ? gross : net;
    for (size_t i = 0; i < o->n_refunds && *moved <= MOVED_MAX; i++) {
        gross = size_of(o->refunds[i].gross);
        net = size_of(o->refunds[i].net);
        *moved += gross > net ? gross : net;
    }
    for (size_t i = 0; i < o->n_lines && lines <= MOVED_MAX; i++) {
        lines += size_of(o->lines[i].net);
    }
    if (*moved > MOVED_MAX || lines > MOVED_MAX) {
        return tl_fail(err, TL_E_QUERY_VALUE,
                       "with order '%.*s' the amounts of this period come to more than 4,600,000 million; ask for a "
                       "shorter one, or correct that order",
                       (int)(o->key.len < 64 ? o->key.len : 64), o->key.ptr);
    }
    return TL_OK;
}

tl_code tl__order_load(tl_store *store, const tl_query *q, int64_t id, tl_arena *arena, tl_order_row *o, tl_err *err) {
    tl_db *db;
    tl_packed packed;
    bool row;
    uint64_t moved = 0;
    TL_TRY(tl__db_get(store, &db, err));
    sqlite3_stmt *s = tl__bound(db, "SELECT " TL_ORDER_COLUMNS " FROM orders WHERE id = ?1", TL_ARGS(tl__n(id)), err);
    if (!s) {
        return err->code;
    }
    TL_TRY(tl__step(db, s, &row, err));
    if (!row) {
        return tl_fail(err, TL_E_ORDER, "it is gone");
    }
    tl__packed_row(TL_PACK_ORDERS, s, &packed);
    bool copied = tl__packed_copy(&packed, arena);
    sqlite3_reset(s);
    TL_TRY(copied ? tl__packed_order(store, db, &packed, arena, o, err) : no_memory(err));
    if (asks_customer(q)) {
        TL_TRY(find_customer(db, o, err));
    }
    return tl__moved_add(o, &moved, err);
}

/* ---- every order of a period ---------------------------------------------------------------------------------------
 */

typedef struct walk {
    tl_store *store;
    tl_db *db;
    const tl_query *query;
    tl_slice currency;
    tl_arena *arena;
    tl_on_order on;
    void *ctx;
    uint64_t moved;
} walk;

static tl_code on_order(walk *w, tl_order_row *order, tl_err *err) {
    if (!tl__order_counts(w->query, order) || (w->currency.len && !tl_slice_eq(w->currency, order->currency))) {
        return TL_OK;
    }
    if (asks_customer(w->query)) {
        TL_TRY(find_customer(w->db, order, err));
    }
    TL_TRY(tl__moved_add(order, &w->moved, err));
    return w->on(w->ctx, order, w->arena, err);
}

static tl_code on_row(void *ctx, const tl_packed *row, tl_err *err) {
    walk *w = ctx;
    tl_order_row order;
    if (!tl__packed_counts(row, w->query->on_hold)) {
        return TL_OK;
    }
    tl_arena_reset(w->arena);
    TL_TRY(tl__packed_order(w->store, w->db, row, w->arena, &order, err));
    return on_order(w, &order, err);
}

static tl_code walk_all(walk *w, tl_period period, tl_err *err) {
    const tl_order_rows *kept;
    TL_TRY(tl__kept_orders(w->store, w->db, period, &kept, err));
    if (!kept) {
        return tl__packed_orders(w->db, period, on_row, w, err);
    }
    for (size_t i = 0; i < kept->n; i++) {
        tl_order_row order = kept->rows[i];
        tl_arena_reset(w->arena);
        TL_TRY(on_order(w, &order, err));
    }
    return TL_OK;
}

tl_code tl__orders_each(tl_store *store, const tl_query *q, tl_period period, tl_slice currency, tl_on_order on,
                        void *ctx, tl_err *err) {
    tl_arena arena;
    walk w = {.store = store, .query = q, .currency = currency, .arena = &arena, .on = on, .ctx = ctx};
    TL_TRY(tl__db_get(store, &w.db, err));
    tl_arena_init(&arena, store->host.mem);
    tl_code code = walk_all(&w, period, err);
    tl_arena_destroy(&arena);
    return code;
}

static tl_code on_one(walk *w, int64_t id, tl_err *err) {
    tl_order_row order;
    const tl_order_row *kept = tl__kept_order(w->db, id);
    tl_arena_reset(w->arena);
    if (kept) {
        order = *kept;
    } else {
        TL_TRY(tl__order_load(w->store, w->query, id, w->arena, &order, err));
    }
    return on_order(w, &order, err);
}

tl_code tl__orders_of(tl_store *store, const tl_query *q, const int64_t *ids, size_t n, tl_on_order on, void *ctx,
                      tl_err *err) {
    tl_arena arena;
    walk w = {.store = store, .query = q, .arena = &arena, .on = on, .ctx = ctx};
    TL_TRY(tl__db_get(store, &w.db, err));
    TL_TRY(tl__kept_by_id(store, w.db, err));
    tl_arena_init(&arena, store->host.mem);
    tl_code code = TL_OK;
    for (size_t i = 0; code == TL_OK && i < n; i++) {
        code = on_one(&w, ids[i], err);
    }
    tl_arena_destroy(&arena);
    return code;
}

/* ---- currencies ----------------------------------------------------------------------------------------------------
 */

typedef struct in_currency {
    tl_slice name;
    double sum; /* whichever is larger: nothing is printed of it */
} in_currency;

typedef struct currencies {
    const tl_query *query;
    tl_table table;
    in_currency *rows;
    size_t cap;
} currencies;

static tl_code add_currency(currencies *c, tl_slice name, double amount, tl_err *err) {
    void *rows = c->rows;
    in_currency *of = tl__table_row(&c->table, name, &rows, &c->cap, sizeof *of);
    c->rows = rows;
    if (!of) {
        return no_memory(err);
    }
    of->name = c->table.keys[of - c->rows];
    of->sum += amount;
    return TL_OK;
}

static tl_code on_currency(void *ctx, const tl_packed *row, tl_err *err) {
    currencies *c = ctx;
    const int64_t *n = row->n;
    int64_t net = n[TL_ORDER_TOTAL] - n[TL_ORDER_TAX] - n[TL_ORDER_SHIPPING];
    if (!tl__packed_counts(row, c->query->on_hold)) {
        return TL_OK;
    }
    return add_currency(c, row->text[TL_ORDER_CURRENCY], (double)(c->query->gross ? n[TL_ORDER_TOTAL] : net), err);
}

static const char given_back_sql[] =
    "SELECT o.currency, TOTAL(CASE WHEN ?4 THEN -r.gross ELSE -r.net END) FROM order_refund r"
    " JOIN orders o ON o.id = r.order_id WHERE r.effective = 1 AND r.at >= ?2 AND r.at < ?3"
    " AND (o.reason = 0 OR (?1 AND o.reason = 1 AND o.status = 'on-hold')) GROUP BY 1";

static tl_code take_refunds(currencies *c, tl_db *db, tl_period period, tl_err *err) {
    bool row = true;
    const tl_query *q = c->query;
    sqlite3_stmt *s = tl__bound(db, given_back_sql,
                                TL_ARGS(tl__n(q->on_hold), tl__n(period.from), tl__n(period.to), tl__n(q->gross)), err);
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        if (add_currency(c, tl__column_text(s, 0), sqlite3_column_double(s, 1), err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
    }
}

#define OF_CURRENCY                                                                                                    \
    (TL_PACKED(TL_ORDER_REASON) | TL_PACKED(TL_ORDER_TOTAL) | TL_PACKED(TL_ORDER_TAX) | TL_PACKED(TL_ORDER_SHIPPING) | \
     TL_PACKED_TEXT(TL_ORDER_CURRENCY) | TL_PACKED_TEXT(TL_ORDER_STATUS))

/* The orders of a report's own period are those that it is about to read anyway. */
static tl_code take_period(currencies *c, tl_store *store, tl_db *db, tl_err *err) {
    const tl_query *q = c->query;
    const tl_order_rows *kept;
    TL_TRY(tl__kept_orders(store, db, q->period, &kept, err));
    if (!kept) {
        return tl__packed_each(db, TL_PACK_ORDERS, OF_CURRENCY, q->period, on_currency, c, err);
    }
    for (size_t i = 0; i < kept->n; i++) {
        const tl_order_row *o = &kept->rows[i];
        bool placed = o->placed_at >= q->period.from && o->placed_at < q->period.to; /* else it is refunded in it */
        int64_t amount = q->gross ? o->total : o->total - o->tax - o->shipping;
        if (placed && tl__order_counts(q, o)) {
            TL_TRY(add_currency(c, o->currency, (double)amount, err));
        }
    }
    return TL_OK;
}

static tl_code largest(const tl_query *q, tl_store *store, tl_db *db, bool ever, tl_arena *arena, tl_slice *name,
                       tl_err *err) {
    currencies c = {.query = q};
    const in_currency *most = NULL;
    tl_period period = ever ? (tl_period){INT64_MIN, INT64_MAX} : q->period;
    tl__table_init(&c.table, arena);
    TL_TRY(ever ? tl__packed_each(db, TL_PACK_ORDERS, OF_CURRENCY, period, on_currency, &c, err)
                : take_period(&c, store, db, err));
    TL_TRY(take_refunds(&c, db, period, err));
    for (uint32_t i = 0; i < c.table.n; i++) {
        const in_currency *of = &c.rows[i];
        if (!most || of->sum > most->sum || (of->sum == most->sum && tl__by_text(of->name, most->name) < 0)) {
            most = of;
        }
    }
    *name = most ? most->name : TL_S("");
    return TL_OK;
}

tl_code tl__currency_of(tl_store *store, const tl_query *q, tl_arena *arena, tl_slice *currency, tl_err *err) {
    tl_db *db;
    *currency = q->currency;
    if (currency->len) {
        return TL_OK;
    }
    TL_TRY(tl__db_get(store, &db, err));
    TL_TRY(largest(q, store, db, false, arena, currency, err));
    return currency->len ? TL_OK : largest(q, store, db, true, arena, currency, err);
}
