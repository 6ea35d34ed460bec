/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_store_db.h"

#include "tl_store_schema.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BUSY_MS 5000

const char *tl__sqlite_version(void) {
    return sqlite3_libversion();
}

tl_code tl__db_fail(tl_db *db, tl_err *err) {
    int code = sqlite3_errcode(db->handle) & 0xff;
    const char *said = sqlite3_errmsg(db->handle);
    if (code == SQLITE_NOMEM) {
        return tl_fail(err, TL_E_NOMEM, "in the database");
    }
    if (code == SQLITE_FULL) {
        return tl_fail(err, TL_E_DISK_FULL, "the database cannot grow: free space beside it");
    }
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
        return tl_fail(err, TL_E_DB_CORRUPT, "%s; see docs/operations.md, 'When something is wrong'", said);
    }
    return tl_fail(err, TL_E_DB, "%s", said);
}

sqlite3_stmt *tl__sql(tl_db *db, const char *literal, tl_err *err) {
    size_t at = ((uintptr_t)literal >> 3) % TL_STATEMENTS;
    while (db->sql[at] && db->sql[at] != literal) {
        at = (at + 1) % TL_STATEMENTS;
    }
    if (!db->sql[at]) {
        sqlite3_stmt *statement;
        if (db->n + 1 >= TL_STATEMENTS) {
            tl_fail(err, TL_E_DB, "too many statements");
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
    tl_code code = TL_OK;
    while (row && code == TL_OK) {
        code = tl__step(db, statement, &row, err);
    }
    return code;
}

tl_code tl__number(tl_db *db, sqlite3_stmt *statement, int64_t none, int64_t *out, tl_err *err) {
    bool row;
    *out = none;
    tl_code code = tl__step(db, statement, &row, err);
    if (code == TL_OK && row) {
        *out = sqlite3_column_type(statement, 0) == SQLITE_NULL ? none : sqlite3_column_int64(statement, 0);
        sqlite3_reset(statement);
    }
    return code;
}

void tl__bind_int(sqlite3_stmt *statement, int index, int64_t value) {
    sqlite3_bind_int64(statement, index, value);
}

void tl__bind_id(sqlite3_stmt *statement, int index, int64_t id) {
    if (id) {
        sqlite3_bind_int64(statement, index, id);
    }
}

void tl__bind_text(sqlite3_stmt *statement, int index, tl_slice text) {
    if (text.len) {
        sqlite3_bind_text64(statement, index, text.ptr, text.len, SQLITE_STATIC, SQLITE_UTF8);
    }
}

tl_slice tl__column_text(sqlite3_stmt *statement, int index) {
    const char *text = (const char *)sqlite3_column_text(statement, index);
    return text ? (tl_slice){text, (size_t)sqlite3_column_bytes(statement, index)} : TL_S("");
}

tl_code tl__meta_set(tl_db *db, const char *key, int64_t value, tl_err *err) {
    sqlite3_stmt *s = tl__sql(db,
                              "INSERT INTO meta(key, value) VALUES(?1, ?2)"
                              " ON CONFLICT(key) DO UPDATE SET value = excluded.value",
                              err);
    if (!s) {
        return err->code;
    }
    tl__bind_text(s, 1, tl_slice_of(key));
    tl__bind_int(s, 2, value);
    return tl__run(db, s, err);
}

tl_code tl__meta_get(tl_db *db, const char *key, int64_t none, int64_t *value, tl_err *err) {
    sqlite3_stmt *s = tl__sql(db, "SELECT value FROM meta WHERE key = ?1", err);
    if (!s) {
        return err->code;
    }
    tl__bind_text(s, 1, tl_slice_of(key));
    return tl__number(db, s, none, value, err);
}

/* ---- opening ------------------------------------------------------------------------------------------------------
 */

static tl_code migrate(tl_db *db, tl_store *store, tl_err *err) {
    int64_t version;
    char hex[33];
    sqlite3_stmt *s = tl__sql(db, "PRAGMA user_version", err);
    if (!s || tl__number(db, s, 0, &version, err) != TL_OK) {
        return err->code;
    }
    if (version == TL_STORE_VERSION) {
        return TL_OK;
    }
    if (version > TL_STORE_VERSION) {
        return tl_fail(err, TL_E_DB_VERSION, "it is version %lld, this extension knows %d: update the extension",
                       (long long)version, TL_STORE_VERSION);
    }
    if (tl__exec(db, tl_store_schema_v1, err) != TL_OK) {
        return err->code;
    }
    tl__hex(store->store_id, 16, hex);
    s = tl__sql(db, "INSERT INTO meta(key, value) VALUES('store_id', ?1)", err);
    if (!s) {
        return err->code;
    }
    tl__bind_text(s, 1, (tl_slice){hex, 32});
    if (tl__run(db, s, err) != TL_OK) {
        return err->code;
    }
    return tl__exec(db, "PRAGMA user_version = 1", err);
}

/* Two processes may open a new store at once: the schema is made under the write lock. */
static tl_code migrate_locked(tl_db *db, tl_store *store, tl_err *err) {
    int64_t version;
    sqlite3_stmt *s = tl__sql(db, "PRAGMA user_version", err);
    if (!s || tl__number(db, s, 0, &version, err) != TL_OK) {
        return err->code;
    }
    if (version == TL_STORE_VERSION) {
        return TL_OK;
    }
    if (tl__exec(db, "BEGIN IMMEDIATE", err) != TL_OK) {
        return err->code;
    }
    if (migrate(db, store, err) == TL_OK && tl__exec(db, "COMMIT", err) == TL_OK) {
        return TL_OK;
    }
    sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    return err->code;
}

static tl_code check_store_id(tl_db *db, const tl_store *store, tl_err *err) {
    char hex[33];
    bool row;
    sqlite3_stmt *s = tl__sql(db, "SELECT value FROM meta WHERE key = 'store_id'", err);
    if (!s || tl__step(db, s, &row, err) != TL_OK) {
        return err->code;
    }
    tl__hex(store->store_id, 16, hex);
    bool same = row && tl_slice_eq(tl__column_text(s, 0), (tl_slice){hex, 32});
    sqlite3_reset(s);
    return same ? TL_OK : tl_fail(err, TL_E_KEY, "store.db was made with another key file: restore the two together");
}

/* synchronous=FULL: a spool segment is removed after the commit of its rows, so the commit must be on the disk. */
static const char pragmas[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;"
                              "PRAGMA cache_size = -16000; PRAGMA foreign_keys = OFF;";

static tl_code open_handle(tl_store *store, tl_db *db, tl_err *err) {
    char path[4096];
    snprintf(path, sizeof path, "%s/store.db", store->dir);
    /* Made here, so that its mode (and that of the files beside it) is 0600 whatever the umask says. */
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0) {
        close(fd);
    }
    int rc = sqlite3_open_v2(path, &db->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (!db->handle) {
        return tl_fail(err, TL_E_NOMEM, "opening %s", path);
    }
    sqlite3_extended_result_codes(db->handle, 1);
    if (rc != SQLITE_OK) {
        return tl__db_fail(db, err);
    }
    sqlite3_busy_timeout(db->handle, BUSY_MS);
    if (tl__exec(db, pragmas, err) != TL_OK || migrate_locked(db, store, err) != TL_OK) {
        return err->code;
    }
    return check_store_id(db, store, err);
}

tl_code tl__db_get(tl_store *store, tl_db **db, tl_err *err) {
    int pid = (int)getpid();
    if (store->db && store->db_pid != pid) {
        store->db = NULL; /* the parent's: even closing it here would drop the parent's locks */
    }
    if (!store->db) {
        tl_db *fresh = store->host.mem.fn(store->host.mem.ctx, NULL, sizeof *fresh);
        if (!fresh) {
            return tl_fail(err, TL_E_NOMEM, "opening the database");
        }
        memset(fresh, 0, sizeof *fresh);
        fresh->mem = store->host.mem;
        if (open_handle(store, fresh, err) != TL_OK) {
            tl__db_close(fresh, store->host.mem);
            return err->code;
        }
        store->db = fresh;
        store->db_pid = pid;
    }
    *db = store->db;
    return TL_OK;
}

void tl__db_close(tl_db *db, tl_allocator mem) {
    if (!db) {
        return;
    }
    for (size_t i = 0; i < TL_STATEMENTS; i++) {
        sqlite3_finalize(db->statements[i]);
    }
    sqlite3_close(db->handle);
    mem.fn(mem.ctx, db, 0);
}
