/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From what the shop's own figures say of a period to what is said here, line by line. */
#include "tl_report.h"

#include <string.h>

enum { SHOP, DATE, CURRENCY, ON_HOLD, UNPAID, TEST, LEFT_OUT, REST, OURS, LINES };
static const char *const names[LINES] = {"shop", "date",     "currency", "on_hold", "unpaid",
                                         "test", "left_out", "rest",     "ours"};

#define SUMS 4

typedef struct ledger {
    int64_t orders[LINES], value[LINES];
} ledger;

/* The shop's own sums, checked when the query was read: as shown, by day of placing, of these in the currency, and of
 * these paid in test mode. */
static bool take_shop(ledger *l, const tl_value *shop) {
    int64_t value[SUMS], orders[SUMS];
    for (uint32_t i = 0; i < SUMS; i++) {
        const tl_value *pair = &shop->as.items[i];
        if (!tl__money_parse(pair->as.items[0].as.s, &value[i])) {
            return false;
        }
        orders[i] = pair->as.items[1].as.i;
    }
    for (int i = 0; i < 3; i++) { /* lines 0 to 2: the first, and what changes from one to the next */
        l->value[i] = value[i] - (i ? value[i - 1] : 0);
        l->orders[i] = orders[i] - (i ? orders[i - 1] : 0);
    }
    l->value[TEST] = -value[3];
    l->orders[TEST] = -orders[3];
    return true;
}

static tl_code on_uncounted(void *ctx, const tl_uncounted *u, tl_err *err) {
    ledger *l = ctx;
    (void)err;
    for (int line = ON_HOLD; line <= LEFT_OUT && !u->excluded; line++) {
        if (line != TEST && tl_slice_eq(u->reason, tl_slice_of(names[line]))) {
            l->orders[line] -= u->orders;
            l->value[line] -= u->amount;
        }
    }
    return TL_OK;
}

static tl_code on_movement(void *ctx, const tl_order_row *order, const tl_credit *credit, const tl_movement *m,
                           tl_err *err) {
    ledger *l = ctx;
    (void)order;
    (void)credit;
    (void)err;
    l->value[OURS] += m->amount;
    l->orders[OURS] += !m->refund;
    return TL_OK;
}

static void print(ledger *l, tl_out *out, tl_value *answer) {
    int64_t printed[LINES];
    tl_value list = tl_list();
    l->value[REST] = l->value[OURS];
    l->orders[REST] = l->orders[OURS];
    for (int i = 0; i < REST; i++) {
        l->value[REST] -= l->value[i];
        l->orders[REST] -= l->orders[i];
    }
    tl__money_round_column(l->value, OURS, l->value[OURS], out->decimals, printed);
    printed[OURS] = l->value[OURS];
    for (int i = 0; i < LINES; i++) {
        tl_value row = tl_map();
        tl__put(out, &row, "line", tl_str(tl_slice_of(names[i])));
        tl__put(out, &row, "orders", tl_int(l->orders[i]));
        tl__put_money(out, &row, "total", printed[i], l->value[i]);
        tl__add(out, &list, row);
    }
    tl__put(out, answer, "rows", list);
}

tl_code tl__report_ledger(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    ledger l = {.orders = {0}};
    tl_slice currency;
    if (!q->shop || !take_shop(&l, q->shop)) {
        return tl_fail(err, TL_E_QUERY_VALUE,
                       "'shop' must say what the shop's own figures are: docs/reports.md, ledger");
    }
    if (tl__currency_of(store, q, out->arena, &currency, err) != TL_OK ||
        tl__uncounted_each(store, q, currency, on_uncounted, &l, err) != TL_OK ||
        tl__movements(store, q, q->period, currency, on_movement, &l, err) != TL_OK) {
        return err->code;
    }
    tl__put(out, answer, "currency", tl__text(out, currency));
    print(&l, out, answer);
    return TL_OK;
}
