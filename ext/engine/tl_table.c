/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_table.h"

#include <string.h>

void tl__table_init(tl_table *table, tl_arena *arena) {
    memset(table, 0, sizeof *table);
    table->arena = arena;
}

/* FNV-1a: keys come from the caller's own data, and a table lives for one call. */
static uint32_t hash_of(tl_slice key) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < key.len; i++) {
        hash = (hash ^ (unsigned char)key.ptr[i]) * 16777619u;
    }
    return hash;
}

static tl_table_slot *slot_of(const tl_table *t, tl_slice key, uint32_t hash) {
    tl_table_slot *slot = &t->slots[hash & (t->size - 1)];
    while (slot->number && !(slot->hash == hash && tl_slice_eq(t->keys[slot->number - 1], key))) {
        slot = slot + 1 == t->slots + t->size ? t->slots : slot + 1;
    }
    return slot;
}

/* A slot for one that is not there yet. */
static void place(tl_table *t, uint32_t hash, uint32_t number) {
    uint32_t at = hash & (t->size - 1);
    while (t->slots[at].number) {
        at = (at + 1) & (t->size - 1);
    }
    t->slots[at] = (tl_table_slot){hash, number};
}

static bool grow(tl_table *t) {
    uint32_t cap = t->cap ? t->cap * 2 : 64, before = t->size;
    tl_table_slot *old = t->slots;
    tl_slice *keys = tl_arena_alloc(t->arena, cap * sizeof *keys);
    tl_table_slot *slots = tl_arena_alloc(t->arena, (size_t)cap * 2 * sizeof *slots);
    if (!keys || !slots) {
        return false;
    }
    if (t->n) {
        memcpy(keys, t->keys, t->n * sizeof *keys);
    }
    memset(slots, 0, (size_t)cap * 2 * sizeof *slots);
    t->keys = keys;
    t->slots = slots;
    t->cap = cap;
    t->size = cap * 2;
    for (uint32_t i = 0; i < before; i++) {
        if (old[i].number) {
            place(t, old[i].hash, old[i].number);
        }
    }
    return true;
}

uint32_t tl__table_number(tl_table *t, tl_slice key) {
    if (t->n == t->cap && !grow(t)) {
        return UINT32_MAX;
    }
    uint32_t hash = hash_of(key);
    tl_table_slot *slot = slot_of(t, key, hash);
    if (!slot->number) {
        t->keys[t->n] = key;
        *slot = (tl_table_slot){hash, ++t->n};
    }
    return slot->number - 1;
}

uint32_t tl__table_find(const tl_table *t, tl_slice key) {
    return t->n > 0 ? slot_of(t, key, hash_of(key))->number - 1 : UINT32_MAX;
}

bool tl__table_has(const tl_table *t, tl_slice key) {
    return tl__table_find(t, key) != UINT32_MAX;
}

void *tl__table_row(tl_table *t, tl_slice key, void **rows, size_t *cap, size_t size) {
    uint32_t before = t->n, number = tl__table_number(t, key);
    if (number == UINT32_MAX) {
        return NULL;
    }
    if (t->cap > *cap) {
        void *grown = tl_arena_alloc(t->arena, t->cap * size);
        if (!grown) {
            return NULL;
        }
        if (*cap) {
            memcpy(grown, *rows, *cap * size);
        }
        *rows = grown;
        *cap = t->cap;
    }
    char *row = (char *)*rows + number * size;
    if (number == before) {
        t->keys[number] = key.len ? tl_arena_dup(t->arena, key) : TL_S("");
        memset(row, 0, size);
    }
    return t->keys[number].ptr ? row : NULL;
}
