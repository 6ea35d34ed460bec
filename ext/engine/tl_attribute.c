/* SPDX-License-Identifier: GPL-2.0-or-later */
/* attribute(): the models over paths that the caller gives. docs/api.md. */
#include "tl_table.h"

#include <string.h>

typedef struct result {
    double conversions;
    int64_t value;
} result;

typedef struct run {
    tl_arena *arena;
    tl_weighing weighing;
    int64_t window; /* -1: none */
    tl_table keys;
    result *results;
    uint32_t cap;
    /* of one path, grown as needed */
    uint32_t *key;
    bool *direct, *inside;
    uint64_t *ages, *weights, *scratch;
    int64_t *parts;
    size_t room;
} run;

typedef struct path {
    uint32_t index;
    const tl_value *touches;
    int64_t value, conversions, nulls, at;
    bool has_at;
} path;

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "attributing paths");
}

/* ---- options -------------------------------------------------------------------------------------------------- */

static tl_code model_of(tl_slice name, tl_weighing *weighing, tl_err *err) {
    int number = tl_number_of(tl_model_words, name);
    if (number < 0) {
        return tl_fail(err, TL_E_MODEL,
                       "'%.*s'; there are last, last_non_direct, first, linear, position and time_decay",
                       (int)(name.len < 64 ? name.len : 64), name.ptr);
    }
    *weighing = tl__weighing((tl_model)number);
    return TL_OK;
}

static tl_code options_of(const tl_value *options, int64_t *window, tl_err *err) {
    *window = -1;
    if (!options || options->kind != TL_MAP) {
        return TL_OK;
    }
    for (uint32_t i = 0; i < options->n; i++) {
        const tl_pair *pair = &options->as.pairs[i];
        if (!tl_slice_eq(pair->key, TL_S("window_ms"))) {
            return tl_fail(err, TL_E_QUERY_OPTION, "'%.*s'; there is window_ms",
                           (int)(pair->key.len < 64 ? pair->key.len : 64), pair->key.ptr);
        }
        if (pair->value.kind == TL_NULL) {
            continue;
        }
        if (pair->value.kind != TL_INT || pair->value.as.i < 0) {
            return tl_fail(err, TL_E_QUERY_VALUE, "'window_ms' must be a whole number of milliseconds, 0 or more");
        }
        *window = pair->value.as.i;
    }
    return TL_OK;
}

/* ---- paths ---------------------------------------------------------------------------------------------------- */

static tl_code whole(const path *p, const tl_value *v, const char *name, int64_t least, int64_t *out, tl_err *err) {
    if (v->kind != TL_INT || v->as.i < least) {
        return tl_fail(err, TL_E_PATH, "path %u: '%s' must be a whole number%s", p->index, name,
                       least == 0 ? ", 0 or more" : "");
    }
    *out = v->as.i;
    return TL_OK;
}

static tl_code path_field(path *p, const tl_pair *pair, tl_err *err) {
    if (tl_slice_eq(pair->key, TL_S("touches"))) {
        p->touches = &pair->value;
        return TL_OK;
    }
    if (tl_slice_eq(pair->key, TL_S("value"))) {
        return whole(p, &pair->value, "value", INT64_MIN, &p->value, err);
    }
    if (tl_slice_eq(pair->key, TL_S("conversions"))) {
        return whole(p, &pair->value, "conversions", 0, &p->conversions, err);
    }
    if (tl_slice_eq(pair->key, TL_S("nulls"))) {
        return whole(p, &pair->value, "nulls", 0, &p->nulls, err);
    }
    if (tl_slice_eq(pair->key, TL_S("at"))) {
        p->has_at = pair->value.kind != TL_NULL;
        return p->has_at ? whole(p, &pair->value, "at", INT64_MIN, &p->at, err) : TL_OK;
    }
    return tl_fail(err, TL_E_PATH, "path %u has an unknown key '%.*s'", p->index,
                   (int)(pair->key.len < 64 ? pair->key.len : 64), pair->key.ptr);
}

static tl_code read_path(const tl_value *v, path *p, tl_err *err) {
    p->conversions = 1;
    if (v->kind != TL_MAP) {
        return tl_fail(err, TL_E_PATH, "path %u is no array of touches and value", p->index);
    }
    bool has_value = tl_map_get(v, "value") != NULL;
    for (uint32_t i = 0; i < v->n; i++) {
        if (path_field(p, &v->as.pairs[i], err) != TL_OK) {
            return err->code;
        }
    }
    if (!p->touches || p->touches->kind != TL_LIST || p->touches->n == 0) {
        return tl_fail(err, TL_E_PATH, "path %u has no touches", p->index);
    }
    return has_value ? TL_OK : tl_fail(err, TL_E_PATH, "path %u has no value", p->index);
}

/* ---- touches -------------------------------------------------------------------------------------------------- */

typedef struct touch {
    tl_slice key;
    int64_t at;
    bool has_at, direct;
} touch;

static tl_code touch_fields(const path *p, const tl_value *v, touch *t, tl_err *err) {
    for (uint32_t i = 0; i < v->n; i++) {
        const tl_pair *pair = &v->as.pairs[i];
        tl_kind kind = pair->value.kind;
        if (tl_slice_eq(pair->key, TL_S("key")) && kind == TL_STR) {
            t->key = pair->value.as.s;
        } else if (tl_slice_eq(pair->key, TL_S("at")) && (kind == TL_INT || kind == TL_NULL)) {
            t->has_at = kind == TL_INT;
            t->at = t->has_at ? pair->value.as.i : 0;
        } else if (tl_slice_eq(pair->key, TL_S("direct")) && kind == TL_BOOL) {
            t->direct = pair->value.as.b;
        } else {
            return tl_fail(err, TL_E_PATH, "path %u has a touch whose '%.*s' is unknown or has a wrong type", p->index,
                           (int)(pair->key.len < 64 ? pair->key.len : 64), pair->key.ptr);
        }
    }
    return t->key.ptr ? TL_OK : tl_fail(err, TL_E_PATH, "path %u has a touch without a key", p->index);
}

static tl_code read_touch(const path *p, const tl_value *v, touch *t, tl_err *err) {
    *t = (touch){.key = {NULL, 0}};
    if (v->kind == TL_MAP) {
        return touch_fields(p, v, t, err);
    }
    if (v->kind != TL_STR) {
        return tl_fail(err, TL_E_PATH, "path %u has a touch that is neither a name nor an array", p->index);
    }
    t->key = v->as.s;
    t->direct = tl_slice_eq(t->key, TL_S("direct"));
    return TL_OK;
}

/* ---- crediting ------------------------------------------------------------------------------------------------ */

static bool make_room(run *r, size_t n) {
    if (n <= r->room) {
        return true;
    }
    size_t room = n * 2;
    r->key = tl_arena_alloc(r->arena, room * sizeof *r->key);
    r->direct = tl_arena_alloc(r->arena, room * sizeof *r->direct);
    r->ages = tl_arena_alloc(r->arena, room * sizeof *r->ages);
    r->weights = tl_arena_alloc(r->arena, room * sizeof *r->weights);
    r->scratch = tl_arena_alloc(r->arena, room * 2 * sizeof *r->scratch);
    r->parts = tl_arena_alloc(r->arena, room * sizeof *r->parts);
    r->room = r->key && r->direct && r->ages && r->weights && r->scratch && r->parts ? room : 0;
    return r->room != 0;
}

/* Every key of the path gets a row, so that what earned nothing is still there. */
static bool number_of(run *r, tl_slice key, uint32_t *number) {
    *number = tl__table_number(&r->keys, key);
    if (*number == UINT32_MAX) {
        return false;
    }
    if (*number >= r->cap) {
        uint32_t cap = r->cap ? r->cap * 2 : 64;
        result *grown = tl_arena_alloc(r->arena, cap * sizeof *grown);
        if (!grown) {
            return false;
        }
        memset(grown, 0, cap * sizeof *grown);
        if (r->cap) {
            memcpy(grown, r->results, r->cap * sizeof *grown);
        }
        r->results = grown;
        r->cap = cap;
    }
    return true;
}

static tl_code read_touches(run *r, const path *p, size_t *n, tl_err *err) {
    *n = 0;
    for (uint32_t i = 0; i < p->touches->n; i++) {
        touch t;
        uint32_t number;
        if (read_touch(p, &p->touches->as.items[i], &t, err) != TL_OK) {
            return err->code;
        }
        if (!number_of(r, t.key, &number)) {
            return no_memory(err);
        }
        if (r->window >= 0 && p->has_at && t.has_at && t.at < p->at &&
            (uint64_t)p->at - (uint64_t)t.at > (uint64_t)r->window) {
            continue;
        }
        if (r->weighing.model == TL_MODEL_TIME_DECAY && !(p->has_at && t.has_at)) {
            return tl_fail(err, TL_E_PATH, "path %u: time_decay needs 'at' on the path and on each touch", p->index);
        }
        r->key[*n] = number;
        r->ages[*n] = tl__age(p->at, t.at);
        r->direct[(*n)++] = t.direct;
    }
    return TL_OK;
}

static tl_code credit(run *r, const path *p, size_t n, tl_err *err) {
    double sum = 0;
    if (n == 0) {
        return TL_OK; /* every touch lies outside the window: nobody earns */
    }
    tl__weights(&r->weighing, r->direct, r->ages, n, r->weights);
    tl__split(p->value, r->weights, n, r->parts, r->scratch);
    for (size_t i = 0; i < n; i++) {
        sum += (double)r->weights[i];
    }
    for (size_t i = 0; i < n; i++) {
        result *row = &r->results[r->key[i]];
        if (__builtin_add_overflow(row->value, r->parts[i], &row->value)) {
            return tl_fail(err, TL_E_PATH, "path %u: the values of a key add up to more than 64 bits hold", p->index);
        }
        row->conversions += (double)p->conversions * ((double)r->weights[i] / sum);
    }
    return TL_OK;
}

static tl_code one_path(run *r, const tl_value *v, uint32_t index, tl_err *err) {
    path p = {.index = index};
    size_t n;
    if (read_path(v, &p, err) != TL_OK) {
        return err->code;
    }
    if (!make_room(r, p.touches->n)) {
        return no_memory(err);
    }
    if (read_touches(r, &p, &n, err) != TL_OK) {
        return err->code;
    }
    return credit(r, &p, n, err);
}

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
    }
    return TL_OK;
}

tl_code tl_attribute(const tl_value *paths, tl_slice model, const tl_value *options, tl_arena *arena, tl_value *out,
                     tl_err *err) {
    run r = {.arena = arena};
    *err = (tl_err){0};
    if (model_of(model, &r.weighing, err) != TL_OK || options_of(options, &r.window, err) != TL_OK) {
        return err->code;
    }
    if (paths->kind != TL_LIST) {
        return tl_fail(err, TL_E_PATH, "paths are a list");
    }
    tl__table_init(&r.keys, arena);
    for (uint32_t i = 0; i < paths->n; i++) {
        if (one_path(&r, &paths->as.items[i], i, err) != TL_OK) {
            return err->code;
        }
    }
    return write_results(&r, out, err);
}
