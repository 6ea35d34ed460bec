/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The path of one order: what its person touched in the 90 days before it was placed, up to the moment it first
 * counted. A click and the chat it led to become one touch here, and each touch gets its evidence. */
#include "tl_store_ingest.h"

#include <string.h>

#define CHAT_AFTER_CLICK_MS INT64_C(86400000)
#define TOUCHES_MAX 4096 /* the newest count: whoever touches more in 90 days is no person */

typedef struct touch {
    int64_t id, identity, at, kind, channel, entry, session, evidence, chat_at;
    tl_slice code;
    bool absorbed;
} touch;

typedef struct path {
    tl_batch *b;
    const tl_path_order *order;
    touch *touches; /* oldest first */
    size_t n, cap;
    int64_t *known; /* visitors that are the order's without its phone: reach() */
    size_t n_known, cap_known;
    bool reached;
} path;

/* ---- loading ------------------------------------------------------------------------------------------------------
 */

static tl_code grow(path *p, void **array, size_t n, size_t *cap, size_t element, tl_err *err) {
    if (n < *cap) {
        return TL_OK;
    }
    size_t larger = *cap == 0 ? 16 : *cap * 2;
    void *fresh = tl_arena_alloc(p->b->arena, larger * element);
    if (fresh == NULL) {
        return tl_fail(err, TL_E_NOMEM, "while making an order's path");
    }
    if (n > 0) {
        memcpy(fresh, *array, n * element);
    }
    *array = fresh;
    *cap = larger;
    return TL_OK;
}

/* Newest first, so that the limit keeps the newest; ties by what does not depend on the order of arrival. */
static const char touches_sql[] =
    "SELECT t.id, t.identity, t.at, t.kind, t.channel, t.entry, t.session, t.code FROM identity i"
    " JOIN touch t ON t.identity = i.id WHERE i.person IN (?1, ?5) AND t.at BETWEEN ?2 AND ?3"
    " ORDER BY t.at DESC, t.kind DESC, i.kind DESC, i.value DESC, t.hash DESC LIMIT ?4";

static tl_code take(path *p, sqlite3_stmt *s, tl_err *err) {
    void *touches = p->touches;
    TL_TRY(grow(p, &touches, p->n, &p->cap, sizeof(*p->touches), err));
    p->touches = touches;
    tl_slice code = tl__column_text(s, 7);
    touch *t = &p->touches[p->n++];
    *t = (touch){.id = sqlite3_column_int64(s, 0),
                 .identity = sqlite3_column_int64(s, 1),
                 .at = sqlite3_column_int64(s, 2),
                 .kind = sqlite3_column_int64(s, 3),
                 .channel = sqlite3_column_int64(s, 4),
                 .entry = sqlite3_column_int64(s, 5),
                 .session = sqlite3_column_int64(s, 6),
                 .code = code.len > 0 ? tl_arena_dup(p->b->arena, code) : TL_S("")};
    return t->code.ptr != NULL ? TL_OK : tl_fail(err, TL_E_NOMEM, "while making an order's path");
}

static tl_code load(path *p, tl_err *err) {
    bool row = true;
    const tl_path_order *o = p->order;
    sqlite3_stmt *s = tl__bound(p->b->db, touches_sql,
                                TL_ARGS(tl__n(o->person), tl__n(o->placed_at - TL_LOOKBACK_MS), tl__n(o->until),
                                        tl__n(TOUCHES_MAX), tl__n(o->day_person)),
                                err);
    if (s == NULL) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(p->b->db, s, &row, err));
        if (!row) {
            break;
        }
        TL_TRY(take(p, s, err));
    }
    for (size_t i = 0; i < p->n / 2; i++) {
        touch swap = p->touches[i];
        p->touches[i] = p->touches[p->n - 1 - i];
        p->touches[p->n - 1 - i] = swap;
    }
    return TL_OK;
}

/* ---- who clicked ----------------------------------------------------------------------------------------------------
 */

/* Visitors tied to the order's account, e-mail, browser or typed code by anything but a phone number or WhatsApp id. */
static const char reach_sql[] =
    "WITH RECURSIVE reach(id) AS (SELECT id FROM identity WHERE id IN (?1, ?2, ?3, ?4) AND shared = 0 UNION"
    " SELECT l.b FROM reach r JOIN link l ON l.a = r.id JOIN identity i ON i.id = l.b"
    " WHERE i.shared = 0 AND i.kind NOT IN (4, 5))"
    " SELECT r.id FROM reach r JOIN identity i ON i.id = r.id WHERE i.kind = 1";

static tl_code reach(path *p, tl_err *err) {
    bool row = true;
    const tl_path_order *o = p->order;
    sqlite3_stmt *s = tl__bound(
        p->b->db, reach_sql, TL_ARGS(tl__n(o->visitor), tl__n(o->customer), tl__n(o->email), tl__n(o->code_id)), err);
    p->reached = true;
    if (s == NULL) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(p->b->db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        void *known = p->known;
        TL_TRY(grow(p, &known, p->n_known, &p->cap_known, sizeof(*p->known), err));
        p->known = known;
        p->known[p->n_known++] = sqlite3_column_int64(s, 0);
    }
}

static tl_code evidence_of_click(path *p, touch *t, tl_err *err) {
    t->evidence = TL_EVIDENCE_CLICK;
    if (t->identity == p->order->visitor) {
        return TL_OK;
    }
    if (!p->reached) {
        TL_TRY(reach(p, err));
    }
    for (size_t i = 0; i < p->n_known; i++) {
        if (p->known[i] == t->identity) {
            return TL_OK;
        }
    }
    t->evidence = TL_EVIDENCE_PHONE;
    return TL_OK;
}

static tl_code own_evidence(path *p, touch *t, tl_err *err) {
    switch (t->kind) {
    case TL_TOUCH_CLICK:
        return evidence_of_click(p, t, err);
    case TL_TOUCH_CHAT:
        t->evidence = t->entry == TL_ENTRY_AD ? TL_EVIDENCE_AD : TL_EVIDENCE_PHONE;
        return TL_OK;
    default:
        if (t->kind == TL_TOUCH_LINK && t->code.len > 0 && tl_slice_eq(t->code, p->order->token)) {
            t->evidence = TL_EVIDENCE_TOKEN;
        } else if (t->channel == TL_CHANNEL_WHATSAPP) {
            t->evidence = TL_EVIDENCE_CLICK;
        }
        return TL_OK;
    }
}

/* ---- clicks and their chats ------------------------------------------------------------------------------------- */

/* The click of this code before `at` (the first one when clocks disagree); visitor 0: nobody clicked it, or two did. */
static tl_code clicked(path *p, tl_slice code, int64_t at, int64_t *visitor, int64_t *clicked_at, tl_err *err) {
    bool row;
    *visitor = *clicked_at = 0;
    if (code.len == 0) {
        return TL_OK;
    }
    sqlite3_stmt *s = tl__bound(p->b->db,
                                "SELECT MIN(visitor), MAX(visitor), MIN(at), MAX(CASE WHEN at <= ?2 THEN at END)"
                                " FROM event WHERE code = ?1 AND type = 7 AND visitor <> 0",
                                TL_ARGS(tl__t(code), tl__n(at)), err);
    if (s == NULL) {
        return err->code;
    }
    TL_TRY(tl__step(p->b->db, s, &row, err));
    if (sqlite3_column_int64(s, 0) == sqlite3_column_int64(s, 1)) {
        *visitor = sqlite3_column_int64(s, 0);
        *clicked_at = sqlite3_column_int64(s, sqlite3_column_type(s, 3) != SQLITE_NULL ? 3 : 2);
    }
    sqlite3_reset(s);
    return TL_OK;
}

/* The click touch of the session in which this code was clicked, NULL when it is not in the path. */
static tl_code touch_of_code(path *p, tl_slice code, int64_t at, touch **out, tl_err *err) {
    int64_t visitor, clicked_at, session;
    *out = NULL;
    TL_TRY(clicked(p, code, at, &visitor, &clicked_at, err));
    if (visitor == 0) {
        return TL_OK;
    }
    TL_TRY(tl__one(p->b->db, "SELECT MAX(start) FROM session WHERE visitor = ?1 AND start <= ?2",
                   TL_ARGS(tl__n(visitor), tl__n(clicked_at)), 0, &session, err));
    for (size_t i = 0; i < p->n; i++) {
        touch *t = &p->touches[i];
        if (t->kind == TL_TOUCH_CLICK && t->identity == visitor && t->session == session) {
            *out = t;
        }
    }
    return TL_OK;
}

static touch *click_before(path *p, size_t chat) {
    for (size_t i = chat; i-- > 0;) {
        touch *t = &p->touches[i];
        if (t->kind == TL_TOUCH_CLICK) {
            return p->touches[chat].at - t->at <= CHAT_AFTER_CLICK_MS ? t : NULL;
        }
    }
    return NULL;
}

static void strengthen(touch *t, int64_t evidence) {
    t->evidence = evidence > t->evidence ? evidence : t->evidence;
}

/* A chat and its click are one touch: by the code; else, where no ad began it, by the person within a day. */
static tl_code absorb_chat(path *p, size_t chat, tl_err *err) {
    touch *c = &p->touches[chat], *click;
    int64_t evidence = TL_EVIDENCE_CODE;
    TL_TRY(touch_of_code(p, c->code, c->at, &click, err));
    if (click == NULL && c->entry != TL_ENTRY_AD) {
        click = click_before(p, chat);
        evidence = TL_EVIDENCE_PHONE;
    }
    if (click != NULL) {
        strengthen(click, evidence);
        click->chat_at = click->chat_at == 0 || c->at < click->chat_at ? c->at : click->chat_at;
        c->absorbed = true;
    }
    return TL_OK;
}

static tl_code grade(path *p, tl_err *err) {
    touch *typed;
    for (size_t i = 0; i < p->n; i++) {
        TL_TRY(own_evidence(p, &p->touches[i], err));
    }
    for (size_t i = 0; i < p->n; i++) {
        if (p->touches[i].kind == TL_TOUCH_CHAT) {
            TL_TRY(absorb_chat(p, i, err));
        }
    }
    TL_TRY(touch_of_code(p, p->order->code, p->order->until, &typed, err));
    if (typed != NULL) { /* staff typed the code that came back in the chat */
        strengthen(typed, TL_EVIDENCE_CODE);
    }
    return TL_OK;
}

/* ---- storing --------------------------------------------------------------------------------------------------------
 */

static tl_code store(path *p, tl_err *err) {
    int64_t pos = 0;
    TL_TRY(tl__do(p->b->db, "DELETE FROM order_path WHERE order_id = ?1", TL_ARGS(tl__n(p->order->id)), err));
    for (size_t i = 0; i < p->n; i++) {
        const touch *t = &p->touches[i];
        if (t->absorbed) {
            continue;
        }
        TL_TRY(tl__do(
            p->b->db, "INSERT INTO order_path(order_id, pos, touch, evidence, chat_at) VALUES(?1, ?2, ?3, ?4, ?5)",
            TL_ARGS(tl__n(p->order->id), tl__n(pos++), tl__n(t->id), tl__n(t->evidence), tl__id(t->chat_at)), err));
    }
    return TL_OK;
}

tl_code tl__path_remake(tl_batch *b, const tl_path_order *order, tl_err *err) {
    path p = {.b = b, .order = order};
    if (order->person != 0 || order->day_person != 0) {
        TL_TRY(load(&p, err));
        TL_TRY(grade(&p, err));
    }
    return store(&p, err);
}
