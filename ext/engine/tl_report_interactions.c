/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What goes with buying: the share of people who ordered, with something done before it and without. metrics.md,
 * Conversion: the ratio of the two with its 95% interval by the log method (Katz and others 1978), from 30 people a
 * side. That it goes along is no proof that it is why. */
#include "tl_report.h"

#include <math.h>
#include <string.h>

#define PEOPLE_AT_LEAST 30
#define NORMAL_95 1.959963984540054 /* 97.5% of the normal distribution */
#define RATIO_MAX 1e9

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

/* With two decimals, as amounts are printed: the process' language has no say in it. */
static tl_value decimal(double value, tl_out *out) {
    char text[40];
    int64_t micros = (int64_t)llround((value < RATIO_MAX ? value : RATIO_MAX) * TL_MICROS);
    return tl__text(out, (tl_slice){text, tl__money_print(micros, 2, text)});
}

static tl_value row_of(const char *deed, const side *with, const side *without, tl_out *out) {
    tl_value row = tl_map();
    bool enough = with->persons >= PEOPLE_AT_LEAST && without->persons >= PEOPLE_AT_LEAST;
    bool has = enough && with->orders > 0 && without->orders > 0;
    double ratio = 0, low = 0, high = 0;
    if (has) {
        double a = (double)with->orders, n = (double)with->persons, b = (double)without->orders,
               m = (double)without->persons;
        double spread = NORMAL_95 * sqrt(1 / a - 1 / n + 1 / b - 1 / m);
        ratio = a / n / (b / m);
        low = exp(log(ratio) - spread);
        high = exp(log(ratio) + spread);
    }
    tl__put(out, &row, "key", tl_str(tl_slice_of(deed)));
    tl__put(out, &row, "with", side_value(with, out));
    tl__put(out, &row, "without", side_value(without, out));
    tl__put(out, &row, "enough", tl_bool(enough));
    tl__put(out, &row, "ratio", has ? decimal(ratio, out) : tl_null());
    tl__put(out, &row, "low", has ? decimal(low, out) : tl_null());
    tl__put(out, &row, "high", has ? decimal(high, out) : tl_null());
    tl__put(out, &row, "finding", tl_bool(has && (low > 1 || high < 1)));
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
