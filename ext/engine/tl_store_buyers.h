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
/* The same, until the next call or write (tl_store_kept.c), for the orders that can matter to what was done in the
 * query's period: until its window after it. */
tl_code tl__kept_buyers(tl_store *store, tl_db *db, const tl_query *query, tl_period period, bool on_hold,
                        const tl_buyers **buyers, tl_err *err);
/* Does its moment lie in that time: when it was placed, or first counted where it had been placed before? (What was
 * asked was about its pay link; and shops date to the second, so that a click within it comes after.) */
static inline bool tl__ordered_in(const tl_purchase *p, int64_t from, int64_t until) {
    int64_t moment = p->placed_at < from ? p->counted_at : p->placed_at;
    return moment >= from && moment <= until;
}
/* The orders of a person, in no order; NULL: none. */
const tl_purchase *tl__buyers_of(const tl_buyers *buyers, int64_t person);

/* ---- what people wrote (tl_store_chats.c) --------------------------------------------------------------------------
 */

typedef struct tl_wrote tl_wrote;
struct tl_wrote {
    int64_t at, intent;
    const tl_wrote *next; /* of the same person, later */
};
typedef struct tl_chats {
    tl_ids persons;
    struct tl_chats_of *of;
} tl_chats;

tl_code tl__chats_read(tl_chats *chats, tl_db *db, tl_period period, tl_arena *arena, tl_err *err);
/* The first message of a person in these moments, both included; NULL: none. */
const tl_wrote *tl__chats_find(const tl_chats *chats, int64_t person, int64_t from, int64_t until);

/* ---- what people did, one after the other (tl_store_chats.c) -------------------------------------------------------
 */

typedef struct tl_did tl_did;
struct tl_did {
    tl_traits traits;
    int64_t cart_at;    /* tl_clicked */
    const tl_did *next; /* of the same person */
};
typedef struct tl_doers {
    tl_arena *arena;
    tl_ids persons;
    struct tl_doer {
        const tl_did *first;
        tl_did *last;
    } * of; /* by number */
} tl_doers;

void tl__doers_init(tl_doers *doers, tl_arena *arena);
/* The clicks of a period, until the next call or write (tl_store_kept.c). */
tl_code tl__kept_clicks(tl_store *store, tl_db *db, tl_period period, const tl_doers **clicks, tl_err *err);
/* After what was added of that person before. */
tl_code tl__doers_add(tl_doers *doers, int64_t person, const tl_did *did, tl_err *err);

#endif
