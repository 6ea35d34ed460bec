/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the shop's own short links brought: how often each was opened, by how many people, and what it earned. */
#include "tl_report.h"
#include "tl_table.h"

#include <stdlib.h>

typedef struct link_row {
    tl_slice key;
    const tl_value *known; /* what the query says of it, NULL */
    int64_t opens, persons, orders, revenue, printed;
} link_row;

typedef struct links {
    tl_table keys;
    link_row *rows;
    size_t cap;
} links;

static link_row *row_of(links *l, tl_slice key, tl_err *err) {
    void *rows = l->rows;
    link_row *r = tl__table_row(&l->keys, key, &rows, &l->cap, sizeof *r);
    l->rows = rows;
    if (!r) {
        tl_fail(err, TL_E_NOMEM, "counting links");
        return NULL;
    }
    r->key = l->keys.keys[r - l->rows];
    return r;
}

/* Those that the query names have a row, whatever became of them. */
static tl_code add_known(links *l, const tl_query *q, tl_err *err) {
    for (uint32_t i = 0; q->links && i < q->links->n; i++) {
        const tl_value *known = &q->links->as.items[i];
        link_row *r = row_of(l, tl_map_get(known, "key")->as.s, err);
        if (!r) {
            return err->code;
        }
        r->known = known;
    }
    return TL_OK;
}

static tl_code on_opens(void *ctx, tl_slice token, int64_t opens, int64_t persons, tl_err *err) {
    link_row *r = row_of(ctx, token, err);
    if (!r) {
        return err->code;
    }
    r->opens = opens;
    r->persons = persons;
    return TL_OK;
}

/* ---- what they earned ----------------------------------------------------------------------------------------------
 */

static bool is_short(const tl_touchpoint *t) {
    return t->kind == TL_TOUCH_LINK && t->entry != TL_ENTRY_RECOVERY && t->code.len;
}

/* The link that a touch is, or the one that brought the visit in which the button was clicked: the newest before it,
 * within a visit's length, from the same source. NULL: none. */
static const tl_touchpoint *link_of(const tl_order_row *order, size_t touch) {
    const tl_touchpoint *t = &order->touches[touch];
    if (t->kind != TL_TOUCH_CLICK) {
        return is_short(t) ? t : NULL;
    }
    while (touch-- > 0) {
        const tl_touchpoint *before = &order->touches[touch];
        if (is_short(before) && before->source == t->source) {
            return t->at - before->at <= TL_SESSION_MAX_MS ? before : NULL;
        }
    }
    return NULL;
}

static tl_code on_movement(void *ctx, const tl_order_row *order, const tl_credit *credit, const tl_movement *m,
                           tl_err *err) {
    for (size_t i = 0; i < credit->n && !order->renewal; i++) {
        const tl_touchpoint *link = credit->passes[i] ? link_of(order, credit->eligible[i]) : NULL;
        int64_t orders = m->conversions ? m->conversions[i] : 0;
        if (!link || (m->credits[i] == 0 && orders == 0)) {
            continue;
        }
        link_row *r = row_of(ctx, link->code, err);
        if (!r) {
            return err->code;
        }
        r->revenue += m->credits[i];
        r->orders += orders;
    }
    return TL_OK;
}

/* ---- the answer ----------------------------------------------------------------------------------------------------
 */

static int most_first(const void *x, const void *y) {
    const link_row *a = x, *b = y;
    if (a->revenue != b->revenue) {
        return a->revenue < b->revenue ? 1 : -1;
    }
    if (a->opens != b->opens) {
        return a->opens < b->opens ? 1 : -1;
    }
    return tl__by_text(a->key, b->key);
}

static tl_code round_revenue(links *l, const tl_query *q, tl_arena *arena, int64_t *total, tl_err *err) {
    size_t n = l->keys.n;
    int64_t *exact = tl_arena_alloc(arena, 2 * (n + 1) * sizeof *exact);
    if (!exact) {
        return tl_fail(err, TL_E_NOMEM, "counting links");
    }
    for (size_t i = 0; i < n; i++) {
        exact[i] = l->rows[i].revenue;
        *total += exact[i];
    }
    tl__money_round_column(exact, n, *total, q->decimals, exact + n + 1);
    for (size_t i = 0; i < n; i++) {
        l->rows[i].printed = exact[n + 1 + i];
    }
    return TL_OK;
}

static const char *const told[] = {"name", "address", "target", "text", "campaign", NULL};

static tl_value print_row(const link_row *r, const tl_query *q, tl_out *out) {
    tl_value map = tl_map();
    tl__put(out, &map, "key", tl_str(r->key));
    for (size_t i = 0; q->links && told[i]; i++) {
        const tl_value *v = tl_map_get(r->known, told[i]);
        tl__put(out, &map, told[i], v && v->kind == TL_STR ? *v : tl_null());
    }
    tl__put(out, &map, "opens", q->filtered ? tl_null() : tl_int(r->opens));
    tl__put(out, &map, "persons", q->filtered ? tl_null() : tl_int(r->persons));
    tl__put(out, &map, "orders", tl__orders_figure(out, r->orders));
    tl__put(out, &map, "orders_micros", tl_int(r->orders));
    tl__put_money(out, &map, "revenue", r->printed, r->revenue);
    return map;
}

static void put_rows(links *l, const tl_query *q, int64_t total, tl_out *out, tl_value *answer) {
    tl_value list = tl_list(), sum = tl_map();
    int64_t opens = 0, orders = 0;
    for (size_t i = 0; i < l->keys.n; i++) {
        opens += l->rows[i].opens;
        orders += l->rows[i].orders;
        if ((int64_t)i >= q->offset && (int64_t)i - q->offset < q->limit) {
            tl__add(out, &list, print_row(&l->rows[i], q, out));
        }
    }
    tl__put(out, &sum, "opens", q->filtered ? tl_null() : tl_int(opens));
    tl__put(out, &sum, "orders", tl__orders_figure(out, orders));
    tl__put(out, &sum, "orders_micros", tl_int(orders));
    tl__put_money(out, &sum, "revenue", total, total);
    tl__put(out, answer, "rows", list);
    tl__put(out, answer, "count", tl_int(l->keys.n));
    tl__put(out, answer, "total", sum);
}

tl_code tl__report_links(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    links l = {0};
    int64_t total = 0;
    tl_slice currency;
    tl__table_init(&l.keys, out->arena);
    if (tl__currency_of(store, q, out->arena, &currency, err) != TL_OK || add_known(&l, q, err) != TL_OK ||
        (!q->filtered && tl__opens_each(store, q->period, on_opens, &l, err) != TL_OK) ||
        tl__movements(store, q, q->period, currency, on_movement, &l, err) != TL_OK) {
        return err->code;
    }
    if (l.keys.n) {
        qsort(l.rows, l.keys.n, sizeof *l.rows, most_first);
    }
    if (round_revenue(&l, q, out->arena, &total, err) != TL_OK) {
        return err->code;
    }
    tl__put(out, answer, "currency", tl__text(out, currency));
    put_rows(&l, q, total, out, answer);
    return TL_OK;
}
