/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What became of the carts that began in a period, in numbers and money. */
#include "tl_report_carts.h"
#include "tl_table.h"

#include <stdlib.h>
#include <string.h>

#define DAYS_MAX 4000 /* a bit more than ten years; a longer period ends there */

typedef struct sums {
    int64_t carts[TL_CARTS_COUNT], value[TL_CARTS_COUNT], revenue[TL_CARTS_COUNT];
} sums;

typedef struct named { /* of a table */
    sums sums;
    tl_slice label;
    int64_t product;
} named;

typedef struct groups {
    tl_table keys;
    void *rows;
    size_t cap;
} groups;

typedef struct counting {
    tl_store *store;
    const tl_query *query;
    tl_arena *arena;
    int64_t now, currency;
    sums all, with, without;               /* with: WhatsApp was touched */
    groups by, products, currencies, back; /* back: by the channel and entry that won carts back */
    sums *days;
    int64_t first_day;
    size_t n_days;
    int64_t *waits; /* from being left to being won back */
    size_t n_waits, cap_waits;
    bool only_sums; /* of the period beside it */
} counting;

/* ---- counting -----------------------------------------------------------------------------------------------------
 */

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "counting carts");
}

static tl_code add(sums *s, const tl_cart_fate *f, tl_err *err) {
    bool over = false;
    for (int i = 0; i < TL_CARTS_COUNT; i++) {
        if (!f->is[i]) {
            continue;
        }
        s->carts[i]++;
        over |= __builtin_add_overflow(s->value[i], f->holds.value, &s->value[i]);
        over |= __builtin_add_overflow(s->revenue[i], f->revenue, &s->revenue[i]);
    }
    return over ? tl_fail(err, TL_E_QUERY_VALUE,
                          "the carts of this period come to more than 9,200,000 million; ask for a shorter one")
                : TL_OK;
}

static tl_code add_to(counting *c, groups *g, tl_slice key, tl_slice label, const tl_cart_fate *f, tl_err *err) {
    named *row = tl__table_row(&g->keys, key, &g->rows, &g->cap, sizeof *row);
    if (!row) {
        return no_memory(err);
    }
    row->label = row->label.ptr ? row->label : tl_arena_dup(c->arena, label);
    return row->label.ptr ? add(&row->sums, f, err) : no_memory(err);
}

static tl_code add_products(counting *c, const tl_cart_fate *f, tl_err *err) {
    for (size_t i = 0; f->is[TL_CARTS_ABANDONED] && i < f->holds.n_products; i++) {
        const tl_dict_name *name;
        if (tl__name_dict(c->query->names, f->holds.products[i], &name, err) != TL_OK ||
            add_to(c, &c->products, name->value, name->name.len ? name->name : name->value, f, err) != TL_OK) {
            return err->code;
        }
    }
    return TL_OK;
}

static tl_code add_wait(counting *c, int64_t wait, tl_err *err) {
    if (c->n_waits == c->cap_waits) {
        size_t cap = c->cap_waits ? 2 * c->cap_waits : 64;
        int64_t *grown = tl_arena_alloc(c->arena, cap * sizeof *grown);
        if (!grown) {
            return no_memory(err);
        }
        memcpy(grown, c->waits ? c->waits : grown, c->n_waits * sizeof *grown);
        c->waits = grown;
        c->cap_waits = cap;
    }
    c->waits[c->n_waits++] = wait;
    return TL_OK;
}

/* Each cart that was won back stands in one row, so that they add up to all of them. */
static tl_code add_back(counting *c, const tl_cart *cart, const tl_cart_fate *f, tl_err *err) {
    int64_t touch[2]; /* channel and entry: their key, too */
    if (!c->query->back || !f->is[TL_CARTS_ANY]) {
        return TL_OK;
    }
    if (tl__cart_back(c->store, cart, f->abandoned_at, &touch[0], &touch[1], err) != TL_OK) {
        return err->code;
    }
    return add_to(c, &c->back, (tl_slice){(const char *)touch, sizeof touch}, TL_S(""), f, err);
}

/* A cart in the currency that the filters let pass. */
static tl_code add_cart(counting *c, const tl_cart *cart, const tl_traits *traits, const tl_cart_fate *f, tl_err *err) {
    tl_slice key;
    int64_t day = tl__local_day(c->query, cart->start) - c->first_day;
    if (add(&c->all, f, err) != TL_OK || c->only_sums) {
        return err->code;
    }
    if (day >= 0 && (size_t)day < c->n_days && add(&c->days[day], f, err) != TL_OK) {
        return err->code;
    }
    if (f->is[TL_CARTS_ANY] && add_wait(c, cart->ordered_at - f->abandoned_at, err) != TL_OK) {
        return err->code;
    }
    if (add(f->whatsapp ? &c->with : &c->without, f, err) != TL_OK ||
        tl__key(c->query, c->query->dim, traits, &key, err) != TL_OK || add_to(c, &c->by, key, key, f, err) != TL_OK) {
        return err->code;
    }
    return add_products(c, f, err) == TL_OK ? add_back(c, cart, f, err) : err->code;
}

static tl_code on_cart(void *ctx, const tl_cart *cart, tl_err *err) {
    counting *c = ctx;
    tl_traits traits;
    tl_cart_fate f;
    char text[4];
    bool passes;
    if (tl__cart_traits(c->query, cart, &traits, err) != TL_OK ||
        tl__passes(c->query, TL_CART_DIMS, &traits, &passes, err) != TL_OK || !passes ||
        tl__cart_fate(c->query, cart, c->now, &f, err) != TL_OK) {
        return err->code;
    }
    tl_slice currency = tl__currency_text(f.holds.currency, text);
    if (!c->only_sums && add_to(c, &c->currencies, currency, currency, &f, err) != TL_OK) {
        return err->code;
    }
    return f.holds.currency == c->currency ? add_cart(c, cart, &traits, &f, err) : TL_OK;
}

/* The local days that the period touches. An open period is that of the events there are. */
static tl_code make_days(counting *c, tl_err *err) {
    const tl_query *q = c->query;
    tl_period p = q->period;
    int64_t first, newest;
    if (tl__first_and_newest(c->store, &first, &newest, err) != TL_OK) {
        return err->code;
    }
    p.from = p.from > 0 ? p.from : first;
    p.to = p.to < INT64_C(8640000000000000) ? p.to : newest ? newest + 1 : 0;
    if (p.to > p.from) {
        c->first_day = tl__local_day(q, p.from);
        c->n_days = (size_t)(tl__local_day(q, p.to - 1) - c->first_day + 1);
        c->n_days = c->n_days < DAYS_MAX ? c->n_days : DAYS_MAX;
    }
    c->days = tl_arena_alloc(c->arena, (c->n_days + 1) * sizeof *c->days);
    if (!c->days) {
        return no_memory(err);
    }
    memset(c->days, 0, (c->n_days + 1) * sizeof *c->days);
    return TL_OK;
}

static tl_code count(counting *c, tl_err *err) {
    tl__table_init(&c->by.keys, c->arena);
    tl__table_init(&c->products.keys, c->arena);
    tl__table_init(&c->currencies.keys, c->arena);
    tl__table_init(&c->back.keys, c->arena);
    if (!c->only_sums && make_days(c, err) != TL_OK) {
        return err->code;
    }
    return tl__carts_each(c->store, c->query, c->only_sums ? c->query->compare : c->query->period, false, NULL, 0,
                          on_cart, c, err);
}

/* ---- figures ------------------------------------------------------------------------------------------------------
 */

static bool earns(int carts) {
    return carts == TL_CARTS_ORDERED || (carts >= TL_CARTS_LINK && carts <= TL_CARTS_ANY);
}

static int base_of(int carts) {
    return carts >= TL_CARTS_LINK ? TL_CARTS_ABANDONED : TL_CARTS_STARTED;
}

/* n of these, at so much; of which part of the carts above by number and by money. */
static tl_value figure(const sums *s, int i, const int64_t printed[2], tl_out *out) {
    tl_value map = tl_map();
    int base = base_of(i);
    tl__put(out, &map, "carts", tl_int(s->carts[i]));
    tl__put_money(out, &map, "value", printed[0], s->value[i]);
    if (earns(i)) {
        tl__put_money(out, &map, "revenue", printed[1], s->revenue[i]);
    }
    if (i != TL_CARTS_STARTED) {
        tl__put(out, &map, "of_carts", tl__rate(out, s->carts[i], s->carts[base]));
        tl__put(out, &map, "of_money",
                tl__rate(out, base == TL_CARTS_ABANDONED && earns(i) ? s->revenue[i] : s->value[i], s->value[base]));
    }
    return map;
}

static void put_changes(const sums *now, const sums *before, int i, tl_value *map, tl_out *out) {
    tl__put(out, map, "change",
            before ? tl__change(out, earns(i) ? now->revenue[i] : now->value[i],
                                earns(i) ? before->revenue[i] : before->value[i])
                   : tl_null());
    tl__put(out, map, "change_carts", before ? tl__change(out, now->carts[i], before->carts[i]) : tl_null());
}

/* All figures, exactly; before NULL: nothing to compare with. */
static tl_value figures(const sums *s, const sums *before, tl_out *out) {
    tl_value map = tl_map();
    for (int i = 0; i < TL_CARTS_COUNT; i++) {
        const int64_t printed[2] = {s->value[i], s->revenue[i]};
        tl_value one = figure(s, i, printed, out);
        put_changes(s, before, i, &one, out);
        tl__put(out, &map, tl_word_of(tl_carts_words, i).ptr, one);
    }
    return map;
}

/* Rows of a table, each column rounded to its printed total. */
static const tl_carts columns[] = {TL_CARTS_STARTED,   TL_CARTS_CHECKOUT, TL_CARTS_ORDERED,
                                   TL_CARTS_ABANDONED, TL_CARTS_LINK,     TL_CARTS_TOUCH,
                                   TL_CARTS_ANY,       TL_CARTS_OPEN,     TL_CARTS_LOST};
#define COLUMNS (sizeof columns / sizeof *columns)

typedef struct table {
    const sums **rows;
    size_t n;
    int64_t *printed[COLUMNS][2];
} table;

static bool round_column(table *t, size_t column, int what, int decimals, int64_t *exact, tl_arena *arena) {
    int64_t total = 0;
    t->printed[column][what] = tl_arena_alloc(arena, (t->n + 1) * sizeof(int64_t));
    if (!t->printed[column][what]) {
        return false;
    }
    for (size_t i = 0; i < t->n; i++) {
        exact[i] = what ? t->rows[i]->revenue[columns[column]] : t->rows[i]->value[columns[column]];
        total += exact[i]; /* of all carts: known to fit */
    }
    tl__money_round_column(exact, t->n, total, decimals, t->printed[column][what]);
    return true;
}

static tl_code round_table(table *t, tl_out *out, tl_err *err) {
    int64_t *exact = tl_arena_alloc(out->arena, (t->n + 1) * sizeof *exact);
    for (size_t i = 0; i < COLUMNS * 2; i++) {
        if (!exact || !round_column(t, i / 2, (int)(i % 2), out->decimals, exact, out->arena)) {
            return no_memory(err);
        }
    }
    return TL_OK;
}

static void put_row(const table *t, size_t i, tl_out *out, tl_value *row) {
    for (size_t k = 0; k < COLUMNS; k++) {
        const int64_t printed[2] = {t->printed[k][0][i], t->printed[k][1][i]};
        tl__put(out, row, tl_word_of(tl_carts_words, columns[k]).ptr, figure(t->rows[i], columns[k], printed, out));
    }
}

/* ---- the tables ---------------------------------------------------------------------------------------------------
 */

static tl_code put_days(const counting *c, tl_out *out, tl_value *answer, tl_err *err) {
    table t = {.rows = tl_arena_alloc(out->arena, (c->n_days + 1) * sizeof *t.rows), .n = c->n_days};
    int64_t today = tl__local_day(c->query, c->now);
    tl_value list = tl_list();
    for (size_t i = 0; t.rows && i < t.n; i++) {
        t.rows[i] = &c->days[i];
    }
    if (!t.rows || round_table(&t, out, err) != TL_OK) {
        return no_memory(err);
    }
    for (size_t i = 0; i < t.n; i++) {
        char date[16];
        tl_value row = tl_map();
        tl__day_text(c->first_day + (int64_t)i, date);
        tl__put(out, &row, "date", tl__text(out, tl_slice_of(date)));
        put_row(&t, i, out, &row);
        tl__put(out, &row, "partial", tl_bool(c->first_day + (int64_t)i >= today));
        tl__add(out, &list, row);
    }
    tl__put(out, answer, "days", list);
    return TL_OK;
}

typedef struct entry {
    tl_slice key;
    const named *row;
    int carts; /* what they are sorted by */
} entry;

static int by_carts(const void *x, const void *y) {
    const entry *a = x, *b = y;
    int64_t m = a->row->sums.carts[a->carts], n = b->row->sums.carts[b->carts];
    if (m == n) {
        m = a->row->sums.revenue[a->carts];
        n = b->row->sums.revenue[b->carts];
    }
    return m != n ? (m < n ? 1 : -1) : tl__by_text(a->key, b->key);
}

/* The rows of groups, most carts first, of as many those that brought most. */
static entry *sorted(const groups *g, tl_carts carts, tl_arena *arena) {
    entry *entries = tl_arena_alloc(arena, (g->keys.n + 1) * sizeof *entries);
    for (uint32_t i = 0; entries && i < g->keys.n; i++) {
        entries[i] = (entry){g->keys.keys[i], (const named *)g->rows + i, (int)carts};
    }
    if (entries && g->keys.n) {
        qsort(entries, g->keys.n, sizeof *entries, by_carts);
    }
    return entries;
}

static tl_code put_rows(const counting *c, tl_out *out, tl_value *answer, tl_err *err) {
    size_t n = c->by.keys.n;
    entry *entries = sorted(&c->by, TL_CARTS_STARTED, out->arena);
    table t = {.rows = tl_arena_alloc(out->arena, (n + 1) * sizeof *t.rows), .n = n};
    tl_value list = tl_list();
    for (size_t i = 0; entries && t.rows && i < n; i++) {
        t.rows[i] = &entries[i].row->sums;
    }
    if (!entries || !t.rows || round_table(&t, out, err) != TL_OK) {
        return no_memory(err);
    }
    for (size_t i = 0; i < n && (int64_t)i < c->query->limit; i++) {
        tl_value row = tl_map();
        tl__put(out, &row, "key", tl_str(entries[i].key));
        put_row(&t, i, out, &row);
        tl__add(out, &list, row);
    }
    tl__put(out, answer, "rows", list);
    tl__put(out, answer, "count", tl_int((int64_t)n));
    return TL_OK;
}

static tl_code put_products(const counting *c, tl_out *out, tl_value *answer, tl_err *err) {
    entry *entries = sorted(&c->products, TL_CARTS_ABANDONED, out->arena);
    tl_value list = tl_list();
    if (!entries) {
        return no_memory(err);
    }
    for (size_t i = 0; i < c->products.keys.n && (int64_t)i < c->query->limit; i++) {
        const sums *s = &entries[i].row->sums;
        tl_value row = tl_map();
        tl__put(out, &row, "key", tl_str(entries[i].key));
        tl__put(out, &row, "label", tl_str(entries[i].row->label));
        tl__put(out, &row, "carts", tl_int(s->carts[TL_CARTS_ABANDONED]));
        tl__put(out, &row, "share", tl__rate(out, s->carts[TL_CARTS_ABANDONED], c->all.carts[TL_CARTS_ABANDONED]));
        tl__put(out, &row, "won", tl__rate(out, s->carts[TL_CARTS_ANY], s->carts[TL_CARTS_ABANDONED]));
        tl__add(out, &list, row);
    }
    tl__put(out, answer, "products", list);
    return TL_OK;
}

static tl_value back_row(const counting *c, const entry *e, int64_t printed, tl_out *out) {
    const sums *s = &e->row->sums;
    int64_t touch[2];
    tl_value row = tl_map();
    memcpy(touch, e->key.ptr, sizeof touch);
    tl__put_touch(out, &row, "channel", "entry", touch[0], touch[1]);
    tl__put(out, &row, "carts", tl_int(s->carts[TL_CARTS_ANY]));
    tl__put(out, &row, "share", tl__rate(out, s->carts[TL_CARTS_ANY], c->all.carts[TL_CARTS_ANY]));
    tl__put_money(out, &row, "revenue", printed, s->revenue[TL_CARTS_ANY]);
    return row;
}

static tl_code put_back(const counting *c, tl_out *out, tl_value *answer, tl_err *err) {
    size_t n = c->back.keys.n;
    entry *entries = sorted(&c->back, TL_CARTS_ANY, out->arena);
    int64_t *exact = tl_arena_alloc(out->arena, 2 * (n + 1) * sizeof *exact);
    tl_value list = tl_list();
    if (!entries || !exact) {
        return no_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        exact[i] = entries[i].row->sums.revenue[TL_CARTS_ANY];
    }
    tl__money_round_column(exact, n, c->all.revenue[TL_CARTS_ANY], out->decimals, exact + n);
    for (size_t i = 0; i < n; i++) {
        tl__add(out, &list, back_row(c, &entries[i], exact[n + i], out));
    }
    tl__put(out, answer, "back", list);
    return TL_OK;
}

static tl_code put_currencies(const counting *c, tl_out *out, tl_value *answer, tl_err *err) {
    entry *entries = sorted(&c->currencies, TL_CARTS_STARTED, out->arena);
    tl_value list = tl_list();
    if (!entries) {
        return no_memory(err);
    }
    for (size_t i = 0; i < c->currencies.keys.n; i++) {
        tl_value row = tl_map();
        tl__put(out, &row, "currency", tl__text(out, entries[i].key));
        tl__put(out, &row, "carts", tl_int(entries[i].row->sums.carts[TL_CARTS_STARTED]));
        tl__add(out, &list, row);
    }
    tl__put(out, answer, "currencies", list);
    return TL_OK;
}

/* ---- the answer ---------------------------------------------------------------------------------------------------
 */

static int by_size(const void *x, const void *y) {
    const int64_t *a = x, *b = y;
    return *a < *b ? -1 : *a > *b;
}

static tl_value waits(counting *c, tl_out *out) {
    tl_value map = tl_map();
    int64_t sum = 0;
    size_t n = c->n_waits;
    if (n) {
        qsort(c->waits, n, sizeof *c->waits, by_size);
    }
    for (size_t i = 0; i < n; i++) {
        sum += c->waits[i];
    }
    tl__put(out, &map, "median_ms", n ? tl_int((c->waits[(n - 1) / 2] + c->waits[n / 2]) / 2) : tl_null());
    tl__put(out, &map, "mean_ms", n ? tl_int(sum / (int64_t)n) : tl_null());
    return map;
}

static tl_value difference(const sums *s, tl_out *out) {
    tl_value map = tl_map();
    int64_t value = s->value[TL_CARTS_STARTED] - s->value[TL_CARTS_CHECKOUT];
    tl__put(out, &map, "carts", tl_int(s->carts[TL_CARTS_STARTED] - s->carts[TL_CARTS_CHECKOUT]));
    tl__put_money(out, &map, "value", value, value);
    return map;
}

static tl_code put_head(const counting *c, tl_out *out, tl_value *answer, tl_err *err) {
    char currency[4];
    int64_t pruned, first;
    if (tl__carts_known(c->store, &pruned, &first, err) != TL_OK) {
        return err->code;
    }
    tl__put(out, answer, "currency", tl__text(out, tl__currency_text(c->currency, currency)));
    tl__put(out, answer, "idle_ms", tl_int(c->query->idle_ms));
    tl__put(out, answer, "first_at", tl__time(first));
    tl__put(out, answer, "pruned", c->query->period.from < pruned ? tl__time(pruned) : tl_null());
    return TL_OK;
}

static tl_code put_all(counting *c, const sums *before, tl_out *out, tl_value *answer, tl_err *err) {
    if (put_head(c, out, answer, err) != TL_OK || put_currencies(c, out, answer, err) != TL_OK) {
        return err->code;
    }
    tl_value whatsapp = tl_map();
    tl__put(out, &whatsapp, "with", figures(&c->with, NULL, out));
    tl__put(out, &whatsapp, "without", figures(&c->without, NULL, out));
    tl__put(out, answer, "total", figures(&c->all, before, out));
    tl__put(out, answer, "before_checkout", difference(&c->all, out));
    tl__put(out, answer, "time", waits(c, out));
    tl__put(out, answer, "whatsapp", whatsapp);
    if (put_rows(c, out, answer, err) != TL_OK || put_days(c, out, answer, err) != TL_OK) {
        return err->code;
    }
    if (put_products(c, out, answer, err) != TL_OK || !c->query->back) {
        return err->code;
    }
    return put_back(c, out, answer, err);
}

tl_code tl__carts_refuse(const tl_query *q, tl_err *err) {
    if (q->dim && !(TL_CART_DIMS & TL_DIM_BIT(q->dim))) {
        return tl_fail(err, TL_E_QUERY_VALUE,
                       "'dim': carts are told apart by what the visit in which they began knows");
    }
    return tl__filters_other_than(q, TL_CART_DIMS)
               ? tl_fail(err, TL_E_QUERY_VALUE,
                         "'filter': carts are filtered by what the visit in which they began knows")
               : TL_OK;
}

tl_code tl__report_carts(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err) {
    tl_query q = *query;
    q.dim = q.dim ? q.dim : TL_DIM_CHANNEL;
    counting now = {.store = store, .query = &q, .arena = out->arena, .now = store->host.now_ms(store->host.ctx)};
    if (tl__carts_refuse(query, err) != TL_OK ||
        tl__cart_currency(store, &q, out->arena, &now.currency, err) != TL_OK || count(&now, err) != TL_OK) {
        return err->code;
    }
    counting before = {.store = store, .query = &q, .arena = out->arena, .now = now.now, .only_sums = true};
    before.currency = now.currency;
    if (q.compared && count(&before, err) != TL_OK) {
        return err->code;
    }
    return put_all(&now, q.compared ? &before.all : NULL, out, answer, err);
}
