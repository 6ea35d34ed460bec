/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An order of a row, packed or not, as reports take it. */
#include "tl_store_pack.h"

#include <string.h>

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "reading orders");
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

static void fill(const tl_packed *row, tl_order_row *o) {
    const int64_t *n = row->n;
    *o = (tl_order_row){.id = n[TL_ORDER_ID],
                        .placed_at = n[TL_ORDER_PLACED],
                        .counted_at = n[TL_ORDER_COUNTED],
                        .reason = n[TL_ORDER_REASON],
                        .person = n[TL_ORDER_PERSON],
                        .total = n[TL_ORDER_TOTAL],
                        .tax = n[TL_ORDER_TAX],
                        .shipping = n[TL_ORDER_SHIPPING],
                        .fees = n[TL_ORDER_FEES],
                        .visitor = n[TL_ORDER_VISITOR],
                        .code_at = n[TL_ORDER_CODE_AT],
                        .shop_source = n[TL_ORDER_SHOP],
                        .renewal = n[TL_ORDER_RENEWAL] != 0,
                        .key = row->text[TL_ORDER_KEY],
                        .number = row->text[TL_ORDER_NUMBER],
                        .status = row->text[TL_ORDER_STATUS],
                        .currency = row->text[TL_ORDER_CURRENCY],
                        .code = row->text[TL_ORDER_CODE],
                        .code_by = row->text[TL_ORDER_CODE_BY]};
    o->number = o->number.len ? o->number : o->key;
}

tl_code tl__packed_order(tl_store *store, tl_db *db, const tl_packed *row, tl_arena *arena, tl_order_row *o,
                         tl_err *err) {
    tl_slice moves = row->text[TL_ORDER_MOVES];
    fill(row, o);
    return moves.len ? tl__moves_read(moves, arena, o, err) : make_moves(store, db, arena, o, err);
}

bool tl__packed_copy(tl_packed *row, tl_arena *arena) {
    size_t len = 1;
    for (int i = 0; i < TL_PACK_TEXTS; i++) {
        len += row->text[i].len;
    }
    char *all = tl_arena_alloc(arena, len);
    for (int i = 0; all && i < TL_PACK_TEXTS; i++) {
        tl_slice *text = &row->text[i];
        if (text->len) {
            memcpy(all, text->ptr, text->len);
        }
        text->ptr = all;
        all += text->len;
    }
    return all != NULL;
}

static const char refunded_sql[] =
    "SELECT " TL_ORDER_COLUMNS " FROM orders WHERE id IN (SELECT order_id FROM order_refund WHERE effective = 1"
    " AND at >= ?1 AND at < ?2) AND NOT (placed_at >= ?1 AND placed_at < ?2)";

tl_code tl__packed_orders(tl_db *db, tl_period period, tl_on_packed on, void *ctx, tl_err *err) {
    TL_TRY(tl__packed_each(db, TL_PACK_ORDERS, TL_PACKED_ALL, period, on, ctx, err));
    sqlite3_stmt *s = tl__bound(db, refunded_sql, TL_ARGS(tl__n(period.from), tl__n(period.to)), err);
    return tl__packed_rows(db, TL_PACK_ORDERS, s, on, ctx, err);
}
