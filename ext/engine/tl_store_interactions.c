/* SPDX-License-Identifier: GPL-2.0-or-later */
/* People of a period, each with what they did before they ordered, if they did. */
#include "tl_report.h"
#include "tl_store_db.h"

typedef struct reading {
    tl_db *db;
    const tl_query *query;
    bool any_chat;
    tl_deeds person;
    int64_t id, ordered_at; /* INT64_MAX: not at all */
} reading;

/* A person's visits one after the other. What is only looked up where there is something: its first click. */
static const char visits_sql[] =
    "SELECT i.person, x.start, x.products, x.active_ms,"
    " CASE WHEN x.clicks > 0 THEN (SELECT MIN(e.at) FROM event e WHERE e.visitor = x.visitor"
    "  AND e.at BETWEEN x.start AND x.end AND e.type = 7) END,"
    " (SELECT MIN(e.at) FROM event e WHERE e.visitor = x.visitor AND e.at BETWEEN x.start AND x.end AND e.type = 3),"
    " (SELECT MIN(e.at) FROM event e WHERE e.visitor = x.visitor AND e.at BETWEEN x.start AND x.end AND e.type = 4)"
    " FROM session x JOIN identity i ON i.id = x.visitor WHERE x.start >= ?1 AND x.start < ?2 AND i.shared = 0"
    " ORDER BY i.person, x.start";

static const char ordered_sql[] =
    "SELECT MIN(o.placed_at) FROM orders o WHERE (o.person = ?1 OR o.day_person = ?1) AND o.placed_at >= ?2 AND "
    "o.placed_at < ?3"
    " AND o.renewal = 0 AND (o.reason = 0 OR (?4 AND o.reason = 1 AND o.status = 'on-hold'))";

static const char wrote_sql[] =
    "SELECT MIN(m.at) FROM identity i JOIN message m ON m.identity = i.id WHERE i.person = ?1 AND m.direction = 1"
    " AND m.at >= ?2 AND m.at < ?3";

static tl_code begin(reading *r, int64_t person, tl_err *err) {
    const tl_query *q = r->query;
    const tl_arg args[] = {tl__n(person), tl__n(q->period.from), tl__n(q->period.to), tl__n(q->on_hold)};
    int64_t wrote = INT64_MAX;
    r->id = person;
    TL_TRY(tl__one(r->db, ordered_sql, args, 4, INT64_MAX, &r->ordered_at, err));
    if (r->any_chat) {
        TL_TRY(tl__one(r->db, wrote_sql, args, 3, INT64_MAX, &wrote, err));
    }
    r->person = (tl_deeds){.ordered = r->ordered_at != INT64_MAX};
    r->person.did[TL_DEED_CHAT] = wrote != INT64_MAX && wrote < r->ordered_at;
    return TL_OK;
}

static bool before(const reading *r, sqlite3_stmt *s, int column) {
    return sqlite3_column_type(s, column) != SQLITE_NULL && sqlite3_column_int64(s, column) < r->ordered_at;
}

static void take_visit(reading *r, sqlite3_stmt *s) {
    tl_deeds *p = &r->person;
    if (!before(r, s, 1)) {
        return; /* it began after the order */
    }
    p->did[TL_DEED_RETURN] |= p->visits > 0;
    p->visits++;
    p->did[TL_DEED_PRODUCTS] |= sqlite3_column_int64(s, 2) >= 3;
    p->did[TL_DEED_MINUTE] |= sqlite3_column_int64(s, 3) >= 60000;
    p->did[TL_DEED_CLICK] |= before(r, s, 4);
    p->did[TL_DEED_SEARCH] |= before(r, s, 5);
    p->did[TL_DEED_VARIATION] |= before(r, s, 6);
}

tl_code tl__deeds_each(tl_store *store, const tl_query *q, tl_on_deeds on, void *ctx, tl_err *err) {
    reading r = {.query = q};
    bool row = true;
    int64_t any;
    TL_TRY(tl__db_get(store, &r.db, err));
    TL_TRY(tl__one(r.db, "SELECT EXISTS(SELECT 1 FROM message WHERE direction = 1)", NULL, 0, 0, &any, err));
    r.any_chat = any != 0;
    sqlite3_stmt *s = tl__bound(r.db, visits_sql, TL_ARGS(tl__n(q->period.from), tl__n(q->period.to)), err);
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(r.db, s, &row, err));
        if (r.id != 0 && (!row || sqlite3_column_int64(s, 0) != r.id)) {
            on(ctx, &r.person);
        }
        if (!row) {
            return TL_OK;
        }
        if (sqlite3_column_int64(s, 0) != r.id && begin(&r, sqlite3_column_int64(s, 0), err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
        take_visit(&r, s);
    }
}
