/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Carts for reports. */
#include "tl_report.h"
#include "tl_store_db.h"

#define CARTS                                                                                                          \
    "SELECT start, person, left_before, end, checkout_at, source, landing, device, country, whatsapp_at, order_id,"    \
    " ordered_at, counts, net, gross, currency, touched_at, linked_at, pauses FROM cart WHERE left_before <= ?1"
static const char oldest_sql[] = CARTS " AND (start, person) > (?2, ?3) AND start < ?4 ORDER BY start, person LIMIT ?5";
static const char newest_sql[] =
    CARTS " AND (start, person) < (?2, ?3) AND start >= ?4 ORDER BY start DESC, person DESC LIMIT ?5";
static const char of_person_sql[] = CARTS " AND person = ?2 ORDER BY start";

static tl_cart cart_row(sqlite3_stmt *s) {
    tl_cart c = {.counts = sqlite3_column_int64(s, 12) != 0,
                 .currency = tl__currency_number(tl__column_text(s, 15)),
                 .pauses = {sqlite3_column_blob(s, 18), (size_t)sqlite3_column_bytes(s, 18)}};
    int64_t *const head[] = {&c.start,   &c.person, &c.left_before, &c.end,         &c.checkout_at, &c.source,
                             &c.landing, &c.device, &c.country,     &c.whatsapp_at, &c.order,       &c.ordered_at};
    for (int i = 0; i < 12; i++) {
        *head[i] = sqlite3_column_int64(s, i);
    }
    c.net = sqlite3_column_int64(s, 13);
    c.gross = sqlite3_column_int64(s, 14);
    c.touched_at = sqlite3_column_int64(s, 16);
    c.linked_at = sqlite3_column_int64(s, 17);
    return c;
}

static tl_code read_all(tl_db *db, sqlite3_stmt *s, tl_on_cart_row on, void *ctx, tl_err *err) {
    bool row = true;
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        tl_cart cart = cart_row(s);
        if (on(ctx, &cart, err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
    }
}

tl_code tl__carts_each(tl_store *store, const tl_query *q, tl_period period, bool newest_first, const int64_t after[2],
                       int64_t limit, tl_on_cart_row on, void *ctx, tl_err *err) {
    tl_db *db;
    /* From the edge of the period on where no cart is named, so that the index begins there. */
    const int64_t edge[2] = {newest_first ? period.to : period.from, INT64_MIN};
    const int64_t *from = after && (newest_first ? after[0] < edge[0] : after[0] >= edge[0]) ? after : edge;
    TL_TRY(tl__db_get(store, &db, err));
    sqlite3_stmt *s = tl__bound(db, newest_first ? newest_sql : oldest_sql,
                                TL_ARGS(tl__n(q->idle_ms), tl__n(from[0]), tl__n(from[1]),
                                        tl__n(newest_first ? period.from : period.to), tl__n(limit ? limit : -1)),
                                err);
    return s ? read_all(db, s, on, ctx, err) : err->code;
}

tl_code tl__carts_of_person(tl_store *store, const tl_query *q, int64_t person, tl_on_cart_row on, void *ctx,
                            tl_err *err) {
    tl_db *db;
    TL_TRY(tl__db_get(store, &db, err));
    sqlite3_stmt *s = tl__bound(db, of_person_sql, TL_ARGS(tl__n(q->idle_ms), tl__n(person)), err);
    return s ? read_all(db, s, on, ctx, err) : err->code;
}

tl_code tl__carts_known(tl_store *store, int64_t *pruned, int64_t *first, tl_err *err) {
    tl_db *db;
    TL_TRY(tl__db_get(store, &db, err));
    TL_TRY(tl__meta_get(db, TL_META_PRUNED, 0, pruned, err));
    return tl__one(db, "SELECT MIN(start) FROM cart", NULL, 0, 0, first, err);
}

/* What the shopper did between leaving the cart and the order; of several the last, a direct visit only where there is
 * nothing else. Touches of one moment stand as in an order's path. */
static const char back_sql[] =
    "SELECT t.channel, t.entry FROM identity i JOIN touch t ON t.identity = i.id WHERE i.person = ?1"
    " AND t.at BETWEEN ?2 AND ?3 AND COALESCE(t.intent, 0) <> 3"
    " ORDER BY t.channel = ?4, t.at DESC, t.kind DESC, t.hash DESC LIMIT 1";

tl_code tl__cart_back(tl_store *store, const tl_cart *cart, int64_t since, int64_t *channel, int64_t *entry,
                      tl_err *err) {
    tl_db *db;
    bool row;
    int64_t until = cart->ordered_at + (cart->ordered_at % 1000 == 0 ? 999 : 0); /* the shop dates to the second */
    *channel = *entry = 0;
    TL_TRY(tl__db_get(store, &db, err));
    sqlite3_stmt *s = tl__bound(
        db, back_sql, TL_ARGS(tl__n(cart->person), tl__n(since), tl__n(until), tl__n(TL_CHANNEL_DIRECT)), err);
    if (!s) {
        return err->code;
    }
    TL_TRY(tl__step(db, s, &row, err));
    if (row) {
        *channel = sqlite3_column_int64(s, 0);
        *entry = *channel == TL_CHANNEL_WHATSAPP ? sqlite3_column_int64(s, 1) : 0;
        sqlite3_reset(s);
    }
    return TL_OK;
}

static tl_slice kept(tl_arena *arena, sqlite3_stmt *s, int column, bool *failed) {
    tl_slice text = tl_arena_dup(arena, tl__column_text(s, column));
    *failed |= text.ptr == NULL;
    return text;
}

tl_code tl__cart_order_of(tl_store *store, int64_t order, tl_arena *arena, tl_cart_order *out, tl_err *err) {
    tl_db *db;
    bool row, failed = false;
    *out = (tl_cart_order){TL_S(""), TL_S(""), TL_S("")};
    TL_TRY(tl__db_get(store, &db, err));
    sqlite3_stmt *s = tl__bound(db, "SELECT key, number, status FROM orders WHERE id = ?1", TL_ARGS(tl__n(order)), err);
    if (!s) {
        return err->code;
    }
    TL_TRY(tl__step(db, s, &row, err));
    if (row) {
        *out = (tl_cart_order){kept(arena, s, 0, &failed), kept(arena, s, 1, &failed), kept(arena, s, 2, &failed)};
        sqlite3_reset(s);
    }
    return failed ? tl_fail(err, TL_E_NOMEM, "reading carts") : TL_OK;
}
