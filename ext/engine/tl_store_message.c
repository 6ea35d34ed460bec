/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages: a row each, however often, late or piecemeal its webhooks come. */
#include "tl_store_ingest.h"

enum { STATUS_FAILED = 5 }; /* of docs/format.md's words */

/* Only what does not depend on the order of arrival: the ladder rises, failing stands apart, the least time is when it
 * was sent, a number stands before a user id, and of two texts the greater one. */
static const char upsert_sql[] =
    "INSERT INTO message(key, identity, at, direction, status, failed, conversation, template, category, price, "
    "currency,"
    " code, ad, intent, forwarded, hash)"
    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"
    " ON CONFLICT(key) DO UPDATE SET at = MIN(at, excluded.at), direction = MIN(direction, excluded.direction),"
    " status = MAX(status, excluded.status), failed = MAX(failed, excluded.failed), ad = MAX(ad, excluded.ad),"
    " forwarded = MAX(forwarded, excluded.forwarded),"
    " identity = (SELECT id FROM identity WHERE id IN (message.identity, excluded.identity) ORDER BY kind, value LIMIT "
    "1),"
    " conversation = COALESCE(MAX(conversation, excluded.conversation), conversation, excluded.conversation),"
    " template = COALESCE(MAX(template, excluded.template), template, excluded.template),"
    " category = COALESCE(MAX(category, excluded.category), category, excluded.category),"
    " price = COALESCE(MAX(price, excluded.price), price, excluded.price),"
    " currency = COALESCE(MAX(currency, excluded.currency), currency, excluded.currency),"
    " code = COALESCE(MAX(code, excluded.code), code, excluded.code),"
    " intent = COALESCE(MAX(intent, excluded.intent), intent, excluded.intent)";

/* Orders the messages of one moment, whatever the order of arrival. */
static int64_t hash_of(const tl_batch *b, tl_slice key) {
    unsigned char id[16];
    tl__sip128(b->store->keys.event, key.ptr, key.len, id);
    return tl__hash_of(id);
}

static tl_code upsert(tl_batch *b, const tl_event *e, int64_t identity, tl_err *err) {
    int64_t status = tl__int_of(e, TL_FIELD_STATUS), forwarded = tl__int_of(e, TL_FIELD_FORWARDED);
    bool failed = status == STATUS_FAILED, ad = e->fields[TL_FIELD_CTWA_CLID].set || e->fields[TL_FIELD_AD_ID].set;
    /* A forwarded text carries somebody else's code. */
    tl_slice code = forwarded ? TL_S("") : tl__text_of(e, TL_FIELD_CODE);
    const tl_field_value *price = &e->fields[TL_FIELD_PRICE];
    sqlite3_stmt *s =
        tl__bound(b->db, upsert_sql,
                  TL_ARGS(tl__t(tl__text_of(e, TL_FIELD_MESSAGE)), tl__id(identity), tl__n(e->at),
                          tl__n(tl__int_of(e, TL_FIELD_DIRECTION)), tl__n(failed ? 0 : status), tl__n(failed),
                          tl__t(tl__text_of(e, TL_FIELD_CONVERSATION)), tl__t(tl__text_of(e, TL_FIELD_TEMPLATE)),
                          tl__id(tl__int_of(e, TL_FIELD_CATEGORY)), tl__id(0), tl__t(tl__text_of(e, TL_FIELD_CURRENCY)),
                          tl__t(code), tl__n(ad), tl__id(tl__int_of(e, TL_FIELD_INTENT)), tl__n(forwarded),
                          tl__n(hash_of(b, tl__text_of(e, TL_FIELD_MESSAGE)))),
                  err);
    if (s == NULL) {
        return err->code;
    }
    if (price->set) { /* a price of 0 is one */
        tl__bind_int(s, 10, price->i);
    }
    return tl__run(b->db, s, err);
}

/* Whose chats are other ones: the writer's, before and after this event. */
static tl_code note_writer(tl_batch *b, tl_slice key, int64_t at, tl_err *err) {
    return tl__do(b->db,
                  "INSERT INTO work_chat(id, at) SELECT identity, MIN(at, ?2) FROM message"
                  " WHERE key = ?1 AND direction = 1 AND identity IS NOT NULL"
                  " ON CONFLICT(id) DO UPDATE SET at = MIN(at, excluded.at)",
                  TL_ARGS(tl__t(key), tl__n(at)), err);
}

tl_code tl__message_apply(tl_batch *b, const tl_event *e, int64_t identity, tl_err *err) {
    tl_slice key = tl__text_of(e, TL_FIELD_MESSAGE);
    TL_TRY(note_writer(b, key, e->at, err));
    TL_TRY(upsert(b, e, identity, err));
    return note_writer(b, key, e->at, err);
}
