/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Do visitors who look around start chats, and do they buy? Visits by their band of engagement quality. */
#include "tl_report.h"

static void put_rates(const tl_band *b, const tl_period_state *state, tl_out *out, tl_value *row) {
    tl__put(out, row, "sessions", tl_int(b->visits.n));
    tl__put(out, row, "quality", tl__quality(out, &b->visits));
    tl__put(out, row, "clicks", tl__rate(out, b->clicked, b->visits.n));
    tl__put(out, row, "chats", state->chat_measured ? tl__rate(out, b->wrote, b->visits.n) : tl_null());
    tl__put(out, row, "orders", tl__rate(out, b->ordered, b->visits.n));
}

static void put_bands(const tl_band bands[TL_QUALITY_BANDS], const tl_period_state *state, tl_out *out, tl_value *rows,
                      tl_value *total) {
    static const char *const names[TL_QUALITY_BANDS] = {"0-24", "25-49", "50-74", "75-100"};
    tl_band sum = {.clicked = 0};
    for (int i = 0; i < TL_QUALITY_BANDS; i++) {
        tl__visits_add(&sum.visits, &bands[i].visits);
        sum.clicked += bands[i].clicked;
        sum.wrote += bands[i].wrote;
        sum.ordered += bands[i].ordered;
    }
    for (int i = 0; i < TL_QUALITY_BANDS; i++) {
        tl_value row = tl_map();
        tl__put(out, &row, "key", tl_str(tl_slice_of(names[i])));
        put_rates(&bands[i], state, out, &row);
        tl__put(out, &row, "share", tl__rate(out, bands[i].visits.n, sum.visits.n));
        tl__add(out, rows, row);
    }
    put_rates(&sum, state, out, total);
}

tl_code tl__report_quality_bands(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    tl_band bands[TL_QUALITY_BANDS];
    tl_period_state state;
    tl_value rows = tl_list(), total = tl_map();
    if (tl__period_state(store, q->period, &state, err) != TL_OK) {
        return err->code;
    }
    bool filtered = tl__filters_other_than(q, TL_VISIT_DIMS);
    bool told = !filtered && !state.pruned;
    if (told) {
        if (tl__bands_count(store, q, bands, err) != TL_OK) {
            return err->code;
        }
        put_bands(bands, &state, out, &rows, &total);
    }
    int64_t now = store->host.now_ms(store->host.ctx), last = q->period.to < now ? q->period.to : now;
    tl__put(out, answer, "rows", rows);
    tl__put(out, answer, "total", told ? total : tl_null());
    tl__put(out, answer, "open", tl_bool(told && last + q->window_ms > now));
    tl__put(out, answer, "reason", told ? tl_null() : tl_str(filtered ? TL_S("filter") : TL_S("pruned")));
    return TL_OK;
}
