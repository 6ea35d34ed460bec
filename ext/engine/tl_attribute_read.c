/* SPDX-License-Identifier: GPL-2.0-or-later */
/* attribute(): options, paths and touches, each refused by name and place. */
#include "tl_attribute.h"

#define SHOWN(slice) (int)((slice).len < 64 ? (slice).len : 64), (slice).ptr

/* ---- model and options ----------------------------------------------------------------------------------------- */

static tl_code model_of(tl_slice name, tl_recipe *out, tl_err *err) {
    int number = tl_number_of(tl_model_words, name);
    if (number >= 0) {
        out->method = TL_METHOD_WEIGHTS;
        out->weighing = tl__weighing((tl_model)number);
    } else if (tl_slice_eq(name, TL_S("markov"))) {
        out->method = TL_METHOD_MARKOV;
    } else if (tl_slice_eq(name, TL_S("shapley"))) {
        out->method = TL_METHOD_SHAPLEY;
    } else {
        return tl_fail(err, TL_E_MODEL,
                       "'%.*s'; there are last, last_non_direct, first, linear, position, time_decay, markov and "
                       "shapley",
                       SHOWN(name));
    }
    return TL_OK;
}

typedef tl_code (*take_fn)(const tl_value *v, tl_recipe *out, tl_err *err);

static bool whole_from(const tl_value *v, int64_t least, int64_t most, int64_t *out) {
    bool right = v->kind == TL_INT && v->as.i >= least && v->as.i <= most;
    *out = right ? v->as.i : *out;
    return right;
}

static tl_code take_window(const tl_value *v, tl_recipe *out, tl_err *err) {
    return whole_from(v, 0, INT64_MAX, &out->window)
               ? TL_OK
               : tl_fail(err, TL_E_QUERY_VALUE, "'window_ms' must be a whole number of milliseconds, 0 or more");
}

static tl_code take_half_life(const tl_value *v, tl_recipe *out, tl_err *err) {
    return whole_from(v, 1, INT64_MAX, &out->weighing.half_life_ms)
               ? TL_OK
               : tl_fail(err, TL_E_QUERY_VALUE, "'half_life_ms' must be a whole number of milliseconds, 1 or more");
}

static tl_code take_order(const tl_value *v, tl_recipe *out, tl_err *err) {
    return whole_from(v, 1, TL_MARKOV_ORDER_MAX, &out->order)
               ? TL_OK
               : tl_fail(err, TL_E_QUERY_VALUE, "'order' must be 1, 2, 3 or 4");
}

static tl_code take_max_touches(const tl_value *v, tl_recipe *out, tl_err *err) {
    return whole_from(v, 1, INT64_MAX, &out->max_touches)
               ? TL_OK
               : tl_fail(err, TL_E_QUERY_VALUE, "'max_touches' must be a whole number, 1 or more");
}

static tl_code take_positions(const tl_value *v, tl_recipe *out, tl_err *err) {
    int64_t sum = 0, n = 0;
    bool right = v->kind == TL_LIST && v->n == 3;
    for (uint32_t i = 0; right && i < 3; i++) {
        right = whole_from(&v->as.items[i], 0, TL_POSITION_MAX, &n);
        out->weighing.positions[i] = (uint32_t)n;
        sum += n;
    }
    return right && sum > 0 ? TL_OK
                            : tl_fail(err, TL_E_QUERY_VALUE,
                                      "'positions' must be three whole numbers from 0 to %d, not all 0, such as "
                                      "[40, 20, 40]",
                                      TL_POSITION_MAX);
}

static tl_code take_transform_key(const tl_value *v, tl_recipe *out, tl_err *err) {
    if (v->kind != TL_STR) {
        return tl_fail(err, TL_E_QUERY_VALUE, "'transform_key' must be the name of a channel");
    }
    out->transform_key = v->as.s;
    return TL_OK;
}

static const tl_word transform_words[] = {{TL_TRANSFORM_UNIQUE, {"unique", 6}},
                                          {TL_TRANSFORM_EXPOSURE, {"exposure", 8}},
                                          {TL_TRANSFORM_FIRST, {"first", 5}},
                                          {TL_TRANSFORM_REMOVE_IF_LAST_AND_NOT_ALL, {"remove_if_last_and_not_all", 26}},
                                          {TL_TRANSFORM_REMOVE_IF_NOT_ALL, {"remove_if_not_all", 17}},
                                          {-1, {"", 0}}};

static tl_code take_transforms(const tl_value *v, tl_recipe *out, tl_err *err) {
    const tl_value *names = v->kind == TL_LIST ? v->as.items : v;
    uint32_t n = v->kind == TL_LIST ? v->n : 1;
    bool right = n <= TL_TRANSFORMS_MAX;
    for (uint32_t i = 0; right && i < n; i++) {
        int number = names[i].kind == TL_STR ? tl_number_of(transform_words, names[i].as.s) : -1;
        right = number >= 0;
        out->transforms[i] = right ? (tl_transform)number : TL_TRANSFORM_UNIQUE;
    }
    out->n_transforms = n;
    return right ? TL_OK
                 : tl_fail(err, TL_E_QUERY_VALUE,
                           "'transform' must be unique, exposure, first, remove_if_last_and_not_all or "
                           "remove_if_not_all, or a list of at most %d of them",
                           TL_TRANSFORMS_MAX);
}

static tl_code take(const tl_pair *pair, tl_recipe *out, tl_err *err) {
    static const struct {
        tl_slice name;
        take_fn take;
    } options[] = {{{"window_ms", 9}, take_window},        {{"half_life_ms", 12}, take_half_life},
                   {{"positions", 9}, take_positions},     {{"order", 5}, take_order},
                   {{"transform", 9}, take_transforms},    {{"transform_key", 13}, take_transform_key},
                   {{"max_touches", 11}, take_max_touches}};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        if (tl_slice_eq(pair->key, options[i].name)) {
            return pair->value.kind == TL_NULL ? TL_OK : options[i].take(&pair->value, out, err);
        }
    }
    return tl_fail(err, TL_E_QUERY_OPTION,
                   "'%.*s'; there are window_ms, half_life_ms, positions, order, transform, transform_key and "
                   "max_touches",
                   SHOWN(pair->key));
}

tl_code tl__recipe_read(tl_slice model, const tl_value *options, tl_recipe *out, tl_err *err) {
    *out = (tl_recipe){.weighing = tl__weighing(TL_MODEL_LAST),
                       .order = 1,
                       .window = -1,
                       .max_touches = INT64_MAX,
                       .transform_key = TL_S("direct")};
    if (model_of(model, out, err) != TL_OK || !options || options->kind != TL_MAP) {
        return err->code;
    }
    for (uint32_t i = 0; i < options->n; i++) {
        if (take(&options->as.pairs[i], out, err) != TL_OK) {
            return err->code;
        }
    }
    return TL_OK;
}

/* ---- paths ----------------------------------------------------------------------------------------------------- */

static tl_code whole(const tl_path *p, const tl_value *v, const char *name, int64_t least, int64_t *out, tl_err *err) {
    if (!whole_from(v, least, INT64_MAX, out)) {
        return tl_fail(err, TL_E_PATH, "path %u: '%s' must be a whole number%s", p->index, name,
                       least == 0 ? ", 0 or more" : "");
    }
    return TL_OK;
}

static tl_code path_field(tl_path *p, const tl_pair *pair, tl_err *err) {
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
    return tl_fail(err, TL_E_PATH, "path %u has an unknown key '%.*s'", p->index, SHOWN(pair->key));
}

tl_code tl__path_read(const tl_value *v, uint32_t index, tl_path *out, tl_err *err) {
    *out = (tl_path){.index = index, .conversions = 1};
    if (v->kind != TL_MAP) {
        return tl_fail(err, TL_E_PATH, "path %u is no array of touches and value", index);
    }
    for (uint32_t i = 0; i < v->n; i++) {
        if (path_field(out, &v->as.pairs[i], err) != TL_OK) {
            return err->code;
        }
    }
    if (!out->touches || out->touches->kind != TL_LIST || out->touches->n == 0) {
        return tl_fail(err, TL_E_PATH, "path %u has no touches", index);
    }
    return tl_map_get(v, "value") ? TL_OK : tl_fail(err, TL_E_PATH, "path %u has no value", index);
}

/* ---- touches --------------------------------------------------------------------------------------------------- */

static tl_code touch_fields(const tl_path *p, const tl_value *v, tl_step *t, tl_err *err) {
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
                           SHOWN(pair->key));
        }
    }
    return t->key.ptr ? TL_OK : tl_fail(err, TL_E_PATH, "path %u has a touch without a key", p->index);
}

tl_code tl__step_read(const tl_path *path, const tl_value *v, tl_step *out, tl_err *err) {
    *out = (tl_step){.key = {NULL, 0}};
    if (v->kind == TL_MAP) {
        return touch_fields(path, v, out, err);
    }
    if (v->kind != TL_STR) {
        return tl_fail(err, TL_E_PATH, "path %u has a touch that is neither a name nor an array", path->index);
    }
    out->key = v->as.s;
    out->direct = tl_slice_eq(out->key, TL_S("direct"));
    return TL_OK;
}
