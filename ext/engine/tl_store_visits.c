/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Visits of a period: whole UTC days from the roll-ups, what is left at both ends from the visits themselves. With a
 * filter, which looks at several traits at once, all from the visits. */
#include "tl_report.h"
#include "tl_store_db.h"
#include "tl_store_rollup.h"

typedef struct reading {
    tl_db *db;
    const tl_query *query;
    tl_on_visits on;
    void *ctx;
    int64_t *visits;
} reading;

static tl_rollup_kind kind_of(tl_dim dim) {
    switch (dim) {
    case TL_DIM_LANDING:
    case TL_DIM_PAGE:
        return TL_ROLLUP_LANDING;
    case TL_DIM_DEVICE:
        return TL_ROLLUP_DEVICE;
    case TL_DIM_COUNTRY:
        return TL_ROLLUP_COUNTRY;
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

static tl_code from_source(const reading *r, tl_traits *traits, tl_err *err) {
    const tl_source_name *name;
    TL_TRY(tl__name_source(r->query->names, traits->source, &name, err));
    traits->channel = name->channel;
    traits->entry = name->entry;
    return TL_OK;
}

static tl_code one_visit(const reading *r, tl_traits *traits, tl_slice viewed, tl_err *err) {
    bool passes;
    TL_TRY(from_source(r, traits, err));
    TL_TRY(tl__passes(r->query, TL_SESSION_DIMS | TL_DIM_BIT(TL_DIM_ENTRY), traits, &passes, err));
    if (!passes) {
        return TL_OK;
    }
    if (r->query->dim != TL_DIM_PRODUCT) {
        ++*r->visits;
        return r->on(r->ctx, traits, 1, err);
    }
    *r->visits += viewed.len > 0;
    while ((traits->product = tl__viewed_next(&viewed)) != 0) {
        TL_TRY(r->on(r->ctx, traits, 1, err));
    }
    return TL_OK;
}

static const char visits_sql[] = "SELECT start, source, landing, device, country, viewed FROM session"
                                 " WHERE start >= ?1 AND start < ?2";

static tl_code read_visits(const reading *r, int64_t from, int64_t to, tl_err *err) {
    bool row = true;
    if (from >= to) {
        return TL_OK;
    }
    sqlite3_stmt *s = tl__bound(r->db, visits_sql, TL_ARGS(tl__n(from), tl__n(to)), err);
    if (s == NULL) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(r->db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        tl_traits traits = {.at = sqlite3_column_int64(s, 0),
                            .source = sqlite3_column_int64(s, 1),
                            .landing = sqlite3_column_int64(s, 2),
                            .device = sqlite3_column_int64(s, 3),
                            .country = sqlite3_column_int64(s, 4)};
        if (one_visit(r, &traits, tl__column_text(s, 5), err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
    }
}

/* ---- roll-ups ------------------------------------------------------------------------------------------------------
 */

static tl_code one_cell(const reading *r, tl_rollup_kind kind, int64_t day, int64_t key, int64_t n, tl_err *err) {
    tl_traits traits = {.at = day * TL_DAY_MS};
    switch (kind) {
    case TL_ROLLUP_SOURCE:
        traits.source = key;
        TL_TRY(from_source(r, &traits, err));
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
    *r->visits += kind == TL_ROLLUP_PRODUCT ? 0 : n;
    return n > 0 ? r->on(r->ctx, &traits, n, err) : TL_OK;
}

/* An hour of the week needs its day; all else is summed over the days. */
static const char days_sql[] = "SELECT CASE WHEN ?1 = 5 THEN day END, key, SUM(n) FROM rollup WHERE kind = ?1 AND day "
                               ">= ?2 AND day < ?3 GROUP BY 1, 2";

static tl_code read_days(const reading *r, int64_t from, int64_t to, tl_err *err) {
    bool row = true;
    tl_rollup_kind kind = kind_of(r->query->dim);
    int64_t viewed;
    if (kind == TL_ROLLUP_PRODUCT) {
        TL_TRY(tl__one(r->db, "SELECT SUM(n) FROM rollup WHERE kind = 7 AND day >= ?1 AND day < ?2",
                       TL_ARGS(tl__n(from), tl__n(to)), 0, &viewed, err));
        *r->visits += viewed;
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
        if (one_cell(r, kind, sqlite3_column_int64(s, 0), sqlite3_column_int64(s, 1), sqlite3_column_int64(s, 2),
                     err) != TL_OK) {
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

tl_code tl__visits_each(tl_store *store, const tl_query *q, tl_on_visits on, void *ctx, int64_t *visits, tl_err *err) {
    reading r = {.query = q, .on = on, .ctx = ctx, .visits = visits};
    int64_t from = q->period.from, to = q->period.to, pruned;
    *visits = 0;
    TL_TRY(tl__db_get(store, &r.db, err));
    TL_TRY(tl__meta_get(r.db, TL_META_PRUNED, INT64_MIN, &pruned, err));
    from = rounded(from, pruned);
    to = rounded(to, pruned);
    if (q->filtered || (kind_of(q->dim) == TL_ROLLUP_HOUR && !whole_hours(q))) {
        return read_visits(&r, from, to, err);
    }
    int64_t first = from <= 0 ? 0 : (from - 1) / TL_DAY_MS + 1, last = to <= 0 ? 0 : to / TL_DAY_MS;
    if (first >= last) {
        return read_visits(&r, from, to, err);
    }
    TL_TRY(read_visits(&r, from, first * TL_DAY_MS, err));
    TL_TRY(read_days(&r, first, last, err));
    return read_visits(&r, last * TL_DAY_MS, to, err);
}
