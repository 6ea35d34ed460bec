/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What people did, read by time and told by person, one after the other. Included by tl_store*.c only. */
#ifndef TL_STORE_DOERS_H
#define TL_STORE_DOERS_H

#include "tl_ids.h"
#include "tl_store_pack.h"

typedef struct tl_did tl_did;
struct tl_did {
    tl_traits traits;
    int64_t cart_at;    /* of a click: tl_clicked */
    const tl_did *next; /* of the same person */
};
typedef struct tl_doer {
    const tl_did *first;
    tl_did *last;
} tl_doer;
typedef struct tl_doers {
    tl_arena *arena;
    tl_ids persons;
    tl_doer *of; /* by number */
} tl_doers;

/* The clicks of the period, and the messages that came in it, of which the time and the intent are known. */
tl_code tl__doers_clicked(tl_doers *doers, tl_db *db, tl_period period, tl_arena *arena, tl_err *err);
tl_code tl__doers_wrote(tl_doers *doers, tl_db *db, tl_period period, tl_arena *arena, tl_err *err);
/* The first thing that a person did in these moments, both included; NULL: none. */
const tl_did *tl__doers_find(const tl_doers *doers, int64_t person, int64_t from, int64_t until);

#endif
