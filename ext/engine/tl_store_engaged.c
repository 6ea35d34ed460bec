/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How visits went, against what came of them: who wrote and who ordered, by the band of the visit's quality; and the
 * quality of the visits in an order's path. What is looked for is begun at the few that clicked or ordered, never at
 * all visits. */
#include "tl_report.h"
#include "tl_store_db.h"

#include <string.h>

#define VISIT                                                                                                          \
    "SELECT DISTINCT x.visitor, x.start, x.hash, x.quality, s.channel, s.entry, x.source, COALESCE(x.landing, 0),"     \
    " COALESCE(x.device, 0), COALESCE(x.country, 0) FROM "
#define BEGAN " JOIN source s ON s.id = x.source WHERE x.start >= ?1 AND x.start < ?2"
#define OF_CLICK                                                                                                       \
    "(SELECT y.start, y.hash FROM session y WHERE y.visitor = c.visitor AND (y.start, y.hash) <= (c.at, c.hash)"       \
    " ORDER BY y.start DESC, y.hash DESC LIMIT 1)"
#define ORDERS(whose)                                                                                                  \
    "SELECT " whose " AS whose, placed_at FROM orders WHERE placed_at >= ?1 AND placed_at < ?2 + ?3 AND " whose        \
    " IS NOT NULL AND renewal = 0 AND (reason = 0 OR (?4 AND reason = 1 AND status = 'on-hold'))"
/* A visit lasts a day at most, so that its clicks do. */
static const char wrote_sql[] = VISIT
    "click c CROSS JOIN identity i ON i.id = c.visitor CROSS JOIN session x ON x.visitor = c.visitor AND (x.start, "
    "x.hash) = " OF_CLICK BEGAN " AND ?4 = ?4 AND c.at >= ?1 AND c.at < ?2 + 86400000 + 1"
    " AND EXISTS(SELECT 1 FROM identity j JOIN message m ON m.identity = j.id WHERE j.person = i.person"
    " AND m.direction = 1 AND m.at BETWEEN c.at AND c.at + ?3)";
static const char ordered_sql[] = VISIT "(" ORDERS("person") " UNION ALL " ORDERS(
    "day_person") ") o CROSS JOIN identity i ON i.person = o.whose"
                  " AND i.kind = 1 CROSS JOIN session x ON x.visitor = i.id AND x.start BETWEEN o.placed_at - ?3 AND "
                  "o.placed_at" BEGAN;

static tl_code count_visits(tl_db *db, const char *sql, const tl_query *q, int64_t counts[TL_QUALITY_BANDS],
                            tl_err *err) {
    bool row = true, passes;
    sqlite3_stmt *s = tl__bound(
        db, sql, TL_ARGS(tl__n(q->period.from), tl__n(q->period.to), tl__n(q->window_ms), tl__n(q->on_hold)), err);
    if (s == NULL) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        tl_traits traits = {.at = sqlite3_column_int64(s, 1),
                            .channel = sqlite3_column_int64(s, 4),
                            .entry = sqlite3_column_int64(s, 5),
                            .source = sqlite3_column_int64(s, 6),
                            .landing = sqlite3_column_int64(s, 7),
                            .device = sqlite3_column_int64(s, 8),
                            .country = sqlite3_column_int64(s, 9)};
        if (tl__passes(q, TL_VISIT_DIMS, &traits, &passes, err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
        counts[tl__quality_band(sqlite3_column_int64(s, 3))] += passes;
    }
}

tl_code tl__bands_count(tl_store *store, const tl_query *q, tl_band bands[TL_QUALITY_BANDS], tl_err *err) {
    int64_t wrote[TL_QUALITY_BANDS] = {0}, ordered[TL_QUALITY_BANDS] = {0};
    tl_db *db;
    memset(bands, 0, TL_QUALITY_BANDS * sizeof *bands);
    TL_TRY(tl__visits_by_band(store, q, bands, err));
    TL_TRY(tl__db_get(store, &db, err));
    TL_TRY(count_visits(db, wrote_sql, q, wrote, err));
    TL_TRY(count_visits(db, ordered_sql, q, ordered, err));
    for (int i = 0; i < TL_QUALITY_BANDS; i++) {
        bands[i].wrote = wrote[i];
        bands[i].ordered = ordered[i];
    }
    return TL_OK;
}

static const char path_sql[] =
    "SELECT COALESCE(x.quality, -1) FROM order_path p JOIN touch t ON t.id = p.touch LEFT JOIN session x"
    " ON x.visitor = t.identity AND x.start = t.session AND x.hash = t.hash AND t.kind IN (1, 4)"
    " WHERE p.order_id = ?1 ORDER BY p.pos";

tl_code tl__path_qualities(tl_store *store, int64_t order, int64_t *qualities, size_t n, tl_err *err) {
    tl_db *db;
    bool row = true;
    TL_TRY(tl__db_get(store, &db, err));
    sqlite3_stmt *s = tl__bound(db, path_sql, TL_ARGS(tl__n(order)), err);
    if (s == NULL) {
        return err->code;
    }
    for (size_t i = 0; row; i++) {
        TL_TRY(tl__step(db, s, &row, err));
        if (row && i < n) {
            qualities[i] = sqlite3_column_int64(s, 0);
        }
    }
    return TL_OK;
}
