/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was read by time, by person. */
#include "tl_store_buyers.h"

struct tl_chats_of {
    const tl_wrote *first;
    tl_wrote *last;
};

typedef struct reading {
    tl_chats *chats;
    tl_arena *arena;
} reading;

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "reading who did what");
}

static tl_code on_message(void *ctx, const tl_packed *row, tl_err *err) {
    const reading *r = ctx;
    void *rows = r->chats->of;
    struct tl_chats_of *of = tl__ids_row(&r->chats->persons, row->n[TL_WROTE_PERSON], &rows, sizeof *of);
    tl_wrote *w = of ? tl_arena_alloc(r->arena, sizeof *w) : NULL;
    r->chats->of = rows;
    if (!w) {
        return no_memory(err);
    }
    *w = (tl_wrote){row->n[TL_WROTE_AT], row->n[TL_WROTE_INTENT], NULL};
    *(of->last ? &of->last->next : &of->first) = w;
    of->last = w;
    return TL_OK;
}

tl_code tl__chats_read(tl_chats *chats, tl_db *db, tl_period period, tl_arena *arena, tl_err *err) {
    reading r = {chats, arena};
    chats->of = NULL;
    tl__ids_init(&chats->persons, arena);
    return tl__packed_each(db, TL_PACK_CHATS, TL_PACKED_ALL, period, on_message, &r, err);
}

const tl_wrote *tl__chats_find(const tl_chats *chats, int64_t person, int64_t from, int64_t until) {
    uint32_t number = tl__ids_find(&chats->persons, person);
    const tl_wrote *w = number != UINT32_MAX ? chats->of[number].first : NULL;
    while (w && w->at < from) {
        w = w->next;
    }
    return w && w->at <= until ? w : NULL;
}

void tl__doers_init(tl_doers *doers, tl_arena *arena) {
    *doers = (tl_doers){.arena = arena};
    tl__ids_init(&doers->persons, arena);
}

tl_code tl__doers_add(tl_doers *d, int64_t person, const tl_did *what, tl_err *err) {
    void *rows = d->of;
    struct tl_doer *of = tl__ids_row(&d->persons, person, &rows, sizeof *of);
    tl_did *did = of ? tl_arena_alloc(d->arena, sizeof *did) : NULL;
    d->of = rows;
    if (!did) {
        return no_memory(err);
    }
    *did = *what;
    *(of->last ? &of->last->next : &of->first) = did;
    of->last = did;
    return TL_OK;
}
