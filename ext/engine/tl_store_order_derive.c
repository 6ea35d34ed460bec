/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What follows from an order's snapshots: when it first counted, whether it counts, whose it is, what its refunds take
 * back, and its path. metrics.md, Money. */
#include "tl_store_carts.h"
#include "tl_store_order.h"

/* The least of: paid, accepted, first seen in a status in which an order has been paid. NULL: never. */
static const char counted_sql[] =
    "UPDATE orders SET counted_at = (SELECT MIN(at) FROM (SELECT paid_at AS at UNION ALL SELECT accepted_at UNION ALL"
    " SELECT s.first_at FROM order_status s WHERE s.order_id = orders.id"
    "  AND s.status IN (SELECT status FROM status WHERE kind = 1))) WHERE id = ?1";

static const char reason_sql[] =
    "UPDATE orders SET reason = CASE WHEN status IN ('', 'draft', 'auto-draft', 'checkout-draft') THEN 3"
    " WHEN status IN ('trash', 'deleted') THEN 4 WHEN test THEN 5 WHEN left_out THEN 6"
    " WHEN status IN (SELECT status FROM status WHERE kind = 2) THEN 2"
    " WHEN counted_at IS NULL THEN 1 ELSE 0 END WHERE id = ?1";

/* The first of its identities that still ties: a shop's own phone says nothing of who bought. */
static const char person_sql[] =
    "UPDATE orders SET person = COALESCE("
    " (SELECT i.person FROM identity i WHERE i.id = customer AND i.shared = 0),"
    " (SELECT i.person FROM identity i WHERE i.id = email AND i.shared = 0),"
    " (SELECT i.person FROM identity i WHERE i.id = phone AND i.shared = 0),"
    " (SELECT i.person FROM identity i WHERE i.id = visitor AND i.shared = 0),"
    " (SELECT i.person FROM identity i WHERE i.kind = 6 AND i.value = code AND i.shared = 0)) WHERE id = ?1";

static const char day_person_sql[] =
    "UPDATE orders SET day_person = (SELECT i.person FROM identity i WHERE i.id = visitor AND i.shared = 0"
    " AND substr(i.value, 1, 4) = 'day-' AND i.person IS NOT orders.person) WHERE id = ?1";

static const char order_sql[] =
    "SELECT COALESCE(person, 0), COALESCE(day_person, 0), visitor, customer, email, placed_at, " TL_ORDER_UNTIL
    ", code, token, (SELECT c.id FROM identity c WHERE c.kind = 6 AND c.value = o.code) FROM orders o WHERE id = ?1";

static tl_slice keep(tl_batch *b, sqlite3_stmt *s, int column) {
    tl_slice text = tl__column_text(s, column);
    return text.len > 0 ? tl_arena_dup(b->arena, text) : TL_S("");
}

static tl_code path(tl_batch *b, int64_t order, tl_err *err) {
    bool row;
    sqlite3_stmt *s = tl__bound(b->db, order_sql, TL_ARGS(tl__n(order)), err);
    if (s == NULL) {
        return err->code;
    }
    TL_TRY(tl__step(b->db, s, &row, err));
    tl_path_order o = {.id = order,
                       .person = sqlite3_column_int64(s, 0),
                       .day_person = sqlite3_column_int64(s, 1),
                       .visitor = sqlite3_column_int64(s, 2),
                       .customer = sqlite3_column_int64(s, 3),
                       .email = sqlite3_column_int64(s, 4),
                       .placed_at = sqlite3_column_int64(s, 5),
                       .until = sqlite3_column_int64(s, 6),
                       .code = keep(b, s, 7),
                       .token = keep(b, s, 8),
                       .code_id = sqlite3_column_int64(s, 9)};
    sqlite3_reset(s);
    if (o.code.ptr == NULL || o.token.ptr == NULL) {
        return tl_fail(err, TL_E_NOMEM, "while making an order's path");
    }
    return tl__path_remake(b, &o, err);
}

static tl_code store_moves(tl_batch *b, int64_t order, tl_err *err) {
    int64_t placed_at;
    tl_buf buf;
    TL_TRY(tl__one(b->db, "SELECT placed_at FROM orders WHERE id = ?1", TL_ARGS(tl__n(order)), 0, &placed_at, err));
    tl_buf_init(&buf, b->store->host.mem);
    tl_code code = tl__moves_build(b->db, order, placed_at, &buf, err);
    if (code == TL_OK) {
        code = tl__do(b->db, "UPDATE orders SET dirty = 0, moves = ?2 WHERE id = ?1",
                      TL_ARGS(tl__n(order), tl__b(buf.ptr, buf.len)), err);
    }
    tl_buf_destroy(&buf);
    return code;
}

static tl_code derive(tl_batch *b, int64_t order, tl_err *err) {
    int64_t frozen;
    const tl_arg args[] = {tl__n(order)};
    TL_TRY(tl__carts_note(b, order, err));
    TL_TRY(tl__do(b->db, counted_sql, args, 1, err));
    TL_TRY(tl__do(b->db, reason_sql, args, 1, err));
    TL_TRY(tl__do(b->db, person_sql, args, 1, err));
    TL_TRY(tl__do(b->db, day_person_sql, args, 1, err));
    TL_TRY(tl__carts_note(b, order, err));
    TL_TRY(tl__refunds_derive(b, order, err));
    TL_TRY(tl__one(b->db, "SELECT frozen FROM orders WHERE id = ?1", args, 1, 0, &frozen, err));
    if (!frozen) {
        TL_TRY(path(b, order, err));
    }
    return store_moves(b, order, err);
}

/* Orders of changed persons, as far back as the change can reach. */
#define MARK(column)                                                                                                   \
    "UPDATE orders AS o SET dirty = 1 WHERE " column " IN (SELECT id FROM work_person) AND dirty = 0"                  \
    " AND MAX(placed_at, " TL_ORDER_UNTIL ") >= (SELECT w.at FROM work_person w WHERE w.id = o." column ")"

tl_code tl__orders_remake(tl_batch *b, tl_err *err) {
    int64_t order;
    TL_TRY(tl__do(b->db, MARK("person"), NULL, 0, err));
    TL_TRY(tl__do(b->db, MARK("day_person"), NULL, 0, err));
    for (;;) {
        TL_TRY(tl__one(b->db, "SELECT id FROM orders WHERE dirty = 1 ORDER BY id LIMIT 1", NULL, 0, 0, &order, err));
        if (order == 0) {
            return TL_OK;
        }
        tl_arena_reset(b->arena);
        TL_TRY(derive(b, order, err));
    }
}
