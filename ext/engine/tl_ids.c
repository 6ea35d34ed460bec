/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_ids.h"

#include <string.h>

void tl__ids_init(tl_ids *ids, tl_arena *arena) {
    *ids = (tl_ids){.arena = arena};
}

static uint32_t slot_of(const tl_ids *t, int64_t id) {
    uint32_t at = tl__ids_hash(id) & (t->size - 1);
    while (t->slots[at].number && t->slots[at].id != id) {
        at = (at + 1) & (t->size - 1);
    }
    return at;
}

uint32_t tl__ids_find(const tl_ids *t, int64_t id) {
    return t->n ? t->slots[slot_of(t, id)].number - 1 : UINT32_MAX;
}

static void *larger(tl_arena *arena, const void *old, size_t n, size_t cap, size_t size) {
    void *grown = tl_arena_alloc(arena, cap * size);
    if (grown && n) {
        memcpy(grown, old, n * size);
    }
    return grown;
}

static bool grow(tl_ids *t) {
    uint32_t cap = t->cap ? t->cap * 2 : 64;
    int64_t *ids = larger(t->arena, t->ids, t->n, cap, sizeof *ids);
    tl_ids_slot *slots = tl_arena_alloc(t->arena, (size_t)cap * 2 * sizeof *slots);
    if (!ids || !slots) {
        return false;
    }
    memset(slots, 0, (size_t)cap * 2 * sizeof *slots);
    t->ids = ids;
    t->slots = slots;
    t->cap = cap;
    t->size = cap * 2;
    for (uint32_t i = 0; i < t->n; i++) {
        t->slots[slot_of(t, ids[i])] = (tl_ids_slot){ids[i], i + 1};
    }
    return true;
}

uint32_t tl__ids_number(tl_ids *t, int64_t id) {
    if (t->n == t->cap && !grow(t)) {
        return UINT32_MAX;
    }
    tl_ids_slot *slot = &t->slots[slot_of(t, id)];
    if (!slot->number) {
        t->ids[t->n] = id;
        *slot = (tl_ids_slot){id, ++t->n};
    }
    return slot->number - 1;
}

void *tl__ids_row(tl_ids *t, int64_t id, void **rows, size_t size) {
    uint32_t n = t->n, cap = t->cap, number = tl__ids_number(t, id);
    if (number == UINT32_MAX) {
        return NULL;
    }
    if (t->cap > cap) {
        void *grown = larger(t->arena, *rows, n, t->cap, size);
        if (!grown) {
            return NULL;
        }
        *rows = grown;
    }
    char *row = (char *)*rows + number * size;
    if (number == n) {
        memset(row, 0, size);
    }
    return row;
}
