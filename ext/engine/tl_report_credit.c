/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Credit: an order's money over the touches of its path. Each state of the order's total is split afresh by the same
 * weights; a refund's credit is the difference, dated at the refund. */
#include "tl_report.h"

#include <string.h>

bool tl__in_window(const tl_order_row *order, const tl_touchpoint *touch, int64_t window_ms) {
    return touch->at >= order->placed_at - window_ms;
}

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "sharing an order out");
}

static bool room(tl_credit *c, size_t n, tl_arena *arena) {
    size_t m = n ? n : 1;
    c->eligible = tl_arena_alloc(arena, m * sizeof *c->eligible);
    c->weights = tl_arena_alloc(arena, m * sizeof *c->weights);
    c->scratch = tl_arena_alloc(arena, m * 2 * sizeof *c->scratch);
    c->direct = tl_arena_alloc(arena, m * sizeof *c->direct);
    c->ages = tl_arena_alloc(arena, m * sizeof *c->ages);
    c->conversions = tl_arena_alloc(arena, m * sizeof *c->conversions);
    c->before = tl_arena_alloc(arena, m * sizeof *c->before);
    c->after = tl_arena_alloc(arena, m * sizeof *c->after);
    c->moved = tl_arena_alloc(arena, m * sizeof *c->moved);
    return c->eligible && c->weights && c->scratch && c->direct && c->ages && c->conversions && c->before && c->after &&
           c->moved;
}

tl_code tl__credit_init(tl_credit *c, const tl_order_row *order, tl_model model, int64_t window_ms, tl_arena *arena,
                        tl_err *err) {
    tl_weighing weighing = tl__weighing(model);
    memset(c, 0, sizeof *c);
    if (!room(c, order->n_touches, arena)) {
        return no_memory(err);
    }
    for (size_t i = 0; i < order->n_touches && !order->renewal; i++) {
        const tl_touchpoint *t = &order->touches[i];
        if (!tl__in_window(order, t, window_ms)) {
            continue;
        }
        c->evidence = t->evidence > c->evidence ? t->evidence : c->evidence;
        if (t->intent == TL_INTENT_SUPPORT) {
            continue;
        }
        c->eligible[c->n] = i;
        c->ages[c->n] = tl__age(order->placed_at, t->at);
        c->direct[c->n++] = t->channel == TL_CHANNEL_DIRECT;
    }
    if (c->n) {
        tl__weights(&weighing, c->direct, c->ages, c->n, c->weights);
        tl__split(TL_MICROS, c->weights, c->n, c->conversions, c->scratch);
    }
    return TL_OK;
}

typedef struct emitter {
    const tl_query *query;
    const tl_order_row *order;
    const tl_credit *credit;
    const tl_period *period;
    tl_on_movement on;
    void *ctx;
} emitter;

static tl_code emit(const emitter *e, int64_t at, int64_t amount, bool refund, tl_err *err) {
    const tl_credit *c = e->credit;
    tl_movement movement = {at, amount, refund, c->n, c->eligible, c->moved, refund ? NULL : c->conversions};
    if (e->period && (at < e->period->from || at >= e->period->to)) {
        return TL_OK;
    }
    return e->on(e->ctx, e->order, c, &movement, err);
}

static void split(const tl_credit *c, int64_t state, int64_t *out) {
    if (c->n) {
        tl__split(state, c->weights, c->n, out, c->scratch);
    }
}

tl_code tl__order_movements(const tl_query *query, const tl_order_row *order, const tl_credit *credit,
                            const tl_period *period, tl_on_movement on, void *ctx, tl_err *err) {
    emitter e = {query, order, credit, period, on, ctx};
    int64_t state = query->gross ? order->total : order->total - order->tax - order->shipping;
    split(credit, state, credit->before);
    for (size_t i = 0; i < credit->n; i++) {
        credit->moved[i] = credit->before[i];
    }
    if (emit(&e, order->placed_at, state, false, err) != TL_OK) {
        return err->code;
    }
    for (size_t r = 0; r < order->n_refunds; r++) {
        int64_t back = query->gross ? order->refunds[r].gross : order->refunds[r].net;
        state -= back;
        split(credit, state, credit->after);
        for (size_t i = 0; i < credit->n; i++) {
            credit->moved[i] = credit->after[i] - credit->before[i];
            credit->before[i] = credit->after[i];
        }
        if (emit(&e, order->refunds[r].at, -back, true, err) != TL_OK) {
            return err->code;
        }
    }
    return TL_OK;
}

static tl_code one_order(tl_store *store, const tl_query *query, const tl_period *period, int64_t id, tl_arena *arena,
                         tl_on_movement on, void *ctx, tl_err *err) {
    tl_order_row order;
    tl_credit credit;
    if (tl__order_load(store, id, arena, &order, err) != TL_OK ||
        tl__credit_init(&credit, &order, query->model, query->window_ms, arena, err) != TL_OK) {
        return err->code;
    }
    return tl__order_movements(query, &order, &credit, period, on, ctx, err);
}

tl_code tl__movements(tl_store *store, const tl_query *query, tl_period period, tl_slice currency, tl_on_movement on,
                      void *ctx, tl_err *err) {
    tl_arena list, arena;
    int64_t *ids;
    size_t n;
    tl_arena_init(&list, store->host.mem);
    tl_arena_init(&arena, store->host.mem);
    tl_code code = tl__orders_moved(store, query, period, currency, &list, &ids, &n, err);
    for (size_t i = 0; code == TL_OK && i < n; i++) {
        tl_arena_reset(&arena);
        code = one_order(store, query, &period, ids[i], &arena, on, ctx, err);
    }
    tl_arena_destroy(&list);
    tl_arena_destroy(&arena);
    return code;
}

/* ---- sums of the identity
 * ------------------------------------------------------------------------------------------------ */

static void add_touch(tl_sums *s, const tl_touchpoint *t, bool confirmed, int64_t money, int64_t orders, bool refund) {
    if (t->channel != TL_CHANNEL_WHATSAPP) {
        s->other += money;
        s->other_conv += orders;
        return;
    }
    *(refund ? &s->whatsapp_refunds : &s->whatsapp_before_refunds) += money;
    *(confirmed ? &s->confirmed : &s->click_only) += money;
    *(confirmed ? &s->confirmed_conv : &s->click_only_conv) += orders;
}

void tl__sums_add(tl_sums *s, const tl_order_row *order, const tl_credit *credit, const tl_movement *m) {
    int64_t whole = m->refund ? 0 : TL_MICROS;
    if (order->renewal) {
        s->renewals += m->amount;
        s->renewals_conv += whole;
        return;
    }
    if (m->n == 0) {
        s->unknown += m->amount;
        s->unknown_conv += whole;
        return;
    }
    for (size_t i = 0; i < m->n; i++) {
        add_touch(s, &order->touches[m->eligible[i]], credit->evidence > TL_EVIDENCE_CLICK, m->credits[i],
                  m->conversions ? m->conversions[i] : 0, m->refund);
    }
}
