/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Touches that led to no order. Who ordered is read before, so that no touch asks for it. */
#include "tl_store_buyers.h"

typedef struct losing {
    const tl_query *query;
    tl_buyers buyers;
    tl_on_lost on;
    void *ctx;
} losing;

static bool led_to_order(const losing *l, int64_t person, int64_t at) {
    for (const tl_purchase *p = tl__buyers_of(&l->buyers, person); p; p = p->next) {
        if (at <= p->counted_at && at >= p->placed_at - l->query->window_ms) {
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

static tl_code on_touch(void *ctx, const tl_packed *row, tl_err *err) {
    const losing *l = ctx;
    int64_t person = row->n[TL_TOUCHED_PERSON];
    tl_traits traits = traits_of(row->n);
    bool aside = traits.intent == TL_INTENT_SUPPORT || led_to_order(l, person, traits.at);
    return aside ? TL_OK : l->on(l->ctx, &traits, person, err);
}

tl_code tl__lost_touches_each(tl_store *store, const tl_query *q, tl_arena *arena, tl_on_lost on, void *ctx,
                              tl_err *err) {
    losing l = {.query = q, .on = on, .ctx = ctx};
    tl_period orders = {q->period.from, q->period.to + q->window_ms};
    tl_db *db;
    TL_TRY(tl__db_get(store, &db, err));
    TL_TRY(tl__buyers_read(&l.buyers, db, orders, false, arena, err));
    return tl__packed_each(db, TL_PACK_TOUCHES, q->period, on_touch, &l, err);
}
