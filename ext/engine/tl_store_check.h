/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TL_STORE_CHECK_H
#define TL_STORE_CHECK_H

#include "tl_store_db.h"

/* Adds how many events of the segment's first `to` bytes, which ingest has read, the database does not have. */
tl_code tl__spool_missing(tl_store *store, tl_db *db, tl_slice segment, int64_t to, int64_t *missing, tl_err *err);

#endif
