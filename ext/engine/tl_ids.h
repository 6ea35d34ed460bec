/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers of the database (people, orders) to small numbers in order of first appearance, in an arena. */
#ifndef TL_IDS_H
#define TL_IDS_H

#include "tl_internal.h"

typedef struct tl_ids_slot { /* both, so that looking one up is one look into memory */
    int64_t id;
    uint32_t number; /* + 1, 0: free */
} tl_ids_slot;

typedef struct tl_ids {
    tl_arena *arena;
    int64_t *ids; /* by number */
    uint32_t n, cap;
    tl_ids_slot *slots;
    uint32_t size; /* of slots, a power of two */
} tl_ids;

/* Fibonacci hashing: ids follow one another. */
static inline uint32_t tl__ids_hash(int64_t id) {
    return (uint32_t)(((uint64_t)id * UINT64_C(11400714819323198485)) >> 32);
}
void tl__ids_init(tl_ids *ids, tl_arena *arena);
/* UINT32_MAX: it is not there. */
uint32_t tl__ids_find(const tl_ids *ids, int64_t id);
/* Its number, the next one for one that is new. UINT32_MAX: out of memory. */
uint32_t tl__ids_number(tl_ids *ids, int64_t id);
/* The row of an id in *rows, an array in the arena that grows with the ids: it stands where it is until the next call.
 * A new row is all zero. NULL: out of memory. */
void *tl__ids_row(tl_ids *ids, int64_t id, void **rows, size_t size);

#endif
