/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The engine's own call on events that peers make by the same formula.
 *   sessionize EVENTS   prints seconds and how many sessions there are */
#include "touchline.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    tl_arena arena;
    tl_value events = tl_list(), options = tl_map(), out;
    tl_err err;
    long long n = argc > 1 ? atoll(argv[1]) : 0, sessions = 0;
    tl_arena_init(&arena, tl_default_allocator);
    for (long long i = 0; i < n; i++) {
        char *name = tl_arena_alloc(&arena, 16);
        tl_value event = tl_map();
        int len = snprintf(name, 16, "v%lld", i * 7919 % (n / 20 + 1));
        *tl_map_add(&event, &arena, TL_S("visitor")) = tl_str((tl_slice){name, (size_t)len});
        *tl_map_add(&event, &arena, TL_S("at")) = tl_int(i * 104729 % (n * 50) * 20);
        *tl_list_add(&events, &arena) = event;
    }
    double began = now();
    if (tl_sessionize(&events, &options, &arena, &out, &err) != TL_OK) {
        fprintf(stderr, "%s\n", err.msg);
        return 1;
    }
    double took = now() - began;
    for (uint32_t i = 0; i < out.n; i++) {
        sessions += out.as.items[i].as.items[1].as.b;
    }
    printf("%.3f %lld\n", took, sessions);
    tl_arena_destroy(&arena);
    return 0;
}
