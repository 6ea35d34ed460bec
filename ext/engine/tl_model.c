/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The models that weigh the touches of one path. docs/metrics.md. */
#include "tl_internal.h"

#include <math.h>
#include <string.h>

const tl_word tl_model_words[] = {{TL_MODEL_LAST, {"last", 4}},
                                  {TL_MODEL_LAST_NON_DIRECT, {"last_non_direct", 15}},
                                  {TL_MODEL_FIRST, {"first", 5}},
                                  {TL_MODEL_LINEAR, {"linear", 6}},
                                  {TL_MODEL_POSITION, {"position", 8}},
                                  {TL_MODEL_TIME_DECAY, {"time_decay", 10}},
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

static void weigh_alike(size_t n, uint64_t *weights) {
    for (size_t i = 0; i < n; i++) {
        weights[i] = 1;
    }
}

/* The middle's share is for all touches between the first and the last together. Multiplied by their number the
 * weights stay whole numbers, below 2^53. Where a path has none of the places that earn, its touches earn alike. */
static void weigh_by_position(const uint32_t positions[3], size_t n, uint64_t *weights) {
    uint64_t between = n > 2 ? n - 2 : 1;
    if (n < 3 && (n < 2 || positions[0] + positions[2] == 0)) {
        weigh_alike(n, weights);
        return;
    }
    for (size_t i = 1; i + 1 < n; i++) {
        weights[i] = positions[1];
    }
    weights[0] = positions[0] * between;
    weights[n - 1] = positions[2] * between;
}

/* 2^(-age / half-life), in units of the youngest touch's weight / 2^53: only the ratios count, and so even a path of
 * nothing but old touches keeps them. */
static void weigh_by_age(int64_t half_life_ms, const uint64_t *ages, size_t n, uint64_t *weights) {
    uint64_t youngest = ages[0];
    for (size_t i = 1; i < n; i++) {
        youngest = ages[i] < youngest ? ages[i] : youngest;
    }
    for (size_t i = 0; i < n; i++) {
        double half_lives = (double)(ages[i] - youngest) / (double)half_life_ms;
        weights[i] = (uint64_t)(exp2(-half_lives) * 0x1p53);
    }
}

void tl__weights(const tl_weighing *weighing, const bool *direct, const uint64_t *ages, size_t n, uint64_t *weights) {
    memset(weights, 0, n * sizeof *weights);
    switch (weighing->model) {
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
        weigh_alike(n, weights);
        return;
    case TL_MODEL_POSITION:
        weigh_by_position(weighing->positions, n, weights);
        return;
    case TL_MODEL_TIME_DECAY:
        weigh_by_age(weighing->half_life_ms, ages, n, weights);
        return;
    }
}

tl_weighing tl__weighing(tl_model model) {
    return (tl_weighing){model, {40, 20, 40}, TL_HALF_LIFE_MS};
}

uint64_t tl__age(int64_t at, int64_t of) {
    return at > of ? (uint64_t)at - (uint64_t)of : 0;
}
