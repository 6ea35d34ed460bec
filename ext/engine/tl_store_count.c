/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts behind reports: the chain from button to refund, and sessions, clicks and chats by a dimension. */
#include "tl_store_kept.h"

#include <string.h>

tl_code tl__first_and_newest(tl_store *store, int64_t *first, int64_t *newest, tl_err *err) {
    tl_db *db;
    TL_TRY(tl__db_get(store, &db, err));
    TL_TRY(tl__meta_get(db, "oldest_at", 0, first, err));
    return tl__meta_get(db, "newest_at", 0, newest, err);
}

/* ---- the chain
 * ------------------------------------------------------------------------------------------------------- */

/* A person's clicks of the period come one after the other; a step is reached when it lies within the window of one of
 * them. */
typedef struct walk {
    const tl_query *query;
    tl_arena *arena;
    const tl_buyers *buyers;
    tl_chain *out;
    tl_on_chain on;
    void *ctx;
    int64_t person, now;
    size_t first_order; /* of this person */
    bool chat, cart, order, refunded, open;
} walk;

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
    for (const tl_purchase *p = tl__buyers_of(w->buyers, w->person); p; p = p->next) {
        if (tl__ordered_in(p, at, at + w->query->window_ms)) {
            w->order = true;
            w->refunded |= p->refunded;
            TL_TRY(note_order(w, p->order, err));
        }
    }
    return TL_OK;
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

/* An order without a cart passes the step. */
static tl_code on_click(void *ctx, const tl_clicked *click, tl_err *err) {
    walk *w = ctx;
    int64_t at = click->traits.at, until = at + w->query->window_ms;
    bool passes, before;
    if (tl__passes(w->query, TL_CLICK_DIMS, &click->traits, &passes, err) != TL_OK || !passes) {
        return err->code;
    }
    if (click->person != w->person) {
        close_person(w);
        w->person = click->person;
        w->first_order = w->out->n_orders;
    }
    w->out->open |= until > w->now;
    w->chat |= click->wrote;
    w->cart |= click->cart_at && click->cart_at <= until;
    before = w->order;
    w->order = false;
    TL_TRY(orders_after(w, at, err));
    if (w->on) {
        TL_TRY(w->on(w->ctx, &click->traits, click->person, click->wrote, w->order, err));
    }
    w->order |= before;
    return TL_OK;
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
    walk w = {
        .query = query, .arena = arena, .out = out, .on = on, .ctx = ctx, .now = store->host.now_ms(store->host.ctx)};
    TL_TRY(tl__kept_buyers(store, db, query, period, query->on_hold, &w.buyers, err));
    TL_TRY(tl__clicks_each(store, query, period, on_click, &w, err));
    close_person(&w);
    return TL_OK;
}
