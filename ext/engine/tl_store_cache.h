/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What ingest has looked up in this run: ids by word. It may forget at any time, so it never fails. */
#ifndef TL_STORE_CACHE_H
#define TL_STORE_CACHE_H

#include "tl_internal.h"

typedef struct tl_cache_slot {
    uint64_t hash;
    tl_slice key; /* ptr NULL: free */
    int64_t value;
    int space;
} tl_cache_slot;

typedef struct tl_cache {
    tl_arena keys;
    unsigned char sip_key[16]; /* keys come from outside: nobody may choose collisions */
    tl_cache_slot *slots;
    size_t n, bytes;
} tl_cache;

void tl__cache_init(tl_cache *cache, tl_allocator mem, const unsigned char sip_key[16]);
void tl__cache_destroy(tl_cache *cache);
bool tl__cache_get(const tl_cache *cache, int space, tl_slice key, int64_t *value);
void tl__cache_put(tl_cache *cache, int space, tl_slice key, int64_t value);

#endif
