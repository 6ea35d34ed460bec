/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The SQL behind reconcile: an order as it lies here beside a snapshot that was read just now, and which orders of the
 * shop are known at all. Nothing is written. */
#include "tl_report.h"
#include "tl_store_db.h"

/* Dates by their second: the shop keeps no more, and of a payment the moment within it is made up
 * (Orders::endOfSecond). Whom the shop no longer names may be tied here no longer: erased there, and not here. The
 * other way round is the ordinary way's business. */
static const char columns_sql[] =
    "SELECT id, snapshot_at, status IS NOT ?2, currency IS NOT ?3 OR total <> ?4 OR tax <> ?5 OR shipping <> ?6"
    " OR discount <> ?7 OR fees <> ?8, placed_at / 1000 <> ?9 / 1000 OR COALESCE(paid_at, 0) / 1000 <> ?10 / 1000,"
    " renewal <> ?11 OR test <> ?12 OR left_out <> ?13 OR number IS NOT ?14,"
    " (customer IS NOT NULL AND NOT ?15) OR (email IS NOT NULL AND NOT ?16) OR (phone IS NOT NULL AND NOT ?17)"
    " OR (visitor IS NOT NULL AND NOT ?18) FROM orders WHERE key = ?1 AND snapshot_at > 0";

static int64_t number_of(const tl_event *e, tl_field field) {
    return e->fields[field].set ? e->fields[field].i : 0;
}

static tl_slice words_of(const tl_event *e, tl_field field) {
    return e->fields[field].set ? e->fields[field].s : TL_S("");
}

static tl_code columns(tl_db *db, const tl_event *e, int64_t *order, tl_compared *out, tl_err *err) {
    static const unsigned differences[] = {TL_DIFFERS_STATUS, TL_DIFFERS_AMOUNTS, TL_DIFFERS_DATES, TL_DIFFERS_KIND,
                                           TL_DIFFERS_PEOPLE};
    bool row;
    sqlite3_stmt *s = tl__bound(db, columns_sql,
                                TL_ARGS(tl__t(words_of(e, TL_FIELD_ORDER)), tl__t(words_of(e, TL_FIELD_STATUS)),
                                        tl__t(words_of(e, TL_FIELD_CURRENCY)), tl__n(number_of(e, TL_FIELD_TOTAL)),
                                        tl__n(number_of(e, TL_FIELD_TAX)), tl__n(number_of(e, TL_FIELD_SHIPPING)),
                                        tl__n(number_of(e, TL_FIELD_DISCOUNT)), tl__n(number_of(e, TL_FIELD_FEES)),
                                        tl__n(number_of(e, TL_FIELD_PLACED_AT)), tl__n(number_of(e, TL_FIELD_PAID_AT)),
                                        tl__n(number_of(e, TL_FIELD_RENEWAL)), tl__n(number_of(e, TL_FIELD_TEST)),
                                        tl__n(number_of(e, TL_FIELD_LEAVE_OUT)), tl__t(words_of(e, TL_FIELD_NUMBER)),
                                        tl__n(e->fields[TL_FIELD_CUSTOMER].set), tl__n(e->fields[TL_FIELD_EMAIL].set),
                                        tl__n(e->fields[TL_FIELD_PHONE].set || e->fields[TL_FIELD_WA_ID].set),
                                        tl__n(e->fields[TL_FIELD_VISITOR].set)),
                                err);
    if (!s) {
        return err->code;
    }
    TL_TRY(tl__step(db, s, &row, err));
    *out = (tl_compared){.differs = row ? 0 : TL_DIFFERS_MISSING};
    *order = row ? sqlite3_column_int64(s, 0) : 0;
    out->snapshot_at = row ? sqlite3_column_int64(s, 1) : 0;
    for (int i = 0; row && i < 5; i++) {
        out->differs |= sqlite3_column_int(s, i + 2) ? differences[i] : 0;
    }
    sqlite3_reset(s);
    return TL_OK;
}

static int64_t positive(int64_t amount) {
    return amount < 0 ? -amount : amount;
}

static tl_code refunds(tl_db *db, int64_t order, const tl_event *e, tl_compared *out, tl_err *err) {
    int64_t n;
    TL_TRY(tl__one(db, "SELECT COUNT(*) FROM order_refund WHERE order_id = ?1 AND effective = 1", TL_ARGS(tl__n(order)),
                   0, &n, err));
    bool same = n == (int64_t)e->refunds.n;
    for (uint32_t i = 0; same && i < e->refunds.n; i++) {
        const tl_field_value *r = e->refunds.items[i];
        TL_TRY(tl__one(db,
                       "SELECT COUNT(*) FROM order_refund WHERE order_id = ?1 AND key = ?2 AND effective = 1"
                       " AND at / 1000 = ?3 / 1000 AND total = ?4 AND tax = ?5 AND shipping = ?6 AND lines = ?7",
                       TL_ARGS(tl__n(order), tl__t(r[TL_ITEM_REFUND].s), tl__n(r[TL_ITEM_AT].i),
                               tl__n(positive(r[TL_ITEM_TOTAL].i)), tl__n(positive(r[TL_ITEM_TAX].i)),
                               tl__n(positive(r[TL_ITEM_SHIPPING].i)), tl__n(r[TL_ITEM_LINES].i)),
                       0, &n, err));
        same = n == 1;
    }
    out->differs |= same ? 0 : TL_DIFFERS_REFUNDS;
    return TL_OK;
}

/* A category stays what it was when the line was first read; lines of older stores have none yet. */
static bool same_line(sqlite3_stmt *s, const tl_field_value *line) {
    tl_slice product = line[TL_ITEM_PRODUCT].set ? line[TL_ITEM_PRODUCT].s : TL_S("");
    return tl_slice_eq(tl__column_text(s, 0), product) && sqlite3_column_int64(s, 1) == line[TL_ITEM_QUANTITY].i &&
           sqlite3_column_int64(s, 2) == line[TL_ITEM_NET].i && sqlite3_column_int64(s, 3) == line[TL_ITEM_TAX].i &&
           (sqlite3_column_int(s, 4) || !line[TL_ITEM_CATEGORY].set);
}

static tl_code lines(tl_db *db, int64_t order, const tl_event *e, tl_compared *out, tl_err *err) {
    bool row = true, same = true;
    uint32_t n = 0;
    sqlite3_stmt *s = tl__bound(db,
                                "SELECT COALESCE(d.value, ''), l.quantity, l.net, l.tax, l.category IS NOT NULL"
                                " FROM order_line l LEFT JOIN dict d ON d.id = l.product WHERE l.order_id = ?1"
                                " ORDER BY l.pos",
                                TL_ARGS(tl__n(order)), err);
    if (!s) {
        return err->code;
    }
    for (; row && same; n += row) {
        TL_TRY(tl__step(db, s, &row, err));
        same = !row || (n < e->lines.n && same_line(s, e->lines.items[n]));
    }
    sqlite3_reset(s);
    out->differs |= same && n == e->lines.n ? 0 : TL_DIFFERS_LINES;
    return TL_OK;
}

tl_code tl__order_compare(tl_store *store, const tl_event *e, tl_compared *out, tl_err *err) {
    tl_db *db;
    int64_t order, now = store->host.now_ms(store->host.ctx);
    TL_TRY(tl__db_get(store, &db, err));
    TL_TRY(columns(db, e, &order, out, err));
    if (out->differs & TL_DIFFERS_MISSING) {
        return TL_OK;
    }
    TL_TRY(refunds(db, order, e, out, err));
    TL_TRY(lines(db, order, e, out, err));
    if (out->snapshot_at > e->at && out->snapshot_at <= now) {
        out->differs = 0; /* the shop has told of something later meanwhile */
    }
    return TL_OK;
}

tl_code tl__orders_known(tl_store *store, const tl_query *q, tl_on_known on, void *ctx, tl_err *err) {
    tl_db *db;
    bool row = true;
    TL_TRY(tl__db_get(store, &db, err));
    sqlite3_stmt *s =
        tl__bound(db,
                  "SELECT id, key, number, status, currency, placed_at, total, tax, shipping FROM orders"
                  " WHERE id > ?1 AND placed_at >= ?2 AND placed_at < ?3 AND snapshot_at > 0"
                  " AND status <> 'deleted' AND key GLOB '[1-9]*' AND key NOT GLOB '*[^0-9]*'"
                  " ORDER BY id LIMIT ?4",
                  TL_ARGS(tl__n(q->offset), tl__n(q->period.from), tl__n(q->period.to), tl__n(q->limit)), err);
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        tl_known k = {.id = sqlite3_column_int64(s, 0),
                      .key = tl__column_text(s, 1),
                      .number = tl__column_text(s, 2),
                      .status = tl__column_text(s, 3),
                      .currency = tl__column_text(s, 4),
                      .placed_at = sqlite3_column_int64(s, 5),
                      .total = sqlite3_column_int64(s, 6),
                      .tax = sqlite3_column_int64(s, 7),
                      .shipping = sqlite3_column_int64(s, 8)};
        on(ctx, &k);
    }
}
