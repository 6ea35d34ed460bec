/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The path of one order: what its person touched in the 90 days before it was placed, up to the moment it first
 * counted. A click and the chat it led to become one touch here, and each touch gets its evidence. */
#include "tl_store_ingest.h"

#include <string.h>

#define LOOKBACK_MS (INT64_C(90) * 86400000)
#define CHAT_AFTER_CLICK_MS INT64_C(86400000)
#define TOUCHES_MAX 4096 /* the newest count: a path longer than that is a robot's */

typedef struct touch {
    int64_t id, identity, at, kind, channel, entry, session, evidence, chat_at;
    tl_slice code;
    bool absorbed;
} touch;

typedef struct path {
    tl_batch *b;
    const tl_path_order *order;
    int64_t code_person; /* whose click the order's own code was, 0 */
    int64_t code_visitor, code_clicked_at;
    touch *touches;
    size_t n;
} path;

/* The one visitor who clicked a code, and when; 0 when nobody did, or two did (then it ties nobody). */
static tl_code clicked_by(tl_batch *b, tl_slice code, int64_t *visitor, int64_t *at, tl_err *err) {
    bool row;
    *visitor = *at = 0;
    if (!code.len) {
        return TL_OK;
    }
    sqlite3_stmt *s = tl__sql(b->db,
                              "SELECT MIN(visitor), MAX(visitor), MIN(at) FROM event"
                              " WHERE code = ?1 AND code IS NOT NULL AND type = 7 AND visitor <> 0",
                              err);
    if (!s) {
        return err->code;
    }
    tl__bind_text(s, 1, code);
    if (tl__step(b->db, s, &row, err) != TL_OK) {
        return err->code;
    }
    if (row && sqlite3_column_int64(s, 0) == sqlite3_column_int64(s, 1)) {
        *visitor = sqlite3_column_int64(s, 0);
        *at = sqlite3_column_int64(s, 2);
    }
    sqlite3_reset(s);
    return TL_OK;
}

static tl_code person_of(tl_batch *b, int64_t identity, int64_t *person, tl_err *err) {
    *person = 0;
    sqlite3_stmt *s = tl__sql(b->db, "SELECT person FROM identity WHERE id = ?1", err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, identity);
    return tl__number(b->db, s, 0, person, err);
}

/* ---- loading
 * ------------------------------------------------------------------------------------------------------------- */

static bool take(path *p, sqlite3_stmt *s) {
    tl_slice code = tl__column_text(s, 7);
    touch *t = &p->touches[p->n];
    *t = (touch){.id = sqlite3_column_int64(s, 0),
                 .identity = sqlite3_column_int64(s, 1),
                 .at = sqlite3_column_int64(s, 2),
                 .kind = sqlite3_column_int64(s, 3),
                 .channel = sqlite3_column_int64(s, 4),
                 .entry = sqlite3_column_int64(s, 5),
                 .session = sqlite3_column_int64(s, 6),
                 .code = code.len ? tl_arena_dup(p->b->arena, code) : TL_S("")};
    p->n++;
    return t->code.ptr != NULL;
}

static tl_code load(path *p, tl_err *err) {
    bool row = true;
    /* Newest first, so that the cap keeps the newest; ties by what does not depend on the order of arrival. */
    sqlite3_stmt *s = tl__sql(p->b->db,
                              "SELECT t.id, t.identity, t.at, t.kind, t.channel, t.entry, t.session, t.code"
                              " FROM identity i JOIN touch t ON t.identity = i.id"
                              " WHERE i.person IN (?1, ?2) AND t.at BETWEEN ?3 AND ?4"
                              " ORDER BY t.at DESC, t.kind DESC, i.value DESC, t.session DESC, t.source DESC LIMIT ?5",
                              err);
    p->touches = tl_arena_alloc(p->b->arena, TOUCHES_MAX * sizeof *p->touches);
    if (!s || !p->touches) {
        return s ? tl_fail(err, TL_E_NOMEM, "making an order's path") : err->code;
    }
    tl__bind_int(s, 1, p->order->person ? p->order->person : -1);
    tl__bind_int(s, 2, p->code_person ? p->code_person : -1);
    tl__bind_int(s, 3, p->order->placed_at - LOOKBACK_MS);
    tl__bind_int(s, 4, p->order->until);
    tl__bind_int(s, 5, TOUCHES_MAX);
    while (tl__step(p->b->db, s, &row, err) == TL_OK && row) {
        if (!take(p, s)) {
            sqlite3_reset(s);
            return tl_fail(err, TL_E_NOMEM, "making an order's path");
        }
    }
    for (size_t i = 0; i < p->n / 2; i++) {
        touch swap = p->touches[i];
        p->touches[i] = p->touches[p->n - 1 - i];
        p->touches[p->n - 1 - i] = swap;
    }
    return err->code;
}

/* ---- evidence
 * ------------------------------------------------------------------------------------------------------------- */

static tl_code linked_to_phone(path *p, int64_t identity, int64_t *linked, tl_err *err) {
    *linked = 0;
    sqlite3_stmt *s = tl__sql(p->b->db, "SELECT 1 FROM link WHERE a = ?1 AND b = ?2", err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, identity);
    tl__bind_int(s, 2, p->order->phone);
    return tl__number(p->b->db, s, 0, linked, err);
}

static tl_code own_evidence(path *p, touch *t, tl_err *err) {
    int64_t by_phone = 0;
    switch (t->kind) {
    case TL_TOUCH_CHAT:
        t->evidence = t->entry == TL_ENTRY_AD ? TL_EVIDENCE_AD : TL_EVIDENCE_PHONE;
        return TL_OK;
    case TL_TOUCH_CLICK:
        if (t->identity != p->order->visitor && p->order->phone &&
            linked_to_phone(p, t->identity, &by_phone, err) != TL_OK) {
            return err->code;
        }
        t->evidence = by_phone ? TL_EVIDENCE_PHONE : TL_EVIDENCE_CLICK;
        return TL_OK;
    default:
        if (t->channel == TL_CHANNEL_WHATSAPP) {
            bool token = t->code.len && tl_slice_eq(t->code, p->order->token);
            t->evidence = token ? TL_EVIDENCE_TOKEN : t->entry == TL_ENTRY_AD ? TL_EVIDENCE_AD : TL_EVIDENCE_CLICK;
        }
        return TL_OK;
    }
}

static void strengthen(touch *t, int64_t evidence, int64_t chat_at) {
    t->evidence = evidence > t->evidence ? evidence : t->evidence;
    if (chat_at && (!t->chat_at || chat_at < t->chat_at)) {
        t->chat_at = chat_at;
    }
}

/* The click touch of the session in which this visitor clicked at that time: its last one that begins no later. */
static touch *click_touch(path *p, int64_t visitor, int64_t clicked_at) {
    touch *found = NULL;
    for (size_t i = 0; i < p->n; i++) {
        touch *t = &p->touches[i];
        if (t->kind == TL_TOUCH_CLICK && t->identity == visitor && t->session <= clicked_at) {
            found = t;
        }
    }
    return found;
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

/* A chat and its click are one touch: by the code, else (not from an ad) by the person within a day. */
static tl_code absorb_chat(path *p, size_t chat, tl_err *err) {
    touch *c = &p->touches[chat], *click = NULL;
    int64_t visitor, at, evidence = TL_EVIDENCE_CODE;
    if (clicked_by(p->b, c->code, &visitor, &at, err) != TL_OK) {
        return err->code;
    }
    if (visitor && at <= c->at) {
        click = click_touch(p, visitor, at);
    }
    if (!click && c->entry != TL_ENTRY_AD) {
        click = click_before(p, chat);
        evidence = TL_EVIDENCE_PHONE;
    }
    if (click) {
        strengthen(click, evidence, c->at);
        c->absorbed = true;
    }
    return TL_OK;
}

static tl_code grade(path *p, tl_err *err) {
    for (size_t i = 0; i < p->n; i++) {
        if (own_evidence(p, &p->touches[i], err) != TL_OK) {
            return err->code;
        }
    }
    for (size_t i = 0; i < p->n; i++) {
        if (p->touches[i].kind == TL_TOUCH_CHAT && absorb_chat(p, i, err) != TL_OK) {
            return err->code;
        }
    }
    touch *typed = p->code_visitor ? click_touch(p, p->code_visitor, p->code_clicked_at) : NULL;
    if (typed) {
        strengthen(typed, TL_EVIDENCE_CODE, 0);
    }
    return TL_OK;
}

/* ---- storing
 * -------------------------------------------------------------------------------------------------------------- */

static tl_code store(path *p, tl_err *err) {
    int64_t pos = 0;
    sqlite3_stmt *s = tl__sql(p->b->db, "DELETE FROM order_path WHERE order_id = ?1", err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, p->order->id);
    if (tl__run(p->b->db, s, err) != TL_OK) {
        return err->code;
    }
    for (size_t i = 0; i < p->n; i++) {
        const touch *t = &p->touches[i];
        if (t->absorbed) {
            continue;
        }
        s = tl__sql(p->b->db,
                    "INSERT INTO order_path(order_id, pos, touch, evidence, chat_at) VALUES(?1, ?2, ?3, ?4, ?5)", err);
        if (!s) {
            return err->code;
        }
        const int64_t numbers[] = {p->order->id, pos++, t->id, t->evidence};
        for (int n = 0; n < 4; n++) {
            tl__bind_int(s, 1 + n, numbers[n]);
        }
        tl__bind_id(s, 5, t->chat_at);
        if (tl__run(p->b->db, s, err) != TL_OK) {
            return err->code;
        }
    }
    return TL_OK;
}

tl_code tl__path_remake(tl_batch *b, const tl_path_order *order, tl_err *err) {
    path p = {.b = b, .order = order};
    if (clicked_by(b, order->code, &p.code_visitor, &p.code_clicked_at, err) != TL_OK ||
        (p.code_visitor && person_of(b, p.code_visitor, &p.code_person, err) != TL_OK) || load(&p, err) != TL_OK ||
        grade(&p, err) != TL_OK) {
        return err->code;
    }
    return store(&p, err);
}
