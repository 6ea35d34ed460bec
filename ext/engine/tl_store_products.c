/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The clicks on products, each with what came of it: behind the products report. */
#include "tl_report.h"
#include "tl_store_db.h"

/* What is asked for is what the first message within the window says, else the click. ?5: messages are measured. */
static const char product_clicks_sql[] =
    "SELECT c.at, s.channel, s.entry, c.source, c.landing, c.device, c.country, c.product, c.page, c.page_type,"
    " i.person, w.at IS NOT NULL, COALESCE(w.intent, e.intent, 0),"
    " EXISTS(SELECT 1 FROM orders o JOIN order_line l ON l.order_id = o.id WHERE (o.person = i.person OR o.day_person "
    "= i.person) AND o.renewal = 0"
    " AND (o.reason = 0 OR (?4 AND o.reason = 1 AND o.status = 'on-hold'))"
    " AND o.placed_at BETWEEN c.at AND c.at + ?3 AND l.product = c.product), e.intent"
    " FROM click c JOIN identity i ON i.id = c.visitor JOIN source s ON s.id = c.source"
    " JOIN event e ON e.visitor = c.visitor AND e.at = c.at AND e.hash = c.hash"
    " LEFT JOIN message w ON ?5 AND w.id = (SELECT m.id FROM identity j JOIN message m ON m.identity = j.id"
    " WHERE j.person = i.person AND m.direction = 1 AND m.at BETWEEN c.at AND c.at + ?3 ORDER BY m.at, m.hash LIMIT 1)"
    " WHERE c.at >= ?1 AND c.at < ?2 AND c.product IS NOT NULL ORDER BY i.person, c.at, c.hash";

static tl_code one_click(const tl_query *q, sqlite3_stmt *s, tl_on_product_click on, void *ctx, tl_err *err) {
    tl_product_click click = {.traits = {.at = sqlite3_column_int64(s, 0),
                                         .channel = sqlite3_column_int64(s, 1),
                                         .entry = sqlite3_column_int64(s, 2),
                                         .source = sqlite3_column_int64(s, 3),
                                         .landing = sqlite3_column_int64(s, 4),
                                         .device = sqlite3_column_int64(s, 5),
                                         .country = sqlite3_column_int64(s, 6),
                                         .product = sqlite3_column_int64(s, 7),
                                         .page = sqlite3_column_int64(s, 8),
                                         .page_type = sqlite3_column_int64(s, 9),
                                         .intent = sqlite3_column_int64(s, 14)},
                              .person = sqlite3_column_int64(s, 10),
                              .wrote = sqlite3_column_int(s, 11) != 0,
                              .intent = sqlite3_column_int64(s, 12),
                              .bought = sqlite3_column_int(s, 13) != 0};
    bool passes;
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
