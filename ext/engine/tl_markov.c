/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The removal effects of an absorbing Markov chain over the latest `order` touches.
 *
 * Without a key, whoever comes to a state that contains it is lost. So what its removal loses is the flow to an order
 * that passes such a state. To find it for one key, all states without the key are eliminated: what then still flows
 * from the start straight to an order never met the key, and all the rest that comes to an order did. To find it for
 * many, the keys are halved again and again: states with no key of the half are eliminated for the half as a whole.
 * Larger chains are followed instead (tl_follow.h). */
#include "tl_attribute.h"
#include "tl_follow.h"

#include <string.h>

#define NONE UINT32_MAX

typedef struct tuple {
    uint32_t keys[TL_MARKOV_ORDER_MAX]; /* the latest first, then NONE */
} tuple;

typedef struct state {
    tuple keys;
    double conversions, nulls;
} state;

typedef struct step {
    uint32_t from, key, to;
    double weight;
} step;

/* A growing array with a hash over it; slots hold positions + 1, 0 is free. */
typedef struct index {
    uint32_t *at, size, n, cap;
} slots;

struct tl_markov {
    tl_arena *arena;
    int order;
    state *states; /* the first is the start: no touch yet */
    slots by_keys;
    step *steps;
    slots by_way; /* from a state with a key */
};

/* ---- states and steps ------------------------------------------------------------------------------------------ */

static uint64_t mix(uint64_t h, uint32_t v) {
    h = (h ^ v) * UINT64_C(0x9e3779b97f4a7c15);
    return h ^ h >> 29;
}

static uint64_t hash_of_state(const tl_markov *m, uint32_t i) {
    uint64_t h = 0;
    for (int k = 0; k < m->order; k++) {
        h = mix(h, m->states[i].keys.keys[k]);
    }
    return h;
}

static uint64_t hash_of_way(uint32_t from, uint32_t key) {
    return mix(mix(0, from), key);
}

static uint32_t *state_slot(const tl_markov *m, const tuple *keys, uint64_t hash) {
    uint32_t at = (uint32_t)hash & (m->by_keys.size - 1);
    while (m->by_keys.at[at] && memcmp(&m->states[m->by_keys.at[at] - 1].keys, keys, sizeof *keys) != 0) {
        at = (at + 1) & (m->by_keys.size - 1);
    }
    return &m->by_keys.at[at];
}

static uint32_t *step_slot(const tl_markov *m, uint32_t from, uint32_t key) {
    uint32_t at = (uint32_t)hash_of_way(from, key) & (m->by_way.size - 1);
    for (; m->by_way.at[at]; at = (at + 1) & (m->by_way.size - 1)) {
        const step *s = &m->steps[m->by_way.at[at] - 1];
        if (s->from == from && s->key == key) {
            break;
        }
    }
    return &m->by_way.at[at];
}

/* Twice the room for items of `size` bytes, with those there are in it, and an empty hash of twice that. */
static void *grow(slots *x, const void *items, size_t size, tl_arena *arena) {
    uint32_t cap = x->cap ? x->cap * 2 : 64;
    void *fresh = tl_arena_alloc(arena, cap * size);
    uint32_t *at = tl_arena_alloc(arena, (size_t)cap * 2 * sizeof *at);
    if (!fresh || !at) {
        return NULL;
    }
    if (x->n) {
        memcpy(fresh, items, x->n * size);
    }
    memset(at, 0, (size_t)cap * 2 * sizeof *at);
    *x = (slots){at, cap * 2, x->n, cap};
    return fresh;
}

static bool state_of(tl_markov *m, const tuple *keys, uint32_t *number) {
    slots *x = &m->by_keys;
    if (x->n == x->cap) {
        state *fresh = grow(x, m->states, sizeof *fresh, m->arena);
        if (!fresh) {
            return false;
        }
        m->states = fresh;
        for (uint32_t i = 0; i < x->n; i++) {
            *state_slot(m, &m->states[i].keys, hash_of_state(m, i)) = i + 1;
        }
    }
    m->states[x->n] = (state){.keys = *keys};
    uint32_t *slot = state_slot(m, keys, hash_of_state(m, x->n));
    if (!*slot) {
        *slot = ++x->n;
    }
    *number = *slot - 1;
    return true;
}

static tuple shifted(const tuple *keys, uint32_t key, int order) {
    tuple next = *keys;
    for (int k = order - 1; k > 0; k--) {
        next.keys[k] = next.keys[k - 1];
    }
    next.keys[0] = key;
    return next;
}

/* The step from a state with a key, made when it is the first of its way; NULL when out of memory. */
static step *step_of(tl_markov *m, uint32_t from, uint32_t key) {
    slots *x = &m->by_way;
    if (x->n == x->cap) {
        step *fresh = grow(x, m->steps, sizeof *fresh, m->arena);
        if (!fresh) {
            return NULL;
        }
        m->steps = fresh;
        for (uint32_t i = 0; i < x->n; i++) {
            *step_slot(m, m->steps[i].from, m->steps[i].key) = i + 1;
        }
    }
    uint32_t *slot = step_slot(m, from, key), to;
    if (!*slot) {
        tuple next = shifted(&m->states[from].keys, key, m->order);
        if (!state_of(m, &next, &to)) {
            return NULL;
        }
        m->steps[x->n] = (step){from, key, to, 0};
        *slot = ++x->n;
    }
    return &m->steps[*slot - 1];
}

tl_markov *tl__markov_new(int order, tl_arena *arena) {
    tl_markov *m = tl_arena_alloc(arena, sizeof *m);
    tuple none;
    uint32_t start;
    if (!m) {
        return NULL;
    }
    *m = (tl_markov){.arena = arena, .order = order};
    memset(&none, 0xff, sizeof none);
    return state_of(m, &none, &start) ? m : NULL;
}

bool tl__markov_add(tl_markov *m, const tl_step *touches, size_t n, int64_t conversions, int64_t nulls) {
    double weight = (double)conversions + (double)nulls;
    uint32_t at = 0;
    for (size_t i = 0; i < n && weight > 0; i++) {
        step *s = step_of(m, at, touches[i].number);
        if (!s) {
            return false;
        }
        s->weight += weight;
        at = s->to;
    }
    m->states[at].conversions += (double)conversions;
    m->states[at].nulls += (double)nulls;
    return true;
}

/* ---- effects --------------------------------------------------------------------------------------------------- */

/* A state of the flow is labelled with its number here; the start is no state of it. */
static tl_flow *flow_of(const tl_markov *m, tl_arena *arena) {
    tl_flow *flow = tl__flow_new(m->by_keys.n - 1, arena);
    for (uint32_t i = 1; flow && i < m->by_keys.n; i++) {
        const state *s = &m->states[i];
        flow->states[i - 1].label = i;
        flow->states[i - 1].conv = s->conversions;
        flow->states[i - 1].null = s->nulls;
    }
    for (uint32_t i = 0; flow && i < m->by_way.n; i++) {
        const step *s = &m->steps[i];
        if (s->from == 0) {
            flow->states[s->to - 1].start = s->weight;
        } else if (!tl__flow_connect(flow, s->from - 1, s->to - 1, s->weight)) {
            return NULL;
        }
    }
    return flow;
}

static bool has_key_of(const tuple *keys, uint32_t first, uint32_t end) {
    for (int k = 0; k < TL_MARKOV_ORDER_MAX; k++) {
        if (keys->keys[k] >= first && keys->keys[k] < end) {
            return true;
        }
    }
    return false;
}

/* The flow with only the states that have a key of first..end-1. */
static tl_flow *reduced(const tl_markov *m, const tl_flow *flow, uint32_t first, uint32_t end, tl_arena *arena) {
    bool *keep = tl_arena_alloc(arena, (flow->n ? flow->n : 1) * sizeof *keep);
    for (uint32_t i = 0; keep && i < flow->n; i++) {
        keep[i] = has_key_of(&m->states[flow->states[i].label].keys, first, end);
    }
    return keep ? tl__flow_reduce(flow, keep, arena) : NULL;
}

/* In `flow` each state has a key of first..end-1. */
static bool effects_of(const tl_markov *m, tl_flow *flow, uint32_t first, uint32_t end, double *effects) {
    if (flow->n == 0) {
        return true; /* their keys are on no path that counts */
    }
    uint32_t middle = first + (end - first) / 2;
    uint32_t from[2] = {first, middle}, to[2] = {middle, end};
    bool single = end - first == 1, ok = true;
    flow->start_conv = single ? 0 : flow->start_conv;
    for (int half = 0; ok && half < (single ? 1 : 2); half++) {
        tl_arena arena;
        tl_arena_init(&arena, m->arena->mem);
        tl_flow *less = reduced(m, flow, from[half], to[half], &arena);
        ok = less && (single || effects_of(m, less, from[half], to[half], effects));
        if (ok && single) {
            effects[first] = less->start_conv;
        }
        tl_arena_destroy(&arena);
    }
    return ok;
}

/* Of more than one touch the states are so many that an elimination of thousands would take minutes. */
static bool too_large(const tl_markov *m, const tl_flow *flow) {
    return m->order > 1 && flow->n > 1000;
}

/* *settled: false where the flow goes round too long. Returns false when out of memory. */
static bool follow(const tl_markov *m, const tl_flow *flow, uint32_t n_keys, double *effects, tl_arena *arena,
                   bool *settled) {
    tl_follow f;
    bool *has = tl_arena_alloc(arena, (flow->n ? flow->n : 1) * sizeof *has);
    if (!has || !tl__follow_init(&f, flow, arena)) {
        return false;
    }
    *settled = tl__follow_chances(&f);
    for (uint32_t key = 0; *settled && key < n_keys; key++) {
        for (uint32_t i = 0; i < flow->n; i++) {
            has[i] = has_key_of(&m->states[flow->states[i].label].keys, key, key + 1);
        }
        *settled = tl__follow_through(&f, has, &effects[key]);
    }
    return true;
}

bool tl__markov_effects(tl_markov *m, uint32_t n_keys, double *effects) {
    tl_arena arena;
    bool settled = false;
    tl_arena_init(&arena, m->arena->mem);
    memset(effects, 0, n_keys * sizeof *effects);
    tl_flow *flow = flow_of(m, &arena);
    bool ok = flow && (!too_large(m, flow) || follow(m, flow, n_keys, effects, &arena, &settled));
    ok = ok && (settled || effects_of(m, flow, 0, n_keys, effects));
    tl_arena_destroy(&arena);
    return ok;
}
