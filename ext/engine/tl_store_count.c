/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts behind reports: the chain from button to refund, and sessions, clicks and chats by a dimension. */
#include "tl_report.h"
#include "tl_store_db.h"

#include <string.h>

tl_code tl__first_and_newest(tl_store *store, int64_t *first, int64_t *newest, tl_err *err) {
    tl_db *db;
    TL_TRY(tl__db_get(store, &db, err));
    TL_TRY(tl__meta_get(db, "oldest_at", 0, first, err));
    return tl__meta_get(db, "newest_at", 0, newest, err);
}

tl_code tl__click_persons(tl_store *store, tl_period period, int64_t *n, tl_err *err) {
    tl_db *db;
    TL_TRY(tl__db_get(store, &db, err));
    return tl__one(db,
                   "SELECT COUNT(DISTINCT i.person) FROM event e JOIN identity i ON i.id = e.visitor"
                   " WHERE e.type = 7 AND e.at >= ?1 AND e.at < ?2",
                   TL_ARGS(tl__n(period.from), tl__n(period.to)), 0, n, err);
}

tl_code tl__clicks(tl_store *store, tl_period period, tl_on_click on, void *ctx, tl_err *err) {
    tl_db *db;
    bool row = true;
    TL_TRY(tl__db_get(store, &db, err));
    sqlite3_stmt *s = tl__bound(db,
                                "SELECT e.at, i.person FROM event e JOIN identity i ON i.id = e.visitor"
                                " WHERE e.type = 7 AND e.at >= ?1 AND e.at < ?2 ORDER BY i.person, e.at",
                                TL_ARGS(tl__n(period.from), tl__n(period.to)), err);
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        tl_code code = on(ctx, sqlite3_column_int64(s, 0), sqlite3_column_int64(s, 1), err);
        if (code != TL_OK) {
            sqlite3_reset(s);
            return code;
        }
    }
}

/* ---- the chain
 * ------------------------------------------------------------------------------------------------------- */

/* A person's clicks of the period come one after the other; a step is reached when it lies within the window of one of
 * them. */
typedef struct walk {
    tl_db *db;
    const tl_query *query;
    tl_arena *arena;
    tl_chain *out;
    int64_t person, now;
    bool chat, cart, order, refunded, open;
} walk;

static tl_code reached(walk *w, const char *sql, int64_t at, bool *flag, tl_err *err) {
    int64_t found;
    if (*flag) {
        return TL_OK;
    }
    TL_TRY(tl__one(w->db, sql, TL_ARGS(tl__n(w->person), tl__n(at), tl__n(at + w->query->window_ms)), 0, &found, err));
    *flag = found != 0;
    return TL_OK;
}

static const char chat_sql[] = "SELECT 1 FROM identity i JOIN message m ON m.identity = i.id"
                               " WHERE i.person = ?1 AND m.direction = 1 AND m.at >= ?2 AND m.at <= ?3 LIMIT 1";

/* Something in the cart within the window, or still in it at the click. */
static const char cart_sql[] =
    "SELECT 1 FROM identity i JOIN event e ON e.visitor = i.id WHERE i.person = ?1 AND e.at >= ?2 AND e.at <= ?3"
    " AND (e.type = 10 OR (e.type = 9 AND e.n1 > 0))"
    " UNION ALL SELECT 1 FROM identity i WHERE i.person = ?1 AND (SELECT e.n1 FROM event e WHERE e.visitor = i.id AND "
    "e.type = 9"
    " AND e.at < ?2 ORDER BY e.at DESC, e.hash DESC LIMIT 1) > 0 LIMIT 1";

static tl_code note_order(walk *w, int64_t id, tl_err *err) {
    tl_chain *c = w->out;
    for (size_t i = c->n_orders; i-- > 0;) {
        if (c->orders[i] == id) {
            return TL_OK;
        }
    }
    if ((c->n_orders & (c->n_orders - 1)) == 0) {
        int64_t *grown = tl_arena_alloc(w->arena, (c->n_orders ? 2 * c->n_orders : 1) * sizeof *grown);
        if (!grown) {
            return tl_fail(err, TL_E_NOMEM, "counting the chain");
        }
        if (c->n_orders) {
            memcpy(grown, c->orders, c->n_orders * sizeof *grown);
        }
        c->orders = grown;
    }
    c->orders[c->n_orders++] = id;
    return TL_OK;
}

/* Counted orders whose moment lies in the window after the click: when they were placed, or first counted where they
 * had been placed before (the chat was about a pay link). */
static tl_code orders_after(walk *w, int64_t at, tl_err *err) {
    bool row = true;
    sqlite3_stmt *s =
        tl__bound(w->db,
                  "SELECT o.id, EXISTS(SELECT 1 FROM order_refund r WHERE r.order_id = o.id AND r.effective = 1)"
                  " FROM orders o WHERE o.person = ?1 AND o.renewal = 0"
                  " AND (o.reason = 0 OR (?4 AND o.reason = 1 AND o.status = 'on-hold'))"
                  " AND (o.placed_at BETWEEN ?2 AND ?3 OR (o.placed_at < ?2 AND o.counted_at BETWEEN ?2 AND ?3))",
                  TL_ARGS(tl__n(w->person), tl__n(at), tl__n(at + w->query->window_ms), tl__n(w->query->on_hold)), err);
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(w->db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        w->order = true;
        w->refunded |= sqlite3_column_int(s, 1) != 0;
        if (note_order(w, sqlite3_column_int64(s, 0), err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
    }
}

static void close_person(walk *w) {
    if (w->person) {
        w->out->click++;
        w->out->chat += w->chat;
        w->out->cart += w->cart || w->order; /* an order without a cart passes the step */
        w->out->order += w->order;
        w->out->refunded += w->refunded;
    }
    w->chat = w->cart = w->order = w->refunded = false;
}

static tl_code on_click(void *ctx, int64_t at, int64_t person, tl_err *err) {
    walk *w = ctx;
    if (person != w->person) {
        close_person(w);
        w->person = person;
    }
    w->out->open |= at + w->query->window_ms > w->now;
    TL_TRY(reached(w, chat_sql, at, &w->chat, err));
    TL_TRY(reached(w, cart_sql, at, &w->cart, err));
    return orders_after(w, at, err);
}

tl_code tl__chain_count(tl_store *store, const tl_query *query, tl_period period, tl_arena *arena, tl_chain *out,
                        tl_err *err) {
    tl_db *db;
    int64_t any;
    memset(out, 0, sizeof *out);
    TL_TRY(tl__db_get(store, &db, err));
    TL_TRY(tl__one(db, "SELECT COUNT(*) FROM event WHERE type = 6 AND at >= ?1 AND at < ?2",
                   TL_ARGS(tl__n(period.from), tl__n(period.to)), 0, &out->seen, err));
    TL_TRY(tl__one(db, "SELECT EXISTS(SELECT 1 FROM event WHERE type = 6 AND at < ?1)", TL_ARGS(tl__n(period.to)), 0,
                   &any, err));
    out->seen_measured = any != 0;
    TL_TRY(tl__one(db, "SELECT EXISTS(SELECT 1 FROM message WHERE direction = 1 AND at < ?1)",
                   TL_ARGS(tl__n(period.to)), 0, &any, err));
    out->chat_measured = any != 0;
    walk w = {.db = db, .query = query, .arena = arena, .out = out, .now = store->host.now_ms(store->host.ctx)};
    TL_TRY(tl__clicks(store, period, on_click, &w, err));
    close_person(&w);
    return TL_OK;
}

/* ---- by a dimension
 * ------------------------------------------------------------------------------------------------------ */

#define SESSION_SOURCE                                                                                                 \
    "(SELECT s.source FROM session s WHERE s.visitor = e.visitor AND s.start <= e.at ORDER BY s.start DESC LIMIT 1)"
#define CLICKERS " FROM event e JOIN identity i ON i.id = e.visitor WHERE e.type = 7 AND e.at >= ?1 AND e.at < ?2"
/* the person wrote within the window after the click */
#define WROTE                                                                                                          \
    " AND EXISTS(SELECT 1 FROM identity j JOIN message m ON m.identity = j.id WHERE j.person = i.person"               \
    " AND m.direction = 1 AND m.at >= e.at AND m.at <= e.at + ?3)"

static const char sessions_channel[] = "SELECT s.channel, '', COUNT(*) FROM session x JOIN source s ON s.id = x.source"
                                       " WHERE x.start >= ?1 AND x.start < ?2 AND ?3 GROUP BY 1";
static const char sessions_campaign[] =
    "SELECT s.campaign, '', COUNT(*) FROM session x JOIN source s ON s.id = x.source"
    " WHERE x.start >= ?1 AND x.start < ?2 AND ?3 GROUP BY 1";
static const char sessions_page[] = "SELECT COALESCE(d.value, ''), '', COUNT(*) FROM session x LEFT JOIN dict d"
                                    " ON d.id = x.landing WHERE x.start >= ?1 AND x.start < ?2 AND ?3 GROUP BY 1";
/* of a product: the sessions that viewed it */
static const char sessions_product[] =
    "SELECT d.value, d.name, COUNT(DISTINCT x.visitor || ':' || x.start) FROM session x JOIN event e ON e.visitor = "
    "x.visitor"
    " AND e.at BETWEEN x.start AND x.end AND e.type = 2 JOIN dict d ON d.id = e.product"
    " WHERE x.start >= ?1 AND x.start < ?2 AND ?3 GROUP BY d.id";
#define BY_CHANNEL(and)                                                                                                \
    "SELECT s.channel, '', COUNT(DISTINCT i.person) FROM (SELECT e.visitor, e.at, " SESSION_SOURCE " AS source"        \
    " FROM event e WHERE e.type = 7 AND e.at >= ?1 AND e.at < ?2) e JOIN identity i ON i.id = e.visitor"               \
    " JOIN source s ON s.id = e.source WHERE ?3" and                                                                   \
        " GROUP BY 1"
#define BY_CAMPAIGN(and)                                                                                               \
    "SELECT s.campaign, '', COUNT(DISTINCT i.person) FROM (SELECT e.visitor, e.at, " SESSION_SOURCE " AS source"       \
    " FROM event e WHERE e.type = 7 AND e.at >= ?1 AND e.at < ?2) e JOIN identity i ON i.id = e.visitor"               \
    " JOIN source s ON s.id = e.source WHERE ?3" and                                                                   \
        " GROUP BY 1"
#define BY_PAGE(and)                                                                                                   \
    "SELECT COALESCE((SELECT value FROM dict WHERE id = e.page), ''), '', COUNT(DISTINCT i.person)" CLICKERS           \
    " AND ?3" and                                                                                                      \
        " GROUP BY e.page"
#define BY_PRODUCT(and)                                                                                                \
    "SELECT COALESCE((SELECT value FROM dict WHERE id = e.product), ''), (SELECT name FROM dict WHERE id = "           \
    "e.product),"                                                                                                      \
    " COUNT(DISTINCT i.person)" CLICKERS " AND e.product IS NOT NULL AND ?3" and                                       \
        " GROUP BY e.product"

static const char *const count_sql[3][5] = {
    {NULL, sessions_channel, sessions_campaign, sessions_page, sessions_product},
    {NULL, BY_CHANNEL(""), BY_CAMPAIGN(""), BY_PAGE(""), BY_PRODUCT("")},
    {NULL, BY_CHANNEL(WROTE), BY_CAMPAIGN(WROTE), BY_PAGE(WROTE), BY_PRODUCT(WROTE)}};

tl_code tl__counts_by(tl_store *store, tl_dim dim, tl_count what, tl_period period, int64_t window_ms, tl_on_count on,
                      void *ctx, tl_err *err) {
    tl_db *db;
    bool row = true;
    TL_TRY(tl__db_get(store, &db, err));
    sqlite3_stmt *s =
        tl__bound(db, count_sql[what][dim], TL_ARGS(tl__n(period.from), tl__n(period.to), tl__n(window_ms)), err);
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        tl_slice key =
            dim == TL_DIM_CHANNEL ? tl_word_of(tl_channel_words, sqlite3_column_int(s, 0)) : tl__column_text(s, 0);
        if (on(ctx, key, tl__column_text(s, 1), sqlite3_column_int64(s, 2), err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
    }
}

#define SESSIONS "SELECT COUNT(*) FROM session x WHERE x.start >= ?1 AND x.start < ?2 AND ?3"
#define CLICKED "SELECT COUNT(DISTINCT i.person)" CLICKERS " AND ?3"

tl_code tl__counts_total(tl_store *store, tl_dim dim, tl_count what, tl_period period, int64_t window_ms, int64_t *n,
                         tl_err *err) {
    static const char *const sql[3][2] = {
        {SESSIONS, SESSIONS " AND EXISTS(SELECT 1 FROM event e WHERE e.visitor = x.visitor AND e.at BETWEEN x.start"
                            " AND x.end AND e.type = 2)"},
        {CLICKED, CLICKED " AND e.product IS NOT NULL"},
        {CLICKED WROTE, CLICKED WROTE " AND e.product IS NOT NULL"}};
    tl_db *db;
    TL_TRY(tl__db_get(store, &db, err));
    return tl__one(db, sql[what][dim == TL_DIM_PRODUCT],
                   TL_ARGS(tl__n(period.from), tl__n(period.to), tl__n(window_ms)), 0, n, err);
}
