/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statements of the database: prepared once, bound, stepped, and what SQLite complains about in our words. */
#include "tl_store_db.h"

const char *tl__sqlite_version(void) {
    return sqlite3_libversion();
}

tl_code tl__db_fail(tl_db *db, tl_err *err) {
    const char *said = sqlite3_errmsg(db->handle);
    switch (sqlite3_errcode(db->handle) & 0xff) {
    case SQLITE_NOMEM:
        return tl_fail(err, TL_E_NOMEM, "in the database");
    case SQLITE_FULL:
        return tl_fail(err, TL_E_DISK_FULL, "the database cannot grow: free space beside it");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return tl_fail(err, TL_E_DB_CORRUPT, "%s; see docs/operations.md, 'When something is wrong'", said);
    case SQLITE_BUSY:
        return tl_fail(err, TL_E_DB, "another process holds it for too long; try again");
    default:
        return tl_fail(err, TL_E_DB, "%s", said);
    }
}

sqlite3_stmt *tl__sql(tl_db *db, const char *literal, tl_err *err) {
    size_t at = ((uintptr_t)literal >> 3) % TL_STATEMENTS;
    while (db->sql[at] != NULL && db->sql[at] != literal) {
        at = (at + 1) % TL_STATEMENTS;
    }
    if (db->sql[at] == NULL) {
        sqlite3_stmt *statement;
        if (db->n + 1 >= TL_STATEMENTS) { /* one place stays free, or the search above would not end */
            tl_fail(err, TL_E_DB, "more than %d statements", TL_STATEMENTS - 1);
            return NULL;
        }
        if (sqlite3_prepare_v3(db->handle, literal, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK) {
            tl__db_fail(db, err);
            return NULL;
        }
        db->sql[at] = literal;
        db->statements[at] = statement;
        db->n++;
    }
    sqlite3_reset(db->statements[at]);
    sqlite3_clear_bindings(db->statements[at]);
    return db->statements[at];
}

tl_code tl__exec(tl_db *db, const char *sql, tl_err *err) {
    return sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK ? TL_OK : tl__db_fail(db, err);
}

tl_code tl__step(tl_db *db, sqlite3_stmt *statement, bool *row, tl_err *err) {
    int rc = sqlite3_step(statement);
    *row = rc == SQLITE_ROW;
    if (rc == SQLITE_ROW) {
        return TL_OK;
    }
    tl_code code = rc == SQLITE_DONE ? TL_OK : tl__db_fail(db, err);
    sqlite3_reset(statement);
    return code;
}

tl_code tl__run(tl_db *db, sqlite3_stmt *statement, tl_err *err) {
    bool row = true;
    while (row) {
        TL_TRY(tl__step(db, statement, &row, err));
    }
    return TL_OK;
}

tl_code tl__number(tl_db *db, sqlite3_stmt *statement, int64_t none, int64_t *out, tl_err *err) {
    bool row;
    *out = none;
    TL_TRY(tl__step(db, statement, &row, err));
    if (row) {
        *out = sqlite3_column_type(statement, 0) == SQLITE_NULL ? none : sqlite3_column_int64(statement, 0);
        sqlite3_reset(statement);
    }
    return TL_OK;
}

int64_t tl__changes(const tl_db *db) {
    return sqlite3_changes(db->handle);
}

/* ---- binding ---------------------------------------------------------------------------------------------------- */

void tl__bind_int(sqlite3_stmt *statement, int index, int64_t value) {
    sqlite3_bind_int64(statement, index, value);
}

void tl__bind_id(sqlite3_stmt *statement, int index, int64_t id) {
    if (id != 0) {
        sqlite3_bind_int64(statement, index, id);
    }
}

static void bind_word(sqlite3_stmt *statement, int index, tl_slice text) {
    sqlite3_bind_text64(statement, index, text.len > 0 ? text.ptr : "", text.len, SQLITE_STATIC, SQLITE_UTF8);
}

void tl__bind_text(sqlite3_stmt *statement, int index, tl_slice text) {
    if (text.len > 0) {
        bind_word(statement, index, text);
    }
}

tl_slice tl__column_text(sqlite3_stmt *statement, int index) {
    const char *text = (const char *)sqlite3_column_text(statement, index);
    return text != NULL ? (tl_slice){text, (size_t)sqlite3_column_bytes(statement, index)} : TL_S("");
}

sqlite3_stmt *tl__bound(tl_db *db, const char *literal, const tl_arg *args, size_t n, tl_err *err) {
    sqlite3_stmt *s = tl__sql(db, literal, err);
    for (size_t i = 0; s != NULL && i < n; i++) {
        int index = (int)i + 1;
        switch (args[i].kind) {
        case TL_ARG_NUMBER:
            tl__bind_int(s, index, args[i].number);
            break;
        case TL_ARG_ID:
            tl__bind_id(s, index, args[i].number);
            break;
        case TL_ARG_TEXT:
            tl__bind_text(s, index, args[i].text);
            break;
        case TL_ARG_WORD:
            bind_word(s, index, args[i].text);
            break;
        case TL_ARG_BLOB:
            sqlite3_bind_blob64(s, index, args[i].text.ptr, args[i].text.len, SQLITE_STATIC);
            break;
        }
    }
    return s;
}

tl_code tl__do(tl_db *db, const char *literal, const tl_arg *args, size_t n, tl_err *err) {
    sqlite3_stmt *s = tl__bound(db, literal, args, n, err);
    return s != NULL ? tl__run(db, s, err) : err->code;
}

tl_code tl__one(tl_db *db, const char *literal, const tl_arg *args, size_t n, int64_t none, int64_t *out, tl_err *err) {
    sqlite3_stmt *s = tl__bound(db, literal, args, n, err);
    *out = none;
    return s != NULL ? tl__number(db, s, none, out, err) : err->code;
}

/* ---- transactions and settings ------------------------------------------------------------------------------------
 */

static void give_up(tl_db *db) {
    for (size_t i = 0; i < TL_STATEMENTS; i++) { /* what was left in the middle would hold the snapshot */
        sqlite3_reset(db->statements[i]);
    }
    sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

/* One that no memory was left to end is ended now. */
static tl_code start(tl_db *db, const char *sql, tl_err *err) {
    if (!sqlite3_get_autocommit(db->handle)) {
        give_up(db);
    }
    return tl__exec(db, sql, err);
}

tl_code tl__begin_look(tl_db *db, tl_err *err) {
    return start(db, "BEGIN", err);
}

tl_code tl__begin(tl_db *db, tl_err *err) {
    int64_t version;
    TL_TRY(start(db, "BEGIN IMMEDIATE", err));
    tl_code code = tl__version_of(db, &version, err);
    return code == TL_OK ? TL_OK : tl__end(db, code, err);
}

tl_code tl__end(tl_db *db, tl_code code, tl_err *err) {
    if (code == TL_OK) {
        code = tl__exec(db, "COMMIT", err);
    }
    if (code != TL_OK && !sqlite3_get_autocommit(db->handle)) {
        give_up(db);
    }
    return code;
}

tl_code tl__meta_set(tl_db *db, const char *key, int64_t value, tl_err *err) {
    return tl__do(db,
                  "INSERT INTO meta(key, value) VALUES(?1, ?2)"
                  " ON CONFLICT(key) DO UPDATE SET value = excluded.value",
                  TL_ARGS(tl__t(tl_slice_of(key)), tl__n(value)), err);
}

tl_code tl__meta_get(tl_db *db, const char *key, int64_t none, int64_t *value, tl_err *err) {
    return tl__one(db, "SELECT value FROM meta WHERE key = ?1", TL_ARGS(tl__t(tl_slice_of(key))), none, value, err);
}
