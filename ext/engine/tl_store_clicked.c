/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The clicks of a period, each with what came of it, a person's one after the other. */
#include "tl_store_kept.h"

typedef struct reading {
    const tl_query *query;
    tl_db *db;
    const tl_doers *clicks, *chats; /* chats: in the window after it, too */
} reading;

static tl_code read_clicks(reading *c, tl_store *store, tl_period period, tl_err *err) {
    TL_TRY(tl__db_get(store, &c->db, err));
    TL_TRY(tl__kept_chats(store, c->db, c->query, period, &c->chats, err));
    return tl__kept_clicks(store, c->db, period, &c->clicks, err);
}

/* With where the visit came from; wrote: the first message in the window after it. */
static tl_code one_click(const reading *c, uint32_t person, const tl_did *did, tl_traits *traits, const tl_did **wrote,
                         tl_err *err) {
    *traits = did->traits;
    *wrote = tl__doers_find(c->chats, c->clicks->persons.ids[person], traits->at, traits->at + c->query->window_ms);
    return tl__name_traits(c->query->names, traits, err);
}

static tl_code tell(const reading *c, tl_on_click on, void *ctx, tl_err *err) {
    const tl_did *wrote;
    for (uint32_t i = 0; i < c->clicks->persons.n; i++) {
        tl_clicked click = {.person = c->clicks->persons.ids[i]};
        for (const tl_did *d = c->clicks->of[i].first; d; d = d->next) {
            TL_TRY(one_click(c, i, d, &click.traits, &wrote, err));
            click.cart_at = d->cart_at;
            click.wrote = wrote != NULL;
            TL_TRY(on(ctx, &click, err));
        }
    }
    return TL_OK;
}

tl_code tl__clicks_each(tl_store *store, const tl_query *q, tl_period period, tl_on_click on, void *ctx, tl_err *err) {
    reading c = {.query = q};
    TL_TRY(read_clicks(&c, store, period, err));
    return tell(&c, on, ctx, err);
}

/* ---- on products ---------------------------------------------------------------------------------------------------
 */

/* An order with this product, whose moment lies in the window after the click. */
static tl_code find_bought(const reading *c, const tl_buyers *buyers, tl_product_click *click, tl_err *err) {
    int64_t at = click->traits.at, found = 0;
    for (const tl_purchase *p = tl__buyers_of(buyers, click->person); p && !found; p = p->next) {
        if (tl__ordered_in(p, at, at + c->query->window_ms)) {
            TL_TRY(tl__one(c->db, "SELECT EXISTS(SELECT 1 FROM order_line WHERE order_id = ?1 AND product = ?2)",
                           TL_ARGS(tl__n(p->order), tl__n(click->traits.product)), 0, &found, err));
        }
    }
    click->bought = found != 0;
    return TL_OK;
}

/* What is asked for is what the first message within the window says, else the click. */
static tl_code one_product_click(const reading *c, const tl_buyers *buyers, uint32_t person, const tl_did *did,
                                 tl_on_product_click on, void *ctx, tl_err *err) {
    const tl_did *wrote;
    bool passes;
    tl_product_click click = {.person = c->clicks->persons.ids[person]};
    if (!did->traits.product) {
        return TL_OK;
    }
    TL_TRY(one_click(c, person, did, &click.traits, &wrote, err));
    TL_TRY(tl__passes(c->query, TL_CLICK_DIMS, &click.traits, &passes, err));
    if (!passes) {
        return TL_OK;
    }
    click.wrote = wrote != NULL;
    click.intent = wrote && wrote->traits.intent ? wrote->traits.intent : click.traits.intent;
    TL_TRY(find_bought(c, buyers, &click, err));
    return on(ctx, &click, err);
}

tl_code tl__product_clicks_each(tl_store *store, const tl_query *q, tl_on_product_click on, void *ctx, tl_err *err) {
    reading c = {.query = q};
    const tl_buyers *buyers;
    TL_TRY(read_clicks(&c, store, q->period, err));
    TL_TRY(tl__kept_buyers(store, c.db, q, q->period, q->on_hold, &buyers, err));
    for (uint32_t i = 0; i < c.clicks->persons.n; i++) {
        for (const tl_did *d = c.clicks->of[i].first; d; d = d->next) {
            TL_TRY(one_product_click(&c, buyers, i, d, on, ctx, err));
        }
    }
    return TL_OK;
}
