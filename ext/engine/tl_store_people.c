/* SPDX-License-Identifier: GPL-2.0-or-later */
/* People: identities that links join, as connected components. Components follow from the links alone, so the partition
 * does not depend on the order in which links came; the number of a person (its least identity) is only a label.
 *
 * An identity that ties together more than 20 customers (a shop's phone, a shared device) stops tying: it becomes a
 * person of its own, and nothing is reached through it. So does a code that two visitors clicked. */
#include "tl_store_ingest.h"

/* What the batch's links make of each identity at their ends. Customers are counted by account and by e-mail apart,
 * since one customer has both. Links are only ever added, but for those of typed codes: what is shared stays so unless
 * cut. */
static const char changed_sql[] =
    "INSERT INTO work_changed(id) SELECT id FROM (SELECT i.id, i.shared, CASE"
    "  WHEN i.shared = 1 AND i.id NOT IN (SELECT id FROM work_cut) THEN 1"
    "  WHEN i.kind = 6 AND (SELECT COUNT(DISTINCT e.visitor) FROM event e"
    "   WHERE e.code = i.value AND e.type = 7 AND e.visitor <> 0) > 1 THEN 1"
    "  WHEN (SELECT COUNT(DISTINCT o.id) FROM link l JOIN identity o ON o.id = l.b WHERE l.a = i.id AND o.kind = 2) > "
    "20"
    "  THEN 1"
    "  WHEN (SELECT COUNT(DISTINCT o.id) FROM link l JOIN identity o ON o.id = l.b WHERE l.a = i.id AND o.kind = 3) > "
    "20"
    "  THEN 1 ELSE 0 END AS now FROM identity i"
    " WHERE i.id IN (SELECT a FROM work_link UNION SELECT b FROM work_link UNION SELECT id FROM work_cut))"
    " WHERE now <> shared";

static const char flip_sql[] = "UPDATE identity SET shared = 1 - shared WHERE id IN (SELECT id FROM work_changed)";

static const char note_sql[] = "INSERT INTO work_person(id, at) VALUES(?1, 0) ON CONFLICT(id) DO UPDATE SET at = 0";

static tl_code note(tl_batch *b, int64_t person, tl_err *err) {
    return tl__do(b->db, note_sql, TL_ARGS(tl__n(person)), err);
}

/* ---- links were only added: unite ------------------------------------------------------------------------------- */

/* The persons of both ends, equal when the link joins nothing. */
static tl_code ends(tl_batch *b, int64_t x, int64_t y, int64_t *p, int64_t *q, tl_err *err) {
    bool row;
    sqlite3_stmt *s = tl__bound(b->db,
                                "SELECT i.person, j.person FROM identity i, identity j"
                                " WHERE i.id = ?1 AND j.id = ?2 AND i.shared = 0 AND j.shared = 0",
                                TL_ARGS(tl__n(x), tl__n(y)), err);
    *p = *q = 0;
    if (s == NULL) {
        return err->code;
    }
    TL_TRY(tl__step(b->db, s, &row, err));
    if (row) {
        *p = sqlite3_column_int64(s, 0);
        *q = sqlite3_column_int64(s, 1);
        sqlite3_reset(s);
    }
    return TL_OK;
}

static tl_code unite_one(tl_batch *b, int64_t x, int64_t y, tl_err *err) {
    int64_t p, q;
    TL_TRY(ends(b, x, y, &p, &q, err));
    if (p == q) {
        return TL_OK;
    }
    TL_TRY(note(b, p, err));
    TL_TRY(note(b, q, err));
    return tl__do(b->db, "UPDATE identity SET person = ?1 WHERE person = ?2",
                  TL_ARGS(tl__n(p < q ? p : q), tl__n(p < q ? q : p)), err);
}

static tl_code unite(tl_batch *b, tl_err *err) {
    bool row = true;
    sqlite3_stmt *s = tl__sql(b->db, "SELECT a, b FROM work_link", err);
    if (s == NULL) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(b->db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        TL_TRY(unite_one(b, sqlite3_column_int64(s, 0), sqlite3_column_int64(s, 1), err));
    }
}

/* ---- something stopped or began to tie: make the components anew ------------------------------------------------ */

/* SQLite does not know how small the work tables are: CROSS JOIN keeps it from reading all links instead.
 * work_part: every component that is touched, whole; at first everybody stands alone in it. */
static const char load_sql[] =
    "INSERT INTO work_part(id, person, was, shared) SELECT id, id, person, shared FROM identity WHERE person IN"
    " (SELECT person FROM identity WHERE id IN (SELECT a FROM work_link UNION SELECT b FROM work_link"
    "  UNION SELECT id FROM work_cut UNION SELECT id FROM work_changed"
    "  UNION SELECT l.b FROM work_changed c CROSS JOIN link l ON l.a = c.id))";

/* The least number reachable, one step a round: as many rounds as the longest chain of links. */
static const char spread_sql[] =
    "UPDATE work_part SET person = n.least FROM"
    " (SELECT w.id AS id, MIN(p.person) AS least FROM work_part w CROSS JOIN link l ON l.a = w.id"
    "  CROSS JOIN work_part p ON p.id = l.b WHERE w.shared = 0 AND p.shared = 0 GROUP BY w.id) n"
    " WHERE n.id = work_part.id AND n.least < work_part.person";

static const char note_parts_sql[] =
    "INSERT INTO work_person(id, at)"
    " SELECT was, 0 FROM work_part WHERE person <> was OR id IN (SELECT id FROM work_changed) UNION"
    " SELECT person, 0 FROM work_part WHERE person <> was OR id IN (SELECT id FROM work_changed)"
    " ON CONFLICT(id) DO UPDATE SET at = 0";

static const char store_sql[] =
    "UPDATE identity SET person = (SELECT w.person FROM work_part w WHERE w.id = identity.id)"
    " WHERE id IN (SELECT id FROM work_part WHERE person <> was)";

static tl_code rebuild(tl_batch *b, tl_err *err) {
    TL_TRY(tl__do(b->db, flip_sql, NULL, 0, err));
    TL_TRY(tl__do(b->db, load_sql, NULL, 0, err));
    do {
        TL_TRY(tl__do(b->db, spread_sql, NULL, 0, err));
    } while (tl__changes(b->db) > 0);
    TL_TRY(tl__do(b->db, note_parts_sql, NULL, 0, err));
    return tl__do(b->db, store_sql, NULL, 0, err);
}

tl_code tl__people_remake(tl_batch *b, tl_err *err) {
    int64_t grown, torn;
    TL_TRY(tl__one(b->db, "SELECT EXISTS (SELECT 1 FROM work_link)", NULL, 0, 0, &grown, err));
    TL_TRY(tl__one(b->db, "SELECT EXISTS (SELECT 1 FROM work_cut)", NULL, 0, 0, &torn, err));
    if (!grown && !torn) {
        return TL_OK;
    }
    TL_TRY(tl__do(b->db, changed_sql, NULL, 0, err));
    torn = torn || tl__changes(b->db) > 0;
    return torn ? rebuild(b, err) : unite(b, err);
}
