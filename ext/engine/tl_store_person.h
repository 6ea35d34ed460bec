/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Somebody who asks for what is known of them, or to be forgotten. */
#ifndef TL_STORE_PERSON_H
#define TL_STORE_PERSON_H

#include "tl_store_db.h"

typedef struct tl_known_as { /* as an identity is stored */
    tl_identity_kind kind;
    char value[256];
} tl_known_as;

/* EVENT_VALUE: no such kind, or the value identifies nobody; EVENT_KEY: the store was opened without identity_key. */
tl_code tl__known_as(const tl_store *store, tl_slice kind, tl_slice value, tl_known_as *out, tl_err *err);
/* The person of that identity, 0: nobody is known by it, or too many are: what ties nobody says of nobody who it is. */
tl_code tl__person_find(tl_db *db, const tl_known_as *known_as, int64_t *person, tl_err *err);

#endif
