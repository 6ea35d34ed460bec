/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sessions and the touches in them. A visitor's sessions are made again from the start of the last one before its
 * earliest new event, so that late events end in the same sessions as one sorted pass: what lies before cannot change,
 * since the rule looks back no further than the start of a session.
 *
 * A session came from where its first page view or opened link came from; one without is direct. Its entry is a touch,
 * and so is each link opened in it; a link that begins the session is its entry. Its clicks are one touch, at the first
 * that counts and is no call for support, else at the first. */
#include "tl_store_ingest.h"

#include "tl_store_clicks.h"

#include <stdio.h>
#include <string.h>

#define VIEWS_MAX 500 /* whose engaged time is told apart: who looks at more pages in a session is no person */

typedef struct view {
    tl_slice id;
    int64_t active_ms;
} view;

typedef struct session {
    int64_t start, hash, end, source, device, country, views, carts, active_ms, depth;
    int64_t landing, landing_type, landing_product;
    bool by_link, chose; /* chose: searched, chose a variation or used the cart */
    int64_t products[3], n_products;
    size_t n_seen, n_viewed;
} session;

typedef struct pass {
    tl_batch *b;
    int64_t visitor;
    tl_session_state state;
    session now;
    tl_clicks clicks;
    view *seen;      /* VIEWS_MAX, made at the first use */
    int64_t *viewed; /* VIEWS_MAX; products of this session */
} pass;

enum { AT, HASH, TYPE, PAGE, PAGE_TYPE, PRODUCT, SOURCE, CAMPAIGN, CODE, INTENT, DEVICE, COUNTRY, N1, N2, VIEW };
static const char events_sql[] =
    "SELECT at, hash, type, page, page_type, product, source, campaign, code, intent, device, country, n1, n2, view"
    " FROM event WHERE visitor = ?1 AND (at, hash) >= (?2, ?3) ORDER BY at, hash";

/* ---- touches ------------------------------------------------------------------------------------------------------
 */

tl_code tl__touch_insert(tl_batch *b, const tl_touch *t, tl_err *err) {
    TL_TRY(tl__day_changes(b, TL_PACK_TOUCHES, t->at, err));
    if (t->kind == TL_TOUCH_CLICK) { /* a chat of the day after may be its */
        TL_TRY(tl__day_changes(b, TL_PACK_TOUCHES, t->at + TL_DAY_MS, err));
    }
    return tl__do(
        b->db,
        "INSERT INTO touch(identity, at, kind, hash, session, channel, entry, source, page, page_type, product,"
        " code, intent) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        TL_ARGS(tl__n(t->identity), tl__n(t->at), tl__n(t->kind), tl__n(t->hash), tl__n(t->session), tl__n(t->channel),
                tl__n(t->entry), tl__id(t->source), tl__id(t->page), tl__id(t->page_type), tl__id(t->product),
                tl__t(t->code), tl__id(t->intent)),
        err);
}

/* A touch whose channel is what its source says. */
static tl_code insert_from_source(pass *p, tl_touch *t, tl_err *err) {
    const tl_arg source[] = {tl__n(t->source)};
    TL_TRY(
        tl__one(p->b->db, "SELECT channel FROM source WHERE id = ?1", source, 1, TL_CHANNEL_DIRECT, &t->channel, err));
    TL_TRY(tl__one(p->b->db, "SELECT entry FROM source WHERE id = ?1", source, 1, TL_ENTRY_NONE, &t->entry, err));
    t->identity = p->visitor;
    t->session = p->now.start;
    return tl__touch_insert(p->b, t, err);
}

static tl_code insert_link(pass *p, sqlite3_stmt *s, tl_err *err) {
    tl_touch t = {.kind = TL_TOUCH_LINK,
                  .at = sqlite3_column_int64(s, AT),
                  .hash = sqlite3_column_int64(s, HASH),
                  .source = sqlite3_column_int64(s, SOURCE),
                  .page = sqlite3_column_int64(s, PAGE),
                  .code = tl__column_text(s, CODE)};
    return insert_from_source(p, &t, err);
}

static tl_code insert_entry(pass *p, tl_err *err) {
    const session *n = &p->now;
    tl_touch t = {.kind = TL_TOUCH_SESSION,
                  .at = n->start,
                  .hash = n->hash,
                  .source = n->source,
                  .page = n->landing,
                  .page_type = n->landing_type,
                  .product = n->landing_product,
                  .code = TL_S("")};
    return n->by_link ? TL_OK : insert_from_source(p, &t, err);
}

static tl_code insert_clicks(pass *p, tl_err *err) {
    const tl_click *c = &p->clicks.touch;
    tl_touch t = {.identity = p->visitor,
                  .kind = TL_TOUCH_CLICK,
                  .at = c->at,
                  .hash = c->hash,
                  .session = p->now.start,
                  .channel = TL_CHANNEL_WHATSAPP,
                  .entry = TL_ENTRY_BUTTON,
                  .source = p->now.source, /* what had brought the visitor who clicked */
                  .page = c->page,
                  .page_type = c->page_type,
                  .product = c->product,
                  .intent = c->intent,
                  .code = tl_slice_of(c->code)};
    return p->clicks.counted > 0 ? tl__touch_insert(p->b, &t, err) : TL_OK;
}

/* ---- one session ------------------------------------------------------------------------------------------------ */

static tl_code direct(tl_batch *b, int64_t *source, tl_err *err) {
    static const tl_landing nothing = {{"", 0}, {"", 0}, {"", 0}, {"", 0}, {"", 0}, {"", 0}, {"", 0}};
    tl_origin origin = {.channel = TL_CHANNEL_DIRECT};
    return tl__source(b, &origin, &nothing, 0, source, err);
}

/* "12,7" */
static tl_code viewed_text(const pass *p, tl_slice *text, tl_err *err) {
    const session *n = &p->now;
    size_t cap = n->n_viewed * 21 + 1, len = 0;
    char *out = tl_arena_alloc(p->b->arena, cap);
    if (out == NULL) {
        return tl_fail(err, TL_E_NOMEM, "while making sessions");
    }
    for (size_t i = 0; i < n->n_viewed; i++) {
        len += (size_t)snprintf(out + len, cap - len, i ? ",%lld" : "%lld", (long long)p->viewed[i]);
    }
    *text = (tl_slice){out, len};
    return TL_OK;
}

/* metrics.md, Sessions and engagement: 40 points for a minute, 20 for a page to its end, 20 for three products, 20 for
 * choosing. */
static int64_t quality_of(const session *n) {
    int64_t minute = 40 * TL_QUALITY_POINT;
    return (n->active_ms < minute ? n->active_ms : minute) + n->depth * (20 * TL_QUALITY_POINT / 100) +
           n->n_products * (20 * TL_QUALITY_POINT / 3) + (n->chose ? 20 * TL_QUALITY_POINT : 0);
}

static tl_code close_session(pass *p, tl_err *err) {
    session *n = &p->now;
    tl_slice viewed;
    if (n->source == 0) {
        TL_TRY(direct(p->b, &n->source, err));
    }
    TL_TRY(viewed_text(p, &viewed, err));
    int64_t quality = quality_of(n);
    bool engaged = n->active_ms >= 10000 || n->views >= 2 || n->carts > 0; /* metrics.md */
    TL_TRY(tl__do(p->b->db,
                  "INSERT INTO session(visitor, start, hash, end, source, landing, device, country, views, products,"
                  " clicks, carts, active_ms, engaged, viewed, quality)"
                  " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
                  TL_ARGS(tl__n(p->visitor), tl__n(n->start), tl__n(n->hash), tl__n(n->end), tl__n(n->source),
                          tl__id(n->landing), tl__id(n->device), tl__id(n->country), tl__n(n->views),
                          tl__n(n->n_products), tl__n((int64_t)p->clicks.counted), tl__n(n->carts), tl__n(n->active_ms),
                          tl__n(engaged), tl__t(viewed), tl__n(quality)),
                  err));
    tl_visit visit = {
        n->start, n->source, n->landing, n->device, n->country, engaged, quality, (int64_t)p->clicks.counted, viewed};
    TL_TRY(tl__rollup_visit(p->b, &visit, 1, err));
    TL_TRY(tl__clicks_end(&p->clicks, &visit, err));
    TL_TRY(insert_entry(p, err));
    return insert_clicks(p, err);
}

static void open_session(pass *p, sqlite3_stmt *s) {
    p->now = (session){.start = sqlite3_column_int64(s, AT),
                       .hash = sqlite3_column_int64(s, HASH),
                       .by_link = sqlite3_column_int(s, TYPE) == TL_TYPE_LINK_OPEN};
    tl__clicks_begin(&p->clicks);
}

static tl_code take_product(pass *p, int64_t product, tl_err *err) {
    session *n = &p->now;
    for (size_t i = 0; i < n->n_viewed; i++) {
        if (p->viewed[i] == product) {
            return TL_OK;
        }
    }
    if (n->n_viewed == VIEWS_MAX || product == 0) {
        return TL_OK;
    }
    if (p->viewed == NULL && (p->viewed = tl_arena_alloc(p->b->arena, VIEWS_MAX * sizeof(*p->viewed))) == NULL) {
        return tl_fail(err, TL_E_NOMEM, "while making sessions");
    }
    p->viewed[n->n_viewed++] = product;
    return TL_OK;
}

static void take_view(session *n, sqlite3_stmt *s) {
    int64_t product = sqlite3_column_int64(s, PRODUCT);
    n->views++;
    for (int64_t i = 0; i < n->n_products; i++) {
        if (n->products[i] == product) {
            return;
        }
    }
    if (product != 0 && n->n_products < 3) { /* metrics.md looks no further than three */
        n->products[n->n_products++] = product;
    }
}

/* The time of a page view is told several times, each time in all: the greatest counts. */
static tl_code take_engagement(pass *p, sqlite3_stmt *s, tl_err *err) {
    session *n = &p->now;
    tl_slice id = tl__column_text(s, VIEW);
    int64_t active_ms = sqlite3_column_int64(s, N1), depth = sqlite3_column_int64(s, N2);
    n->depth = depth > n->depth ? depth : n->depth;
    if (p->seen == NULL && (p->seen = tl_arena_alloc(p->b->arena, VIEWS_MAX * sizeof(*p->seen))) == NULL) {
        return tl_fail(err, TL_E_NOMEM, "while making sessions");
    }
    size_t i = n->n_seen;
    while (i > 0 && !tl_slice_eq(p->seen[i - 1].id, id)) {
        i--;
    }
    if (i == 0 && n->n_seen == VIEWS_MAX) {
        return TL_OK;
    }
    if (i == 0) {
        id = tl_arena_dup(p->b->arena, id);
        if (id.ptr == NULL) {
            return tl_fail(err, TL_E_NOMEM, "while making sessions");
        }
        p->seen[n->n_seen++] = (view){id, 0};
        i = n->n_seen;
    }
    view *v = &p->seen[i - 1];
    if (active_ms > v->active_ms) {
        n->active_ms += active_ms - v->active_ms;
        v->active_ms = active_ms;
    }
    return TL_OK;
}

static tl_code take_click(pass *p, sqlite3_stmt *s, tl_err *err) {
    tl_slice code = tl__column_text(s, CODE);
    bool marked = sqlite3_column_type(s, N1) != SQLITE_NULL;
    tl_click click = {.at = sqlite3_column_int64(s, AT),
                      .hash = sqlite3_column_int64(s, HASH),
                      .page = sqlite3_column_int64(s, PAGE),
                      .page_type = sqlite3_column_int64(s, PAGE_TYPE),
                      .product = sqlite3_column_int64(s, PRODUCT),
                      .intent = sqlite3_column_int64(s, INTENT)};
    memcpy(click.code, code.ptr, code.len < sizeof(click.code) ? code.len : 0);
    return tl__clicks_take(&p->clicks, &click, marked ? sqlite3_column_int(s, N1) : -1, err);
}

static void take_landing(session *n, sqlite3_stmt *s) {
    if (n->landing == 0) {
        n->landing = sqlite3_column_int64(s, PAGE);
        n->landing_type = sqlite3_column_int64(s, PAGE_TYPE);
        n->landing_product = sqlite3_column_int64(s, PRODUCT);
    }
    n->source = n->source != 0 ? n->source : sqlite3_column_int64(s, SOURCE);
    n->device = n->device != 0 ? n->device : sqlite3_column_int64(s, DEVICE);
    n->country = n->country != 0 ? n->country : sqlite3_column_int64(s, COUNTRY);
}

static tl_code take_event(pass *p, sqlite3_stmt *s, tl_err *err) {
    p->now.end = sqlite3_column_int64(s, AT);
    take_landing(&p->now, s);
    switch (sqlite3_column_int(s, TYPE)) {
    case TL_TYPE_PAGE_VIEW:
        take_view(&p->now, s);
        return TL_OK;
    case TL_TYPE_PRODUCT_VIEW:
        take_view(&p->now, s);
        return take_product(p, sqlite3_column_int64(s, PRODUCT), err);
    case TL_TYPE_BUTTON_CLICK:
        return take_click(p, s, err);
    case TL_TYPE_ENGAGEMENT:
        return take_engagement(p, s, err);
    case TL_TYPE_LINK_OPEN:
        return insert_link(p, s, err);
    case TL_TYPE_CART:
    case TL_TYPE_CHECKOUT:
        p->now.carts++;
        p->now.chose = true;
        return TL_OK;
    case TL_TYPE_SEARCH:
    case TL_TYPE_VARIATION:
        p->now.chose = true;
        return TL_OK;
    default:
        return TL_OK;
    }
}

static tl_code next_event(pass *p, sqlite3_stmt *s, tl_err *err) {
    static const tl_session_rule rule = {TL_SESSION_TIMEOUT_MS, TL_SESSION_MAX_MS, true};
    bool first = !p->state.open;
    tl_slice campaign = tl__column_text(s, CAMPAIGN);
    if (campaign.len == 0) {
        campaign.ptr = NULL;
    }
    if (tl__session_next(&rule, &p->state, sqlite3_column_int64(s, AT), campaign)) {
        if (!first) {
            TL_TRY(close_session(p, err));
        }
        open_session(p, s);
        if (campaign.ptr != NULL) { /* the row goes, the rule looks at its campaign until the session ends */
            p->state.campaign = tl_arena_dup(p->b->arena, campaign);
            if (p->state.campaign.ptr == NULL) {
                return tl_fail(err, TL_E_NOMEM, "while making sessions");
            }
        }
    }
    return take_event(p, s, err);
}

/* ---- one visitor --------------------------------------------------------------------------------------------------
 */

/* Where to begin: the last session that starts before the earliest new event; of several in one millisecond the first.
 * Without one at the visitor's first event. */
static tl_code restart_of(tl_batch *b, int64_t visitor, int64_t before, int64_t *at, int64_t *hash, tl_err *err) {
    TL_TRY(tl__one(b->db, "SELECT MAX(start) FROM session WHERE visitor = ?1 AND start < ?2",
                   TL_ARGS(tl__n(visitor), tl__n(before)), tl__beginning(b), at, err));
    return tl__one(b->db, "SELECT MIN(hash) FROM session WHERE visitor = ?1 AND start = ?2",
                   TL_ARGS(tl__n(visitor), tl__n(*at)), 0, hash, err);
}

tl_code tl__visits_forget(tl_batch *b, int64_t visitor, int64_t since, tl_err *err) {
    bool row = true;
    sqlite3_stmt *s = tl__bound(b->db,
                                "DELETE FROM session WHERE visitor = ?1 AND start >= ?2"
                                " RETURNING start, source, landing, device, country, engaged, quality, clicks, viewed",
                                TL_ARGS(tl__n(visitor), tl__n(since)), err);
    if (s == NULL) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(b->db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        tl_visit visit = {sqlite3_column_int64(s, 0), sqlite3_column_int64(s, 1), sqlite3_column_int64(s, 2),
                          sqlite3_column_int64(s, 3), sqlite3_column_int64(s, 4), sqlite3_column_int64(s, 5),
                          sqlite3_column_int64(s, 6), sqlite3_column_int64(s, 7), tl__column_text(s, 8)};
        TL_TRY(tl__rollup_visit(b, &visit, -1, err));
    }
}

static tl_code forget(tl_batch *b, int64_t visitor, int64_t since, tl_err *err) {
    const tl_arg args[] = {tl__n(visitor), tl__n(since)};
    TL_TRY(tl__visits_forget(b, visitor, since, err));
    TL_TRY(tl__do(b->db, "DELETE FROM touch WHERE identity = ?1 AND at >= ?2 AND session >= ?2", args, 2, err));
    return tl__touched(b, visitor, since, err);
}

static tl_code remake(tl_batch *b, int64_t visitor, int64_t before, tl_err *err) {
    int64_t at, hash;
    bool row = true;
    pass p = {.b = b, .visitor = visitor};
    tl__clicks_init(&p.clicks, b, visitor);
    TL_TRY(restart_of(b, visitor, before, &at, &hash, err));
    TL_TRY(forget(b, visitor, at, err));
    sqlite3_stmt *s = tl__bound(b->db, events_sql, TL_ARGS(tl__n(visitor), tl__n(at), tl__n(hash)), err);
    if (s == NULL) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(b->db, s, &row, err));
        if (!row) {
            break;
        }
        TL_TRY(next_event(&p, s, err));
    }
    if (p.state.open) {
        TL_TRY(close_session(&p, err));
    }
    return tl__clicks_store(&p.clicks, err);
}

static tl_code remake_all(tl_batch *b, tl_err *err) {
    bool row = true;
    sqlite3_stmt *s = tl__sql(b->db, "SELECT id, at FROM work_visitor", err);
    if (s == NULL) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(b->db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        tl_arena_reset(b->arena);
        TL_TRY(remake(b, sqlite3_column_int64(s, 0), sqlite3_column_int64(s, 1), err));
    }
}

tl_code tl__sessions_remake(tl_batch *b, tl_err *err) {
    return tl__rollup_end(b, remake_all(b, err), err);
}
