/* SPDX-License-Identifier: GPL-2.0-or-later */
/* state(): how large is the store, how far behind. check(): the same, and is it whole. */
#include "tl_store_check.h"
#include "tl_report.h"
#include "tl_store_carts.h"
#include "tl_store_pack.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

typedef struct check {
    tl_store *store;
    tl_db *db;
    tl_out out;
    tl_value problems;
} check;

static void problem(check *c, const char *text, int64_t n) {
    char line[200];
    snprintf(line, sizeof line, text, (long long)n);
    tl__add(&c->out, &c->problems, tl__text(&c->out, tl_slice_of(line)));
}

/* SQLite lists a page that it had no memory for among the damaged. */
static bool no_memory(tl_slice said) {
    static const char mark[] = "error code=7";
    return said.len >= sizeof mark - 1 && memcmp(said.ptr + said.len - (sizeof mark - 1), mark, sizeof mark - 1) == 0;
}

static tl_code integrity(check *c, tl_err *err) {
    bool row = true;
    sqlite3_stmt *s = tl__bound(c->db, "PRAGMA quick_check(10)", NULL, 0, err);
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(c->db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        tl_slice said = tl__column_text(s, 0);
        if (no_memory(said)) {
            sqlite3_reset(s);
            return tl_fail(err, TL_E_NOMEM, "while checking the database");
        }
        if (!tl_slice_eq(said, TL_S("ok"))) {
            tl__add(&c->out, &c->problems, tl__text(&c->out, said));
        }
    }
}

#define WHOLE_DAY "(SELECT (COALESCE(MAX(value), 0) + 86399999) / 86400000 FROM meta WHERE key = '" TL_META_PRUNED "')"
/* The roll-ups of visits, and the same from the visits; of products looked at, how many visits there were in all. */
#define ROLLED                                                                                                         \
    "SELECT kind, day, key, n, engaged, quality FROM rollup WHERE n <> 0 AND kind <> 6 AND day >= " WHOLE_DAY          \
    " UNION ALL SELECT 6, day, 0, SUM(n), SUM(engaged), SUM(quality) FROM rollup WHERE kind = 6 AND day >= " WHOLE_DAY \
    " GROUP BY day HAVING SUM(n) <> 0"
#define COUNT_BY(kind, key)                                                                                            \
    "SELECT " kind ", start / 86400000, " key ", COUNT(*), SUM(engaged), SUM(quality) FROM session WHERE"              \
    " start / 86400000 >= " WHOLE_DAY
#define EACH " GROUP BY 2, 3 UNION ALL "
#define VIEWED "(LENGTH(viewed) - LENGTH(REPLACE(viewed, ',', '')) + 1)"
#define COUNTED                                                                                                        \
    COUNT_BY("1", "source")                                                                                            \
    EACH COUNT_BY("2", "COALESCE(landing, 0)") EACH COUNT_BY("3", "COALESCE(device, 0)")                               \
        EACH COUNT_BY("4", "COALESCE(country, 0)") EACH COUNT_BY("5", "start % 86400000 / 3600000") EACH COUNT_BY(     \
            "7", "0") " AND viewed IS NOT NULL" EACH COUNT_BY("8", "2 * MIN(quality / 37500, 3) + (clicks > 0)") EACH  \
        "SELECT 6, start / 86400000, 0, SUM(" VIEWED "), SUM(engaged * " VIEWED "), SUM(quality * " VIEWED             \
        ") FROM session WHERE start / 86400000 >= " WHOLE_DAY " AND viewed IS NOT NULL GROUP BY 2"

/* What must be empty in a store that is whole. Refunds are added up in thousandths, which fit whatever they come to. */
static const struct {
    const char *sql, *text;
} rules[] = {
    {"SELECT COUNT(*) FROM order_path p WHERE NOT EXISTS(SELECT 1 FROM touch t WHERE t.id = p.touch)"
     " AND EXISTS(SELECT 1 FROM orders o WHERE o.id = p.order_id AND o.dirty = 0)",
     "%lld steps of order paths have lost their touch"},
    {"SELECT COUNT(*) FROM order_path p WHERE NOT EXISTS(SELECT 1 FROM orders o WHERE o.id = p.order_id)",
     "%lld steps of order paths have lost their order"},
    {"SELECT COUNT(*) FROM order_path p JOIN orders o ON o.id = p.order_id JOIN touch t ON t.id = p.touch"
     " WHERE o.dirty = 0 AND t.at > " TL_ORDER_UNTIL,
     "%lld touches stand in the path of an order that was paid before them"},
    {"SELECT COUNT(*) FROM session s WHERE s.end < s.start", "%lld sessions end before they begin"},
    {"SELECT COUNT(*) FROM (SELECT * FROM (SELECT * FROM (" ROLLED ") EXCEPT SELECT * FROM (" COUNTED ")) UNION ALL"
     " SELECT * FROM (SELECT * FROM (" COUNTED ") EXCEPT SELECT * FROM (" ROLLED ")))",
     "%lld figures of the daily roll-ups are not what the visits say"},
    {"SELECT COUNT(*) FROM (SELECT * FROM (SELECT at, visitor, hash FROM click EXCEPT SELECT at, visitor, hash FROM "
     "event"
     " WHERE type = 7 AND n1 = 1) UNION ALL SELECT * FROM (SELECT at, visitor, hash FROM event WHERE type = 7 AND n1 = "
     "1"
     " EXCEPT SELECT at, visitor, hash FROM click))",
     "%lld clicks are not what the events say"},
    {"SELECT COUNT(*) FROM link l WHERE NOT EXISTS(SELECT 1 FROM link m WHERE m.a = l.b AND m.b = l.a)",
     "%lld links go one way only"},
    {"SELECT COUNT(*) FROM link l JOIN identity a ON a.id = l.a JOIN identity b ON b.id = l.b"
     " WHERE a.shared = 0 AND b.shared = 0 AND a.person <> b.person",
     "%lld links join two people who are one"},
    {"SELECT COUNT(*) FROM (SELECT r.order_id FROM order_refund r JOIN orders o ON o.id = r.order_id WHERE r.effective "
     "= 1"
     " AND o.dirty = 0 AND o.snapshot_at > 0 GROUP BY r.order_id HAVING SUM(r.gross / 1000) > MAX(o.total) / 1000)",
     "%lld orders have more refunded than was paid"},
};

/* Does this order's row hold what its refunds, lines and path say? */
static tl_code hold_moves(check *c, int64_t order, int64_t placed_at, const void *kept, size_t len, int64_t *wrong,
                          tl_err *err) {
    tl_buf buf;
    tl_buf_init(&buf, c->store->host.mem);
    tl_code code = tl__moves_build(c->db, order, placed_at, &buf, err);
    *wrong += code == TL_OK && (buf.len != len || memcmp(buf.ptr, kept, len) != 0);
    tl_buf_destroy(&buf);
    return code;
}

static tl_code hold_orders(check *c, tl_err *err) {
    int64_t wrong = 0;
    bool row = true;
    sqlite3_stmt *s =
        tl__sql(c->db, "SELECT id, placed_at, moves FROM orders WHERE dirty = 0 AND moves IS NOT NULL", err);
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(c->db, s, &row, err));
        if (!row) {
            break;
        }
        tl_code code = hold_moves(c, sqlite3_column_int64(s, 0), sqlite3_column_int64(s, 1), sqlite3_column_blob(s, 2),
                                  (size_t)sqlite3_column_bytes(s, 2), &wrong, err);
        if (code != TL_OK) {
            sqlite3_reset(s);
            return code;
        }
    }
    if (wrong) {
        problem(c, "%lld orders are not what their refunds, lines and paths say", wrong);
    }
    return TL_OK;
}

static tl_code hold_carts(check *c, tl_err *err) {
    int64_t wrong;
    TL_TRY(tl__carts_wrong(c->db, c->store->host.mem, &wrong, err));
    if (wrong) {
        problem(c, "%lld carts are not what the events say", wrong);
    }
    return TL_OK;
}

static tl_code hold_packs(check *c, tl_err *err) {
    int64_t wrong;
    TL_TRY(tl__packs_wrong(c->db, c->store->host.mem, &wrong, err));
    if (wrong) {
        problem(c, "%lld packed days are not what their rows say", wrong);
    }
    return TL_OK;
}

static tl_code hold_rules(check *c, tl_err *err) {
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        int64_t n;
        TL_TRY(tl__one(c->db, rules[i].sql, NULL, 0, 0, &n, err));
        if (n) {
            problem(c, rules[i].text, n);
        }
    }
    return TL_OK;
}

static const struct {
    const char *key, *sql;
} counts[] = {{"events", "SELECT COUNT(*) FROM event"},
              {"sessions", "SELECT COUNT(*) FROM session"},
              {"persons", "SELECT COUNT(DISTINCT person) FROM identity"},
              {"touches", "SELECT COUNT(*) FROM touch"},
              {"orders", "SELECT COUNT(*) FROM orders WHERE snapshot_at > 0"},
              {"bots", "SELECT COALESCE(SUM(n), 0) FROM bot"},
              {"shared_identities", "SELECT COUNT(*) FROM identity WHERE shared = 1"}};

static tl_code put_counts(check *c, tl_value *answer, tl_err *err) {
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        int64_t n;
        TL_TRY(tl__one(c->db, counts[i].sql, NULL, 0, 0, &n, err));
        tl__put(&c->out, answer, counts[i].key, tl_int(n));
    }
    return TL_OK;
}

static int64_t size_of(const char *dir, const char *name) {
    char path[4700];
    struct stat st;
    snprintf(path, sizeof path, "%s/%s", dir, name);
    return stat(path, &st) == 0 ? (int64_t)st.st_size : 0;
}

static int64_t folder_size(const char *dir) {
    int64_t size = 0;
    DIR *d = opendir(dir);
    if (!d) {
        return 0;
    }
    for (struct dirent *entry; (entry = readdir(d)) != NULL;) {
        size += *entry->d_name == '.' ? 0 : size_of(dir, entry->d_name);
    }
    closedir(d);
    return size;
}

/* What waits in the spool. Of a whole check also whether the database has what was read of it. */
static tl_code pending(check *c, tl_value *answer, bool whole, tl_err *err) {
    tl_value names;
    int64_t bytes = 0, left = 0, missing = 0;
    TL_TRY(tl__spool_segments(&c->store->spool, c->out.arena, &names, err));
    for (uint32_t i = 0; i < names.n; i++) {
        char name[64];
        int64_t offset, size;
        tl_slice s = names.as.items[i].as.s;
        snprintf(name, sizeof name, "%.*s", (int)s.len, s.ptr);
        TL_TRY(tl__one(c->db, "SELECT offset FROM segment WHERE name = ?1", TL_ARGS(tl__t(s)), 0, &offset, err));
        size = size_of(c->store->spool.dir, name);
        bytes += size;
        left += size > offset ? size - offset : 0;
        if (whole && offset > size) {
            problem(c, "a spool segment is %lld bytes shorter than what was read of it", offset - size);
        }
        if (whole) {
            TL_TRY(tl__spool_missing(c->store, c->db, s, offset < size ? offset : size, &missing, err));
        }
    }
    if (missing) {
        problem(c, "%lld events that were read from the spool are not in the database", missing);
    }
    tl__put(&c->out, answer, "spool_bytes", tl_int(bytes));
    tl__put(&c->out, answer, "spool_segments", tl_int(names.n));
    tl__put(&c->out, answer, "spool_max_bytes", tl_int(c->store->spool.max_bytes));
    tl__put(&c->out, answer, "pending_bytes", tl_int(left));
    return TL_OK;
}

static void put_static(check *c, tl_value *answer) {
    char hex[33];
    tl__hex(c->store->store_id, 16, hex);
    tl__put(&c->out, answer, "version", tl_str(tl_slice_of(TL_VERSION)));
    tl__put(&c->out, answer, "store_version", tl_int(TL_STORE_VERSION));
    tl__put(&c->out, answer, "format_version", tl_int(TL_FORMAT_VERSION));
    tl__put(&c->out, answer, "sqlite", tl_str(tl_slice_of(tl__sqlite_version())));
    tl__put(&c->out, answer, "store_id", tl__text(&c->out, (tl_slice){hex, 32}));
    tl__put(&c->out, answer, "directory", tl__text(&c->out, tl_slice_of(c->store->dir)));
}

static tl_code put_state(check *c, tl_value *answer, bool whole, tl_err *err) {
    int64_t last, first, newest;
    char quarantine[4096];
    const char *dir = c->store->dir;
    snprintf(quarantine, sizeof quarantine, "%s/quarantine", dir);
    TL_TRY(pending(c, answer, whole, err));
    TL_TRY(tl__meta_get(c->db, "last_ingest_at", 0, &last, err));
    TL_TRY(tl__first_and_newest(c->store, &first, &newest, err));
    tl__put(&c->out, answer, "db_bytes", tl_int(size_of(dir, "store.db") + size_of(dir, "store.db-wal")));
    tl__put(&c->out, answer, "quarantined", tl_int(folder_size(quarantine)));
    tl__put(&c->out, answer, "last_ingest_at", tl__time(last));
    tl__put(&c->out, answer, "lag_ms", last ? tl_int(c->store->host.now_ms(c->store->host.ctx) - last) : tl_null());
    tl__put(&c->out, answer, "newest_at", tl__time(newest));
    return TL_OK;
}

static tl_code begin(check *c, tl_value *answer, tl_err *err) {
    *err = (tl_err){0};
    *answer = tl_map();
    TL_TRY(tl__db_ready(c->store, err));
    return tl__db_get(c->store, &c->db, err);
}

tl_code tl_store_state(tl_store *store, tl_arena *arena, tl_value *answer, tl_err *err) {
    check c = {.store = store, .out = {.arena = arena}, .problems = tl_list()};
    TL_TRY(begin(&c, answer, err));
    put_static(&c, answer);
    TL_TRY(put_state(&c, answer, false, err));
    return tl__done(&c.out, err);
}

tl_code tl_store_check(tl_store *store, tl_arena *arena, tl_value *answer, tl_err *err) {
    check c = {.store = store, .out = {.arena = arena}, .problems = tl_list()};
    TL_TRY(begin(&c, answer, err));
    TL_TRY(integrity(&c, err));
    TL_TRY(hold_rules(&c, err));
    TL_TRY(hold_orders(&c, err));
    TL_TRY(hold_carts(&c, err));
    TL_TRY(hold_packs(&c, err));
    put_static(&c, answer);
    TL_TRY(put_counts(&c, answer, err));
    TL_TRY(put_state(&c, answer, true, err));
    tl__put(&c.out, answer, "ok", tl_bool(c.problems.n == 0));
    tl__put(&c.out, answer, "problems", c.problems);
    return tl__done(&c.out, err);
}
