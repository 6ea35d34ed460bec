/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Touches that led to no order. Who ordered is read before, so that no touch asks for it. */
#include "tl_store_kept.h"

typedef struct losing {
    const tl_query *query;
    const tl_buyers *buyers;
    tl_on_lost on;
    void *ctx;
} losing;

static bool led_to_order(const losing *l, int64_t person, int64_t at) {
    for (const tl_purchase *p = tl__buyers_of(l->buyers, person); p; p = p->next) {
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
    bool aside =
        traits.intent == TL_INTENT_SUPPORT || row->n[TL_TOUCHED_OF_CLICK] || led_to_order(l, person, traits.at);
    return aside ? TL_OK : l->on(l->ctx, &traits, person, err);
}

static bool asks(const tl_query *q, tl_dim dim) {
    return q->dim == dim || q->filter[dim];
}

static unsigned columns_of(const tl_query *q) {
    static const struct {
        tl_dim dim;
        unsigned column;
    } of[] = {{TL_DIM_SOURCE, TL_TOUCHED_SOURCE},   {TL_DIM_MEDIUM, TL_TOUCHED_SOURCE},
              {TL_DIM_CAMPAIGN, TL_TOUCHED_SOURCE}, {TL_DIM_CONTENT, TL_TOUCHED_SOURCE},
              {TL_DIM_PRODUCT, TL_TOUCHED_PRODUCT}, {TL_DIM_CATEGORY, TL_TOUCHED_PRODUCT},
              {TL_DIM_PAGE, TL_TOUCHED_PAGE},       {TL_DIM_PAGE_TYPE, TL_TOUCHED_PAGE_TYPE},
              {TL_DIM_LANDING, TL_TOUCHED_LANDING}, {TL_DIM_DEVICE, TL_TOUCHED_DEVICE},
              {TL_DIM_COUNTRY, TL_TOUCHED_COUNTRY}};
    unsigned columns = TL_PACKED(TL_TOUCHED_PERSON) | TL_PACKED(TL_TOUCHED_OF_CLICK) | TL_PACKED(TL_TOUCHED_CHANNEL) |
                       TL_PACKED(TL_TOUCHED_ENTRY) | TL_PACKED(TL_TOUCHED_INTENT);
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        columns |= asks(q, of[i].dim) ? TL_PACKED(of[i].column) : 0;
    }
    return columns;
}

tl_code tl__lost_touches_each(tl_store *store, const tl_query *q, tl_on_lost on, void *ctx, tl_err *err) {
    losing l = {.query = q, .on = on, .ctx = ctx};
    tl_db *db;
    TL_TRY(tl__db_get(store, &db, err));
    TL_TRY(tl__kept_buyers(store, db, q, q->period, false, &l.buyers, err));
    return tl__packed_each(db, TL_PACK_TOUCHES, columns_of(q), q->period, on_touch, &l, err);
}
