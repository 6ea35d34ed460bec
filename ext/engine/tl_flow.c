/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Elimination: along the edges while they are few, cheapest states first, then in a full matrix. */
#include "tl_flow.h"

#include <string.h>

#define SMALL 48 /* states that a full matrix serves best however few their edges */

tl_flow *tl__flow_new(uint32_t n, tl_arena *arena) {
    tl_flow *flow = tl_arena_alloc(arena, sizeof *flow);
    tl_flow_state *states = tl_arena_alloc(arena, (n ? n : 1) * sizeof *states);
    if (!flow || !states) {
        return NULL;
    }
    memset(states, 0, n * sizeof *states);
    *flow = (tl_flow){.arena = arena, .states = states, .n = n};
    return flow;
}

/* The array itself, or one of twice the size with its items when it is full. NULL: out of memory. */
static void *room(void *items, uint32_t n, uint32_t *cap, size_t size, tl_arena *arena) {
    if (n < *cap) {
        return items;
    }
    uint32_t larger = *cap ? *cap * 2 : 4;
    void *fresh = tl_arena_alloc(arena, larger * size);
    if (fresh) {
        if (n) {
            memcpy(fresh, items, n * size);
        }
        *cap = larger;
    }
    return fresh;
}

bool tl__flow_connect(tl_flow *flow, uint32_t from, uint32_t to, double weight) {
    tl_flow_state *a = &flow->states[from], *b = &flow->states[to];
    tl_flow_edge *edges = room(a->edges, a->n, &a->cap, sizeof *edges, flow->arena);
    uint32_t *back = edges ? room(b->from, b->n_from, &b->cap_from, sizeof *back, flow->arena) : NULL;
    if (!back) {
        return false;
    }
    a->edges = edges;
    b->from = back;
    a->edges[a->n++] = (tl_flow_edge){to, weight};
    b->from[b->n_from++] = from;
    b->in++;
    return true;
}

/* The states of `flow` that numbers[] gives a place, in a new one, with room for their edges but none of them. */
static tl_flow *places_of(const tl_flow *flow, const uint32_t *numbers, uint32_t n, tl_arena *arena) {
    tl_flow *fresh = tl__flow_new(n, arena);
    for (uint32_t i = 0; fresh && i < flow->n; i++) {
        if (numbers[i] != UINT32_MAX) {
            const tl_flow_state *s = &flow->states[i];
            fresh->states[numbers[i]] =
                (tl_flow_state){.label = s->label, .start = s->start, .conv = s->conv, .null = s->null};
        }
    }
    if (fresh) {
        fresh->start_conv = flow->start_conv;
    }
    return fresh;
}

/* ---- along the edges ------------------------------------------------------------------------------------------- */

typedef struct sparse {
    tl_flow *flow;
    bool *gone;
    uint32_t *place; /* of an edge in the row at work, + 1, by its end */
    uint32_t *todo, n_todo;
    uint64_t edges, left;
} sparse;

static tl_flow *copy_edges(const tl_flow *flow, const uint32_t *numbers, uint32_t n, tl_arena *arena) {
    tl_flow *copy = places_of(flow, numbers, n, arena);
    for (uint32_t i = 0; copy && i < flow->n; i++) {
        const tl_flow_state *s = &flow->states[i];
        for (uint32_t e = 0; numbers[i] != UINT32_MAX && e < s->n; e++) {
            if (!tl__flow_connect(copy, numbers[i], numbers[s->edges[e].to], s->edges[e].weight)) {
                return NULL;
            }
        }
    }
    return copy;
}

/* Leads the flow of row i on past s: `share` of what leaves s for each place. */
static bool lead_on(sparse *x, uint32_t i, uint32_t s, double leaving) {
    tl_flow_state *row = &x->flow->states[i], *past = &x->flow->states[s];
    for (uint32_t e = 0; e < row->n; e++) {
        x->place[row->edges[e].to] = e + 1;
    }
    uint32_t at = x->place[s] - 1, before = row->n;
    double share = row->edges[at].weight / leaving;
    for (uint32_t e = 0; e < past->n; e++) {
        uint32_t to = past->edges[e].to;
        if (to == s) {
            continue;
        }
        if (x->place[to]) {
            row->edges[x->place[to] - 1].weight += share * past->edges[e].weight;
        } else if (!tl__flow_connect(x->flow, i, to, share * past->edges[e].weight)) {
            return false;
        }
    }
    for (uint32_t e = 0; e < before; e++) {
        x->place[row->edges[e].to] = 0;
    }
    x->edges += row->n - before;
    row->edges[at] = row->edges[--row->n];
    row->conv += share * past->conv;
    row->null += share * past->null;
    return true;
}

static void lead_start_on(tl_flow *flow, uint32_t s, double leaving) {
    tl_flow_state *past = &flow->states[s];
    double share = past->start / leaving;
    for (uint32_t e = 0; e < past->n && share > 0; e++) {
        if (past->edges[e].to != s) {
            flow->states[past->edges[e].to].start += share * past->edges[e].weight;
        }
    }
    flow->start_conv += share * past->conv;
}

static bool eliminate(sparse *x, uint32_t s) {
    tl_flow_state *past = &x->flow->states[s];
    double leaving = past->conv + past->null;
    for (uint32_t e = 0; e < past->n; e++) {
        leaving += past->edges[e].to == s ? 0 : past->edges[e].weight;
    }
    lead_start_on(x->flow, s, leaving);
    for (uint32_t f = 0; f < past->n_from; f++) {
        uint32_t i = past->from[f];
        if (i != s && !x->gone[i] && !lead_on(x, i, s, leaving)) {
            return false;
        }
    }
    for (uint32_t e = 0; e < past->n; e++) {
        x->flow->states[past->edges[e].to].in--;
    }
    x->gone[s] = true;
    x->edges -= past->n + past->in;
    x->left--;
    return true;
}

static bool dense_enough(const sparse *x) {
    return x->left <= SMALL || x->edges >= x->left * x->left / 4;
}

/* A state costs at most the edges into it times those out of it: the limit doubles where none is below it. */
static bool eliminate_cheapest_first(sparse *x) {
    for (uint64_t limit = 1; x->n_todo && !dense_enough(x);) {
        uint32_t before = x->n_todo;
        for (uint32_t t = 0; t < x->n_todo && !dense_enough(x);) {
            const tl_flow_state *s = &x->flow->states[x->todo[t]];
            if ((uint64_t)s->in * s->n > limit) {
                t++;
                continue;
            }
            if (!eliminate(x, x->todo[t])) {
                return false;
            }
            x->todo[t] = x->todo[--x->n_todo];
        }
        limit = x->n_todo == before ? limit * 2 : limit;
    }
    return true;
}

/* ---- in a full matrix ------------------------------------------------------------------------------------------ */

/* numbers[] puts the states that stay before those that go. */
static tl_flow *fill_matrix(const tl_flow *flow, const uint32_t *numbers, uint32_t n, tl_arena *arena) {
    tl_flow *full = places_of(flow, numbers, n, arena);
    double *rows = full ? tl_arena_alloc(arena, (size_t)n * n * sizeof *rows) : NULL;
    if (!rows) {
        return NULL;
    }
    memset(rows, 0, (size_t)n * n * sizeof *rows);
    full->dense = rows;
    full->stride = n;
    for (uint32_t i = 0; i < flow->n; i++) {
        double *row = numbers[i] == UINT32_MAX ? NULL : rows + (size_t)numbers[i] * n;
        const tl_flow_state *s = &flow->states[i];
        for (uint32_t e = 0; row && !flow->dense && e < s->n; e++) {
            row[numbers[s->edges[e].to]] = s->edges[e].weight;
        }
        for (uint32_t j = 0; row && flow->dense && j < flow->n; j++) {
            row[numbers[j]] = flow->dense[i * flow->stride + j];
        }
    }
    return full;
}

static void add_row(double *restrict to, const double *restrict from, double share, uint32_t n) {
    for (uint32_t j = 0; j < n; j++) {
        to[j] += share * from[j];
    }
}

static void eliminate_last(tl_flow *full) {
    uint32_t s = --full->n;
    const tl_flow_state *past = &full->states[s];
    const double *row = full->dense + s * full->stride;
    double leaving = past->conv + past->null;
    for (uint32_t j = 0; j < s; j++) {
        leaving += row[j];
    }
    for (uint32_t i = 0; i < s; i++) {
        double *other = full->dense + i * full->stride;
        double share = other[s] / leaving;
        if (share > 0) {
            add_row(other, row, share, s);
            full->states[i].conv += share * past->conv;
            full->states[i].null += share * past->null;
        }
        full->states[i].start += past->start / leaving * row[i];
    }
    full->start_conv += past->start / leaving * past->conv;
}

/* ---- both ------------------------------------------------------------------------------------------------------ */

/* Numbers the states that stay from 0 and then, if there are any, those that go but are there yet; UINT32_MAX: gone. */
static uint32_t number(const bool *keep, const bool *gone, uint32_t n, uint32_t *numbers, uint32_t *all) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        numbers[i] = keep[i] ? kept++ : UINT32_MAX;
    }
    *all = kept;
    for (uint32_t i = 0; i < n; i++) {
        if (!keep[i] && !(gone && gone[i])) {
            numbers[i] = (*all)++;
        }
    }
    return kept;
}

static tl_flow *reduce_matrix(const tl_flow *flow, const bool *keep, const bool *gone, uint32_t *numbers,
                              tl_arena *arena) {
    uint32_t all, kept = number(keep, gone, flow->n, numbers, &all);
    tl_flow *full = fill_matrix(flow, numbers, all, arena);
    while (full && full->n > kept) {
        eliminate_last(full);
    }
    return full;
}

static bool prepare(sparse *x, const tl_flow *flow, const bool *keep, uint32_t *numbers, tl_arena *arena) {
    uint32_t n = flow->n;
    x->gone = tl_arena_alloc(arena, n * sizeof *x->gone);
    x->place = tl_arena_alloc(arena, n * sizeof *x->place);
    x->todo = tl_arena_alloc(arena, n * sizeof *x->todo);
    if (!x->gone || !x->place || !x->todo) {
        return false;
    }
    memset(x->gone, 0, n * sizeof *x->gone);
    memset(x->place, 0, n * sizeof *x->place);
    for (uint32_t i = 0; i < n; i++) {
        numbers[i] = i;
        x->edges += flow->states[i].n;
        if (!keep[i]) {
            x->todo[x->n_todo++] = i;
        }
    }
    x->left = n;
    x->flow = copy_edges(flow, numbers, n, arena);
    return x->flow != NULL;
}

tl_flow *tl__flow_reduce(const tl_flow *flow, const bool *keep, tl_arena *arena) {
    sparse x = {.flow = NULL};
    uint32_t all, *numbers = tl_arena_alloc(arena, (flow->n ? flow->n : 1) * sizeof *numbers);
    if (!numbers) {
        return NULL;
    }
    if (flow->dense || flow->n <= SMALL) {
        return reduce_matrix(flow, keep, NULL, numbers, arena);
    }
    if (!prepare(&x, flow, keep, numbers, arena) || !eliminate_cheapest_first(&x)) {
        return NULL;
    }
    if (x.n_todo) {
        return reduce_matrix(x.flow, keep, x.gone, numbers, arena);
    }
    uint32_t kept = number(keep, x.gone, flow->n, numbers, &all);
    return copy_edges(x.flow, numbers, kept, arena);
}
