/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What reports read over whole periods, packed by UTC day: a day is one value of the table pack, read from one end to
 * the other, so that no row is looked for. What a day was made from empties it when it changes (triggers,
 * tl_store_schema.c); ingest makes it again once the day is over. Until then, and today, the rows themselves are read.
 * Included by tl_store*.c only. */
#ifndef TL_STORE_PACK_H
#define TL_STORE_PACK_H

#include "tl_report.h"
#include "tl_store_db.h"

#define TL_PACK_DAYS (INT64_C(1) << 20) /* the id of a pack is its kind times this, plus its day */
typedef enum tl_pack {
    TL_PACK_ORDERS,
    TL_PACK_VISITS,
    TL_PACK_TOUCHES,
    TL_PACK_CLICKS,
    TL_PACK_CHATS,
    TL_PACKS
} tl_pack;

/* The numbers of each, 0 where nothing is known; the first is the time that tells the day. */
enum tl_packed_order {
    TL_ORDER_PLACED,
    TL_ORDER_COUNTED, /* 0: not yet */
    TL_ORDER_ID,
    TL_ORDER_REASON,
    TL_ORDER_PERSON,
    TL_ORDER_DAY_PERSON,
    TL_ORDER_TOTAL,
    TL_ORDER_TAX,
    TL_ORDER_SHIPPING,
    TL_ORDER_FEES,
    TL_ORDER_VISITOR,
    TL_ORDER_CODE_AT,
    TL_ORDER_RENEWAL,
    TL_ORDER_SHOP,
    TL_ORDER_NUMBERS
};
enum tl_packed_order_text {
    TL_ORDER_KEY,
    TL_ORDER_NUMBER,
    TL_ORDER_STATUS,
    TL_ORDER_CURRENCY,
    TL_ORDER_CODE,
    TL_ORDER_CODE_BY,
    TL_ORDER_MOVES, /* "" where they are to be made yet */
    TL_ORDER_TEXTS
};
/* SEARCH, VARIATION, CLICK: ms from its beginning to the first one in it, plus 1; text: products looked at */
enum tl_packed_visit {
    TL_VISIT_START,
    TL_VISIT_END,
    TL_VISIT_PERSON,
    TL_VISIT_SHARED,
    TL_VISIT_SOURCE,
    TL_VISIT_LANDING,
    TL_VISIT_DEVICE,
    TL_VISIT_COUNTRY,
    TL_VISIT_ENGAGED,
    TL_VISIT_QUALITY,
    TL_VISIT_PRODUCTS,
    TL_VISIT_ACTIVE,
    TL_VISIT_CLICKS,
    TL_VISIT_CLICK,
    TL_VISIT_SEARCH,
    TL_VISIT_VARIATION,
    TL_VISIT_NUMBERS
};
/* In order of kind and hash where they are of one moment */
enum tl_packed_touch {
    TL_TOUCHED_AT,
    TL_TOUCHED_PERSON,
    TL_TOUCHED_OF_CLICK, /* a chat that a click began: the two are one touch, the click */
    TL_TOUCHED_CHANNEL,
    TL_TOUCHED_ENTRY,
    TL_TOUCHED_SOURCE,
    TL_TOUCHED_PRODUCT,
    TL_TOUCHED_PAGE,
    TL_TOUCHED_PAGE_TYPE,
    TL_TOUCHED_INTENT,
    TL_TOUCHED_LANDING,
    TL_TOUCHED_DEVICE,
    TL_TOUCHED_COUNTRY,
    TL_TOUCHED_NUMBERS
};
enum tl_packed_click {
    TL_CLICKED_AT,
    TL_CLICKED_CART, /* tl_clicked, within 90 days */
    TL_CLICKED_PERSON,
    TL_CLICKED_SOURCE,
    TL_CLICKED_LANDING,
    TL_CLICKED_DEVICE,
    TL_CLICKED_COUNTRY,
    TL_CLICKED_PRODUCT,
    TL_CLICKED_PAGE,
    TL_CLICKED_PAGE_TYPE,
    TL_CLICKED_INTENT,
    TL_CLICKED_NUMBERS
};
/* What people wrote */
enum tl_packed_chat { TL_WROTE_AT, TL_WROTE_PERSON, TL_WROTE_INTENT, TL_WROTE_NUMBERS };
#define TL_PACK_NUMBERS TL_VISIT_NUMBERS /* at most */
#define TL_PACK_TEXTS TL_ORDER_TEXTS
#define TL_PACK_COLUMNS (TL_PACK_NUMBERS + TL_PACK_TEXTS)
/* Columns that are asked for, as bits: of the numbers and of the texts above. */
#define TL_PACKED(number) (1u << (number))
#define TL_PACKED_TEXT(text) (1u << (TL_PACK_NUMBERS + (text)))
#define TL_PACKED_ALL (~0u)

typedef struct tl_packed {
    int64_t n[TL_PACK_NUMBERS];
    tl_slice text[TL_PACK_TEXTS]; /* live until the callback returns */
} tl_packed;

/* The columns of an order, in this order, of `orders`. */
#define TL_ORDER_COLUMNS                                                                                               \
    "placed_at, COALESCE(counted_at, 0), id, reason, COALESCE(person, 0), COALESCE(day_person, 0), total, tax,"        \
    " shipping, fees, CASE WHEN unlinked THEN -1 ELSE COALESCE(visitor, 0) END, COALESCE(code_at, 0), renewal,"        \
    " COALESCE(shop_source, 0), key, number, status, currency, code, code_by, moves"

/* The row that a statement with a pack's columns stands on; its texts live until the next step. */
void tl__packed_row(tl_pack kind, sqlite3_stmt *statement, tl_packed *out);
/* All rows of such a statement; NULL: tl__bound has failed. */
typedef tl_code (*tl_on_packed)(void *ctx, const tl_packed *row, tl_err *err);
tl_code tl__packed_rows(tl_db *db, tl_pack kind, sqlite3_stmt *statement, tl_on_packed on, void *ctx, tl_err *err);

/* What a visit is told apart by, as far as its row says. */
tl_traits tl__packed_visit(const tl_packed *visit);
#define TL_PACKED_VISIT                                                                                                \
    (TL_PACKED(TL_VISIT_SOURCE) | TL_PACKED(TL_VISIT_LANDING) | TL_PACKED(TL_VISIT_DEVICE) |                           \
     TL_PACKED(TL_VISIT_COUNTRY))
/* Does this order count, or is it on hold and asked for? */
bool tl__packed_counts(const tl_packed *order, bool on_hold);

/* It as reports take it, but for the customer. What it holds is the row's own; tl__packed_copy makes that the arena's
 * first (false: out of memory). */
tl_code tl__packed_order(tl_store *store, tl_db *db, const tl_packed *row, tl_arena *arena, tl_order_row *out,
                         tl_err *err);
bool tl__packed_copy(tl_packed *row, tl_arena *arena);

/* Every row of the period, by time. The time is always there; of the other columns rely on those asked for alone. `on`
 * may ask for rows of another kind, not of this one. */
tl_code tl__packed_each(tl_db *db, tl_pack kind, unsigned columns, tl_period period, tl_on_packed on, void *ctx,
                        tl_err *err);

/* The orders placed in the period, then those refunded in it. */
tl_code tl__packed_orders(tl_db *db, tl_period period, tl_on_packed on, void *ctx, tl_err *err);
/* Packs the days before that of `now` which are not packed, some at a time, each time in a transaction of its own,
 * until go_on says no. */
tl_code tl__packs_make(tl_db *db, tl_allocator mem, int64_t now, bool (*go_on)(const void *ctx), const void *ctx,
                       tl_err *err);
/* Packs that do not say what they were made from. */
tl_code tl__packs_wrong(tl_db *db, tl_allocator mem, int64_t *wrong, tl_err *err);

#endif
