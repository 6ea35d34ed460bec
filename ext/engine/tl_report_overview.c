/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_report_dimension.h"
#include "tl_report_findings.h"

#include <string.h>

#define CURRENCIES_MAX 64

/* ---- what sells best
 * ------------------------------------------------------------------------------------------------------- */

static const struct {
    tl_dim dim;
    const char *name;
} bests[] = {{TL_DIM_PAGE, "page"},
             {TL_DIM_PAGE_TYPE, "page_type"},
             {TL_DIM_PRODUCT, "product"},
             {TL_DIM_CHANNEL, "channel"},
             {TL_DIM_CAMPAIGN, "campaign"}};
#define BESTS (sizeof bests / sizeof *bests)

/* Found by what they earned. */
typedef struct best {
    tl_query query[BESTS];
    tl_dimension dim[BESTS];
} best;

static tl_code to_each(void *ctx, const tl_order_row *order, const tl_credit *credit, const tl_movement *m,
                       tl_err *err) {
    best *b = ctx;
    for (size_t i = 0; i < BESTS; i++) {
        if (tl__dim_movement(&b->dim[i], order, credit, m, err) != TL_OK) {
            return err->code;
        }
    }
    return TL_OK;
}

static tl_code first_row(tl_dimension *d, tl_out *out, tl_value *row, tl_err *err) {
    tl_value table = tl_map();
    *row = tl_null();
    if (tl__dim_print(d, out, &table, err) != TL_OK) {
        return err->code;
    }
    const tl_value *list = tl_map_get(&table, "rows");
    const tl_value *micros = list && list->n ? tl_map_get(&list->as.items[0], "revenue_micros") : NULL;
    if (micros && micros->as.i > 0) {
        *row = list->as.items[0];
    }
    return TL_OK;
}

static best *best_new(tl_store *store, const tl_query *q, tl_arena *arena, tl_err *err) {
    best *b = tl_arena_alloc(arena, sizeof *b);
    if (!b) {
        tl_fail(err, TL_E_NOMEM, "looking for what sells best");
        return NULL;
    }
    for (size_t i = 0; i < BESTS; i++) {
        tl_query *one = &b->query[i];
        *one = *q;
        one->dim = bests[i].dim;
        one->money_only = true;
        one->limit = 1;
        one->offset = 0;
        one->orderby = TL_COLUMN_REVENUE;
        one->search = TL_S("");
        one->ascending = false;
        tl__dim_init(&b->dim[i], store, one, arena);
    }
    return b;
}

static tl_code put_best(best *b, tl_out *out, tl_value *answer, tl_err *err) {
    tl_value map = tl_map();
    for (size_t i = 0; i < BESTS; i++) {
        tl_value row;
        if (first_row(&b->dim[i], out, &row, err) != TL_OK) {
            return err->code;
        }
        tl__put(out, &map, bests[i].name, row);
    }
    tl__put(out, answer, "best", map);
    return TL_OK;
}

typedef struct overview {
    tl_slice currency;
    struct {
        char code[4];
        tl_sums sums;
    } of[CURRENCIES_MAX];
    size_t n;
    best *best; /* of the chosen currency; NULL: not asked for */
} overview;

static tl_code on_movement(void *ctx, const tl_order_row *order, const tl_credit *credit, const tl_movement *m,
                           tl_err *err) {
    overview *o = ctx;
    size_t i = 0;
    if (o->best && tl_slice_eq(order->currency, o->currency) && to_each(o->best, order, credit, m, err) != TL_OK) {
        return err->code;
    }
    while (i < o->n && !tl_slice_eq(order->currency, (tl_slice){o->of[i].code, 3})) {
        i++;
    }
    if (i == CURRENCIES_MAX || order->currency.len != 3) {
        return TL_OK;
    }
    if (i == o->n) {
        memcpy(o->of[o->n++].code, order->currency.ptr, 3);
    }
    tl__sums_add(&o->of[i].sums, order, credit, m);
    return TL_OK;
}

static const tl_sums *sums_of(const overview *o, tl_slice currency) {
    static const tl_sums nothing;
    for (size_t i = 0; i < o->n; i++) {
        if (tl_slice_eq(currency, (tl_slice){o->of[i].code, 3})) {
            return &o->of[i].sums;
        }
    }
    return &nothing;
}

/* ---- currencies and identity
 * ------------------------------------------------------------------------------------------- */

/* The larger sum first, of equal ones by name, as tl__currency_of chooses. */
static bool larger(const overview *o, size_t a, size_t b) {
    int64_t x = tl__sums_total(&o->of[a].sums), y = tl__sums_total(&o->of[b].sums);
    return x != y ? x > y : memcmp(o->of[a].code, o->of[b].code, 3) < 0;
}

static tl_value currencies(const overview *o, tl_out *out) {
    size_t order[CURRENCIES_MAX];
    tl_value list = tl_list();
    for (size_t i = 0; i < o->n; i++) {
        size_t at = i;
        while (at > 0 && larger(o, i, order[at - 1])) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = i;
    }
    for (size_t i = 0; i < o->n; i++) {
        const tl_sums *s = &o->of[order[i]].sums;
        tl_value row = tl_map();
        tl__put(out, &row, "currency", tl__text(out, (tl_slice){o->of[order[i]].code, 3}));
        tl__put_money(out, &row, "total", tl__sums_total(s), tl__sums_total(s));
        tl__put_money(out, &row, "whatsapp", tl__sums_whatsapp(s), tl__sums_whatsapp(s));
        tl__add(out, &list, row);
    }
    return list;
}

/* The printed parts add up to the printed total; WhatsApp is printed as on its card, and is the sum of its two printed
 * parts. */
static tl_value identity(const tl_sums *s, tl_out *out) {
    const int64_t parts[] = {tl__sums_whatsapp(s), s->other, s->unknown, s->renewals};
    const int64_t split[] = {s->confirmed, s->click_only};
    const int64_t orders[] = {s->confirmed_conv, s->click_only_conv, s->other_conv, s->unknown_conv, s->renewals_conv};
    static const char *const names[] = {"confirmed", "click_only", "other", "unknown", "renewals"};
    static const char *const counts[] = {"confirmed_orders", "click_only_orders", "other_orders", "unknown_orders",
                                         "renewals_orders"};
    int64_t printed[4], of_whatsapp[2], all = 0;
    tl_value map = tl_map();
    tl__money_round_column(parts, 4, tl__sums_total(s), out->decimals, printed);
    tl__money_pin(parts, 4, 0, out->decimals, printed);
    tl__money_round_column(split, 2, printed[0], out->decimals, of_whatsapp);
    for (int i = 0; i < 5; i++) {
        bool ours = i < 2;
        tl__put_money(out, &map, names[i], ours ? of_whatsapp[i] : printed[i - 1], ours ? split[i] : parts[i - 1]);
        tl__put(out, &map, counts[i], tl__orders_figure(out, orders[i]));
        all += orders[i];
    }
    tl__put_money(out, &map, "whatsapp", printed[0], parts[0]);
    tl__put(out, &map, "whatsapp_orders", tl__orders_figure(out, s->confirmed_conv + s->click_only_conv));
    tl__put_money(out, &map, "total", tl__sums_total(s), tl__sums_total(s));
    tl__put(out, &map, "total_orders", tl__orders_figure(out, all));
    return map;
}

/* ---- cards
 * -------------------------------------------------------------------------------------------------------------- */

typedef struct side {
    const tl_sums *sums;
    tl_chain chain;
    bool there; /* something was measured */
} side;

static int64_t conversions(const side *s) {
    return s->sums->confirmed_conv + s->sums->click_only_conv;
}

static tl_value money_card(tl_out *out, bool has, int64_t value, bool has_before, int64_t before, const char *reason) {
    tl_value card = tl_map();
    if (has) {
        tl__put_money(out, &card, "value", value, value);
    } else {
        tl__put(out, &card, "value", tl_null());
    }
    if (has_before) {
        tl__put_money(out, &card, "previous", before, before);
    } else {
        tl__put(out, &card, "previous", tl_null());
    }
    tl__put(out, &card, "change", has && has_before ? tl__change(out, value, before) : tl_null());
    tl__put(out, &card, "reason", has ? tl_null() : tl_str(tl_slice_of(reason)));
    return card;
}

static tl_value orders_card(tl_out *out, const side *now, const side *before) {
    tl_value card = tl_map();
    tl__put(out, &card, "value", now->there ? tl__orders_figure(out, conversions(now)) : tl_null());
    tl__put(out, &card, "value_micros", tl_int(conversions(now)));
    tl__put(out, &card, "previous", before->there ? tl__orders_figure(out, conversions(before)) : tl_null());
    tl__put(out, &card, "previous_micros", tl_int(conversions(before)));
    tl__put(out, &card, "change",
            now->there && before->there ? tl__change(out, conversions(now), conversions(before)) : tl_null());
    tl__put(out, &card, "reason", now->there ? tl_null() : tl_str(TL_S("not_measured")));
    return card;
}

/* The change of a rate compares n1/of1 with n2/of2 over the common denominator: exact, and no rate is rounded before.
 */
static tl_value rate_change(tl_out *out, int64_t n, int64_t of, int64_t n_before, int64_t of_before) {
    int64_t a, b;
    if (__builtin_mul_overflow(n, of_before, &a) || __builtin_mul_overflow(n_before, of, &b)) {
        return tl_null();
    }
    return tl__change(out, a, b);
}

static const char *no_clicks(const side *s) {
    return s->chain.pruned ? "pruned" : "no_clicks";
}

static const char *no_chats(const side *s) {
    return !s->chain.chat_measured ? "not_measured" : s->chain.pruned ? "pruned" : "no_chats";
}

static tl_value rate_card(tl_out *out, int64_t n, int64_t of, int64_t n_before, int64_t of_before, const char *reason) {
    tl_value card = tl_map();
    bool has = of > 0, had = of_before > 0;
    tl__put(out, &card, "value", has ? tl__rate(out, n, of) : tl_null());
    tl__put(out, &card, "previous", had ? tl__rate(out, n_before, of_before) : tl_null());
    tl__put(out, &card, "change", has && had ? rate_change(out, n, of, n_before, of_before) : tl_null());
    tl__put(out, &card, "reason", has ? tl_null() : tl_str(tl_slice_of(reason)));
    return card;
}

static tl_value conversion_card(tl_out *out, const side *now, const side *before) {
    return rate_card(out, now->chain.order, now->chain.click, before->there ? before->chain.order : 0,
                     before->there ? before->chain.click : 0, no_clicks(now));
}

/* Of those who clicked and wrote, who ordered. */
static tl_value chats_card(tl_out *out, const side *now, const side *before) {
    return rate_card(out, now->chain.chat_order, now->chain.chat, before->there ? before->chain.chat_order : 0,
                     before->there ? before->chain.chat : 0, no_chats(now));
}

/* WhatsApp's part of all sales; both sides over one denominator would not fit, so the printed tenths are compared. */
static tl_value share_card(tl_out *out, const side *now, const side *before) {
    tl_value card = tl_map();
    int64_t all = tl__sums_total(now->sums), all_before = tl__sums_total(before->sums);
    bool has = now->there && all > 0, had = before->there && all_before > 0;
    int64_t part = has ? tl__muldiv(tl__sums_whatsapp(now->sums), 1000, all) : 0;
    int64_t part_before = had ? tl__muldiv(tl__sums_whatsapp(before->sums), 1000, all_before) : 0;
    tl__put(out, &card, "value", has ? tl__rate(out, tl__sums_whatsapp(now->sums), all) : tl_null());
    tl__put(out, &card, "previous", had ? tl__rate(out, tl__sums_whatsapp(before->sums), all_before) : tl_null());
    tl__put(out, &card, "change", has && had ? tl__change(out, part, part_before) : tl_null());
    tl__put(out, &card, "reason", has ? tl_null() : tl_str(now->there ? TL_S("no_orders") : TL_S("not_measured")));
    return card;
}

static int64_t aov(const side *s) {
    return conversions(s) ? tl__muldiv(s->sums->whatsapp_before_refunds, TL_MICROS, conversions(s)) : 0;
}

static int64_t per_click(const side *s) {
    return s->chain.click ? tl__muldiv(tl__sums_whatsapp(s->sums), 1, s->chain.click) : 0;
}

static tl_value cards(tl_out *out, const side *now, const side *before) {
    tl_value map = tl_map();
    tl__put(out, &map, "revenue",
            money_card(out, now->there, tl__sums_whatsapp(now->sums), before->there, tl__sums_whatsapp(before->sums),
                       "not_measured"));
    tl__put(out, &map, "share", share_card(out, now, before));
    tl__put(out, &map, "orders", orders_card(out, now, before));
    tl__put(out, &map, "conversion", conversion_card(out, now, before));
    tl__put(out, &map, "chats", chats_card(out, now, before));
    tl__put(out, &map, "aov",
            money_card(out, conversions(now) > 0, aov(now), before->there && conversions(before) > 0, aov(before),
                       "no_orders"));
    tl__put(out, &map, "per_click",
            money_card(out, now->chain.click > 0, per_click(now), before->there && before->chain.click > 0,
                       per_click(before), no_clicks(now)));
    return map;
}

/* ---- the chain
 * ----------------------------------------------------------------------------------------------------------- */

typedef struct earned {
    tl_slice currency;
    int64_t orders, refunds;
} earned;

static tl_code on_earned(void *ctx, const tl_order_row *order, const tl_credit *credit, const tl_movement *m,
                         tl_err *err) {
    earned *e = ctx;
    tl_sums sums = {0};
    (void)err;
    if (tl_slice_eq(order->currency, e->currency)) {
        tl__sums_add(&sums, order, credit, m);
        e->orders += sums.whatsapp_before_refunds;
        e->refunds += sums.whatsapp_refunds;
    }
    return TL_OK;
}

typedef struct earning {
    const tl_query *query;
    earned *earned;
} earning;

static tl_code on_chain_order(void *ctx, const tl_order_row *order, tl_arena *arena, tl_err *err) {
    const earning *e = ctx;
    tl_credit credit;
    if (tl__credit_init(&credit, e->query, e->query->model, order, arena, err) != TL_OK) {
        return err->code;
    }
    return tl__order_movements(e->query, order, &credit, NULL, on_earned, e->earned, err);
}

static tl_code chain_money(tl_store *store, const tl_query *q, const tl_chain *chain, earned *e, tl_err *err) {
    earning of = {q, e};
    return tl__orders_of(store, q, chain->orders, chain->n_orders, on_chain_order, &of, err);
}

typedef struct step {
    const char *name;
    bool measured;
    int64_t count, money;
    bool has_money;
} step;

static tl_value step_value(tl_out *out, const step *s, const step *before, const step *click, bool open) {
    tl_value row = tl_map();
    bool rate = s->measured && before;
    tl__put(out, &row, "step", tl_str(tl_slice_of(s->name)));
    tl__put(out, &row, "measured", tl_bool(s->measured));
    tl__put(out, &row, "count", tl_int(s->count));
    tl__put(out, &row, "of_previous", rate ? tl__rate(out, s->count, before->count) : tl_null());
    tl__put(out, &row, "of_first", s->measured ? tl__rate(out, s->count, click->count) : tl_null());
    tl__put(out, &row, "lost", rate && before->count >= s->count ? tl_int(before->count - s->count) : tl_null());
    if (s->has_money) {
        tl__put_money(out, &row, "money", s->money, s->money);
    } else {
        tl__put(out, &row, "money", tl_null());
        tl__put(out, &row, "money_micros", tl_null());
    }
    tl__put(out, &row, "open", tl_bool(open));
    return row;
}

#define STEPS 6
static void steps_of(const tl_chain *c, const earned *e, step steps[STEPS]) {
    const step all[STEPS] = {{"seen", c->seen_measured, c->seen, 0, false},
                             {"click", !c->pruned, c->click, 0, false},
                             {"chat", c->chat_measured && !c->pruned, c->chat, 0, false},
                             {"cart", !c->pruned, c->cart, 0, false},
                             {"order", !c->pruned, c->order, e->orders, !c->pruned},
                             {"refunded", !c->pruned, c->refunded, -e->refunds, !c->pruned}};
    memcpy(steps, all, sizeof all);
}

/* A step compares with the measured one before it; a cart, which needs no chat, with the click where fewer wrote than
 * bought. */
static const step *before_of(const step steps[STEPS], int i) {
    for (int j = i - 1; j >= 0; j--) {
        bool side_step = j == 2 && steps[j].count < steps[i].count;
        if (steps[j].measured && !side_step) {
            return &steps[j];
        }
    }
    return NULL;
}

static tl_value leak(tl_out *out, const step steps[STEPS]) {
    int64_t worst = 0;
    tl_value map = tl_null();
    for (int i = 2; i < STEPS - 1; i++) {
        const step *before = steps[i].measured ? before_of(steps, i) : NULL;
        if (!before || before->count - steps[i].count <= worst) {
            continue;
        }
        worst = before->count - steps[i].count;
        map = tl_map();
        tl__put(out, &map, "from", tl_str(tl_slice_of(before->name)));
        tl__put(out, &map, "to", tl_str(tl_slice_of(steps[i].name)));
        tl__put(out, &map, "lost", tl_int(worst));
        tl__put(out, &map, "of", tl_int(before->count));
    }
    return map;
}

static tl_code put_chain(tl_store *store, const tl_query *q, const tl_chain *chain, tl_slice currency, tl_out *out,
                         tl_value *answer, tl_err *err) {
    step steps[STEPS];
    earned e = {.currency = currency};
    tl_value list = tl_list();
    if (chain_money(store, q, chain, &e, err) != TL_OK) {
        return err->code;
    }
    steps_of(chain, &e, steps);
    for (int i = 0; i < STEPS; i++) {
        tl__add(out, &list,
                step_value(out, &steps[i], before_of(steps, i), i ? &steps[1] : &steps[0], chain->open && i > 1));
    }
    tl__put(out, answer, "chain", list);
    tl__put(out, answer, "leak", leak(out, steps));
    return TL_OK;
}

tl_code tl__report_funnel(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    tl_chain chain;
    tl_slice currency;
    if (tl__currency_of(store, q, out->arena, &currency, err) != TL_OK ||
        tl__chain_count(store, q, q->period, out->arena, &chain, err) != TL_OK) {
        return err->code;
    }
    tl__put(out, answer, "currency", tl__text(out, currency));
    return put_chain(store, q, &chain, currency, out, answer, err);
}

/* ---- visits
 * ---------------------------------------------------------------------------------------------------- */

static tl_code put_visits(tl_store *store, const tl_query *q, const side *before, tl_out *out, tl_value *answer,
                          tl_err *err) {
    tl_visits now, then = {0};
    tl_value map = tl_map();
    tl_query one = *q;
    one.dim = TL_DIM_NONE;
    if (q->filtered) { /* no roll-up has them, and every page asks for this report */
        tl__put(out, answer, "visits", tl_null());
        return TL_OK;
    }
    if (tl__visits_each(store, &one, NULL, NULL, &now, err) != TL_OK) {
        return err->code;
    }
    one.period = q->compare;
    if (before->there && tl__visits_each(store, &one, NULL, NULL, &then, err) != TL_OK) {
        return err->code;
    }
    tl__put(out, &map, "sessions", tl_int(now.n));
    tl__put(out, &map, "engaged", tl__engaged(out, &now));
    tl__put(out, &map, "bounce", tl__bounced(out, &now));
    tl__put(out, &map, "quality", tl__quality(out, &now));
    tl__put(out, &map, "previous_sessions", before->there ? tl_int(then.n) : tl_null());
    tl__put(out, &map, "previous_engaged", before->there ? tl__engaged(out, &then) : tl_null());
    tl__put(out, &map, "previous_quality", before->there ? tl__quality(out, &then) : tl_null());
    tl__put(out, answer, "visits", map);
    return TL_OK;
}

/* ---- the report
 * -------------------------------------------------------------------------------------------------------------- */

static tl_code read_side(tl_store *store, const tl_query *q, tl_period period, overview *o, side *s, tl_arena *arena,
                         tl_findings *findings, tl_err *err) {
    if (tl__movements(store, q, period, TL_S(""), on_movement, o, err) != TL_OK) {
        return err->code;
    }
    s->sums = sums_of(o, o->currency);
    return tl__chain_watch(store, q, period, arena, &s->chain, findings ? tl__findings_click : NULL, findings, err);
}

tl_code tl__report_overview(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    overview now = {.n = 0}, before = {.n = 0};
    side this_side = {.there = true}, that_side = {.sums = sums_of(&before, TL_S(""))};
    tl_findings findings;
    int64_t first, newest;
    if (tl__currency_of(store, q, out->arena, &now.currency, err) != TL_OK ||
        tl__first_and_newest(store, &first, &newest, err) != TL_OK ||
        tl__findings_init(&findings, q, out->arena, err) != TL_OK ||
        !(now.best = best_new(store, q, out->arena, err)) ||
        read_side(store, q, q->period, &now, &this_side, out->arena, &findings, err) != TL_OK) {
        return err->code;
    }
    before.currency = now.currency;
    if (q->compared && read_side(store, q, q->compare, &before, &that_side, out->arena, NULL, err) != TL_OK) {
        return err->code;
    }
    this_side.there = first != 0 && first < q->period.to;
    that_side.there = q->compared && first != 0 && first < q->compare.to;
    tl__put(out, answer, "currency", tl__text(out, now.currency));
    tl__put(out, answer, "currencies", currencies(&now, out));
    tl__put(out, answer, "as_of", tl__time(newest));
    tl__put(out, answer, "first_event_at", tl__time(first));
    tl__put(out, answer, "chats", tl_bool(this_side.chain.chat_measured));
    tl__put(out, answer, "compared", tl_bool(that_side.there));
    tl__put(out, answer, "cards", cards(out, &this_side, &that_side));
    tl__put(out, answer, "conversion_days", tl__findings_days(&findings, false, out));
    tl__put(out, answer, "chat_days", tl__findings_days(&findings, true, out));
    tl__put(out, answer, "share", tl__rate(out, tl__sums_whatsapp(this_side.sums), tl__sums_total(this_side.sums)));
    tl__put(out, answer, "identity", identity(this_side.sums, out));
    if (put_chain(store, q, &this_side.chain, now.currency, out, answer, err) != TL_OK ||
        put_visits(store, q, &that_side, out, answer, err) != TL_OK ||
        tl__findings_put(store, &findings, &this_side.chain, that_side.there ? &that_side.chain : NULL, out, answer,
                         err) != TL_OK) {
        return err->code;
    }
    return put_best(now.best, out, answer, err);
}

/* What stands around every tab: far less than the overview. */
tl_code tl__report_basics(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    overview now = {.n = 0};
    int64_t first, newest;
    bool chats;
    if (tl__currency_of(store, q, out->arena, &now.currency, err) != TL_OK ||
        tl__first_and_newest(store, &first, &newest, err) != TL_OK ||
        tl__chat_measured(store, q->period.to, &chats, err) != TL_OK ||
        tl__movements(store, q, q->period, TL_S(""), on_movement, &now, err) != TL_OK) {
        return err->code;
    }
    tl__put(out, answer, "currency", tl__text(out, now.currency));
    tl__put(out, answer, "currencies", currencies(&now, out));
    tl__put(out, answer, "as_of", tl__time(newest));
    tl__put(out, answer, "first_event_at", tl__time(first));
    tl__put(out, answer, "chats", tl_bool(chats));
    return TL_OK;
}
