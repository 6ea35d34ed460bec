/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The store's handle, shared by tl_store*.c and tl_report*.c. sqlite3.h is named by tl_store*.c only. */
#ifndef TL_STORE_H
#define TL_STORE_H

#include "tl_internal.h"

typedef struct tl_db tl_db; /* the open database and its prepared statements: tl_store_db.h */

struct tl_store {
    tl_host host;
    char dir[4000];
    unsigned char store_id[16];
    tl_event_keys keys;
    unsigned char identity_key[64];
    tl_arena options_arena;                    /* owns what the options pointed to: statuses, query defaults */
    tl_value paid_statuses, excluded_statuses; /* TL_NULL: not given */
    tl_value rules;                            /* the owner's; TL_NULL: none */
    tl_value query_defaults;
    tl_spool spool;
    tl_arena scratch; /* of record */
    tl_buf encoded;
    tl_db *db;  /* NULL until the first call that needs it (tl__db_get) */
    int db_pid; /* that opened db: a fork opens its own */
};

/* Opens the database on first use, in the process that asks, migrates it and prepares statements. */
tl_code tl__db_get(tl_store *store, tl_db **db, tl_err *err);
/* What every call does first that needs the database: a handle whose file was deleted or replaced is let go of, and one
 * that a newer version of the extension has migrated is refused. */
tl_code tl__db_ready(tl_store *store, tl_err *err);
/* tl__db_ready, and all that is read until tl__look_end is of one moment. The latter hands `code` on, or its own
 * failure. */
tl_code tl__look_begin(tl_store *store, tl_err *err);
tl_code tl__look_end(tl_store *store, tl_code code, tl_err *err);
void tl__db_close(tl_db *db, tl_allocator mem);

#endif
