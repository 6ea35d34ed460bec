/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What follows from an order's snapshot: when it first counted, whether it counts, what its refunds take back, whose it
 * is, and its path. metrics.md, Money. */
#include "tl_store_ingest.h"

#include <string.h>

/* The least of: paid, accepted, first seen in a status in which an order has been paid. NULL: never. */
static const char counted_sql[] =
    "UPDATE orders SET counted_at = (SELECT MIN(at) FROM (SELECT paid_at AS at UNION ALL SELECT accepted_at UNION ALL"
    " SELECT s.first_at FROM order_status s WHERE s.order_id = orders.id"
    " AND s.status IN (SELECT status FROM status WHERE kind = 1))) WHERE id = ?1";

static const char reason_sql[] =
    "UPDATE orders SET reason = CASE WHEN status IN ('', 'draft', 'auto-draft', 'checkout-draft') THEN 3"
    " WHEN status IN ('trash', 'deleted') THEN 4 WHEN test THEN 5 WHEN left_out THEN 6"
    " WHEN status IN (SELECT status FROM status WHERE kind = 2) THEN 2"
    " WHEN counted_at IS NULL THEN 1 ELSE 0 END WHERE id = ?1";

/* A refund told on its own holds while it is newer than the snapshot; else the snapshot's list does. */
static const char effective_sql[] =
    "UPDATE order_refund SET net = 0, gross = 0, effective = CASE own"
    " WHEN 1 THEN deleted = 0 AND at > (SELECT snapshot_at FROM orders WHERE id = ?1)"
    " ELSE NOT EXISTS (SELECT 1 FROM order_refund o WHERE o.order_id = ?1 AND o.key = order_refund.key AND o.own = 1"
    " AND o.at > (SELECT snapshot_at FROM orders WHERE id = ?1)) END WHERE order_id = ?1";

/* The first identity that still ties. An order whose identities are all shared belongs to the first of them alone. */
static const char person_sql[] =
    "UPDATE orders SET person = (SELECT i.person FROM identity i WHERE i.id IN (customer, email, phone, visitor)"
    " ORDER BY i.shared, CASE i.id WHEN customer THEN 1 WHEN email THEN 2 WHEN phone THEN 3 ELSE 4 END LIMIT 1)"
    " WHERE id = ?1";

static tl_code run_for(tl_batch *b, const char *sql, int64_t order, tl_err *err) {
    sqlite3_stmt *s = tl__sql(b->db, sql, err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, order);
    return tl__run(b->db, s, err);
}

static tl_code store_refund(tl_batch *b, int64_t order, tl_slice key, int64_t own, int64_t net, int64_t gross,
                            tl_err *err) {
    sqlite3_stmt *s = tl__sql(
        b->db, "UPDATE order_refund SET net = ?4, gross = ?5 WHERE order_id = ?1 AND key = ?2 AND own = ?3", err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, order);
    tl__bind_text(s, 2, key);
    tl__bind_int(s, 3, own);
    tl__bind_int(s, 4, net);
    tl__bind_int(s, 5, gross);
    return tl__run(b->db, s, err);
}

/* A refund without lines that brings the order to zero takes back exactly the net still left; a smaller one is all net.
 */
static tl_code refunds(tl_batch *b, int64_t order, int64_t left_gross, int64_t left_net, tl_err *err) {
    bool row = true;
    sqlite3_stmt *s = tl__sql(b->db,
                              "SELECT key, own, total, tax, shipping, lines FROM order_refund"
                              " WHERE order_id = ?1 AND effective = 1 ORDER BY at, key",
                              err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, order);
    while (tl__step(b->db, s, &row, err) == TL_OK && row) {
        int64_t gross = sqlite3_column_int64(s, 2);
        int64_t net = gross - sqlite3_column_int64(s, 3) - sqlite3_column_int64(s, 4);
        if (!sqlite3_column_int(s, 5)) {
            net = gross >= left_gross ? left_net : gross;
        }
        left_gross -= gross;
        left_net -= net;
        if (store_refund(b, order, tl__column_text(s, 0), sqlite3_column_int64(s, 1), net, gross, err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
    }
    return err->code;
}

static tl_slice keep(tl_batch *b, sqlite3_stmt *s, int column) {
    tl_slice text = tl__column_text(s, column);
    return text.len ? tl_arena_dup(b->arena, text) : TL_S("");
}

static tl_code path_of(tl_batch *b, int64_t order, tl_err *err) {
    bool row;
    sqlite3_stmt *s = tl__sql(b->db,
                              "SELECT COALESCE(person, 0), COALESCE(visitor, 0), COALESCE(phone, 0), placed_at,"
                              " COALESCE(counted_at, placed_at), code, token, total, total - tax - shipping"
                              " FROM orders WHERE id = ?1",
                              err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, order);
    if (tl__step(b->db, s, &row, err) != TL_OK || !row) {
        return err->code;
    }
    tl_path_order o = {.id = order,
                       .person = sqlite3_column_int64(s, 0),
                       .visitor = sqlite3_column_int64(s, 1),
                       .phone = sqlite3_column_int64(s, 2),
                       .placed_at = sqlite3_column_int64(s, 3),
                       .until = sqlite3_column_int64(s, 4),
                       .code = keep(b, s, 5),
                       .token = keep(b, s, 6)};
    int64_t gross = sqlite3_column_int64(s, 7), net = sqlite3_column_int64(s, 8);
    sqlite3_reset(s);
    if (!o.code.ptr || !o.token.ptr) {
        return tl_fail(err, TL_E_NOMEM, "making an order's path");
    }
    return refunds(b, order, gross, net, err) == TL_OK ? tl__path_remake(b, &o, err) : err->code;
}

static tl_code derive(tl_batch *b, int64_t order, tl_err *err) {
    static const char *const steps[] = {counted_sql, reason_sql, effective_sql, person_sql};
    for (int i = 0; i < 4; i++) {
        if (run_for(b, steps[i], order, err) != TL_OK) {
            return err->code;
        }
    }
    if (path_of(b, order, err) != TL_OK) {
        return err->code;
    }
    return run_for(b, "UPDATE orders SET dirty = 0 WHERE id = ?1", order, err);
}

/* Orders of changed persons, as far back as the change can reach. */
static const char mark_sql[] = "UPDATE orders SET dirty = 1 WHERE person IN (SELECT id FROM work_person) AND"
                               " MAX(placed_at, COALESCE(counted_at, 0)) >="
                               " (SELECT w.at FROM work_person w WHERE w.id = orders.person)";

tl_code tl__orders_remake(tl_batch *b, tl_err *err) {
    int64_t order = 0;
    sqlite3_stmt *s = tl__sql(b->db, mark_sql, err);
    if (!s || tl__run(b->db, s, err) != TL_OK) {
        return err->code;
    }
    for (;;) {
        s = tl__sql(b->db, "SELECT id FROM orders WHERE dirty = 1 ORDER BY id LIMIT 1", err);
        if (!s || tl__number(b->db, s, 0, &order, err) != TL_OK || !order) {
            return err->code;
        }
        tl_arena_reset(b->arena);
        if (derive(b, order, err) != TL_OK) {
            return err->code;
        }
    }
}
