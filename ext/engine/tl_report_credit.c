/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Credit: an order's money over the touches of its path. Each state of the order's total is split afresh by the same
 * weights; a refund's credit is the difference, dated at the refund. */
#include "tl_report.h"

#include <string.h>

bool tl__in_window(const tl_order_row *order, const tl_touchpoint *touch, int64_t window_ms) {
    return touch->at >= order->placed_at - window_ms;
}

tl_slice tl__cause(const tl_order_row *order, int64_t window_ms) {
    bool inside = false;
    for (size_t i = 0; i < order->n_touches; i++) {
        bool in = tl__in_window(order, &order->touches[i], window_ms);
        if (in && order->touches[i].intent != TL_INTENT_SUPPORT) {
            return TL_S("");
        }
        inside |= in;
    }
    if (order->n_touches) {
        return inside ? TL_S("support") : TL_S("outside_window");
    }
    if (order->visitor == TL_VISITOR_ERASED) {
        return TL_S("erased");
    }
    return order->visitor ? TL_S("no_touch") : TL_S("no_visitor");
}

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "sharing an order out");
}

/* Arrays for n touches in one piece. */
static bool room(tl_credit *c, size_t n, tl_arena *arena) {
    size_t m = n ? n : 1;
    uint64_t *words = tl_arena_alloc(arena, m * 9 * sizeof *words + m * 2 * sizeof(bool));
    if (!words) {
        return false;
    }
    c->weights = words;
    c->scratch = c->weights + m;
    c->ages = c->scratch + 2 * m;
    c->eligible = (size_t *)(c->ages + m);
    c->conversions = (int64_t *)(c->eligible + m);
    c->before = c->conversions + m;
    c->after = c->before + m;
    c->moved = c->after + m;
    c->direct = (bool *)(c->moved + m);
    c->passes = c->direct + m;
    return true;
}

static void choose(tl_credit *c, const tl_query *q, const tl_order_row *order) {
    for (size_t i = 0; i < order->n_touches && !order->renewal; i++) {
        const tl_touchpoint *t = &order->touches[i];
        if (!tl__in_window(order, t, q->window_ms)) {
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
}

/* What no touch earned passes only where nothing is asked of a touch, but for the channel 'unknown'. */
static tl_code filter_unknown(tl_credit *c, const tl_query *q, const tl_order_row *order, tl_err *err) {
    tl_traits traits = tl__traits_of(order, c->evidence, NULL);
    unsigned dims = TL_ORDER_DIMS | TL_DIM_BIT(TL_DIM_CHANNEL);
    if (tl__passes(q, dims, &traits, &c->unknown_passes, err) != TL_OK) {
        return err->code;
    }
    c->unknown_passes = c->unknown_passes && !tl__filters_other_than(q, dims | TL_LINE_DIMS);
    c->any_passes = c->n == 0 && c->unknown_passes;
    return TL_OK;
}

static tl_code filter(tl_credit *c, const tl_query *q, const tl_order_row *order, tl_err *err) {
    bool sold;
    if (tl__sold_passes(q, order, &sold, err) != TL_OK || filter_unknown(c, q, order, err) != TL_OK) {
        return err->code;
    }
    c->unknown_passes = c->unknown_passes && sold;
    c->any_passes = c->any_passes && sold;
    for (size_t i = 0; i < c->n; i++) {
        tl_traits traits = tl__traits_of(order, c->evidence, &order->touches[c->eligible[i]]);
        if (tl__passes(q, ~TL_LINE_DIMS, &traits, &c->passes[i], err) != TL_OK) {
            return err->code;
        }
        c->passes[i] = c->passes[i] && sold;
        c->any_passes |= c->passes[i];
    }
    return TL_OK;
}

tl_code tl__credit_init(tl_credit *c, const tl_query *q, tl_model model, const tl_order_row *order, tl_arena *arena,
                        tl_err *err) {
    tl_weighing weighing = q->weighing;
    weighing.model = model;
    memset(c, 0, sizeof *c);
    if (!room(c, order->n_touches, arena)) {
        return no_memory(err);
    }
    choose(c, q, order);
    if (c->n) {
        tl__weights(&weighing, c->direct, c->ages, c->n, c->weights);
        tl__split(TL_MICROS, c->weights, c->n, c->conversions, c->scratch);
    }
    if (q->filtered) {
        return filter(c, q, order, err);
    }
    memset(c->passes, true, c->n * sizeof *c->passes);
    c->unknown_passes = c->any_passes = true;
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
    tl_movement movement = {at, amount, refund, c->moved, refund ? NULL : c->conversions};
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

typedef struct each {
    const tl_query *query;
    const tl_period *period;
    tl_on_movement on;
    void *ctx;
} each;

static tl_code on_order(void *ctx, const tl_order_row *order, tl_arena *arena, tl_err *err) {
    const each *e = ctx;
    tl_credit credit;
    if (tl__credit_init(&credit, e->query, e->query->model, order, arena, err) != TL_OK) {
        return err->code;
    }
    return credit.any_passes ? tl__order_movements(e->query, order, &credit, e->period, e->on, e->ctx, err) : TL_OK;
}

tl_code tl__movements(tl_store *store, const tl_query *query, tl_period period, tl_slice currency, tl_on_movement on,
                      void *ctx, tl_err *err) {
    each e = {query, &period, on, ctx};
    return tl__orders_each(store, query, period, currency, on_order, &e, err);
}

/* ---- lines
 * -------------------------------------------------------------------------------------------------------------------
 */

/* WooCommerce rounds the totals of an order to the shop's decimals and its lines not at all: so much that its net
 * differs from them is no amount without a product. */
static bool is_rounding(const tl_query *q, const tl_order_row *order, int64_t goods, int64_t sold) {
    uint64_t last_place = TL_MICROS;
    uint64_t apart = goods > sold ? (uint64_t)goods - (uint64_t)sold : (uint64_t)sold - (uint64_t)goods;
    for (int i = 0; i < q->decimals; i++) {
        last_place /= 10;
    }
    return apart <= last_place * (order->n_lines + 1);
}

tl_line_shares tl__line_shares(const tl_query *q, const tl_order_row *order, int64_t money) {
    int64_t net = order->total - order->tax - order->shipping, goods = net - order->fees, sold = 0;
    for (size_t i = 0; i < order->n_lines; i++) {
        sold += order->lines[i].net;
    }
    goods = sold != 0 && is_rounding(q, order, goods, sold) ? goods : sold;
    return (tl_line_shares){money, q->gross ? order->total : net, goods, sold, 0, 0};
}

/* Rounding what came so far leaves no crumb when the lines are the whole order. */
int64_t tl__line_share(tl_line_shares *s, const tl_line_row *line) {
    s->passed += line->net;
    int64_t until = s->goods == s->sold ? s->passed : tl__muldiv(s->goods, s->passed, s->sold);
    int64_t share = (s->whole ? tl__muldiv(s->money, until, s->whole) : 0) - s->given;
    s->given += share;
    return share;
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
    if (credit->n == 0 && !credit->unknown_passes) {
        return;
    }
    if (order->renewal) {
        s->renewals += m->amount;
        s->renewals_conv += whole;
        return;
    }
    if (credit->n == 0) {
        s->unknown += m->amount;
        s->unknown_conv += whole;
        return;
    }
    for (size_t i = 0; i < credit->n; i++) {
        if (credit->passes[i]) {
            add_touch(s, &order->touches[credit->eligible[i]], credit->evidence > TL_EVIDENCE_CLICK, m->credits[i],
                      m->conversions ? m->conversions[i] : 0, m->refund);
        }
    }
}
