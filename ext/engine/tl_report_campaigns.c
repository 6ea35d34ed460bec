/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When campaigns began, for notes beside a chart. */
#include "tl_report.h"

typedef struct begun {
    const tl_query *query;
    tl_out *out;
    tl_value list;
} begun;

static tl_code on_campaign(void *ctx, tl_slice campaign, int64_t at, int64_t visits, tl_err *err) {
    begun *b = ctx;
    char date[16];
    tl_value row = tl_map();
    (void)err;
    tl__day_text(tl__local_day(b->query, at), date);
    tl__put(b->out, &row, "key", tl__text(b->out, campaign));
    tl__put(b->out, &row, "at", tl_int(at));
    tl__put(b->out, &row, "date", tl__text(b->out, tl_slice_of(date)));
    tl__put(b->out, &row, "visits", tl_int(visits));
    tl__add(b->out, &b->list, row);
    return TL_OK;
}

tl_code tl__report_campaigns(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    begun b = {q, out, tl_list()};
    if (tl__campaigns_each(store, q->period, q->limit, on_campaign, &b, err) != TL_OK) {
        return err->code;
    }
    tl__put(out, answer, "rows", b.list);
    return TL_OK;
}
