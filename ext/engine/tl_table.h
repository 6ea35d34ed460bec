/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strings to small numbers in order of first appearance, in an arena: channels of paths, visitors of events. */
#ifndef TL_TABLE_H
#define TL_TABLE_H

#include "tl_internal.h"

typedef struct tl_table_slot { /* the hash tells most other keys apart without a look at them */
    uint32_t hash, number;     /* number + 1, 0: free */
} tl_table_slot;

typedef struct tl_table {
    tl_arena *arena;
    tl_slice *keys; /* by number */
    uint32_t n, cap;
    tl_table_slot *slots;
    uint32_t size; /* of slots, a power of two */
} tl_table;

void tl__table_init(tl_table *table, tl_arena *arena);
/* The number of a key, new ones getting the next; keys are borrowed. UINT32_MAX: out of memory. */
uint32_t tl__table_number(tl_table *table, tl_slice key);
uint32_t tl__table_find(const tl_table *table, tl_slice key); /* UINT32_MAX: not there */
bool tl__table_has(const tl_table *table, tl_slice key);
/* The row of a key in *rows, an array in the arena that grows with the table: it stands where it is until the next
 * call. A new row is all zero, and its key is copied. NULL: out of memory. */
void *tl__table_row(tl_table *table, tl_slice key, void **rows, size_t *cap, size_t size);

#endif
