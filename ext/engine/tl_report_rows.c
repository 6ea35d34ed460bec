/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_report_rows.h"
#include "tl_report_carts.h"

#include <string.h>

tl_value tl__person_text(tl_store *store, int64_t person, tl_out *out) {
    unsigned char hash[8];
    char hex[17];
    if (!person) {
        return tl_null();
    }
    tl__sip64(store->keys.event, &person, sizeof person, hash);
    tl__hex(hash, 4, hex);
    return tl__text(out, (tl_slice){hex, 8});
}

/* ---- orders and credits --------------------------------------------------------------------------------------------
 */

typedef struct earned {
    tl_sums sums; /* of the movements in the period */
    int64_t refunded;
    int64_t *credits, *conversions; /* by eligible touch */
    const tl_credit *credit;
} earned;

static tl_code on_movement(void *ctx, const tl_order_row *order, const tl_credit *credit, const tl_movement *m,
                           tl_err *err) {
    earned *e = ctx;
    (void)err;
    tl__sums_add(&e->sums, order, credit, m);
    e->refunded += m->refund ? -m->amount : 0;
    for (size_t i = 0; i < credit->n; i++) {
        e->credits[i] += m->credits[i];
        e->conversions[i] += m->conversions ? m->conversions[i] : 0;
    }
    return TL_OK;
}

static void put_order(tl_rows *r, tl_value *row, const tl_order_row *o, const tl_credit *c) {
    tl__put(&r->out, row, "order", tl__text(&r->out, o->key));
    tl__put(&r->out, row, "number", tl__text(&r->out, o->number));
    tl__put(&r->out, row, "placed_at", tl_int(o->placed_at));
    tl__put(&r->out, row, "status", tl__text(&r->out, o->status));
    tl__put(&r->out, row, "currency", tl__text(&r->out, o->currency));
    tl__put(&r->out, row, "person", tl__person_text(r->store, o->person, &r->out));
    tl__put(&r->out, row, "evidence", tl_str(tl_word_of(tl_evidence_words, (int)c->evidence)));
}

static tl_code add_order(tl_rows *r, const tl_order_row *o, const tl_credit *c, const earned *e, tl_err *err) {
    tl_value row = tl_map();
    (void)err;
    put_order(r, &row, o, c);
    tl__put_money(&r->out, &row, "total", tl__sums_total(&e->sums), tl__sums_total(&e->sums));
    tl__put_money(&r->out, &row, "whatsapp", tl__sums_whatsapp(&e->sums), tl__sums_whatsapp(&e->sums));
    tl__put_money(&r->out, &row, "other", e->sums.other, e->sums.other);
    tl__put_money(&r->out, &row, "unknown", e->sums.unknown, e->sums.unknown);
    tl__put_money(&r->out, &row, "renewals", e->sums.renewals, e->sums.renewals);
    tl__put_money(&r->out, &row, "refunded", e->refunded, e->refunded);
    tl__add(&r->out, &r->rows, row);
    return TL_OK;
}

static tl_code add_credits(tl_rows *r, const tl_order_row *o, const tl_credit *c, const earned *e, tl_err *err) {
    for (size_t i = 0; i < c->n; i++) {
        const tl_touchpoint *t = &o->touches[c->eligible[i]];
        const tl_source_name *source;
        const tl_dict_name *page;
        tl_value row = tl_map();
        if (!c->passes[i] || (e->credits[i] == 0 && e->conversions[i] == 0)) {
            continue;
        }
        if (tl__name_source(r->query.names, t->source, &source, err) != TL_OK ||
            tl__name_dict(r->query.names, t->page, &page, err) != TL_OK) {
            return err->code;
        }
        put_order(r, &row, o, c);
        tl__put(&r->out, &row, "at", tl_int(t->at));
        tl__put(&r->out, &row, "kind", tl_str(tl_word_of(tl_touch_words, (int)t->kind)));
        tl__put(&r->out, &row, "channel", tl_str(tl_word_of(tl_channel_words, (int)t->channel)));
        tl__put(&r->out, &row, "entry", tl__text(&r->out, tl_word_of(tl_entry_words, (int)t->entry)));
        tl__put(&r->out, &row, "source", tl__text(&r->out, source->source));
        tl__put(&r->out, &row, "medium", tl__text(&r->out, source->medium));
        tl__put(&r->out, &row, "campaign", tl__text(&r->out, source->campaign));
        tl__put(&r->out, &row, "page", tl__text(&r->out, page->value));
        tl__put_money(&r->out, &row, "credit", e->credits[i], e->credits[i]);
        tl__put(&r->out, &row, "orders_micros", tl_int(e->conversions[i]));
        tl__add(&r->out, &r->rows, row);
    }
    return TL_OK;
}

static bool wanted(const tl_rows *r, const tl_credit *c, const earned *e) {
    bool any = c->n == 0;
    for (size_t i = 0; i < c->n; i++) {
        any |= c->passes[i] && (e->credits[i] || e->conversions[i]);
    }
    return c->any_passes && (any || !r->query.filtered);
}

typedef tl_code (*adder)(tl_rows *r, const tl_order_row *o, const tl_credit *c, const earned *e, tl_err *err);

static tl_code one_order(tl_rows *r, int64_t id, adder add, tl_err *err) {
    tl_order_row order;
    tl_credit credit;
    if (tl__order_load(r->store, &r->query, id, &r->batch, &order, err) != TL_OK ||
        tl__credit_init(&credit, &r->query, r->query.model, &order, &r->batch, err) != TL_OK) {
        return err->code;
    }
    size_t room = (credit.n + 1) * sizeof(int64_t);
    earned e = {
        .credit = &credit, .credits = tl_arena_alloc(&r->batch, room), .conversions = tl_arena_alloc(&r->batch, room)};
    if (!e.credits || !e.conversions) {
        return tl_fail(err, TL_E_NOMEM, "reading rows");
    }
    memset(e.credits, 0, room);
    memset(e.conversions, 0, room);
    if (tl__order_movements(&r->query, &order, &credit, &r->query.period, on_movement, &e, err) != TL_OK) {
        return err->code;
    }
    return wanted(r, &credit, &e) ? add(r, &order, &credit, &e, err) : TL_OK;
}

static tl_code read_orders(tl_rows *r, const tl_rows_kind *kind, tl_err *err) {
    int64_t ids[TL_ROWS_BATCH];
    size_t n;
    if (tl__rows_orders(r, ids, &n, err) != TL_OK) {
        return err->code;
    }
    for (size_t i = 0; i < n; i++) {
        if (one_order(r, ids[i], kind->what ? add_credits : add_order, err) != TL_OK) {
            return err->code;
        }
        r->key[0] = ids[i];
    }
    r->more = n == TL_ROWS_BATCH;
    return TL_OK;
}

/* ---- carts ---------------------------------------------------------------------------------------------------------
 */

typedef struct taking {
    tl_rows *rows;
    int64_t n;
} taking;

static tl_code take_cart(void *ctx, const tl_cart *cart, tl_err *err) {
    taking *t = ctx;
    tl_rows *r = t->rows;
    tl_traits traits;
    tl_cart_fate fate;
    bool passes;
    char currency[4];
    t->n++;
    r->key[0] = cart->start;
    r->key[1] = cart->person;
    if (tl__cart_traits(&r->query, cart, &traits, err) != TL_OK ||
        tl__passes(&r->query, TL_CART_DIMS, &traits, &passes, err) != TL_OK || !passes ||
        tl__cart_fate(&r->query, cart, r->store->host.now_ms(r->store->host.ctx), &fate, err) != TL_OK) {
        return err->code;
    }
    tl_slice its = tl__currency_text(fate.holds.currency, currency);
    if (!fate.is[r->query.carts] || (r->query.currency.len && !tl_slice_eq(its, r->query.currency))) {
        return TL_OK;
    }
    tl_value row = tl_map();
    if (tl__cart_line(r->store, &r->query, cart, &fate, &r->out, &row, err) != TL_OK) {
        return err->code;
    }
    tl__add(&r->out, &r->rows, row);
    return TL_OK;
}

static tl_code read_carts(tl_rows *r, const tl_rows_kind *kind, tl_err *err) {
    taking t = {.rows = r};
    const int64_t after[2] = {r->key[0], r->key[1]};
    (void)kind;
    if (tl__carts_each(r->store, &r->query, r->query.period, false, after, TL_ROWS_BATCH, take_cart, &t, err) !=
        TL_OK) {
        return err->code;
    }
    r->more = t.n == TL_ROWS_BATCH;
    return TL_OK;
}

tl_code tl__rows_carts_of_person(tl_rows *r, int64_t person, tl_err *err) {
    taking t = {.rows = r};
    return tl__carts_of_person(r->store, &r->query, person, take_cart, &t, err);
}

#define ALL_DIMS (~0u)
static const tl_rows_kind of_orders[] = {{"orders", ALL_DIMS, read_orders, NULL},
                                         {"credits", ALL_DIMS, read_orders, "credits"},
                                         {"carts", TL_CART_DIMS, read_carts, NULL}};

/* ---- the cursor ----------------------------------------------------------------------------------------------------
 */

static const tl_rows_kind *kind_of(tl_slice name) {
    for (size_t i = 0; i < sizeof of_orders / sizeof *of_orders; i++) {
        if (tl_slice_eq(name, tl_slice_of(of_orders[i].name))) {
            return &of_orders[i];
        }
    }
    for (const tl_rows_kind *k = tl_rows_tables; k->name; k++) {
        if (tl_slice_eq(name, tl_slice_of(k->name))) {
            return k;
        }
    }
    return NULL;
}

static tl_code set_up(tl_rows *r, tl_slice name, const tl_value *query, tl_err *err) {
    tl_value *kept = tl_arena_alloc(&r->kept, sizeof *kept);
    r->kind = kind_of(name);
    if (!r->kind) {
        return tl_fail(
            err, TL_E_REPORT,
            "'%.*s'; there are rows of orders, credits, carts, touches, sessions, events, clicks and messages",
            (int)(name.len < 64 ? name.len : 64), name.ptr);
    }
    if (!kept || (query && !tl__value_copy(query, &r->kept, kept))) {
        return tl_fail(err, TL_E_NOMEM, "reading rows");
    }
    if (tl__query_parse(&r->store->query_defaults, query ? kept : NULL, &r->query, err) != TL_OK) {
        return err->code;
    }
    if (tl__filters_other_than(&r->query, r->kind->dims)) {
        return tl_fail(err, TL_E_QUERY_VALUE, "'filter': rows of %s do not know one of these dimensions",
                       r->kind->name);
    }
    r->query.names = tl__names_new(r->store, &r->kept);
    r->out = (tl_out){.arena = &r->batch, .decimals = r->query.decimals};
    return r->query.names ? TL_OK : tl_fail(err, TL_E_NOMEM, "reading rows");
}

tl_code tl_rows_open(tl_store *store, tl_slice name, const tl_value *query, tl_rows **out, tl_err *err) {
    tl_allocator mem = store->host.mem;
    tl_rows *r = mem.fn(mem.ctx, NULL, sizeof *r);
    *out = NULL;
    *err = (tl_err){0};
    if (!r) {
        return tl_fail(err, TL_E_NOMEM, "reading rows");
    }
    *r = (tl_rows){.store = store, .rows = tl_list(), .more = true, .key = {INT64_MIN, INT64_MIN, INT64_MIN}};
    tl_arena_init(&r->kept, mem);
    tl_arena_init(&r->batch, mem);
    if (set_up(r, name, query, err) != TL_OK) {
        tl_rows_close(r);
        return err->code;
    }
    *out = r;
    return TL_OK;
}

/* A batch that failed is read again by the next call, from where the last one ended. */
static tl_code read_batch(tl_rows *r, tl_err *err) {
    int64_t key[3];
    memcpy(key, r->key, sizeof key);
    tl_arena_reset(&r->batch);
    r->rows = tl_list();
    r->next = 0;
    if (tl__look_begin(r->store, err) == TL_OK &&
        tl__look_end(r->store, r->kind->read(r, r->kind, err), err) == TL_OK && tl__done(&r->out, err) == TL_OK) {
        return TL_OK;
    }
    memcpy(r->key, key, sizeof key);
    r->rows = tl_list();
    r->more = true;
    r->out.failed = false;
    return err->code;
}

tl_code tl_rows_next(tl_rows *r, tl_value *row, bool *there, tl_err *err) {
    *err = (tl_err){0};
    while (r->next == r->rows.n && r->more) {
        if (read_batch(r, err) != TL_OK) {
            return err->code;
        }
    }
    *there = r->next < r->rows.n;
    *row = *there ? r->rows.as.items[r->next++] : tl_null();
    return TL_OK;
}

void tl_rows_close(tl_rows *r) {
    if (!r) {
        return;
    }
    tl_allocator mem = r->store->host.mem;
    tl_arena_destroy(&r->batch);
    tl_arena_destroy(&r->kept);
    mem.fn(mem.ctx, r, 0);
}
