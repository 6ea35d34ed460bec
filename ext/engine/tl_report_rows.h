/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rows(): the records behind figures, a batch at a time, so that memory stays the same and no reading holds the
 * database up. tl_report_rows.c is the cursor, tl_store_rows.c reads the records that are rows of a table. */
#ifndef TL_REPORT_ROWS_H
#define TL_REPORT_ROWS_H

#include "tl_report.h"

#define TL_ROWS_BATCH 500

struct tl_rows {
    tl_store *store;
    const struct tl_rows_kind *kind;
    tl_arena kept, batch; /* kept: the query and the names; batch: the rows at hand */
    tl_query query;
    tl_out out;
    tl_value rows; /* list */
    uint32_t next;
    int64_t key[3]; /* of the last record read */
    bool more;
};

typedef struct tl_rows_kind {
    const char *name;
    unsigned dims; /* that can be filtered by */
    /* The next batch into rows->rows, rows->key moved on; more false: these were the last. */
    tl_code (*read)(tl_rows *rows, const struct tl_rows_kind *kind, tl_err *err);
    const void *what;
} tl_rows_kind;

/* tl_store_rows.c: sessions, events, touches, clicks, messages; ends with name NULL. */
extern const tl_rows_kind tl_rows_tables[];
/* All of one person's, oldest first, into rows->rows; only of kinds that have_person says can tell. */
bool tl__rows_have_person(const tl_rows_kind *kind);
tl_code tl__rows_of_person(tl_rows *rows, const tl_rows_kind *kind, int64_t person, tl_err *err);
tl_code tl__rows_carts_of_person(tl_rows *rows, int64_t person, tl_err *err); /* tl_report_rows.c */
/* Up to TL_ROWS_BATCH orders above rows->key[0] that count and moved money in the period. */
tl_code tl__rows_orders(tl_rows *rows, int64_t ids[TL_ROWS_BATCH], size_t *n, tl_err *err);
/* Eight characters that say nothing: the number of a person, hashed with the store's key; NULL for 0. */
tl_value tl__person_text(tl_store *store, int64_t person, tl_out *out);

#endif
