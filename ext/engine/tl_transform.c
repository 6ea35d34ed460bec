/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Path transforms, by the names and meanings of Google's fractribution. Of touches that become one the earliest stays.
 */
#include "tl_attribute.h"

#include <string.h>

/* The latest `most` touches. */
static size_t cap(tl_step *touches, size_t n, int64_t most) {
    if ((uint64_t)n <= (uint64_t)most) {
        return n;
    }
    memmove(touches, touches + (n - (size_t)most), (size_t)most * sizeof *touches);
    return (size_t)most;
}

/* D A B B C D C C: D A B C D C */
static size_t collapse_runs(tl_step *touches, size_t n) {
    size_t kept = 1;
    for (size_t i = 1; i < n; i++) {
        if (touches[i].number != touches[kept - 1].number) {
            touches[kept++] = touches[i];
        }
    }
    return kept;
}

/* D A B B C D C C: D A B C */
static size_t keep_firsts(tl_step *touches, size_t n, tl_seen *seen) {
    size_t kept = 0;
    seen->clock++;
    for (size_t i = 0; i < n; i++) {
        if (seen->at[touches[i].number] != seen->clock) {
            seen->at[touches[i].number] = seen->clock;
            touches[kept++] = touches[i];
        }
    }
    return kept;
}

static size_t remove_from_end(const tl_step *touches, size_t n, tl_slice key) {
    size_t kept = n;
    while (kept > 0 && tl_slice_eq(touches[kept - 1].key, key)) {
        kept--;
    }
    return kept ? kept : n;
}

static size_t remove_key(tl_step *touches, size_t n, tl_slice key) {
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (!tl_slice_eq(touches[i].key, key)) {
            touches[kept++] = touches[i];
        }
    }
    return kept ? kept : n; /* nothing was moved when none is kept */
}

static size_t apply(tl_transform transform, tl_slice key, tl_step *touches, size_t n, tl_seen *seen) {
    switch (transform) {
    case TL_TRANSFORM_EXPOSURE:
        return collapse_runs(touches, n);
    case TL_TRANSFORM_FIRST:
        return keep_firsts(touches, n, seen);
    case TL_TRANSFORM_REMOVE_IF_LAST_AND_NOT_ALL:
        return remove_from_end(touches, n, key);
    case TL_TRANSFORM_REMOVE_IF_NOT_ALL:
        return remove_key(touches, n, key);
    case TL_TRANSFORM_UNIQUE:
        break;
    }
    return n;
}

size_t tl__transform(const tl_recipe *recipe, tl_step *touches, size_t n, tl_seen *seen) {
    n = cap(touches, n, recipe->max_touches);
    for (size_t i = 0; i < recipe->n_transforms; i++) {
        n = apply(recipe->transforms[i], recipe->transform_key, touches, n, seen);
    }
    return n;
}
