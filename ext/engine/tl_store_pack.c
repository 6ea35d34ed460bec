/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_store_pack.h"

#include <string.h>

#define AT_ONCE 16 /* packs made in a transaction */

#define VISIT_EVENT(type, when)                                                                                        \
    " CASE WHEN " when " THEN COALESCE((SELECT MIN(e.at) + 1 - x.start FROM event e WHERE e.visitor = x.visitor"       \
    " AND e.at BETWEEN x.start AND x.end AND e.type = " type "), 0) ELSE 0 END"
/* Only a search, a variation or a cart bring a visit's quality so far (tl_store_session.c). */
#define CHOSE "x.quality - MIN(x.active_ms, 60000) - 10000 * x.products >= 30000"
/* From a click on: something in the cart still, which the last of the person's events says (longer ago than
 * TL_CART_OVER it is another cart), unless an order took it; or put there within the longest window (90 days), or the
 * checkout. Where it is not told how many, there is something after it was added or changed. */
#define IN_CART "COALESCE(e.n1, e.action IN (1, 3)) > 0"
#define CART_EVENTS                                                                                                    \
    " FROM identity j CROSS JOIN event e INDEXED BY event_cart ON e.visitor = j.id WHERE j.person = i.person"          \
    " AND e.type IN (9, 10)"
#define TAKEN(whose)                                                                                                   \
    "EXISTS(SELECT 1 FROM orders o WHERE o." whose " = i.person AND o.renewal = 0 AND o.placed_at > h.at - 1000"       \
    " AND o.placed_at < c.at AND (o.reason = 0 OR (o.reason = 1 AND o.status = 'on-hold'))"                            \
    " AND o.placed_at + CASE o.placed_at % 1000 WHEN 0 THEN 999 ELSE 0 END >= h.at)"
#define CART_AT                                                                                                        \
    "COALESCE(CASE WHEN EXISTS(SELECT 1 FROM (SELECT e.at, " IN_CART " AS holds" CART_EVENTS                           \
    " AND e.type = 9 AND e.at < c.at AND e.at >= c.at - 2678400000 ORDER BY e.at DESC, e.hash DESC LIMIT 1) h"         \
    " WHERE h.holds AND NOT " TAKEN("person") " AND NOT " TAKEN(                                                       \
        "day_person") ") THEN c.at"                                                                                    \
                      " ELSE (SELECT MIN(e.at)" CART_EVENTS " AND e.at BETWEEN c.at AND c.at + 7776000000"             \
                      " AND (e.type = 10 OR " IN_CART ")) END, 0)"
_Static_assert(TL_CART_OVER == 2678400000, "as above");
/* A chat that a click began is one touch with it, at the click's time (tl_store_path.c): found by its code, else by the
 * person within a day. 3 is a chat, 2 a click, entry 2 an ad. */
#define OF_CLICK                                                                                                       \
    "t.kind = 3 AND (EXISTS(SELECT 1 FROM identity k JOIN touch c ON c.identity = k.id WHERE k.person = i.person"      \
    " AND c.kind = 2 AND t.entry <> 2 AND c.at BETWEEN t.at - 86400000 AND t.at) OR (t.code IS NOT NULL"               \
    " AND i.person IS (SELECT MIN(k.person) FROM event e JOIN identity k ON k.id = e.visitor WHERE e.code = t.code"    \
    " AND e.type = 7 HAVING MIN(e.visitor) = MAX(e.visitor))))"
#define IN_PERIOD(at) at " >= ?1 AND " at " < ?2 ORDER BY " at
#define PERIOD(at) " WHERE " IN_PERIOD(at)
#define PACKS(kind)                                                                                                    \
    "SELECT id - " kind " * 1048576, rows FROM pack WHERE id BETWEEN " kind " * 1048576 + ?1"                          \
    " AND " kind " * 1048576 + ?2 AND rows IS NOT NULL ORDER BY id"

typedef struct kind {
    const char *packs, *rows;
    int numbers, texts;
    int relative; /* so many numbers after the first are times: their distance from it is kept, 0 stays 0 */
} kind;
static const kind kinds[TL_PACKS] = {
    [TL_PACK_ORDERS] = {PACKS("0"), "SELECT " TL_ORDER_COLUMNS " FROM orders" PERIOD("placed_at") ", id",
                        TL_ORDER_NUMBERS, TL_ORDER_TEXTS, 1},
    [TL_PACK_VISITS] =
        {PACKS("1"),
         "SELECT x.start, x.end, i.person, i.shared, x.source, COALESCE(x.landing, 0), COALESCE(x.device, 0),"
         " COALESCE(x.country, 0), x.engaged, x.quality, x.products, x.active_ms, x.clicks," VISIT_EVENT(
             "7", "x.clicks > 0") "," VISIT_EVENT("3", CHOSE) "," VISIT_EVENT("4",
                                                                              CHOSE) ", x.viewed FROM session x CROSS "
                                                                                     "JOIN identity i ON i.id = "
                                                                                     "x.visitor" PERIOD("x.start"),
         TL_VISIT_NUMBERS, 1, 1},
    [TL_PACK_TOUCHES] =
        {PACKS("2"),
         "SELECT t.at, i.person, " OF_CLICK ", t.channel, t.entry, COALESCE(t.source, 0), COALESCE(t.product, 0),"
         " COALESCE(t.page, 0), COALESCE(t.page_type, 0), COALESCE(t.intent, 0), COALESCE(x.landing, 0),"
         " COALESCE(x.device, 0), COALESCE(x.country, 0) FROM touch t CROSS JOIN identity i ON i.id = t.identity"
         " LEFT JOIN session x ON x.visitor = t.identity AND (x.start, x.hash) = (SELECT y.start, y.hash FROM"
         " session y WHERE y.visitor = t.identity AND y.start = t.session LIMIT 1)" PERIOD("t.at") ", t.kind, t.hash",
         TL_TOUCHED_NUMBERS, 0, 0},
    [TL_PACK_CLICKS] =
        {PACKS("3"),
         "SELECT c.at, " CART_AT
         ", i.person, c.source, COALESCE(c.landing, 0), COALESCE(c.device, 0), COALESCE(c.country, 0),"
         " COALESCE(c.product, 0), COALESCE(c.page, 0), COALESCE(c.page_type, 0), COALESCE((SELECT e.intent FROM"
         " event e WHERE e.visitor = c.visitor AND e.at = c.at AND e.hash = c.hash), 0)"
         " FROM click c CROSS JOIN identity i ON i.id = c.visitor" PERIOD("c.at") ", c.hash",
         TL_CLICKED_NUMBERS, 0, 1},
    [TL_PACK_CHATS] = {PACKS("4"),
                       "SELECT m.at, i.person, COALESCE(m.intent, 0) FROM message m CROSS JOIN identity i"
                       " ON i.id = m.identity WHERE m.direction = 1 AND " IN_PERIOD("m.at") ", m.hash",
                       TL_WROTE_NUMBERS, 0, 0},
};

void tl__packed_row(tl_pack which, sqlite3_stmt *s, tl_packed *out) {
    const kind *k = &kinds[which];
    for (int i = 0; i < k->numbers; i++) {
        out->n[i] = sqlite3_column_int64(s, i);
    }
    for (int i = 0; i < k->texts; i++) {
        int column = k->numbers + i;
        const void *bytes = sqlite3_column_blob(s, column);
        out->text[i] = bytes ? (tl_slice){bytes, (size_t)sqlite3_column_bytes(s, column)} : TL_S("");
    }
}

tl_code tl__packed_rows(tl_db *db, tl_pack which, sqlite3_stmt *s, tl_on_packed on, void *ctx, tl_err *err) {
    bool row = true;
    tl_packed packed;
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        tl__packed_row(which, s, &packed);
        if (on(ctx, &packed, err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
    }
}

tl_traits tl__packed_visit(const tl_packed *visit) {
    return (tl_traits){.at = visit->n[TL_VISIT_START],
                       .source = visit->n[TL_VISIT_SOURCE],
                       .landing = visit->n[TL_VISIT_LANDING],
                       .device = visit->n[TL_VISIT_DEVICE],
                       .country = visit->n[TL_VISIT_COUNTRY]};
}

bool tl__packed_counts(const tl_packed *order, bool on_hold) {
    int64_t reason = order->n[TL_ORDER_REASON];
    return reason == TL_REASON_COUNTS ||
           (on_hold && reason == TL_REASON_UNPAID && tl_slice_eq(order->text[TL_ORDER_STATUS], TL_S("on-hold")));
}

/* ---- packing -------------------------------------------------------------------------------------------------------
 */

/* 0 is no time; 1 and more are from the same moment on, -1 and less before it. */
static int64_t distance(int64_t from, int64_t at) {
    int64_t ms = at - from;
    return at == 0 ? 0 : ms < 0 ? ms : ms + 1;
}

/* A damaged pack may hold any distance. */
static int64_t time_at(int64_t from, int64_t distance) {
    return distance == 0 ? 0 : (int64_t)((uint64_t)from + (uint64_t)(distance < 0 ? distance : distance - 1));
}

/* A day, column by column, so that a reader passes over what it does not ask for: how many rows, then of each column
 * how many bytes, and the bytes. */
typedef struct day_columns {
    tl_pack which;
    int64_t day, rows;
    tl_buf of[TL_PACK_COLUMNS];
} day_columns;

static void columns_init(day_columns *c, int64_t id, tl_allocator mem) {
    *c = (day_columns){.which = (tl_pack)(id / TL_PACK_DAYS), .day = id % TL_PACK_DAYS};
    for (int i = 0; i < TL_PACK_COLUMNS; i++) {
        tl_buf_init(&c->of[i], mem);
    }
}

static void columns_destroy(day_columns *c) {
    for (int i = 0; i < TL_PACK_COLUMNS; i++) {
        tl_buf_destroy(&c->of[i]);
    }
}

static bool put_text(tl_buf *buf, tl_slice text) {
    return tl__number_put(buf, (int64_t)text.len) && (!text.len || tl_buf_put(buf, text.ptr, text.len));
}

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "while packing a day");
}

static tl_code put_row(void *ctx, const tl_packed *row, tl_err *err) {
    day_columns *c = ctx;
    const kind *k = &kinds[c->which];
    bool right = tl__number_put(&c->of[0], row->n[0] - c->day * TL_DAY_MS);
    for (int i = 1; i < k->numbers; i++) {
        right = right && tl__number_put(&c->of[i], i <= k->relative ? distance(row->n[0], row->n[i]) : row->n[i]);
    }
    for (int i = 0; i < k->texts; i++) {
        right = right && put_text(&c->of[k->numbers + i], row->text[i]);
    }
    c->rows++;
    return right ? TL_OK : no_memory(err);
}

static bool join(const kind *k, const day_columns *c, tl_buf *buf) {
    bool right = tl__number_put(buf, c->rows);
    for (int i = 0; i < k->numbers + k->texts; i++) {
        right = right && put_text(buf, (tl_slice){(const char *)c->of[i].ptr, c->of[i].len});
    }
    return right;
}

/* Fills buf; a day without rows is empty. */
static tl_code pack(tl_db *db, int64_t id, tl_buf *buf, tl_err *err) {
    day_columns c;
    columns_init(&c, id, buf->mem);
    buf->len = 0;
    const tl_arg day[] = {tl__n(c.day * TL_DAY_MS), tl__n((c.day + 1) * TL_DAY_MS)};
    sqlite3_stmt *s = tl__bound(db, kinds[c.which].rows, day, 2, err);
    tl_code code = tl__packed_rows(db, c.which, s, put_row, &c, err);
    if (code == TL_OK && c.rows && !join(&kinds[c.which], &c, buf)) {
        code = no_memory(err);
    }
    columns_destroy(&c);
    return code;
}

/* A day that has lost all its rows needs no pack. */
static tl_code keep(tl_db *db, int64_t id, const tl_buf *buf, tl_err *err) {
    if (!buf->len) {
        return tl__do(db, "DELETE FROM pack WHERE id = ?1", TL_ARGS(tl__n(id)), err);
    }
    return tl__do(db, "UPDATE pack SET rows = ?2 WHERE id = ?1", TL_ARGS(tl__n(id), tl__b(buf->ptr, buf->len)), err);
}

static tl_code make(tl_db *db, const int64_t ids[AT_ONCE], int n, tl_allocator mem, tl_err *err) {
    tl_buf buf;
    tl_code code = TL_OK;
    tl_buf_init(&buf, mem);
    for (int i = 0; i < n && code == TL_OK; i++) {
        code = pack(db, ids[i], &buf, err);
        code = code == TL_OK ? keep(db, ids[i], &buf, err) : code;
    }
    tl_buf_destroy(&buf);
    return code;
}

/* Adds to ids those of a kind. */
static tl_code missing(tl_db *db, int64_t which, int64_t today, int64_t ids[AT_ONCE], int *n, tl_err *err) {
    bool row = true;
    sqlite3_stmt *s =
        tl__bound(db, "SELECT id FROM pack WHERE rows IS NULL AND id >= ?1 AND id < ?2 LIMIT ?3",
                  TL_ARGS(tl__n(which * TL_PACK_DAYS), tl__n(which * TL_PACK_DAYS + today), tl__n(AT_ONCE - *n)), err);
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        ids[(*n)++] = sqlite3_column_int64(s, 0);
    }
}

tl_code tl__packs_make(tl_db *db, tl_allocator mem, int64_t now, bool (*go_on)(const void *ctx), const void *ctx,
                       tl_err *err) {
    int64_t ids[AT_ONCE];
    int n = AT_ONCE;
    while (n == AT_ONCE && go_on(ctx)) {
        n = 0;
        for (int64_t which = 0; which < TL_PACKS && n < AT_ONCE; which++) {
            TL_TRY(missing(db, which, now / TL_DAY_MS, ids, &n, err));
        }
        if (n) {
            TL_TRY(tl__begin(db, err));
            TL_TRY(tl__end(db, make(db, ids, n, mem, err), err));
        }
    }
    return TL_OK;
}

/* ---- reading -------------------------------------------------------------------------------------------------------
 */

typedef struct reading {
    tl_db *db;
    tl_pack which;
    tl_period period;
    tl_on_packed on;
    void *ctx;
    int wanted[TL_PACK_COLUMNS], n_numbers, n_texts; /* columns asked for: numbers, then texts */
} reading;

static void want(reading *r, unsigned columns) {
    const kind *k = &kinds[r->which];
    for (int i = 1; i < k->numbers; i++) {
        if (columns & TL_PACKED(i)) {
            r->wanted[r->n_numbers++] = i;
        }
    }
    for (int i = 0; i < k->texts; i++) {
        if (columns & TL_PACKED_TEXT(i)) {
            r->wanted[r->n_numbers + r->n_texts++] = i;
        }
    }
}

static tl_code read_rows(const reading *r, int64_t from, int64_t to, tl_err *err) {
    if (from >= to) {
        return TL_OK;
    }
    sqlite3_stmt *s = tl__bound(r->db, kinds[r->which].rows, TL_ARGS(tl__n(from), tl__n(to)), err);
    return tl__packed_rows(r->db, r->which, s, r->on, r->ctx, err);
}

/* The columns of a pack, each from its beginning. */
static bool open_columns(const kind *k, const unsigned char *bytes, size_t len, tl_numbers of[TL_PACK_COLUMNS],
                         int64_t *rows) {
    tl_numbers all = {bytes, bytes + len, false};
    *rows = tl__number_take(&all);
    for (int i = 0; i < k->numbers + k->texts; i++) {
        tl_slice column = tl__numbers_text(&all);
        const unsigned char *at = (const unsigned char *)column.ptr;
        of[i] = (tl_numbers){at, at + column.len, false};
    }
    return !all.broken && all.at == all.end;
}

static void take(const reading *r, const kind *k, tl_numbers of[TL_PACK_COLUMNS], int64_t day, tl_packed *row) {
    int64_t later = tl__number_take(&of[0]);
    of[0].broken |= later < 0 || later >= TL_DAY_MS;
    row->n[0] = day * TL_DAY_MS + (of[0].broken ? 0 : later);
    for (int i = 0; i < r->n_numbers; i++) {
        int column = r->wanted[i];
        row->n[column] = tl__number_take(&of[column]);
        if (column <= k->relative) {
            row->n[column] = time_at(row->n[0], row->n[column]);
        }
    }
    for (int i = r->n_numbers; i < r->n_numbers + r->n_texts; i++) {
        row->text[r->wanted[i]] = tl__numbers_text(&of[k->numbers + r->wanted[i]]);
    }
}

static bool all_right(const kind *k, const tl_numbers of[TL_PACK_COLUMNS]) {
    bool broken = false;
    for (int i = 0; i < k->numbers + k->texts; i++) {
        broken |= of[i].broken;
    }
    return !broken;
}

static tl_code read_pack(const reading *r, sqlite3_stmt *s, tl_err *err) {
    const kind *k = &kinds[r->which];
    int64_t day = sqlite3_column_int64(s, 0), rows;
    tl_numbers of[TL_PACK_COLUMNS];
    tl_packed row = {.n = {0}};
    const unsigned char *bytes = sqlite3_column_blob(s, 1);
    const unsigned char *none = (const unsigned char *)"";
    bool right = open_columns(k, bytes ? bytes : none, (size_t)sqlite3_column_bytes(s, 1), of, &rows);
    for (int64_t i = 0; right && i < rows; i++) {
        take(r, k, of, day, &row);
        right =
            !of[0].broken; /* a broken pack may claim any number of rows; the other columns are looked at in the end */
        if (!right || row.n[0] >= r->period.to) {
            break;
        }
        if (row.n[0] >= r->period.from) {
            TL_TRY(r->on(r->ctx, &row, err));
        }
    }
    return right && all_right(k, of) ? TL_OK : tl_fail(err, TL_E_DB_CORRUPT, "what was packed of a day cannot be read");
}

/* Packed days, and between them rows. */
static tl_code read_days(const reading *r, sqlite3_stmt *packs, tl_err *err) {
    int64_t at = r->period.from, to = r->period.to;
    bool row = true;
    for (;;) {
        TL_TRY(tl__step(r->db, packs, &row, err));
        if (!row) {
            return read_rows(r, at, to, err);
        }
        int64_t day = sqlite3_column_int64(packs, 0);
        TL_TRY(read_rows(r, at, day * TL_DAY_MS, err));
        TL_TRY(read_pack(r, packs, err));
        at = (day + 1) * TL_DAY_MS;
    }
}

tl_code tl__packed_each(tl_db *db, tl_pack which, unsigned columns, tl_period period, tl_on_packed on, void *ctx,
                        tl_err *err) {
    reading r = {.db = db, .which = which, .period = period, .on = on, .ctx = ctx};
    want(&r, columns);
    int64_t first = period.from > 0 ? period.from / TL_DAY_MS : 0;
    int64_t last = period.to > 0 ? (period.to - 1) / TL_DAY_MS : -1;
    last = last < TL_PACK_DAYS ? last : TL_PACK_DAYS - 1;
    if (first > last) {
        return read_rows(&r, period.from, period.to, err);
    }
    sqlite3_stmt *packs = tl__bound(db, kinds[which].packs, TL_ARGS(tl__n(first), tl__n(last)), err);
    if (!packs) {
        return err->code;
    }
    tl_code code = read_days(&r, packs, err);
    sqlite3_reset(packs);
    return code;
}

/* ---- checking ------------------------------------------------------------------------------------------------------
 */

static tl_code hold(tl_db *db, sqlite3_stmt *kept, tl_buf *buf, int64_t *wrong, tl_err *err) {
    TL_TRY(pack(db, sqlite3_column_int64(kept, 0), buf, err));
    *wrong += buf->len != (size_t)sqlite3_column_bytes(kept, 1) ||
              (buf->len && memcmp(buf->ptr, sqlite3_column_blob(kept, 1), buf->len) != 0);
    return TL_OK;
}

static tl_code hold_all(tl_db *db, sqlite3_stmt *kept, tl_buf *buf, int64_t *wrong, tl_err *err) {
    bool row = true;
    for (;;) {
        TL_TRY(tl__step(db, kept, &row, err));
        if (!row) {
            return TL_OK;
        }
        TL_TRY(hold(db, kept, buf, wrong, err));
    }
}

tl_code tl__packs_wrong(tl_db *db, tl_allocator mem, int64_t *wrong, tl_err *err) {
    tl_buf buf;
    *wrong = 0;
    sqlite3_stmt *kept = tl__sql(db, "SELECT id, rows FROM pack WHERE rows IS NOT NULL", err);
    if (!kept) {
        return err->code;
    }
    tl_buf_init(&buf, mem);
    tl_code code = hold_all(db, kept, &buf, wrong, err);
    tl_buf_destroy(&buf);
    sqlite3_reset(kept);
    return code;
}
