/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who ordered when: read once, so that a report over many visits or touches asks no question for each of them. Included
 * by tl_store*.c only. */
#ifndef TL_STORE_BUYERS_H
#define TL_STORE_BUYERS_H

#include "tl_ids.h"
#include "tl_store_pack.h"

typedef struct tl_purchase tl_purchase;
struct tl_purchase {
    int64_t order, placed_at, counted_at; /* counted_at: placed_at where it does not count yet */
    bool refunded;
    const tl_purchase *next; /* of the same person */
};

/* Most people did not order: a look at one bit of 32 KB tells so of nine in ten. */
#define TL_BUYERS_BITS 18

typedef struct tl_buyers {
    tl_ids persons;
    const tl_purchase **first;
    uint64_t *maybe;
} tl_buyers;

/* Orders that count (those on hold, too, if they are asked for), renewals aside, which were placed before the period's
 * end, and placed or counted from its beginning on (whoever changes an order's date leaves when it was paid). An order
 * is its person's, and the person's of the browser of its day. */
tl_code tl__buyers_read(tl_buyers *buyers, tl_db *db, tl_period period, bool on_hold, tl_arena *arena, tl_err *err);
/* Does its moment lie in that time: when it was placed, or first counted where it had been placed before? (What was
 * asked was about its pay link; and shops date to the second, so that a click within it comes after.) */
static inline bool tl__ordered_in(const tl_purchase *p, int64_t from, int64_t until) {
    int64_t moment = p->placed_at < from ? p->counted_at : p->placed_at;
    return moment >= from && moment <= until;
}
/* The orders of a person, in no order; NULL: none. */
const tl_purchase *tl__buyers_of(const tl_buyers *buyers, int64_t person);

#endif
