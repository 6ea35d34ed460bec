/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_report_dimension.h"

#include <stdlib.h>
#include <string.h>

#define VISITS_AT_LEAST 100 /* of a row that is called the best */

__extension__ typedef __int128 i128;

/* ---- rates
 * ----------------------------------------------------------------------------------------------------------------------
 */

/* Money without a touch has no visits, and fees without a product were never looked at. */
static bool is_counted(tl_dim dim, const tl_dim_row *r) {
    return !(dim == TL_DIM_CHANNEL && tl_slice_eq(r->key, TL_S("unknown"))) && !(dim == TL_DIM_PRODUCT && !r->key.len);
}

typedef struct ratio {
    bool known;
    int64_t n, of;
} ratio;

/* WhatsApp's orders begin with clicks, which stand in the rows of the visits they were made in: its own visits, through
 * links, led to other orders. */
static bool is_whatsapp(const tl_query *q, const tl_dim_row *r) {
    return q->dim == TL_DIM_CHANNEL && tl_slice_eq(r->key, TL_S("whatsapp"));
}

/* A visit with what it looked at or where it began tells nothing of clicks made elsewhere. */
static ratio engagement(const tl_dimension *d, const tl_dim_row *r) {
    const tl_query *q = d->query;
    bool known = tl__dim_counts_sessions(q) && tl__dim_counts_clicks(q) && q->dim != TL_DIM_PAGE;
    return (ratio){known, r->clicks, r->visits.n};
}

/* Where no touch is known there was no visit either: of all sales, the row without a key has orders of other people. */
static bool is_mixed(const tl_dimension *d, const tl_dim_row *r) {
    return is_whatsapp(d->query, r) || (d->every_channel && !r->total && !r->key.len);
}

static ratio conversion(const tl_dimension *d, const tl_dim_row *r) {
    bool every_channel = d->every_channel;
    bool known = every_channel ? tl__dim_counts_sessions(d->query) : tl__dim_counts_clicks(d->query);
    return (ratio){known && !is_mixed(d, r), r->orders, TL_MICROS * (every_channel ? r->visits.n : r->clicks)};
}

/* Not known of visits that were deleted by their age before anybody looked at how they went. */
static ratio of_visits(const tl_dimension *d, const tl_dim_row *r, int64_t n) {
    return (ratio){tl__dim_counts_sessions(d->query) && !r->visits.unjudged, n, r->visits.n};
}

static ratio per_session(const tl_dimension *d, const tl_dim_row *r) {
    return (ratio){tl__dim_counts_sessions(d->query) && !is_mixed(d, r), r->revenue, r->visits.n};
}

/* ---- sorting
 * --------------------------------------------------------------------------------------------------------------------
 */

static int by_number(int64_t x, int64_t y) {
    return x < y ? -1 : x > y;
}

/* What has no ratio is less than all that has one. */
static int by_ratio(ratio x, ratio y) {
    bool has_x = x.known && x.of, has_y = y.known && y.of;
    if (!has_x || !has_y) {
        return has_x - has_y;
    }
    i128 left = (i128)x.n * y.of, right = (i128)y.n * x.of;
    return left < right ? -1 : left > right;
}

static tl_slice label_of(const tl_dim_row *r) {
    return r->label.len ? r->label : r->key;
}

static int compare(const tl_dim_row *a, const tl_dim_row *b, tl_column column, const tl_dimension *d) {
    switch (column) {
    case TL_COLUMN_ORDERS:
        return by_number(a->orders, b->orders);
    case TL_COLUMN_SESSIONS:
        return by_number(a->visits.n, b->visits.n);
    case TL_COLUMN_CLICKS:
        return by_number(a->clicks, b->clicks);
    case TL_COLUMN_CHATS:
        return by_number(a->chats, b->chats);
    case TL_COLUMN_REFUNDS:
        return by_number(a->refunds, b->refunds);
    case TL_COLUMN_ENGAGEMENT:
        return by_ratio(engagement(d, a), engagement(d, b));
    case TL_COLUMN_CONVERSION:
        return by_ratio(conversion(d, a), conversion(d, b));
    case TL_COLUMN_PER_SESSION:
        return by_ratio(per_session(d, a), per_session(d, b));
    case TL_COLUMN_ENGAGED:
        return by_ratio(of_visits(d, a, a->visits.engaged), of_visits(d, b, b->visits.engaged));
    case TL_COLUMN_BOUNCE:
        return by_ratio(of_visits(d, a, a->visits.n - a->visits.engaged),
                        of_visits(d, b, b->visits.n - b->visits.engaged));
    case TL_COLUMN_QUALITY:
        return by_ratio(of_visits(d, a, a->visits.quality), of_visits(d, b, b->visits.quality));
    case TL_COLUMN_LABEL:
        return tl__by_text(label_of(a), label_of(b));
    default:
        return by_number(a->revenue, b->revenue);
    }
}

static int in_order(const void *x, const void *y, void *ctx) {
    const tl_dim_row *a = x, *b = y;
    const tl_dimension *d = ctx;
    int order = compare(a, b, d->query->orderby, d);
    if (order == 0) {
        order = compare(a, b, TL_COLUMN_REVENUE, d);
        return order ? -order : tl__by_text(a->key, b->key);
    }
    return d->query->ascending ? order : -order;
}

/* The row without a key comes last whatever the order: it is no page, product or campaign. */
static void put_unnamed_last(tl_dim_row *rows, size_t n) {
    for (size_t i = 0; i + 1 < n; i++) {
        if (rows[i].key.len == 0) {
            tl_dim_row unnamed = rows[i];
            memmove(&rows[i], &rows[i + 1], (n - i - 1) * sizeof *rows);
            rows[n - 1] = unnamed;
            return;
        }
    }
}

/* ---- printing
 * -------------------------------------------------------------------------------------------------------------------
 */

static tl_code round_column(tl_dimension *d, size_t n, bool refunds, tl_err *err) {
    int64_t *exact = tl_arena_alloc(d->arena, (n + 1) * sizeof *exact);
    int64_t *printed = tl_arena_alloc(d->arena, (n + 1) * sizeof *printed);
    if (!exact || !printed) {
        return tl_fail(err, TL_E_NOMEM, "writing a table");
    }
    for (size_t i = 0; i < n; i++) {
        exact[i] = refunds ? d->rows[i].refunds : d->rows[i].revenue;
    }
    tl__money_round_column(exact, n, refunds ? d->sum.refunds : d->sum.revenue, d->query->decimals, printed);
    for (size_t i = 0; !refunds && d->query->dim == TL_DIM_CHANNEL && i < n; i++) {
        if (tl_slice_eq(d->rows[i].key, TL_S("whatsapp"))) {
            tl__money_pin(exact, n, i, d->query->decimals, printed); /* as on its card */
        }
    }
    for (size_t i = 0; i < n; i++) {
        *(refunds ? &d->rows[i].refunds_printed : &d->rows[i].printed) = printed[i];
    }
    return TL_OK;
}

static tl_value count(bool counted, int64_t n) {
    return counted ? tl_int(n) : tl_null();
}

static tl_value rate(tl_out *out, bool counted, ratio r) {
    return counted && r.known ? tl__rate(out, r.n, r.of) : tl_null();
}

static void put_rates(const tl_dimension *d, const tl_dim_row *r, bool counted, tl_value *map, tl_out *out) {
    ratio worth = per_session(d, r);
    tl__put(out, map, "engagement", rate(out, counted, engagement(d, r)));
    tl__put(out, map, "conversion", rate(out, counted, conversion(d, r)));
    if (counted && worth.known && worth.of) {
        int64_t micros = tl__muldiv(worth.n, 1, worth.of);
        tl__put_money(out, map, "per_session", micros, micros);
    } else {
        tl__put(out, map, "per_session", tl_null());
        tl__put(out, map, "per_session_micros", tl_null());
    }
}

static tl_value print_row(const tl_dimension *d, const tl_dim_row *r, bool is_total, tl_out *out) {
    const tl_query *q = d->query;
    tl_value map = tl_map();
    bool counted = is_total || is_counted(q->dim, r);
    if (!is_total) {
        tl__put(out, &map, "key", r->key.len ? tl_str(r->key) : tl_str(TL_S("")));
        tl__put(out, &map, "label", tl_str(label_of(r)));
    }
    tl__put(out, &map, "sessions", count(counted && tl__dim_counts_sessions(q), r->visits.n));
    tl__put(out, &map, "clicks", count(counted && tl__dim_counts_clicks(q), r->clicks));
    tl__put(out, &map, "chats", count(counted && tl__dim_counts_clicks(q), r->chats));
    tl__put(out, &map, "orders", tl__orders_figure(out, r->orders));
    tl__put(out, &map, "orders_micros", tl_int(r->orders));
    tl__put_money(out, &map, "revenue", r->printed, r->revenue);
    tl__put_money(out, &map, "refunds", r->refunds_printed, r->refunds);
    bool visited = counted && tl__dim_counts_sessions(q);
    tl__put(out, &map, "engaged", visited ? tl__engaged(out, &r->visits) : tl_null());
    tl__put(out, &map, "bounce", visited ? tl__bounced(out, &r->visits) : tl_null());
    tl__put(out, &map, "quality", visited ? tl__quality(out, &r->visits) : tl_null());
    put_rates(d, r, counted, &map, out);
    if (!is_total) {
        tl__put(out, &map, "share", tl__rate(out, r->revenue, d->sum.revenue));
    }
    return map;
}

/* ---- the best of enough
 * ---------------------------------------------------------------------------------------------------- */

/* The row with the highest ratio, of those with so many visits at least; NULL when there are not two to compare, or
 * when all rows together do as well: rows without a name or of few visits may be better. */
static const tl_dim_row *best(const tl_dimension *d, ratio (*of)(const tl_dimension *, const tl_dim_row *)) {
    const tl_dim_row *found = NULL;
    int enough = 0;
    for (size_t i = 0; i < d->keys.n; i++) {
        const tl_dim_row *r = &d->rows[i];
        ratio mine = of(d, r);
        if (!r->key.len || !is_counted(d->query->dim, r) || !mine.known || r->visits.n < VISITS_AT_LEAST) {
            continue;
        }
        enough++;
        if (!found || by_ratio(mine, of(d, found)) > 0) {
            found = r;
        }
    }
    return enough < 2 || of(d, found).n <= 0 || by_ratio(of(d, found), of(d, &d->sum)) <= 0 ? NULL : found;
}

static tl_value best_value(const tl_dimension *d, ratio (*of)(const tl_dimension *, const tl_dim_row *), tl_out *out) {
    const tl_dim_row *r = best(d, of);
    return r ? print_row(d, r, false, out) : tl_null();
}

static void put_best(const tl_dimension *d, tl_out *out, tl_value *answer) {
    tl_value map = tl_map();
    tl__put(out, &map, "engagement", best_value(d, engagement, out));
    tl__put(out, &map, "per_session", best_value(d, per_session, out));
    tl__put(out, answer, "best", map);
}

static void add_up(tl_dimension *d) {
    bool once = tl__dim_is_of_lines(d->query->dim);
    tl_dim_row *sum = &d->sum;
    for (size_t i = 0; i < d->keys.n; i++) {
        sum->orders += once ? 0 : d->rows[i].orders;
        sum->revenue += d->rows[i].revenue;
        sum->refunds += d->rows[i].refunds;
    }
    sum->printed = sum->revenue;
    sum->refunds_printed = sum->refunds;
}

tl_code tl__dim_print(tl_dimension *d, tl_out *out, tl_value *answer, tl_err *err) {
    const tl_query *q = d->query;
    tl_value list = tl_list();
    int64_t found = 0;
    add_up(d);
    if (d->keys.n) {
        qsort_r(d->rows, d->keys.n, sizeof *d->rows, in_order, d);
        put_unnamed_last(d->rows, d->keys.n);
        if (round_column(d, d->keys.n, false, err) != TL_OK || round_column(d, d->keys.n, true, err) != TL_OK) {
            return err->code;
        }
    }
    for (size_t i = 0; i < d->keys.n; i++) {
        if (tl__is_found(q, d->rows[i].key, d->rows[i].label)) {
            if (found >= q->offset && found - q->offset < q->limit) {
                tl__add(out, &list, print_row(d, &d->rows[i], false, out));
            }
            found++;
        }
    }
    tl__put(out, answer, "rows", list);
    tl__put(out, answer, "total", print_row(d, &d->sum, true, out));
    tl__put(out, answer, "count", tl_int(found));
    put_best(d, out, answer);
    return TL_OK;
}
