/* SPDX-License-Identifier: GPL-2.0-or-later */
/* People: identities that links join, as connected components. Components are derived from the links, so the partition
 * does not depend on the order in which links came; the number of a person (the least identity in it) is only a label.
 *
 * An identity that ties together more than 20 customers (a shop's phone, a shared device) stops tying: it becomes a
 * person of its own, and nothing is reached through it. So does a code that two visitors clicked. */
#include "tl_store_ingest.h"

/* work_part: the components that a new link touches, whole. */
static const char load_sql[] = "INSERT INTO work_part(id, person, was, shared, kind)"
                               " SELECT id, id, person, shared, kind FROM identity WHERE person IN"
                               " (SELECT i.person FROM work_identity w JOIN identity i ON i.id = w.id)";

static const char shared_sql[] =
    "UPDATE work_part SET shared = CASE WHEN kind = 6"
    " THEN (SELECT COUNT(*) FROM link l JOIN identity i ON i.id = l.b WHERE l.a = work_part.id AND i.kind = 1) > 1"
    " ELSE MAX((SELECT COUNT(*) FROM link l JOIN identity i ON i.id = l.b WHERE l.a = work_part.id AND i.kind = 2),"
    "          (SELECT COUNT(*) FROM link l JOIN identity i ON i.id = l.b WHERE l.a = work_part.id AND i.kind = 3)) > "
    "20 END";

/* The least number reachable, one step a round: as many rounds as the longest chain of links. */
static const char spread_sql[] = "UPDATE work_part SET person = n.least FROM"
                                 " (SELECT l.a AS id, MIN(p.person) AS least FROM work_part w JOIN link l ON l.a = w.id"
                                 "  JOIN work_part p ON p.id = l.b WHERE w.shared = 0 AND p.shared = 0 GROUP BY l.a) n"
                                 " WHERE n.id = work_part.id AND n.least < work_part.person";

static const char changed_sql[] = "INSERT INTO work_person(id, at) SELECT was, 0 FROM work_part WHERE person <> was"
                                  " UNION SELECT person, 0 FROM work_part WHERE person <> was"
                                  " ON CONFLICT(id) DO UPDATE SET at = 0";

static const char store_sql[] =
    "UPDATE identity SET person = w.person, shared = w.shared FROM work_part w"
    " WHERE w.id = identity.id AND (w.person <> identity.person OR w.shared <> identity.shared)";

/* A code that became known or ambiguous changes the orders on which it was typed, whosever they are. */
static const char codes_sql[] = "UPDATE orders SET dirty = 1 WHERE code IN (SELECT i.value FROM work_identity w"
                                " JOIN identity i ON i.id = w.id WHERE i.kind = 6)";

static tl_code run(tl_batch *b, const char *sql, int64_t *changes, tl_err *err) {
    sqlite3_stmt *s = tl__sql(b->db, sql, err);
    if (!s) {
        return err->code;
    }
    tl_code code = tl__run(b->db, s, err);
    *changes = sqlite3_changes(b->db->handle);
    return code;
}

tl_code tl__people_remake(tl_batch *b, tl_err *err) {
    int64_t changes;
    sqlite3_stmt *s = tl__sql(b->db, "SELECT COUNT(*) FROM work_identity", err);
    if (!s || tl__number(b->db, s, 0, &changes, err) != TL_OK) {
        return err->code;
    }
    if (!changes) {
        return TL_OK;
    }
    if (run(b, load_sql, &changes, err) != TL_OK || run(b, shared_sql, &changes, err) != TL_OK) {
        return err->code;
    }
    do {
        if (run(b, spread_sql, &changes, err) != TL_OK) {
            return err->code;
        }
    } while (changes > 0);
    if (run(b, changed_sql, &changes, err) != TL_OK || run(b, store_sql, &changes, err) != TL_OK ||
        run(b, codes_sql, &changes, err) != TL_OK) {
        return err->code;
    }
    return TL_OK;
}
