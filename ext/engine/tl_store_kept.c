/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Orders and clicks as reports read them. The reports of a page ask for those of the same two periods again and again:
 * as long as nothing is written, they are taken from memory. */
#include "tl_store_buyers.h"

#include <string.h>

#define PERIODS 2
/* Of a period; with more, each report reads them for itself. An order takes about 700 bytes. */
#define ORDERS_MAX 50000

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "reading orders");
}

/* ---- an order of a row ---------------------------------------------------------------------------------------------
 */

/* An order that was derived by an older version has no moves yet. */
static tl_code make_moves(tl_store *store, tl_db *db, tl_arena *arena, tl_order_row *o, tl_err *err) {
    tl_buf buf;
    tl_slice bytes = {NULL, 0};
    tl_buf_init(&buf, store->host.mem);
    tl_code code = tl__moves_build(db, o->id, o->placed_at, &buf, err);
    if (code == TL_OK) {
        bytes = tl_arena_dup(arena, (tl_slice){(const char *)buf.ptr, buf.len});
        code = bytes.ptr ? TL_OK : no_memory(err);
    }
    tl_buf_destroy(&buf);
    return code == TL_OK ? tl__moves_read(bytes, arena, o, err) : code;
}

static void fill(const tl_packed *row, tl_order_row *o) {
    const int64_t *n = row->n;
    *o = (tl_order_row){.id = n[TL_ORDER_ID],
                        .placed_at = n[TL_ORDER_PLACED],
                        .counted_at = n[TL_ORDER_COUNTED],
                        .reason = n[TL_ORDER_REASON],
                        .person = n[TL_ORDER_PERSON],
                        .total = n[TL_ORDER_TOTAL],
                        .tax = n[TL_ORDER_TAX],
                        .shipping = n[TL_ORDER_SHIPPING],
                        .fees = n[TL_ORDER_FEES],
                        .visitor = n[TL_ORDER_VISITOR],
                        .code_at = n[TL_ORDER_CODE_AT],
                        .shop_source = n[TL_ORDER_SHOP],
                        .renewal = n[TL_ORDER_RENEWAL] != 0,
                        .key = row->text[TL_ORDER_KEY],
                        .number = row->text[TL_ORDER_NUMBER],
                        .status = row->text[TL_ORDER_STATUS],
                        .currency = row->text[TL_ORDER_CURRENCY],
                        .code = row->text[TL_ORDER_CODE],
                        .code_by = row->text[TL_ORDER_CODE_BY]};
    o->number = o->number.len ? o->number : o->key;
}

tl_code tl__packed_order(tl_store *store, tl_db *db, const tl_packed *row, tl_arena *arena, tl_order_row *o,
                         tl_err *err) {
    tl_slice moves = row->text[TL_ORDER_MOVES];
    fill(row, o);
    return moves.len ? tl__moves_read(moves, arena, o, err) : make_moves(store, db, arena, o, err);
}

bool tl__packed_copy(tl_packed *row, tl_arena *arena) {
    size_t len = 1;
    for (int i = 0; i < TL_PACK_TEXTS; i++) {
        len += row->text[i].len;
    }
    char *all = tl_arena_alloc(arena, len);
    for (int i = 0; all && i < TL_PACK_TEXTS; i++) {
        tl_slice *text = &row->text[i];
        if (text->len) {
            memcpy(all, text->ptr, text->len);
        }
        text->ptr = all;
        all += text->len;
    }
    return all != NULL;
}

static const char refunded_sql[] =
    "SELECT " TL_ORDER_COLUMNS " FROM orders WHERE id IN (SELECT order_id FROM order_refund WHERE effective = 1"
    " AND at >= ?1 AND at < ?2) AND NOT (placed_at >= ?1 AND placed_at < ?2)";

tl_code tl__packed_orders(tl_db *db, tl_period period, tl_on_packed on, void *ctx, tl_err *err) {
    TL_TRY(tl__packed_each(db, TL_PACK_ORDERS, TL_PACKED_ALL, period, on, ctx, err));
    sqlite3_stmt *s = tl__bound(db, refunded_sql, TL_ARGS(tl__n(period.from), tl__n(period.to)), err);
    return tl__packed_rows(db, TL_PACK_ORDERS, s, on, ctx, err);
}

/* ---- what is kept --------------------------------------------------------------------------------------------------
 */

typedef struct kept {
    tl_period period;
    tl_arena arena;
    tl_order_row *rows;
    size_t n, cap;
    tl_ids ids; /* of the orders: an order's row has its number; made when one is asked for */
    bool whole;
} kept;

typedef struct kept_clicks {
    tl_period period;
    tl_arena arena;
    tl_doers doers;
    bool whole;
} kept_clicks;

typedef struct kept_buyers {
    tl_period period;
    bool on_hold, whole;
    tl_arena arena;
    tl_buyers buyers;
} kept_buyers;

struct tl_kept {
    int64_t version, changes; /* of the database when all of it was read */
    kept periods[PERIODS];
    kept_clicks clicks[PERIODS];
    kept_buyers buyers[PERIODS];
    int next, next_clicks, next_buyers; /* that makes room */
};

typedef struct keeping {
    tl_store *store;
    tl_db *db;
    kept *k;
} keeping;

static void forget_buyers(kept_buyers *k) {
    tl_arena_destroy(&k->arena);
    k->whole = false;
}

static bool more_room(kept *k) {
    size_t cap = k->cap ? k->cap * 2 : 64;
    tl_order_row *grown = tl_arena_alloc(&k->arena, cap * sizeof *grown);
    if (grown && k->n) {
        memcpy(grown, k->rows, k->n * sizeof *grown);
    }
    k->rows = grown ? grown : k->rows;
    k->cap = grown ? cap : k->cap;
    return grown != NULL;
}

/* Those on hold, too: whether they count is the query's. */
static tl_code keep_row(void *ctx, const tl_packed *row, tl_err *err) {
    const keeping *kp = ctx;
    kept *k = kp->k;
    tl_packed copy = *row;
    if (!tl__packed_counts(row, true)) {
        return TL_OK;
    }
    if (k->n == k->cap && !more_room(k)) {
        return no_memory(err);
    }
    return tl__packed_copy(&copy, &k->arena)
               ? tl__packed_order(kp->store, kp->db, &copy, &k->arena, &k->rows[k->n++], err)
               : no_memory(err);
}

static void forget(kept *k) {
    tl_arena_destroy(&k->arena);
    k->rows = NULL;
    k->n = k->cap = 0;
    k->whole = false;
}

static void forget_clicks(kept_clicks *k) {
    tl_arena_destroy(&k->arena);
    k->whole = false;
}

/* many: orders placed in the period; those refunded in it are few. */
static tl_code read_period(tl_store *store, tl_db *db, tl_period period, int64_t many, kept *k, tl_err *err) {
    keeping kp = {store, db, k};
    forget(k);
    tl_arena_init(&k->arena, store->host.mem);
    k->period = period;
    k->cap = (size_t)many;
    k->rows = many ? tl_arena_alloc(&k->arena, k->cap * sizeof *k->rows) : NULL;
    if (many && !k->rows) {
        forget(k);
        return no_memory(err);
    }
    tl__ids_init(&k->ids, &k->arena);
    tl_code code = tl__packed_orders(db, period, keep_row, &kp, err);
    k->whole = code == TL_OK;
    if (code != TL_OK) {
        forget(k);
    }
    return code;
}

/* Forgets all when anything was written since, by this connection or another. */
static tl_code still_true(tl_db *db, tl_kept *all, tl_err *err) {
    int64_t version, changes = sqlite3_total_changes(db->handle);
    TL_TRY(tl__one(db, "PRAGMA data_version", NULL, 0, 0, &version, err));
    if (version != all->version || changes != all->changes) {
        for (int i = 0; i < PERIODS; i++) {
            forget(&all->periods[i]);
            forget_clicks(&all->clicks[i]);
            forget_buyers(&all->buyers[i]);
        }
    }
    all->version = version;
    all->changes = changes;
    return TL_OK;
}

static tl_code kept_of(tl_store *store, tl_db *db, tl_kept **out, tl_err *err) {
    if (!db->kept) {
        db->kept = store->host.mem.fn(store->host.mem.ctx, NULL, sizeof *db->kept);
        if (!db->kept) {
            return no_memory(err);
        }
        memset(db->kept, 0, sizeof *db->kept);
    }
    *out = db->kept;
    return still_true(db, db->kept, err);
}

tl_code tl__kept_orders(tl_store *store, tl_db *db, tl_period period, bool *kept_all, const tl_order_row **rows,
                        size_t *n, tl_err *err) {
    tl_kept *all = NULL;
    int64_t many = 0;
    kept *k = NULL;
    TL_TRY(kept_of(store, db, &all, err));
    for (int i = 0; i < PERIODS && !k; i++) {
        kept *of = &all->periods[i];
        k = of->whole && of->period.from == period.from && of->period.to == period.to ? of : NULL;
    }
    if (!k) {
        TL_TRY(tl__one(db,
                       "SELECT COUNT(*) FROM (SELECT 1 FROM orders WHERE placed_at >= ?1 AND placed_at < ?2 LIMIT ?3)",
                       TL_ARGS(tl__n(period.from), tl__n(period.to), tl__n(ORDERS_MAX)), 0, &many, err));
    }
    *kept_all = many < ORDERS_MAX;
    if (!k && *kept_all) {
        k = &all->periods[all->next++ % PERIODS];
        TL_TRY(read_period(store, db, period, many, k, err));
    }
    *rows = k ? k->rows : NULL;
    *n = k ? k->n : 0;
    return TL_OK;
}

static tl_code number(kept *k, tl_err *err) {
    for (size_t i = k->ids.n; i < k->n; i++) {
        if (tl__ids_number(&k->ids, k->rows[i].id) == UINT32_MAX) {
            return no_memory(err);
        }
    }
    return TL_OK;
}

tl_code tl__kept_order(tl_store *store, tl_db *db, int64_t id, const tl_order_row **order, tl_err *err) {
    tl_kept *all = NULL;
    TL_TRY(kept_of(store, db, &all, err));
    *order = NULL;
    for (int i = 0; i < PERIODS && !*order; i++) {
        kept *k = &all->periods[i];
        if (k->whole) {
            TL_TRY(number(k, err));
            uint32_t at = tl__ids_find(&k->ids, id);
            *order = at != UINT32_MAX ? &k->rows[at] : NULL;
        }
    }
    return TL_OK;
}

/* ---- clicks --------------------------------------------------------------------------------------------------------
 */

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
    return tl__doers_add(ctx, n[TL_CLICKED_PERSON], &did, err);
}

tl_code tl__kept_clicks(tl_store *store, tl_db *db, tl_period period, const tl_doers **out, tl_err *err) {
    tl_kept *all = NULL;
    TL_TRY(kept_of(store, db, &all, err));
    for (int i = 0; i < PERIODS; i++) {
        const kept_clicks *k = &all->clicks[i];
        if (k->whole && k->period.from == period.from && k->period.to == period.to) {
            *out = &k->doers;
            return TL_OK;
        }
    }
    kept_clicks *k = &all->clicks[all->next_clicks++ % PERIODS];
    forget_clicks(k);
    tl_arena_init(&k->arena, store->host.mem);
    tl__doers_init(&k->doers, &k->arena);
    k->period = period;
    k->whole = tl__packed_each(db, TL_PACK_CLICKS, TL_PACKED_ALL, period, on_click, &k->doers, err) == TL_OK;
    *out = &k->doers;
    return k->whole ? TL_OK : err->code;
}

/* ---- who ordered ---------------------------------------------------------------------------------------------------
 */

tl_code tl__kept_buyers(tl_store *store, tl_db *db, const tl_query *q, tl_period period, bool on_hold,
                        const tl_buyers **out, tl_err *err) {
    tl_kept *all = NULL;
    tl_period orders = {period.from, period.to + q->window_ms + 1};
    TL_TRY(kept_of(store, db, &all, err));
    for (int i = 0; i < PERIODS; i++) {
        const kept_buyers *k = &all->buyers[i];
        if (k->whole && k->period.from == orders.from && k->period.to == orders.to && k->on_hold == on_hold) {
            *out = &k->buyers;
            return TL_OK;
        }
    }
    kept_buyers *k = &all->buyers[all->next_buyers++ % PERIODS];
    forget_buyers(k);
    tl_arena_init(&k->arena, store->host.mem);
    k->period = orders;
    k->on_hold = on_hold;
    k->whole = tl__buyers_read(&k->buyers, db, orders, on_hold, &k->arena, err) == TL_OK;
    *out = &k->buyers;
    return k->whole ? TL_OK : err->code;
}

void tl__kept_free(tl_kept *all, tl_allocator mem) {
    for (int i = 0; all && i < PERIODS; i++) {
        tl_arena_destroy(&all->periods[i].arena);
        tl_arena_destroy(&all->clicks[i].arena);
        tl_arena_destroy(&all->buyers[i].arena);
    }
    if (all) {
        mem.fn(mem.ctx, all, 0);
    }
}
