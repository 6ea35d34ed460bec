/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of attribute() share: what is asked, what is given, and the sums. docs/api.md. */
#ifndef TL_ATTRIBUTE_H
#define TL_ATTRIBUTE_H

#include "tl_table.h"

typedef enum tl_method { TL_METHOD_WEIGHTS, TL_METHOD_SHAPLEY, TL_METHOD_MARKOV } tl_method;

/* Names and meanings are those of Google's fractribution: `unique` changes nothing. */
typedef enum tl_transform {
    TL_TRANSFORM_UNIQUE,
    TL_TRANSFORM_EXPOSURE,
    TL_TRANSFORM_FIRST,
    TL_TRANSFORM_REMOVE_IF_LAST_AND_NOT_ALL,
    TL_TRANSFORM_REMOVE_IF_NOT_ALL
} tl_transform;
#define TL_TRANSFORMS_MAX 8
#define TL_MARKOV_ORDER_MAX 4

/* ---- what is asked (tl_attribute_read.c) ----------------------------------------------------------------------- */

typedef struct tl_recipe {
    tl_method method;
    tl_weighing weighing; /* of TL_METHOD_WEIGHTS */
    int64_t order;        /* of TL_METHOD_MARKOV */
    int64_t window;       /* -1: none */
    int64_t max_touches;  /* INT64_MAX: no cap */
    tl_slice transform_key;
    tl_transform transforms[TL_TRANSFORMS_MAX];
    size_t n_transforms;
} tl_recipe;
tl_code tl__recipe_read(tl_slice model, const tl_value *options, tl_recipe *out, tl_err *err);

/* ---- what is given --------------------------------------------------------------------------------------------- */

typedef struct tl_path {
    uint32_t index; /* from 0, for messages */
    const tl_value *touches;
    int64_t value, conversions, nulls, at;
    bool has_at;
} tl_path;
tl_code tl__path_read(const tl_value *v, uint32_t index, tl_path *out, tl_err *err);

typedef struct tl_step { /* a touch of a path */
    tl_slice key;
    uint32_t number; /* of the key */
    bool has_at, direct;
    int64_t at;
} tl_step;
tl_code tl__step_read(const tl_path *path, const tl_value *v, tl_step *out, tl_err *err);

/* ---- what is made of it ---------------------------------------------------------------------------------------- */

/* seen[number] tells when a key was last met: each use takes a clock of its own. */
typedef struct tl_seen {
    uint64_t *at, clock;
} tl_seen;
/* Applies the recipe's cap and transforms in place; returns how many touches are left (of n > 0, at least one). */
size_t tl__transform(const tl_recipe *recipe, tl_step *touches, size_t n, tl_seen *seen);

typedef struct tl_markov tl_markov;
/* NULL when out of memory. */
tl_markov *tl__markov_new(int order, tl_arena *arena);
/* One path of n > 0 touches, which `conversions` persons went to an order and `nulls` to none. */
bool tl__markov_add(tl_markov *m, const tl_step *touches, size_t n, int64_t conversions, int64_t nulls);
/* The removal effects of keys 0..n_keys-1 into effects: as many of the orders are lost. False: out of memory. */
bool tl__markov_effects(tl_markov *m, uint32_t n_keys, double *effects);

#endif
