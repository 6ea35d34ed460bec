/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What reports need of an order beside its own columns, in one value of its row: refunds, lines and path. A report over
 * many orders reads one table from one end to the other, and looks nothing up. Made when the order is derived.
 *
 * A sequence of numbers (tl_numbers.c):
 *   refunds, then of each: at - placed_at, net, gross, length of the key and the key
 *   lines, then of each: product, category, net
 *   touches, then of each: at - placed_at, kind, channel, entry, page_type, intent, evidence, has a chat, chat_at - at,
 *   source, page, product, landing, device, country, length of the code and the code */
#include "tl_report.h"
#include "tl_store_db.h"

#include <string.h>

/* ---- writing ----------------------------------------------------------------------------------------------------- */

typedef struct part {
    const char *count, *rows;
    int columns;
    int from_placed; /* this column is a time: its distance to placed_at is kept; -1: none */
    bool with_text;  /* the column after the last is text */
} part;

#define OF_SESSION(column)                                                                                             \
    "COALESCE((SELECT x." column                                                                                       \
    " FROM session x WHERE x.visitor = t.identity AND x.start = t.session ORDER BY x.hash LIMIT 1), 0)"

enum { REFUNDS, LINES, TOUCHES, PARTS };
static const part parts[PARTS] = {
    {"SELECT COUNT(*) FROM order_refund WHERE order_id = ?1 AND effective = 1",
     "SELECT at, net, gross, key FROM order_refund WHERE order_id = ?1 AND effective = 1 ORDER BY at, length(key), key",
     3, 0, true},
    {"SELECT COUNT(*) FROM order_line WHERE order_id = ?1",
     "SELECT COALESCE(product, 0), COALESCE(category, 0), net FROM order_line WHERE order_id = ?1 ORDER BY pos", 3, -1,
     false},
    {"SELECT COUNT(*) FROM order_path WHERE order_id = ?1",
     "SELECT t.at, t.kind, t.channel, t.entry, COALESCE(t.page_type, 0), COALESCE(t.intent, 0), p.evidence,"
     " p.chat_at IS NOT NULL, COALESCE(p.chat_at, t.at) - t.at, COALESCE(t.source, 0), COALESCE(t.page, 0),"
     " COALESCE(t.product, 0), " OF_SESSION("landing") ", " OF_SESSION("device") ", " OF_SESSION(
         "country") ", t.code"
                    " FROM order_path p JOIN touch t ON t.id = p.touch WHERE p.order_id = ?1 ORDER BY p.pos",
     15, 0, true}};

static bool put_row(tl_buf *buf, const part *p, sqlite3_stmt *s, int64_t placed_at) {
    bool right = true;
    for (int i = 0; i < p->columns; i++) {
        right = right && tl__number_put(buf, sqlite3_column_int64(s, i) - (i == p->from_placed ? placed_at : 0));
    }
    if (!p->with_text) {
        return right;
    }
    tl_slice text = tl__column_text(s, p->columns);
    return right && tl__number_put(buf, (int64_t)text.len) && (text.len == 0 || tl_buf_put(buf, text.ptr, text.len));
}

static tl_code put_part(tl_db *db, const part *p, int64_t order, int64_t placed_at, tl_buf *buf, tl_err *err) {
    int64_t n;
    bool row = true;
    TL_TRY(tl__one(db, p->count, TL_ARGS(tl__n(order)), 0, &n, err));
    sqlite3_stmt *s = tl__bound(db, p->rows, TL_ARGS(tl__n(order)), err);
    if (s == NULL) {
        return err->code;
    }
    bool right = tl__number_put(buf, n);
    while (right) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        right = put_row(buf, p, s, placed_at);
    }
    sqlite3_reset(s);
    return tl_fail(err, TL_E_NOMEM, "while keeping what an order earned");
}

/* ---- reading -------------------------------------------------------------------------------------------------------
 */

/* How many follow, and room for them: each takes three bytes at least, so a broken number cannot ask for much. */
static void *take_room(tl_numbers *r, tl_arena *arena, size_t size, size_t *n, bool *failed) {
    int64_t count = tl__number_take(r);
    if (count < 0 || count > r->end - r->at) {
        r->broken = true;
        count = 0;
    }
    void *room = tl_arena_alloc(arena, ((size_t)count + 1) * size);
    *n = room ? (size_t)count : 0;
    *failed |= room == NULL;
    return room;
}

static void take_touch(tl_numbers *r, int64_t placed_at, tl_touchpoint *t) {
    t->at = tl__number_take(r) + placed_at;
    int64_t *before[] = {&t->kind, &t->channel, &t->entry, &t->page_type, &t->intent, &t->evidence};
    for (int i = 0; i < 6; i++) {
        *before[i] = tl__number_take(r);
    }
    bool chat = tl__number_take(r) != 0;
    int64_t later = tl__number_take(r);
    t->chat_at = chat ? t->at + later : 0;
    int64_t *after[] = {&t->source, &t->page, &t->product, &t->landing, &t->device, &t->country};
    for (int i = 0; i < 6; i++) {
        *after[i] = tl__number_take(r);
    }
    t->code = tl__numbers_text(r);
}

tl_code tl__moves_read(tl_slice bytes, tl_arena *arena, tl_order_row *o, tl_err *err) {
    tl_numbers r = {(const unsigned char *)bytes.ptr, (const unsigned char *)bytes.ptr + bytes.len, false};
    bool failed = false;
    o->refunds = take_room(&r, arena, sizeof *o->refunds, &o->n_refunds, &failed);
    for (size_t i = 0; i < o->n_refunds; i++) {
        o->refunds[i].at = tl__number_take(&r) + o->placed_at;
        o->refunds[i].net = tl__number_take(&r);
        o->refunds[i].gross = tl__number_take(&r);
        o->refunds[i].key = tl__numbers_text(&r);
    }
    o->lines = take_room(&r, arena, sizeof *o->lines, &o->n_lines, &failed);
    for (size_t i = 0; i < o->n_lines; i++) {
        o->lines[i].product = tl__number_take(&r);
        o->lines[i].category = tl__number_take(&r);
        o->lines[i].net = tl__number_take(&r);
    }
    o->touches = take_room(&r, arena, sizeof *o->touches, &o->n_touches, &failed);
    for (size_t i = 0; i < o->n_touches; i++) {
        take_touch(&r, o->placed_at, &o->touches[i]);
    }
    if (failed) {
        return tl_fail(err, TL_E_NOMEM, "reading orders");
    }
    return r.broken || r.at != r.end
               ? tl_fail(err, TL_E_DB_CORRUPT, "what order %lld earned cannot be read", (long long)o->id)
               : TL_OK;
}

/* ---- orders whose path stays as it is -----------------------------------------------------------------------------
 */

/* The touches in what was made before. */
static bool frozen_path(tl_slice moves, tl_slice *path) {
    tl_numbers r = {(const unsigned char *)moves.ptr, (const unsigned char *)moves.ptr + moves.len, false};
    for (int64_t n = tl__number_take(&r); n > 0 && !r.broken; n--) {
        for (int i = 0; i < 3; i++) {
            (void)tl__number_take(&r);
        }
        (void)tl__numbers_text(&r);
    }
    for (int64_t n = tl__number_take(&r); n > 0 && !r.broken; n--) {
        for (int i = 0; i < 3; i++) {
            (void)tl__number_take(&r);
        }
    }
    *path = (tl_slice){(const char *)r.at, (size_t)(r.end - r.at)};
    return !r.broken;
}

/* *frozen: it is, and its path has been appended. */
static tl_code put_frozen(tl_db *db, int64_t order, bool *frozen, tl_buf *buf, tl_err *err) {
    tl_slice path;
    sqlite3_stmt *s =
        tl__bound(db, "SELECT moves FROM orders WHERE id = ?1 AND frozen = 1", TL_ARGS(tl__n(order)), err);
    *frozen = false;
    if (s == NULL) {
        return err->code;
    }
    TL_TRY(tl__step(db, s, frozen, err));
    if (!*frozen) {
        return TL_OK;
    }
    tl_slice moves = {sqlite3_column_blob(s, 0), (size_t)sqlite3_column_bytes(s, 0)};
    tl_code code = TL_OK;
    if (!frozen_path(moves, &path)) {
        code = tl_fail(err, TL_E_DB_CORRUPT, "what order %lld earned cannot be read", (long long)order);
    } else if (!tl_buf_put(buf, path.ptr, path.len)) {
        code = tl_fail(err, TL_E_NOMEM, "while keeping what an order earned");
    }
    sqlite3_reset(s);
    return code;
}

tl_code tl__moves_build(tl_db *db, int64_t order, int64_t placed_at, tl_buf *buf, tl_err *err) {
    bool frozen;
    TL_TRY(put_part(db, &parts[REFUNDS], order, placed_at, buf, err));
    TL_TRY(put_part(db, &parts[LINES], order, placed_at, buf, err));
    TL_TRY(put_frozen(db, order, &frozen, buf, err));
    return frozen ? TL_OK : put_part(db, &parts[TOUCHES], order, placed_at, buf, err);
}
