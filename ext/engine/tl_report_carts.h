/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What has become of a cart: metrics.md, Carts. */
#ifndef TL_REPORT_CARTS_H
#define TL_REPORT_CARTS_H

#include "tl_report.h"
#include "tl_report_rows.h"

#define TL_CART_DIMS (TL_SESSION_DIMS | TL_DIM_BIT(TL_DIM_ENTRY))

typedef struct tl_cart_fate {
    bool is[TL_CARTS_COUNT];
    tl_carts state;       /* the one that says most: ordered, awaiting, emptied, active, any, open or lost */
    int64_t abandoned_at; /* 0: it was not left */
    int64_t checkout_at;  /* reached before it was left; 0: not */
    int64_t revenue;      /* of the order that it became or that won it back, by the query's measure; 0 in another
                             currency */
    tl_cart_pause holds;  /* when it was left, else at the end */
    bool whatsapp;        /* its shopper touched WhatsApp in it or within the window before it */
} tl_cart_fate;

tl_code tl__cart_fate(const tl_query *query, const tl_cart *cart, int64_t now, tl_cart_fate *out, tl_err *err);
/* Fails where it is asked by what carts do not know. */
tl_code tl__carts_refuse(const tl_query *query, tl_err *err);
tl_code tl__cart_traits(const tl_query *query, const tl_cart *cart, tl_traits *traits, tl_err *err);
/* The query's, else the shop's, else that of most carts; 0: there is none. */
tl_code tl__cart_currency(tl_store *store, const tl_query *query, tl_arena *arena, int64_t *currency, tl_err *err);
/* The words of a touch that won back a cart; "unknown" and null where none is known. */
void tl__put_touch(tl_out *out, tl_value *row, const char *channel_name, const char *entry_name, int64_t channel,
                   int64_t entry);
/* A line of the list and of rows('carts'); `order` is read where there is one. */
tl_code tl__cart_line(tl_store *store, const tl_query *query, const tl_cart *cart, const tl_cart_fate *fate,
                      tl_out *out, tl_value *row, tl_err *err);
#endif
