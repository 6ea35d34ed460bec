/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The open database: statements prepared once, errors in one place. Included by tl_store*.c only. */
#ifndef TL_STORE_DB_H
#define TL_STORE_DB_H

#include "tl_store.h"

#include <sqlite3.h>

#define TL_STATEMENTS 512 /* more than twice what a process ever prepares, so that one is found at once */

typedef struct tl_kept tl_kept; /* orders that were read already: tl_store_kept.c */

struct tl_db {
    sqlite3 *handle;
    tl_kept *kept; /* NULL: none yet */
    tl_allocator mem;
    uint64_t device, inode; /* of store.db when it was opened */
    size_t n;
    const char *sql[TL_STATEMENTS];
    sqlite3_stmt *statements[TL_STATEMENTS];
};

/* Hands a failure on to the caller. */
#define TL_TRY(expression)                                                                                             \
    do {                                                                                                               \
        tl_code tl_try_code = (expression);                                                                            \
        if (tl_try_code != TL_OK) {                                                                                    \
            return tl_try_code;                                                                                        \
        }                                                                                                              \
    } while (0)

/* ---- statements by hand ----------------------------------------------------------------------------------------- */

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

/* ---- statements with their arguments: tl__do(db, "... ?1 ... ?2", TL_ARGS(tl__n(7), tl__t(key)), err) --------------
 */

typedef struct tl_arg {
    enum { TL_ARG_NUMBER, TL_ARG_ID, TL_ARG_TEXT, TL_ARG_WORD, TL_ARG_BLOB } kind;
    int64_t number;
    tl_slice text;
} tl_arg;
#define TL_ARGS(...) (const tl_arg[]){__VA_ARGS__}, sizeof((const tl_arg[]){__VA_ARGS__}) / sizeof(tl_arg)

static inline tl_arg tl__n(int64_t number) {
    return (tl_arg){TL_ARG_NUMBER, number, {"", 0}};
}
static inline tl_arg tl__id(int64_t id) {
    return (tl_arg){TL_ARG_ID, id, {"", 0}};
} /* 0 is NULL */
static inline tl_arg tl__t(tl_slice text) {
    return (tl_arg){TL_ARG_TEXT, 0, text};
} /* "" is NULL */
static inline tl_arg tl__w(tl_slice text) {
    return (tl_arg){TL_ARG_WORD, 0, text};
} /* "" is "" */
static inline tl_arg tl__b(const void *bytes, size_t len) {
    return (tl_arg){TL_ARG_BLOB, 0, {bytes, len}};
}

/* What text arguments point to must live until the statement has run. NULL with *err filled. */
sqlite3_stmt *tl__bound(tl_db *db, const char *literal, const tl_arg *args, size_t n, tl_err *err);
tl_code tl__do(tl_db *db, const char *literal, const tl_arg *args, size_t n, tl_err *err);
/* As tl__number. */
tl_code tl__one(tl_db *db, const char *literal, const tl_arg *args, size_t n, int64_t none, int64_t *out, tl_err *err);
int64_t tl__changes(const tl_db *db); /* rows that the last statement inserted, changed or deleted */

/* ---- transactions and settings --------------------------------------------------------------------------------------
 */

/* The database's; DB_VERSION when this extension does not know it. */
tl_code tl__version_of(tl_db *db, int64_t *version, tl_err *err);
/* Waits for other writers; one of them may have been a newer version of the extension. */
tl_code tl__begin(tl_db *db, tl_err *err);
/* To read at one moment; writes nothing. */
tl_code tl__begin_look(tl_db *db, tl_err *err);
/* Commits when code is TL_OK; else, or when that fails, rolls back. Returns the first failure. */
tl_code tl__end(tl_db *db, tl_code code, tl_err *err);

/* The last moment of order o at which a touch can have led to it: when it first counted; until it does, when it was
 * placed, which shops date to the second: what was done within it was before the order. */
#define TL_ORDER_UNTIL "COALESCE(o.counted_at, o.placed_at + CASE WHEN o.placed_at % 1000 = 0 THEN 999 ELSE 0 END)"

/* What an order earned and gave back, for its row (tl_store_moves.c); appended to buf. */
tl_code tl__moves_build(tl_db *db, int64_t order, int64_t placed_at, tl_buf *buf, tl_err *err);

/* Shops date to the second: what was done within it was before the order. */
static inline int64_t tl__end_of_second(int64_t placed_at) {
    return placed_at + (placed_at % 1000 == 0 ? 999 : 0);
}

/* Values of meta. PRUNED: what visitors did and wrote before this time (ms) was deleted by its age. */
#define TL_META_PRUNED "pruned_before"
tl_code tl__meta_set(tl_db *db, const char *key, int64_t value, tl_err *err);
tl_code tl__meta_get(tl_db *db, const char *key, int64_t none, int64_t *value, tl_err *err);

#endif
