/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ways to an order: what people touched in which order, how much of it, for how long, and what only helped. A path
 * is the touches in the window, each as its key in the query's dimension (channel where none is named). */
#include "tl_report_paths.h"
#include "tl_ratio.h"

#include <stdlib.h>
#include <string.h>

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "counting paths");
}

/* ---- grouping ------------------------------------------------------------------------------------------------------
 */

void tl__paths_init(tl_paths *p, const tl_query *q, tl_arena *arena) {
    memset(p, 0, sizeof *p);
    p->query = q;
    p->arena = arena;
    p->dim = q->dim ? q->dim : TL_DIM_CHANNEL;
    tl__table_init(&p->table, arena);
    tl__table_init(&p->keys, arena);
}

/* The path as the numbers of its keys: its name in the table. */
static tl_code look_up(tl_paths *p, const tl_traits *traits, uint32_t *number, tl_err *err) {
    tl_slice key;
    if (tl__key(p->query, p->dim, traits, &key, err) != TL_OK) {
        return err->code;
    }
    uint32_t before = p->keys.n;
    *number = tl__table_number(&p->keys, key);
    if (*number == UINT32_MAX) {
        return no_memory(err);
    }
    if (*number == before && key.len) {
        p->keys.keys[*number] = tl_arena_dup(p->arena, key);
    }
    return p->keys.keys[*number].ptr ? TL_OK : no_memory(err);
}

static tl_code number_of(tl_paths *p, const tl_traits *traits, uint32_t *number, tl_err *err) {
    bool known = p->dim == TL_DIM_CHANNEL && traits->channel >= 0 && traits->channel < TL_PATHS_CHANNELS;
    if (known && p->of_channel[traits->channel]) {
        *number = p->of_channel[traits->channel] - 1;
        return TL_OK;
    }
    if (look_up(p, traits, number, err) == TL_OK && known) {
        p->of_channel[traits->channel] = *number + 1;
    }
    return err->code;
}

static tl_path_group *group_of(tl_paths *p, const uint32_t *numbers, size_t n, tl_err *err) {
    void *groups = p->groups;
    tl_slice name = {(const char *)numbers, n * sizeof *numbers};
    tl_path_group *g = tl__table_row(&p->table, name, &groups, &p->cap, sizeof *g);
    p->groups = groups;
    if (!g) {
        no_memory(err);
        return NULL;
    }
    g->numbers = (const uint32_t *)(const void *)p->table.keys[g - p->groups].ptr;
    g->n = n;
    return g;
}

static bool scratch(tl_paths *p, size_t n) {
    if (n > p->n_scratch) {
        p->scratch = tl_arena_alloc(p->arena, n * 2 * sizeof *p->scratch);
        p->n_scratch = p->scratch ? n * 2 : 0;
    }
    return p->scratch != NULL || n == 0;
}

static tl_code on_movement(void *ctx, const tl_order_row *order, const tl_credit *credit, const tl_movement *m,
                           tl_err *err) {
    tl_paths *p = ctx;
    tl_path_group *group;
    if (credit->n == 0 || order->renewal) {
        return TL_OK;
    }
    if (!scratch(p, credit->n)) {
        return no_memory(err);
    }
    for (size_t i = 0; i < credit->n; i++) {
        tl_traits traits = tl__traits_of(order, credit->evidence, &order->touches[credit->eligible[i]]);
        if (number_of(p, &traits, &p->scratch[i], err) != TL_OK) {
            return err->code;
        }
    }
    group = group_of(p, p->scratch, credit->n, err);
    if (!group) {
        return err->code;
    }
    group->value += m->amount;
    group->orders += !m->refund;
    return TL_OK;
}

/* Touches that led to no order come by time: each person's are strung together as numbers of keys. */
typedef struct lost_step {
    uint32_t number;
    struct lost_step *next;
} lost_step;

typedef struct lost_path {
    lost_step *first, *last;
    uint32_t n;
    bool passes; /* one of them is what is asked for */
} lost_path;

typedef struct losing {
    tl_paths *paths;
    tl_ids persons;
    lost_path *of;
} losing;

static tl_code on_lost_touch(void *ctx, const tl_traits *touch, int64_t person, tl_err *err) {
    losing *l = ctx;
    void *of = l->of;
    lost_path *path = tl__ids_row(&l->persons, person, &of, sizeof *path);
    lost_step *step = path ? tl_arena_alloc(l->paths->arena, sizeof *step) : NULL;
    l->of = of;
    if (!step) {
        return no_memory(err);
    }
    bool passes = path->passes;
    step->next = NULL;
    if (number_of(l->paths, touch, &step->number, err) != TL_OK ||
        (!passes && tl__passes(l->paths->query, TL_SESSION_DIMS, touch, &passes, err) != TL_OK)) {
        return err->code;
    }
    *(path->last ? &path->last->next : &path->first) = step;
    path->last = step;
    path->n++;
    path->passes = passes;
    return TL_OK;
}

static tl_code add_lost(tl_paths *p, const lost_path *path, tl_err *err) {
    size_t n = 0;
    if (!path->passes) {
        return TL_OK;
    }
    if (!scratch(p, path->n)) {
        return no_memory(err);
    }
    for (const lost_step *step = path->first; step; step = step->next) {
        p->scratch[n++] = step->number;
    }
    tl_path_group *group = group_of(p, p->scratch, n, err);
    if (!group) {
        return err->code;
    }
    group->nulls++;
    return TL_OK;
}

tl_code tl__paths_read(tl_store *store, tl_paths *p, tl_slice currency, bool with_nulls, tl_err *err) {
    losing l = {.paths = p};
    if (tl__movements(store, p->query, p->query->period, currency, on_movement, p, err) != TL_OK) {
        return err->code;
    }
    tl__ids_init(&l.persons, p->arena);
    if (with_nulls && tl__lost_touches_each(store, p->query, on_lost_touch, &l, err) != TL_OK) {
        return err->code;
    }
    for (uint32_t i = 0; i < l.persons.n; i++) {
        if (add_lost(p, &l.of[i], err) != TL_OK) {
            return err->code;
        }
    }
    return TL_OK;
}

/* ---- paths ---------------------------------------------------------------------------------------------------------
 */

/* By the keys' own text: their numbers tell which was seen first, which depends on the order of ingest. */
static int by_text(const tl_path_group *a, const tl_path_group *b, const tl_slice *keys) {
    for (size_t i = 0; i < a->n && i < b->n; i++) {
        int order = tl__by_text(keys[a->numbers[i]], keys[b->numbers[i]]);
        if (order) {
            return order;
        }
    }
    return a->n < b->n ? -1 : a->n > b->n;
}

static int by_orders(const void *x, const void *y, void *keys) {
    const tl_path_group *a = x, *b = y;
    if (a->orders != b->orders) {
        return a->orders > b->orders ? -1 : 1;
    }
    if (a->value != b->value) {
        return a->value > b->value ? -1 : 1;
    }
    if (a->nulls != b->nulls) {
        return a->nulls > b->nulls ? -1 : 1;
    }
    return by_text(a, b, keys);
}

void tl__paths_sort(tl_paths *p) {
    if (p->table.n) {
        qsort_r(p->groups, p->table.n, sizeof *p->groups, by_orders, p->keys.keys);
    }
}

static int64_t people(const tl_path_group *g) {
    return g->orders + g->nulls;
}

static int by_number(int64_t a, int64_t b) {
    return a != b ? (a > b ? -1 : 1) : 0;
}

/* Share against share: people are few enough for the products. Nobody bought where only something was given back. */
static int by_share(const tl_path_group *a, const tl_path_group *b) {
    int64_t of_a = people(a) ? people(a) : 1, of_b = people(b) ? people(b) : 1;
    return by_number(a->orders * of_b, b->orders * of_a);
}

typedef struct sorting {
    const tl_query *query;
    void *keys;
} sorting;

/* By what is asked for; ways of too few people, whose share says nothing, stand last. */
static int as_asked(const void *x, const void *y, void *ctx) {
    const sorting *s = ctx;
    const tl_path_group *a = x, *b = y;
    bool by = s->query->orderby == TL_COLUMN_CONVERSION;
    int few = (people(a) < TL_RATIO_PEOPLE) - (people(b) < TL_RATIO_PEOPLE);
    int order = by                                       ? by_share(a, b)
                : s->query->orderby == TL_COLUMN_REVENUE ? by_number(a->value, b->value)
                                                         : by_number(a->orders, b->orders);
    if (by && few) {
        return few;
    }
    order = s->query->ascending ? -order : order;
    return order ? order : by_orders(x, y, s->keys);
}

static tl_value path_of(const tl_paths *p, const tl_path_group *g, tl_out *out) {
    tl_value path = tl_list();
    for (size_t i = 0; i < g->n; i++) {
        tl__add(out, &path, tl_str(p->keys.keys[g->numbers[i]]));
    }
    return path;
}

static bool comparable(const tl_path_group *g, const tl_path_group *sum) {
    return g->orders > 0 && sum->orders > g->orders && people(g) >= TL_RATIO_PEOPLE &&
           people(sum) - people(g) >= TL_RATIO_PEOPLE;
}

/* The way on which most buy, if its interval, as wide as so many comparisons ask for (Bonferroni), leaves out that it
 * is as good as all others. */
static void put_best(const tl_paths *p, const tl_path_group *sum, tl_out *out, tl_value *answer) {
    const tl_path_group *best = NULL;
    tl_value row = tl_map();
    tl_ratio ratio = {0};
    size_t n = 0;
    for (size_t i = 0; i < p->table.n; i++) {
        bool can = comparable(&p->groups[i], sum);
        n += can;
        best = can && (!best || by_share(&p->groups[i], best) < 0) ? &p->groups[i] : best;
    }
    if (best) {
        ratio = tl__ratio(best->orders, people(best), sum->orders - best->orders, people(sum) - people(best),
                          tl__deviation(TL_RATIO_CHANCE / 2 / (double)n));
    }
    if (ratio.low > 1) {
        tl__put(out, &row, "path", path_of(p, best, out));
        tl__put(out, &row, "conversion", tl__rate(out, best->orders, people(best)));
        tl__put(out, &row, "others", tl__rate(out, sum->orders - best->orders, people(sum) - people(best)));
        tl__ratio_put(out, &row, &ratio);
    }
    tl__put(out, answer, "best", ratio.low > 1 ? row : tl_null());
}

static tl_value path_row(const tl_paths *p, const tl_path_group *g, int64_t printed, tl_out *out) {
    tl_value row = tl_map();
    tl__put(out, &row, "path", path_of(p, g, out));
    tl__put(out, &row, "length", tl_int((int64_t)g->n));
    tl__put(out, &row, "orders", tl_int(g->orders));
    tl__put_money(out, &row, "revenue", printed, g->value);
    tl__put(out, &row, "nulls", tl_int(g->nulls));
    tl__put(out, &row, "conversion", tl__rate(out, g->orders, people(g)));
    return row;
}

static tl_code print_paths(const tl_paths *p, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    size_t n = p->table.n;
    tl_path_group sum = {.n = 0};
    tl_value list = tl_list(), total = tl_map();
    int64_t *exact = tl_arena_alloc(out->arena, (n + 1) * sizeof *exact);
    int64_t *printed = tl_arena_alloc(out->arena, (n + 1) * sizeof *printed);
    if (!exact || !printed) {
        return no_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        exact[i] = p->groups[i].value;
        sum.value += p->groups[i].value;
        sum.orders += p->groups[i].orders;
        sum.nulls += p->groups[i].nulls;
    }
    tl__money_round_column(exact, n, sum.value, q->decimals, printed);
    for (size_t i = (size_t)q->offset; i < n && i < (size_t)(q->offset + q->limit); i++) {
        tl__add(out, &list, path_row(p, &p->groups[i], printed[i], out));
    }
    tl__put(out, answer, "rows", list);
    tl__put(out, answer, "count", tl_int((int64_t)n));
    tl__put(out, &total, "orders", tl_int(sum.orders));
    tl__put_money(out, &total, "revenue", sum.value, sum.value);
    tl__put(out, &total, "nulls", tl_int(sum.nulls));
    tl__put(out, answer, "total", total);
    put_best(p, &sum, out, answer);
    return TL_OK;
}

static tl_code sort_as_asked(tl_paths *p, const tl_query *q, tl_err *err) {
    sorting s = {q, p->keys.keys};
    if (q->orderby != TL_COLUMN_REVENUE && q->orderby != TL_COLUMN_ORDERS && q->orderby != TL_COLUMN_CONVERSION) {
        return tl_fail(err, TL_E_QUERY_VALUE, "'orderby': paths are sorted by revenue, orders or conversion");
    }
    if (p->table.n) {
        qsort_r(p->groups, p->table.n, sizeof *p->groups, as_asked, &s);
    }
    return TL_OK;
}

tl_code tl__report_paths(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    tl_paths p;
    tl_slice currency;
    tl__paths_init(&p, q, out->arena);
    if (tl__currency_of(store, q, out->arena, &currency, err) != TL_OK ||
        tl__paths_read(store, &p, currency, true, err) != TL_OK || sort_as_asked(&p, q, err) != TL_OK) {
        return err->code;
    }
    tl__put(out, answer, "currency", tl__text(out, currency));
    return print_paths(&p, q, out, answer, err);
}
