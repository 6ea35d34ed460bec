/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_report.h"
#include "tl_table.h"

#include <stdlib.h>
#include <string.h>

typedef struct row {
    tl_slice key, label;
    int64_t sessions, clicks, chats, orders, revenue, printed;
} row;

typedef struct dimension {
    tl_store *store;
    const tl_query *query;
    tl_arena *arena;
    tl_arena lines; /* of one order */
    tl_table keys;
    row *rows;
    size_t cap;
    tl_count counting;
    row sum; /* orders and persons each once: one with two products or pages stands in two rows */
} dimension;

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "writing a table");
}

static row *row_of(dimension *d, tl_slice key, tl_slice label, tl_err *err) {
    /* The key is copied only when it is new: the table keeps what it is given. */
    uint32_t before = d->keys.n, number = tl__table_number(&d->keys, key);
    if (number == UINT32_MAX) {
        no_memory(err);
        return NULL;
    }
    if (number == before) {
        tl_slice copy = key.len ? tl_arena_dup(d->arena, key) : TL_S("");
        if (d->keys.cap > d->cap) {
            row *grown = tl_arena_alloc(d->arena, d->keys.cap * sizeof *grown);
            if (grown && d->cap) {
                memcpy(grown, d->rows, d->cap * sizeof *grown);
            }
            d->rows = grown;
            d->cap = grown ? d->keys.cap : 0;
        }
        if (!d->rows || !copy.ptr) {
            no_memory(err);
            return NULL;
        }
        d->keys.keys[number] = copy;
        d->rows[number] = (row){.key = copy, .label = TL_S("")};
    }
    row *r = &d->rows[number];
    if (label.len && !r->label.len) {
        r->label = tl_arena_dup(d->arena, label);
        if (!r->label.ptr) {
            no_memory(err);
            return NULL;
        }
    }
    return r;
}

static tl_code add(dimension *d, tl_slice key, tl_slice label, int64_t money, int64_t orders, tl_err *err) {
    row *r = row_of(d, key, label, err);
    if (!r) {
        return err->code;
    }
    r->revenue += money;
    r->orders += orders;
    return TL_OK;
}

/* ---- credit by channel, campaign, page
 * ------------------------------------------------------------------------------------- */

static tl_slice key_of(const dimension *d, const tl_touchpoint *t) {
    switch (d->query->dim) {
    case TL_DIM_CHANNEL:
        return tl_word_of(tl_channel_words, (int)t->channel);
    case TL_DIM_CAMPAIGN:
        return t->campaign;
    default:
        return t->path;
    }
}

static tl_code by_touch(dimension *d, const tl_order_row *order, const tl_movement *m, tl_err *err) {
    bool channels = d->query->dim == TL_DIM_CHANNEL;
    if (m->n == 0) {
        return channels ? add(d, TL_S("unknown"), TL_S(""), m->amount, m->refund ? 0 : TL_MICROS, err) : TL_OK;
    }
    for (size_t i = 0; i < m->n; i++) {
        const tl_touchpoint *t = &order->touches[m->eligible[i]];
        int64_t orders = m->conversions ? m->conversions[i] : 0;
        bool earned = m->credits[i] != 0 || orders != 0;
        if (!earned || (!channels && t->channel != TL_CHANNEL_WHATSAPP)) {
            continue;
        }
        if (add(d, key_of(d, t), TL_S(""), m->credits[i], orders, err) != TL_OK) {
            return err->code;
        }
    }
    return TL_OK;
}

/* ---- credit by product sold
 * --------------------------------------------------------------------------------------------------- */

static bool first_of_product(const tl_line_row *lines, size_t at) {
    for (size_t i = 0; i < at; i++) {
        if (tl_slice_eq(lines[i].product, lines[at].product)) {
            return false;
        }
    }
    return true;
}

/* WhatsApp's share of each line, by its share of the order; what is left (fees, rounding, tax and shipping when the
 * measure is the total, orders without lines) stands in a row without a product. */
static tl_code by_product(dimension *d, const tl_order_row *order, const tl_movement *m, tl_err *err) {
    tl_sums sums = {0};
    tl_line_row *lines;
    size_t n;
    tl_credit none = {0};
    tl__sums_add(&sums, order, &none, m);
    int64_t credit = tl__sums_whatsapp(&sums), given = 0, sold = 0;
    int64_t orders = sums.confirmed_conv + sums.click_only_conv;
    int64_t whole = d->query->gross ? order->total : order->total - order->tax - order->shipping;
    if (m->n == 0 || (credit == 0 && orders == 0)) {
        return TL_OK;
    }
    tl_arena_reset(&d->lines);
    if (tl__order_lines(d->store, order->id, &d->lines, &lines, &n, err) != TL_OK) {
        return err->code;
    }
    d->sum.orders += orders;
    for (size_t i = 0; i < n; i++) {
        /* Rounding what is sold so far leaves no crumb when the lines are the whole order. */
        sold += lines[i].net;
        int64_t part = (whole ? tl__muldiv(credit, sold, whole) : 0) - given;
        given += part;
        if (add(d, lines[i].product, lines[i].name, part, first_of_product(lines, i) ? orders : 0, err) != TL_OK) {
            return err->code;
        }
    }
    return credit != given || n == 0 ? add(d, TL_S(""), TL_S(""), credit - given, n == 0 ? orders : 0, err) : TL_OK;
}

static tl_code on_movement(void *ctx, const tl_order_row *order, const tl_credit *credit, const tl_movement *m,
                           tl_err *err) {
    dimension *d = ctx;
    (void)credit;
    if (order->renewal) {
        return TL_OK;
    }
    return d->query->dim == TL_DIM_PRODUCT ? by_product(d, order, m, err) : by_touch(d, order, m, err);
}

static int64_t *counter(row *r, tl_count what) {
    return what == TL_COUNT_SESSIONS ? &r->sessions : what == TL_COUNT_CLICKS ? &r->clicks : &r->chats;
}

static tl_code on_count(void *ctx, tl_slice key, tl_slice label, int64_t n, tl_err *err) {
    dimension *d = ctx;
    row *r = row_of(d, key, label, err);
    if (!r) {
        return err->code;
    }
    *counter(r, d->counting) += n;
    return TL_OK;
}

static tl_code count_all(dimension *d, tl_err *err) {
    for (int c = TL_COUNT_SESSIONS; c <= TL_COUNT_CHATS; c++) {
        d->counting = (tl_count)c;
        const tl_query *q = d->query;
        if (tl__counts_by(d->store, q->dim, d->counting, q->period, q->window_ms, on_count, d, err) != TL_OK ||
            tl__counts_total(d->store, q->dim, d->counting, q->period, q->window_ms, counter(&d->sum, d->counting),
                             err) != TL_OK) {
            return err->code;
        }
    }
    return TL_OK;
}

/* ---- sorting and printing
 * ------------------------------------------------------------------------------------------------------- */

static int compare(const row *a, const row *b, char column) {
    int64_t x = a->revenue, y = b->revenue;
    switch (column) {
    case 'o':
        x = a->orders, y = b->orders;
        break;
    case 's':
        x = a->sessions, y = b->sessions;
        break;
    case 'k':
        x = a->clicks, y = b->clicks;
        break;
    case 'h':
        x = a->chats, y = b->chats;
        break;
    default:
        break;
    }
    return x < y ? -1 : x > y;
}

static int by_text(tl_slice a, tl_slice b) {
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len ? memcmp(a.ptr, b.ptr, len) : 0;
    return order ? order : a.len < b.len ? -1 : a.len > b.len;
}

static tl_slice label_of(const row *r) {
    return r->label.len ? r->label : r->key;
}

typedef struct sorting {
    char column;
    bool ascending;
} sorting;

static int in_order(const void *x, const void *y, void *ctx) {
    const row *a = x, *b = y;
    const sorting *s = ctx;
    int order = s->column == 'l' ? by_text(label_of(a), label_of(b)) : compare(a, b, s->column);
    if (order == 0) {
        order = compare(a, b, 'r');
        return order ? -order : by_text(a->key, b->key);
    }
    return s->ascending ? order : -order;
}

static sorting sorting_of(const tl_query *q) {
    char c = q->orderby.ptr[0];
    if (c == 'c') {
        c = q->orderby.ptr[1] == 'l' ? 'k' : 'h';
    }
    return (sorting){c, q->ascending};
}

/* The row without a key comes last whatever the order: it is no page, product or campaign. */
static void put_unnamed_last(row *rows, size_t n) {
    for (size_t i = 0; i + 1 < n; i++) {
        if (rows[i].key.len == 0) {
            row unnamed = rows[i];
            memmove(&rows[i], &rows[i + 1], (n - i - 1) * sizeof *rows);
            rows[n - 1] = unnamed;
            return;
        }
    }
}

static tl_code round_rows(dimension *d, size_t n, int64_t total, tl_err *err) {
    int64_t *exact = tl_arena_alloc(d->arena, (n + 1) * sizeof *exact);
    int64_t *printed = tl_arena_alloc(d->arena, (n + 1) * sizeof *printed);
    if (!exact || !printed) {
        return no_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        exact[i] = d->rows[i].revenue;
    }
    tl__money_round_column(exact, n, total, d->query->decimals, printed);
    for (size_t i = 0; i < n; i++) {
        d->rows[i].printed = printed[i];
    }
    return TL_OK;
}

/* Money without a touch has no visits, and fees without a product were never looked at. */
static bool is_counted(tl_dim dim, const row *r) {
    return !(dim == TL_DIM_CHANNEL && tl_slice_eq(r->key, TL_S("unknown"))) && !(dim == TL_DIM_PRODUCT && !r->key.len);
}

static tl_value print_row(const row *r, int64_t total, bool is_total, bool counted, tl_out *out) {
    tl_value map = tl_map();
    if (!is_total) {
        tl__put(out, &map, "key", r->key.len ? tl_str(r->key) : tl_str(TL_S("")));
        tl__put(out, &map, "label", tl_str(label_of(r)));
    }
    tl__put(out, &map, "sessions", counted ? tl_int(r->sessions) : tl_null());
    tl__put(out, &map, "clicks", counted ? tl_int(r->clicks) : tl_null());
    tl__put(out, &map, "chats", counted ? tl_int(r->chats) : tl_null());
    tl__put(out, &map, "orders", tl__orders_figure(out, r->orders));
    tl__put(out, &map, "orders_micros", tl_int(r->orders));
    tl__put_money(out, &map, "revenue", r->printed, r->revenue);
    if (!is_total) {
        tl__put(out, &map, "share", tl__rate(out, r->revenue, total));
    }
    return map;
}

static tl_code print(dimension *d, tl_out *out, tl_value *answer, tl_err *err) {
    size_t n = d->keys.n;
    row *sum = &d->sum;
    bool once = d->query->dim == TL_DIM_PRODUCT;
    sorting how = sorting_of(d->query);
    tl_value list = tl_list();
    for (size_t i = 0; i < n; i++) {
        sum->orders += once ? 0 : d->rows[i].orders;
        sum->revenue += d->rows[i].revenue;
    }
    sum->printed = sum->revenue;
    if (n) {
        qsort_r(d->rows, n, sizeof *d->rows, in_order, &how);
        put_unnamed_last(d->rows, n);
        if (round_rows(d, n, sum->revenue, err) != TL_OK) {
            return err->code;
        }
    }
    for (size_t i = (size_t)d->query->offset; i < n && i < (size_t)(d->query->offset + d->query->limit); i++) {
        tl__add(out, &list, print_row(&d->rows[i], sum->revenue, false, is_counted(d->query->dim, &d->rows[i]), out));
    }
    tl__put(out, answer, "rows", list);
    tl__put(out, answer, "total", print_row(sum, sum->revenue, true, true, out));
    tl__put(out, answer, "count", tl_int((int64_t)n));
    return TL_OK;
}

tl_code tl__report_dimension(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    dimension d = {.store = store, .query = q, .arena = out->arena};
    tl_slice currency;
    if (q->dim == TL_DIM_NONE) {
        return tl_fail(err, TL_E_QUERY_VALUE, "'dim' must be channel, campaign, page or product");
    }
    if (tl__currency_of(store, q, out->arena, &currency, err) != TL_OK) {
        return err->code;
    }
    tl__table_init(&d.keys, d.arena);
    tl_arena_init(&d.lines, store->host.mem);
    tl_code code = tl__movements(store, q, q->period, currency, on_movement, &d, err);
    tl_arena_destroy(&d.lines);
    if (code != TL_OK || count_all(&d, err) != TL_OK) {
        return err->code;
    }
    tl__put(out, answer, "currency", tl__text(out, currency));
    return print(&d, out, answer, err);
}
