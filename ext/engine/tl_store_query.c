/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The orders behind reports, each with its refunds, lines and path. */
#include "tl_report.h"
#include "tl_store_db.h"

#include <string.h>

#define COUNTS "(o.reason = 0 OR (?1 AND o.reason = 1 AND o.status = 'on-hold'))"

bool tl__order_counts(const tl_query *query, const tl_order_row *order) {
    return order->reason == TL_REASON_COUNTS ||
           (query->on_hold && order->reason == TL_REASON_UNPAID && tl_slice_eq(order->status, TL_S("on-hold")));
}

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "reading orders");
}

static tl_slice keep(tl_arena *arena, sqlite3_stmt *s, int column, bool *failed) {
    tl_slice text = tl__column_text(s, column);
    if (!text.len) {
        return TL_S("");
    }
    text = tl_arena_dup(arena, text);
    *failed |= text.ptr == NULL;
    return text.ptr ? text : TL_S("");
}

tl_code tl__order_find(tl_store *store, tl_slice key, int64_t *id, tl_err *err) {
    tl_db *db;
    TL_TRY(tl__db_get(store, &db, err));
    sqlite3_stmt *s =
        tl__bound(db, "SELECT id FROM orders WHERE key = ?1 AND snapshot_at > 0", TL_ARGS(tl__t(key)), err);
    return s ? tl__number(db, s, 0, id, err) : err->code;
}

/* ---- reading a row
 * ------------------------------------------------------------------------------------------------------- */

/* ?2: is the customer asked for? */
#define COLUMNS                                                                                                        \
    "o.id, o.placed_at, COALESCE(o.counted_at, 0), o.reason, COALESCE(o.person, 0), o.total, o.tax, o.shipping,"       \
    " CASE WHEN o.unlinked THEN -1 ELSE COALESCE(o.visitor, 0) END, COALESCE(o.code_at, 0), CASE WHEN ?2 AND "         \
    "o.person IS NOT NULL THEN 1 +"                                                                                    \
    " EXISTS(SELECT 1 FROM orders p WHERE p.person = o.person AND p.reason = 0 AND (p.placed_at, p.key) <"             \
    " (o.placed_at, o.key)) ELSE 0 END, o.fees, o.renewal, o.key, o.number, o.status, o.currency, o.code, o.code_by, " \
    "o.moves, o.shop_source"
enum { NUMBERS = 12, RENEWAL = 12, TEXTS = 13, MOVES = 19, SHOP = 20 };

static bool asks_customer(const tl_query *q) {
    return q->dim == TL_DIM_CUSTOMER || q->filter[TL_DIM_CUSTOMER];
}

/* arena NULL: the texts are the row's own, and live until the next step. */
static bool fill(sqlite3_stmt *s, tl_arena *arena, tl_order_row *o) {
    bool failed = false;
    int64_t *numbers[NUMBERS] = {&o->id,  &o->placed_at, &o->counted_at, &o->reason,  &o->person,   &o->total,
                                 &o->tax, &o->shipping,  &o->visitor,    &o->code_at, &o->customer, &o->fees};
    tl_slice *texts[] = {&o->key, &o->number, &o->status, &o->currency, &o->code, &o->code_by};
    memset(o, 0, sizeof *o);
    for (int i = 0; i < NUMBERS; i++) {
        *numbers[i] = sqlite3_column_int64(s, i);
    }
    o->renewal = sqlite3_column_int(s, RENEWAL);
    o->shop_source = sqlite3_column_int64(s, SHOP);
    for (int i = 0; i < 6; i++) {
        *texts[i] = arena ? keep(arena, s, TEXTS + i, &failed) : tl__column_text(s, TEXTS + i);
    }
    o->number = o->number.len ? o->number : o->key;
    return !failed;
}

/* An order that was derived by an older version has no moves yet. */
static tl_code make_moves(tl_store *store, tl_db *db, tl_arena *arena, tl_order_row *o, tl_err *err) {
    tl_buf buf;
    tl_slice bytes = {NULL, 0};
    tl_buf_init(&buf, store->host.mem);
    tl_code code = tl__moves_build(db, o->id, o->placed_at, &buf, err);
    if (code == TL_OK) {
        bytes = tl_arena_dup(arena, (tl_slice){(const char *)buf.ptr, buf.len});
        code = bytes.ptr ? TL_OK : no_memory(err);
    }
    tl_buf_destroy(&buf);
    return code == TL_OK ? tl__moves_read(bytes, arena, o, err) : code;
}

static tl_code read_row(tl_store *store, tl_db *db, sqlite3_stmt *s, tl_arena *arena, bool borrow, tl_order_row *o,
                        tl_err *err) {
    if (!fill(s, borrow ? NULL : arena, o)) {
        return no_memory(err);
    }
    if (sqlite3_column_type(s, MOVES) == SQLITE_NULL) {
        return make_moves(store, db, arena, o, err);
    }
    tl_slice moves = {sqlite3_column_blob(s, MOVES), (size_t)sqlite3_column_bytes(s, MOVES)};
    if (!borrow) {
        moves = tl_arena_dup(arena, moves);
    }
    return moves.ptr ? tl__moves_read(moves, arena, o, err) : no_memory(err);
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
    bool row;
    TL_TRY(tl__db_get(store, &db, err));
    sqlite3_stmt *s = tl__bound(db, "SELECT " COLUMNS " FROM orders o WHERE ?1 IS NOT NULL AND o.id = ?3",
                                TL_ARGS(tl__n(1), tl__n(asks_customer(q)), tl__n(id)), err);
    if (!s) {
        return err->code;
    }
    TL_TRY(tl__step(db, s, &row, err));
    if (!row) {
        return tl_fail(err, TL_E_ORDER, "it is gone");
    }
    uint64_t moved = 0;
    tl_code code = read_row(store, db, s, arena, false, o, err);
    sqlite3_reset(s);
    return code == TL_OK ? tl__moved_add(o, &moved, err) : code;
}

/* ---- every order of a period
 * ------------------------------------------------------------------------------------------- */

static const char each_sql[] =
    "SELECT " COLUMNS " FROM orders o WHERE o.placed_at >= ?3 AND o.placed_at < ?4 AND " COUNTS
    " AND (?5 IS NULL OR o.currency = ?5)"
    " UNION ALL SELECT " COLUMNS " FROM orders o WHERE o.id IN (SELECT r.order_id FROM order_refund r"
    " WHERE r.effective = 1 AND r.at >= ?3 AND r.at < ?4) AND NOT (o.placed_at >= ?3 AND o.placed_at < ?4) AND " COUNTS
    " AND (?5 IS NULL OR o.currency = ?5)";

static tl_code walk(tl_store *store, tl_db *db, sqlite3_stmt *s, tl_arena *arena, tl_on_order on, void *ctx,
                    tl_err *err) {
    bool row = true;
    uint64_t moved = 0;
    tl_order_row order;
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        tl_arena_reset(arena);
        TL_TRY(read_row(store, db, s, arena, true, &order, err));
        TL_TRY(tl__moved_add(&order, &moved, err));
        TL_TRY(on(ctx, &order, arena, err));
    }
}

tl_code tl__orders_each(tl_store *store, const tl_query *q, tl_period period, tl_slice currency, tl_on_order on,
                        void *ctx, tl_err *err) {
    tl_db *db;
    tl_arena arena;
    TL_TRY(tl__db_get(store, &db, err));
    sqlite3_stmt *s = tl__bound(
        db, each_sql,
        TL_ARGS(tl__n(q->on_hold), tl__n(asks_customer(q)), tl__n(period.from), tl__n(period.to), tl__t(currency)),
        err);
    if (!s) {
        return err->code;
    }
    tl_arena_init(&arena, store->host.mem);
    tl_code code = walk(store, db, s, &arena, on, ctx, err);
    tl_arena_destroy(&arena);
    sqlite3_reset(s);
    return code;
}

/* ---- currencies
 * -------------------------------------------------------------------------------------------------------- */

tl_code tl__currency_of(tl_store *store, const tl_query *q, tl_arena *arena, tl_slice *currency, tl_err *err) {
    static const char largest[] =
        "SELECT currency FROM (SELECT currency, CASE WHEN ?4 THEN total ELSE total - tax - shipping END AS amount FROM "
        "orders o"
        " WHERE " COUNTS " AND placed_at >= ?2 AND placed_at < ?3"
        " UNION ALL SELECT o.currency, CASE WHEN ?4 THEN -r.gross ELSE -r.net END FROM order_refund r"
        " JOIN orders o ON o.id = r.order_id WHERE r.effective = 1 AND r.at >= ?2 AND r.at < ?3 AND " COUNTS
        ") GROUP BY currency ORDER BY TOTAL(amount) DESC, currency LIMIT 1";
    const tl_period periods[] = {q->period, {INT64_MIN, INT64_MAX}};
    tl_db *db;
    bool row = false, failed = false;
    *currency = q->currency;
    if (currency->len) {
        return TL_OK;
    }
    TL_TRY(tl__db_get(store, &db, err));
    for (int i = 0; i < 2 && !currency->len; i++) {
        sqlite3_stmt *s =
            tl__bound(db, largest,
                      TL_ARGS(tl__n(q->on_hold), tl__n(periods[i].from), tl__n(periods[i].to), tl__n(q->gross)), err);
        if (!s) {
            return err->code;
        }
        TL_TRY(tl__step(db, s, &row, err));
        if (row) {
            *currency = keep(arena, s, 0, &failed);
            sqlite3_reset(s);
        }
    }
    return failed ? no_memory(err) : TL_OK;
}
