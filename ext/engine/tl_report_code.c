/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a reference code tells: the click it came from, the visit around it, the orders it led to. */
#include "tl_report.h"

static tl_value click(const tl_code_row *row, tl_out *out) {
    tl_value map = tl_map();
    tl_slice page_type = tl_word_of(tl_page_words, (int)row->page_type);
    tl__put(out, &map, "at", tl_int(row->clicked_at));
    tl__put(out, &map, "path", tl__text(out, row->path));
    tl__put(out, &map, "page_type", page_type.len ? tl_str(page_type) : tl_null());
    tl__put(out, &map, "product", tl__text(out, row->product));
    tl__put(out, &map, "product_name", tl__text(out, row->product_name));
    tl__put(out, &map, "placement", tl__text(out, row->placement));
    return map;
}

static tl_value visit(const tl_code_row *row, tl_out *out) {
    tl_value map = tl_map();
    if (!row->visit_at) {
        return tl_null();
    }
    tl__put(out, &map, "at", tl_int(row->visit_at));
    tl__put(out, &map, "channel", tl_str(tl_word_of(tl_channel_words, (int)row->channel)));
    tl__put(out, &map, "source", tl__text(out, row->source));
    tl__put(out, &map, "medium", tl__text(out, row->medium));
    tl__put(out, &map, "campaign", tl__text(out, row->campaign));
    tl__put(out, &map, "landing", tl__text(out, row->landing));
    tl__put(out, &map, "pages", tl_int(row->pages));
    return map;
}

typedef struct listing {
    tl_store *store;
    const tl_query *query;
    tl_out *out;
    tl_value *list;
} listing;

static tl_code add_order(listing *l, int64_t id, tl_err *err) {
    tl_order_row order;
    tl_credit credit;
    tl_value row = tl_map();
    if (tl__order_load(l->store, l->query, id, l->out->arena, &order, err) != TL_OK ||
        tl__credit_init(&credit, l->query, l->query->model, &order, l->out->arena, err) != TL_OK) {
        return err->code;
    }
    tl__put(l->out, &row, "order", tl__text(l->out, order.key));
    tl__put(l->out, &row, "number", tl__text(l->out, order.number));
    tl__put(l->out, &row, "placed_at", tl_int(order.placed_at));
    tl__put(l->out, &row, "evidence", tl_str(tl_word_of(tl_evidence_words, (int)credit.evidence)));
    tl__add(l->out, l->list, row);
    return TL_OK;
}

tl_code tl__report_code(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    char code[9];
    tl_code_row row = {0};
    tl_value orders = tl_list();
    bool is = tl__code_canonical(q->code, code);
    if (is && tl__code_find(store, (tl_slice){code, 8}, out->arena, &row, err) != TL_OK) {
        return err->code;
    }
    listing l = {store, q, out, &orders};
    for (size_t i = 0; i < row.n_orders; i++) {
        if (add_order(&l, row.orders[i], err) != TL_OK) {
            return err->code;
        }
    }
    tl__put(out, answer, "code", is ? tl__text(out, (tl_slice){code, 8}) : tl_null());
    tl__put(out, answer, "found", tl_bool(row.found));
    tl__put(out, answer, "ambiguous", tl_bool(row.ambiguous));
    tl__put(out, answer, "click", row.found ? click(&row, out) : tl_null());
    tl__put(out, answer, "visit", row.found ? visit(&row, out) : tl_null());
    tl__put(out, answer, "orders", orders);
    return TL_OK;
}
