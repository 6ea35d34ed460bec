/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Touches that led to no order. They are read by time and gathered by person here: who ordered is read before, so that
 * no touch asks for it. */
#include "tl_store_buyers.h"

typedef struct gathering {
    const tl_query *query;
    tl_buyers buyers;
    tl_doers doers;
} gathering;

static bool led_to_order(const gathering *g, int64_t person, int64_t at) {
    for (const tl_purchase *p = tl__buyers_of(&g->buyers, person); p; p = p->next) {
        if (at <= p->counted_at && at >= p->placed_at - g->query->window_ms) {
            return true;
        }
    }
    return false;
}

static tl_traits traits_of(const int64_t *n) {
    return (tl_traits){.at = n[TL_TOUCHED_AT],
                       .channel = n[TL_TOUCHED_CHANNEL],
                       .entry = n[TL_TOUCHED_ENTRY],
                       .source = n[TL_TOUCHED_SOURCE],
                       .product = n[TL_TOUCHED_PRODUCT],
                       .page = n[TL_TOUCHED_PAGE],
                       .page_type = n[TL_TOUCHED_PAGE_TYPE],
                       .intent = n[TL_TOUCHED_INTENT],
                       .landing = n[TL_TOUCHED_LANDING],
                       .device = n[TL_TOUCHED_DEVICE],
                       .country = n[TL_TOUCHED_COUNTRY]};
}

static tl_code gather(void *ctx, const tl_packed *row, tl_err *err) {
    gathering *g = ctx;
    const int64_t *n = row->n;
    tl_traits traits = traits_of(n);
    bool aside = traits.intent == TL_INTENT_SUPPORT || led_to_order(g, n[TL_TOUCHED_PERSON], traits.at);
    return aside ? TL_OK : tl__doers_add(&g->doers, n[TL_TOUCHED_PERSON], &traits, err);
}

tl_code tl__lost_touches_each(tl_store *store, const tl_query *q, tl_arena *arena, tl_on_lost on, void *ctx,
                              tl_err *err) {
    gathering g = {.query = q};
    tl_period orders = {q->period.from, q->period.to + q->window_ms};
    tl_db *db;
    tl__doers_init(&g.doers, arena);
    TL_TRY(tl__db_get(store, &db, err));
    TL_TRY(tl__buyers_read(&g.buyers, db, orders, false, arena, err));
    TL_TRY(tl__packed_each(db, TL_PACK_TOUCHES, q->period, gather, &g, err));
    for (uint32_t i = 0; i < g.doers.persons.n; i++) {
        for (const tl_did *t = g.doers.of[i].first; t; t = t->next) {
            TL_TRY(on(ctx, &t->traits, g.doers.persons.ids[i], err));
        }
    }
    return TL_OK;
}
