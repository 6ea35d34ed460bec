/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Visits by UTC day: what ingest adds to and reports read. */
#ifndef TL_STORE_ROLLUP_H
#define TL_STORE_ROLLUP_H

#include "tl_internal.h"
#include "tl_table.h"
#include "tl_types.h"

/* Stored: append, never renumber. The key of HOUR is the hour of the UTC day; of VIEWED, the visits that looked at any
 * product, it is 0; of BAND twice the band of quality, and 1 more when the button was clicked; of the others it is the
 * number of a source or a name. */
typedef enum tl_rollup_kind {
    TL_ROLLUP_SOURCE = 1,
    TL_ROLLUP_LANDING,
    TL_ROLLUP_DEVICE,
    TL_ROLLUP_COUNTRY,
    TL_ROLLUP_HOUR,
    TL_ROLLUP_PRODUCT,
    TL_ROLLUP_VIEWED,
    TL_ROLLUP_BAND
} tl_rollup_kind;

/* What one transaction adds and takes away, written at its end. All zero is empty. */
typedef struct tl_rollup {
    bool open;
    tl_arena arena;
    tl_table cells;
    tl_visits *changes;
    size_t cap;
} tl_rollup;

typedef struct tl_visit {
    int64_t start, source, landing, device, country, engaged, quality, clicks;
    tl_slice viewed; /* "12,7": numbers of products */
} tl_visit;

/* The next number of a visit's `viewed`, which moves on; 0: there is none. */
int64_t tl__viewed_next(tl_slice *viewed);

#endif
