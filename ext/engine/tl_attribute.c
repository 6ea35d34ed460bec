/* SPDX-License-Identifier: GPL-2.0-or-later */
/* attribute(): the models over paths that the caller gives. docs/api.md. */
#include "tl_attribute.h"

#include <stdlib.h>
#include <string.h>

typedef struct result {
    double conversions;
    int64_t value;
    double removal; /* of markov */
} result;

struct tl_attribution {
    tl_arena *arena;
    tl_recipe recipe;
    uint32_t n; /* paths so far */
    tl_table keys;
    result *results;
    tl_seen seen;
    uint32_t cap; /* of results and seen.at */
    tl_markov *markov;
    int64_t value; /* of all paths with touches, for markov */
    double conversions;
    /* of one path, grown as needed */
    tl_step *steps;
    bool *direct;
    uint64_t *ages, *weights, *scratch;
    int64_t *parts;
    size_t room;
};
typedef tl_attribution run;

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "attributing paths");
}

static bool make_room(run *r, size_t n) {
    if (n <= r->room) {
        return true;
    }
    size_t room = n * 2;
    r->steps = tl_arena_alloc(r->arena, room * sizeof *r->steps);
    r->direct = tl_arena_alloc(r->arena, room * sizeof *r->direct);
    r->ages = tl_arena_alloc(r->arena, room * sizeof *r->ages);
    r->weights = tl_arena_alloc(r->arena, room * sizeof *r->weights);
    r->scratch = tl_arena_alloc(r->arena, room * 2 * sizeof *r->scratch);
    r->parts = tl_arena_alloc(r->arena, room * sizeof *r->parts);
    r->room = r->steps && r->direct && r->ages && r->weights && r->scratch && r->parts ? room : 0;
    return r->room != 0;
}

static void *grown(const void *old, size_t n, size_t cap, size_t size, tl_arena *arena) {
    char *fresh = tl_arena_alloc(arena, cap * size);
    if (fresh) {
        memset(fresh + n * size, 0, (cap - n) * size);
        if (n) {
            memcpy(fresh, old, n * size);
        }
    }
    return fresh;
}

/* Every key of the path gets a row, so that what earned nothing is still there. */
static bool number_of(run *r, tl_slice key, uint32_t *number) {
    *number = tl__table_number(&r->keys, key);
    if (*number == UINT32_MAX) {
        return false;
    }
    if (*number >= r->cap) {
        uint32_t cap = r->cap ? r->cap * 2 : 64;
        r->results = grown(r->results, r->cap, cap, sizeof *r->results, r->arena);
        r->seen.at = grown(r->seen.at, r->cap, cap, sizeof *r->seen.at, r->arena);
        r->cap = cap;
    }
    return r->results && r->seen.at;
}

/* ---- the touches of one path ----------------------------------------------------------------------------------- */

static bool outside(const run *r, const tl_path *p, const tl_step *s) {
    return r->recipe.window >= 0 && p->has_at && s->has_at && tl__age(p->at, s->at) > (uint64_t)r->recipe.window;
}

static bool needs_times(const run *r) {
    return r->recipe.method == TL_METHOD_WEIGHTS && r->recipe.weighing.model == TL_MODEL_TIME_DECAY;
}

/* Those in the window into r->steps. */
static tl_code read_steps(run *r, const tl_path *p, size_t *n, tl_err *err) {
    *n = 0;
    for (uint32_t i = 0; i < p->touches->n; i++) {
        tl_step *s = &r->steps[*n];
        if (tl__step_read(p, &p->touches->as.items[i], s, err) != TL_OK) {
            return err->code;
        }
        if (!number_of(r, s->key, &s->number)) {
            return no_memory(err);
        }
        if (needs_times(r) && !(p->has_at && s->has_at)) {
            return tl_fail(err, TL_E_PATH, "path %u: time_decay needs 'at' on the path and on each touch", p->index);
        }
        *n += !outside(r, p, s);
    }
    return TL_OK;
}

/* ---- crediting a path ------------------------------------------------------------------------------------------ */

/* Shares a path out over its first n steps by r->weights. */
static tl_code share_out(run *r, const tl_path *p, size_t n, tl_err *err) {
    double sum = 0;
    tl__split(p->value, r->weights, n, r->parts, r->scratch);
    for (size_t i = 0; i < n; i++) {
        sum += (double)r->weights[i];
    }
    for (size_t i = 0; i < n; i++) {
        result *row = &r->results[r->steps[i].number];
        if (__builtin_add_overflow(row->value, r->parts[i], &row->value)) {
            return tl_fail(err, TL_E_PATH, "path %u: the values of a key add up to more than 64 bits hold", p->index);
        }
        row->conversions += (double)p->conversions * ((double)r->weights[i] / sum);
    }
    return TL_OK;
}

static tl_code by_weights(run *r, const tl_path *p, size_t n, tl_err *err) {
    for (size_t i = 0; i < n; i++) {
        r->direct[i] = r->steps[i].direct;
        r->ages[i] = tl__age(p->at, r->steps[i].at);
    }
    tl__weights(&r->recipe.weighing, r->direct, r->ages, n, r->weights);
    return share_out(r, p, n, err);
}

/* The Shapley value of the game in which a set of keys is worth the paths that need no other: a path is a unanimity
 * game, whose value falls in equal parts to its members. */
static tl_code by_shapley(run *r, const tl_path *p, size_t n, tl_err *err) {
    static const tl_recipe distinct = {.max_touches = INT64_MAX, .transforms = {TL_TRANSFORM_FIRST}, .n_transforms = 1};
    n = tl__transform(&distinct, r->steps, n, &r->seen);
    for (size_t i = 0; i < n; i++) {
        r->weights[i] = 1;
    }
    return share_out(r, p, n, err);
}

static tl_code by_markov(run *r, const tl_path *p, size_t n, tl_err *err) {
    if (__builtin_add_overflow(r->value, p->value, &r->value)) {
        return tl_fail(err, TL_E_PATH, "path %u: the values add up to more than 64 bits hold", p->index);
    }
    r->conversions += (double)p->conversions;
    return tl__markov_add(r->markov, r->steps, n, p->conversions, p->nulls) ? TL_OK : no_memory(err);
}

tl_code tl_attribution_add(tl_attribution *r, const tl_value *path, tl_err *err) {
    tl_path p;
    size_t n;
    *err = (tl_err){0};
    if (tl__path_read(path, r->n++, &p, err) != TL_OK) {
        return err->code;
    }
    if (!make_room(r, p.touches->n)) {
        return no_memory(err);
    }
    if (read_steps(r, &p, &n, err) != TL_OK || n == 0) {
        return err->code; /* every touch lies outside the window: nobody earns */
    }
    n = tl__transform(&r->recipe, r->steps, n, &r->seen);
    return r->recipe.method == TL_METHOD_MARKOV    ? by_markov(r, &p, n, err)
           : r->recipe.method == TL_METHOD_SHAPLEY ? by_shapley(r, &p, n, err)
                                                   : by_weights(r, &p, n, err);
}

/* ---- markov: everything shared out by the removal effects ------------------------------------------------------ */

static int by_size(const void *x, const void *y) {
    const double *const *a = x, *const *b = y;
    return **a < **b ? -1 : **a > **b;
}

/* Keys that play the same part have effects that differ by rounding alone, and what does not divide is the earlier's:
 * so effects that differ by less than rounding can tell become the same. */
static bool even_out(double *effects, uint32_t n, tl_arena *arena) {
    double **sorted = tl_arena_alloc(arena, n * sizeof *sorted);
    if (!sorted) {
        return false;
    }
    for (uint32_t i = 0; i < n; i++) {
        sorted[i] = &effects[i];
    }
    qsort(sorted, n, sizeof *sorted, by_size);
    for (uint32_t i = 1; i < n; i++) {
        if (*sorted[i] - *sorted[i - 1] <= *sorted[i] * 1e-12) {
            *sorted[i] = *sorted[i - 1];
        }
    }
    return true;
}

static tl_code finish_markov(run *r, tl_err *err) {
    uint32_t n = r->keys.n;
    double most = 0, sum = 0;
    double *effects = tl_arena_alloc(r->arena, n * sizeof *effects);
    uint64_t *weights = tl_arena_alloc(r->arena, n * sizeof *weights);
    uint64_t *scratch = tl_arena_alloc(r->arena, n * 2 * sizeof *scratch);
    int64_t *parts = tl_arena_alloc(r->arena, n * sizeof *parts);
    if (!effects || !weights || !scratch || !parts || !tl__markov_effects(r->markov, n, effects) ||
        !even_out(effects, n, r->arena)) {
        return no_memory(err);
    }
    for (uint32_t i = 0; i < n; i++) {
        most = effects[i] > most ? effects[i] : most;
        sum += effects[i];
    }
    for (uint32_t i = 0; i < n; i++) {
        r->results[i].removal = r->conversions > 0 ? effects[i] / r->conversions : 0;
        weights[i] = most > 0 ? (uint64_t)(effects[i] / most * 0x1p53) : 0;
        r->results[i].conversions = sum > 0 ? r->conversions * (effects[i] / sum) : 0;
    }
    tl__split(r->value, weights, n, parts, scratch);
    for (uint32_t i = 0; i < n; i++) {
        r->results[i].value = parts[i];
    }
    return TL_OK;
}

/* ---- the answer ------------------------------------------------------------------------------------------------ */

static tl_code write_results(const run *r, tl_value *out, tl_err *err) {
    *out = tl_map();
    for (uint32_t i = 0; i < r->keys.n; i++) {
        tl_value *row = tl_map_add(out, r->arena, r->keys.keys[i]);
        if (!row) {
            return no_memory(err);
        }
        *row = tl_map();
        tl_value *conversions = tl_map_add(row, r->arena, TL_S("conversions"));
        if (conversions) {
            *conversions = tl_float(r->results[i].conversions);
        }
        tl_value *value = conversions ? tl_map_add(row, r->arena, TL_S("value")) : NULL;
        if (!value) {
            return no_memory(err);
        }
        *value = tl_int(r->results[i].value);
        tl_value *removal = r->markov ? tl_map_add(row, r->arena, TL_S("removal")) : NULL;
        if (removal) {
            *removal = tl_float(r->results[i].removal);
        } else if (r->markov) {
            return no_memory(err);
        }
    }
    return TL_OK;
}

tl_code tl_attribution_begin(tl_attribution **out, tl_slice model, const tl_value *options, tl_arena *arena,
                             tl_err *err) {
    *err = (tl_err){0};
    run *r = tl_arena_alloc(arena, sizeof *r);
    if (!r) {
        return no_memory(err);
    }
    *r = (run){.arena = arena};
    if (tl__recipe_read(model, options, &r->recipe, err) != TL_OK) {
        return err->code;
    }
    tl__table_init(&r->keys, arena);
    if (r->recipe.method == TL_METHOD_MARKOV) {
        r->markov = tl__markov_new((int)r->recipe.order, arena);
    }
    *out = r;
    return r->recipe.method == TL_METHOD_MARKOV && !r->markov ? no_memory(err) : TL_OK;
}

tl_code tl_attribution_end(tl_attribution *r, tl_value *out, tl_err *err) {
    *err = (tl_err){0};
    if (r->markov && r->keys.n && finish_markov(r, err) != TL_OK) {
        return err->code;
    }
    return write_results(r, out, err);
}

tl_code tl_attribute(const tl_value *paths, tl_slice model, const tl_value *options, tl_arena *arena, tl_value *out,
                     tl_err *err) {
    run *r;
    if (tl_attribution_begin(&r, model, options, arena, err) != TL_OK) {
        return err->code;
    }
    if (paths->kind != TL_LIST) {
        return tl_fail(err, TL_E_PATH, "paths are a list");
    }
    for (uint32_t i = 0; i < paths->n; i++) {
        if (tl_attribution_add(r, &paths->as.items[i], err) != TL_OK) {
            return err->code;
        }
    }
    return tl_attribution_end(r, out, err);
}
