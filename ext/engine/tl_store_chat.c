/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Chats: what somebody wrote, cut where nobody wrote for longer than WhatsApp's 24-hour window. The first message of
 * each is a touch of the writer's identity; which click led to it is found when a path is made. */
#include "tl_store_ingest.h"

#include <string.h>

#define WINDOW_MS INT64_C(86400000)

typedef struct chat {
    int64_t at, last, ad, intent;
    char code[16];
} chat;

static tl_code store_chat(tl_batch *b, int64_t identity, const chat *c, tl_err *err) {
    if (!c->at) {
        return TL_OK;
    }
    sqlite3_stmt *s = tl__sql(b->db,
                              "INSERT INTO touch(identity, at, kind, session, channel, entry, code, intent)"
                              " VALUES(?1, ?2, ?3, 0, ?4, ?5, ?6, ?7)",
                              err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, identity);
    tl__bind_int(s, 2, c->at);
    tl__bind_int(s, 3, TL_TOUCH_CHAT);
    tl__bind_int(s, 4, TL_CHANNEL_WHATSAPP);
    tl__bind_int(s, 5, c->ad ? TL_ENTRY_AD : TL_ENTRY_ORGANIC);
    tl__bind_text(s, 6, tl_slice_of(c->code));
    tl__bind_id(s, 7, c->intent);
    return tl__run(b->db, s, err);
}

static void take_message(chat *c, sqlite3_stmt *s) {
    tl_slice code = tl__column_text(s, 1);
    c->last = sqlite3_column_int64(s, 0);
    c->ad |= sqlite3_column_int64(s, 2);
    c->intent = c->intent ? c->intent : sqlite3_column_int64(s, 3);
    if (!*c->code && code.len < sizeof c->code) {
        memcpy(c->code, code.ptr, code.len);
    }
}

static tl_code remake(tl_batch *b, int64_t identity, tl_err *err) {
    bool row = true;
    chat c = {0};
    sqlite3_stmt *s = tl__sql(b->db, "DELETE FROM touch WHERE identity = ?1 AND kind = 3", err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, identity);
    if (tl__run(b->db, s, err) != TL_OK || tl__work_person_of(b, identity, 0, err) != TL_OK) {
        return err->code;
    }
    s = tl__sql(b->db,
                "SELECT at, code, ad, intent FROM message WHERE identity = ?1 AND direction = 1 ORDER BY at, key", err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, identity);
    while (tl__step(b->db, s, &row, err) == TL_OK && row) {
        int64_t at = sqlite3_column_int64(s, 0);
        if (!c.at || at - c.last > WINDOW_MS) {
            if (store_chat(b, identity, &c, err) != TL_OK) {
                sqlite3_reset(s);
                return err->code;
            }
            c = (chat){.at = at};
        }
        take_message(&c, s);
    }
    return err->code != TL_OK ? err->code : store_chat(b, identity, &c, err);
}

tl_code tl__chats_remake(tl_batch *b, tl_err *err) {
    bool row = true;
    sqlite3_stmt *s = tl__sql(b->db, "SELECT id FROM work_chat", err);
    if (!s) {
        return err->code;
    }
    while (tl__step(b->db, s, &row, err) == TL_OK && row) {
        if (remake(b, sqlite3_column_int64(s, 0), err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
    }
    return err->code;
}
