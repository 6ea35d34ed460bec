/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When the table of carts is made again, and whether it is what it should be. */
#include "tl_store_carts.h"

/* ---- rows ----------------------------------------------------------------------------------------------------------
 */

#define COLUMNS                                                                                                        \
    "start, person, left_before, end, checkout_at, source, landing, device, country, whatsapp_at, order_id,"           \
    " ordered_at, counts, net, gross, currency, touched_at, linked_at, pauses"
static const char insert_sql[] =
    "INSERT INTO cart(" COLUMNS
    ") VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)";
static const char same_sql[] =
    "SELECT COUNT(*) FROM cart WHERE (" COLUMNS
    ") IS (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)"
    " AND start = ?1 AND person = ?2";

#define ARGS(c, text)                                                                                                  \
    TL_ARGS(tl__n((c)->start), tl__n((c)->person), tl__n((c)->left_before), tl__n((c)->end), tl__id((c)->checkout_at), \
            tl__n((c)->source), tl__id((c)->landing), tl__id((c)->device), tl__id((c)->country),                       \
            tl__id((c)->whatsapp_at), tl__id((c)->order), tl__id((c)->ordered_at), tl__n((c)->counts),                 \
            tl__n((c)->net), tl__n((c)->gross), tl__t(tl__currency_text((c)->currency, text)),                         \
            tl__id((c)->touched_at), tl__id((c)->linked_at), tl__b((c)->pauses.ptr, (c)->pauses.len))

static tl_code insert(void *ctx, const tl_cart *c, tl_err *err) {
    char currency[4];
    return tl__do(ctx, insert_sql, ARGS(c, currency), err);
}

/* ---- a batch ------------------------------------------------------------------------------------------------------
 */

tl_code tl__carts_note(tl_batch *b, int64_t order, tl_err *err) {
    return tl__do(b->db,
                  "INSERT OR IGNORE INTO work_cart(id) SELECT person FROM orders WHERE id = ?1 AND person IS NOT NULL"
                  " UNION ALL SELECT day_person FROM orders WHERE id = ?1 AND day_person IS NOT NULL",
                  TL_ARGS(tl__n(order)), err);
}

static tl_code remake(tl_batch *b, int64_t person, int64_t since, tl_err *err) {
    tl_arena_reset(b->arena);
    TL_TRY(tl__do(b->db, "DELETE FROM cart WHERE person = ?1", TL_ARGS(tl__n(person)), err));
    return tl__carts_make(b->db, b->arena, person, since, insert, b->db, err);
}

static tl_code remake_noted(tl_batch *b, int64_t since, tl_err *err) {
    bool row = true;
    sqlite3_stmt *s = tl__sql(b->db, "SELECT id FROM work_cart", err);
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(b->db, s, &row, err));
        if (!row) {
            return tl__do(b->db, "DELETE FROM work_cart", NULL, 0, err);
        }
        if (remake(b, sqlite3_column_int64(s, 0), since, err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
    }
}

tl_code tl__carts_remake(tl_batch *b, tl_err *err) {
    TL_TRY(tl__do(b->db, "INSERT OR IGNORE INTO work_cart(id) SELECT id FROM work_person", NULL, 0, err));
    return remake_noted(b, tl__beginning(b), err);
}

/* Touches of before are gone as well. */
#define FORGET(column) "UPDATE cart SET " column " = NULL WHERE " column " < ?1"

tl_code tl__carts_prune(tl_batch *b, int64_t before, tl_err *err) {
    const tl_arg args[] = {tl__n(before > tl__beginning(b) ? before : tl__beginning(b))};
    TL_TRY(tl__do(b->db,
                  "INSERT OR IGNORE INTO work_cart(id) SELECT person FROM cart WHERE start < ?1"
                  " AND EXISTS(SELECT 1 FROM identity i JOIN event e INDEXED BY event_cart ON e.visitor = i.id"
                  "  WHERE i.person = cart.person AND e.type IN (9, 10) AND e.at >= ?1)",
                  args, 1, err));
    TL_TRY(tl__do(b->db, "DELETE FROM cart WHERE start < ?1", args, 1, err));
    TL_TRY(tl__do(b->db, FORGET("whatsapp_at"), args, 1, err));
    TL_TRY(tl__do(b->db, FORGET("touched_at"), args, 1, err));
    TL_TRY(tl__do(b->db, FORGET("linked_at"), args, 1, err));
    return remake_noted(b, args[0].number, err);
}

/* ---- all of them --------------------------------------------------------------------------------------------------
 */

static const char persons_sql[] =
    "SELECT DISTINCT i.person FROM identity i WHERE i.kind = 1 AND i.shared = 0 AND EXISTS(SELECT 1 FROM event e"
    " INDEXED BY event_cart WHERE e.visitor = i.id AND e.type IN (9, 10))";

static tl_code everybody(tl_db *db, tl_allocator mem, tl_on_cart on, void *ctx, tl_err *err) {
    bool row = true;
    int64_t since;
    tl_arena arena;
    TL_TRY(tl__meta_get(db, TL_META_PRUNED, 0, &since, err));
    sqlite3_stmt *s = tl__sql(db, persons_sql, err);
    if (!s) {
        return err->code;
    }
    tl_arena_init(&arena, mem);
    tl_code code = tl__step(db, s, &row, err);
    while (code == TL_OK && row) {
        tl_arena_reset(&arena);
        code = tl__carts_make(db, &arena, sqlite3_column_int64(s, 0), since > 0 ? since : 0, on, ctx, err);
        code = code == TL_OK ? tl__step(db, s, &row, err) : code;
    }
    sqlite3_reset(s);
    tl_arena_destroy(&arena);
    return code;
}

tl_code tl__carts_fill(tl_db *db, tl_err *err) {
    return everybody(db, db->mem, insert, db, err);
}

typedef struct holding {
    tl_db *db;
    int64_t made, right;
} holding;

static tl_code hold(void *ctx, const tl_cart *c, tl_err *err) {
    holding *h = ctx;
    char currency[4];
    int64_t same;
    TL_TRY(tl__one(h->db, same_sql, ARGS(c, currency), 0, &same, err));
    h->made++;
    h->right += same;
    return TL_OK;
}

tl_code tl__carts_wrong(tl_db *db, tl_allocator mem, int64_t *wrong, tl_err *err) {
    holding h = {.db = db};
    int64_t kept, dirty;
    *wrong = 0;
    TL_TRY(tl__one(db, "SELECT EXISTS(SELECT 1 FROM orders WHERE dirty = 1)", NULL, 0, 0, &dirty, err));
    if (dirty) {
        return TL_OK; /* carts follow orders */
    }
    TL_TRY(tl__one(db, "SELECT COUNT(*) FROM cart", NULL, 0, 0, &kept, err));
    TL_TRY(everybody(db, mem, hold, &h, err));
    *wrong = h.made - h.right + kept - h.right;
    return TL_OK;
}
