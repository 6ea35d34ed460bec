/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Orders as events say them: snapshots of which the greatest (at, hash) wins whole, the first time each status was
 * seen, and refunds told on their own. What is derived from that is in tl_store_order_derive.c. */
#include "tl_store_ingest.h"

static const tl_field_value *field(const tl_event *e, tl_field f) {
    return &e->fields[f];
}
static tl_slice text(const tl_event *e, tl_field f) {
    return e->fields[f].set ? e->fields[f].s : TL_S("");
}
static int64_t money(int64_t signed_amount) {
    return signed_amount < 0 ? -signed_amount : signed_amount;
}

/* The row of an order, made empty when only a refund has told of it yet. */
static tl_code row_of(tl_batch *b, tl_slice key, int64_t *id, tl_err *err) {
    sqlite3_stmt *s = tl__sql(b->db, "SELECT id FROM orders WHERE key = ?1", err);
    if (!s) {
        return err->code;
    }
    tl__bind_text(s, 1, key);
    tl_code code = tl__number(b->db, s, 0, id, err);
    if (code != TL_OK || *id) {
        return code;
    }
    s = tl__sql(b->db,
                "INSERT INTO orders(key, snapshot_at, snapshot_hash, status, currency, placed_at, total, tax, shipping,"
                " discount, fees, renewal, test, left_out, reason)"
                " VALUES(?1, 0, 0, '', '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 3) RETURNING id",
                err);
    if (!s) {
        return err->code;
    }
    tl__bind_text(s, 1, key);
    return tl__number(b->db, s, 0, id, err);
}

static tl_code mark(tl_batch *b, int64_t order, tl_err *err) {
    sqlite3_stmt *s = tl__sql(b->db, "UPDATE orders SET dirty = 1 WHERE id = ?1", err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, order);
    return tl__run(b->db, s, err);
}

static tl_code note_status(tl_batch *b, int64_t order, const tl_event *e, tl_err *err) {
    sqlite3_stmt *s =
        tl__sql(b->db,
                "INSERT INTO order_status(order_id, status, first_at) VALUES(?1, ?2, ?3)"
                " ON CONFLICT(order_id, status) DO UPDATE SET first_at = MIN(first_at, excluded.first_at)",
                err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, order);
    tl__bind_text(s, 2, text(e, TL_FIELD_STATUS));
    tl__bind_int(s, 3, e->at);
    return tl__run(b->db, s, err);
}

/* ---- the newest snapshot
 * ------------------------------------------------------------------------------------------------ */

typedef struct ids {
    int64_t visitor, customer, email, phone, country, source;
} ids;

static tl_code ids_of(tl_batch *b, const tl_event *e, ids *i, tl_err *err) {
    tl_landing landing = {text(e, TL_FIELD_REFERRER),
                          text(e, TL_FIELD_SOURCE),
                          text(e, TL_FIELD_MEDIUM),
                          text(e, TL_FIELD_CAMPAIGN),
                          text(e, TL_FIELD_CONTENT),
                          text(e, TL_FIELD_TERM),
                          TL_S("")};
    tl_origin origin;
    tl_slice phone = field(e, TL_FIELD_PHONE)->set ? text(e, TL_FIELD_PHONE) : text(e, TL_FIELD_WA_ID);
    if (tl__identity(b, TL_IDENTITY_VISITOR, text(e, TL_FIELD_VISITOR), &i->visitor, err) != TL_OK ||
        tl__identity(b, TL_IDENTITY_CUSTOMER, text(e, TL_FIELD_CUSTOMER), &i->customer, err) != TL_OK ||
        tl__identity(b, TL_IDENTITY_EMAIL, text(e, TL_FIELD_EMAIL), &i->email, err) != TL_OK ||
        tl__identity(b, TL_IDENTITY_PHONE, phone, &i->phone, err) != TL_OK ||
        tl__dict(b, TL_DICT_COUNTRY, text(e, TL_FIELD_COUNTRY), TL_S(""), 0, &i->country, err) != TL_OK) {
        return err->code;
    }
    tl__origin(&landing, &origin);
    if (origin.channel == TL_CHANNEL_DIRECT) {
        return TL_OK;
    }
    return tl__source(b, &origin, &landing, &i->source, err);
}

static void bind_time(sqlite3_stmt *s, int index, const tl_field_value *v) {
    if (v->set) {
        tl__bind_int(s, index, v->i);
    }
}

static void bind_snapshot(sqlite3_stmt *s, int64_t order, const tl_event *e, const ids *i) {
    static const tl_field texts[] = {TL_FIELD_NUMBER,      TL_FIELD_STATUS,  TL_FIELD_CURRENCY,
                                     TL_FIELD_CREATED_VIA, TL_FIELD_PAYMENT, TL_FIELD_PAYMENT_TITLE,
                                     TL_FIELD_CODE,        TL_FIELD_CODE_BY, TL_FIELD_TOKEN};
    static const tl_field numbers[] = {TL_FIELD_TOTAL, TL_FIELD_TAX,     TL_FIELD_SHIPPING, TL_FIELD_DISCOUNT,
                                       TL_FIELD_FEES,  TL_FIELD_RENEWAL, TL_FIELD_TEST,     TL_FIELD_LEAVE_OUT};
    tl__bind_int(s, 1, order);
    tl__bind_int(s, 2, e->at);
    tl__bind_int(s, 3, tl__hash_of(e->id));
    for (int n = 0; n < 9; n++) {
        tl__bind_text(s, 4 + n, text(e, texts[n]));
    }
    for (int n = 0; n < 8; n++) {
        tl__bind_int(s, 13 + n, field(e, numbers[n])->set ? field(e, numbers[n])->i : 0);
    }
    tl__bind_int(s, 21, field(e, TL_FIELD_PLACED_AT)->i);
    bind_time(s, 22, field(e, TL_FIELD_PAID_AT));
    bind_time(s, 23, field(e, TL_FIELD_ACCEPTED_AT));
    bind_time(s, 24, field(e, TL_FIELD_CODE_AT));
    tl__bind_id(s, 25, i->visitor);
    tl__bind_id(s, 26, i->customer);
    tl__bind_id(s, 27, i->email);
    tl__bind_id(s, 28, i->phone);
    tl__bind_id(s, 29, i->country);
    tl__bind_id(s, 30, i->source);
}

static tl_code write_snapshot(tl_batch *b, int64_t order, const tl_event *e, tl_err *err) {
    ids i = {0};
    if (ids_of(b, e, &i, err) != TL_OK) {
        return err->code;
    }
    sqlite3_stmt *s = tl__sql(
        b->db,
        "UPDATE orders SET snapshot_at = ?2, snapshot_hash = ?3, number = ?4, status = ?5, currency = ?6,"
        " created_via = ?7, payment = ?8, payment_title = ?9, code = ?10, code_by = ?11, token = ?12, total = ?13,"
        " tax = ?14, shipping = ?15, discount = ?16, fees = ?17, renewal = ?18, test = ?19, left_out = ?20,"
        " placed_at = ?21, paid_at = ?22, accepted_at = ?23, code_at = ?24, visitor = ?25, customer = ?26,"
        " email = ?27, phone = ?28, country = ?29, shop_source = ?30, dirty = 1 WHERE id = ?1",
        err);
    if (!s) {
        return err->code;
    }
    bind_snapshot(s, order, e, &i);
    return tl__run(b->db, s, err);
}

static tl_code drop(tl_batch *b, const char *sql, int64_t order, tl_err *err) {
    sqlite3_stmt *s = tl__sql(b->db, sql, err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, order);
    return tl__run(b->db, s, err);
}

static tl_code write_line(tl_batch *b, int64_t order, int64_t at, uint32_t pos, const tl_field_value *line,
                          tl_err *err) {
    int64_t product, category;
    tl_slice name = line[TL_ITEM_NAME].s;
    tl_slice key = line[TL_ITEM_PRODUCT].set ? line[TL_ITEM_PRODUCT].s : TL_S("");
    if (tl__dict(b, TL_DICT_PRODUCT, key, name, at, &product, err) != TL_OK ||
        tl__dict(b, TL_DICT_CATEGORY, line[TL_ITEM_CATEGORY].set ? line[TL_ITEM_CATEGORY].s : TL_S(""), TL_S(""), 0,
                 &category, err) != TL_OK) {
        return err->code;
    }
    sqlite3_stmt *s = tl__sql(b->db,
                              "INSERT INTO order_line(order_id, pos, product, quantity, net, tax)"
                              " VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
                              err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, order);
    tl__bind_int(s, 2, pos);
    tl__bind_id(s, 3, product);
    tl__bind_int(s, 4, line[TL_ITEM_QUANTITY].i);
    tl__bind_int(s, 5, line[TL_ITEM_NET].i);
    tl__bind_int(s, 6, line[TL_ITEM_TAX].i);
    return tl__run(b->db, s, err);
}

typedef struct refund {
    tl_slice key;
    int64_t own, at, hash, total, tax, shipping, lines, deleted;
} refund;

static tl_code write_refund(tl_batch *b, int64_t order, const refund *r, tl_err *err) {
    sqlite3_stmt *s =
        tl__sql(b->db,
                "INSERT INTO order_refund(order_id, key, own, at, hash, total, tax, shipping, lines, deleted)"
                " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
                " ON CONFLICT(order_id, key, own) DO UPDATE SET at = excluded.at, hash = excluded.hash,"
                " total = excluded.total, tax = excluded.tax, shipping = excluded.shipping,"
                " lines = excluded.lines, deleted = excluded.deleted"
                " WHERE (excluded.at, excluded.hash) > (at, hash)",
                err);
    if (!s) {
        return err->code;
    }
    const int64_t numbers[] = {r->own,   r->at,     r->hash, money(r->total), money(r->tax), money(r->shipping),
                               r->lines, r->deleted};
    tl__bind_int(s, 1, order);
    tl__bind_text(s, 2, r->key);
    for (int i = 0; i < 8; i++) {
        tl__bind_int(s, 3 + i, numbers[i]);
    }
    return tl__run(b->db, s, err);
}

static tl_code write_lists(tl_batch *b, int64_t order, const tl_event *e, tl_err *err) {
    if (drop(b, "DELETE FROM order_line WHERE order_id = ?1", order, err) != TL_OK ||
        drop(b, "DELETE FROM order_refund WHERE order_id = ?1 AND own = 0", order, err) != TL_OK) {
        return err->code;
    }
    for (uint32_t i = 0; i < e->lines.n; i++) {
        if (write_line(b, order, e->at, i, e->lines.items[i], err) != TL_OK) {
            return err->code;
        }
    }
    for (uint32_t i = 0; i < e->refunds.n; i++) {
        const tl_field_value *r = e->refunds.items[i];
        refund row = {
            r[TL_ITEM_REFUND].s, 0, r[TL_ITEM_AT].i, 0, r[TL_ITEM_TOTAL].i, r[TL_ITEM_TAX].i, r[TL_ITEM_SHIPPING].i,
            r[TL_ITEM_LINES].i,  0};
        if (write_refund(b, order, &row, err) != TL_OK) {
            return err->code;
        }
    }
    return TL_OK;
}

static tl_code newest(tl_batch *b, int64_t order, const tl_event *e, int64_t *is, tl_err *err) {
    sqlite3_stmt *s = tl__sql(b->db, "SELECT (snapshot_at, snapshot_hash) < (?2, ?3) FROM orders WHERE id = ?1", err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, order);
    tl__bind_int(s, 2, e->at);
    tl__bind_int(s, 3, tl__hash_of(e->id));
    return tl__number(b->db, s, 0, is, err);
}

tl_code tl__order_apply(tl_batch *b, const tl_event *e, tl_err *err) {
    int64_t order, is_newest;
    b->orders++;
    if (row_of(b, text(e, TL_FIELD_ORDER), &order, err) != TL_OK || note_status(b, order, e, err) != TL_OK ||
        newest(b, order, e, &is_newest, err) != TL_OK || mark(b, order, err) != TL_OK) {
        return err->code;
    }
    if (!is_newest) {
        return TL_OK;
    }
    return write_snapshot(b, order, e, err) == TL_OK ? write_lists(b, order, e, err) : err->code;
}

tl_code tl__refund_apply(tl_batch *b, const tl_event *e, tl_err *err) {
    int64_t order;
    refund row = {text(e, TL_FIELD_REFUND),
                  1,
                  e->at,
                  tl__hash_of(e->id),
                  field(e, TL_FIELD_TOTAL)->i,
                  field(e, TL_FIELD_TAX)->i,
                  field(e, TL_FIELD_SHIPPING)->i,
                  field(e, TL_FIELD_LINES)->i,
                  field(e, TL_FIELD_DELETED)->i};
    if (row_of(b, text(e, TL_FIELD_ORDER), &order, err) != TL_OK || write_refund(b, order, &row, err) != TL_OK) {
        return err->code;
    }
    return mark(b, order, err);
}
