/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Erasure: the person goes from spool, database and write-ahead log, byte by byte; the orders stay, cut from the
 * person.
 *
 * The spool comes first, inside the transaction: should it fail, the database still knows what to look for. The
 * database overwrites what it deletes (secure_delete), but pages that were split or moved earlier may hold copies: it
 * is searched for what identified the person, and made anew where something is left. */
#include "tl_store_carts.h"
#include "tl_store_person.h"

#include <string.h>
#include <time.h>

typedef struct erasure {
    tl_known_as known_as;
    tl_arena arena;
    tl_value values; /* strings that identified the person */
    bool nobodys;    /* it ties too many people: none of them is meant */
    int64_t n;
} erasure;

/* ---- who it is ------------------------------------------------------------------------------------------------- */

static tl_code add_value(erasure *e, tl_slice text, tl_err *err) {
    tl_value *slot = tl_list_add(&e->values, &e->arena);
    tl_slice copy = tl_arena_dup(&e->arena, text);
    if (slot == NULL || copy.ptr == NULL) {
        return tl_fail(err, TL_E_NOMEM, "while erasing");
    }
    *slot = tl_str(copy);
    return TL_OK;
}

static const char values_sql[] =
    "SELECT value FROM identity WHERE id IN (SELECT id FROM work_erased)"
    " UNION SELECT key FROM message WHERE identity IN (SELECT id FROM work_erased)"
    " UNION SELECT code FROM event WHERE visitor IN (SELECT id FROM work_erased) AND code IS NOT NULL"
    " UNION SELECT token FROM orders WHERE id IN (SELECT id FROM work_order) AND token IS NOT NULL";

static tl_code gather_values(erasure *e, tl_db *db, tl_err *err) {
    bool row = true;
    TL_TRY(add_value(e, tl_slice_of(e->known_as.value), err));
    sqlite3_stmt *s = tl__sql(db, values_sql, err);
    if (s == NULL) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        if (add_value(e, tl__column_text(s, 0), err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
    }
}

static const char work_tables[] = "CREATE TEMP TABLE IF NOT EXISTS work_erased(id INTEGER PRIMARY KEY);"
                                  "CREATE TEMP TABLE IF NOT EXISTS work_order(id INTEGER PRIMARY KEY);"
                                  "CREATE TEMP TABLE IF NOT EXISTS work_text(id INTEGER PRIMARY KEY);"
                                  "DELETE FROM work_erased; DELETE FROM work_order; DELETE FROM work_text;";

/* What a browser that may not be known told with a code or a token of theirs. A code that ties several people is
 * nobody's. */
#define OF_NOBODY                                                                                                      \
    "event INDEXED BY event_code WHERE visitor = 0 AND code IN (SELECT value FROM identity WHERE kind = 6 AND"         \
    " shared = 0 AND id IN (SELECT id FROM work_erased) UNION"                                                         \
    " SELECT token FROM orders WHERE id IN (SELECT id FROM work_order) AND token IS NOT NULL)"

static const char orders_sql[] =
    "INSERT INTO work_order(id) SELECT id FROM orders WHERE person = ?1 OR visitor IN (SELECT id FROM work_erased)"
    " OR customer IN (SELECT id FROM work_erased) OR email IN (SELECT id FROM work_erased)"
    " OR phone IN (SELECT id FROM work_erased)";

static const char texts_sql[] = "INSERT INTO work_text(id) SELECT text FROM event WHERE visitor IN (SELECT id FROM "
                                "work_erased) AND text IS NOT NULL"
                                " UNION SELECT text FROM " OF_NOBODY " AND text IS NOT NULL";

static tl_code gather(erasure *e, tl_db *db, tl_err *err) {
    int64_t person, shared;
    TL_TRY(tl__exec(db, work_tables, err));
    TL_TRY(tl__person_find(db, &e->known_as, &person, err));
    TL_TRY(tl__one(db, "SELECT COUNT(*) FROM identity WHERE kind = ?1 AND value = ?2 AND shared = 1",
                   TL_ARGS(tl__n(e->known_as.kind), tl__t(tl_slice_of(e->known_as.value))), 0, &shared, err));
    e->nobodys = shared != 0;
    if (person != 0) {
        const tl_arg args[] = {tl__n(person)};
        TL_TRY(tl__do(db, "INSERT INTO work_erased(id) SELECT id FROM identity WHERE person = ?1", args, 1, err));
        TL_TRY(tl__do(db, orders_sql, args, 1, err));
        TL_TRY(tl__do(db, texts_sql, NULL, 0, err));
    }
    return e->nobodys ? TL_OK : gather_values(e, db, err);
}

/* ---- the rows ---------------------------------------------------------------------------------------------------- */

static tl_code forget_visits(tl_batch *b, tl_err *err) {
    bool row = true;
    sqlite3_stmt *s =
        tl__sql(b->db, "SELECT w.id FROM work_erased w JOIN identity i ON i.id = w.id AND i.kind = 1", err);
    if (s == NULL) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(b->db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        TL_TRY(tl__visits_forget(b, sqlite3_column_int64(s, 0), INT64_MIN, err));
    }
}

/* In this order: what finds something by it goes before what is found. counted: it is a record of somebody's. */
static const struct {
    const char *sql;
    bool counted;
} steps[] = {
    {"INSERT OR IGNORE INTO work_cart(id) SELECT person FROM identity WHERE id IN (SELECT id FROM work_erased) UNION"
     " SELECT person FROM orders WHERE id IN (SELECT id FROM work_order) AND person IS NOT NULL UNION"
     " SELECT day_person FROM orders WHERE id IN (SELECT id FROM work_order) AND day_person IS NOT NULL",
     false},
    {"DELETE FROM click WHERE (at, visitor, hash) IN (SELECT at, visitor, hash FROM event"
     " WHERE visitor IN (SELECT id FROM work_erased) AND type = 7)",
     false},
    {"DELETE FROM event WHERE visitor IN (SELECT id FROM work_erased)", true},
    {"DELETE FROM " OF_NOBODY, true},
    /* a search that nobody else made */
    {"DELETE FROM dict WHERE kind = 7 AND id IN (SELECT id FROM work_text)"
     " AND id NOT IN (SELECT text FROM event WHERE text IN (SELECT id FROM work_text))",
     false},
    {"DELETE FROM message WHERE identity IN (SELECT id FROM work_erased)", true},
    {"UPDATE orders SET unlinked = 1, frozen = 0, dirty = 1, visitor = NULL, customer = NULL, email = NULL, phone = "
     "NULL,"
     " person = NULL, code = NULL, code_by = NULL, code_at = NULL, token = NULL"
     " WHERE id IN (SELECT id FROM work_order)",
     true},
    {"DELETE FROM order_path WHERE order_id IN (SELECT id FROM work_order)", false},
    {"DELETE FROM touch WHERE identity IN (SELECT id FROM work_erased)", false},
    /* neighbours that stopped tying, since they tied too many, may tie again */
    {"INSERT OR IGNORE INTO work_cut(id) SELECT b FROM link WHERE a IN (SELECT id FROM work_erased)"
     " AND b NOT IN (SELECT id FROM work_erased)",
     false},
    {"DELETE FROM link WHERE (a, b) IN (SELECT b, a FROM link WHERE a IN (SELECT id FROM work_erased))", false},
    {"DELETE FROM link WHERE a IN (SELECT id FROM work_erased)", false},
    {"DELETE FROM identity WHERE id IN (SELECT id FROM work_erased)", false},
};

static tl_code delete_rows(erasure *e, tl_batch *b, tl_err *err) {
    TL_TRY(tl__rollup_end(b, forget_visits(b, err), err));
    for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
        TL_TRY(tl__do(b->db, steps[i].sql, NULL, 0, err));
        e->n += steps[i].counted ? tl__changes(b->db) : 0;
    }
    TL_TRY(tl__people_remake(b, err));
    TL_TRY(tl__orders_remake(b, err));
    return tl__carts_remake(b, err);
}

static tl_code erase_rows(erasure *e, tl_batch *b, tl_err *err) {
    TL_TRY(tl__work_begin(b, err));
    TL_TRY(gather(e, b->db, err));
    TL_TRY(tl__spool_erase(&b->store->spool, &b->store->keys, &e->values, err));
    return delete_rows(e, b, err);
}

/* ---- the bytes ----------------------------------------------------------------------------------------------------
 */

#define WINDOW 65536
#define LOG_WAIT_MS 10000
#define LOG_LOOK_MS 50

/* Moves the log into the database and cuts it to nothing; readers of before may hold it for a while. */
static tl_code empty_log(tl_db *db, tl_err *err) {
    const struct timespec pause = {0, LOG_LOOK_MS * 1000000};
    for (int64_t waited = 0;; waited += LOG_LOOK_MS) {
        int64_t busy;
        TL_TRY(tl__one(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, 0, 0, &busy, err));
        if (!busy) {
            return TL_OK;
        }
        if (waited >= LOG_WAIT_MS) {
            return tl_fail(err, TL_E_DB, "somebody reads what was erased, so that the log keeps it; erase again");
        }
        nanosleep(&pause, NULL);
    }
}

static bool holds(const erasure *e, const char *bytes, size_t n) {
    for (uint32_t i = 0; i < e->values.n; i++) {
        tl_slice value = e->values.as.items[i].as.s;
        if (memmem(bytes, n, value.ptr, value.len) != NULL) {
            return true;
        }
    }
    return false;
}

/* Read by SQLite's own descriptor: to close another one of the file would let go of this process' locks. */
static tl_code file_holds(const erasure *e, tl_db *db, bool *found, tl_err *err) {
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;
    size_t overlap = 0;
    char *window = sqlite3_malloc(WINDOW);
    *found = false;
    for (uint32_t i = 0; i < e->values.n; i++) {
        overlap = e->values.as.items[i].as.s.len > overlap ? e->values.as.items[i].as.s.len : overlap;
    }
    int rc = window == NULL ? SQLITE_NOMEM
                            : sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_FILE_POINTER, (void *)&file);
    rc = rc == SQLITE_OK ? file->pMethods->xFileSize(file, &size) : rc;
    for (sqlite3_int64 at = 0; rc == SQLITE_OK && !*found && at < size; at += WINDOW - (sqlite3_int64)overlap) {
        int n = size - at < WINDOW ? (int)(size - at) : WINDOW;
        rc = file->pMethods->xRead(file, window, n, at);
        *found = rc == SQLITE_OK && holds(e, window, (size_t)n);
    }
    sqlite3_free(window);
    return rc == SQLITE_OK      ? TL_OK
           : rc == SQLITE_NOMEM ? tl_fail(err, TL_E_NOMEM, "while erasing")
                                : tl_fail(err, TL_E_DB, "the file cannot be read (%d); erase again", rc);
}

static tl_code clean(const erasure *e, tl_db *db, tl_err *err) {
    bool left;
    TL_TRY(empty_log(db, err));
    TL_TRY(file_holds(e, db, &left, err));
    if (!left) {
        return TL_OK;
    }
    /* not in memory: it is as large as the store */
    TL_TRY(tl__exec(db, "PRAGMA temp_store = FILE; VACUUM; PRAGMA temp_store = MEMORY;", err));
    return empty_log(db, err);
}

static tl_code erase(tl_batch *b, void *ctx, tl_err *err) {
    erasure *e = ctx;
    TL_TRY(tl__exec(b->db, "PRAGMA secure_delete = ON", err));
    TL_TRY(tl__begin(b->db, err));
    TL_TRY(tl__end(b->db, erase_rows(e, b, err), err));
    return clean(e, b->db, err);
}

tl_code tl_store_erase(tl_store *store, tl_slice kind, tl_slice value, int64_t *n, tl_err *err) {
    erasure e = {.values = tl_list()};
    *err = (tl_err){0};
    *n = 0;
    TL_TRY(tl__known_as(store, kind, value, &e.known_as, err));
    tl_arena_init(&e.arena, store->host.mem);
    tl_code code = tl__upkeep(store, erase, &e, err);
    tl_arena_destroy(&e.arena);
    *n = code == TL_OK ? e.n : 0;
    return code;
}
