/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_follow.h"

#include <string.h>

#define SWEEPS_MAX 500 /* each rounds once more */

static bool make_room(tl_follow *f, size_t edges, tl_arena *arena) {
    size_t n = (size_t)f->n + 1;
    f->states = tl_arena_alloc(arena, n * sizeof *f->states);
    f->to = tl_arena_alloc(arena, (edges + 1) * sizeof *f->to);
    f->share = tl_arena_alloc(arena, (edges + 1) * sizeof *f->share);
    f->mass = tl_arena_alloc(arena, n * sizeof *f->mass);
    return f->states && f->to && f->share && f->mass;
}

/* The edges of a state from `at` on; returns where they end. A loop only delays, so it is left out. */
static size_t take_state(tl_follow *f, const tl_flow_state *s, uint32_t i, size_t at) {
    size_t end = at;
    double leaving = s->conv + s->null;
    for (uint32_t e = 0; e < s->n; e++) {
        if (s->edges[e].to != i) {
            leaving += f->share[end] = s->edges[e].weight;
            f->to[end++] = s->edges[e].to;
        }
    }
    for (size_t e = at; e < end; e++) {
        f->share[e] /= leaving;
    }
    f->states[i] =
        (tl_follow_state){.edges = at, .start = s->start, .conv = s->conv / leaving, .null = s->null / leaving};
    return end;
}

bool tl__follow_init(tl_follow *f, const tl_flow *flow, tl_arena *arena) {
    size_t edges = 0;
    *f = (tl_follow){.n = flow->n};
    for (uint32_t i = 0; i < flow->n; i++) {
        edges += flow->states[i].n;
    }
    if (!make_room(f, edges, arena)) {
        return false;
    }
    edges = 0;
    for (uint32_t i = 0; i < flow->n; i++) {
        edges = take_state(f, &flow->states[i], i, edges);
    }
    f->states[f->n] = (tl_follow_state){.edges = edges};
    return true;
}

/* One sweep over the equations of the chances, each result at once in use; returns the largest doubt. */
static double improve(tl_follow *f) {
    double doubt = 0;
    for (uint32_t i = f->n; i-- > 0;) {
        tl_follow_state *s = &f->states[i];
        double order = s->conv, nothing = s->null;
        for (size_t e = s->edges; e < s[1].edges; e++) {
            order += f->share[e] * f->states[f->to[e]].order;
            nothing += f->share[e] * f->states[f->to[e]].nothing;
        }
        s->order = order;
        s->nothing = nothing;
        doubt = 1 - order - nothing > doubt ? 1 - order - nothing : doubt;
    }
    return doubt;
}

/* The two chances of a state grow from 0 until they add up to 1; what is missing is the doubt. As many sweeps again
 * square it: 2^-32 becomes 2^-64. */
bool tl__follow_chances(tl_follow *f) {
    int sweeps = 1;
    while (improve(f) > 0x1p-32) {
        if (++sweeps > SWEEPS_MAX) {
            return false;
        }
    }
    for (int again = 0; again < sweeps; again++) {
        improve(f);
    }
    return true;
}

/* One sweep: each state's mass moves on, but where has[] it is done. Returns what is under way after it. */
static double move(tl_follow *f, const bool *has, double *through) {
    double left = 0;
    for (uint32_t i = 0; i < f->n; i++) {
        const tl_follow_state *s = &f->states[i];
        double mass = f->mass[i];
        f->mass[i] = 0;
        if (has[i]) {
            *through += mass * s->order;
            continue;
        }
        for (size_t e = s->edges; mass > 0 && e < s[1].edges; e++) {
            f->mass[f->to[e]] += mass * f->share[e];
        }
    }
    for (uint32_t i = 0; i < f->n; i++) {
        left += f->mass[i];
    }
    return left;
}

bool tl__follow_through(tl_follow *f, const bool *has, double *through) {
    double whole = 0;
    for (uint32_t i = 0; i < f->n; i++) {
        f->mass[i] = f->states[i].start;
        whole += f->states[i].start * f->states[i].order;
    }
    *through = 0;
    for (int sweeps = 0; whole > 0 && sweeps < SWEEPS_MAX; sweeps++) {
        double left = move(f, has, through);
        if (left <= *through * 0x1p-55 || left <= whole * 0x1p-75) {
            return true;
        }
    }
    return whole <= 0;
}
