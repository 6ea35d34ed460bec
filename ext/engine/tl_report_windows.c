/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What another window would make of the same orders, by the query's model. */
#include "tl_report.h"

static const int64_t usual[] = {1, 3, 7, 14, 30, 60, 90};
enum { USUAL = sizeof usual / sizeof *usual, WINDOWS = USUAL + 1 };

typedef struct windows {
    tl_query queries[WINDOWS]; /* the query with each window, the shortest first */
    tl_sums sums[WINDOWS];
    size_t n, chosen;
} windows;

/* The usual windows and, among them, the one that is asked for. */
static void choose(windows *w, const tl_query *q) {
    bool placed = false;
    for (size_t i = 0; i < USUAL; i++) {
        int64_t window = usual[i] * TL_DAY_MS;
        if (!placed && q->window_ms <= window) {
            placed = true;
            w->chosen = w->n;
            w->queries[w->n++] = *q;
            if (q->window_ms == window) {
                continue;
            }
        }
        w->queries[w->n] = *q;
        w->queries[w->n++].window_ms = window;
    }
}

static tl_code on_movement(void *ctx, const tl_order_row *order, const tl_credit *credit, const tl_movement *m,
                           tl_err *err) {
    (void)err;
    tl__sums_add(ctx, order, credit, m);
    return TL_OK;
}

static tl_code on_order(void *ctx, const tl_order_row *order, tl_arena *arena, tl_err *err) {
    windows *w = ctx;
    for (size_t i = 0; i < w->n; i++) {
        const tl_query *q = &w->queries[i];
        tl_credit credit;
        if (tl__credit_init(&credit, q, q->model, order, arena, err) != TL_OK ||
            (credit.any_passes &&
             tl__order_movements(q, order, &credit, &q->period, on_movement, &w->sums[i], err) != TL_OK)) {
            return err->code;
        }
    }
    return TL_OK;
}

static tl_value row(const windows *w, size_t i, tl_out *out) {
    tl_value map = tl_map();
    const tl_sums *s = &w->sums[i];
    int64_t whatsapp = tl__sums_whatsapp(s), chosen = tl__sums_whatsapp(&w->sums[w->chosen]), total = tl__sums_total(s);
    int64_t parts[4] = {whatsapp, s->other, s->unknown, s->renewals}, printed[4];
    tl__money_round_column(parts, 4, total, w->queries[i].decimals, printed);
    tl__put(out, &map, "window", tl_int(w->queries[i].window_ms / TL_DAY_MS));
    tl__put(out, &map, "chosen", tl_bool(i == w->chosen));
    tl__put_money(out, &map, "whatsapp", printed[0], whatsapp);
    tl__put_money(out, &map, "other", printed[1], s->other);
    tl__put_money(out, &map, "unknown", printed[2], s->unknown);
    tl__put_money(out, &map, "renewals", printed[3], s->renewals);
    tl__put_money(out, &map, "total", total, total);
    tl__put(out, &map, "orders", tl__orders_figure(out, s->confirmed_conv + s->click_only_conv));
    tl__put(out, &map, "share", tl__rate(out, whatsapp, total));
    tl__put_money(out, &map, "difference", whatsapp - chosen, whatsapp - chosen);
    tl__put(out, &map, "change", tl__change(out, whatsapp, chosen));
    return map;
}

tl_code tl__report_windows(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    windows *w = tl_arena_alloc(out->arena, sizeof *w);
    tl_value list = tl_list();
    tl_slice currency;
    if (!w) {
        return tl_fail(err, TL_E_NOMEM, "comparing windows");
    }
    *w = (windows){.n = 0};
    choose(w, q);
    if (tl__currency_of(store, q, out->arena, &currency, err) != TL_OK ||
        tl__orders_each(store, q, q->period, currency, on_order, w, err) != TL_OK) {
        return err->code;
    }
    for (size_t i = 0; i < w->n; i++) {
        tl__add(out, &list, row(w, i, out));
    }
    tl__put(out, answer, "currency", tl__text(out, currency));
    tl__put(out, answer, "rows", list);
    return TL_OK;
}
