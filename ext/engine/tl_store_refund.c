/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Refunds: those of the newest snapshot (own 0) and those told on their own (own 1), which hold while they are newer
 * than the snapshot. metrics.md, Money, says what each takes back. */
#include "tl_store_order.h"

typedef struct refund {
    tl_slice key;
    int64_t own, at, hash, total, tax, shipping, lines, deleted;
} refund;

/* WooCommerce stores refunded amounts negative; the sign says nothing. */
static int64_t positive(int64_t amount) {
    return amount < 0 ? -amount : amount;
}

static tl_code write_refund(tl_batch *b, int64_t order, const refund *r, tl_err *err) {
    return tl__do(b->db,
                  "INSERT INTO order_refund(order_id, key, own, at, hash, total, tax, shipping, lines, deleted)"
                  " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
                  " ON CONFLICT(order_id, key, own) DO UPDATE SET at = excluded.at, hash = excluded.hash,"
                  " total = excluded.total, tax = excluded.tax, shipping = excluded.shipping, lines = excluded.lines,"
                  " deleted = excluded.deleted WHERE (excluded.at, excluded.hash) > (at, hash)",
                  TL_ARGS(tl__n(order), tl__t(r->key), tl__n(r->own), tl__n(r->at), tl__n(r->hash),
                          tl__n(positive(r->total)), tl__n(positive(r->tax)), tl__n(positive(r->shipping)),
                          tl__n(r->lines), tl__n(r->deleted)),
                  err);
}

tl_code tl__snapshot_refunds(tl_batch *b, int64_t order, const tl_event *e, tl_err *err) {
    TL_TRY(tl__do(b->db, "DELETE FROM order_refund WHERE order_id = ?1 AND own = 0", TL_ARGS(tl__n(order)), err));
    for (uint32_t i = 0; i < e->refunds.n; i++) {
        const tl_field_value *r = e->refunds.items[i];
        refund row = {.key = r[TL_ITEM_REFUND].s,
                      .at = r[TL_ITEM_AT].i,
                      .hash = i, /* a refund listed twice: the later one of the list */
                      .total = r[TL_ITEM_TOTAL].i,
                      .tax = r[TL_ITEM_TAX].i,
                      .shipping = r[TL_ITEM_SHIPPING].i,
                      .lines = r[TL_ITEM_LINES].i};
        TL_TRY(write_refund(b, order, &row, err));
    }
    return TL_OK;
}

tl_code tl__refund_apply(tl_batch *b, const tl_event *e, tl_err *err) {
    int64_t order;
    refund row = {.key = tl__text_of(e, TL_FIELD_REFUND),
                  .own = 1,
                  .at = e->at,
                  .hash = tl__hash_of(e->id),
                  .total = tl__int_of(e, TL_FIELD_TOTAL),
                  .tax = tl__int_of(e, TL_FIELD_TAX),
                  .shipping = tl__int_of(e, TL_FIELD_SHIPPING),
                  .lines = tl__int_of(e, TL_FIELD_LINES),
                  .deleted = tl__int_of(e, TL_FIELD_DELETED)};
    TL_TRY(tl__order_id(b, tl__text_of(e, TL_FIELD_ORDER), &order, err));
    return write_refund(b, order, &row, err);
}

/* ---- what they take back ---------------------------------------------------------------------------------------- */

static const char effective_sql[] =
    "UPDATE order_refund SET net = 0, gross = 0, effective = CASE own"
    " WHEN 1 THEN deleted = 0 AND at > (SELECT snapshot_at FROM orders WHERE id = ?1)"
    " ELSE NOT EXISTS (SELECT 1 FROM order_refund o WHERE o.order_id = ?1 AND o.key = order_refund.key AND o.own = 1"
    "  AND o.at > (SELECT snapshot_at FROM orders WHERE id = ?1)) END WHERE order_id = ?1";

typedef struct remainder { /* of the order, after the refunds so far */
    int64_t gross, net;
} remainder;

/* Refunds of no real order come to this: what is left then stays as low as it can be. */
static int64_t less(int64_t left, int64_t taken) {
    int64_t result;
    bool over = __builtin_sub_overflow(left, taken, &result);
    return !over ? result : taken > 0 ? INT64_MIN : INT64_MAX;
}

/* A refund without lines that brings the order to zero takes back exactly what is left, a smaller one is all net; one
 * with lines says itself what of it was tax and shipping. */
static tl_code take_back(tl_batch *b, int64_t order, sqlite3_stmt *s, remainder *left, tl_err *err) {
    int64_t gross = sqlite3_column_int64(s, 2), net = gross;
    if (sqlite3_column_int(s, 5) != 0) {
        net -= sqlite3_column_int64(s, 3) + sqlite3_column_int64(s, 4);
    } else if (gross >= left->gross) {
        net = left->net;
    }
    left->gross = less(left->gross, gross);
    left->net = less(left->net, net);
    return tl__do(b->db, "UPDATE order_refund SET net = ?4, gross = ?5 WHERE order_id = ?1 AND key = ?2 AND own = ?3",
                  TL_ARGS(tl__n(order), tl__t(tl__column_text(s, 0)), tl__n(sqlite3_column_int64(s, 1)), tl__n(net),
                          tl__n(gross)),
                  err);
}

tl_code tl__refunds_derive(tl_batch *b, int64_t order, tl_err *err) {
    bool row = true;
    remainder left;
    const tl_arg args[] = {tl__n(order)};
    TL_TRY(tl__do(b->db, effective_sql, args, 1, err));
    TL_TRY(tl__one(b->db, "SELECT total FROM orders WHERE id = ?1", args, 1, 0, &left.gross, err));
    TL_TRY(tl__one(b->db, "SELECT total - tax - shipping FROM orders WHERE id = ?1", args, 1, 0, &left.net, err));
    sqlite3_stmt *s = tl__bound(b->db,
                                "SELECT key, own, total, tax, shipping, lines FROM order_refund"
                                " WHERE order_id = ?1 AND effective = 1 ORDER BY at, length(key), key",
                                args, 1, err);
    if (s == NULL) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(b->db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        TL_TRY(take_back(b, order, s, &left, err));
    }
}
