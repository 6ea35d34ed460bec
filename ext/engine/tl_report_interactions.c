/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What goes with buying: the share of people who ordered, with something done before it and without. metrics.md,
 * Conversion: the ratio of the two with its 95% interval by the log method (Katz and others 1978), from 30 people a
 * side. That it goes along is no proof that it is why. */
#include "tl_ratio.h"

#include <string.h>

#define NORMAL_95 1.959963984540054 /* 97.5% of the normal distribution */

static const char *const deeds[TL_DEEDS] = {"click", "chat", "search", "variation", "products", "minute", "return"};

typedef struct side {
    int64_t persons, orders;
} side;

typedef struct table {
    side with[TL_DEEDS], all;
} table;

static void on_person(void *ctx, const tl_deeds *person) {
    table *t = ctx;
    t->all.persons++;
    t->all.orders += person->ordered;
    for (int i = 0; i < TL_DEEDS; i++) {
        t->with[i].persons += person->did[i];
        t->with[i].orders += person->did[i] && person->ordered;
    }
}

static tl_value side_value(const side *s, tl_out *out) {
    return tl__rate(out, s->orders, s->persons);
}

static tl_value row_of(const char *deed, const side *with, const side *without, tl_out *out) {
    tl_value row = tl_map();
    bool enough = with->persons >= TL_RATIO_PEOPLE && without->persons >= TL_RATIO_PEOPLE;
    bool has = enough && with->orders > 0 && without->orders > 0;
    tl_ratio ratio = {0};
    if (has) {
        ratio = tl__ratio(with->orders, with->persons, without->orders, without->persons, NORMAL_95);
    }
    tl__put(out, &row, "key", tl_str(tl_slice_of(deed)));
    tl__put(out, &row, "with", side_value(with, out));
    tl__put(out, &row, "without", side_value(without, out));
    tl__put(out, &row, "enough", tl_bool(enough));
    tl__ratio_put(out, &row, has ? &ratio : NULL);
    tl__put(out, &row, "finding", tl_bool(has && (ratio.low > 1 || ratio.high < 1)));
    return row;
}

tl_code tl__report_interactions(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    table t;
    tl_value rows = tl_list();
    memset(&t, 0, sizeof t);
    if (q->filtered) {
        return tl_fail(err, TL_E_QUERY_VALUE, "'filter': interactions are those of all people of a period");
    }
    if (tl__deeds_each(store, q, out->arena, on_person, &t, err) != TL_OK) {
        return err->code;
    }
    for (int i = 0; i < TL_DEEDS; i++) {
        side without = {t.all.persons - t.with[i].persons, t.all.orders - t.with[i].orders};
        tl__add(out, &rows, row_of(deeds[i], &t.with[i], &without, out));
    }
    tl__put(out, answer, "persons", tl_int(t.all.persons));
    tl__put(out, answer, "orders", tl_int(t.all.orders));
    tl__put(out, answer, "rows", rows);
    return TL_OK;
}
