/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_report.h"
#include "tl_store_db.h"

static tl_slice keep(tl_arena *arena, sqlite3_stmt *s, int column, bool *failed) {
    tl_slice text = tl__column_text(s, column);
    tl_slice copy = text.len ? tl_arena_dup(arena, text) : TL_S("");
    *failed |= copy.ptr == NULL;
    return copy.ptr ? copy : TL_S("");
}

static tl_code read_click(tl_db *db, tl_slice code, tl_arena *arena, tl_code_row *out, tl_err *err) {
    bool row, failed = false;
    sqlite3_stmt *s =
        tl__bound(db,
                  "SELECT e.at, COALESCE(e.page_type, 0), pg.value, pr.value, pr.name, pl.value, COALESCE(x.start, 0), "
                  "so.channel,"
                  " COALESCE(x.views, 0), so.source, so.medium, so.campaign, la.value"
                  " FROM event e LEFT JOIN dict pg ON pg.id = e.page LEFT JOIN dict pr ON pr.id = e.product"
                  " LEFT JOIN dict pl ON pl.id = e.placement LEFT JOIN session x ON x.visitor = e.visitor AND x.start ="
                  " (SELECT MAX(start) FROM session WHERE visitor = e.visitor AND start <= e.at)"
                  " LEFT JOIN source so ON so.id = x.source LEFT JOIN dict la ON la.id = x.landing"
                  " WHERE e.code = ?1 AND e.code IS NOT NULL AND e.type = 7 ORDER BY e.at, e.hash LIMIT 1",
                  TL_ARGS(tl__t(code)), err);
    if (!s) {
        return err->code;
    }
    TL_TRY(tl__step(db, s, &row, err));
    out->found = row;
    if (!row) {
        return TL_OK;
    }
    out->clicked_at = sqlite3_column_int64(s, 0);
    out->page_type = sqlite3_column_int64(s, 1);
    out->path = keep(arena, s, 2, &failed);
    out->product = keep(arena, s, 3, &failed);
    out->product_name = keep(arena, s, 4, &failed);
    out->placement = keep(arena, s, 5, &failed);
    out->visit_at = sqlite3_column_int64(s, 6);
    out->channel = sqlite3_column_int64(s, 7);
    out->pages = sqlite3_column_int64(s, 8);
    out->source = keep(arena, s, 9, &failed);
    out->medium = keep(arena, s, 10, &failed);
    out->campaign = keep(arena, s, 11, &failed);
    out->landing = keep(arena, s, 12, &failed);
    sqlite3_reset(s);
    return failed ? tl_fail(err, TL_E_NOMEM, "looking a code up") : TL_OK;
}

#define ORDERS_MAX 50

/* Orders on which it was typed, and orders of the person who clicked it, after the click. */
static tl_code read_orders(tl_db *db, tl_slice code, tl_arena *arena, tl_code_row *out, tl_err *err) {
    bool row = true;
    sqlite3_stmt *s =
        tl__bound(db,
                  "SELECT id, placed_at, key FROM orders WHERE code = ?1 AND code IS NOT NULL AND snapshot_at > 0"
                  " UNION SELECT o.id, o.placed_at, o.key FROM event e JOIN identity i ON i.id = e.visitor"
                  " JOIN orders o ON (o.person = i.person OR o.day_person = i.person) AND o.snapshot_at > 0"
                  " AND " TL_ORDER_UNTIL " >= e.at"
                  " WHERE e.code = ?1 AND e.code IS NOT NULL AND e.type = 7 AND ?2"
                  " ORDER BY 2 DESC, 3 DESC LIMIT 50",
                  TL_ARGS(tl__t(code), tl__n(!out->ambiguous)), err);
    out->orders = tl_arena_alloc(arena, ORDERS_MAX * sizeof *out->orders);
    if (!s || !out->orders) {
        return s ? tl_fail(err, TL_E_NOMEM, "looking a code up") : err->code;
    }
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        out->orders[out->n_orders++] = sqlite3_column_int64(s, 0);
    }
}

tl_code tl__code_find(tl_store *store, tl_slice code, tl_arena *arena, tl_code_row *out, tl_err *err) {
    tl_db *db;
    int64_t visitors;
    *out = (tl_code_row){0};
    TL_TRY(tl__db_get(store, &db, err));
    TL_TRY(tl__one(db, "SELECT COUNT(DISTINCT visitor) FROM event WHERE code = ?1 AND code IS NOT NULL AND type = 7",
                   TL_ARGS(tl__t(code)), 0, &visitors, err));
    out->ambiguous = visitors > 1;
    TL_TRY(read_click(db, code, arena, out, err));
    return read_orders(db, code, arena, out, err);
}
