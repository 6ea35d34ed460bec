/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Chats: what somebody wrote, cut where nobody wrote for longer than WhatsApp's 24-hour window, where a message brings
 * a reference code (so that the click behind it finds its chat) and where it comes from an ad. The first message of
 * each is a touch of the writer; which click led to it is found when a path is made. */
#include "tl_store_ingest.h"

#include <string.h>

#define WINDOW_MS INT64_C(86400000)

typedef struct chat {
    bool open;
    tl_touch touch;
    int64_t last;
    char code[16];
} chat;

enum { AT, CODE, AD, INTENT, HASH };

static tl_code close_chat(tl_batch *b, chat *c, tl_err *err) {
    if (!c->open) {
        return TL_OK;
    }
    c->touch.code = tl_slice_of(c->code);
    return tl__touch_insert(b, &c->touch, err);
}

static bool begins(const chat *c, sqlite3_stmt *s) {
    tl_slice code = tl__column_text(s, CODE);
    bool other_code = code.len > 0 && !tl_slice_eq(code, tl_slice_of(c->code));
    bool by_ad = sqlite3_column_int(s, AD) != 0 && c->touch.entry != TL_ENTRY_AD;
    return !c->open || sqlite3_column_int64(s, AT) - c->last > WINDOW_MS || other_code || by_ad;
}

static void begin_chat(chat *c, int64_t identity, sqlite3_stmt *s) {
    tl_slice code = tl__column_text(s, CODE);
    *c = (chat){.open = true,
                .touch = {.identity = identity,
                          .at = sqlite3_column_int64(s, AT),
                          .kind = TL_TOUCH_CHAT,
                          .hash = sqlite3_column_int64(s, HASH),
                          .channel = TL_CHANNEL_WHATSAPP,
                          .entry = sqlite3_column_int(s, AD) != 0 ? TL_ENTRY_AD : TL_ENTRY_ORGANIC}};
    if (code.len < sizeof(c->code)) {
        memcpy(c->code, code.ptr, code.len);
    }
}

static tl_code take_message(tl_batch *b, chat *c, int64_t identity, sqlite3_stmt *s, tl_err *err) {
    if (begins(c, s)) {
        TL_TRY(close_chat(b, c, err));
        begin_chat(c, identity, s);
    }
    c->last = sqlite3_column_int64(s, AT);
    if (c->touch.intent == 0) {
        c->touch.intent = sqlite3_column_int64(s, INTENT);
    }
    return TL_OK;
}

/* A chat looks back no further than its first message: begin at that of the last one before the earliest new message.
 */
static tl_code restart_of(tl_batch *b, int64_t identity, int64_t before, int64_t *at, int64_t *hash, tl_err *err) {
    TL_TRY(tl__one(b->db,
                   "SELECT MAX(at) FROM touch t WHERE identity = ?1 AND at < ?2 AND kind = 3 AND EXISTS"
                   " (SELECT 1 FROM message m WHERE m.identity = ?1 AND m.at = t.at)",
                   TL_ARGS(tl__n(identity), tl__n(before)), tl__beginning(b), at, err));
    return tl__one(b->db, "SELECT MIN(hash) FROM touch WHERE identity = ?1 AND at = ?2 AND kind = 3",
                   TL_ARGS(tl__n(identity), tl__n(*at)), 0, hash, err);
}

static tl_code remake(tl_batch *b, int64_t identity, int64_t before, tl_err *err) {
    int64_t at, hash;
    bool row = true;
    chat c = {0};
    TL_TRY(restart_of(b, identity, before, &at, &hash, err));
    TL_TRY(tl__do(b->db, "DELETE FROM touch WHERE identity = ?1 AND at >= ?2 AND kind = 3",
                  TL_ARGS(tl__n(identity), tl__n(at)), err));
    TL_TRY(tl__touched(b, identity, at, err));
    sqlite3_stmt *s = tl__bound(b->db,
                                "SELECT at, code, ad, intent, hash FROM message WHERE identity = ?1"
                                " AND (at, hash) >= (?2, ?3) AND direction = 1 ORDER BY at, hash",
                                TL_ARGS(tl__n(identity), tl__n(at), tl__n(hash)), err);
    if (s == NULL) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(b->db, s, &row, err));
        if (!row) {
            return close_chat(b, &c, err);
        }
        TL_TRY(take_message(b, &c, identity, s, err));
    }
}

tl_code tl__chats_remake(tl_batch *b, tl_err *err) {
    bool row = true;
    sqlite3_stmt *s = tl__sql(b->db, "SELECT id, at FROM work_chat", err);
    if (s == NULL) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(b->db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        TL_TRY(remake(b, sqlite3_column_int64(s, 0), sqlite3_column_int64(s, 1), err));
    }
}
