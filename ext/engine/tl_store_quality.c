/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The SQL behind what was left out: bots, and orders that do not count; orders by their number; and links opened. */
#include "tl_report.h"
#include "tl_store_db.h"

tl_code tl__bots_each(tl_store *store, tl_period period, tl_on_bot on, void *ctx, tl_err *err) {
    tl_db *db;
    bool row = true;
    TL_TRY(tl__db_get(store, &db, err));
    sqlite3_stmt *s = tl__bound(db,
                                "SELECT name, SUM(n) FROM bot WHERE day >= ?1 / 86400000 AND day * 86400000 < ?2"
                                " GROUP BY name ORDER BY 2 DESC, 1",
                                TL_ARGS(tl__n(period.from), tl__n(period.to)), err);
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        if (on(ctx, tl__column_text(s, 0), sqlite3_column_int64(s, 1), err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
    }
}

/* ?1 on_hold, ?2 and ?3 the period, ?4 measure total, ?5 currency */
#define LEFT_OUT                                                                                                       \
    "o.snapshot_at > 0 AND o.reason <> 0 AND NOT (?1 AND o.reason = 1 AND o.status = 'on-hold') AND o.currency = ?5"

static const char uncounted_sql[] =
    "SELECT reason, status, SUM(n), SUM(amount), status IN (SELECT status FROM status WHERE kind = 2) FROM (SELECT "
    "o.reason, o.status, 1 AS n,"
    " CASE WHEN ?4 THEN o.total ELSE o.total - o.tax - o.shipping END AS amount FROM orders o"
    " WHERE o.placed_at >= ?2 AND o.placed_at < ?3 AND " LEFT_OUT
    " UNION ALL SELECT o.reason, o.status, 0, CASE WHEN ?4 THEN -r.gross ELSE -r.net END FROM order_refund r"
    " JOIN orders o ON o.id = r.order_id WHERE r.effective = 1 AND r.at >= ?2 AND r.at < ?3 AND " LEFT_OUT
    ") GROUP BY reason, status ORDER BY reason, status";

tl_code tl__uncounted_each(tl_store *store, const tl_query *q, tl_slice currency, tl_on_uncounted on, void *ctx,
                           tl_err *err) {
    tl_db *db;
    bool row = true;
    TL_TRY(tl__db_get(store, &db, err));
    sqlite3_stmt *s = tl__bound(
        db, uncounted_sql,
        TL_ARGS(tl__n(q->on_hold), tl__n(q->period.from), tl__n(q->period.to), tl__n(q->gross), tl__t(currency)), err);
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        tl_uncounted u = {.status = tl__column_text(s, 1),
                          .orders = sqlite3_column_int64(s, 2),
                          .amount = sqlite3_column_int64(s, 3),
                          .excluded = sqlite3_column_int(s, 4)};
        int64_t reason = sqlite3_column_int64(s, 0);
        bool held = reason == TL_REASON_UNPAID && tl_slice_eq(u.status, TL_S("on-hold"));
        u.reason = held ? TL_S("on_hold") : tl_word_of(tl_reason_words, (int)reason);
        if (on(ctx, &u, err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
    }
}

/* ---- by number -----------------------------------------------------------------------------------------------------
 */

static const char named_sql[] =
    "SELECT key, COALESCE(number, key) AS called, status, placed_at FROM orders"
    " WHERE snapshot_at > 0 AND (called = ?1 OR (key = ?1 AND NOT EXISTS(SELECT 1 FROM orders n WHERE n.number = ?1"
    " AND n.snapshot_at > 0))) ORDER BY placed_at DESC, key LIMIT ?2";

tl_code tl__orders_named(tl_store *store, tl_slice number, int64_t limit, tl_on_named on, void *ctx, tl_err *err) {
    tl_db *db;
    bool row = true;
    TL_TRY(tl__db_get(store, &db, err));
    sqlite3_stmt *s = tl__bound(db, named_sql, TL_ARGS(tl__w(number), tl__n(limit)), err);
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        if (on(ctx, tl__column_text(s, 0), tl__column_text(s, 1), tl__column_text(s, 2), sqlite3_column_int64(s, 3),
               err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
    }
}

/* ---- links ---------------------------------------------------------------------------------------------------------
 */

static const char opens_sql[] =
    "SELECT e.code, COUNT(*), COUNT(DISTINCT i.person) FROM event e"
    " JOIN source s ON s.id = e.source LEFT JOIN identity i ON i.id = e.visitor"
    " WHERE e.code IS NOT NULL AND e.at >= ?1 AND e.at < ?2 AND e.type = 8 AND s.entry <> 4 GROUP BY e.code";

tl_code tl__opens_each(tl_store *store, tl_period period, tl_on_opens on, void *ctx, tl_err *err) {
    tl_db *db;
    bool row = true;
    TL_TRY(tl__db_get(store, &db, err));
    sqlite3_stmt *s = tl__bound(db, opens_sql, TL_ARGS(tl__n(period.from), tl__n(period.to)), err);
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        if (on(ctx, tl__column_text(s, 0), sqlite3_column_int64(s, 1), sqlite3_column_int64(s, 2), err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
    }
}
