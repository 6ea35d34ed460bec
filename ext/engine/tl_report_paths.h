/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Paths by what they are made of, for the reports on paths and on models. */
#ifndef TL_REPORT_PATHS_H
#define TL_REPORT_PATHS_H

#include "tl_ids.h"
#include "tl_report.h"
#include "tl_table.h"

typedef struct tl_path_group {
    const uint32_t *numbers; /* of tl_paths.keys, oldest first */
    size_t n;
    int64_t orders, nulls, value; /* nulls: people who took it and did not buy; value: micros, refunds taken off */
} tl_path_group;

#define TL_PATHS_CHANNELS 32
typedef struct tl_paths {
    const tl_query *query;
    tl_arena *arena;
    tl_dim dim;
    tl_table table, keys;  /* keys: the names of what paths are made of */
    tl_path_group *groups; /* as many as table.n */
    size_t cap;
    uint32_t of_channel[TL_PATHS_CHANNELS]; /* the number of its key + 1: most paths are asked for by channel */
    uint32_t *scratch;
    size_t n_scratch;
} tl_paths;

void tl__paths_init(tl_paths *paths, const tl_query *query, tl_arena *arena);
/* The paths of the orders that moved money in the period; with_nulls: and of people whose touches in it led to none. */
tl_code tl__paths_read(tl_store *store, tl_paths *paths, tl_slice currency, bool with_nulls, tl_err *err);
/* The best first, of equal ones by the names of their keys: an order that no order of ingest changes. The table's
 * numbers of paths mean nothing after it. */
void tl__paths_sort(tl_paths *paths);

#endif
