/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_store_kept.h"

#include <string.h>

#define PERIODS 2 /* that are kept of each kind: a page's own, and the one it compares with */
/* Of a period; with more, each report reads them for itself. An order takes about 700 bytes. */
#define ORDERS_MAX 50000

typedef enum kind { ORDERS, CLICKS, CHATS, BUYERS, KINDS } kind;

typedef struct slot {
    tl_period period;
    bool on_hold, whole; /* whole: all of it has been read */
    tl_arena arena;
    tl_order_rows orders;
    tl_ids ids; /* of the orders: an order's row has its number */
    tl_doers doers;
    tl_buyers buyers;
} slot;

struct tl_kept {
    int64_t version, changes; /* of the database when all of it was read */
    slot slots[KINDS][PERIODS];
    int next[KINDS]; /* that makes room */
};

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "keeping what was read");
}

static void forget_all(tl_kept *all) {
    for (int i = 0; i < KINDS * PERIODS; i++) {
        slot *k = &all->slots[i / PERIODS][i % PERIODS];
        tl_arena_destroy(&k->arena);
        k->whole = false;
    }
}

/* Forgets all when anything was written since, by this connection or another. */
static tl_code still_true(tl_db *db, tl_kept *all, tl_err *err) {
    int64_t version, changes = sqlite3_total_changes(db->handle);
    TL_TRY(tl__one(db, "PRAGMA data_version", NULL, 0, 0, &version, err));
    if (version != all->version || changes != all->changes) {
        forget_all(all);
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

static slot *find(tl_kept *all, kind what, tl_period period, bool on_hold) {
    for (int i = 0; i < PERIODS; i++) {
        slot *k = &all->slots[what][i];
        if (k->whole && k->period.from == period.from && k->period.to == period.to && k->on_hold == on_hold) {
            return k;
        }
    }
    return NULL;
}

/* An empty one, in the place of the one that was read first. */
static slot *make_room(tl_kept *all, kind what, tl_period period, bool on_hold, tl_allocator mem) {
    slot *k = &all->slots[what][all->next[what]++ % PERIODS];
    tl_arena_destroy(&k->arena);
    memset(k, 0, sizeof *k);
    tl_arena_init(&k->arena, mem);
    k->period = period;
    k->on_hold = on_hold;
    return k;
}

/* One that is whole, or an empty one to be read. */
static tl_code slot_of(tl_store *store, tl_db *db, kind what, tl_period period, bool on_hold, slot **out, tl_err *err) {
    tl_kept *all = NULL;
    TL_TRY(kept_of(store, db, &all, err));
    slot *k = find(all, what, period, on_hold);
    *out = k ? k : make_room(all, what, period, on_hold, store->host.mem);
    return TL_OK;
}

/* ---- orders --------------------------------------------------------------------------------------------------------
 */

typedef struct keeping {
    tl_store *store;
    tl_db *db;
    slot *k;
} keeping;

static bool more_room(tl_order_rows *o, tl_arena *arena) {
    size_t cap = o->cap ? o->cap * 2 : 64;
    tl_order_row *grown = tl_arena_alloc(arena, cap * sizeof *grown);
    if (grown && o->n) {
        memcpy(grown, o->rows, o->n * sizeof *grown);
    }
    o->rows = grown ? grown : o->rows;
    o->cap = grown ? cap : o->cap;
    return grown != NULL;
}

/* Those on hold, too: whether they count is the query's. */
static tl_code keep_order(void *ctx, const tl_packed *row, tl_err *err) {
    const keeping *kp = ctx;
    tl_order_rows *o = &kp->k->orders;
    tl_packed copy = *row;
    if (!tl__packed_counts(row, true)) {
        return TL_OK;
    }
    if ((o->n == o->cap && !more_room(o, &kp->k->arena)) || !tl__packed_copy(&copy, &kp->k->arena)) {
        return no_memory(err);
    }
    return tl__packed_order(kp->store, kp->db, &copy, &kp->k->arena, &o->rows[o->n++], err);
}

/* many: how many were placed in the period; those refunded in it are few. */
static tl_code read_orders(tl_store *store, tl_db *db, int64_t many, slot *k, tl_err *err) {
    keeping kp = {store, db, k};
    tl__ids_init(&k->ids, &k->arena);
    k->orders.cap = (size_t)many;
    k->orders.rows = many ? tl_arena_alloc(&k->arena, k->orders.cap * sizeof *k->orders.rows) : NULL;
    if (many && !k->orders.rows) {
        return no_memory(err);
    }
    TL_TRY(tl__packed_orders(db, k->period, keep_order, &kp, err));
    k->whole = true;
    return TL_OK;
}

tl_code tl__kept_orders(tl_store *store, tl_db *db, tl_period period, const tl_order_rows **out, tl_err *err) {
    tl_kept *all = NULL;
    int64_t many;
    TL_TRY(kept_of(store, db, &all, err));
    slot *k = find(all, ORDERS, period, false);
    if (!k) {
        TL_TRY(tl__one(db,
                       "SELECT COUNT(*) FROM (SELECT 1 FROM orders WHERE placed_at >= ?1 AND placed_at < ?2 LIMIT ?3)",
                       TL_ARGS(tl__n(period.from), tl__n(period.to), tl__n(ORDERS_MAX)), 0, &many, err));
        if (many == ORDERS_MAX) {
            *out = NULL;
            return TL_OK;
        }
        k = make_room(all, ORDERS, period, false, store->host.mem);
        TL_TRY(read_orders(store, db, many, k, err));
    }
    *out = &k->orders;
    return TL_OK;
}

tl_code tl__kept_by_id(tl_store *store, tl_db *db, tl_err *err) {
    tl_kept *all = NULL;
    TL_TRY(kept_of(store, db, &all, err));
    for (int i = 0; i < PERIODS; i++) {
        slot *k = &all->slots[ORDERS][i];
        for (size_t j = k->ids.n; k->whole && j < k->orders.n; j++) {
            if (tl__ids_number(&k->ids, k->orders.rows[j].id) == UINT32_MAX) {
                return no_memory(err);
            }
        }
    }
    return TL_OK;
}

const tl_order_row *tl__kept_order(const tl_db *db, int64_t id) {
    for (int i = 0; i < PERIODS; i++) {
        const slot *k = &db->kept->slots[ORDERS][i];
        uint32_t number = k->whole ? tl__ids_find(&k->ids, id) : UINT32_MAX;
        if (number != UINT32_MAX) {
            return &k->orders.rows[number];
        }
    }
    return NULL;
}

/* ---- people --------------------------------------------------------------------------------------------------------
 */

tl_code tl__kept_clicks(tl_store *store, tl_db *db, tl_period period, const tl_doers **out, tl_err *err) {
    slot *k = NULL;
    TL_TRY(slot_of(store, db, CLICKS, period, false, &k, err));
    if (!k->whole) {
        TL_TRY(tl__doers_clicked(&k->doers, db, period, &k->arena, err));
    }
    k->whole = true;
    *out = &k->doers;
    return TL_OK;
}

static tl_period with_window(const tl_query *q, tl_period period) {
    return (tl_period){period.from, period.to + q->window_ms + 1};
}

tl_code tl__kept_chats(tl_store *store, tl_db *db, const tl_query *q, tl_period period, const tl_doers **out,
                       tl_err *err) {
    slot *k = NULL;
    TL_TRY(slot_of(store, db, CHATS, with_window(q, period), false, &k, err));
    if (!k->whole) {
        TL_TRY(tl__doers_wrote(&k->doers, db, k->period, &k->arena, err));
    }
    k->whole = true;
    *out = &k->doers;
    return TL_OK;
}

tl_code tl__kept_buyers(tl_store *store, tl_db *db, const tl_query *q, tl_period period, bool on_hold,
                        const tl_buyers **out, tl_err *err) {
    slot *k = NULL;
    TL_TRY(slot_of(store, db, BUYERS, with_window(q, period), on_hold, &k, err));
    if (!k->whole) {
        TL_TRY(tl__buyers_read(&k->buyers, db, k->period, on_hold, &k->arena, err));
    }
    k->whole = true;
    *out = &k->buyers;
    return TL_OK;
}

void tl__kept_free(tl_kept *all, tl_allocator mem) {
    if (all) {
        forget_all(all);
        mem.fn(mem.ctx, all, 0);
    }
}
