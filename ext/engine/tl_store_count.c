/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts behind reports: the chain from button to refund, and sessions, clicks and chats by a dimension. */
#include "tl_cart.h"
#include "tl_report.h"
#include "tl_store_db.h"

#include <string.h>

tl_code tl__first_and_newest(tl_store *store, int64_t *first, int64_t *newest, tl_err *err) {
    tl_db *db;
    TL_TRY(tl__db_get(store, &db, err));
    TL_TRY(tl__meta_get(db, "oldest_at", 0, first, err));
    return tl__meta_get(db, "newest_at", 0, newest, err);
}

/* ---- clicks
 * ---------------------------------------------------------------------------------------------------------- */

/* ?4: was anything ever written? A CASE, since SQLite works out both sides of an AND in a column. */
static const char clicks_sql[] =
    "SELECT c.at, c.source, c.landing, c.device, c.country, c.product, c.page, c.page_type, i.person,"
    " CASE WHEN ?5 THEN (SELECT e.intent FROM event e WHERE e.visitor = c.visitor AND e.at = c.at AND e.hash = c.hash)"
    " END, CASE WHEN ?4 THEN EXISTS(SELECT 1 FROM identity j JOIN message m ON m.identity = j.id"
    " WHERE j.person = i.person AND m.direction = 1 AND m.at >= c.at AND m.at <= c.at + ?3) END"
    " FROM click c JOIN identity i ON i.id = c.visitor WHERE c.at >= ?1 AND c.at < ?2 ORDER BY i.person, c.at";

static tl_code traits_of(const tl_query *q, sqlite3_stmt *s, tl_traits *traits, tl_err *err) {
    const tl_source_name *source;
    *traits = (tl_traits){.at = sqlite3_column_int64(s, 0),
                          .source = sqlite3_column_int64(s, 1),
                          .landing = sqlite3_column_int64(s, 2),
                          .device = sqlite3_column_int64(s, 3),
                          .country = sqlite3_column_int64(s, 4),
                          .product = sqlite3_column_int64(s, 5),
                          .page = sqlite3_column_int64(s, 6),
                          .page_type = sqlite3_column_int64(s, 7),
                          .intent = sqlite3_column_int64(s, 9)};
    TL_TRY(tl__name_source(q->names, traits->source, &source, err));
    traits->channel = source->channel;
    traits->entry = source->entry;
    return TL_OK;
}

static tl_code walk_clicks(const tl_query *q, tl_db *db, sqlite3_stmt *s, tl_on_click on, void *ctx, tl_err *err) {
    bool row = true;
    tl_traits traits;
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        TL_TRY(traits_of(q, s, &traits, err));
        TL_TRY(on(ctx, &traits, sqlite3_column_int64(s, 8), sqlite3_column_int(s, 10) != 0, err));
    }
}

tl_code tl__clicks_each(tl_store *store, const tl_query *q, tl_period period, tl_on_click on, void *ctx, tl_err *err) {
    tl_db *db;
    int64_t written, asked = q->dim == TL_DIM_INTENT || q->filter[TL_DIM_INTENT];
    TL_TRY(tl__db_get(store, &db, err));
    TL_TRY(tl__one(db, "SELECT EXISTS(SELECT 1 FROM message WHERE direction = 1)", NULL, 0, 0, &written, err));
    sqlite3_stmt *s = tl__bound(
        db, clicks_sql,
        TL_ARGS(tl__n(period.from), tl__n(period.to), tl__n(q->window_ms), tl__n(written), tl__n(asked)), err);
    if (!s) {
        return err->code;
    }
    tl_code code = walk_clicks(q, db, s, on, ctx, err);
    sqlite3_reset(s);
    return code;
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
    tl_on_chain on;
    void *ctx;
    int64_t person, now;
    size_t first_order; /* of this person */
    bool chat, cart, order, refunded, open;
} walk;

/* Something in the cart within the window, or still in it at the click: what the last of the person's events before it
 * says (?4: not longer ago), unless an order took it. Where it is not told how many, there is one after it was added or
 * changed. */
#define IN_CART "COALESCE(e.n1, e.action IN (1, 3)) > 0"
#define CART_EVENTS                                                                                                    \
    " FROM identity i CROSS JOIN event e INDEXED BY event_cart ON e.visitor = i.id WHERE i.person = ?1 AND e.type IN " \
    "(9, 10)"
#define TAKEN(whose)                                                                                                   \
    "EXISTS(SELECT 1 FROM orders o WHERE o." whose " = ?1 AND o.renewal = 0 AND o.placed_at > h.at - 1000"             \
    " AND o.placed_at < ?2 AND (o.reason = 0 OR (o.reason = 1 AND o.status = 'on-hold'))"                              \
    " AND o.placed_at + CASE o.placed_at % 1000 WHEN 0 THEN 999 ELSE 0 END >= h.at)"
static const char cart_sql[] =
    "SELECT EXISTS(SELECT 1" CART_EVENTS " AND e.at BETWEEN ?2 AND ?3 AND (e.type = 10 OR " IN_CART "))"
    " OR EXISTS(SELECT 1 FROM (SELECT e.at, " IN_CART " AS holds" CART_EVENTS
    " AND e.type = 9 AND e.at < ?2 AND e.at >= ?4 ORDER BY e.at DESC, e.hash DESC LIMIT 1) h"
    " WHERE h.holds AND NOT " TAKEN("person") " AND NOT " TAKEN("day_person") ")";

/* An order without a cart passes the step. */
static tl_code cart_after(walk *w, int64_t at, tl_err *err) {
    int64_t found;
    if (w->cart || w->order) {
        return TL_OK;
    }
    TL_TRY(tl__one(w->db, cart_sql,
                   TL_ARGS(tl__n(w->person), tl__n(at), tl__n(at + w->query->window_ms), tl__n(at - TL_CART_OVER)), 0,
                   &found, err));
    w->cart = found != 0;
    return TL_OK;
}

static tl_code note_order(walk *w, int64_t id, tl_err *err) {
    tl_chain *c = w->out;
    for (size_t i = c->n_orders; i-- > w->first_order;) {
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

/* Counted orders whose moment lies in the window after the click. */
static tl_code orders_after(walk *w, int64_t at, tl_err *err) {
    bool row = true;
    sqlite3_stmt *s =
        tl__bound(w->db,
                  "SELECT o.id, EXISTS(SELECT 1 FROM order_refund r WHERE r.order_id = o.id AND r.effective = 1)"
                  " FROM orders o WHERE (o.person = ?1 OR o.day_person = ?1) AND o.renewal = 0"
                  " AND (o.reason = 0 OR (?4 AND o.reason = 1 AND o.status = 'on-hold'))"
                  " AND " TL_ORDERED_IN("?2", "?3"),
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
        w->out->cart += w->cart || w->order;
        w->out->order += w->order;
        w->out->chat_order += w->chat && w->order;
        w->out->refunded += w->refunded;
    }
    w->chat = w->cart = w->order = w->refunded = false;
}

static tl_code on_click(void *ctx, const tl_traits *click, int64_t person, bool wrote, tl_err *err) {
    walk *w = ctx;
    int64_t at = click->at;
    bool passes, before;
    if (tl__passes(w->query, TL_CLICK_DIMS, click, &passes, err) != TL_OK || !passes) {
        return err->code;
    }
    if (person != w->person) {
        close_person(w);
        w->person = person;
        w->first_order = w->out->n_orders;
    }
    w->out->open |= at + w->query->window_ms > w->now;
    w->chat |= wrote;
    before = w->order;
    w->order = false;
    TL_TRY(orders_after(w, at, err));
    if (w->on) {
        TL_TRY(w->on(w->ctx, click, person, wrote, w->order, err));
    }
    w->order |= before;
    return cart_after(w, at, err);
}

tl_code tl__chat_measured(tl_store *store, int64_t before, bool *measured, tl_err *err) {
    tl_db *db;
    int64_t any;
    TL_TRY(tl__db_get(store, &db, err));
    TL_TRY(tl__one(db,
                   "SELECT EXISTS(SELECT 1 FROM message WHERE direction = 1 AND at < ?1) OR EXISTS(SELECT 1 FROM meta"
                   " WHERE key = 'first_chat_at' AND value < ?1)",
                   TL_ARGS(tl__n(before)), 0, &any, err));
    *measured = any != 0;
    return TL_OK;
}

tl_code tl__period_state(tl_store *store, tl_period period, tl_period_state *out, tl_err *err) {
    tl_db *db;
    int64_t pruned, first;
    TL_TRY(tl__db_get(store, &db, err));
    TL_TRY(tl__meta_get(db, TL_META_PRUNED, INT64_MIN, &pruned, err));
    TL_TRY(tl__meta_get(db, "oldest_at", INT64_MAX, &first, err));
    out->pruned = period.from < pruned && first < pruned; /* a young store has lost nothing */
    return tl__chat_measured(store, period.to, &out->chat_measured, err);
}

tl_code tl__chain_count(tl_store *store, const tl_query *query, tl_period period, tl_arena *arena, tl_chain *out,
                        tl_err *err) {
    return tl__chain_watch(store, query, period, arena, out, NULL, NULL, err);
}

tl_code tl__chain_watch(tl_store *store, const tl_query *query, tl_period period, tl_arena *arena, tl_chain *out,
                        tl_on_chain on, void *ctx, tl_err *err) {
    tl_db *db;
    int64_t any;
    tl_period_state state;
    memset(out, 0, sizeof *out);
    TL_TRY(tl__db_get(store, &db, err));
    TL_TRY(tl__period_state(store, period, &state, err));
    out->pruned = state.pruned;
    out->chat_measured = state.chat_measured;
    if (out->pruned) {
        return TL_OK;
    }
    TL_TRY(tl__one(db, "SELECT COUNT(*) FROM event WHERE type = 6 AND at >= ?1 AND at < ?2",
                   TL_ARGS(tl__n(period.from), tl__n(period.to)), 0, &out->seen, err));
    TL_TRY(tl__one(db,
                   "SELECT EXISTS(SELECT 1 FROM event WHERE type = 6 AND at < ?1) OR EXISTS(SELECT 1 FROM meta"
                   " WHERE key = 'first_seen_at' AND value < ?1)",
                   TL_ARGS(tl__n(period.to)), 0, &any, err));
    out->seen_measured = any != 0 && !query->filtered; /* a button seen knows no campaign */
    walk w = {.db = db,
              .query = query,
              .arena = arena,
              .out = out,
              .on = on,
              .ctx = ctx,
              .now = store->host.now_ms(store->host.ctx)};
    TL_TRY(tl__clicks_each(store, query, period, on_click, &w, err));
    close_person(&w);
    return TL_OK;
}
