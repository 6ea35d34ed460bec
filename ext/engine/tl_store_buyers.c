/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_store_buyers.h"

#include <string.h>

/* ?3: are those on hold asked for? An order is its person's, and the person's of the browser of its day. */
static const char placed_sql[] =
    "SELECT placed_at, placed_at, person, day_person FROM orders WHERE placed_at >= ?1 AND placed_at < ?2"
    " AND renewal = 0 AND (reason = 0 OR (?3 AND reason = 1 AND status = 'on-hold'))";

/* These indexes hold all that is asked: the table is not read. */
#define COUNTED(whose)                                                                                                 \
    "SELECT placed_at, COALESCE(counted_at, placed_at), " whose ", 0 FROM orders INDEXED BY orders_" whose             \
    " WHERE " whose " IS NOT NULL AND placed_at < ?2 AND COALESCE(counted_at, placed_at) >= ?1 AND reason = 0"         \
    " AND renewal = 0"
static const char counted_sql[] = COUNTED("person") " UNION ALL " COUNTED("day_person");

static tl_slice key_of(const int64_t *person) {
    return (tl_slice){(const char *)person, sizeof *person};
}

static tl_code add(tl_buyers *b, int64_t person, int64_t placed_at, int64_t counted_at, tl_err *err) {
    void *first = b->first;
    const tl_purchase **of = tl__table_row(&b->table, key_of(&person), &first, &b->cap, sizeof *of);
    tl_purchase *p = of ? tl_arena_alloc(b->arena, sizeof *p) : NULL;
    b->first = first;
    if (!p) {
        return tl_fail(err, TL_E_NOMEM, "reading who ordered");
    }
    *p = (tl_purchase){placed_at, counted_at, *of};
    *of = p;
    return TL_OK;
}

static tl_code read_rows(tl_buyers *b, tl_db *db, sqlite3_stmt *s, tl_err *err) {
    bool row = true;
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        for (int column = 2; column <= 3; column++) {
            int64_t person = sqlite3_column_int64(s, column);
            if (person) {
                TL_TRY(add(b, person, sqlite3_column_int64(s, 0), sqlite3_column_int64(s, 1), err));
            }
        }
    }
}

static tl_code read_all(tl_buyers *b, tl_db *db, sqlite3_stmt *s, tl_arena *arena, tl_err *err) {
    *b = (tl_buyers){.arena = arena};
    tl__table_init(&b->table, arena);
    if (!s) {
        return err->code;
    }
    tl_code code = read_rows(b, db, s, err);
    sqlite3_reset(s);
    return code;
}

tl_code tl__buyers_placed(tl_buyers *b, tl_db *db, const tl_query *q, tl_period period, tl_arena *arena, tl_err *err) {
    const tl_arg args[] = {tl__n(period.from), tl__n(period.to), tl__n(q->on_hold)};
    return read_all(b, db, tl__bound(db, placed_sql, args, 3, err), arena, err);
}

tl_code tl__buyers_counted(tl_buyers *b, tl_db *db, tl_period period, tl_arena *arena, tl_err *err) {
    const tl_arg args[] = {tl__n(period.from), tl__n(period.to)};
    return read_all(b, db, tl__bound(db, counted_sql, args, 2, err), arena, err);
}

const tl_purchase *tl__buyers_of(const tl_buyers *b, int64_t person) {
    uint32_t number = tl__table_find(&b->table, key_of(&person));
    return number != UINT32_MAX ? b->first[number] : NULL;
}
