/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How visits went, against what came of them: who wrote and who ordered, by the band of the visit's quality; and the
 * quality of the visits in an order's path. Of all visits no more is read than an index holds: which is whose. */
#include "tl_store_buyers.h"

#include <string.h>

#define VISIT "SELECT DISTINCT x.visitor, x.start, x.hash, x.quality, x.source, x.landing, x.device, x.country FROM "
#define OF_CLICK                                                                                                       \
    "(SELECT y.start, y.hash FROM session y WHERE y.visitor = c.visitor AND (y.start, y.hash) <= (c.at, c.hash)"       \
    " ORDER BY y.start DESC, y.hash DESC LIMIT 1)"
/* A visit lasts a day at most, so that its clicks do. */
static const char wrote_sql[] = VISIT
    "click c CROSS JOIN identity i ON i.id = c.visitor CROSS JOIN session x ON x.visitor = c.visitor AND (x.start, "
    "x.hash) = " OF_CLICK " WHERE x.start >= ?1 AND x.start < ?2 AND c.at >= ?1 AND c.at < ?2 + 86400000 + 1"
    " AND EXISTS(SELECT 1 FROM identity j JOIN message m ON m.identity = j.id WHERE j.person = i.person"
    " AND m.direction = 1 AND m.at BETWEEN c.at AND c.at + ?3)";
/* The index of the visits' beginnings holds what they are found by. */
static const char whose_sql[] =
    "SELECT x.visitor, x.start, x.hash, i.person FROM session x CROSS JOIN identity i ON i.id = x.visitor"
    " WHERE x.start >= ?1 AND x.start < ?2";
static const char visit_sql[] = "SELECT quality, source, landing, device, country FROM session"
                                " WHERE visitor = ?1 AND start = ?2 AND hash = ?3";

/* quality: of this row, followed by what the visit is told apart by. */
static tl_code count_visit(const tl_query *q, sqlite3_stmt *s, int quality, int64_t start,
                           int64_t counts[TL_QUALITY_BANDS], tl_err *err) {
    bool passes;
    const tl_source_name *source;
    tl_traits traits = {.at = start,
                        .source = sqlite3_column_int64(s, quality + 1),
                        .landing = sqlite3_column_int64(s, quality + 2),
                        .device = sqlite3_column_int64(s, quality + 3),
                        .country = sqlite3_column_int64(s, quality + 4)};
    int64_t points = sqlite3_column_int64(s, quality);
    TL_TRY(tl__name_source(q->names, traits.source, &source, err));
    traits.channel = source->channel;
    traits.entry = source->entry;
    TL_TRY(tl__passes(q, TL_VISIT_DIMS, &traits, &passes, err));
    counts[tl__quality_band(points)] += passes;
    return TL_OK;
}

static tl_code count_wrote(tl_db *db, const tl_query *q, int64_t counts[TL_QUALITY_BANDS], tl_err *err) {
    bool row = true;
    sqlite3_stmt *s =
        tl__bound(db, wrote_sql, TL_ARGS(tl__n(q->period.from), tl__n(q->period.to), tl__n(q->window_ms)), err);
    if (s == NULL) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        if (count_visit(q, s, 3, sqlite3_column_int64(s, 1), counts, err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
    }
}

static bool led_to_order(const tl_buyers *buyers, int64_t person, int64_t start, int64_t window_ms) {
    for (const tl_purchase *p = tl__buyers_of(buyers, person); p; p = p->next) {
        if (p->placed_at >= start && p->placed_at - window_ms <= start) {
            return true;
        }
    }
    return false;
}

static tl_code count_one(tl_db *db, const tl_query *q, sqlite3_stmt *whose, int64_t counts[TL_QUALITY_BANDS],
                         tl_err *err) {
    bool row;
    int64_t start = sqlite3_column_int64(whose, 1);
    sqlite3_stmt *s = tl__bound(
        db, visit_sql,
        TL_ARGS(tl__n(sqlite3_column_int64(whose, 0)), tl__n(start), tl__n(sqlite3_column_int64(whose, 2))), err);
    if (s == NULL) {
        return err->code;
    }
    TL_TRY(tl__step(db, s, &row, err));
    tl_code code = row ? count_visit(q, s, 0, start, counts, err) : TL_OK;
    sqlite3_reset(s);
    return code;
}

static tl_code count_ordered(tl_db *db, const tl_query *q, tl_arena *arena, int64_t counts[TL_QUALITY_BANDS],
                             tl_err *err) {
    bool row = true;
    tl_buyers buyers;
    tl_period later = {q->period.from, q->period.to + q->window_ms};
    TL_TRY(tl__buyers_placed(&buyers, db, q, later, arena, err));
    sqlite3_stmt *s = tl__bound(db, whose_sql, TL_ARGS(tl__n(q->period.from), tl__n(q->period.to)), err);
    if (s == NULL) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        if (led_to_order(&buyers, sqlite3_column_int64(s, 3), sqlite3_column_int64(s, 1), q->window_ms) &&
            count_one(db, q, s, counts, err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
    }
}

tl_code tl__bands_count(tl_store *store, const tl_query *q, tl_arena *arena, tl_band bands[TL_QUALITY_BANDS],
                        tl_err *err) {
    int64_t wrote[TL_QUALITY_BANDS] = {0}, ordered[TL_QUALITY_BANDS] = {0}, written;
    tl_db *db;
    memset(bands, 0, TL_QUALITY_BANDS * sizeof *bands);
    TL_TRY(tl__visits_by_band(store, q, bands, err));
    TL_TRY(tl__db_get(store, &db, err));
    TL_TRY(tl__one(db, "SELECT EXISTS(SELECT 1 FROM message WHERE direction = 1)", NULL, 0, 0, &written, err));
    if (written) {
        TL_TRY(count_wrote(db, q, wrote, err));
    }
    TL_TRY(count_ordered(db, q, arena, ordered, err));
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
