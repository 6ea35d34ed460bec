/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Visits of a period: whole UTC days from the roll-ups, what is left at both ends from the visits themselves. With a
 * filter, which looks at several traits at once, all from the visits. */
#include "tl_report.h"
#include "tl_store_pack.h"
#include "tl_store_rollup.h"

typedef struct reading {
    tl_db *db;
    const tl_query *query;
    tl_on_visits on;
    void *ctx;
    tl_visits *all;
    tl_band *bands; /* when it is these that are asked for */
} reading;

static tl_rollup_kind kind_of(const reading *r) {
    if (r->bands) {
        return TL_ROLLUP_BAND;
    }
    switch (r->query->dim) {
    case TL_DIM_LANDING:
    case TL_DIM_PAGE:
        return TL_ROLLUP_LANDING;
    case TL_DIM_DEVICE:
        return TL_ROLLUP_DEVICE;
    case TL_DIM_COUNTRY:
        return TL_ROLLUP_COUNTRY;
    case TL_DIM_NONE: /* whichever has the fewest cells */
        return TL_ROLLUP_DEVICE;
    case TL_DIM_HOUR:
    case TL_DIM_WEEKDAY:
        return TL_ROLLUP_HOUR;
    case TL_DIM_PRODUCT:
        return TL_ROLLUP_PRODUCT;
    default:
        return TL_ROLLUP_SOURCE;
    }
}

/* ---- the visits themselves -----------------------------------------------------------------------------------------
 */

static tl_code told(const reading *r, const tl_traits *traits, const tl_visits *v, tl_err *err) {
    return r->query->dim != TL_DIM_NONE ? r->on(r->ctx, traits, v, err) : TL_OK;
}

static void add_to_band(const reading *r, int64_t key, const tl_visits *v) {
    if (key >= 0 && key < 2 * TL_QUALITY_BANDS) {
        tl__visits_add(&r->bands[key / 2].visits, v);
        r->bands[key / 2].clicked += key % 2 ? v->n : 0;
    }
}

typedef struct visit {
    tl_visits v;
    bool clicked;
    tl_slice viewed;
} visit;

static tl_code one_visit(const reading *r, tl_traits *traits, visit *x, tl_err *err) {
    const tl_visits *v = &x->v;
    bool passes;
    TL_TRY(tl__name_traits(r->query->names, traits, err));
    TL_TRY(tl__passes(r->query, TL_VISIT_DIMS, traits, &passes, err));
    if (!passes) {
        return TL_OK;
    }
    if (r->bands) {
        add_to_band(r, 2 * tl__quality_band(v->quality) + x->clicked, v);
        return TL_OK;
    }
    if (r->query->dim != TL_DIM_PRODUCT) {
        tl__visits_add(r->all, v);
        return told(r, traits, v, err);
    }
    if (x->viewed.len > 0) {
        tl__visits_add(r->all, v);
    }
    while ((traits->product = tl__viewed_next(&x->viewed)) != 0) {
        TL_TRY(told(r, traits, v, err));
    }
    return TL_OK;
}

static tl_code on_visit(void *ctx, const tl_packed *row, tl_err *err) {
    const reading *r = ctx;
    const int64_t *n = row->n;
    tl_traits traits = tl__packed_visit(row);
    visit x = {{1, n[TL_VISIT_ENGAGED], n[TL_VISIT_QUALITY], 0}, n[TL_VISIT_CLICKS] > 0, row->text[0]};
    return one_visit(r, &traits, &x, err);
}

#define COLUMNS                                                                                                        \
    (TL_PACKED_VISIT | TL_PACKED(TL_VISIT_ENGAGED) | TL_PACKED(TL_VISIT_QUALITY) | TL_PACKED(TL_VISIT_CLICKS) |        \
     TL_PACKED_TEXT(0))

static tl_code read_visits(reading *r, int64_t from, int64_t to, tl_err *err) {
    return from < to ? tl__packed_each(r->db, TL_PACK_VISITS, COLUMNS, (tl_period){from, to}, on_visit, r, err) : TL_OK;
}

/* ---- roll-ups ------------------------------------------------------------------------------------------------------
 */

static tl_code one_cell(const reading *r, tl_rollup_kind kind, int64_t day, int64_t key, const tl_visits *v,
                        tl_err *err) {
    tl_traits traits = {.at = day * TL_DAY_MS};
    switch (kind) {
    case TL_ROLLUP_BAND:
        add_to_band(r, key, v);
        return TL_OK;
    case TL_ROLLUP_SOURCE:
        traits.source = key;
        TL_TRY(tl__name_traits(r->query->names, &traits, err));
        break;
    case TL_ROLLUP_LANDING:
        traits.landing = key;
        break;
    case TL_ROLLUP_DEVICE:
        traits.device = key;
        break;
    case TL_ROLLUP_COUNTRY:
        traits.country = key;
        break;
    case TL_ROLLUP_HOUR:
        traits.at += key * 3600000;
        break;
    default:
        traits.product = key;
        break;
    }
    if (kind != TL_ROLLUP_PRODUCT) {
        tl__visits_add(r->all, v);
    }
    return v->n > 0 ? told(r, &traits, v, err) : TL_OK;
}

/* Who hears of them adds them up: SQLite would sort them for it. */
static const char days_sql[] = "SELECT n, engaged, quality, CASE WHEN engaged IS NULL THEN n ELSE 0 END, day, key"
                               " FROM rollup WHERE kind = ?1 AND day >= ?2 AND day < ?3";
static const char viewed_sql[] = "SELECT SUM(n), SUM(engaged), SUM(quality), SUM(n) FILTER (WHERE engaged IS NULL)"
                                 " FROM rollup WHERE kind = 7 AND day >= ?1 AND day < ?2";

static tl_visits sums_of(sqlite3_stmt *s) {
    return (tl_visits){sqlite3_column_int64(s, 0), sqlite3_column_int64(s, 1), sqlite3_column_int64(s, 2),
                       sqlite3_column_int64(s, 3)};
}

/* Visits that looked at any product. */
static tl_code add_viewed(const reading *r, int64_t from, int64_t to, tl_err *err) {
    bool row;
    sqlite3_stmt *s = tl__bound(r->db, viewed_sql, TL_ARGS(tl__n(from), tl__n(to)), err);
    if (s == NULL) {
        return err->code;
    }
    TL_TRY(tl__step(r->db, s, &row, err));
    tl_visits v = sums_of(s);
    tl__visits_add(r->all, &v);
    sqlite3_reset(s);
    return TL_OK;
}

static tl_code read_days(const reading *r, int64_t from, int64_t to, tl_err *err) {
    bool row = true;
    tl_rollup_kind kind = kind_of(r);
    if (kind == TL_ROLLUP_PRODUCT) {
        TL_TRY(add_viewed(r, from, to, err));
    }
    sqlite3_stmt *s = tl__bound(r->db, days_sql, TL_ARGS(tl__n(kind), tl__n(from), tl__n(to)), err);
    if (s == NULL) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(r->db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        tl_visits v = sums_of(s);
        if (one_cell(r, kind, sqlite3_column_int64(s, 4), sqlite3_column_int64(s, 5), &v, err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
    }
}

/* Hours of the UTC day are local hours where the zone is off by whole ones. */
static bool whole_hours(const tl_query *q) {
    for (uint32_t i = 0; q->tz && i < q->tz->n; i++) {
        if (q->tz->as.items[i].as.items[1].as.i % 3600 != 0) {
            return false;
        }
    }
    return true;
}

/* Of days whose visits were deleted by their age the roll-ups alone are left: they are counted whole, in the period
 * that has their noon. */
static int64_t rounded(int64_t at, int64_t pruned) {
    return at >= pruned || at < 0 ? at : (at + TL_DAY_MS / 2) / TL_DAY_MS * TL_DAY_MS;
}

static tl_code read_period(reading *r, tl_store *store, tl_err *err) {
    const tl_query *q = r->query;
    int64_t from = q->period.from, to = q->period.to, pruned;
    TL_TRY(tl__db_get(store, &r->db, err));
    TL_TRY(tl__meta_get(r->db, TL_META_PRUNED, INT64_MIN, &pruned, err));
    from = rounded(from, pruned);
    to = rounded(to, pruned);
    if (q->filtered || (kind_of(r) == TL_ROLLUP_HOUR && !whole_hours(q))) {
        return read_visits(r, from, to, err);
    }
    int64_t first = from <= 0 ? 0 : (from - 1) / TL_DAY_MS + 1, last = to <= 0 ? 0 : to / TL_DAY_MS;
    if (first >= last) {
        return read_visits(r, from, to, err);
    }
    TL_TRY(read_visits(r, from, first * TL_DAY_MS, err));
    TL_TRY(read_days(r, first, last, err));
    return read_visits(r, last * TL_DAY_MS, to, err);
}

tl_code tl__visits_each(tl_store *store, const tl_query *q, tl_on_visits on, void *ctx, tl_visits *all, tl_err *err) {
    reading r = {.query = q, .on = on, .ctx = ctx, .all = all};
    *all = (tl_visits){0};
    return read_period(&r, store, err);
}

tl_code tl__visits_by_band(tl_store *store, const tl_query *q, tl_band bands[TL_QUALITY_BANDS], tl_err *err) {
    tl_visits all = {0};
    reading r = {.query = q, .all = &all, .bands = bands};
    return read_period(&r, store, err);
}
