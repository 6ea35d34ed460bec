/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How visits went, against what came of them: who wrote and who ordered, by the band of the visit's quality; and the
 * quality of the visits in an order's path. */
#include "tl_store_kept.h"

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
/* Beside the time what the visit is told apart by. */
static tl_code count_visit(const tl_query *q, tl_traits *traits, int64_t quality, int64_t counts[TL_QUALITY_BANDS],
                           tl_err *err) {
    bool passes;
    TL_TRY(tl__name_traits(q->names, traits, err));
    TL_TRY(tl__passes(q, TL_VISIT_DIMS, traits, &passes, err));
    counts[tl__quality_band(quality)] += passes;
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
        tl_traits traits = {.at = sqlite3_column_int64(s, 1),
                            .source = sqlite3_column_int64(s, 4),
                            .landing = sqlite3_column_int64(s, 5),
                            .device = sqlite3_column_int64(s, 6),
                            .country = sqlite3_column_int64(s, 7)};
        if (count_visit(q, &traits, sqlite3_column_int64(s, 3), counts, err) != TL_OK) {
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

#define COLUMNS (TL_PACKED_VISIT | TL_PACKED(TL_VISIT_PERSON) | TL_PACKED(TL_VISIT_QUALITY))

typedef struct ordering {
    const tl_query *query;
    const tl_buyers *buyers;
    int64_t *counts;
} ordering;

static tl_code on_visit(void *ctx, const tl_packed *visit, tl_err *err) {
    const ordering *o = ctx;
    const int64_t *n = visit->n;
    tl_traits traits = tl__packed_visit(visit);
    return led_to_order(o->buyers, n[TL_VISIT_PERSON], n[TL_VISIT_START], o->query->window_ms)
               ? count_visit(o->query, &traits, n[TL_VISIT_QUALITY], o->counts, err)
               : TL_OK;
}

static tl_code count_ordered(tl_store *store, tl_db *db, const tl_query *q, int64_t counts[TL_QUALITY_BANDS],
                             tl_err *err) {
    ordering o = {.query = q, .counts = counts};
    TL_TRY(tl__kept_buyers(store, db, q, q->period, q->on_hold, &o.buyers, err));
    return tl__packed_each(db, TL_PACK_VISITS, COLUMNS, q->period, on_visit, &o, err);
}

tl_code tl__bands_count(tl_store *store, const tl_query *q, tl_band bands[TL_QUALITY_BANDS], tl_err *err) {
    int64_t wrote[TL_QUALITY_BANDS] = {0}, ordered[TL_QUALITY_BANDS] = {0}, written;
    tl_db *db;
    memset(bands, 0, TL_QUALITY_BANDS * sizeof *bands);
    TL_TRY(tl__visits_by_band(store, q, bands, err));
    TL_TRY(tl__db_get(store, &db, err));
    TL_TRY(tl__one(db, "SELECT EXISTS(SELECT 1 FROM message WHERE direction = 1)", NULL, 0, 0, &written, err));
    if (written) {
        TL_TRY(count_wrote(db, q, wrote, err));
    }
    TL_TRY(count_ordered(store, db, q, ordered, err));
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
