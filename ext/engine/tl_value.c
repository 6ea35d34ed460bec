/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_internal.h"

#include <string.h>

tl_slice tl_slice_of(const char *cstr) {
    return (tl_slice){cstr, strlen(cstr)};
}

bool tl_slice_eq(tl_slice a, tl_slice b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* A larger array in the arena with the old elements in it, NULL when out of memory. The old one dies with the arena. */
static void *grow(const void *old, uint32_t n, uint32_t *cap, size_t element, tl_arena *arena) {
    if (*cap > UINT32_MAX / 2) {
        return NULL;
    }
    uint32_t larger = *cap == 0 ? 8 : *cap * 2;
    if (larger > SIZE_MAX / element) {
        return NULL;
    }
    void *copy = tl_arena_alloc(arena, larger * element);
    if (copy != NULL) {
        if (n > 0) {
            memcpy(copy, old, n * element);
        }
        *cap = larger;
    }
    return copy;
}

bool tl_value_reserve(tl_value *container, tl_arena *arena, uint32_t n) {
    bool map = container->kind == TL_MAP;
    void *room = n ? tl_arena_alloc(arena, n * (map ? sizeof(tl_pair) : sizeof(tl_value))) : NULL;
    if (room == NULL) {
        return n == 0;
    }
    container->cap = n;
    if (map) {
        container->as.pairs = room;
    } else {
        container->as.items = room;
    }
    return true;
}

tl_value *tl_list_add(tl_value *list, tl_arena *arena) {
    if (list->n == list->cap) {
        tl_value *items = grow(list->as.items, list->n, &list->cap, sizeof(tl_value), arena);
        if (items == NULL) {
            return NULL;
        }
        list->as.items = items;
    }
    tl_value *added = &list->as.items[list->n++];
    *added = tl_null();
    return added;
}

tl_value *tl_map_add(tl_value *map, tl_arena *arena, tl_slice key) {
    if (map->n == map->cap) {
        tl_pair *pairs = grow(map->as.pairs, map->n, &map->cap, sizeof(tl_pair), arena);
        if (pairs == NULL) {
            return NULL;
        }
        map->as.pairs = pairs;
    }
    tl_pair *added = &map->as.pairs[map->n++];
    *added = (tl_pair){key, tl_null()};
    return &added->value;
}

const tl_value *tl_map_get(const tl_value *map, const char *key) {
    if (map == NULL || map->kind != TL_MAP) {
        return NULL;
    }
    tl_slice wanted = tl_slice_of(key);
    for (uint32_t i = 0; i < map->n; i++) {
        if (tl_slice_eq(map->as.pairs[i].key, wanted)) {
            return &map->as.pairs[i].value;
        }
    }
    return NULL;
}

static bool copy_text(tl_slice s, tl_arena *arena, tl_slice *out) {
    *out = tl_arena_dup(arena, s);
    return out->ptr != NULL;
}

bool tl__value_copy(const tl_value *value, tl_arena *arena, tl_value *out) {
    *out = *value;
    if (value->kind == TL_STR) {
        return copy_text(value->as.s, arena, &out->as.s);
    }
    if (value->kind != TL_LIST && value->kind != TL_MAP) {
        return true;
    }
    bool map = value->kind == TL_MAP;
    *out = map ? tl_map() : tl_list();
    for (uint32_t i = 0; i < value->n; i++) {
        tl_slice key = TL_S("");
        if (map && !copy_text(value->as.pairs[i].key, arena, &key)) {
            return false;
        }
        tl_value *added = map ? tl_map_add(out, arena, key) : tl_list_add(out, arena);
        if (added == NULL || !tl__value_copy(map ? &value->as.pairs[i].value : &value->as.items[i], arena, added)) {
            return false;
        }
    }
    return true;
}
