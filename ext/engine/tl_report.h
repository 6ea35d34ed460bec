/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the reports share. tl_store_query*.c streams rows into these structs; tl_report*.c makes figures of them and
 * knows no SQL. Shapes: docs/reports.md. Definitions: docs/metrics.md. */
#ifndef TL_REPORT_H
#define TL_REPORT_H

#include "tl_store.h"

#define TL_DAY_MS INT64_C(86400000)

typedef struct tl_period {
    int64_t from, to; /* half-open */
} tl_period;

typedef enum tl_part {
    TL_PART_ALL,
    TL_PART_WHATSAPP,
    TL_PART_CONFIRMED,
    TL_PART_CLICK_ONLY,
    TL_PART_OTHER,
    TL_PART_UNKNOWN,
    TL_PART_RENEWALS
} tl_part;

typedef enum tl_dim { TL_DIM_NONE, TL_DIM_CHANNEL, TL_DIM_CAMPAIGN, TL_DIM_PAGE, TL_DIM_PRODUCT } tl_dim;

typedef struct tl_query {
    tl_period period, compare;
    bool compared;
    tl_model model;
    int64_t window_ms;
    bool gross;        /* measure total */
    tl_slice currency; /* len 0: the largest */
    int decimals;
    const tl_value *tz; /* NULL: UTC */
    bool on_hold;
    tl_dim dim;
    tl_part part;
    tl_slice channel, page, product, campaign, code;
    bool has_channel, has_page, has_product, has_campaign;
    int64_t limit, offset;
    tl_slice orderby;
    bool ascending;
} tl_query;

/* tl_report_query.c. Defaults of the store lie under the query. Slices borrow from both. */
tl_code tl__query_parse(const tl_value *defaults, const tl_value *query, tl_query *out, tl_err *err);

/* ---- local time (tl_report_time.c) ------------------------------------------------------------------------------- */
int64_t tl__local_day(const tl_query *query, int64_t at); /* days since 1970 on the site's calendar */
void tl__day_text(int64_t day, char out[16]);             /* "2026-11-23" */

/* ---- orders (tl_store_query.c) -------------------------------------------------------------------------------------
 */

typedef struct tl_touchpoint {
    int64_t at, kind, channel, entry, page, product, intent, evidence, chat_at;
    tl_slice source, medium, campaign, path, product_name, product_key, code;
} tl_touchpoint;

typedef struct tl_refund_row {
    tl_slice key;
    int64_t at, net, gross;
} tl_refund_row;

typedef struct tl_line_row {
    tl_slice product, name;
    int64_t net;
} tl_line_row;

typedef struct tl_order_row {
    int64_t id, placed_at, counted_at, reason, person, total, tax, shipping, visitor, shop_source, code_at;
    bool renewal, has_identity;
    tl_slice key, number, status, currency, code, code_by;
    tl_touchpoint *touches;
    size_t n_touches;
    tl_refund_row *refunds;
    size_t n_refunds;
} tl_order_row;

/* The ids of orders that count and moved money in the period (placed or refunded in it), by placed_at. currency len 0:
 * any. */
tl_code tl__orders_moved(tl_store *store, const tl_query *query, tl_period period, tl_slice currency, tl_arena *arena,
                         int64_t **ids, size_t *n, tl_err *err);
/* Everything of one order but its lines; all slices and arrays in the arena. */
tl_code tl__order_load(tl_store *store, int64_t id, tl_arena *arena, tl_order_row *out, tl_err *err);
tl_code tl__order_find(tl_store *store, tl_slice key, int64_t *id, tl_err *err); /* 0: unknown */
tl_code tl__order_lines(tl_store *store, int64_t id, tl_arena *arena, tl_line_row **lines, size_t *n, tl_err *err);
/* The currency with the largest sum of the measure in the period, refunds taken off, else ever; "" without orders. */
tl_code tl__currency_of(tl_store *store, const tl_query *query, tl_arena *arena, tl_slice *currency, tl_err *err);
bool tl__order_counts(const tl_query *query, const tl_order_row *order);

/* ---- reference codes (tl_store_code.c)
 * -------------------------------------------------------------------------------- */

typedef struct tl_code_row {
    bool found, ambiguous; /* ambiguous: two visitors clicked it */
    int64_t clicked_at, page_type, visit_at, channel, pages;
    tl_slice path, product, product_name, placement, source, medium, campaign, landing;
    int64_t *orders; /* whose path holds the click, or on which the code was typed */
    size_t n_orders;
} tl_code_row;
tl_code tl__code_find(tl_store *store, tl_slice code, tl_arena *arena, tl_code_row *out, tl_err *err);

/* ---- credit (tl_report_credit.c)
 * ------------------------------------------------------------------------------------- */

/* One movement of money: an order placed (amount is its measure) or refunded (amount is negative). credits[i] belongs
 * to touches[eligible[i]]; they add up to amount when n > 0. */
typedef struct tl_movement {
    int64_t at, amount;
    bool refund;
    size_t n;
    const size_t *eligible;
    const int64_t *credits, *conversions; /* conversions: micros of an order; NULL for refunds */
} tl_movement;

typedef struct tl_credit {
    size_t n;
    size_t *eligible;
    uint64_t *weights, *scratch, *ages;
    bool *direct;
    int64_t *conversions, *before, *after, *moved;
    int64_t evidence; /* of the order, in the window */
} tl_credit;

/* Which touches are in the window and may earn, and their weights. */
tl_code tl__credit_init(tl_credit *credit, const tl_order_row *order, tl_model model, int64_t window_ms,
                        tl_arena *arena, tl_err *err);
bool tl__in_window(const tl_order_row *order, const tl_touchpoint *touch, int64_t window_ms);

typedef tl_code (*tl_on_movement)(void *ctx, const tl_order_row *order, const tl_credit *credit,
                                  const tl_movement *movement, tl_err *err);
/* Every movement of the orders of the period, in it. Renewals have no touches. */
tl_code tl__movements(tl_store *store, const tl_query *query, tl_period period, tl_slice currency, tl_on_movement on,
                      void *ctx, tl_err *err);
/* The same for one order that is loaded; period NULL: all of them. */
tl_code tl__order_movements(const tl_query *query, const tl_order_row *order, const tl_credit *credit,
                            const tl_period *period, tl_on_movement on, void *ctx, tl_err *err);

typedef struct tl_sums {
    int64_t confirmed, click_only, other, unknown, renewals;
    int64_t confirmed_conv, click_only_conv, other_conv, unknown_conv, renewals_conv; /* micros of orders */
    int64_t whatsapp_before_refunds, whatsapp_refunds;
} tl_sums;
static inline int64_t tl__sums_whatsapp(const tl_sums *s) {
    return s->confirmed + s->click_only;
}
static inline int64_t tl__sums_total(const tl_sums *s) {
    return s->confirmed + s->click_only + s->other + s->unknown + s->renewals;
}
void tl__sums_add(tl_sums *sums, const tl_order_row *order, const tl_credit *credit, const tl_movement *movement);

/* ---- counts (tl_store_count.c)
 * ----------------------------------------------------------------------------------------- */

typedef struct tl_chain {
    bool seen_measured, chat_measured, open;
    int64_t seen, click, chat, cart, order, refunded;
    int64_t *orders; /* distinct ids of the orders reached */
    size_t n_orders;
} tl_chain;
tl_code tl__chain_count(tl_store *store, const tl_query *query, tl_period period, tl_arena *arena, tl_chain *out,
                        tl_err *err);
tl_code tl__click_persons(tl_store *store, tl_period period, int64_t *n, tl_err *err);

/* One row of counts by a dimension: key as in the dimension report. */
typedef tl_code (*tl_on_count)(void *ctx, tl_slice key, tl_slice label, int64_t n, tl_err *err);
typedef enum tl_count { TL_COUNT_SESSIONS, TL_COUNT_CLICKS, TL_COUNT_CHATS } tl_count;
tl_code tl__counts_by(tl_store *store, tl_dim dim, tl_count what, tl_period period, int64_t window_ms, tl_on_count on,
                      void *ctx, tl_err *err);
/* The same without a dimension: who clicked on two pages counts once. */
tl_code tl__counts_total(tl_store *store, tl_dim dim, tl_count what, tl_period period, int64_t window_ms, int64_t *n,
                         tl_err *err);
typedef tl_code (*tl_on_click)(void *ctx, int64_t at, int64_t person, tl_err *err);
tl_code tl__clicks(tl_store *store, tl_period period, tl_on_click on, void *ctx, tl_err *err);
tl_code tl__first_and_newest(tl_store *store, int64_t *first, int64_t *newest, tl_err *err); /* 0: no event */

/* ---- answers (tl_report_out.c)
 * --------------------------------------------------------------------------------------------- */

/* Collects an answer; after the first allocation that fails nothing more is added and failed is true. */
typedef struct tl_out {
    tl_arena *arena;
    int decimals;
    bool failed;
} tl_out;
void tl__put(tl_out *out, tl_value *map, const char *key, tl_value value);
void tl__add(tl_out *out, tl_value *list, tl_value value);
tl_value tl__text(tl_out *out, tl_slice text); /* a copy; NULL for length 0 */
tl_value tl__time(int64_t at);                 /* NULL for 0 */
tl_value tl__money(tl_out *out, int64_t micros);
void tl__put_money(tl_out *out, tl_value *map, const char *key, int64_t printed, int64_t micros); /* and key_micros */
tl_value tl__rate(tl_out *out, int64_t n, int64_t of);
tl_value tl__change(tl_out *out, int64_t now, int64_t before);
tl_value tl__orders_figure(tl_out *out, int64_t micros); /* "214", "12.5" */
tl_code tl__done(const tl_out *out, tl_err *err);

/* ---- the reports
 * --------------------------------------------------------------------------------------------------------------- */
typedef tl_code (*tl_report)(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_overview(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_daily(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_dimension(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_orders(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_code(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);

#endif
