/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_store_rollup.h"

#include "tl_store_ingest.h"

#define DAY_MS INT64_C(86400000)
#define HOUR_MS INT64_C(3600000)

int64_t tl__viewed_next(tl_slice *viewed) {
    int64_t number = 0;
    while (viewed->len && *viewed->ptr >= '0' && *viewed->ptr <= '9' && number < INT64_MAX / 100) {
        number = number * 10 + (*viewed->ptr - '0');
        viewed->ptr++;
        viewed->len--;
    }
    if (viewed->len) {
        viewed->ptr++;
        viewed->len--;
    }
    return number;
}

typedef struct cell {
    int64_t kind, day, key;
} cell;

/* What is changed each cell that a visit stands in by: itself, added or taken away. */
typedef struct adding {
    tl_rollup *rollup;
    int64_t day;
    tl_visits by;
} adding;

static bool change(const adding *a, tl_rollup_kind kind, int64_t key) {
    tl_rollup *r = a->rollup;
    cell of = {kind, a->day, key};
    void *rows = r->changes;
    tl_visits *row = tl__table_row(&r->cells, (tl_slice){(const char *)&of, sizeof of}, &rows, &r->cap, sizeof *row);
    r->changes = rows;
    if (row) {
        tl__visits_add(row, &a->by);
    }
    return row != NULL;
}

static bool change_products(const adding *a, tl_slice viewed) {
    bool right = viewed.len == 0 || change(a, TL_ROLLUP_VIEWED, 0);
    for (int64_t product; right && (product = tl__viewed_next(&viewed)) != 0;) {
        right = change(a, TL_ROLLUP_PRODUCT, product);
    }
    return right;
}

tl_code tl__rollup_visit(tl_batch *b, const tl_visit *v, int64_t n, tl_err *err) {
    tl_rollup *r = &b->rollup;
    adding a = {r, v->start / DAY_MS, {n, n * v->engaged, n * v->quality, 0}};
    if (!r->open) {
        tl_arena_init(&r->arena, b->store->host.mem);
        tl__table_init(&r->cells, &r->arena);
        r->open = true;
    }
    bool right = change(&a, TL_ROLLUP_SOURCE, v->source) && change(&a, TL_ROLLUP_LANDING, v->landing) &&
                 change(&a, TL_ROLLUP_DEVICE, v->device) && change(&a, TL_ROLLUP_COUNTRY, v->country) &&
                 change(&a, TL_ROLLUP_HOUR, v->start % DAY_MS / HOUR_MS) &&
                 change(&a, TL_ROLLUP_BAND, 2 * tl__quality_band(v->quality) + (v->clicks > 0)) &&
                 change_products(&a, v->viewed);
    return right ? tl__day_changes(b, TL_PACK_VISITS, v->start, err)
                 : tl_fail(err, TL_E_NOMEM, "while counting visits");
}

static tl_code write_cells(tl_batch *b, tl_err *err) {
    const tl_rollup *r = &b->rollup;
    for (uint32_t i = 0; i < r->cells.n; i++) {
        const cell *of = (const cell *)(const void *)r->cells.keys[i].ptr;
        const tl_visits *by = &r->changes[i];
        if (by->n != 0 || by->engaged != 0 || by->quality != 0) {
            TL_TRY(tl__do(b->db,
                          "INSERT INTO rollup(kind, day, key, n, engaged, quality) VALUES(?1, ?2, ?3, ?4, ?5, ?6)"
                          " ON CONFLICT DO UPDATE SET n = n + excluded.n, engaged = engaged + excluded.engaged,"
                          " quality = quality + excluded.quality",
                          TL_ARGS(tl__n(of->kind), tl__n(of->day), tl__n(of->key), tl__n(by->n), tl__n(by->engaged),
                                  tl__n(by->quality)),
                          err));
        }
    }
    return TL_OK;
}

tl_code tl__rollup_end(tl_batch *b, tl_code code, tl_err *err) {
    tl_rollup *r = &b->rollup;
    if (!r->open) {
        return code;
    }
    if (code == TL_OK) {
        code = write_cells(b, err);
    }
    tl_arena_destroy(&r->arena);
    *r = (tl_rollup){.open = false};
    return code;
}
