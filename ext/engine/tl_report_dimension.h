/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rows of the dimension report: tl_report_dimension.c fills them, tl_report_dimension_out.c sorts and prints. */
#ifndef TL_REPORT_DIMENSION_H
#define TL_REPORT_DIMENSION_H

#include "tl_report.h"
#include "tl_table.h"

typedef struct tl_dim_row {
    tl_slice key, label;
    bool total;
    tl_visits visits;
    int64_t clicks, chats, orders, revenue, printed, refunds, refunds_printed;
} tl_dim_row;

typedef struct tl_dimension {
    tl_store *store;
    const tl_query *query;
    tl_arena *arena;
    tl_table keys, clickers, chatters; /* the latter two: pairs of row and person that were counted */
    tl_dim_row *rows;
    size_t cap;
    bool every_channel;
    tl_dim_row sum; /* orders and persons each once: one with two products or pages stands in two rows */
    int64_t person; /* of the click before; persons come one after the other */
    bool clicked, wrote;
} tl_dimension;

void tl__dim_init(tl_dimension *d, tl_store *store, const tl_query *query, tl_arena *arena);
/* Adds one movement's credit to the rows. ctx: a tl_dimension */
tl_code tl__dim_movement(void *ctx, const tl_order_row *order, const tl_credit *credit, const tl_movement *movement,
                         tl_err *err);
/* What visits and clicks can be told apart by; false: the column is not counted. */
bool tl__dim_counts_sessions(const tl_query *query);
bool tl__dim_counts_clicks(const tl_query *query);
bool tl__dim_is_of_lines(tl_dim dim);
tl_code tl__dim_print(tl_dimension *d, tl_out *out, tl_value *answer, tl_err *err);

#endif
