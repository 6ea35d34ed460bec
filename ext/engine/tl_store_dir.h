/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What opening a store takes before its database: options and directory. Shared by tl_store.c and its two helpers. */
#ifndef TL_STORE_DIR_H
#define TL_STORE_DIR_H

#include "tl_store.h"

#define TL_SITE_MAX 512

typedef struct tl_open_options {
    bool create, adopt;
    tl_slice site;         /* len 0: not given */
    tl_slice identity_key; /* len 0: not given */
    int64_t spool_max_bytes;
    const tl_value *paid_statuses, *excluded_statuses, *query, *rules; /* NULL: not given */
} tl_open_options;

/* Slices and pointers borrow from options. */
tl_code tl__open_options(const tl_value *options, tl_open_options *out, tl_err *err);

/* Directory checks and, with create, making. store->dir must be set. */
tl_code tl__store_directory(const tl_store *store, bool create, tl_err *err);
/* Reads or makes the key file: store id and event key. */
tl_code tl__store_key(tl_store *store, bool create, tl_err *err);
/* Compares the site the store was made for with the one that opens it. */
tl_code tl__store_site(const tl_store *store, tl_slice site, bool adopt, tl_err *err);

#endif
