/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who ordered when: read once, so that a report over many visits or touches asks no question for each of them. Included
 * by tl_store*.c only. */
#ifndef TL_STORE_BUYERS_H
#define TL_STORE_BUYERS_H

#include "tl_report.h"
#include "tl_store_db.h"
#include "tl_table.h"

typedef struct tl_purchase tl_purchase;
struct tl_purchase {
    int64_t placed_at, counted_at; /* counted_at: placed_at where it does not count yet */
    const tl_purchase *next;       /* of the same person */
};

typedef struct tl_buyers {
    tl_arena *arena;
    tl_table table; /* by person */
    const tl_purchase **first;
    size_t cap;
} tl_buyers;

/* Orders that the query counts, renewals aside, placed in the period. */
tl_code tl__buyers_placed(tl_buyers *buyers, tl_db *db, const tl_query *query, tl_period period, tl_arena *arena,
                          tl_err *err);
/* Orders that count, renewals aside, placed before the period's end and counted from its beginning on. */
tl_code tl__buyers_counted(tl_buyers *buyers, tl_db *db, tl_period period, tl_arena *arena, tl_err *err);
/* The orders of a person, in no order; NULL: none. */
const tl_purchase *tl__buyers_of(const tl_buyers *buyers, int64_t person);

#endif
