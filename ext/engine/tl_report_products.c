/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which products start chats, what these chats ask for, and what is sold with a touch of WhatsApp before the order and
 * without one. Of money the model has no say here: an order counts as after a chat when its evidence says so. */
#include "tl_report.h"
#include "tl_table.h"

#include <stdlib.h>
#include <string.h>

#define TOP 5
/* What is counted of persons. BUY: they asked before buying, or to order; of ASKED one for each intent, 0: nobody
 * knows. */
enum { CLICKED, WROTE, BOUGHT, BUY, ASKED, COUNTS = ASKED + TL_INTENT_OTHER + 1 };
enum { AFTER, WITHOUT, TOTAL, SUMS };

typedef struct product {
    tl_slice key, label;
    tl_visits visits;
    int64_t counts[COUNTS];
    int64_t money[SUMS], printed[SUMS], orders[SUMS];
} product;

typedef struct products {
    tl_store *store;
    const tl_query *query;
    tl_arena *arena;
    tl_table keys, pairs; /* pairs of product and person */
    product *rows;
    uint32_t *had; /* by pair: the bits of what was counted */
    size_t cap, had_cap;
    product sum;
    int64_t person; /* of the click before, and what was counted of them */
    uint32_t person_had;
} products;

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "writing a table of products");
}

static tl_code row_of(products *p, int64_t id, product **out, tl_err *err) {
    const tl_dict_name *name;
    if (tl__name_dict(p->query->names, id, &name, err) != TL_OK) {
        return err->code;
    }
    void *rows = p->rows;
    product *r = tl__table_row(&p->keys, name->value, &rows, &p->cap, sizeof *r);
    p->rows = rows;
    if (r && name->name.len && !r->label.len) {
        r->label = tl_arena_dup(p->arena, name->name);
    }
    if (!r || (name->name.len && !r->label.ptr)) {
        return no_memory(err);
    }
    r->key = p->keys.keys[r - p->rows];
    *out = r;
    return TL_OK;
}

/* ---- visits and clicks
 * ------------------------------------------------------------------------------------------------------ */

static tl_code on_visits(void *ctx, const tl_traits *traits, const tl_visits *visits, tl_err *err) {
    products *p = ctx;
    product *r;
    if (row_of(p, traits->product, &r, err) != TL_OK) {
        return err->code;
    }
    tl__visits_add(&r->visits, visits);
    return TL_OK;
}

/* Counts what is now so and was not before. */
static void count(product *r, uint32_t now, uint32_t *had) {
    for (int i = 0; i < COUNTS; i++) {
        r->counts[i] += (now & ~*had) >> i & 1;
    }
    *had |= now;
}

static tl_code on_click(void *ctx, const tl_product_click *click, tl_err *err) {
    products *p = ctx;
    product *r;
    uint32_t now = 1U << CLICKED | (uint32_t)click->wrote << WROTE | (uint32_t)click->bought << BOUGHT |
                   1U << (ASKED + (unsigned)click->intent);
    bool buys = click->intent == TL_INTENT_ORDER || click->intent == TL_INTENT_PRESALE;
    now |= (uint32_t)buys << BUY;
    if (row_of(p, click->traits.product, &r, err) != TL_OK) {
        return err->code;
    }
    int64_t pair[2] = {r - p->rows, click->person};
    void *had = p->had;
    uint32_t *of_pair =
        tl__table_row(&p->pairs, (tl_slice){(const char *)pair, sizeof pair}, &had, &p->had_cap, sizeof *of_pair);
    p->had = had;
    if (!of_pair) {
        return no_memory(err);
    }
    if (click->person != p->person) {
        p->person = click->person;
        p->person_had = 0;
    }
    count(r, now, of_pair);
    count(&p->sum, now, &p->person_had);
    return TL_OK;
}

static bool counts_people(const tl_query *q) {
    return !tl__filters_other_than(q, TL_CLICK_DIMS);
}

static bool counts_sessions(const tl_query *q) {
    return !tl__filters_other_than(q, TL_VISIT_DIMS);
}

static tl_code count_all(products *p, tl_err *err) {
    tl_query looked = *p->query;
    looked.dim = TL_DIM_PRODUCT;
    if (counts_sessions(p->query) && tl__visits_each(p->store, &looked, on_visits, p, &p->sum.visits, err) != TL_OK) {
        return err->code;
    }
    return counts_people(p->query) ? tl__product_clicks_each(p->store, p->query, on_click, p, err) : TL_OK;
}

/* ---- money
 * ------------------------------------------------------------------------------------------------------------------ */

static void add(product *r, int side, int64_t money, int64_t orders) {
    r->money[side] += money;
    r->money[TOTAL] += money;
    r->orders[side] += orders;
    r->orders[TOTAL] += orders;
}

static bool is_first(const tl_order_row *order, size_t at) {
    for (size_t i = 0; i < at; i++) {
        if (order->lines[i].product == order->lines[at].product) {
            return false;
        }
    }
    return true;
}

/* Each line its part of the order, as in the dimension report; what is left stands in a row without a product. */
static tl_code by_line(products *p, const tl_order_row *order, int side, int64_t money, int64_t orders, tl_err *err) {
    tl_line_shares shares = tl__line_shares(p->query, order, money);
    product *r;
    for (size_t i = 0; i < order->n_lines; i++) {
        int64_t part = tl__line_share(&shares, &order->lines[i]);
        if (row_of(p, order->lines[i].product, &r, err) != TL_OK) {
            return err->code;
        }
        add(r, side, part, is_first(order, i) ? orders : 0);
    }
    if (shares.given == money && order->n_lines) {
        return TL_OK;
    }
    if (row_of(p, 0, &r, err) != TL_OK) {
        return err->code;
    }
    add(r, side, money - shares.given, order->n_lines ? 0 : orders);
    return TL_OK;
}

static tl_code on_movement(void *ctx, const tl_order_row *order, const tl_credit *credit, const tl_movement *m,
                           tl_err *err) {
    products *p = ctx;
    tl_sums sums = {0};
    tl__sums_add(&sums, order, credit, m);
    int64_t money = tl__sums_total(&sums);
    int64_t orders = sums.confirmed_conv + sums.click_only_conv + sums.other_conv + sums.unknown_conv;
    int side = credit->evidence == TL_EVIDENCE_NONE ? WITHOUT : AFTER;
    if (order->renewal || (money == 0 && orders == 0)) {
        return TL_OK;
    }
    add(&p->sum, side, money, orders);
    return by_line(p, order, side, money, orders, err);
}

/* ---- sorting and printing
 * --------------------------------------------------------------------------------------------------- */

static tl_slice label_of(const product *r) {
    return r->label.len ? r->label : r->key;
}

static int64_t by_column(const product *r, tl_column column) {
    switch (column) {
    case TL_COLUMN_SESSIONS:
        return r->visits.n;
    case TL_COLUMN_CLICKS:
        return r->counts[CLICKED];
    case TL_COLUMN_CHATS:
        return r->counts[WROTE];
    case TL_COLUMN_BOUGHT:
        return r->counts[BOUGHT];
    case TL_COLUMN_SUPPORT:
        return r->counts[ASKED + TL_INTENT_SUPPORT];
    case TL_COLUMN_BUY:
        return r->counts[BUY];
    case TL_COLUMN_ORDERS:
        return r->orders[TOTAL];
    case TL_COLUMN_AFTER:
        return r->money[AFTER];
    case TL_COLUMN_WITHOUT:
        return r->money[WITHOUT];
    default:
        return r->money[TOTAL];
    }
}

static int by_number(int64_t x, int64_t y) {
    return x < y ? -1 : x > y;
}

/* What is no product comes last whatever the order. */
static int in_order(const void *x, const void *y, void *ctx) {
    const product *a = x, *b = y;
    const tl_query *q = ctx;
    if (!a->key.len || !b->key.len) {
        return !a->key.len - !b->key.len;
    }
    int order = q->orderby == TL_COLUMN_LABEL ? tl__by_text(label_of(a), label_of(b))
                                              : by_number(by_column(a, q->orderby), by_column(b, q->orderby));
    if (order == 0) {
        order = by_number(b->money[TOTAL], a->money[TOTAL]);
        return order ? order : tl__by_text(a->key, b->key);
    }
    return q->ascending ? order : -order;
}

static tl_code round_column(products *p, int column, tl_err *err) {
    size_t n = p->keys.n;
    int64_t *exact = tl_arena_alloc(p->arena, (n + 1) * sizeof *exact);
    int64_t *printed = tl_arena_alloc(p->arena, (n + 1) * sizeof *printed);
    if (!exact || !printed) {
        return no_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        exact[i] = p->rows[i].money[column];
    }
    tl__money_round_column(exact, n, p->sum.printed[column], p->query->decimals, printed);
    for (size_t i = 0; i < n; i++) {
        p->rows[i].printed[column] = printed[i];
        p->rows[i].printed[TOTAL] += printed[i];
    }
    return TL_OK;
}

/* Rows and columns both add up as they are printed: first the total's two parts, then each column to its own. */
static tl_code round_all(products *p, tl_err *err) {
    product *sum = &p->sum;
    tl__money_round_column(sum->money, TOTAL, sum->money[TOTAL], p->query->decimals, sum->printed);
    sum->printed[TOTAL] = sum->printed[AFTER] + sum->printed[WITHOUT];
    return round_column(p, AFTER, err) == TL_OK ? round_column(p, WITHOUT, err) : err->code;
}

static tl_value side_value(const product *r, int side, tl_out *out) {
    tl_value map = tl_map();
    tl__put(out, &map, "orders", tl__orders_figure(out, r->orders[side]));
    tl__put(out, &map, "orders_micros", tl_int(r->orders[side]));
    tl__put_money(out, &map, "revenue", r->printed[side], r->money[side]);
    tl__put(out, &map, "share", tl__rate(out, r->money[side], r->money[TOTAL]));
    return map;
}

static void put_people(const products *p, const product *r, tl_value *map, tl_out *out) {
    static const char *const names[] = {"unknown", "order", "presale", "support", "other"};
    tl_value asked = tl_map();
    bool counted = counts_people(p->query) && (r == &p->sum || r->key.len);
    bool looked = counts_sessions(p->query) && (r == &p->sum || r->key.len);
    for (int i = 0; i <= TL_INTENT_OTHER; i++) {
        tl__put(out, &asked, names[i], tl_int(r->counts[ASKED + i]));
    }
    tl__put(out, &asked, "buy", tl_int(r->counts[BUY]));
    tl__put(out, map, "sessions", looked ? tl_int(r->visits.n) : tl_null());
    tl__put(out, map, "engaged", looked ? tl__engaged(out, &r->visits) : tl_null());
    tl__put(out, map, "quality", looked ? tl__quality(out, &r->visits) : tl_null());
    tl__put(out, map, "clicks", counted ? tl_int(r->counts[CLICKED]) : tl_null());
    tl__put(out, map, "chats", counted ? tl_int(r->counts[WROTE]) : tl_null());
    tl__put(out, map, "engagement", looked && counted ? tl__rate(out, r->counts[CLICKED], r->visits.n) : tl_null());
    tl__put(out, map, "bought", counted ? tl__rate(out, r->counts[BOUGHT], r->counts[CLICKED]) : tl_null());
    tl__put(out, map, "asked", counted ? asked : tl_null());
}

static tl_value row_value(const products *p, const product *r, tl_out *out) {
    tl_value map = tl_map();
    if (r != &p->sum) {
        tl__put(out, &map, "key", tl_str(r->key.len ? r->key : TL_S("")));
        tl__put(out, &map, "label", tl_str(label_of(r)));
    }
    put_people(p, r, &map, out);
    tl__put(out, &map, "after", side_value(r, AFTER, out));
    tl__put(out, &map, "without", side_value(r, WITHOUT, out));
    tl__put(out, &map, "orders", tl__orders_figure(out, r->orders[TOTAL]));
    tl__put_money(out, &map, "revenue", r->printed[TOTAL], r->money[TOTAL]);
    return map;
}

/* The first few by a column, of those that have something there. */
static tl_value top(products *p, tl_column column, tl_out *out) {
    tl_value list = tl_list();
    tl_query order = *p->query;
    order.orderby = column;
    order.ascending = false;
    if (p->keys.n) {
        qsort_r(p->rows, p->keys.n, sizeof *p->rows, in_order, &order);
    }
    for (size_t i = 0; i < p->keys.n && i < TOP && p->rows[i].key.len && by_column(&p->rows[i], column) > 0; i++) {
        tl__add(out, &list, row_value(p, &p->rows[i], out));
    }
    return list;
}

static tl_code print(products *p, tl_out *out, tl_value *answer, tl_err *err) {
    tl_value list = tl_list();
    const tl_query *q = p->query;
    int64_t found = 0;
    if (p->keys.n) {
        tl_query order = *q;
        qsort_r(p->rows, p->keys.n, sizeof *p->rows, in_order, &order);
    }
    if (round_all(p, err) != TL_OK) {
        return err->code;
    }
    for (size_t i = 0; i < p->keys.n; i++) {
        if (tl__is_found(q, p->rows[i].key, p->rows[i].label)) {
            if (found >= q->offset && found - q->offset < q->limit) {
                tl__add(out, &list, row_value(p, &p->rows[i], out));
            }
            found++;
        }
    }
    tl__put(out, answer, "rows", list);
    tl__put(out, answer, "total", row_value(p, &p->sum, out));
    tl__put(out, answer, "count", tl_int(found));
    tl_value best = tl_map();
    tl__put(out, &best, "clicks", top(p, TL_COLUMN_CLICKS, out));
    tl__put(out, &best, "after", top(p, TL_COLUMN_AFTER, out));
    tl__put(out, &best, "support", top(p, TL_COLUMN_SUPPORT, out));
    tl__put(out, answer, "top", best);
    return TL_OK;
}

tl_code tl__report_products(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    products p = {.store = store, .query = q, .arena = out->arena};
    tl_slice currency;
    tl__table_init(&p.keys, p.arena);
    tl__table_init(&p.pairs, p.arena);
    if (tl__currency_of(store, q, out->arena, &currency, err) != TL_OK ||
        tl__movements(store, q, q->period, currency, on_movement, &p, err) != TL_OK || count_all(&p, err) != TL_OK) {
        return err->code;
    }
    tl__put(out, answer, "currency", tl__text(out, currency));
    return print(&p, out, answer, err);
}
