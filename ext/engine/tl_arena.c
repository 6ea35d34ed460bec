/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "touchline.h"

#include <stdlib.h>
#include <string.h>

#define ALIGNMENT ((size_t)16)
#define FIRST_BLOCK ((size_t)4096)
#define LARGEST_STEP ((size_t)1 << 20)

struct tl_arena_block {
    tl_arena_block *next;
    size_t size, used; /* of the bytes after the header */
};
#define HEADER ((sizeof(tl_arena_block) + ALIGNMENT - 1) & ~(ALIGNMENT - 1))

static void *default_fn(void *ctx, void *ptr, size_t size) {
    (void)ctx;
    if (size == 0) {
        free(ptr);
        return NULL;
    }
    return realloc(ptr, size);
}

const tl_allocator tl_default_allocator = {default_fn, NULL};

void tl_arena_init(tl_arena *arena, tl_allocator mem) {
    *arena = (tl_arena){.mem = mem};
}

void tl_arena_reset(tl_arena *arena) {
    for (tl_arena_block *b = arena->first; b != NULL; b = b->next) {
        b->used = 0;
    }
    arena->current = arena->first;
}

void tl_arena_destroy(tl_arena *arena) {
    tl_arena_block *b = arena->first;
    while (b != NULL) {
        tl_arena_block *next = b->next;
        arena->mem.fn(arena->mem.ctx, b, 0);
        b = next;
    }
    arena->first = arena->current = NULL;
}

/* Appends a block at the end of the chain, so that a reset arena walks its blocks in the order they were made. */
static tl_arena_block *add_block(tl_arena *arena, size_t size) {
    tl_arena_block *last = arena->current;
    while (last != NULL && last->next != NULL) {
        last = last->next;
    }
    size_t step = last == NULL ? FIRST_BLOCK : last->size * 2;
    if (step > LARGEST_STEP) {
        step = LARGEST_STEP;
    }
    if (step < size) {
        step = size;
    }
    tl_arena_block *b = arena->mem.fn(arena->mem.ctx, NULL, HEADER + step);
    if (b == NULL) {
        return NULL;
    }
    *b = (tl_arena_block){.size = step};
    if (last == NULL) {
        arena->first = b;
    } else {
        last->next = b;
    }
    return b;
}

void *tl_arena_alloc(tl_arena *arena, size_t size) {
    if (size > SIZE_MAX - HEADER - ALIGNMENT) {
        return NULL;
    }
    size = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
    tl_arena_block *b = arena->current;
    while (b != NULL && b->size - b->used < size) {
        b = b->next;
    }
    if (b == NULL && (b = add_block(arena, size)) == NULL) {
        return NULL;
    }
    arena->current = b;
    void *ptr = (char *)b + HEADER + b->used;
    b->used += size;
    return ptr;
}

tl_slice tl_arena_dup(tl_arena *arena, tl_slice s) {
    char *copy = s.len < SIZE_MAX ? tl_arena_alloc(arena, s.len + 1) : NULL;
    if (copy == NULL) {
        return (tl_slice){NULL, 0};
    }
    if (s.len > 0) {
        memcpy(copy, s.ptr, s.len);
    }
    copy[s.len] = '\0';
    return (tl_slice){copy, s.len};
}
