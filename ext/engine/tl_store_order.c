/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Orders as events say them: snapshots of which the greatest (at, hash) wins whole, and the first time each status was
 * seen in any of them. What is derived from that is in tl_store_order_derive.c. */
#include "tl_store_order.h"

tl_code tl__order_id(tl_batch *b, tl_slice key, int64_t *id, tl_err *err) {
    TL_TRY(tl__one(b->db, "SELECT id FROM orders WHERE key = ?1", TL_ARGS(tl__t(key)), 0, id, err));
    if (*id != 0) {
        return tl__do(b->db, "UPDATE orders SET dirty = 1 WHERE id = ?1 AND dirty = 0", TL_ARGS(tl__n(*id)), err);
    }
    return tl__one(
        b->db,
        "INSERT INTO orders(key, snapshot_at, snapshot_hash, status, currency, placed_at, total, tax, shipping,"
        " discount, fees, renewal, test, left_out, reason)"
        " VALUES(?1, 0, 0, '', '', 0, 0, 0, 0, 0, 0, 0, 0, 0, ?2) RETURNING id",
        TL_ARGS(tl__t(key), tl__n(TL_REASON_DRAFT)), 0, id, err);
}

static tl_code note_status(tl_batch *b, int64_t order, const tl_event *e, tl_err *err) {
    return tl__do(b->db,
                  "INSERT INTO order_status(order_id, status, first_at) VALUES(?1, ?2, ?3)"
                  " ON CONFLICT(order_id, status) DO UPDATE SET first_at = MIN(first_at, excluded.first_at)",
                  TL_ARGS(tl__n(order), tl__t(tl__text_of(e, TL_FIELD_STATUS)), tl__n(e->at)), err);
}

/* ---- the newest snapshot ---------------------------------------------------------------------------------------- */

typedef struct ids {
    int64_t visitor, customer, email, phone, code, country, source;
} ids;

/* What the shop itself knows of where the order came from, if anything. */
static tl_code shop_source(tl_batch *b, const tl_event *e, int64_t *source, tl_err *err) {
    tl_landing landing = tl__landing_of(e);
    tl_origin origin;
    *source = 0;
    tl__origin(&landing, b->own, &origin);
    return origin.channel == TL_CHANNEL_DIRECT ? TL_OK : tl__source(b, &origin, &landing, 0, source, err);
}

static tl_code ids_of(tl_batch *b, const tl_event *e, ids *i, tl_err *err) {
    tl_field phone = e->fields[TL_FIELD_PHONE].set ? TL_FIELD_PHONE : TL_FIELD_WA_ID;
    TL_TRY(tl__identity(b, TL_IDENTITY_VISITOR, tl__text_of(e, TL_FIELD_VISITOR), &i->visitor, err));
    TL_TRY(tl__identity(b, TL_IDENTITY_CUSTOMER, tl__text_of(e, TL_FIELD_CUSTOMER), &i->customer, err));
    TL_TRY(tl__identity(b, TL_IDENTITY_EMAIL, tl__text_of(e, TL_FIELD_EMAIL), &i->email, err));
    TL_TRY(tl__identity(b, TL_IDENTITY_PHONE, tl__text_of(e, phone), &i->phone, err));
    TL_TRY(tl__identity(b, TL_IDENTITY_CODE, tl__text_of(e, TL_FIELD_CODE), &i->code, err));
    TL_TRY(tl__dict(b, TL_DICT_COUNTRY, tl__text_of(e, TL_FIELD_COUNTRY), &i->country, err));
    return shop_source(b, e, &i->source, err);
}

static tl_arg time_of(const tl_event *e, tl_field field) {
    return tl__id(tl__int_of(e, field)); /* a time is never 0 */
}

static tl_code write_columns(tl_batch *b, int64_t order, const tl_event *e, const ids *i, tl_err *err) {
    return tl__do(
        b->db,
        "UPDATE orders SET snapshot_at = ?2, snapshot_hash = ?3, number = ?4, status = ?5, currency = ?6,"
        " created_via = ?7, payment = ?8, payment_title = ?9, code = ?10, code_by = ?11, token = ?12, total = ?13,"
        " tax = ?14, shipping = ?15, discount = ?16, fees = ?17, renewal = ?18, test = ?19, left_out = ?20,"
        " placed_at = ?21, paid_at = ?22, accepted_at = ?23, code_at = ?24, visitor = ?25, customer = ?26,"
        " email = ?27, phone = ?28, country = ?29, shop_source = ?30 WHERE id = ?1",
        TL_ARGS(tl__n(order), tl__n(e->at), tl__n(tl__hash_of(e->id)), tl__t(tl__text_of(e, TL_FIELD_NUMBER)),
                tl__t(tl__text_of(e, TL_FIELD_STATUS)), tl__t(tl__text_of(e, TL_FIELD_CURRENCY)),
                tl__t(tl__text_of(e, TL_FIELD_CREATED_VIA)), tl__t(tl__text_of(e, TL_FIELD_PAYMENT)),
                tl__t(tl__text_of(e, TL_FIELD_PAYMENT_TITLE)), tl__t(tl__text_of(e, TL_FIELD_CODE)),
                tl__t(tl__text_of(e, TL_FIELD_CODE_BY)), tl__t(tl__text_of(e, TL_FIELD_TOKEN)),
                tl__n(tl__int_of(e, TL_FIELD_TOTAL)), tl__n(tl__int_of(e, TL_FIELD_TAX)),
                tl__n(tl__int_of(e, TL_FIELD_SHIPPING)), tl__n(tl__int_of(e, TL_FIELD_DISCOUNT)),
                tl__n(tl__int_of(e, TL_FIELD_FEES)), tl__n(tl__int_of(e, TL_FIELD_RENEWAL)),
                tl__n(tl__int_of(e, TL_FIELD_TEST)), tl__n(tl__int_of(e, TL_FIELD_LEAVE_OUT)),
                time_of(e, TL_FIELD_PLACED_AT), time_of(e, TL_FIELD_PAID_AT), time_of(e, TL_FIELD_ACCEPTED_AT),
                time_of(e, TL_FIELD_CODE_AT), tl__id(i->visitor), tl__id(i->customer), tl__id(i->email),
                tl__id(i->phone), tl__id(i->country), tl__id(i->source)),
        err);
}

/* A typed code joins its click's people to the order's as long as it stands on the order: staff mistype and correct. */
static tl_code join_code(tl_batch *b, int64_t order, const ids *now, tl_err *err) {
    int64_t before;
    TL_TRY(tl__one(b->db,
                   "SELECT i.id FROM orders o JOIN identity i ON i.kind = ?2 AND i.value = o.code WHERE o.id = ?1",
                   TL_ARGS(tl__n(order), tl__n(TL_IDENTITY_CODE)), 0, &before, err));
    if (before != 0) {
        TL_TRY(tl__unlink(b, before, order, err));
    }
    TL_TRY(tl__link(b, now->visitor, now->code, order, err));
    TL_TRY(tl__link(b, now->customer, now->code, order, err));
    TL_TRY(tl__link(b, now->email, now->code, order, err));
    return tl__link(b, now->phone, now->code, order, err);
}

static tl_code product_of(tl_batch *b, const tl_field_value *line, int64_t *product, tl_err *err) {
    return tl__dict(b, TL_DICT_PRODUCT, line[TL_ITEM_PRODUCT].set ? line[TL_ITEM_PRODUCT].s : TL_S(""), product, err);
}

/* Every snapshot names its products, an older one too: the newest name stands, whichever snapshot comes first. */
static tl_code name_products(tl_batch *b, const tl_event *e, tl_err *err) {
    for (uint32_t i = 0; i < e->lines.n; i++) {
        int64_t product;
        TL_TRY(product_of(b, e->lines.items[i], &product, err));
        TL_TRY(tl__dict_name(b, product, e->lines.items[i][TL_ITEM_NAME].s, e->at, err));
    }
    return TL_OK;
}

static tl_code write_line(tl_batch *b, int64_t order, uint32_t pos, const tl_field_value *line, tl_err *err) {
    int64_t product, category;
    tl_slice named = line[TL_ITEM_CATEGORY].set ? line[TL_ITEM_CATEGORY].s : TL_S("");
    TL_TRY(product_of(b, line, &product, err));
    TL_TRY(tl__dict(b, TL_DICT_CATEGORY, named, &category, err));
    return tl__do(b->db,
                  "INSERT INTO order_line(order_id, pos, product, quantity, net, tax, category)"
                  " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                  TL_ARGS(tl__n(order), tl__n(pos), tl__id(product), tl__n(line[TL_ITEM_QUANTITY].i),
                          tl__n(line[TL_ITEM_NET].i), tl__n(line[TL_ITEM_TAX].i), tl__id(category)),
                  err);
}

static tl_code write_lines(tl_batch *b, int64_t order, const tl_event *e, tl_err *err) {
    TL_TRY(tl__do(b->db, "DELETE FROM order_line WHERE order_id = ?1", TL_ARGS(tl__n(order)), err));
    for (uint32_t i = 0; i < e->lines.n; i++) {
        TL_TRY(write_line(b, order, i, e->lines.items[i], err));
    }
    return TL_OK;
}

static tl_code write_snapshot(tl_batch *b, int64_t order, const tl_event *e, tl_err *err) {
    ids i;
    TL_TRY(ids_of(b, e, &i, err));
    TL_TRY(join_code(b, order, &i, err)); /* before the columns: it reads the code that stood there */
    TL_TRY(write_columns(b, order, e, &i, err));
    TL_TRY(write_lines(b, order, e, err));
    return tl__snapshot_refunds(b, order, e, err);
}

#define CLOSE_MS 5000
#define AGAIN_MAX 100

/* Two requests that read the order at almost one moment: the later one may have seen less, in a transaction of its own.
 * Who looks once more, when both are over, sees what is true. */
static tl_code note_close(tl_batch *b, int64_t order, const tl_event *e, tl_err *err) {
    int64_t close;
    TL_TRY(tl__one(b->db,
                   "SELECT snapshot_at > 0 AND ABS(snapshot_at - ?2) <= ?3 AND snapshot_hash <> ?4 FROM orders"
                   " WHERE id = ?1",
                   TL_ARGS(tl__n(order), tl__n(e->at), tl__n(CLOSE_MS), tl__n(tl__hash_of(e->id))), 0, &close, err));
    tl_slice key = tl__text_of(e, TL_FIELD_ORDER);
    for (uint32_t i = 0; close && i < b->again.n; i++) {
        close = !tl_slice_eq(b->again.as.items[i].as.s, key);
    }
    if (!close || b->answers == NULL || b->again.n >= AGAIN_MAX) {
        return TL_OK;
    }
    tl_slice kept = tl_arena_dup(b->answers, key);
    tl_value *added = kept.ptr != NULL ? tl_list_add(&b->again, b->answers) : NULL;
    if (added == NULL) {
        return tl_fail(err, TL_E_NOMEM, "while taking an order");
    }
    *added = tl_str(kept);
    return TL_OK;
}

tl_code tl__order_apply(tl_batch *b, const tl_event *e, tl_err *err) {
    int64_t order, newest;
    b->orders++;
    TL_TRY(tl__order_id(b, tl__text_of(e, TL_FIELD_ORDER), &order, err));
    TL_TRY(note_status(b, order, e, err));
    TL_TRY(name_products(b, e, err));
    TL_TRY(note_close(b, order, e, err));
    TL_TRY(tl__one(b->db, "SELECT (snapshot_at, snapshot_hash) < (?2, ?3) FROM orders WHERE id = ?1",
                   TL_ARGS(tl__n(order), tl__n(e->at), tl__n(tl__hash_of(e->id))), 0, &newest, err));
    return newest ? write_snapshot(b, order, e, err) : TL_OK;
}
