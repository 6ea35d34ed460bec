/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The paths of orders as steps: what came first, what next, and after which touch the order was placed. The steps of a
 * picture: few columns, few names; the rest of the names are one. */
#include "tl_report_paths.h"

#include <stdlib.h>
#include <string.h>

#define STEPS 5       /* columns; what came after is counted as placed after the last of them */
#define NAMES_MAX 20u /* told apart, whatever limit says */

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "counting steps");
}

typedef struct name {
    tl_slice key;
    uint32_t number; /* in tl_paths.keys */
    int64_t orders;  /* of its steps */
} name;

typedef struct steps {
    const tl_paths *paths;
    tl_out *out;
    uint32_t n;                     /* names told apart; number n is the rest */
    const name *names;              /* the first n */
    uint32_t *rank;                 /* of a key of the paths */
    int64_t *at[STEPS], *to[STEPS]; /* orders at a step by name; and from it, by name and next name, n + 1: placed */
    int64_t index[STEPS][NAMES_MAX + 1]; /* of a node in the answer */
    int64_t all, longer;
} steps;

static int by_use(const void *x, const void *y) {
    const name *a = x, *b = y;
    if (a->orders != b->orders) {
        return a->orders > b->orders ? -1 : 1;
    }
    return tl__by_text(a->key, b->key);
}

/* The names that stand in most orders' steps get ranks of their own. */
static tl_code rank_names(steps *s, int64_t limit, tl_err *err) {
    const tl_paths *p = s->paths;
    uint32_t all = p->keys.n;
    name *names = tl_arena_alloc(p->arena, (all + 1) * sizeof *names);
    s->rank = tl_arena_alloc(p->arena, (all + 1) * sizeof *s->rank);
    if (!names || !s->rank) {
        return no_memory(err);
    }
    for (uint32_t i = 0; i < all; i++) {
        names[i] = (name){.key = p->keys.keys[i], .number = i};
    }
    for (uint32_t g = 0; g < p->table.n; g++) {
        for (size_t i = 0; i < p->groups[g].n && i < STEPS; i++) {
            names[p->groups[g].numbers[i]].orders += p->groups[g].orders;
        }
    }
    qsort(names, all, sizeof *names, by_use);
    s->n = limit < (int64_t)NAMES_MAX ? (uint32_t)limit : NAMES_MAX;
    s->n = s->n < all ? s->n : all;
    for (uint32_t i = 0; i < all; i++) {
        s->rank[names[i].number] = i < s->n ? i : s->n;
    }
    s->names = names;
    return TL_OK;
}

static int64_t *cell(const steps *s, int step, uint32_t from, uint32_t to) {
    return &s->to[step][from * (s->n + 2) + to];
}

static void count_group(steps *s, const tl_path_group *g) {
    size_t n = g->n < STEPS ? g->n : STEPS;
    s->all += g->orders;
    s->longer += g->n > STEPS ? g->orders : 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t from = s->rank[g->numbers[i]], to = i + 1 < n ? s->rank[g->numbers[i + 1]] : s->n + 1;
        s->at[i][from] += g->orders;
        *cell(s, (int)i, from, to) += g->orders;
    }
}

static tl_code count_steps(steps *s, tl_err *err) {
    const tl_paths *p = s->paths;
    size_t row = s->n + 2, cells = (row - 1) * row;
    for (int i = 0; i < STEPS; i++) {
        s->at[i] = tl_arena_alloc(p->arena, (row + cells) * sizeof **s->at);
        if (!s->at[i]) {
            return no_memory(err);
        }
        memset(s->at[i], 0, (row + cells) * sizeof **s->at);
        s->to[i] = s->at[i] + row;
    }
    for (uint32_t g = 0; g < p->table.n; g++) {
        count_group(s, &p->groups[g]);
    }
    return TL_OK;
}

static tl_value print_nodes(steps *s) {
    tl_value list = tl_list();
    for (int i = 0; i < STEPS; i++) {
        for (uint32_t k = 0; k <= s->n; k++) {
            if (s->at[i][k] > 0) {
                tl_value node = tl_map();
                s->index[i][k] = list.n;
                tl__put(s->out, &node, "step", tl_int(i + 1));
                tl__put(s->out, &node, "key", k < s->n ? tl_str(s->names[k].key) : tl_null());
                tl__put(s->out, &node, "orders", tl_int(s->at[i][k]));
                tl__put(s->out, &node, "share", tl__rate(s->out, s->at[i][k], s->all));
                tl__add(s->out, &list, node);
            }
        }
    }
    return list;
}

static tl_value print_links(const steps *s) {
    tl_value list = tl_list();
    for (int i = 0; i < STEPS; i++) {
        for (uint32_t from = 0; from <= s->n; from++) {
            for (uint32_t to = 0; to <= s->n + 1; to++) {
                int64_t orders = *cell(s, i, from, to);
                if (orders > 0) {
                    tl_value link = tl_map();
                    tl__put(s->out, &link, "from", tl_int(s->index[i][from]));
                    tl__put(s->out, &link, "to", to <= s->n ? tl_int(s->index[i + 1][to]) : tl_null());
                    tl__put(s->out, &link, "orders", tl_int(orders));
                    tl__put(s->out, &link, "share", tl__rate(s->out, orders, s->at[i][from]));
                    tl__add(s->out, &list, link);
                }
            }
        }
    }
    return list;
}

static tl_value print_placed(const steps *s) {
    tl_value list = tl_list();
    for (int i = 0; i < STEPS; i++) {
        int64_t reached = 0, placed = 0;
        for (uint32_t k = 0; k <= s->n; k++) {
            reached += s->at[i][k];
            placed += *cell(s, i, k, s->n + 1);
        }
        if (reached > 0) {
            tl_value row = tl_map();
            tl__put(s->out, &row, "step", tl_int(i + 1));
            tl__put(s->out, &row, "reached", tl_int(reached));
            tl__put(s->out, &row, "placed", tl__rate(s->out, placed, s->all));
            tl__add(s->out, &list, row);
        }
    }
    return list;
}

tl_code tl__report_steps(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    tl_paths p;
    tl_slice currency;
    steps s = {.paths = &p, .out = out};
    tl__paths_init(&p, q, out->arena);
    if (tl__currency_of(store, q, out->arena, &currency, err) != TL_OK ||
        tl__paths_read(store, &p, currency, false, err) != TL_OK || rank_names(&s, q->limit, err) != TL_OK ||
        count_steps(&s, err) != TL_OK) {
        return err->code;
    }
    tl__put(out, answer, "currency", tl__text(out, currency));
    tl__put(out, answer, "nodes", print_nodes(&s));
    tl__put(out, answer, "links", print_links(&s));
    tl__put(out, answer, "steps", print_placed(&s));
    tl__put(out, answer, "orders", tl_int(s.all));
    tl__put(out, answer, "longer", tl_int(s.longer));
    return TL_OK;
}
