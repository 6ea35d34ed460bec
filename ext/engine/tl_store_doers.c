/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_store_doers.h"

/* After what was added of that person before. */
static tl_code add(tl_doers *d, int64_t person, const tl_did *what, tl_err *err) {
    void *rows = d->of;
    tl_doer *of = tl__ids_row(&d->persons, person, &rows, sizeof *of);
    tl_did *did = of ? tl_arena_alloc(d->arena, sizeof *did) : NULL;
    d->of = rows;
    if (!did) {
        return tl_fail(err, TL_E_NOMEM, "reading who did what");
    }
    *did = *what;
    *(of->last ? &of->last->next : &of->first) = did;
    of->last = did;
    return TL_OK;
}

static tl_code on_click(void *ctx, const tl_packed *row, tl_err *err) {
    const int64_t *n = row->n;
    tl_did did = {.traits = {.at = n[TL_CLICKED_AT],
                             .source = n[TL_CLICKED_SOURCE],
                             .landing = n[TL_CLICKED_LANDING],
                             .device = n[TL_CLICKED_DEVICE],
                             .country = n[TL_CLICKED_COUNTRY],
                             .product = n[TL_CLICKED_PRODUCT],
                             .page = n[TL_CLICKED_PAGE],
                             .page_type = n[TL_CLICKED_PAGE_TYPE],
                             .intent = n[TL_CLICKED_INTENT]},
                  .cart_at = n[TL_CLICKED_CART]};
    return add(ctx, n[TL_CLICKED_PERSON], &did, err);
}

static tl_code on_message(void *ctx, const tl_packed *row, tl_err *err) {
    tl_did did = {.traits = {.at = row->n[TL_WROTE_AT], .intent = row->n[TL_WROTE_INTENT]}};
    return add(ctx, row->n[TL_WROTE_PERSON], &did, err);
}

static tl_code read(tl_doers *d, tl_db *db, tl_pack kind, tl_period period, tl_on_packed on, tl_arena *arena,
                    tl_err *err) {
    *d = (tl_doers){.arena = arena};
    tl__ids_init(&d->persons, arena);
    return tl__packed_each(db, kind, TL_PACKED_ALL, period, on, d, err);
}

tl_code tl__doers_clicked(tl_doers *d, tl_db *db, tl_period period, tl_arena *arena, tl_err *err) {
    return read(d, db, TL_PACK_CLICKS, period, on_click, arena, err);
}

tl_code tl__doers_wrote(tl_doers *d, tl_db *db, tl_period period, tl_arena *arena, tl_err *err) {
    return read(d, db, TL_PACK_CHATS, period, on_message, arena, err);
}

const tl_did *tl__doers_find(const tl_doers *d, int64_t person, int64_t from, int64_t until) {
    uint32_t number = tl__ids_find(&d->persons, person);
    const tl_did *did = number != UINT32_MAX ? d->of[number].first : NULL;
    while (did && did->traits.at < from) {
        did = did->next;
    }
    return did && did->traits.at <= until ? did : NULL;
}
