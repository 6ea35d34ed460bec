/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A person's carts, from what was done with them in whatever browser: the cart is what the last of these events says.
 *
 * A run of carts goes on until the person's next order, or until nothing is done for 31 days. In it a cart that was
 * emptied is over when it stays empty for 15 minutes, and another may begin; each knows the longest pause of those
 * before it (left_before), since a cart that was left is waited for until the run ends: what is put in later belongs to
 * it. */
#include "tl_store_carts.h"

#include <string.h>

typedef struct order_of {
    int64_t id, placed_at, until, net, gross, currency;
    bool counts;
} order_of;

enum { ADD = 1, REMOVE, UPDATE, EMPTY }; /* numbers of `action`; 0: of a store before version 5, which kept none */
typedef struct event_of {
    int64_t at, hash, visitor, action, product, items, value, currency;
    bool checkout, has_items, has_value;
} event_of;

typedef struct making {
    tl_cart cart;
    int64_t visitor, hash; /* of its first event */
    int64_t longest;       /* of the pauses kept so far */
    tl_buf pauses;
} making;

typedef struct walk {
    tl_db *db;
    tl_arena *arena;
    int64_t person, since;
    tl_on_cart on;
    void *ctx;
    order_of *orders; /* by placed_at */
    size_t n_orders, next_order;
    making *carts; /* of the run; the last one may be going on */
    size_t n, cap;
    bool open, filled;
    int64_t last_at, emptied_at; /* of the cart that is open */
    int64_t done_at;             /* the run's last event */
    int64_t left;                /* the run's longest pause with something in the cart */
    tl_cart_pause holds;         /* what it holds */
} walk;

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "while making carts");
}

/* ---- orders --------------------------------------------------------------------------------------------------------
 */

/* Those that count and those that await their payment. */
static const char orders_sql[] =
    "SELECT id, placed_at, reason, currency, total, tax, shipping FROM orders WHERE (person = ?1 OR day_person = ?1)"
    " AND renewal = 0 AND snapshot_at > 0 AND (reason = 0 OR (reason = 1 AND status = 'on-hold'))"
    " ORDER BY placed_at, key";

static order_of order_row(sqlite3_stmt *s) {
    int64_t placed_at = sqlite3_column_int64(s, 1), gross = sqlite3_column_int64(s, 4);
    return (order_of){.id = sqlite3_column_int64(s, 0),
                      .placed_at = placed_at,
                      .until = tl__end_of_second(placed_at),
                      .counts = sqlite3_column_int64(s, 2) == 0,
                      .currency = tl__currency_number(tl__column_text(s, 3)),
                      .net = gross - sqlite3_column_int64(s, 5) - sqlite3_column_int64(s, 6),
                      .gross = gross};
}

/* An array that doubles in the arena. */
static void *room(walk *w, void *array, size_t n, size_t *cap, size_t size, tl_err *err) {
    if (n < *cap) {
        return array;
    }
    size_t larger = *cap ? 2 * *cap : 8;
    void *grown = tl_arena_alloc(w->arena, larger * size);
    if (!grown) {
        no_memory(err);
        return NULL;
    }
    if (n) {
        memcpy(grown, array, n * size);
    }
    *cap = larger;
    return grown;
}

static tl_code load_orders(walk *w, tl_err *err) {
    bool row = true;
    size_t cap = 0;
    sqlite3_stmt *s = tl__bound(w->db, orders_sql, TL_ARGS(tl__n(w->person)), err);
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(w->db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        order_of *grown = room(w, w->orders, w->n_orders, &cap, sizeof *w->orders, err);
        if (!grown) {
            sqlite3_reset(s);
            return err->code;
        }
        w->orders = grown;
        w->orders[w->n_orders++] = order_row(s);
    }
}

/* ---- telling ------------------------------------------------------------------------------------------------------
 */

static const char visit_sql[] = "SELECT source, landing, device, country FROM session WHERE visitor = ?1"
                                " AND (start, hash) <= (?2, ?3) ORDER BY start DESC, hash DESC LIMIT 1";

static tl_code find_visit(walk *w, making *m, tl_err *err) {
    bool row;
    sqlite3_stmt *s =
        tl__bound(w->db, visit_sql, TL_ARGS(tl__n(m->visitor), tl__n(m->cart.start), tl__n(m->hash)), err);
    if (!s) {
        return err->code;
    }
    TL_TRY(tl__step(w->db, s, &row, err));
    if (row) {
        m->cart.source = sqlite3_column_int64(s, 0);
        m->cart.landing = sqlite3_column_int64(s, 1);
        m->cart.device = sqlite3_column_int64(s, 2);
        m->cart.country = sqlite3_column_int64(s, 3);
        sqlite3_reset(s);
    }
    return TL_OK;
}

/* Calls for support aside: they earn nothing anywhere. 5: WhatsApp's channel; links (4) of entry 4 are recovery links.
 */
#define LAST_TOUCH(more)                                                                                               \
    "SELECT MAX(t.at) FROM identity i JOIN touch t ON t.identity = i.id WHERE i.person = ?1 AND t.at BETWEEN ?2 AND "  \
    "?3"                                                                                                               \
    " AND t.channel = ?4 AND COALESCE(t.intent, 0) <> 3" more
static const char touched_sql[] = LAST_TOUCH("");
static const char linked_sql[] = LAST_TOUCH(" AND t.kind = ?5 AND t.entry = ?6");

static tl_code last_touch(walk *w, const char *sql, int64_t until, int64_t *at, tl_err *err) {
    const tl_arg args[] = {tl__n(w->person),           tl__n(w->since),      tl__n(until),
                           tl__n(TL_CHANNEL_WHATSAPP), tl__n(TL_TOUCH_LINK), tl__n(TL_ENTRY_RECOVERY)};
    return tl__one(w->db, sql, args, sql == linked_sql ? 6 : 4, 0, at, err);
}

static tl_code tell(walk *w, making *m, const order_of *o, int64_t touched_at, int64_t linked_at, tl_err *err) {
    tl_cart *c = &m->cart;
    if (o) {
        c->order = o->id;
        c->ordered_at = o->placed_at;
        c->counts = o->counts;
        c->net = o->net;
        c->gross = o->gross;
        c->currency = o->currency;
        c->touched_at = touched_at;
        c->linked_at = linked_at;
    }
    TL_TRY(find_visit(w, m, err));
    c->pauses = (tl_slice){(const char *)m->pauses.ptr, m->pauses.len};
    return w->on(w->ctx, c, err);
}

/* ---- a cart -------------------------------------------------------------------------------------------------------
 */

/* What lay still is kept where it can matter: the pause is the longest yet, and no `idle_ms` is met already. */
static tl_code keep_pause(walk *w, int64_t gap, bool last, tl_err *err) {
    making *m = &w->carts[w->n - 1];
    w->left = gap > w->left ? gap : w->left;
    if (!last && (gap <= TL_CART_IDLE_MIN || gap <= m->longest || m->longest > TL_CART_IDLE_MAX)) {
        return TL_OK;
    }
    m->longest = gap;
    w->holds.at = w->last_at;
    w->holds.gap = gap;
    return tl__cart_pause_put(&m->pauses, &w->holds) ? TL_OK : no_memory(err);
}

static tl_code open_cart(walk *w, const event_of *e, tl_err *err) {
    making *grown = room(w, w->carts, w->n, &w->cap, sizeof *w->carts, err);
    if (!grown) {
        return err->code;
    }
    w->carts = grown;
    w->left = w->n ? w->left : 0;
    w->carts[w->n] = (making){
        .cart = {.start = e->at, .person = w->person, .left_before = w->left}, .visitor = e->visitor, .hash = e->hash};
    tl_buf_init(&w->carts[w->n++].pauses, w->db->mem);
    w->holds = (tl_cart_pause){0};
    w->open = w->filled = true;
    return TL_OK;
}

static tl_code close_cart(walk *w, tl_cart_end end, int64_t gap, tl_err *err) {
    TL_TRY(keep_pause(w, gap, true, err));
    making *m = &w->carts[w->n - 1];
    m->cart.end = end;
    w->open = w->filled = false;
    return last_touch(w, touched_sql, w->last_at, &m->cart.whatsapp_at, err);
}

static tl_code close_by(walk *w, const order_of *o, tl_err *err) {
    if (!w->filled) {
        bool ordered = o && o->placed_at - w->emptied_at <= TL_CART_IDLE_MIN;
        return close_cart(w, ordered ? TL_CART_ORDERED : TL_CART_EMPTIED, w->emptied_at - w->last_at, err);
    }
    if (!o) {
        return close_cart(w, TL_CART_OPEN, TL_CART_STILL, err);
    }
    return close_cart(w, TL_CART_ORDERED, o->placed_at > w->last_at ? o->placed_at - w->last_at : 0, err);
}

static void forget_run(walk *w) {
    for (size_t i = 0; i < w->n; i++) {
        tl_buf_destroy(&w->carts[i].pauses);
    }
    w->n = 0;
    w->open = w->filled = false;
}

/* o NULL: it ended in no order. */
static tl_code end_run(walk *w, const order_of *o, tl_err *err) {
    int64_t touched_at = 0, linked_at = 0;
    if (w->open) {
        TL_TRY(close_by(w, o, err));
    }
    if (o) {
        TL_TRY(last_touch(w, touched_sql, o->until, &touched_at, err));
        TL_TRY(last_touch(w, linked_sql, o->until, &linked_at, err));
    }
    for (size_t i = 0; i < w->n; i++) {
        TL_TRY(tell(w, &w->carts[i], o, touched_at, linked_at, err));
    }
    forget_run(w);
    return TL_OK;
}

/* ---- what happened to it ------------------------------------------------------------------------------------------
 */

static void put_product(tl_cart_pause *holds, const event_of *e) {
    size_t i = 0;
    while (i < holds->n_products && holds->products[i] != e->product) {
        i++;
    }
    bool there = i < holds->n_products, goes = e->action == REMOVE;
    if (e->product == 0 || there != goes || (!there && i == TL_CART_PRODUCTS_MAX)) {
        return;
    }
    if (!there) {
        holds->products[holds->n_products++] = e->product;
        return;
    }
    holds->n_products--;
    memmove(&holds->products[i], &holds->products[i + 1], (holds->n_products - i) * sizeof *holds->products);
}

static void take_worth(tl_cart_pause *holds, const event_of *e) {
    holds->value = e->has_value ? e->value : holds->value;
    holds->currency = e->currency ? e->currency : holds->currency;
}

/* Told, or what follows from what was done. */
static int64_t items_after(const walk *w, const event_of *e) {
    int64_t before = w->filled ? w->holds.items : 0;
    if (e->has_items || e->action == EMPTY || e->action == 0) {
        return e->has_items ? e->items : 0;
    }
    return before == 0 && (e->action == ADD || e->action == UPDATE) ? 1 : before;
}

static tl_code take_checkout(walk *w, const event_of *e, tl_err *err) {
    if (!w->filled) {
        return TL_OK;
    }
    TL_TRY(keep_pause(w, e->at - w->last_at, false, err));
    tl_cart *c = &w->carts[w->n - 1].cart;
    c->checkout_at = c->checkout_at ? c->checkout_at : e->at;
    take_worth(&w->holds, e);
    w->last_at = e->at;
    return TL_OK;
}

/* The cart has something in it: goes on, is filled again, or begins. */
static tl_code fill(walk *w, const event_of *e, tl_err *err) {
    bool again = w->open && !w->filled && e->at - w->emptied_at <= TL_CART_IDLE_MIN;
    if (w->filled || again) {
        TL_TRY(keep_pause(w, (again ? w->emptied_at : e->at) - w->last_at, false, err));
        w->filled = true;
        w->holds.n_products = again ? 0 : w->holds.n_products;
        return TL_OK;
    }
    if (w->open) {
        TL_TRY(close_cart(w, TL_CART_EMPTIED, w->emptied_at - w->last_at, err));
    }
    return open_cart(w, e, err);
}

static tl_code take_cart(walk *w, const event_of *e, tl_err *err) {
    int64_t items = items_after(w, e);
    if (items == 0) {
        w->emptied_at = w->filled ? e->at : w->emptied_at;
        w->filled = false;
        return TL_OK;
    }
    TL_TRY(fill(w, e, err));
    put_product(&w->holds, e);
    take_worth(&w->holds, e);
    w->holds.items = items;
    w->last_at = e->at;
    return TL_OK;
}

/* The orders up to this moment. */
static tl_code take_orders(walk *w, int64_t before, tl_err *err) {
    for (; w->next_order < w->n_orders && w->orders[w->next_order].until < before; w->next_order++) {
        const order_of *o = &w->orders[w->next_order];
        if (w->n && o->placed_at - w->done_at > TL_CART_OVER) {
            TL_TRY(end_run(w, NULL, err));
        }
        if (w->n) {
            TL_TRY(end_run(w, o, err));
        }
    }
    return TL_OK;
}

static tl_code take_event(walk *w, const event_of *e, tl_err *err) {
    TL_TRY(take_orders(w, e->at, err));
    if (w->n && e->at - w->done_at > TL_CART_OVER) {
        TL_TRY(end_run(w, NULL, err));
    }
    w->done_at = e->at;
    return e->checkout ? take_checkout(w, e, err) : take_cart(w, e, err);
}

/* ---- all of a person's --------------------------------------------------------------------------------------------
 */

/* Who ties too many is nobody. */
static const char events_sql[] =
    "SELECT e.at, e.hash, e.visitor, e.type, e.action, e.product, e.n1, e.n2, e.currency FROM identity i"
    " JOIN event e INDEXED BY event_cart ON e.visitor = i.id WHERE i.person = ?1 AND i.shared = 0"
    " AND e.type IN (9, 10) AND e.at >= ?2 ORDER BY e.at, e.hash";

static event_of event_row(sqlite3_stmt *s) {
    return (event_of){.at = sqlite3_column_int64(s, 0),
                      .hash = sqlite3_column_int64(s, 1),
                      .visitor = sqlite3_column_int64(s, 2),
                      .checkout = sqlite3_column_int(s, 3) == TL_TYPE_CHECKOUT,
                      .action = sqlite3_column_int64(s, 4),
                      .product = sqlite3_column_int64(s, 5),
                      .has_items = sqlite3_column_type(s, 6) != SQLITE_NULL,
                      .items = sqlite3_column_int64(s, 6),
                      .has_value = sqlite3_column_type(s, 7) != SQLITE_NULL,
                      .value = sqlite3_column_int64(s, 7),
                      .currency = tl__currency_number(tl__column_text(s, 8))};
}

static tl_code read_events(walk *w, tl_err *err) {
    bool row = true, any = false;
    sqlite3_stmt *s = tl__bound(w->db, events_sql, TL_ARGS(tl__n(w->person), tl__n(w->since)), err);
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(w->db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        event_of e = event_row(s);
        tl_code code = any ? TL_OK : load_orders(w, err);
        any = true;
        if (code != TL_OK || take_event(w, &e, err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
    }
}

tl_code tl__carts_make(tl_db *db, tl_arena *arena, int64_t person, int64_t since, tl_on_cart on, void *ctx,
                       tl_err *err) {
    walk w = {.db = db, .arena = arena, .person = person, .since = since, .on = on, .ctx = ctx};
    tl_code code = read_events(&w, err);
    if (code == TL_OK) {
        code = take_orders(&w, INT64_MAX, err);
    }
    if (code == TL_OK && w.n) {
        code = end_run(&w, NULL, err);
    }
    forget_run(&w);
    return code;
}
