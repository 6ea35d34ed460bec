/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_store_clicks.h"

#include <string.h>

#define REPEAT_MS 10000 /* metrics.md, The chain: once per visitor, page and 10 seconds, here within a session */

void tl__clicks_init(tl_clicks *c, tl_batch *b, int64_t visitor) {
    *c = (tl_clicks){.b = b, .visitor = visitor};
}

void tl__clicks_begin(tl_clicks *c) {
    c->counted = c->n_kept = c->n_taken = 0;
    c->touch = (tl_click){0};
}

/* Room for one more element; NULL when out of memory. */
static void *room(tl_arena *arena, void *old, size_t n, size_t *cap, size_t element) {
    if (n < *cap) {
        return old;
    }
    size_t larger = *cap == 0 ? 8 : *cap * 2;
    void *fresh = tl_arena_alloc(arena, larger * element);
    if (fresh != NULL) {
        if (n > 0) {
            memcpy(fresh, old, n * element);
        }
        *cap = larger;
    }
    return fresh;
}

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "while making sessions");
}

/* The clicks that counted, one a page; pages whose time is over make room. */
static tl_click_kept *kept_of(tl_clicks *c, const tl_click *click) {
    size_t n = 0;
    tl_click_kept *found = NULL;
    for (size_t i = 0; i < c->n_kept; i++) {
        if (click->at - c->kept[i].at < REPEAT_MS) {
            c->kept[n] = c->kept[i];
            found = c->kept[n].page == click->page ? &c->kept[n] : found;
            n++;
        }
    }
    c->n_kept = n;
    return found;
}

static tl_code keep(tl_clicks *c, const tl_click *click, tl_err *err) {
    void *fresh = room(c->b->arena, c->kept, c->n_kept, &c->cap_kept, sizeof(*c->kept));
    if (fresh == NULL) {
        return no_memory(err);
    }
    c->kept = fresh;
    c->kept[c->n_kept++] = (tl_click_kept){click->page, click->at};
    if (c->counted == 0 || (c->touch.intent == TL_INTENT_SUPPORT && click->intent != TL_INTENT_SUPPORT)) {
        c->touch = *click;
    }
    c->counted++;
    return TL_OK;
}

tl_code tl__clicks_take(tl_clicks *c, const tl_click *click, int marked, tl_err *err) {
    bool counts = kept_of(c, click) == NULL;
    void *taken = room(c->b->arena, c->taken, c->n_taken, &c->cap_taken, sizeof(*c->taken));
    if (taken == NULL) {
        return no_memory(err);
    }
    c->taken = taken;
    c->taken[c->n_taken++] = (tl_click_taken){*click, counts};
    if (counts) {
        TL_TRY(keep(c, click, err));
    }
    if (marked == (int)counts) {
        return TL_OK;
    }
    void *fresh = room(c->b->arena, c->marks, c->n_marks, &c->cap_marks, sizeof(*c->marks));
    if (fresh == NULL) {
        return no_memory(err);
    }
    c->marks = fresh;
    c->marks[c->n_marks++] = (tl_click_mark){click->at, click->hash, counts};
    return TL_OK;
}

static tl_code write_click(const tl_clicks *c, const tl_click *k, const tl_visit *v, tl_err *err) {
    TL_TRY(tl__day_changes(c->b, TL_PACK_CLICKS, k->at, err));
    return tl__do(c->b->db,
                  "INSERT OR REPLACE INTO click(at, visitor, hash, page, page_type, product, source, landing, device,"
                  " country) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                  TL_ARGS(tl__n(k->at), tl__n(c->visitor), tl__n(k->hash), tl__id(k->page), tl__id(k->page_type),
                          tl__id(k->product), tl__n(v->source), tl__id(v->landing), tl__id(v->device),
                          tl__id(v->country)),
                  err);
}

tl_code tl__clicks_end(tl_clicks *c, const tl_visit *visit, tl_err *err) {
    for (size_t i = 0; i < c->n_taken; i++) {
        const tl_click *k = &c->taken[i].click;
        if (c->taken[i].counts) {
            TL_TRY(write_click(c, k, visit, err));
        } else {
            TL_TRY(tl__do(c->b->db, "DELETE FROM click WHERE at = ?1 AND visitor = ?2 AND hash = ?3",
                          TL_ARGS(tl__n(k->at), tl__n(c->visitor), tl__n(k->hash)), err));
        }
    }
    return TL_OK;
}

tl_code tl__clicks_store(tl_clicks *c, tl_err *err) {
    for (size_t i = 0; i < c->n_marks; i++) {
        TL_TRY(tl__do(
            c->b->db, "UPDATE event SET n1 = ?4 WHERE visitor = ?1 AND at = ?2 AND hash = ?3",
            TL_ARGS(tl__n(c->visitor), tl__n(c->marks[i].at), tl__n(c->marks[i].hash), tl__n(c->marks[i].counts)),
            err));
    }
    return TL_OK;
}
