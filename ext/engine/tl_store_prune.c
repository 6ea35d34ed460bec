/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pruning by age: visits with their events, clicks and touches, messages with their chats, and who is known by nothing
 * any more. Visits go whole. What stays: orders, the paths of those that were over before that time frozen in their
 * rows; of whoever has an order since, all that may be in
 * its path; the daily roll-ups; and the time itself, before which nothing is taken any more. It works in small
 * transactions, so that it can be broken off and gone on with. */
#include "tl_report.h"
#include "tl_store_carts.h"

#define VISITS_AT_A_TIME 2000
#define IDENTITIES_AT_A_TIME 20000

typedef struct pruning {
    int64_t before;
    int64_t last[3]; /* start, visitor, hash of the last visit looked at */
    int64_t sessions, events, touches, messages, identities;
} pruning;

static tl_code count_gone(tl_batch *b, const char *sql, const tl_arg *args, size_t n, int64_t *gone, tl_err *err) {
    TL_TRY(tl__do(b->db, sql, args, n, err));
    *gone += tl__changes(b->db);
    return TL_OK;
}

/* ---- visits ------------------------------------------------------------------------------------------------------ */

/* A visit's events are those from its first up to the first of the visitor's next visit. */
#define OF_VISIT                                                                                                       \
    " FROM event e WHERE e.visitor = ?1 AND (e.at, e.hash) >= (?2, ?3) AND e.at <= ?4 AND NOT EXISTS (SELECT 1 FROM"   \
    " session n WHERE n.visitor = ?1 AND (n.start, n.hash) > (?2, ?3) AND (n.start, n.hash) <= (e.at, e.hash))"

static tl_code drop_visit(tl_batch *b, pruning *p, const tl_arg args[4], tl_err *err) {
    TL_TRY(tl__do(b->db,
                  "DELETE FROM click WHERE (at, visitor, hash) IN (SELECT e.at, e.visitor, e.hash" OF_VISIT
                  " AND e.type = 7)",
                  args, 4, err));
    TL_TRY(count_gone(b, "DELETE FROM event WHERE visitor = ?1 AND (at, hash) IN (SELECT e.at, e.hash" OF_VISIT ")",
                      args, 4, &p->events, err));
    TL_TRY(count_gone(b, "DELETE FROM touch WHERE identity = ?1 AND at BETWEEN ?2 AND ?4 AND session = ?2", args, 4,
                      &p->touches, err));
    return count_gone(b, "DELETE FROM session WHERE visitor = ?1 AND start = ?2 AND hash = ?3", args, 3, &p->sessions,
                      err);
}

static tl_code drop_visits(tl_batch *b, pruning *p, tl_err *err) {
    bool row = true;
    sqlite3_stmt *s = tl__sql(b->db, "SELECT visitor, start, hash, end FROM work_visit", err);
    if (s == NULL) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(b->db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        const tl_arg args[] = {tl__n(sqlite3_column_int64(s, 0)), tl__n(sqlite3_column_int64(s, 1)),
                               tl__n(sqlite3_column_int64(s, 2)), tl__n(sqlite3_column_int64(s, 3))};
        TL_TRY(drop_visit(b, p, args, err));
    }
}

static const char visits_sql[] =
    "INSERT INTO work_visit(visitor, start, hash, end) SELECT x.visitor, x.start, x.hash, x.end FROM session x"
    " JOIN identity i ON i.id = x.visitor LEFT JOIN work_later k ON k.person = i.person"
    " WHERE (x.start, x.visitor, x.hash) > (?2, ?3, ?4) AND x.start < ?1 AND x.end < MIN(?1, COALESCE(k.since, ?1))"
    " ORDER BY x.start, x.visitor, x.hash LIMIT ?5";

static tl_code last_of(tl_batch *b, pruning *p, tl_err *err) {
    bool row;
    sqlite3_stmt *s = tl__sql(
        b->db, "SELECT start, visitor, hash FROM work_visit ORDER BY start DESC, visitor DESC, hash DESC LIMIT 1", err);
    if (s == NULL) {
        return err->code;
    }
    TL_TRY(tl__step(b->db, s, &row, err));
    for (int i = 0; row && i < 3; i++) {
        p->last[i] = sqlite3_column_int64(s, i);
    }
    sqlite3_reset(s);
    return TL_OK;
}

static tl_code some_visits(tl_batch *b, pruning *p, int64_t *n, tl_err *err) {
    TL_TRY(tl__do(b->db, "DELETE FROM work_visit", NULL, 0, err));
    TL_TRY(tl__do(
        b->db, visits_sql,
        TL_ARGS(tl__n(p->before), tl__n(p->last[0]), tl__n(p->last[1]), tl__n(p->last[2]), tl__n(VISITS_AT_A_TIME)),
        err));
    *n = tl__changes(b->db);
    TL_TRY(last_of(b, p, err));
    return drop_visits(b, p, err);
}

/* ---- what belongs to no visit ----------------------------------------------------------------------------------- */

/* A chat that goes on at that time is kept from its first message. */
#define CUT "MIN(?1, COALESCE(k.since, ?1))"
static const char messages_sql[] =
    "DELETE FROM message WHERE id IN (SELECT m.id FROM message m LEFT JOIN identity i ON i.id = m.identity"
    " LEFT JOIN work_later k ON k.person = i.person WHERE m.at < " CUT " AND m.at < COALESCE((SELECT MAX(t.at) FROM"
    " touch t WHERE t.identity = m.identity AND t.kind = 3 AND t.at < " CUT
    " AND EXISTS (SELECT 1 FROM message l WHERE l.identity = m.identity AND l.at >= " CUT " AND l.at < " CUT
    " + 86400000)"
    " AND EXISTS (SELECT 1 FROM message l WHERE l.identity = m.identity AND l.at < " CUT " AND l.at >= " CUT
    " - 86400000)), ?1))";
static const char chats_sql[] =
    "DELETE FROM touch WHERE kind = 3 AND at < ?1"
    " AND NOT EXISTS (SELECT 1 FROM message m WHERE m.identity = touch.identity AND m.at = touch.at)";

static tl_code the_rest(tl_batch *b, pruning *p, int64_t *n, tl_err *err) {
    const tl_arg args[] = {tl__n(p->before)};
    *n = 0;
    TL_TRY(count_gone(b, "DELETE FROM event WHERE visitor = 0 AND at < ?1", args, 1, &p->events, err));
    TL_TRY(count_gone(b, messages_sql, args, 1, &p->messages, err));
    TL_TRY(count_gone(b, chats_sql, args, 1, &p->touches, err));
    return tl__do(b->db,
                  "DELETE FROM dict WHERE kind = 7 AND id NOT IN (SELECT text FROM event WHERE text IS NOT NULL)", NULL,
                  0, err);
}

/* ---- who is known by nothing any more -----------------------------------------------------------------------------
 */

/* Nothing is left of it, and nobody falls apart without it: whoever it is linked to are linked to each other. */
#define USED(i)                                                                                                        \
    "(EXISTS (SELECT 1 FROM session x WHERE x.visitor = " i ".id) OR EXISTS (SELECT 1 FROM event v WHERE v.visitor"    \
    " = " i ".id) OR EXISTS (SELECT 1 FROM touch t WHERE t.identity = " i ".id) OR EXISTS (SELECT 1 FROM message m"    \
    " WHERE m.identity = " i ".id) OR EXISTS (SELECT 1 FROM orders o WHERE (o.person = " i                             \
    ".person OR o.day_person = " i ".person) AND " i ".id IN"                                                          \
    " (o.visitor, o.customer, o.email, o.phone)) OR (" i ".kind = 6 AND (EXISTS (SELECT 1 FROM event v WHERE v.code"   \
    " = " i ".value) OR EXISTS (SELECT 1 FROM orders o WHERE o.code = " i ".value))))"
static const char idle_sql[] =
    "INSERT INTO work_idle(id) SELECT i.id FROM identity i WHERE i.id > ?1 AND i.id <= ?2 AND i.shared = 0"
    " AND NOT " USED("i") " AND (NOT EXISTS (SELECT 1 FROM link x JOIN link y ON y.a = x.a AND y.b > x.b"
                          "  WHERE x.a = i.id AND NOT EXISTS (SELECT 1 FROM link z WHERE z.a = x.b AND z.b = y.b))"
                          " OR NOT EXISTS (SELECT 1 FROM identity j WHERE j.person = i.person AND " USED("j") "))";

static tl_code some_identities(tl_batch *b, pruning *p, int64_t from, tl_err *err) {
    TL_TRY(tl__do(b->db, "DELETE FROM work_idle", NULL, 0, err));
    TL_TRY(tl__do(b->db, idle_sql, TL_ARGS(tl__n(from), tl__n(from + IDENTITIES_AT_A_TIME)), err));
    if (tl__changes(b->db) == 0) {
        return TL_OK;
    }
    TL_TRY(tl__do(b->db,
                  "DELETE FROM link WHERE (a, b) IN (SELECT b, a FROM link WHERE a IN (SELECT id FROM work_idle))",
                  NULL, 0, err));
    TL_TRY(tl__do(b->db, "DELETE FROM link WHERE a IN (SELECT id FROM work_idle)", NULL, 0, err));
    return count_gone(b, "DELETE FROM identity WHERE id IN (SELECT id FROM work_idle)", NULL, 0, &p->identities, err);
}

static tl_code all_identities(tl_batch *b, pruning *p, tl_err *err) {
    int64_t last;
    TL_TRY(tl__one(b->db, "SELECT MAX(id) FROM identity", NULL, 0, 0, &last, err));
    for (int64_t from = 0; from < last; from += IDENTITIES_AT_A_TIME) {
        TL_TRY(tl__begin(b->db, err));
        TL_TRY(tl__end(b->db, some_identities(b, p, from, err), err));
    }
    return TL_OK;
}

/* ---- all ----------------------------------------------------------------------------------------------------------
 */

static const char work_tables[] =
    "CREATE TEMP TABLE IF NOT EXISTS work_visit(visitor INTEGER, start INTEGER, hash INTEGER, end INTEGER);"
    "CREATE TEMP TABLE IF NOT EXISTS work_idle(id INTEGER PRIMARY KEY);"
    "CREATE TEMP TABLE IF NOT EXISTS work_later(person INTEGER PRIMARY KEY, since INTEGER);"
    "DELETE FROM work_later;";

/* Orders that were over by then: what they earned is in their row, and their path is made no more. */
static tl_code freeze(tl_batch *b, const pruning *p, tl_err *err) {
    const tl_arg args[] = {tl__n(p->before)};
    TL_TRY(tl__work_begin(b, err));
    TL_TRY(tl__do(b->db, "UPDATE orders SET dirty = 1 WHERE moves IS NULL AND placed_at < ?1", args, 1, err));
    TL_TRY(tl__orders_remake(b, err));
    TL_TRY(tl__do(b->db,
                  "UPDATE orders SET frozen = 1 WHERE frozen = 0 AND unlinked = 0 AND snapshot_at > 0"
                  " AND MAX(placed_at, COALESCE(counted_at, 0)) < ?1",
                  args, 1, err));
    return tl__do(b->db, "DELETE FROM order_path WHERE order_id IN (SELECT id FROM orders WHERE frozen = 1)", NULL, 0,
                  err);
}

/* That buttons seen and chats are measured stays known when the first of them go. */
static tl_code note_measured(tl_batch *b, tl_err *err) {
    static const char sql[] =
        "INSERT INTO meta(key, value) SELECT key, at FROM (SELECT 'first_seen_at' AS key, MIN(at) AS at FROM event"
        " WHERE type = 6 UNION ALL SELECT 'first_chat_at', MIN(at) FROM message WHERE direction = 1)"
        " WHERE at IS NOT NULL ON CONFLICT(key) DO UPDATE SET value = MIN(value, excluded.value)";
    return tl__do(b->db, sql, NULL, 0, err);
}

/* From now on nothing older is taken, so that no roll-up counts it twice. */
static tl_code begin(tl_batch *b, const pruning *p, tl_err *err) {
    TL_TRY(tl__exec(b->db, work_tables, err));
    TL_TRY(tl__do(b->db,
                  "INSERT INTO work_later(person, since) SELECT whose, MIN(placed_at) - " TL_LOOKBACK_TEXT
                  " FROM (SELECT person AS whose, placed_at, counted_at FROM orders UNION ALL"
                  "  SELECT day_person, placed_at, counted_at FROM orders WHERE day_person IS NOT NULL)"
                  " WHERE whose IS NOT NULL AND MAX(placed_at, COALESCE(counted_at, 0)) >= ?1 GROUP BY whose",
                  TL_ARGS(tl__n(p->before)), err));
    TL_TRY(note_measured(b, err));
    TL_TRY(freeze(b, p, err));
    TL_TRY(tl__carts_prune(b, p->before, err));
    return p->before > b->pruned_before ? tl__meta_set(b->db, TL_META_PRUNED, p->before, err) : TL_OK;
}

typedef tl_code (*some)(tl_batch *b, pruning *p, int64_t *n, tl_err *err);

static tl_code until_none(tl_batch *b, pruning *p, some stage, tl_err *err) {
    int64_t n = 1;
    while (n > 0) {
        TL_TRY(tl__begin(b->db, err));
        TL_TRY(tl__end(b->db, stage(b, p, &n, err), err));
    }
    return TL_OK;
}

static tl_code prune(tl_batch *b, void *ctx, tl_err *err) {
    pruning *p = ctx;
    TL_TRY(tl__exec(b->db, "PRAGMA secure_delete = ON", err));
    TL_TRY(tl__begin(b->db, err));
    TL_TRY(tl__end(b->db, begin(b, p, err), err));
    TL_TRY(until_none(b, p, some_visits, err));
    TL_TRY(until_none(b, p, the_rest, err));
    return all_identities(b, p, err);
}

tl_code tl_store_prune(tl_store *store, int64_t before, tl_arena *arena, tl_value *answer, tl_err *err) {
    tl_out out = {.arena = arena};
    pruning p = {.before = before, .last = {INT64_MIN, INT64_MIN, INT64_MIN}};
    *err = (tl_err){0};
    *answer = tl_map();
    if (before < 0 || before > store->host.now_ms(store->host.ctx)) {
        return tl_fail(err, TL_E_OPTION, "prune() takes a time that has been, in ms since 1970");
    }
    TL_TRY(tl__upkeep(store, prune, &p, err));
    tl__put(&out, answer, "sessions", tl_int(p.sessions));
    tl__put(&out, answer, "events", tl_int(p.events));
    tl__put(&out, answer, "touches", tl_int(p.touches));
    tl__put(&out, answer, "messages", tl_int(p.messages));
    tl__put(&out, answer, "identities", tl_int(p.identities));
    return tl__done(&out, err);
}
