/* SPDX-License-Identifier: GPL-2.0-or-later */
/* People of a period, each with what they did before they ordered, if they did. Their orders are read first, then every
 * visit once: what a visit's own row tells is not asked of its events. */
#include "tl_store_kept.h"

typedef struct person {
    tl_deeds deeds;
    int64_t ordered_at; /* INT64_MAX: not at all */
} person;

#define COLUMNS                                                                                                        \
    (TL_PACKED(TL_VISIT_PERSON) | TL_PACKED(TL_VISIT_SHARED) | TL_PACKED(TL_VISIT_PRODUCTS) |                          \
     TL_PACKED(TL_VISIT_ACTIVE) | TL_PACKED(TL_VISIT_CLICK) | TL_PACKED(TL_VISIT_SEARCH) |                             \
     TL_PACKED(TL_VISIT_VARIATION))

typedef struct reading {
    const tl_query *query;
    const tl_buyers *buyers;
    const tl_doers *chats;
    tl_ids ids;
    person *persons;
} reading;

static int64_t first_order(const reading *r, int64_t id) {
    int64_t first = INT64_MAX;
    for (const tl_purchase *p = tl__buyers_of(r->buyers, id); p; p = p->next) {
        bool in_period = p->placed_at >= r->query->period.from && p->placed_at < r->query->period.to;
        first = in_period && p->placed_at < first ? p->placed_at : first;
    }
    return first == INT64_MAX ? first : tl__end_of_second(first);
}

static person *person_of(reading *r, int64_t id, tl_err *err) {
    uint32_t before = r->ids.n;
    void *persons = r->persons;
    person *p = tl__ids_row(&r->ids, id, &persons, sizeof *p);
    r->persons = persons;
    if (!p) {
        tl_fail(err, TL_E_NOMEM, "counting people");
    } else if (r->ids.n > before) {
        p->ordered_at = first_order(r, id);
        p->deeds.ordered = p->ordered_at != INT64_MAX;
    }
    return p;
}

static tl_code take_visit(void *ctx, const tl_packed *visit, tl_err *err) {
    reading *r = ctx;
    const int64_t *n = visit->n;
    if (n[TL_VISIT_SHARED]) {
        return TL_OK;
    }
    person *p = person_of(r, n[TL_VISIT_PERSON], err);
    if (!p) {
        return err->code;
    }
    tl_deeds *d = &p->deeds;
    int64_t left = p->ordered_at - n[TL_VISIT_START]; /* until the order; the first of a kind lies at one less */
    if (left <= 0) {
        return TL_OK; /* it began after the order */
    }
    d->did[TL_DEED_RETURN] |= d->visits > 0;
    d->visits++;
    d->did[TL_DEED_PRODUCTS] |= n[TL_VISIT_PRODUCTS] >= 3;
    d->did[TL_DEED_MINUTE] |= n[TL_VISIT_ACTIVE] >= 60000;
    d->did[TL_DEED_CLICK] |= n[TL_VISIT_CLICK] && n[TL_VISIT_CLICK] <= left;
    d->did[TL_DEED_SEARCH] |= n[TL_VISIT_SEARCH] && n[TL_VISIT_SEARCH] <= left;
    d->did[TL_DEED_VARIATION] |= n[TL_VISIT_VARIATION] && n[TL_VISIT_VARIATION] <= left;
    return TL_OK;
}

static void tell(const reading *r, tl_on_deeds on, void *ctx) {
    const tl_period *period = &r->query->period;
    for (uint32_t i = 0; i < r->ids.n; i++) {
        person *p = &r->persons[i];
        int64_t until = p->ordered_at < period->to ? p->ordered_at : period->to;
        p->deeds.did[TL_DEED_CHAT] = tl__doers_find(r->chats, r->ids.ids[i], period->from, until - 1) != NULL;
        on(ctx, &p->deeds);
    }
}

tl_code tl__deeds_each(tl_store *store, const tl_query *q, tl_arena *arena, tl_on_deeds on, void *ctx, tl_err *err) {
    reading r = {.query = q};
    tl_db *db;
    tl__ids_init(&r.ids, arena);
    TL_TRY(tl__db_get(store, &db, err));
    TL_TRY(tl__kept_buyers(store, db, q, q->period, q->on_hold, &r.buyers, err));
    TL_TRY(tl__kept_chats(store, db, q, q->period, &r.chats, err));
    TL_TRY(tl__packed_each(db, TL_PACK_VISITS, COLUMNS, q->period, take_visit, &r, err));
    tell(&r, on, ctx);
    return TL_OK;
}
