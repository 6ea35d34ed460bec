/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_store_buyers.h"

#include <string.h>

/* Nearly all orders count within a day; tl_store_schema.c has an index of the others. */
#define SOON_MS TL_DAY_MS
static const char late_sql[] = "SELECT " TL_ORDER_COLUMNS " FROM orders WHERE counted_at - placed_at > 86400000"
                               " AND counted_at >= ?1 AND placed_at < ?2";

#define COLUMNS                                                                                                        \
    (TL_PACKED(TL_ORDER_COUNTED) | TL_PACKED(TL_ORDER_ID) | TL_PACKED(TL_ORDER_REASON) | TL_PACKED(TL_ORDER_PERSON) |  \
     TL_PACKED(TL_ORDER_DAY_PERSON) | TL_PACKED(TL_ORDER_RENEWAL) | TL_PACKED_TEXT(TL_ORDER_STATUS) |                  \
     TL_PACKED_TEXT(TL_ORDER_MOVES))

typedef struct reading {
    tl_buyers *buyers;
    tl_db *db;
    tl_arena *arena;
    int64_t from; /* counted from then on */
    bool on_hold;
} reading;

/* What an order has moved begins with the number of its refunds. */
static tl_code was_refunded(tl_db *db, const tl_packed *row, bool *refunded, tl_err *err) {
    int64_t n;
    tl_slice moves = row->text[TL_ORDER_MOVES];
    tl_numbers numbers = {(const unsigned char *)moves.ptr, (const unsigned char *)moves.ptr + moves.len, false};
    if (moves.len) {
        *refunded = tl__number_take(&numbers) > 0;
        return TL_OK;
    }
    TL_TRY(tl__one(db, "SELECT COUNT(*) FROM order_refund WHERE order_id = ?1 AND effective = 1",
                   TL_ARGS(tl__n(row->n[TL_ORDER_ID])), 0, &n, err));
    *refunded = n > 0;
    return TL_OK;
}

static uint32_t bit_of(int64_t person) {
    return tl__ids_hash(person) >> (32 - TL_BUYERS_BITS);
}

static tl_code add(const reading *r, int64_t person, const tl_purchase *purchase, tl_err *err) {
    void *first = r->buyers->first;
    const tl_purchase **of = tl__ids_row(&r->buyers->persons, person, &first, sizeof *of);
    tl_purchase *p = of ? tl_arena_alloc(r->arena, sizeof *p) : NULL;
    r->buyers->first = first;
    if (!p) {
        return tl_fail(err, TL_E_NOMEM, "reading who ordered");
    }
    *p = *purchase;
    p->next = *of;
    *of = p;
    r->buyers->maybe[bit_of(person) / 64] |= UINT64_C(1) << bit_of(person) % 64;
    return TL_OK;
}

static tl_code take(void *ctx, const tl_packed *row, tl_err *err) {
    const reading *r = ctx;
    const int64_t *n = row->n;
    tl_purchase p = {.order = n[TL_ORDER_ID],
                     .placed_at = n[TL_ORDER_PLACED],
                     .counted_at = n[TL_ORDER_COUNTED] ? n[TL_ORDER_COUNTED] : n[TL_ORDER_PLACED]};
    if ((p.counted_at < r->from && p.placed_at < r->from) || n[TL_ORDER_RENEWAL] ||
        !tl__packed_counts(row, r->on_hold)) {
        return TL_OK;
    }
    TL_TRY(was_refunded(r->db, row, &p.refunded, err));
    if (n[TL_ORDER_PERSON]) {
        TL_TRY(add(r, n[TL_ORDER_PERSON], &p, err));
    }
    return n[TL_ORDER_DAY_PERSON] ? add(r, n[TL_ORDER_DAY_PERSON], &p, err) : TL_OK;
}

static tl_code read_late(reading *r, int64_t before, tl_err *err) {
    sqlite3_stmt *s = tl__bound(r->db, late_sql, TL_ARGS(tl__n(r->from), tl__n(before)), err);
    return tl__packed_rows(r->db, TL_PACK_ORDERS, s, take, r, err);
}

tl_code tl__buyers_read(tl_buyers *b, tl_db *db, tl_period period, bool on_hold, tl_arena *arena, tl_err *err) {
    reading r = {b, db, arena, period.from, on_hold};
    tl_period placed = {period.from > SOON_MS ? period.from - SOON_MS : period.from, period.to};
    size_t bytes = ((size_t)1 << TL_BUYERS_BITS) / 8;
    b->first = NULL;
    tl__ids_init(&b->persons, arena);
    b->maybe = tl_arena_alloc(arena, bytes);
    if (!b->maybe) {
        return tl_fail(err, TL_E_NOMEM, "reading who ordered");
    }
    memset(b->maybe, 0, bytes);
    TL_TRY(tl__packed_each(db, TL_PACK_ORDERS, COLUMNS, placed, take, &r, err));
    return read_late(&r, placed.from, err);
}

const tl_purchase *tl__buyers_of(const tl_buyers *b, int64_t person) {
    if (!(b->maybe[bit_of(person) / 64] >> bit_of(person) % 64 & 1)) {
        return NULL;
    }
    uint32_t number = tl__ids_find(&b->persons, person);
    return number != UINT32_MAX ? b->first[number] : NULL;
}
