/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every model side by side over the same orders, by the query's dimension. The models that weigh the touches of one
 * order are those of all reports; Shapley and Markov look at all paths at once, people who did not buy among them. */
#include "tl_report_paths.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SHAPLEY = TL_MODEL_COUNT, MARKOV, MODELS };

typedef struct cell {
    int64_t orders, value, printed;
} cell;

typedef struct row {
    tl_slice key;
    cell cells[MODELS];
    double removal; /* the part of the orders that would be lost without it */
} row;

typedef struct models {
    tl_store *store;
    const tl_query *query;
    tl_arena *arena;
    tl_dim dim;
    tl_table keys;
    row *rows;
    size_t cap;
    int model; /* at work */
} models;

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "comparing models");
}

static tl_slice name_of(int model) {
    return model == SHAPLEY ? TL_S("shapley") : model == MARKOV ? TL_S("markov") : tl_word_of(tl_model_words, model);
}

static row *row_of(models *m, tl_slice key, tl_err *err) {
    void *rows = m->rows;
    row *r = tl__table_row(&m->keys, key, &rows, &m->cap, sizeof *r);
    m->rows = rows;
    if (!r) {
        no_memory(err);
        return NULL;
    }
    r->key = m->keys.keys[r - m->rows];
    return r;
}

/* ---- models that weigh one order's touches -------------------------------------------------------------------------
 */

static tl_code on_movement(void *ctx, const tl_order_row *order, const tl_credit *credit, const tl_movement *m,
                           tl_err *err) {
    models *all = ctx;
    for (size_t i = 0; i < credit->n && !order->renewal; i++) {
        tl_traits traits = tl__traits_of(order, credit->evidence, &order->touches[credit->eligible[i]]);
        tl_slice key;
        if (!credit->passes[i]) {
            continue;
        }
        if (tl__key(all->query, all->dim, &traits, &key, err) != TL_OK) {
            return err->code;
        }
        row *r = row_of(all, key, err);
        if (!r) {
            return err->code;
        }
        r->cells[all->model].value += m->credits[i];
        r->cells[all->model].orders += m->conversions ? m->conversions[i] : 0;
    }
    return TL_OK;
}

static tl_code on_order(void *ctx, const tl_order_row *order, tl_arena *arena, tl_err *err) {
    models *all = ctx;
    tl_credit credit;
    for (all->model = 0; all->model < TL_MODEL_COUNT; all->model++) {
        if (tl__credit_init(&credit, all->query, (tl_model)all->model, order, arena, err) != TL_OK) {
            return err->code;
        }
        if (credit.any_passes &&
            tl__order_movements(all->query, order, &credit, &all->query->period, on_movement, all, err) != TL_OK) {
            return err->code;
        }
    }
    return TL_OK;
}

/* ---- models of all paths -------------------------------------------------------------------------------------------
 */

static bool put_int(tl_value *map, tl_arena *arena, const char *key, int64_t number) {
    tl_value *v = tl_map_add(map, arena, tl_slice_of(key));
    if (v) {
        *v = tl_int(number);
    }
    return v != NULL;
}

static bool add_path(const tl_paths *p, const tl_path_group *g, tl_value *list) {
    tl_value touches = tl_list(), path = tl_map();
    for (size_t i = 0; i < g->n; i++) {
        tl_value *touch = tl_list_add(&touches, p->arena);
        if (!touch) {
            return false;
        }
        *touch = tl_str(p->keys.keys[g->numbers[i]]);
    }
    tl_value *v = tl_map_add(&path, p->arena, TL_S("touches"));
    if (!v) {
        return false;
    }
    *v = touches;
    if (!put_int(&path, p->arena, "value", g->value) || !put_int(&path, p->arena, "conversions", g->orders) ||
        !put_int(&path, p->arena, "nulls", g->nulls)) {
        return false;
    }
    tl_value *slot = tl_list_add(list, p->arena);
    if (slot) {
        *slot = path;
    }
    return slot != NULL;
}

static tl_code take_answer(models *all, const tl_value *answer, tl_err *err) {
    for (uint32_t i = 0; i < answer->n; i++) {
        const tl_value *conversions = tl_map_get(&answer->as.pairs[i].value, "conversions");
        const tl_value *value = tl_map_get(&answer->as.pairs[i].value, "value");
        row *r = row_of(all, answer->as.pairs[i].key, err);
        if (!r) {
            return err->code;
        }
        r->cells[all->model].orders = llround(conversions->as.f * TL_MICROS);
        r->cells[all->model].value = value->as.i;
        if (all->model == MARKOV) {
            r->removal = tl_map_get(&answer->as.pairs[i].value, "removal")->as.f;
        }
    }
    return TL_OK;
}

static tl_code of_all_paths(models *all, tl_slice currency, tl_err *err) {
    tl_paths p;
    tl_value list = tl_list(), answer;
    tl__paths_init(&p, all->query, all->arena);
    if (tl__paths_read(all->store, &p, currency, true, err) != TL_OK) {
        return err->code;
    }
    tl__paths_sort(&p); /* what is left over by rounding goes to the key that comes first */
    for (size_t i = 0; i < p.table.n; i++) {
        if (!add_path(&p, &p.groups[i], &list)) {
            return no_memory(err);
        }
    }
    for (all->model = SHAPLEY; list.n && all->model < MODELS; all->model++) {
        if (tl_attribute(&list, name_of(all->model), NULL, all->arena, &answer, err) != TL_OK ||
            take_answer(all, &answer, err) != TL_OK) {
            return err->code;
        }
    }
    return TL_OK;
}

/* ---- printing ------------------------------------------------------------------------------------------------------
 */

static int by_chosen(const void *x, const void *y, void *ctx) {
    const row *a = x, *b = y;
    int model = *(int *)ctx;
    if (a->cells[model].value != b->cells[model].value) {
        return a->cells[model].value > b->cells[model].value ? -1 : 1;
    }
    return tl__by_text(a->key, b->key);
}

/* chosen: what it is told apart from; NULL for the chosen model itself */
static tl_value cell_value(const cell *c, const cell *chosen, int64_t total, tl_out *out) {
    tl_value map = tl_map();
    tl__put(out, &map, "orders", tl__orders_figure(out, c->orders));
    tl__put(out, &map, "orders_micros", tl_int(c->orders));
    tl__put_money(out, &map, "revenue", c->printed, c->value);
    tl__put(out, &map, "share", tl__rate(out, c->value, total));
    if (chosen) {
        tl__put_money(out, &map, "difference", c->printed - chosen->printed, c->value - chosen->value);
        tl__put(out, &map, "change", tl__change(out, c->value, chosen->value));
    }
    return map;
}

static tl_code round_column(models *all, int model, cell *sum, tl_err *err) {
    size_t n = all->keys.n;
    int64_t *exact = tl_arena_alloc(all->arena, (n + 1) * sizeof *exact);
    int64_t *printed = tl_arena_alloc(all->arena, (n + 1) * sizeof *printed);
    if (!exact || !printed) {
        return no_memory(err);
    }
    *sum = (cell){0};
    for (size_t i = 0; i < n; i++) {
        exact[i] = all->rows[i].cells[model].value;
        sum->value += exact[i];
        sum->orders += all->rows[i].cells[model].orders;
    }
    tl__money_round_column(exact, n, sum->value, all->query->decimals, printed);
    for (size_t i = 0; i < n; i++) {
        all->rows[i].cells[model].printed = printed[i];
    }
    sum->printed = sum->value;
    return TL_OK;
}

static tl_value row_value(const models *all, const row *r, const cell *sums, tl_out *out) {
    tl_value one = tl_map();
    int chosen = (int)all->query->model;
    tl__put(out, &one, "key", tl_str(r->key));
    for (int m = 0; m < MODELS; m++) {
        const cell *beside = m == chosen ? NULL : &r->cells[chosen];
        tl__put(out, &one, name_of(m).ptr, cell_value(&r->cells[m], beside, sums[m].value, out));
    }
    tl__put(out, &one, "removal", tl__rate(out, llround(r->removal * TL_MICROS), TL_MICROS));
    return one;
}

static tl_code print(models *all, tl_out *out, tl_value *answer, tl_err *err) {
    cell sums[MODELS];
    tl_value list = tl_list(), total = tl_map(), names = tl_list();
    int chosen = (int)all->query->model;
    if (all->keys.n) {
        qsort_r(all->rows, all->keys.n, sizeof *all->rows, by_chosen, &chosen);
    }
    for (int m = 0; m < MODELS; m++) {
        if (round_column(all, m, &sums[m], err) != TL_OK) {
            return err->code;
        }
        tl__add(out, &names, tl_str(name_of(m)));
        tl__put(out, &total, name_of(m).ptr, cell_value(&sums[m], NULL, sums[m].value, out));
    }
    for (int64_t i = all->query->offset; i < (int64_t)all->keys.n && i - all->query->offset < all->query->limit; i++) {
        tl__add(out, &list, row_value(all, &all->rows[i], sums, out));
    }
    tl__put(out, answer, "models", names);
    tl__put(out, answer, "rows", list);
    tl__put(out, answer, "total", total);
    tl__put(out, answer, "count", tl_int((int64_t)all->keys.n));
    return TL_OK;
}

tl_code tl__report_models(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    models all = {.store = store, .query = q, .arena = out->arena, .dim = q->dim ? q->dim : TL_DIM_CHANNEL};
    tl_slice currency;
    if (all.dim == TL_DIM_PRODUCT || all.dim == TL_DIM_CATEGORY) {
        return tl_fail(err, TL_E_QUERY_VALUE,
                       "models share orders out to touches, not to what was sold: take another 'dim'");
    }
    tl__table_init(&all.keys, out->arena);
    if (tl__currency_of(store, q, out->arena, &currency, err) != TL_OK ||
        tl__orders_each(store, q, q->period, currency, on_order, &all, err) != TL_OK ||
        of_all_paths(&all, currency, err) != TL_OK) {
        return err->code;
    }
    tl__put(out, answer, "currency", tl__text(out, currency));
    return print(&all, out, answer, err);
}
