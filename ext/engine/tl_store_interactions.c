/* SPDX-License-Identifier: GPL-2.0-or-later */
/* People of a period, each with what they did before they ordered, if they did. Their orders are read first, then every
 * visit once: what a visit's own row tells is not asked of its events. */
#include "tl_store_buyers.h"

typedef struct person {
    tl_deeds deeds;
    int64_t id, ordered_at; /* INT64_MAX: not at all */
} person;

typedef struct reading {
    tl_db *db;
    const tl_query *query;
    tl_buyers buyers;
    tl_table table; /* by person */
    person *persons;
    size_t cap;
} reading;

/* chose: only a search, a variation or a cart bring a visit's quality so far (tl_store_session.c) */
static const char visits_sql[] =
    "SELECT i.person, x.start, x.visitor, x.end, x.products, x.active_ms, x.clicks,"
    " x.quality - MIN(x.active_ms, 60000) - 10000 * x.products >= 30000"
    " FROM session x CROSS JOIN identity i ON i.id = x.visitor WHERE x.start >= ?1 AND x.start < ?2 AND i.shared = 0";
enum { PERSON, START, VISITOR, END, PRODUCTS, ACTIVE, CLICKS, CHOSE };

static const char did_sql[] =
    "SELECT EXISTS(SELECT 1 FROM event WHERE visitor = ?1 AND at BETWEEN ?2 AND ?3 AND type = ?4)";

static const char wrote_sql[] =
    "SELECT MIN(m.at) FROM identity i JOIN message m ON m.identity = i.id WHERE i.person = ?1 AND m.direction = 1"
    " AND m.at >= ?2 AND m.at < ?3";

static int64_t first_order(const reading *r, int64_t id) {
    int64_t first = INT64_MAX;
    for (const tl_purchase *p = tl__buyers_of(&r->buyers, id); p; p = p->next) {
        first = p->placed_at < first ? p->placed_at : first;
    }
    return first == INT64_MAX ? first : tl__end_of_second(first);
}

static person *person_of(reading *r, int64_t id, tl_err *err) {
    uint32_t before = r->table.n;
    void *persons = r->persons;
    person *p = tl__table_row(&r->table, (tl_slice){(const char *)&id, sizeof id}, &persons, &r->cap, sizeof *p);
    r->persons = persons;
    if (!p) {
        tl_fail(err, TL_E_NOMEM, "counting people");
    } else if (r->table.n > before) {
        p->id = id;
        p->ordered_at = first_order(r, id);
        p->deeds.ordered = p->ordered_at != INT64_MAX;
    }
    return p;
}

/* Was there an event of this type in the visit, before the order? */
static tl_code look(const reading *r, sqlite3_stmt *s, int64_t type, const person *p, bool *did, tl_err *err) {
    int64_t end = sqlite3_column_int64(s, END), found = 1;
    if (*did) {
        return TL_OK;
    }
    end = end < p->ordered_at ? end : p->ordered_at - 1;
    TL_TRY(tl__one(r->db, did_sql,
                   TL_ARGS(tl__n(sqlite3_column_int64(s, VISITOR)), tl__n(sqlite3_column_int64(s, START)), tl__n(end),
                           tl__n(type)),
                   0, &found, err));
    *did = found != 0;
    return TL_OK;
}

static tl_code take_visit(reading *r, sqlite3_stmt *s, tl_err *err) {
    person *p = person_of(r, sqlite3_column_int64(s, PERSON), err);
    if (!p) {
        return err->code;
    }
    tl_deeds *d = &p->deeds;
    if (sqlite3_column_int64(s, START) >= p->ordered_at) {
        return TL_OK; /* it began after the order */
    }
    d->did[TL_DEED_RETURN] |= d->visits > 0;
    d->visits++;
    d->did[TL_DEED_PRODUCTS] |= sqlite3_column_int64(s, PRODUCTS) >= 3;
    d->did[TL_DEED_MINUTE] |= sqlite3_column_int64(s, ACTIVE) >= 60000;
    if (sqlite3_column_int64(s, CLICKS) > 0) {
        d->did[TL_DEED_CLICK] |= sqlite3_column_int64(s, END) < p->ordered_at;
        TL_TRY(look(r, s, TL_TYPE_BUTTON_CLICK, p, &d->did[TL_DEED_CLICK], err));
    }
    if (sqlite3_column_int64(s, CHOSE)) {
        TL_TRY(look(r, s, TL_TYPE_SEARCH, p, &d->did[TL_DEED_SEARCH], err));
        TL_TRY(look(r, s, TL_TYPE_VARIATION, p, &d->did[TL_DEED_VARIATION], err));
    }
    return TL_OK;
}

static tl_code read_visits(reading *r, tl_err *err) {
    const tl_period *period = &r->query->period;
    bool row = true;
    sqlite3_stmt *s = tl__bound(r->db, visits_sql, TL_ARGS(tl__n(period->from), tl__n(period->to)), err);
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(r->db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        if (take_visit(r, s, err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
    }
}

static tl_code tell(const reading *r, bool any_chat, tl_on_deeds on, void *ctx, tl_err *err) {
    const tl_period *period = &r->query->period;
    for (uint32_t i = 0; i < r->table.n; i++) {
        person *p = &r->persons[i];
        int64_t wrote = INT64_MAX;
        if (any_chat) {
            TL_TRY(tl__one(r->db, wrote_sql, TL_ARGS(tl__n(p->id), tl__n(period->from), tl__n(period->to)), INT64_MAX,
                           &wrote, err));
        }
        p->deeds.did[TL_DEED_CHAT] = wrote < p->ordered_at;
        on(ctx, &p->deeds);
    }
    return TL_OK;
}

tl_code tl__deeds_each(tl_store *store, const tl_query *q, tl_arena *arena, tl_on_deeds on, void *ctx, tl_err *err) {
    reading r = {.query = q};
    int64_t any;
    tl__table_init(&r.table, arena);
    TL_TRY(tl__db_get(store, &r.db, err));
    TL_TRY(tl__one(r.db, "SELECT EXISTS(SELECT 1 FROM message WHERE direction = 1)", NULL, 0, 0, &any, err));
    TL_TRY(tl__buyers_placed(&r.buyers, r.db, q, q->period, arena, err));
    TL_TRY(read_visits(&r, err));
    return tell(&r, any != 0, on, ctx, err);
}
