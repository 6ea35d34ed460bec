/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The statuses by which the site counts orders, as the store was opened with them. */
#include "tl_store_ingest.h"

static bool listed(const tl_value *list, tl_slice status) {
    for (uint32_t i = 0; i < list->n; i++) {
        if (tl_slice_eq(list->as.items[i].as.s, status)) {
            return true;
        }
    }
    return false;
}

/* Is one of the list not stored? */
static tl_code has_more(tl_db *db, int64_t kind, const tl_value *list, bool *more, tl_err *err) {
    int64_t there = 1;
    for (uint32_t i = 0; i < list->n && there; i++) {
        TL_TRY(tl__one(db, "SELECT 1 FROM status WHERE kind = ?1 AND status = ?2",
                       TL_ARGS(tl__n(kind), tl__t(list->as.items[i].as.s)), 0, &there, err));
    }
    *more = !there;
    return TL_OK;
}

/* Is one stored that is not in the list? */
static tl_code has_less(tl_db *db, int64_t kind, const tl_value *list, bool *less, tl_err *err) {
    bool row = true;
    sqlite3_stmt *s = tl__bound(db, "SELECT status FROM status WHERE kind = ?1", TL_ARGS(tl__n(kind)), err);
    *less = false;
    if (s == NULL) {
        return err->code;
    }
    while (!*less) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        *less = !listed(list, tl__column_text(s, 0));
    }
    sqlite3_reset(s);
    return TL_OK;
}

static tl_code differs(tl_db *db, int64_t kind, const tl_value *list, bool *differ, tl_err *err) {
    *differ = false;
    if (list->kind == TL_NULL) { /* not given */
        return TL_OK;
    }
    TL_TRY(has_more(db, kind, list, differ, err));
    return *differ ? TL_OK : has_less(db, kind, list, differ, err);
}

static tl_code replace(tl_db *db, int64_t kind, const tl_value *list, tl_err *err) {
    TL_TRY(tl__do(db, "DELETE FROM status WHERE kind = ?1", TL_ARGS(tl__n(kind)), err));
    for (uint32_t i = 0; i < list->n; i++) {
        TL_TRY(tl__do(db, "INSERT OR IGNORE INTO status(kind, status) VALUES(?1, ?2)",
                      TL_ARGS(tl__n(kind), tl__t(list->as.items[i].as.s)), err));
    }
    return TL_OK;
}

static tl_code take(tl_batch *b, const tl_value *paid, const tl_value *excluded, tl_err *err) {
    TL_TRY(tl__work_begin(b, err));
    if (paid != NULL) {
        TL_TRY(replace(b->db, 1, paid, err));
    }
    if (excluded != NULL) {
        TL_TRY(replace(b->db, 2, excluded, err));
    }
    TL_TRY(tl__do(b->db, "UPDATE orders SET dirty = 1", NULL, 0, err));
    return tl__orders_remake(b, err);
}

tl_code tl__statuses_take(tl_batch *b, tl_err *err) {
    const tl_value *paid = &b->store->paid_statuses, *excluded = &b->store->excluded_statuses;
    bool other_paid, other_excluded;
    TL_TRY(differs(b->db, 1, paid, &other_paid, err));
    TL_TRY(differs(b->db, 2, excluded, &other_excluded, err));
    if (!other_paid && !other_excluded) {
        return TL_OK;
    }
    TL_TRY(tl__begin(b->db, err));
    return tl__end(b->db, take(b, other_paid ? paid : NULL, other_excluded ? excluded : NULL, err), err);
}
