/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What one report of a page has read is there for the next, until something is written: the reports of a page ask for
 * the same two periods again and again. Pointers hold until the next call of their kind with another period. Included
 * by tl_store*.c only. */
#ifndef TL_STORE_KEPT_H
#define TL_STORE_KEPT_H

#include "tl_store_buyers.h"
#include "tl_store_doers.h"

typedef struct tl_order_rows {
    tl_order_row *rows;
    size_t n, cap;
} tl_order_rows;

/* The orders placed in the period, then those refunded in it, as far as they count or are on hold; NULL: there are too
 * many to keep. */
tl_code tl__kept_orders(tl_store *store, tl_db *db, tl_period period, const tl_order_rows **orders, tl_err *err);
/* Makes those that are kept ready for tl__kept_order. */
tl_code tl__kept_by_id(tl_store *store, tl_db *db, tl_err *err);
const tl_order_row *tl__kept_order(const tl_db *db, int64_t id); /* NULL: it is not kept */
tl_code tl__kept_clicks(tl_store *store, tl_db *db, tl_period period, const tl_doers **clicks, tl_err *err);
/* What people wrote, and who ordered, in the period and the query's window after it. */
tl_code tl__kept_chats(tl_store *store, tl_db *db, const tl_query *query, tl_period period, const tl_doers **chats,
                       tl_err *err);
tl_code tl__kept_buyers(tl_store *store, tl_db *db, const tl_query *query, tl_period period, bool on_hold,
                        const tl_buyers **buyers, tl_err *err);
void tl__kept_free(tl_kept *kept, tl_allocator mem);

#endif
