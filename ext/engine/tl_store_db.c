/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening the database: in the process that asks, made where it is new, refused where it is newer or another store's.
 */
#include "tl_store_carts.h"
#include "tl_store_kept.h"

#include "tl_store_schema.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSY_MS 5000

/* synchronous=FULL: a spool segment is removed after the commit of its rows, so the commit must be on the disk. */
static const char pragmas[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;"
                              "PRAGMA cache_size = -24000; PRAGMA wal_autocheckpoint = 16000;";

/* The step from version i to i + 1. */
static const char *const migrations[TL_STORE_VERSION] = {tl_store_schema_v1, tl_store_schema_v2, tl_store_schema_v3,
                                                         tl_store_schema_v4, tl_store_schema_v5, tl_store_schema_v6,
                                                         tl_store_schema_v7};

tl_code tl__version_of(tl_db *db, int64_t *version, tl_err *err) {
    TL_TRY(tl__one(db, "PRAGMA user_version", NULL, 0, 0, version, err));
    if (*version > TL_STORE_VERSION) {
        return tl_fail(err, TL_E_DB_VERSION, "it is version %lld, this extension knows %d: update the extension",
                       (long long)*version, TL_STORE_VERSION);
    }
    return TL_OK;
}

static tl_code write_version(tl_db *db, tl_err *err) {
    char sql[64];
    snprintf(sql, sizeof(sql), "PRAGMA user_version = %d", TL_STORE_VERSION);
    return tl__exec(db, sql, err);
}

/* Under the write lock: two processes may open a new store at once. */
static tl_code migrate(tl_db *db, const tl_store *store, tl_err *err) {
    int64_t version;
    TL_TRY(tl__version_of(db, &version, err));
    if (version == TL_STORE_VERSION) {
        return TL_OK;
    }
    bool fresh = version == 0;
    bool carts = version < 6 && !fresh;
    for (; version < TL_STORE_VERSION; version++) {
        TL_TRY(tl__exec(db, migrations[version], err));
    }
    if (carts) {
        TL_TRY(tl__carts_fill(db, err));
    }
    if (fresh) {
        char hex[33];
        tl__hex(store->store_id, sizeof(store->store_id), hex);
        TL_TRY(
            tl__do(db, "INSERT INTO meta(key, value) VALUES('store_id', ?1)", TL_ARGS(tl__t(tl_slice_of(hex))), err));
    }
    return write_version(db, err);
}

static tl_code check_store_id(tl_db *db, const tl_store *store, tl_err *err) {
    char hex[33];
    bool row;
    sqlite3_stmt *s = tl__sql(db, "SELECT value FROM meta WHERE key = 'store_id'", err);
    if (s == NULL) {
        return err->code;
    }
    TL_TRY(tl__step(db, s, &row, err));
    tl__hex(store->store_id, sizeof(store->store_id), hex);
    bool same = row && tl_slice_eq(tl__column_text(s, 0), tl_slice_of(hex));
    sqlite3_reset(s);
    return same ? TL_OK : tl_fail(err, TL_E_KEY, "store.db was made with another key file: restore the two together");
}

static tl_code set_up(tl_db *db, const tl_store *store, tl_err *err) {
    int64_t version;
    sqlite3_extended_result_codes(db->handle, 1);
    sqlite3_busy_timeout(db->handle, BUSY_MS);
    TL_TRY(tl__version_of(db, &version, err));
    TL_TRY(tl__exec(db, pragmas, err));
    if (version < TL_STORE_VERSION) {
        TL_TRY(tl__begin(db, err));
        TL_TRY(tl__end(db, migrate(db, store, err), err));
    }
    return check_store_id(db, store, err);
}

static void path_of(const tl_store *store, char path[4096]) {
    snprintf(path, 4096, "%s/store.db", store->dir);
}

static void note_file(const char *path, tl_db *db) {
    struct stat st;
    if (stat(path, &st) == 0) {
        db->device = (uint64_t)st.st_dev;
        db->inode = (uint64_t)st.st_ino;
    }
}

static bool same_file(const tl_store *store) {
    char path[4096];
    tl_db now = {.inode = 0};
    path_of(store, path);
    note_file(path, &now);
    return now.inode == store->db->inode && now.device == store->db->device;
}

static tl_code open_handle(const tl_store *store, tl_db *db, tl_err *err) {
    char path[4096];
    TL_TRY(tl__key_still(tl_slice_of(store->dir), store->store_id, store->keys.event, err));
    path_of(store, path);
    /* Made here, so that its mode (and that of the files beside it) is 0600 whatever the umask says. */
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 && errno != EEXIST) {
        return tl__fail_errno(err, TL_E_DIR_ACCESS, "make", path);
    }
    if (fd >= 0) {
        close(fd);
    }
    note_file(path, db);
    int rc = sqlite3_open_v2(path, &db->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (db->handle == NULL) {
        return tl_fail(err, TL_E_NOMEM, "while opening the database");
    }
    return rc == SQLITE_OK ? set_up(db, store, err) : tl__db_fail(db, err);
}

tl_code tl__db_get(tl_store *store, tl_db **db, tl_err *err) {
    int pid = (int)getpid();
    if (store->db != NULL && store->db_pid != pid) {
        store->db = NULL; /* the parent's: even closing it here would drop the parent's locks */
    }
    if (store->db == NULL) {
        tl_db *fresh = store->host.mem.fn(store->host.mem.ctx, NULL, sizeof(*fresh));
        if (fresh == NULL) {
            return tl_fail(err, TL_E_NOMEM, "while opening the database");
        }
        memset(fresh, 0, sizeof(*fresh));
        fresh->mem = store->host.mem;
        tl_code code = open_handle(store, fresh, err);
        if (code != TL_OK) {
            tl__db_close(fresh, store->host.mem);
            return code;
        }
        store->db = fresh;
        store->db_pid = pid;
    }
    *db = store->db;
    return TL_OK;
}

tl_code tl__db_ready(tl_store *store, tl_err *err) {
    tl_db *db;
    int64_t version;
    if (store->db != NULL && store->db_pid == (int)getpid() && !same_file(store)) {
        tl__db_close(store->db, store->host.mem);
        store->db = NULL;
    }
    TL_TRY(tl__db_get(store, &db, err));
    return tl__version_of(db, &version, err);
}

tl_code tl__look_begin(tl_store *store, tl_err *err) {
    TL_TRY(tl__db_ready(store, err));
    return tl__begin_look(store->db, err);
}

tl_code tl__look_end(tl_store *store, tl_code code, tl_err *err) {
    return tl__end(store->db, code, err);
}

void tl__db_close(tl_db *db, tl_allocator mem) {
    if (db == NULL) {
        return;
    }
    for (size_t i = 0; i < TL_STATEMENTS; i++) {
        sqlite3_finalize(db->statements[i]);
    }
    sqlite3_close(db->handle);
    tl__kept_free(db->kept, mem);
    mem.fn(mem.ctx, db, 0);
}
