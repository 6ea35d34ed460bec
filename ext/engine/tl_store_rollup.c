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

static bool change(tl_rollup *r, tl_rollup_kind kind, int64_t day, int64_t key, int64_t n) {
    cell of = {kind, day, key};
    void *rows = r->changes;
    int64_t *row = tl__table_row(&r->cells, (tl_slice){(const char *)&of, sizeof of}, &rows, &r->cap, sizeof *row);
    r->changes = rows;
    if (row) {
        *row += n;
    }
    return row != NULL;
}

static bool change_products(tl_rollup *r, int64_t day, tl_slice viewed, int64_t n) {
    bool right = viewed.len == 0 || change(r, TL_ROLLUP_VIEWED, day, 0, n);
    for (int64_t product; right && (product = tl__viewed_next(&viewed)) != 0;) {
        right = change(r, TL_ROLLUP_PRODUCT, day, product, n);
    }
    return right;
}

tl_code tl__rollup_visit(tl_batch *b, const tl_visit *v, int64_t n, tl_err *err) {
    tl_rollup *r = &b->rollup;
    int64_t day = v->start / DAY_MS;
    if (!r->open) {
        tl_arena_init(&r->arena, b->store->host.mem);
        tl__table_init(&r->cells, &r->arena);
        r->open = true;
    }
    bool right = change(r, TL_ROLLUP_SOURCE, day, v->source, n) && change(r, TL_ROLLUP_LANDING, day, v->landing, n) &&
                 change(r, TL_ROLLUP_DEVICE, day, v->device, n) && change(r, TL_ROLLUP_COUNTRY, day, v->country, n) &&
                 change(r, TL_ROLLUP_HOUR, day, v->start % DAY_MS / HOUR_MS, n) &&
                 change_products(r, day, v->viewed, n);
    return right ? TL_OK : tl_fail(err, TL_E_NOMEM, "while counting visits");
}

static tl_code write_cells(tl_batch *b, tl_err *err) {
    const tl_rollup *r = &b->rollup;
    for (uint32_t i = 0; i < r->cells.n; i++) {
        const cell *of = (const cell *)(const void *)r->cells.keys[i].ptr;
        if (r->changes[i] != 0) {
            TL_TRY(tl__do(b->db,
                          "INSERT INTO rollup(kind, day, key, n) VALUES(?1, ?2, ?3, ?4)"
                          " ON CONFLICT DO UPDATE SET n = n + excluded.n",
                          TL_ARGS(tl__n(of->kind), tl__n(of->day), tl__n(of->key), tl__n(r->changes[i])), err));
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
