/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_store_cache.h"

#include <string.h>

#define SLOTS ((size_t)1 << 16)
#define FULL (SLOTS * 3 / 4)
#define BYTES_MAX ((size_t)8 << 20)

void tl__cache_init(tl_cache *cache, tl_allocator mem, const unsigned char sip_key[16]) {
    memset(cache, 0, sizeof(*cache));
    tl_arena_init(&cache->keys, mem);
    memcpy(cache->sip_key, sip_key, sizeof(cache->sip_key));
}

void tl__cache_destroy(tl_cache *cache) {
    if (cache->slots != NULL) {
        cache->keys.mem.fn(cache->keys.mem.ctx, cache->slots, 0);
    }
    cache->slots = NULL;
    tl_arena_destroy(&cache->keys);
}

static uint64_t hash_of(const tl_cache *cache, int space, tl_slice key) {
    unsigned char bytes[8];
    uint64_t hash;
    tl__sip64(cache->sip_key, key.ptr, key.len, bytes);
    memcpy(&hash, bytes, sizeof(hash));
    return hash + (uint64_t)space;
}

static tl_cache_slot *slot_of(const tl_cache *cache, uint64_t hash, int space, tl_slice key) {
    size_t at = (size_t)hash % SLOTS;
    for (;; at = (at + 1) % SLOTS) {
        tl_cache_slot *slot = &cache->slots[at];
        if (slot->key.ptr == NULL || (slot->hash == hash && slot->space == space && tl_slice_eq(slot->key, key))) {
            return slot;
        }
    }
}

bool tl__cache_get(const tl_cache *cache, int space, tl_slice key, int64_t *value) {
    if (cache->slots == NULL) {
        return false;
    }
    const tl_cache_slot *slot = slot_of(cache, hash_of(cache, space, key), space, key);
    if (slot->key.ptr == NULL) {
        return false;
    }
    *value = slot->value;
    return true;
}

static bool has_room(tl_cache *cache) {
    size_t size = SLOTS * sizeof(*cache->slots);
    if (cache->slots != NULL && cache->n < FULL && cache->bytes < BYTES_MAX) {
        return true;
    }
    if (cache->slots == NULL) {
        cache->slots = cache->keys.mem.fn(cache->keys.mem.ctx, NULL, size);
    }
    if (cache->slots == NULL) {
        return false;
    }
    memset(cache->slots, 0, size);
    tl_arena_reset(&cache->keys);
    cache->n = cache->bytes = 0;
    return true;
}

void tl__cache_put(tl_cache *cache, int space, tl_slice key, int64_t value) {
    if (!has_room(cache)) {
        return;
    }
    uint64_t hash = hash_of(cache, space, key);
    tl_cache_slot *slot = slot_of(cache, hash, space, key);
    if (slot->key.ptr == NULL) {
        tl_slice kept = tl_arena_dup(&cache->keys, key);
        if (kept.ptr == NULL) {
            return;
        }
        *slot = (tl_cache_slot){.hash = hash, .key = kept, .space = space};
        cache->n++;
        cache->bytes += key.len;
    }
    slot->value = value;
}
