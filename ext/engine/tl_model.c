/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_internal.h"

#include <string.h>

const tl_word tl_model_words[] = {{TL_MODEL_LAST, {"last", 4}},
                                  {TL_MODEL_LAST_NON_DIRECT, {"last_non_direct", 15}},
                                  {TL_MODEL_FIRST, {"first", 5}},
                                  {TL_MODEL_LINEAR, {"linear", 6}},
                                  {-1, {"", 0}}};

/* The last touch that is not direct; the last one when all are. */
static size_t last_non_direct(const bool *direct, size_t n) {
    for (size_t i = n; i-- > 0;) {
        if (!direct[i]) {
            return i;
        }
    }
    return n - 1;
}

void tl__weights(tl_model model, const bool *direct, size_t n, uint64_t *weights) {
    memset(weights, 0, n * sizeof *weights);
    switch (model) {
    case TL_MODEL_LAST:
        weights[n - 1] = 1;
        return;
    case TL_MODEL_LAST_NON_DIRECT:
        weights[last_non_direct(direct, n)] = 1;
        return;
    case TL_MODEL_FIRST:
        weights[0] = 1;
        return;
    case TL_MODEL_LINEAR:
        for (size_t i = 0; i < n; i++) {
            weights[i] = 1;
        }
    }
}
