/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sessions and the touches in them. A visitor's sessions are made again from the start of the one before its earliest
 * new event, so that late events end in the same sessions as one sorted pass: what lies before cannot change, since the
 * rule looks back no further than the start of a session. */
#include "tl_store_ingest.h"

#include <string.h>

#define CLICK_REPEAT_MS 10000 /* metrics.md: a click counts once per visitor, page and 10 seconds */

typedef struct pass {
    tl_batch *b;
    int64_t visitor;
    tl_session_rule rule;
    tl_session_state state;
    /* the open session */
    int64_t start, hash, end, source, landing, landing_type, device, country, views, clicks, carts, active_ms;
    bool by_link;
    int64_t products[3], n_products;
    int64_t click_page, click_at; /* of the last click counted */
    /* its click touch: the first click that is no call for support, else the first */
    int64_t touch_at, touch_page, touch_page_type, touch_product, touch_intent;
    char code[16];
    char campaign[1024];
} pass;

enum { AT, HASH, TYPE, PAGE, PAGE_TYPE, PRODUCT, SOURCE, CAMPAIGN, CODE, INTENT, DEVICE, COUNTRY, N1 };

static tl_code insert_touch(pass *p, int kind, int64_t at, int64_t source, int64_t page, int64_t page_type,
                            int64_t product, tl_slice code, int64_t intent, tl_err *err) {
    /* A click is WhatsApp's by its button, and keeps the source of its session; every other touch is what its source says. */
    sqlite3_stmt *s = tl__sql(p->b->db,
                              "INSERT INTO touch(identity, at, kind, session, channel, entry, source, page, page_type,"
                              " product, code, intent)"
                              " SELECT ?1, ?2, ?3, ?4, CASE WHEN ?3 = 2 THEN 8 ELSE COALESCE(s.channel, 1) END,"
                              " CASE WHEN ?3 = 2 THEN 1 ELSE COALESCE(s.entry, 0) END, ?7, ?8, ?9, ?10, ?11, ?12"
                              " FROM (SELECT 1) LEFT JOIN source s ON s.id = ?7",
                              err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, p->visitor);
    tl__bind_int(s, 2, at);
    tl__bind_int(s, 3, kind);
    tl__bind_int(s, 4, p->start);
    tl__bind_id(s, 7, source);
    tl__bind_id(s, 8, page);
    tl__bind_id(s, 9, page_type);
    tl__bind_id(s, 10, product);
    tl__bind_text(s, 11, code);
    tl__bind_id(s, 12, intent);
    return tl__run(p->b->db, s, err);
}

/* A session needs a source for its row; one without landing data is direct. */
static tl_code source_or_direct(pass *p, int64_t *source, tl_err *err) {
    static const tl_landing nothing;
    tl_origin direct = {.channel = TL_CHANNEL_DIRECT};
    *source = p->source;
    return p->source ? TL_OK : tl__source(p->b, &direct, &nothing, source, err);
}

static tl_code close_session(pass *p, tl_err *err) {
    int64_t source;
    if (!p->state.open) {
        return TL_OK;
    }
    if (source_or_direct(p, &source, err) != TL_OK) {
        return err->code;
    }
    sqlite3_stmt *s = tl__sql(p->b->db,
                              "INSERT INTO session(visitor, start, hash, end, source, landing, device, country, views,"
                              " products, clicks, carts, active_ms, engaged)"
                              " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
                              err);
    if (!s) {
        return err->code;
    }
    const int64_t numbers[] = {p->visitor, p->start, p->hash, p->end, source};
    const int64_t counts[] = {p->views, p->n_products, p->clicks, p->carts, p->active_ms};
    for (int i = 0; i < 5; i++) {
        tl__bind_int(s, 1 + i, numbers[i]);
        tl__bind_int(s, 9 + i, counts[i]);
    }
    tl__bind_id(s, 6, p->landing);
    tl__bind_id(s, 7, p->device);
    tl__bind_id(s, 8, p->country);
    tl__bind_int(s, 14, p->active_ms >= 10000 || p->views >= 2 || p->carts > 0);
    if (tl__run(p->b->db, s, err) != TL_OK ||
        (!p->by_link && insert_touch(p, TL_TOUCH_SESSION, p->start, source, p->landing, p->landing_type, 0, TL_S(""), 0,
                                     err) != TL_OK)) {
        return err->code;
    }
    if (!p->touch_at) {
        return TL_OK;
    }
    return insert_touch(p, TL_TOUCH_CLICK, p->touch_at, source, p->touch_page, p->touch_page_type, p->touch_product,
                        tl_slice_of(p->code), p->touch_intent, err);
}

/* Opens a session with this event; its campaign is kept, for the rule looks at it until the session ends. */
static void open_session(pass *p, sqlite3_stmt *s) {
    tl_session_state state = p->state;
    tl_batch *b = p->b;
    int64_t visitor = p->visitor;
    tl_session_rule rule = p->rule;
    tl_slice campaign = tl__column_text(s, CAMPAIGN);
    memset(p, 0, sizeof *p);
    p->b = b;
    p->visitor = visitor;
    p->rule = rule;
    p->state = state;
    p->start = sqlite3_column_int64(s, AT);
    p->hash = sqlite3_column_int64(s, HASH);
    p->source = sqlite3_column_int64(s, SOURCE);
    p->by_link = sqlite3_column_int(s, TYPE) == TL_TYPE_LINK_OPEN;
    size_t len = campaign.len < sizeof p->campaign ? campaign.len : sizeof p->campaign;
    memcpy(p->campaign, campaign.ptr, len);
    p->state.campaign = len ? (tl_slice){p->campaign, len} : (tl_slice){NULL, 0};
}

static void count_product(pass *p, int64_t product) {
    for (int64_t i = 0; i < p->n_products; i++) {
        if (p->products[i] == product) {
            return;
        }
    }
    if (product && p->n_products < 3) { /* metrics.md looks no further than three */
        p->products[p->n_products++] = product;
    }
}

static void take_click(pass *p, sqlite3_stmt *s) {
    int64_t at = sqlite3_column_int64(s, AT), page = sqlite3_column_int64(s, PAGE);
    int64_t intent = sqlite3_column_int64(s, INTENT);
    bool repeated = p->clicks && page == p->click_page && at - p->click_at < CLICK_REPEAT_MS;
    if (!repeated) {
        p->clicks++;
        p->click_page = page;
        p->click_at = at;
    }
    if (!p->touch_at || (p->touch_intent == TL_INTENT_SUPPORT && intent != TL_INTENT_SUPPORT)) {
        tl_slice code = tl__column_text(s, CODE);
        p->touch_at = at;
        p->touch_page = page;
        p->touch_page_type = sqlite3_column_int64(s, PAGE_TYPE);
        p->touch_product = sqlite3_column_int64(s, PRODUCT);
        p->touch_intent = intent;
        memset(p->code, 0, sizeof p->code);
        memcpy(p->code, code.ptr, code.len < sizeof p->code ? code.len : sizeof p->code - 1);
    }
}

static tl_code take_event(pass *p, sqlite3_stmt *s, tl_err *err) {
    int type = sqlite3_column_int(s, TYPE);
    p->end = sqlite3_column_int64(s, AT);
    if (!p->landing) {
        p->landing = sqlite3_column_int64(s, PAGE);
        p->landing_type = sqlite3_column_int64(s, PAGE_TYPE);
    }
    p->device = p->device ? p->device : sqlite3_column_int64(s, DEVICE);
    p->country = p->country ? p->country : sqlite3_column_int64(s, COUNTRY);
    switch (type) {
    case TL_TYPE_PRODUCT_VIEW:
        count_product(p, sqlite3_column_int64(s, PRODUCT));
        p->views++;
        break;
    case TL_TYPE_PAGE_VIEW:
        p->views++;
        break;
    case TL_TYPE_BUTTON_CLICK:
        take_click(p, s);
        break;
    case TL_TYPE_CART:
    case TL_TYPE_CHECKOUT:
        p->carts++;
        break;
    case TL_TYPE_ENGAGEMENT:
        p->active_ms += sqlite3_column_int64(s, N1);
        break;
    case TL_TYPE_LINK_OPEN:
        return insert_touch(p, TL_TOUCH_LINK, p->end, sqlite3_column_int64(s, SOURCE), sqlite3_column_int64(s, PAGE),
                            sqlite3_column_int64(s, PAGE_TYPE), 0, tl__column_text(s, CODE), 0, err);
    default:
        break;
    }
    return TL_OK;
}

static tl_code next_event(pass *p, sqlite3_stmt *s, tl_err *err) {
    tl_slice campaign = tl__column_text(s, CAMPAIGN);
    tl_session_state before = p->state;
    if (!campaign.len) {
        campaign.ptr = NULL;
    }
    if (tl__session_next(&p->rule, &p->state, sqlite3_column_int64(s, AT), campaign)) {
        tl_session_state after = p->state;
        p->state = before;
        if (close_session(p, err) != TL_OK) {
            return err->code;
        }
        p->state = after;
        open_session(p, s);
    }
    return take_event(p, s, err);
}

/* ---- one visitor
 * -------------------------------------------------------------------------------------------------------- */

/* Where to begin: the last session that starts before the earliest new event. Ties of one millisecond begin at the
 * first of them. Without one: at the visitor's first event. */
static tl_code restart_of(tl_batch *b, int64_t visitor, int64_t at, int64_t *start, int64_t *hash, tl_err *err) {
    bool row;
    sqlite3_stmt *s = tl__sql(b->db,
                              "SELECT start, MIN(hash) FROM session WHERE visitor = ?1 AND start ="
                              " (SELECT MAX(start) FROM session WHERE visitor = ?1 AND start < ?2) GROUP BY start",
                              err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, visitor);
    tl__bind_int(s, 2, at);
    *start = *hash = 0;
    if (tl__step(b->db, s, &row, err) != TL_OK) {
        return err->code;
    }
    if (row) {
        *start = sqlite3_column_int64(s, 0);
        *hash = sqlite3_column_int64(s, 1);
        sqlite3_reset(s);
    }
    return TL_OK;
}

static tl_code forget_from(tl_batch *b, int64_t visitor, int64_t start, tl_err *err) {
    sqlite3_stmt *sessions = tl__sql(b->db, "DELETE FROM session WHERE visitor = ?1 AND start >= ?2", err);
    sqlite3_stmt *touches = tl__sql(b->db, "DELETE FROM touch WHERE identity = ?1 AND session >= ?2 AND at >= ?2", err);
    if (!sessions || !touches) {
        return err->code;
    }
    tl__bind_int(sessions, 1, visitor);
    tl__bind_int(sessions, 2, start);
    tl__bind_int(touches, 1, visitor);
    tl__bind_int(touches, 2, start);
    return tl__run(b->db, sessions, err) == TL_OK ? tl__run(b->db, touches, err) : err->code;
}

static tl_code remake_visitor(tl_batch *b, int64_t visitor, int64_t at, tl_err *err) {
    int64_t start, hash;
    bool row = true;
    pass p = {.b = b, .visitor = visitor, .rule = {TL_SESSION_TIMEOUT_MS, TL_SESSION_MAX_MS}};
    if (restart_of(b, visitor, at, &start, &hash, err) != TL_OK || forget_from(b, visitor, start, err) != TL_OK ||
        tl__work_person_of(b, visitor, start, err) != TL_OK) {
        return err->code;
    }
    sqlite3_stmt *s =
        tl__sql(b->db,
                "SELECT at, hash, type, page, page_type, product, source, campaign, code, intent, device, country,"
                " n1 FROM event WHERE visitor = ?1 AND (at, hash) >= (?2, ?3) ORDER BY at, hash",
                err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, visitor);
    tl__bind_int(s, 2, start);
    tl__bind_int(s, 3, hash);
    while (tl__step(b->db, s, &row, err) == TL_OK && row) {
        if (next_event(&p, s, err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
    }
    return err->code != TL_OK ? err->code : close_session(&p, err);
}

tl_code tl__sessions_remake(tl_batch *b, tl_err *err) {
    bool row = true;
    sqlite3_stmt *s = tl__sql(b->db, "SELECT id, at FROM work_visitor", err);
    if (!s) {
        return err->code;
    }
    while (tl__step(b->db, s, &row, err) == TL_OK && row) {
        tl_arena_reset(b->arena);
        if (remake_visitor(b, sqlite3_column_int64(s, 0), sqlite3_column_int64(s, 1), err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
    }
    return err->code;
}
