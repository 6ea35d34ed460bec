/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rows behind reports: orders with their path, refunds and lines. */
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

/* Room for one more item of `size` bytes in an array of the arena; NULL: out of memory. */
static void *grow(tl_arena *arena, void *items, size_t n, size_t size) {
    if (n & (n - 1)) {
        return items; /* room is the next power of two */
    }
    void *grown = tl_arena_alloc(arena, (n ? 2 * n : 1) * size);
    if (grown && n) {
        memcpy(grown, items, n * size);
    }
    return grown;
}

static tl_code collect_ids(tl_db *db, sqlite3_stmt *s, tl_arena *arena, int64_t **ids, size_t *n, tl_err *err) {
    bool row = true;
    *ids = NULL;
    *n = 0;
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        int64_t *grown = grow(arena, *ids, *n, sizeof **ids);
        if (!grown) {
            sqlite3_reset(s);
            return no_memory(err);
        }
        *ids = grown;
        grown[(*n)++] = sqlite3_column_int64(s, 0);
    }
}

tl_code tl__orders_moved(tl_store *store, const tl_query *q, tl_period period, tl_slice currency, tl_arena *arena,
                         int64_t **ids, size_t *n, tl_err *err) {
    tl_db *db;
    TL_TRY(tl__db_get(store, &db, err));
    sqlite3_stmt *s = tl__bound(
        db,
        "SELECT id, placed_at FROM orders o WHERE o.placed_at >= ?2 AND o.placed_at < ?3 AND " COUNTS
        " AND (?4 IS NULL OR o.currency = ?4)"
        " UNION SELECT o.id, o.placed_at FROM order_refund r JOIN orders o ON o.id = r.order_id"
        " WHERE r.effective = 1 AND r.at >= ?2 AND r.at < ?3 AND " COUNTS " AND (?4 IS NULL OR o.currency = ?4)"
        " ORDER BY 2, 1",
        TL_ARGS(tl__n(q->on_hold), tl__n(period.from), tl__n(period.to), tl__t(currency)), err);
    return s ? collect_ids(db, s, arena, ids, n, err) : err->code;
}

tl_code tl__order_find(tl_store *store, tl_slice key, int64_t *id, tl_err *err) {
    tl_db *db;
    TL_TRY(tl__db_get(store, &db, err));
    sqlite3_stmt *s =
        tl__bound(db, "SELECT id FROM orders WHERE key = ?1 AND snapshot_at > 0", TL_ARGS(tl__t(key)), err);
    return s ? tl__number(db, s, 0, id, err) : err->code;
}

/* ---- one order
 * ------------------------------------------------------------------------------------------------------- */

static tl_code load_touches(tl_db *db, int64_t id, tl_arena *arena, tl_order_row *o, tl_err *err) {
    bool row = true, failed = false;
    sqlite3_stmt *s =
        tl__bound(db,
                  "SELECT t.at, t.kind, t.channel, t.entry, COALESCE(t.page, 0), COALESCE(t.product, 0),"
                  " COALESCE(t.intent, 0), p.evidence, COALESCE(p.chat_at, 0), s.source, s.medium, s.campaign,"
                  " pg.value, pr.name, pr.value, t.code"
                  " FROM order_path p JOIN touch t ON t.id = p.touch LEFT JOIN source s ON s.id = t.source"
                  " LEFT JOIN dict pg ON pg.id = t.page LEFT JOIN dict pr ON pr.id = t.product"
                  " WHERE p.order_id = ?1 ORDER BY p.pos",
                  TL_ARGS(tl__n(id)), err);
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        tl_touchpoint *t = grow(arena, o->touches, o->n_touches, sizeof *t);
        if (t) {
            o->touches = t;
            t += o->n_touches++;
            int64_t *numbers[] = {&t->at,      &t->kind,   &t->channel,  &t->entry,  &t->page,
                                  &t->product, &t->intent, &t->evidence, &t->chat_at};
            tl_slice *texts[] = {&t->source,       &t->medium,      &t->campaign, &t->path,
                                 &t->product_name, &t->product_key, &t->code};
            for (int i = 0; i < 9; i++) {
                *numbers[i] = sqlite3_column_int64(s, i);
            }
            for (int i = 0; i < 7; i++) {
                *texts[i] = keep(arena, s, 9 + i, &failed);
            }
        }
        if (!t || failed) {
            sqlite3_reset(s);
            return no_memory(err);
        }
    }
}

static tl_code load_refunds(tl_db *db, int64_t id, tl_arena *arena, tl_order_row *o, tl_err *err) {
    bool row = true, failed = false;
    sqlite3_stmt *s = tl__bound(db,
                                "SELECT key, at, net, gross FROM order_refund WHERE order_id = ?1 AND effective = 1"
                                " ORDER BY at, key",
                                TL_ARGS(tl__n(id)), err);
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        tl_refund_row *r = grow(arena, o->refunds, o->n_refunds, sizeof *r);
        if (r) {
            o->refunds = r;
            r[o->n_refunds++] = (tl_refund_row){keep(arena, s, 0, &failed), sqlite3_column_int64(s, 1),
                                                sqlite3_column_int64(s, 2), sqlite3_column_int64(s, 3)};
        }
        if (!r || failed) {
            sqlite3_reset(s);
            return no_memory(err);
        }
    }
}

static bool fill_order(sqlite3_stmt *s, tl_arena *arena, tl_order_row *o) {
    bool failed = false;
    int64_t *numbers[] = {&o->placed_at, &o->counted_at, &o->reason,  &o->person,      &o->total,
                          &o->tax,       &o->shipping,   &o->visitor, &o->shop_source, &o->code_at};
    tl_slice *texts[] = {&o->key, &o->number, &o->status, &o->currency, &o->code, &o->code_by};
    for (int i = 0; i < 10; i++) {
        *numbers[i] = sqlite3_column_int64(s, i);
    }
    for (int i = 0; i < 6; i++) {
        *texts[i] = keep(arena, s, 10 + i, &failed);
    }
    o->renewal = sqlite3_column_int(s, 16);
    o->has_identity = sqlite3_column_int(s, 17);
    sqlite3_reset(s);
    return !failed;
}

tl_code tl__order_load(tl_store *store, int64_t id, tl_arena *arena, tl_order_row *o, tl_err *err) {
    tl_db *db;
    bool row;
    memset(o, 0, sizeof *o);
    TL_TRY(tl__db_get(store, &db, err));
    sqlite3_stmt *s =
        tl__bound(db,
                  "SELECT placed_at, COALESCE(counted_at, 0), reason, COALESCE(person, 0), total, tax, shipping,"
                  " COALESCE(visitor, 0), COALESCE(shop_source, 0), COALESCE(code_at, 0), key, number, status,"
                  " currency, code, code_by, renewal, COALESCE(visitor, customer, email, phone) IS NOT NULL"
                  " FROM orders WHERE id = ?1",
                  TL_ARGS(tl__n(id)), err);
    if (!s) {
        return err->code;
    }
    TL_TRY(tl__step(db, s, &row, err));
    if (!row) {
        return tl_fail(err, TL_E_ORDER, "it is gone");
    }
    o->id = id;
    if (!fill_order(s, arena, o)) {
        return no_memory(err);
    }
    if (o->number.len == 0) {
        o->number = o->key;
    }
    TL_TRY(load_touches(db, id, arena, o, err));
    return load_refunds(db, id, arena, o, err);
}

tl_code tl__order_lines(tl_store *store, int64_t id, tl_arena *arena, tl_line_row **lines, size_t *n, tl_err *err) {
    tl_db *db;
    bool row = true, failed = false;
    *lines = NULL;
    *n = 0;
    TL_TRY(tl__db_get(store, &db, err));
    sqlite3_stmt *s = tl__bound(db,
                                "SELECT COALESCE(d.value, ''), d.name, l.net FROM order_line l"
                                " LEFT JOIN dict d ON d.id = l.product WHERE l.order_id = ?1 ORDER BY l.pos",
                                TL_ARGS(tl__n(id)), err);
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        tl_line_row *grown = grow(arena, *lines, *n, sizeof *grown);
        if (grown) {
            *lines = grown;
            grown[(*n)++] =
                (tl_line_row){keep(arena, s, 0, &failed), keep(arena, s, 1, &failed), sqlite3_column_int64(s, 2)};
        }
        if (!grown || failed) {
            sqlite3_reset(s);
            return no_memory(err);
        }
    }
}

tl_code tl__currency_of(tl_store *store, const tl_query *q, tl_arena *arena, tl_slice *currency, tl_err *err) {
    static const char largest[] =
        "SELECT currency FROM (SELECT currency, CASE WHEN ?4 THEN total ELSE total - tax - shipping END AS amount FROM "
        "orders o"
        " WHERE " COUNTS " AND placed_at >= ?2 AND placed_at < ?3"
        " UNION ALL SELECT o.currency, CASE WHEN ?4 THEN -r.gross ELSE -r.net END FROM order_refund r"
        " JOIN orders o ON o.id = r.order_id WHERE r.effective = 1 AND r.at >= ?2 AND r.at < ?3 AND " COUNTS
        ") GROUP BY currency ORDER BY SUM(amount) DESC, currency LIMIT 1";
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
