/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The open database: statements prepared once, errors in one place. Included by tl_store*.c only. */
#ifndef TL_STORE_DB_H
#define TL_STORE_DB_H

#include "tl_store.h"

#include <sqlite3.h>

#define TL_STATEMENTS 256 /* more than the engine's sources hold */

struct tl_db {
    sqlite3 *handle;
    tl_allocator mem;
    size_t n;
    const char *sql[TL_STATEMENTS];
    sqlite3_stmt *statements[TL_STATEMENTS];
};

/* The statement of this SQL literal, reset and without bindings; NULL with *err filled. Keyed by the literal's address.
 */
sqlite3_stmt *tl__sql(tl_db *db, const char *literal, tl_err *err);
/* Turns SQLite's complaint into DB, DB_CORRUPT or DISK_FULL. */
tl_code tl__db_fail(tl_db *db, tl_err *err);
/* Statements without results, several at once. */
tl_code tl__exec(tl_db *db, const char *sql, tl_err *err);
/* Runs a statement to its end, its rows ignored. */
tl_code tl__run(tl_db *db, sqlite3_stmt *statement, tl_err *err);
/* TL_OK with *row true (a row is there) or false (the end). */
tl_code tl__step(tl_db *db, sqlite3_stmt *statement, bool *row, tl_err *err);
/* The first column of the first row as an integer; `none` when there is no row or it is NULL. */
tl_code tl__number(tl_db *db, sqlite3_stmt *statement, int64_t none, int64_t *out, tl_err *err);

/* 1-based binds; a slice of length 0 is NULL, the number 0 is bound as it is. */
void tl__bind_int(sqlite3_stmt *statement, int index, int64_t value);
void tl__bind_id(sqlite3_stmt *statement, int index, int64_t id); /* 0 is NULL */
void tl__bind_text(sqlite3_stmt *statement, int index, tl_slice text);
tl_slice tl__column_text(sqlite3_stmt *statement, int index); /* lives until the next step */

tl_code tl__meta_set(tl_db *db, const char *key, int64_t value, tl_err *err);
tl_code tl__meta_get(tl_db *db, const char *key, int64_t none, int64_t *value, tl_err *err);

#endif
