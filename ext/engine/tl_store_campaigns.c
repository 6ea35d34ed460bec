/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When campaigns began: found in the roll-ups, dated by the visits of that day alone. */
#include "tl_report.h"
#include "tl_store_db.h"

#define KEEP 50

typedef struct campaign {
    tl_slice name;
    int64_t day, visits;
} campaign;

/* ?1 and ?2: the UTC days of the period, ?3: how many. What ran before it is read once, whatever began. */
static const char begun_sql[] =
    "SELECT s.campaign, MIN(r.day), SUM(r.n) AS visits FROM rollup r JOIN source s ON s.id = r.key"
    " WHERE r.kind = 1 AND r.day >= ?1 AND r.day <= ?2 AND r.n > 0 AND s.campaign <> '' AND s.campaign NOT IN"
    " (SELECT b.campaign FROM (SELECT DISTINCT key FROM rollup WHERE kind = 1 AND day < ?1 AND n > 0) e"
    "  JOIN source b ON b.id = e.key) GROUP BY s.campaign ORDER BY visits DESC, s.campaign LIMIT ?3";

static const char first_sql[] = "SELECT MIN(x.start) FROM session x JOIN source s ON s.id = x.source"
                                " WHERE x.start >= ?1 AND x.start < ?2 AND s.campaign = ?3";

static tl_code read(tl_db *db, tl_period days, int64_t limit, tl_arena *arena, campaign *found, size_t *n,
                    tl_err *err) {
    bool row = true;
    sqlite3_stmt *s = tl__bound(db, begun_sql, TL_ARGS(tl__n(days.from), tl__n(days.to), tl__n(limit)), err);
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        campaign *c = &found[(*n)++];
        *c = (campaign){tl_arena_dup(arena, tl__column_text(s, 0)), sqlite3_column_int64(s, 1),
                        sqlite3_column_int64(s, 2)};
        if (!c->name.ptr) {
            sqlite3_reset(s);
            return tl_fail(err, TL_E_NOMEM, "listing campaigns");
        }
    }
}

static tl_code tell(tl_db *db, tl_period period, const campaign *c, tl_on_campaign on, void *ctx, tl_err *err) {
    int64_t at, from = c->day * TL_DAY_MS, to = from + TL_DAY_MS;
    TL_TRY(tl__one(db, first_sql, TL_ARGS(tl__n(from), tl__n(to), tl__w(c->name)), from + TL_DAY_MS / 2, &at, err));
    return at >= period.from && at < period.to ? on(ctx, c->name, at, c->visits, err) : TL_OK;
}

tl_code tl__campaigns_each(tl_store *store, tl_period period, int64_t limit, tl_on_campaign on, void *ctx,
                           tl_err *err) {
    tl_db *db;
    tl_arena arena;
    campaign found[KEEP];
    size_t n = 0;
    int64_t first, newest;
    TL_TRY(tl__db_get(store, &db, err));
    TL_TRY(tl__first_and_newest(store, &first, &newest, err));
    /* what came on a store's first day had begun before it */
    tl_period days = {(period.from > 0 ? period.from : 0) / TL_DAY_MS, (period.to - 1) / TL_DAY_MS};
    days.from = days.from > first / TL_DAY_MS ? days.from : first / TL_DAY_MS + 1;
    tl_arena_init(&arena, store->host.mem);
    tl_code code = read(db, days, limit < KEEP ? limit : KEEP, &arena, found, &n, err);
    for (size_t i = 0; code == TL_OK && i < n; i++) {
        code = tell(db, period, &found[i], on, ctx, err);
    }
    tl_arena_destroy(&arena);
    return code;
}
