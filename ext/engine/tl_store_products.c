/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The clicks on products, each with what came of it: behind the products report. */
#include "tl_report.h"
#include "tl_store_db.h"

#define BOUGHT(whose)                                                                                                  \
    "EXISTS(SELECT 1 FROM orders o CROSS JOIN order_line l ON l.order_id = o.id WHERE o." whose " = i.person"          \
    " AND " TL_ORDERED_IN("c.at", "c.at + ?3") " AND o.renewal = 0"                                                    \
                                               " AND (o.reason = 0 OR (?4 AND o.reason = 1 AND o.status = "            \
                                               "'on-hold')) AND l.product = c.product)"

/* What is asked for is what the first message within the window says, else the click. ?5: messages are measured; where
 * they are not, none is looked for. */
static const char product_clicks_sql[] =
    "SELECT c.at, c.source, c.landing, c.device, c.country, c.product, c.page, c.page_type, i.person, e.intent,"
    " w.at IS NOT NULL, COALESCE(w.intent, e.intent, 0), " BOUGHT("person") " OR " BOUGHT(
        "day_person") " FROM click c JOIN identity i ON i.id = c.visitor"
                      " JOIN event e ON e.visitor = c.visitor AND e.at = c.at AND e.hash = c.hash"
                      " LEFT JOIN message w ON w.id = CASE WHEN ?5 THEN"
                      " (SELECT m.id FROM identity j JOIN message m ON m.identity = j.id WHERE j.person = i.person"
                      "  AND m.direction = 1 AND m.at BETWEEN c.at AND c.at + ?3 ORDER BY m.at, m.hash LIMIT 1) END"
                      " WHERE c.at >= ?1 AND c.at < ?2 AND c.product IS NOT NULL ORDER BY i.person, c.at, c.hash";

static tl_code one_click(const tl_query *q, sqlite3_stmt *s, tl_on_product_click on, void *ctx, tl_err *err) {
    const tl_source_name *source;
    tl_product_click click = {.traits = {.at = sqlite3_column_int64(s, 0),
                                         .source = sqlite3_column_int64(s, 1),
                                         .landing = sqlite3_column_int64(s, 2),
                                         .device = sqlite3_column_int64(s, 3),
                                         .country = sqlite3_column_int64(s, 4),
                                         .product = sqlite3_column_int64(s, 5),
                                         .page = sqlite3_column_int64(s, 6),
                                         .page_type = sqlite3_column_int64(s, 7),
                                         .intent = sqlite3_column_int64(s, 9)},
                              .person = sqlite3_column_int64(s, 8),
                              .wrote = sqlite3_column_int(s, 10) != 0,
                              .intent = sqlite3_column_int64(s, 11),
                              .bought = sqlite3_column_int(s, 12) != 0};
    bool passes;
    TL_TRY(tl__name_source(q->names, click.traits.source, &source, err));
    click.traits.channel = source->channel;
    click.traits.entry = source->entry;
    TL_TRY(tl__passes(q, TL_CLICK_DIMS, &click.traits, &passes, err));
    return passes ? on(ctx, &click, err) : TL_OK;
}

tl_code tl__product_clicks_each(tl_store *store, const tl_query *q, tl_on_product_click on, void *ctx, tl_err *err) {
    tl_db *db;
    int64_t written;
    bool row = true;
    TL_TRY(tl__db_get(store, &db, err));
    TL_TRY(tl__one(db, "SELECT EXISTS(SELECT 1 FROM message WHERE direction = 1)", NULL, 0, 0, &written, err));
    sqlite3_stmt *s = tl__bound(
        db, product_clicks_sql,
        TL_ARGS(tl__n(q->period.from), tl__n(q->period.to), tl__n(q->window_ms), tl__n(q->on_hold), tl__n(written)),
        err);
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        if (one_click(q, s, on, ctx, err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
    }
}
