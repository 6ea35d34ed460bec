/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why one order earned what: its touches, what each earned under every model, and what is missing where nobody earned.
 */
#include "tl_report_rows.h"

#include <string.h>

typedef struct journey {
    tl_order_row order;
    tl_query query;
    int64_t (*earned)[TL_MODEL_COUNT];  /* by touch and model, after refunds */
    int64_t (*printed)[TL_MODEL_COUNT]; /* the same, each column rounded to its printed total */
    int64_t *share;                     /* by touch: micros of the order under the query's model */
    int64_t *quality;                   /* by touch: of the visit that it begins, else -1 */
    int64_t *percent;                   /* the same as a hundredfold, rounded likewise */
    int model;                          /* at work */
    int64_t net, refunded;
} journey;

static tl_code on_movement(void *ctx, const tl_order_row *order, const tl_credit *credit, const tl_movement *m,
                           tl_err *err) {
    journey *j = ctx;
    (void)order;
    (void)err;
    for (size_t i = 0; i < credit->n; i++) {
        j->earned[credit->eligible[i]][j->model] += m->credits[i];
        if (m->conversions && j->model == (int)j->query.model) {
            j->share[credit->eligible[i]] = m->conversions[i];
        }
    }
    return TL_OK;
}

static tl_code make_room(journey *j, tl_arena *arena, tl_err *err) {
    size_t n = j->order.n_touches + 1;
    j->earned = tl_arena_alloc(arena, n * sizeof *j->earned);
    j->printed = tl_arena_alloc(arena, n * sizeof *j->printed);
    j->share = tl_arena_alloc(arena, n * sizeof *j->share);
    j->quality = tl_arena_alloc(arena, n * sizeof *j->quality);
    j->percent = tl_arena_alloc(arena, n * sizeof *j->percent);
    if (!j->earned || !j->printed || !j->share || !j->quality || !j->percent) {
        return tl_fail(err, TL_E_NOMEM, "telling an order's journey");
    }
    memset(j->earned, 0, n * sizeof *j->earned);
    memset(j->share, 0, n * sizeof *j->share);
    memset(j->quality, -1, n * sizeof *j->quality);
    return TL_OK;
}

static tl_code round_columns(journey *j, tl_arena *arena, tl_err *err) {
    size_t n = j->order.n_touches;
    int64_t *column = tl_arena_alloc(arena, (n + 1) * sizeof *column), total = 0;
    int64_t *rounded = tl_arena_alloc(arena, (n + 1) * sizeof *rounded);
    if (!column || !rounded) {
        return tl_fail(err, TL_E_NOMEM, "telling an order's journey");
    }
    for (int m = 0; m < TL_MODEL_COUNT; m++) {
        total = 0;
        for (size_t i = 0; i < n; i++) {
            total += column[i] = j->earned[i][m];
        }
        tl__money_round_column(column, n, total, j->query.decimals, rounded);
        for (size_t i = 0; i < n; i++) {
            j->printed[i][m] = rounded[i];
        }
    }
    total = 0;
    for (size_t i = 0; i < n; i++) {
        total += column[i] = j->share[i] * 100;
    }
    tl__money_round_column(column, n, total, 1, j->percent);
    return TL_OK;
}

static tl_code share_out(journey *j, tl_arena *arena, int64_t *evidence, tl_err *err) {
    if (make_room(j, arena, err) != TL_OK) {
        return err->code;
    }
    for (j->model = 0; j->model < TL_MODEL_COUNT; j->model++) {
        tl_credit credit;
        if (tl__credit_init(&credit, &j->query, (tl_model)j->model, &j->order, arena, err) != TL_OK ||
            tl__order_movements(&j->query, &j->order, &credit, NULL, on_movement, j, err) != TL_OK) {
            return err->code;
        }
        *evidence = credit.evidence;
    }
    return round_columns(j, arena, err);
}

/* ---- words
 * ---------------------------------------------------------------------------------------------------------------- */

static tl_value reason(const journey *j) {
    if (j->order.renewal) {
        return tl_str(TL_S("renewal"));
    }
    if (tl__order_counts(&j->query, &j->order)) {
        return tl_null();
    }
    return tl_str(tl_word_of(tl_reason_words, (int)j->order.reason));
}

static tl_value cause(const journey *j) {
    tl_slice word = tl__cause(&j->order, j->query.window_ms);
    return word.len ? tl_str(word) : tl_null();
}

static tl_value why(const journey *j, size_t i) {
    const tl_touchpoint *t = &j->order.touches[i];
    if (!tl__in_window(&j->order, t, j->query.window_ms)) {
        return tl_str(TL_S("outside_window"));
    }
    if (t->intent == TL_INTENT_SUPPORT) {
        return tl_str(TL_S("support"));
    }
    return j->share[i] ? tl_null() : tl_str(TL_S("model"));
}

static tl_value models(const journey *j, size_t i, tl_out *out) {
    tl_value map = tl_map();
    for (int m = 0; m < TL_MODEL_COUNT; m++) {
        tl__put_money(out, &map, tl_model_words[m].word.ptr, j->printed[i][m], j->earned[i][m]);
    }
    return map;
}

static tl_code touch(const journey *j, size_t i, tl_out *out, tl_value *value, tl_err *err) {
    const tl_touchpoint *t = &j->order.touches[i];
    const tl_source_name *source;
    const tl_dict_name *page, *product;
    if (tl__name_source(j->query.names, t->source, &source, err) != TL_OK ||
        tl__name_dict(j->query.names, t->page, &page, err) != TL_OK ||
        tl__name_dict(j->query.names, t->product, &product, err) != TL_OK) {
        return err->code;
    }
    tl_slice entry = tl_word_of(tl_entry_words, (int)t->entry),
             evidence = tl_word_of(tl_evidence_words, (int)t->evidence);
    char share[32];
    tl_value map = tl_map();
    tl__put(out, &map, "at", tl_int(t->at));
    tl__put(out, &map, "kind", tl_str(tl_word_of(tl_touch_words, (int)t->kind)));
    tl__put(out, &map, "channel", tl_str(tl_word_of(tl_channel_words, (int)t->channel)));
    tl__put(out, &map, "entry", entry.len ? tl_str(entry) : tl_null());
    tl__put(out, &map, "source", tl__text(out, source->source));
    tl__put(out, &map, "medium", tl__text(out, source->medium));
    tl__put(out, &map, "campaign", tl__text(out, source->campaign));
    tl__put(out, &map, "path", tl__text(out, page->value));
    tl__put(out, &map, "product", tl__text(out, product->value));
    tl__put(out, &map, "product_name", tl__text(out, product->name));
    tl__put(out, &map, "code", t->kind == TL_TOUCH_LINK ? tl_null() : tl__text(out, t->code));
    tl__put(out, &map, "chat_at", tl__time(t->kind == TL_TOUCH_CHAT ? t->at : t->chat_at));
    tl__put(out, &map, "evidence", t->evidence ? tl_str(evidence) : tl_null());
    tl__put(out, &map, "quality", j->quality[i] < 0 ? tl_null() : tl__points(out, j->quality[i], 1));
    tl__put(out, &map, "in_window", tl_bool(tl__in_window(&j->order, t, j->query.window_ms)));
    tl__put(out, &map, "why", why(j, i));
    size_t len = tl__money_print(j->percent[i], 1, share);
    tl__put(out, &map, "share", tl__text(out, (tl_slice){share, len}));
    tl__put_money(out, &map, "credit", j->printed[i][j->query.model], j->earned[i][j->query.model]);
    tl__put(out, &map, "models", models(j, i, out));
    *value = map;
    return TL_OK;
}

static tl_value refunds(journey *j, tl_out *out) {
    tl_value list = tl_list();
    for (size_t i = 0; i < j->order.n_refunds; i++) {
        const tl_refund_row *r = &j->order.refunds[i];
        tl_value map = tl_map();
        tl__put(out, &map, "refund", tl__text(out, r->key));
        tl__put(out, &map, "at", tl_int(r->at));
        tl__put_money(out, &map, "total", r->gross, r->gross);
        tl__put_money(out, &map, "net", r->net, r->net);
        tl__add(out, &list, map);
        j->refunded += j->query.gross ? r->gross : r->net;
    }
    return list;
}

static tl_code code_value(tl_store *store, const journey *j, tl_out *out, tl_value *value, tl_err *err) {
    tl_code_row row;
    *value = tl_null();
    if (!j->order.code.len) {
        return TL_OK;
    }
    if (tl__code_find(store, j->order.code, out->arena, &row, err) != TL_OK) {
        return err->code;
    }
    *value = tl_map();
    tl__put(out, value, "code", tl__text(out, j->order.code));
    tl__put(out, value, "by", tl__text(out, j->order.code_by));
    tl__put(out, value, "at", tl__time(j->order.code_at));
    tl__put(out, value, "ambiguous", tl_bool(row.ambiguous));
    return TL_OK;
}

/* Where the shop itself thinks that the order came from. */
static tl_code shop_value(const journey *j, tl_out *out, tl_value *value, tl_err *err) {
    const tl_source_name *source;
    *value = tl_null();
    if (!j->order.shop_source) {
        return TL_OK;
    }
    if (tl__name_source(j->query.names, j->order.shop_source, &source, err) != TL_OK) {
        return err->code;
    }
    *value = tl_map();
    tl__put(out, value, "channel", tl_str(tl_word_of(tl_channel_words, (int)source->channel)));
    tl__put(out, value, "source", tl__text(out, source->source));
    tl__put(out, value, "campaign", tl__text(out, source->campaign));
    return TL_OK;
}

static tl_code print(tl_store *store, journey *j, int64_t evidence, tl_out *out, tl_value *answer, tl_err *err) {
    tl_order_row *o = &j->order;
    tl_value code, shop, list = tl_list();
    int64_t net = o->total - o->tax - o->shipping;
    if (code_value(store, j, out, &code, err) != TL_OK || shop_value(j, out, &shop, err) != TL_OK) {
        return err->code;
    }
    tl__put(out, answer, "order", tl__text(out, o->key));
    tl__put(out, answer, "number", tl__text(out, o->number));
    tl__put(out, answer, "status", tl__text(out, o->status));
    tl__put(out, answer, "currency", tl__text(out, o->currency));
    tl__put(out, answer, "placed_at", tl_int(o->placed_at));
    tl__put(out, answer, "counted_at", tl__time(o->counted_at));
    tl__put(out, answer, "counts", tl_bool(tl__order_counts(&j->query, o)));
    tl__put(out, answer, "reason", reason(j));
    tl__put_money(out, answer, "net", net, net);
    tl__put_money(out, answer, "total", o->total, o->total);
    tl__put(out, answer, "refunds", refunds(j, out));
    tl__put_money(out, answer, "refunded", j->refunded, j->refunded);
    tl__put(out, answer, "evidence", tl_str(tl_word_of(tl_evidence_words, (int)evidence)));
    tl__put(out, answer, "code", code);
    tl__put(out, answer, "person", tl__person_text(store, j->order.person, out));
    tl__put(out, answer, "cause", cause(j));
    tl__put(out, answer, "shop", shop);
    tl__put(out, answer, "model", tl_str(tl_model_words[j->query.model].word));
    tl__put(out, answer, "window", tl_int(j->query.window_ms / TL_DAY_MS));
    for (size_t i = 0; i < o->n_touches; i++) {
        tl_value row;
        if (touch(j, i, out, &row, err) != TL_OK) {
            return err->code;
        }
        tl__add(out, &list, row);
    }
    tl__put(out, answer, "touches", list);
    return tl__done(out, err);
}

tl_code tl_store_journey(tl_store *store, tl_slice order, const tl_value *query, tl_arena *arena, tl_value *answer,
                         tl_err *err) {
    journey j = {.net = 0};
    tl_out out = {.arena = arena};
    int64_t id, evidence = 0;
    *err = (tl_err){0};
    *answer = tl_map();
    if (tl__query_parse(&store->query_defaults, query, &j.query, err) != TL_OK || tl__db_ready(store, err) != TL_OK ||
        tl__order_find(store, order, &id, err) != TL_OK) {
        return err->code;
    }
    if (!id) {
        return tl_fail(err, TL_E_ORDER, "'%.*s'; run ingest, or backfill when it is an old one",
                       (int)(order.len < 64 ? order.len : 64), order.ptr);
    }
    out.decimals = j.query.decimals;
    j.query.names = tl__names_new(store, arena);
    if (!j.query.names) {
        return tl_fail(err, TL_E_NOMEM, "telling an order's journey");
    }
    if (tl__order_load(store, &j.query, id, arena, &j.order, err) != TL_OK ||
        share_out(&j, arena, &evidence, err) != TL_OK ||
        tl__path_qualities(store, id, j.quality, j.order.n_touches, err) != TL_OK) {
        return err->code;
    }
    return print(store, &j, evidence, &out, answer, err);
}
