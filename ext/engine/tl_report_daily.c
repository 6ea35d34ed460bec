/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_report.h"

#include <string.h>

#define DAYS_MAX 4000 /* a bit more than ten years; a longer period ends there */

/* What a day is drawn by: channels that answer the same question are one. docs/reports.md, daily. */
enum { WHATSAPP, SEARCH, PAID, SOCIAL, EMAIL, REFERRAL, DIRECT, UNKNOWN, RENEWALS, SERIES };
static const char *const series_names[SERIES] = {"whatsapp", "search", "paid",    "social",  "email",
                                                 "referral", "direct", "unknown", "renewals"};

typedef struct day {
    int64_t by[SERIES];
    int64_t orders, clicks;
    int64_t whatsapp_orders; /* micros */
    int64_t before_refunds;  /* of whatsapp */
} day;

typedef struct daily {
    const tl_query *query;
    int64_t first; /* local day */
    size_t n;
    day *days;
    int64_t last_person, last_day; /* of the click before: clicks come by person and time */
} daily;

static day *day_of(daily *d, int64_t at) {
    int64_t i = tl__local_day(d->query, at) - d->first;
    return i >= 0 && (size_t)i < d->n ? &d->days[i] : NULL;
}

static int series_of(int64_t channel) {
    switch (channel) {
    case TL_CHANNEL_WHATSAPP:
        return WHATSAPP;
    case TL_CHANNEL_ORGANIC_SEARCH:
        return SEARCH;
    case TL_CHANNEL_PAID_SEARCH:
        return PAID;
    case TL_CHANNEL_SOCIAL:
    case TL_CHANNEL_PAID_SOCIAL:
        return SOCIAL;
    case TL_CHANNEL_EMAIL:
        return EMAIL;
    case TL_CHANNEL_REFERRAL:
        return REFERRAL;
    default:
        return DIRECT;
    }
}

static void share_out(day *into, const tl_order_row *order, const tl_credit *credit, const tl_movement *m) {
    if (credit->n == 0 && credit->unknown_passes) {
        into->by[order->renewal ? RENEWALS : UNKNOWN] += m->amount;
    }
    for (size_t i = 0; i < credit->n; i++) {
        if (credit->passes[i]) {
            into->by[series_of(order->touches[credit->eligible[i]].channel)] += m->credits[i];
        }
    }
}

static tl_code on_movement(void *ctx, const tl_order_row *order, const tl_credit *credit, const tl_movement *m,
                           tl_err *err) {
    daily *d = ctx;
    tl_sums sums = {0};
    day *into = day_of(d, m->at);
    (void)err;
    if (!into) {
        return TL_OK;
    }
    tl__sums_add(&sums, order, credit, m);
    share_out(into, order, credit, m);
    into->before_refunds += sums.whatsapp_before_refunds;
    into->orders += !m->refund;
    into->whatsapp_orders += sums.confirmed_conv + sums.click_only_conv;
    return TL_OK;
}

static tl_code on_click(void *ctx, const tl_clicked *click, tl_err *err) {
    daily *d = ctx;
    day *into = day_of(d, click->traits.at);
    int64_t number = tl__local_day(d->query, click->traits.at);
    bool passes;
    if (tl__passes(d->query, TL_CLICK_DIMS, &click->traits, &passes, err) != TL_OK || !passes) {
        return err->code;
    }
    if (into && (click->person != d->last_person || number != d->last_day)) {
        into->clicks++;
    }
    d->last_person = click->person;
    d->last_day = number;
    return TL_OK;
}

/* The local days that the period touches. An open period is that of the events there are. */
static tl_code init(tl_store *store, daily *d, const tl_query *q, tl_period *period, tl_arena *arena, tl_err *err) {
    int64_t first, newest;
    if (tl__first_and_newest(store, &first, &newest, err) != TL_OK) {
        return err->code;
    }
    memset(d, 0, sizeof *d);
    d->query = q;
    d->last_day = INT64_MIN;
    period->from = period->from > 0 ? period->from : first;
    period->to = period->to < INT64_C(8640000000000000) ? period->to : newest ? newest + 1 : 0;
    if (period->to > period->from) {
        d->first = tl__local_day(q, period->from);
        d->n = (size_t)(tl__local_day(q, period->to - 1) - d->first + 1);
        d->n = d->n < DAYS_MAX ? d->n : DAYS_MAX;
    }
    d->days = tl_arena_alloc(arena, (d->n + 1) * sizeof *d->days);
    if (!d->days) {
        return tl_fail(err, TL_E_NOMEM, "counting days");
    }
    memset(d->days, 0, (d->n + 1) * sizeof *d->days);
    return TL_OK;
}

static tl_code read_days(tl_store *store, const tl_query *q, tl_period period, tl_slice currency, daily *d,
                         tl_arena *arena, tl_err *err) {
    if (init(store, d, q, &period, arena, err) != TL_OK ||
        tl__movements(store, q, period, currency, on_movement, d, err) != TL_OK) {
        return err->code;
    }
    return tl__clicks_each(store, q, period, on_click, d, err);
}

/* ---- printing: every column adds up to its printed total
 * ----------------------------------------------------------------- */

/* The series, then the sums of some of them. */
enum { OTHER = SERIES, TOTAL, COLUMNS };

static int64_t amount(const day *d, int column) {
    int64_t sum = 0;
    if (column < SERIES) {
        return d->by[column];
    }
    for (int i = column == TOTAL ? WHATSAPP : SEARCH; i < (column == TOTAL ? SERIES : UNKNOWN); i++) {
        sum += d->by[i];
    }
    return sum;
}

static bool round_columns(const daily *d, tl_out *out, int64_t *printed[COLUMNS], int64_t totals[COLUMNS]) {
    int64_t *exact = tl_arena_alloc(out->arena, (d->n + 1) * sizeof *exact);
    for (int c = 0; c < COLUMNS; c++) {
        printed[c] = tl_arena_alloc(out->arena, (d->n + 1) * sizeof **printed);
        if (!exact || !printed[c]) {
            return false;
        }
        totals[c] = 0;
        for (size_t i = 0; i < d->n; i++) {
            exact[i] = amount(&d->days[i], c);
            totals[c] += exact[i];
        }
        tl__money_round_column(exact, d->n, totals[c], out->decimals, printed[c]);
    }
    return true;
}

static const struct {
    const char *name;
    int column;
} sums[] = {{"whatsapp", WHATSAPP}, {"other", OTHER}, {"unknown", UNKNOWN}, {"renewals", RENEWALS}, {"total", TOTAL}};
#define SUMS (sizeof sums / sizeof *sums)

static tl_value money_or_null(tl_out *out, int64_t whole, int64_t times, int64_t parts) {
    return parts > 0 ? tl__money(out, tl__muldiv(whole, times, parts)) : tl_null();
}

/* What the cards say of the period, of one day. */
static void put_rates(tl_out *out, tl_value *row, const day *d) {
    tl_value share = tl__rate(out, d->by[WHATSAPP], amount(d, TOTAL));
    const tl_value *percent = tl_map_get(&share, "percent");
    tl__put(out, row, "share", percent ? *percent : tl_null());
    tl__put(out, row, "aov", money_or_null(out, d->before_refunds, TL_MICROS, d->whatsapp_orders));
    tl__put(out, row, "per_click", money_or_null(out, d->by[WHATSAPP], 1, d->clicks));
}

static tl_value channels(tl_out *out, int64_t *const printed[COLUMNS], size_t i) {
    tl_value map = tl_map();
    for (int c = 0; c < SERIES; c++) {
        tl__put(out, &map, series_names[c], tl__money(out, printed[c][i]));
    }
    return map;
}

static tl_value day_row(const daily *now, const daily *before, size_t i, int64_t *const printed[COLUMNS], int64_t today,
                        tl_out *out) {
    char date[16];
    tl_value row = tl_map();
    const day *d = &now->days[i];
    bool compared = before && i < before->n;
    tl__day_text(now->first + (int64_t)i, date);
    tl__put(out, &row, "date", tl__text(out, tl_slice_of(date)));
    for (size_t k = 0; k < SUMS; k++) {
        tl__put_money(out, &row, sums[k].name, printed[sums[k].column][i], amount(d, sums[k].column));
    }
    tl__put(out, &row, "channels", channels(out, printed, i));
    tl__put(out, &row, "previous", compared ? tl__money(out, amount(&before->days[i], TOTAL)) : tl_null());
    tl__put(out, &row, "whatsapp_previous", compared ? tl__money(out, before->days[i].by[WHATSAPP]) : tl_null());
    tl__put(out, &row, "orders", tl_int(d->orders));
    tl__put(out, &row, "clicks", tl_int(d->clicks));
    tl__put(out, &row, "whatsapp_orders", tl__orders_figure(out, d->whatsapp_orders));
    put_rates(out, &row, d);
    tl__put(out, &row, "partial", tl_bool(now->first + (int64_t)i >= today));
    return row;
}

static tl_value totals_row(const int64_t totals[COLUMNS], tl_out *out) {
    tl_value row = tl_map(), by = tl_map();
    for (size_t k = 0; k < SUMS; k++) {
        tl__put_money(out, &row, sums[k].name, totals[sums[k].column], totals[sums[k].column]);
    }
    for (int c = 0; c < SERIES; c++) {
        tl__put(out, &by, series_names[c], tl__money(out, totals[c]));
    }
    tl__put(out, &row, "channels", by);
    return row;
}

tl_code tl__report_daily(tl_store *store, const tl_query *q, tl_out *out, tl_value *answer, tl_err *err) {
    daily now, before;
    tl_slice currency;
    int64_t *printed[COLUMNS], totals[COLUMNS];
    int64_t today = tl__local_day(q, store->host.now_ms(store->host.ctx));
    tl_value list = tl_list();
    if (tl__currency_of(store, q, out->arena, &currency, err) != TL_OK ||
        read_days(store, q, q->period, currency, &now, out->arena, err) != TL_OK ||
        (q->compared && read_days(store, q, q->compare, currency, &before, out->arena, err) != TL_OK)) {
        return err->code;
    }
    if (!round_columns(&now, out, printed, totals)) {
        return tl_fail(err, TL_E_NOMEM, "writing days");
    }
    for (size_t i = 0; i < now.n; i++) {
        tl__add(out, &list, day_row(&now, q->compared ? &before : NULL, i, printed, today, out));
    }
    tl__put(out, answer, "currency", tl__text(out, currency));
    tl__put(out, answer, "days", list);
    tl__put(out, answer, "total", totals_row(totals, out));
    return TL_OK;
}
