/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sales, visits, clicks and chats by one dimension. */
#include "tl_report_dimension.h"

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "writing a table");
}

static tl_dim_row *row_of(tl_dimension *d, tl_slice key, tl_slice label, tl_err *err) {
    void *rows = d->rows;
    tl_dim_row *r = tl__table_row(&d->keys, key, &rows, &d->cap, sizeof *r);
    d->rows = rows;
    if (r && label.len && !r->label.len) {
        r->label = tl_arena_dup(d->arena, label);
    }
    if (!r || (label.len && !r->label.ptr)) {
        no_memory(err);
        return NULL;
    }
    r->key = d->keys.keys[r - d->rows];
    return r;
}

/* orders is 0 of refunds, and what they take back is told apart */
static tl_code add(tl_dimension *d, tl_slice key, tl_slice label, int64_t money, int64_t orders, bool refund,
                   tl_err *err) {
    tl_dim_row *r = row_of(d, key, label, err);
    if (!r) {
        return err->code;
    }
    r->revenue += money;
    r->orders += orders;
    r->refunds -= refund ? money : 0;
    return TL_OK;
}

/* ---- credit by what a touch or an order is
 * ---------------------------------------------------------------------------------- */

static tl_code add_unknown(tl_dimension *d, const tl_order_row *order, const tl_credit *credit, const tl_movement *m,
                           tl_err *err) {
    tl_slice key;
    tl_traits traits = tl__traits_of(order, credit->evidence, NULL);
    if (!d->every_channel || !credit->unknown_passes) {
        return TL_OK;
    }
    if (tl__key(d->query, d->query->dim, &traits, &key, err) != TL_OK) {
        return err->code;
    }
    return add(d, key, TL_S(""), m->amount, m->refund ? 0 : TL_MICROS, m->refund, err);
}

static tl_code by_touch(tl_dimension *d, const tl_order_row *order, const tl_credit *credit, const tl_movement *m,
                        tl_err *err) {
    if (credit->n == 0) {
        return add_unknown(d, order, credit, m, err);
    }
    for (size_t i = 0; i < credit->n; i++) {
        const tl_touchpoint *t = &order->touches[credit->eligible[i]];
        int64_t orders = m->conversions ? m->conversions[i] : 0;
        bool earned = credit->passes[i] && (m->credits[i] != 0 || orders != 0);
        tl_slice key;
        if (!earned || (!d->every_channel && t->channel != TL_CHANNEL_WHATSAPP)) {
            continue;
        }
        tl_traits traits = tl__traits_of(order, credit->evidence, t);
        if (tl__key(d->query, d->query->dim, &traits, &key, err) != TL_OK ||
            add(d, key, TL_S(""), m->credits[i], orders, m->refund, err) != TL_OK) {
            return err->code;
        }
    }
    return TL_OK;
}

/* ---- credit by what was sold
 * --------------------------------------------------------------------------------------------------- */

static int64_t of_line(const tl_dimension *d, const tl_line_row *line) {
    return d->query->dim == TL_DIM_PRODUCT ? line->product : line->category;
}

static bool first_of_its_kind(const tl_dimension *d, const tl_line_row *lines, size_t at) {
    for (size_t i = 0; i < at; i++) {
        if (of_line(d, &lines[i]) == of_line(d, &lines[at])) {
            return false;
        }
    }
    return true;
}

static void share_of(const tl_dimension *d, const tl_order_row *order, const tl_credit *credit, const tl_movement *m,
                     int64_t *money, int64_t *orders) {
    tl_sums sums = {0};
    tl__sums_add(&sums, order, credit, m);
    *money = d->every_channel ? tl__sums_total(&sums) : tl__sums_whatsapp(&sums);
    *orders = sums.confirmed_conv + sums.click_only_conv + (d->every_channel ? sums.other_conv + sums.unknown_conv : 0);
}

static tl_code add_line(tl_dimension *d, const tl_order_row *order, size_t i, int64_t part, int64_t orders, bool refund,
                        tl_err *err) {
    const tl_dict_name *name;
    if (tl__name_dict(d->query->names, of_line(d, &order->lines[i]), &name, err) != TL_OK) {
        return err->code;
    }
    return add(d, name->value, name->name, part, first_of_its_kind(d, order->lines, i) ? orders : 0, refund, err);
}

/* The share of each line, by its part of the order; what is left (fees, tax and shipping when the measure is the total,
 * orders without lines) stands in a row without a product. */
static tl_code by_line(tl_dimension *d, const tl_order_row *order, const tl_credit *c, const tl_movement *m,
                       tl_err *err) {
    int64_t credit, orders;
    share_of(d, order, c, m, &credit, &orders);
    if (credit == 0 && orders == 0) {
        return TL_OK;
    }
    d->sum.orders += orders;
    tl_line_shares shares = tl__line_shares(d->query, order, credit);
    for (size_t i = 0; i < order->n_lines; i++) {
        int64_t part = tl__line_share(&shares, &order->lines[i]);
        if (add_line(d, order, i, part, orders, m->refund, err) != TL_OK) {
            return err->code;
        }
    }
    int64_t left = credit - shares.given;
    bool bare = order->n_lines == 0;
    return left || bare ? add(d, TL_S(""), TL_S(""), left, bare ? orders : 0, m->refund, err) : TL_OK;
}

bool tl__dim_is_of_lines(tl_dim dim) {
    return dim == TL_DIM_PRODUCT || dim == TL_DIM_CATEGORY;
}

tl_code tl__dim_movement(void *ctx, const tl_order_row *order, const tl_credit *credit, const tl_movement *m,
                         tl_err *err) {
    tl_dimension *d = ctx;
    if (order->renewal) {
        return TL_OK;
    }
    return tl__dim_is_of_lines(d->query->dim) ? by_line(d, order, credit, m, err) : by_touch(d, order, credit, m, err);
}

/* ---- visits, clicks, chats
 * ----------------------------------------------------------------------------------------------------- */

/* What visits and clicks can be told apart by; 0 bits: the column is not counted. */
bool tl__dim_counts_sessions(const tl_query *q) {
    unsigned dims = TL_VISIT_DIMS;
    bool known = q->dim == TL_DIM_PAGE || q->dim == TL_DIM_PRODUCT || (dims & TL_DIM_BIT(q->dim));
    return known && !q->money_only && !tl__filters_other_than(q, dims);
}

bool tl__dim_counts_clicks(const tl_query *q) {
    return (TL_CLICK_DIMS & TL_DIM_BIT(q->dim)) && !q->money_only && !tl__filters_other_than(q, TL_CLICK_DIMS);
}

static tl_code row_of_traits(tl_dimension *d, tl_dim dim, const tl_traits *traits, tl_dim_row **r, tl_err *err) {
    tl_slice key, label = TL_S("");
    const tl_dict_name *name;
    if (tl__key(d->query, dim, traits, &key, err) != TL_OK) {
        return err->code;
    }
    if (dim == TL_DIM_PRODUCT) {
        if (tl__name_dict(d->query->names, traits->product, &name, err) != TL_OK) {
            return err->code;
        }
        label = name->name;
    }
    *r = row_of(d, key, label, err);
    return *r ? TL_OK : err->code;
}

static tl_code on_visits(void *ctx, const tl_traits *traits, const tl_visits *visits, tl_err *err) {
    tl_dimension *d = ctx;
    tl_dim_row *r;
    /* of a page: the visits that began there */
    tl_dim dim = d->query->dim == TL_DIM_PAGE ? TL_DIM_LANDING : d->query->dim;
    if (row_of_traits(d, dim, traits, &r, err) != TL_OK) {
        return err->code;
    }
    tl__visits_add(&r->visits, visits);
    return TL_OK;
}

/* Was this pair of row and person counted before? */
static tl_code is_new(tl_dimension *d, tl_table *pairs, const tl_dim_row *r, int64_t person, bool *fresh, tl_err *err) {
    int64_t pair[2] = {r - d->rows, person};
    tl_slice key = {(const char *)pair, sizeof pair};
    uint32_t before = pairs->n, number = tl__table_number(pairs, key);
    *fresh = number == before;
    if (number != UINT32_MAX && *fresh) {
        pairs->keys[number] = tl_arena_dup(d->arena, key);
    }
    return number == UINT32_MAX || !pairs->keys[number].ptr ? no_memory(err) : TL_OK;
}

static tl_code on_click(void *ctx, const tl_clicked *click, tl_err *err) {
    tl_dimension *d = ctx;
    tl_dim_row *r;
    int64_t person = click->person;
    bool passes, fresh, fresh_chat = false;
    if (tl__passes(d->query, TL_CLICK_DIMS, &click->traits, &passes, err) != TL_OK || !passes) {
        return err->code;
    }
    if (d->query->dim == TL_DIM_PRODUCT && click->traits.product == 0) {
        return TL_OK;
    }
    if (row_of_traits(d, d->query->dim, &click->traits, &r, err) != TL_OK ||
        is_new(d, &d->clickers, r, person, &fresh, err) != TL_OK ||
        (click->wrote && is_new(d, &d->chatters, r, person, &fresh_chat, err) != TL_OK)) {
        return err->code;
    }
    if (person != d->person) {
        d->person = person;
        d->clicked = d->wrote = false;
    }
    r->clicks += fresh;
    r->chats += fresh_chat;
    d->sum.clicks += !d->clicked;
    d->sum.chats += click->wrote && !d->wrote;
    d->clicked = true;
    d->wrote |= click->wrote;
    return TL_OK;
}

static tl_code count_all(tl_dimension *d, tl_err *err) {
    const tl_query *q = d->query;
    if (tl__dim_counts_sessions(q) && tl__visits_each(d->store, q, on_visits, d, &d->sum.visits, err) != TL_OK) {
        return err->code;
    }
    if (tl__dim_counts_clicks(q) && tl__clicks_each(d->store, q, q->period, on_click, d, err) != TL_OK) {
        return err->code;
    }
    return TL_OK;
}

void tl__dim_init(tl_dimension *d, tl_store *store, const tl_query *q, tl_arena *arena) {
    *d = (tl_dimension){.store = store,
                        .query = q,
                        .arena = arena,
                        .every_channel = q->every_channel || q->dim == TL_DIM_CHANNEL || q->filter[TL_DIM_CHANNEL]};
    d->sum.total = true;
    tl__table_init(&d->keys, arena);
    tl__table_init(&d->clickers, arena);
    tl__table_init(&d->chatters, arena);
}

tl_code tl__report_dimension(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    tl_dimension d;
    tl_slice currency;
    tl__dim_init(&d, store, q, out->arena);
    if (q->dim == TL_DIM_NONE) {
        return tl_fail(err, TL_E_QUERY_VALUE, "'dim' must say by what: docs/reports.md lists the dimensions");
    }
    if (q->orderby > TL_COLUMN_LABEL) {
        return tl_fail(err, TL_E_QUERY_VALUE, "'orderby' names a column of the report products");
    }
    if (tl__currency_of(store, q, out->arena, &currency, err) != TL_OK ||
        tl__movements(store, q, q->period, currency, tl__dim_movement, &d, err) != TL_OK ||
        count_all(&d, err) != TL_OK) {
        return err->code;
    }
    tl__put(out, answer, "currency", tl__text(out, currency));
    return tl__dim_print(&d, out, answer, err);
}
