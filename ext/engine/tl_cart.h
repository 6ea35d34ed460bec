/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A person's cart (docs/metrics.md, Carts): from its first item to an order, or to being emptied, or until nothing is
 * done with it for 31 days. When a cart counts as left is the reader's choice, so that a cart is kept with its pauses:
 * each that is longer than those before it, and the last one. */
#ifndef TL_CART_H
#define TL_CART_H

#include "tl_internal.h"

#define TL_CART_IDLE_MIN INT64_C(900000) /* what `idle_ms` may be: 15 minutes to a day */
#define TL_CART_IDLE_MAX INT64_C(86400000)
#define TL_CART_IDLE INT64_C(3600000)                  /* and is */
#define TL_CART_LOST INT64_C(2592000000)               /* after being left, without an order */
#define TL_CART_OVER (TL_CART_LOST + TL_CART_IDLE_MAX) /* lost whatever `idle_ms` is: what comes then is a new cart */
#define TL_CART_LINK INT64_C(604800000)                /* from a recovery link to the order that it won back */
#define TL_CART_STILL INT64_MAX                        /* the pause that goes on */
#define TL_CART_PRODUCTS_MAX 20

/* Nothing was done for `gap` ms after `at`; what it held then. */
typedef struct tl_cart_pause {
    int64_t at, gap, value, items;
    int64_t currency; /* three letters, the first lowest; 0: not told */
    int64_t products[TL_CART_PRODUCTS_MAX];
    size_t n_products;
} tl_cart_pause;

typedef enum tl_cart_end { TL_CART_OPEN, TL_CART_EMPTIED, TL_CART_ORDERED } tl_cart_end;

typedef struct tl_cart {
    int64_t start, person, left_before, end, checkout_at;
    int64_t source, landing, device, country; /* of the visit in which it began */
    int64_t whatsapp_at;                      /* the last WhatsApp touch up to its last pause, 0: none */
    /* The first order of the person since its start, 0: none; of a cart that was emptied before, too. */
    int64_t order, ordered_at, net, gross, currency;
    bool counts;                   /* it does; else it awaits its payment */
    int64_t touched_at, linked_at; /* the last WhatsApp touch and recovery link up to the order, 0: none */
    tl_slice pauses;               /* tl__cart_pause_put, one after the other; the last one is that before its end */
} tl_cart;

bool tl__cart_pause_put(tl_buf *buf, const tl_cart_pause *pause);
/* The first pause longer than `idle`, else the last one; a pause that goes on lasts until `now`. *left: it is longer.
 * False: they cannot be read. */
bool tl__cart_pause_find(tl_slice pauses, int64_t idle, int64_t now, tl_cart_pause *out, bool *left);

int64_t tl__currency_number(tl_slice currency); /* 0 for what is no three letters */
tl_slice tl__currency_text(int64_t number, char out[4]);

#endif
